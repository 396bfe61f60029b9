#pragma once

// A little town as a map sheet: three units, streets, homes with their minutes to the nearest
// clinic, and two clinics.

#include <cstdint>
#include <string>
#include <vector>

#include "io/write/sheet/sheet.hpp"
#include "tests/io/result_files.hpp"

namespace lifecircle::test {

struct SheetTown {
  Layer units, streets, homes, clinics;
  MapSheet sheet;

  explicit SheetTown(Language language = Language::zh, std::size_t home_count = 600) {
    std::uint64_t seed = 7;
    const auto square = [](std::int32_t x, std::int32_t y, std::int32_t wide, std::int32_t high) {
      return Shape{ShapeKind::area,
                   {{{x, y}, {x + wide, y}, {x + wide, y + high}, {x, y + high}, {x, y}}}};
    };
    units.table.name = "units";
    units.table.title_zh = "社区";
    units.table.title_en = "Communities";
    units.table.has_shapes = true;
    units.table.shapes.kind = ShapeKind::area;
    units.table.shapes.add(square(-3'000'000, -2'000'000, 3'500'000, 4'000'000));
    units.table.shapes.add(square(500'000, -2'000'000, 2'500'000, 2'200'000));
    units.table.shapes.add(square(500'000, 200'000, 2'500'000, 1'800'000));
    units.table.columns = {
        {"name", "Name", "名称", std::vector<std::string>{"长安街社区", "渭河新村", "北塬村"}},
        {"rate", "Rate", "覆盖率", std::vector<double>{93.5, 61.25, kNoNumber}, 1}};
    units.style = {Style::Look::ramp,
                   "rate",
                   {{"50", "up to 50 %", "50% 以下", "#d73027"},
                    {"80", "50 to 80 %", "50%–80%", "#fee08b"},
                    {"inf", "above 80 %", "80% 以上", "#1a9850"},
                    {"", "no figure", "无数据", "#cccccc"}},
                   "#3366aa",
                   1.2,
                   0.5};

    streets.table.name = "streets";
    streets.table.title_zh = "道路";
    streets.table.title_en = "Streets";
    streets.table.has_shapes = true;
    streets.table.shapes.kind = ShapeKind::line;
    for (std::int32_t k = -3; k <= 3; ++k) {
      const std::vector<Point> down{{k * 900'000, -1'900'000}, {k * 900'000 + 90'000, 1'900'000}};
      streets.table.shapes.add(down);
      if (k < -2 || k > 2) continue;
      const std::vector<Point> across{{-2'900'000, k * 800'000}, {2'900'000, k * 800'000 - 60'000}};
      streets.table.shapes.add(across);
    }
    streets.style = {.colour = "#707070", .size = 0.35};

    std::vector<double> minutes;
    for (std::size_t i = 0; i < home_count; ++i) {
      const auto one = [&](std::int32_t half) {
        return static_cast<std::int32_t>(next_random(seed) % static_cast<std::uint32_t>(2 * half)) -
               half;
      };
      const std::int32_t x = one(2'900'000);
      const Point home{x, one(1'900'000)};
      homes.table.shapes.add(home);
      minutes.push_back(distance_mm(home, {-1'200'000, 300'000}) / 80'000);
    }
    homes.table.name = "people";
    homes.table.title_zh = "居民到卫生服务站的步行时间";
    homes.table.title_en = "People by walking time to a clinic";
    homes.table.has_shapes = true;
    homes.table.columns = {{"minutes", "Minutes", "分钟", minutes, 2}};
    homes.style = {Style::Look::ramp,
                   "minutes",
                   {{"5", "within 5 min", "5 分钟内", "#1a9850"},
                    {"15", "5 to 15 min", "5–15 分钟", "#91cf60"},
                    {"inf", "beyond 15 min", "15 分钟以上", "#d73027"},
                    {"", "not reached", "不可达", "#808080"}},
                   "#3366aa",
                   0.8};

    clinics.table.name = "clinics";
    clinics.table.title_zh = "社区卫生服务站";
    clinics.table.title_en = "Clinics";
    clinics.table.has_shapes = true;
    clinics.table.shapes.add(Point{-1'200'000, 300'000});
    clinics.table.shapes.add(Point{1'500'000, 1'100'000});
    clinics.table.columns = {
        {"name", "Name", "名称", std::vector<std::string>{"中心卫生站", "北塬卫生站"}}};
    clinics.style = {.colour = "#08306b", .size = 2.5};

    sheet.title = {"社区卫生服务 15 分钟步行覆盖图", "Clinics within 15 minutes on foot"};
    sheet.subtitle = {"按路网计算,工作日白天", "Over the road network, a weekday by day"};
    sheet.date = "2026-11-28";
    sheet.layers = {{&units, true, "name"}, {&streets}, {&homes}, {&clinics, true, "name"}};
    sheet.notes = {{"步行速度 4.8 千米/时;时间不超过 15 分钟为覆盖。",
                    "Walking 4.8 km/h; covered: at most 15 min."},
                   {"分母为常住人口 37.99 万人。", "Denominator: 379,905 residents."}};
    sheet.attribution = {"道路数据 © OpenStreetMap 贡献者", "Roads © OpenStreetMap contributors"};
    sheet.language = language;
  }
  SheetTown(const SheetTown&) = delete;
  SheetTown& operator=(const SheetTown&) = delete;
};

}  // namespace lifecircle::test
