#include <cstdio>

#include "algorithms/circle/land.hpp"
#include "algorithms/coverage/rates.hpp"
#include "algorithms/study/result_tables.hpp"
#include "algorithms/study/table_builder.hpp"

namespace lifecircle {

LandShares shares_of(const Land& land, const std::vector<Shape>& circles, std::size_t at_least,
                     double tolerance_m, const Town& town, const Progress& progress) {
  LandQuestion question{.land = {},
                        .within = {},
                        .units = {},
                        .circles = {},
                        .at_least = at_least,
                        .tolerance_m = tolerance_m,
                        .earth_radius_m = town.earth_radius_m};
  for (const Parcel& parcel : land.parcels) question.land.push_back(&parcel.area);
  for (const Shape& part : town.area) question.within.push_back(&part);
  for (const Unit& unit : town.units) question.units.push_back(&unit.area);
  for (const Shape& circle : circles) question.circles.push_back(&circle);
  return land_shares(question, progress);
}

namespace {

/// Whole square metres, so four decimals say all.
double hectares(std::int64_t m2) {
  return static_cast<double>(m2) / 1e4;
}

void tell_doubts(const Land& land, const LandShares& shares, const Town& town, Problems& doubts) {
  for (const std::size_t parcel : shares.mended) {
    const Parcel& p = land.parcels[parcel];
    doubts.add({.key = "land_mended",
                .file = town.land_files[p.source].file,
                .layer = town.land_files[p.source].layer,
                .row = p.row,
                .args = {land.name},
                .set_aside = false});
  }
  if (shares.outside_m2 == 0) return;
  char ha[32];
  std::snprintf(ha, sizeof ha, "%.4f", hectares(shares.outside_m2));
  doubts.add({.key = "land_outside",
              .file = {},
              .layer = {},
              .args = {land.name, ha},
              .set_aside = false});
}

}  // namespace

Table land_table(ServiceCircles& circles, const Answers& answers, const Town& town,
                 const StudyRules& rules, const Progress& progress, Problems& doubts) {
  std::vector<Shape> drawn;
  for (std::size_t s = 0; s < answers.services.size(); ++s)
    drawn.push_back(tell(progress, "stage_circles", s, answers.services.size())
                        ? circles.own(s, "stated", progress)
                        : Shape{ShapeKind::area, {}});
  std::vector<LandShares> shares;
  for (const Land& land : town.lands) {
    shares.push_back(shares_of(land, drawn, 0, circles.tolerance_m(), town, progress));
    tell_doubts(land, shares.back(), town, doubts);
  }

  TableBuilder t{"land", "Land within reach", "用地覆盖率"};
  const auto service_name = t.text("service", "service", "服务");
  const auto minutes = t.number("minutes", "minutes", "分钟", 2);
  const auto modes = t.text("modes", "modes (best of)", "出行方式(取最优)");
  const auto speeds = t.text("speeds_kmh", "speeds, km/h", "速度(公里/小时)");
  const auto direction = t.text("direction", "direction", "方向");
  const auto facilities = t.text("facilities", "admitted facilities", "计入设施");
  const auto rule = t.text("rule", "rule", "判定规则");
  const auto land_name = t.text("land", "land", "用地");
  const auto code = t.text("unit_code", "unit code", "单元代码");
  const auto name = t.text("unit_name", "unit", "单元名称");
  const auto land_ha = t.number("land_ha", "land, ha", "用地面积(公顷)", 4);
  const auto covered_ha = t.number("covered_ha", "of it covered, ha", "其中已覆盖(公顷)", 4);
  const auto percent = t.number("percent", "covered, %", "覆盖率(%)", 2);
  const auto doubt_ha =
      t.number("doubt_ha", "covered may be off by, ha", "覆盖面积误差上限(公顷)", 4);
  const auto tolerance = t.number("tolerance_m", "drawing tolerance, m", "绘制容差(米)", 2);
  for (std::size_t s = 0; s < answers.services.size(); ++s) {
    const Service& service = *answers.services[s].service;
    const Variant& variant = answers.services[s].headline();
    for (std::size_t l = 0; l < town.lands.size(); ++l) {
      const auto row = [&](const std::string& the_code, const std::string& the_name,
                           const LandShare& share) {
        t.put(service_name, service.name);
        t.put(minutes, service.limit.minutes());
        t.put(modes, names_text(variant.modes));
        t.put(speeds, speeds_text(variant.modes, rules.profiles));
        t.put(direction, direction_name(service.direction));
        t.put(facilities, region_name(variant.region));
        t.put(rule, "area within t <= limit / area");
        t.put(land_name, town.lands[l].name);
        t.put(code, the_code);
        t.put(name, the_name);
        t.put(land_ha, hectares(share.land_m2));
        t.put(covered_ha, hectares(share.covered_m2));
        t.put(percent, Rate{.covered = share.covered_m2, .total = share.land_m2}.percent().value_or(
                           kNoNumber));
        t.put(doubt_ha, hectares(share.doubt_m2));
        t.put(tolerance, circles.tolerance_m());
      };
      const std::vector<LandShare>& of = shares[l].of[s];
      LandShare whole;
      for (std::size_t u = 0; u < town.units.size(); ++u) {
        if (!in_scope(service, town.units[u].setting)) continue;
        row(town.units[u].code, town.units[u].name, of[u]);
        whole += of[u];
      }
      // As for people: whose setting is not known is not asked where the scope is one of the two.
      const LandShare nowhere = in_scope(service, Setting::unknown) ? of.back() : LandShare{};
      row("", "(no unit)", nowhere);
      whole += nowhere;
      row("*", "(all)", whole);
    }
  }
  return t.finish();
}

}  // namespace lifecircle
