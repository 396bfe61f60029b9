#include "tests/support/report_town.hpp"

#include <random>
#include <span>
#include <utility>

namespace lifecircle::test {
namespace {

constexpr std::int32_t kBlock = 400'000;  // a community is a square of so many millimetres
constexpr std::size_t kAcross = 6;

class Builder {
 public:
  explicit Builder(const ReportTownPlan& plan) : plan_{plan}, town_{new ReportTown} {}

  std::unique_ptr<ReportTown> build() {
    ReportPage& page = town_->page;
    page.title = {"青石镇" + some_name(0) + "生活圈评估报告", "Qingshi: life circles"};
    page.subtitle = {"15 分钟社区生活圈 · 现状评估", "15-minute life circles, as they are"};
    page.provenance = {{"数据:2026 年 3 月,CGCS2000", "Data: March 2026, CGCS2000"},
                       {"范围:" + some_name(1), "Area: " + some_name(1)}};
    page.headline = {"步行 15 分钟内可达卫生服务站的居民占 87.3 %,缺口 4,212 人,分布在 6 个社区。",
                     "87.3 % of the people reach a clinic within 15 minutes on foot; 4,212 people "
                     "in 6 communities do not."};
    page.figures = {
        {{"87.3 %", "87.3 %"}, {"15 分钟可达卫生服务站的居民", "of people reach a clinic"}},
        {{"4,212 人", "4,212"}, {"在覆盖缺口内", "people in gaps"}},
        {{"9 / 12", "9 / 12"}, {"项指标达标", "indicators reached"}}};
    add_map();
    page.sections.push_back(indicators());
    page.sections.push_back(maps());
    page.sections.push_back(gaps());
    page.sections.push_back(units());
    page.sections.push_back(sources());
    page.map_before = "gaps";
    return std::move(town_);
  }

 private:
  /// Names in turn; of plain ones, with a number so that no two are the same.
  std::string some_name(std::size_t i) const {
    static const std::vector<std::string> kPlain{"城北社区", "古城村", "柳树巷",  "东关社区",
                                                 "杏林湾",   "南岭村", "桥头社区"};
    if (!plan_.names.empty()) return plan_.names[i % plan_.names.size()];
    return kPlain[i % kPlain.size()] + (i < kPlain.size() ? "" : std::to_string(i));
  }

  Table& table(std::string name, Words title) {
    Table& made = town_->tables.emplace_back();
    made.name = std::move(name);
    made.title_en = std::move(title.en);
    made.title_zh = std::move(title.zh);
    return made;
  }
  template <class T>
  static std::vector<T>& column(Table& table, const char* name, Words title, int decimals = 0) {
    table.columns.push_back(
        {name, std::move(title.en), std::move(title.zh), std::vector<T>{}, decimals});
    return std::get<std::vector<T>>(table.columns.back().values);
  }
  // References to a column hold until the next is added: columns are filled one after the other.
  template <class T, class Value>
  static void fill(Table& table, const char* name, Words title, int decimals, std::size_t rows,
                   Value value) {
    auto& values = column<T>(table, name, std::move(title), decimals);
    for (std::size_t i = 0; i < rows; ++i) values.push_back(value(i));
  }

  static Point corner(std::size_t i) {
    return {static_cast<std::int32_t>(i % kAcross) * kBlock - 3 * kBlock,
            static_cast<std::int32_t>(i / kAcross % 40'000) * kBlock - 2 * kBlock};
  }

  ReportSection indicators() {
    Table& t = table("indicators", {"指标一览表", "Indicators"});
    const std::size_t rows = 5;
    fill<std::string>(t, "name", {"指标", "indicator"}, 0, rows,
                      [&](std::size_t i) { return some_name(i) + "覆盖率"; });
    fill<double>(t, "value", {"现状值(%)", "value, %"}, 1, rows, [](std::size_t i) {
      return i == 3 ? kNoNumber : 62.5 + 9.05 * static_cast<double>(i);
    });
    fill<double>(t, "target", {"目标值(%)", "target, %"}, 1, rows,
                 [](std::size_t) { return 80.0; });
    fill<std::int64_t>(t, "people", {"未达人数", "people short"}, 0, rows, [](std::size_t i) {
      return i == 2 ? kNoInteger : static_cast<std::int64_t>(1200 - 300 * i);
    });
    ReportTable shown;
    shown.table = &t;
    shown.columns = {{.column = 0}, {.column = 1, .bar = true}, {.column = 2}, {.column = 3}};
    shown.marks = {{ReportMark::Look::good, {"达标", "reached"}},
                   {ReportMark::Look::bad, {"未达标", "not reached"}},
                   {ReportMark::Look::doubtful, {"数值未核实", "unverified"}}};
    shown.row_marks = {1, 1, 0, 2, 0};
    shown.marks_title = {"结果", "result"};
    return {"indicators",
            {"指标与目标", "Indicators and targets"},
            {{"与《市级国土空间总体规划》目标逐项对照。", "Held against the targets of the plan."}},
            {},
            {shown}};
  }

  ReportSection maps() const {
    const std::string picture =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" "
        "viewBox=\"0 0 400 250\" width=\"400\" height=\"250\"><rect width=\"400\" height=\"250\" "
        "style=\"fill:#e6f0fa\"/><circle cx=\"200\" cy=\"125\" r=\"80\" style=\"fill:#0b5394\"/>"
        "</svg>\n";
    return {
        "maps",
        {"分服务覆盖图", "Maps of services"},
        {},
        {{{"卫生服务站 15 分钟步行覆盖:" + some_name(2), "Clinics, 15 minutes on foot"}, picture},
         {{"小学 10 分钟步行覆盖", "Primary schools, 10 minutes on foot"}, picture}},
        {}};
  }

  ReportSection gaps() {
    Table& t = table("gaps", {"覆盖缺口清单", "Gaps in coverage"});
    fill<std::int64_t>(t, "rank", {"序号", "rank"}, 0, plan_.gaps,
                       [](std::size_t i) { return static_cast<std::int64_t>(i + 1); });
    fill<std::string>(t, "unit", {"社区", "community"}, 0, plan_.gaps, [&](std::size_t i) {
      return i % 5 == 4 ? std::string{} : some_name(3 * i + 1);
    });
    fill<double>(t, "people", {"人口变化", "change in people"}, 0, plan_.gaps, [](std::size_t i) {
      return i % 11 == 7 ? kNoNumber : static_cast<double>(i * 7919 % 1009) - 300;
    });
    fill<double>(t, "minutes", {"最近设施分钟数", "minutes to the nearest"}, 1, plan_.gaps,
                 [](std::size_t i) { return 15.1 + static_cast<double>(i * 31 % 170) / 10; });
    ReportTable shown;
    shown.table = &t;
    return {"gaps",
            {"覆盖缺口", "Gaps"},
            {{"按人口从多到少排列。", "Most people first."}},
            {},
            {shown}};
  }

  ReportSection units() {
    Table& t = table("units", {"各社区覆盖率一览表", "Coverage by community"});
    const std::size_t rows = plan_.communities + 1;
    fill<std::string>(t, "code", {"代码", "code"}, 0, rows, [&](std::size_t i) {
      return i + 1 == rows ? std::string{} : std::to_string(110'101'001'001 + 7 * i);
    });
    fill<std::string>(t, "name", {"社区", "community"}, 0, rows,
                      [&](std::size_t i) { return i + 1 == rows ? "合计 Total" : some_name(i); });
    std::int64_t sum = 0;
    fill<std::int64_t>(t, "people", {"人口", "people"}, 0, rows, [&](std::size_t i) {
      const auto people = static_cast<std::int64_t>(800 + i * 137 % 2900);
      return i + 1 == rows ? sum : (sum += people, people);
    });
    static const std::vector<Words> kServices{
        {"卫生服务站(%)", "clinic, %"}, {"幼儿园(%)", "kindergarten, %"}, {"小学(%)", "school, %"},
        {"养老设施(%)", "care, %"},     {"菜市场(%)", "market, %"},       {"公园(%)", "park, %"},
        {"公交站(%)", "bus stop, %"},   {"文化站(%)", "library, %"}};
    for (std::size_t s = 0; s < kServices.size(); ++s)
      fill<double>(t, ("s" + std::to_string(s)).c_str(), kServices[s], 1, rows, [&](std::size_t i) {
        return static_cast<double>((i * 53 + s * 17) % 1001) / 10;
      });
    ReportTable shown;
    shown.table = &t;
    for (std::size_t i = 0; i < t.columns.size(); ++i)
      shown.columns.push_back({.column = i, .bar = i > 2});
    shown.last_is_total = true;
    return {"units", {"社区一览", "Communities"}, {}, {}, {shown}};
  }

  ReportSection sources() {
    Table& t = table("sources", {"数据来源与口径说明", "Sources and rules"});
    fill<std::string>(t, "what", {"项目", "what"}, 0, 4, [](std::size_t i) {
      return std::vector<std::string>{"步行速度", "道路", "人口", "坐标系"}[i];
    });
    fill<std::string>(t, "how", {"口径", "how"}, 0, 4, [&](std::size_t i) {
      return std::vector<std::string>{"4.8 km/h", "roads.gpkg " + some_name(4),
                                      "七普 " + some_name(5), "CGCS2000"}[i];
    });
    ReportTable shown;
    shown.table = &t;
    shown.sortable = false;
    return {"sources", {"数据来源与口径说明", "Sources and rules"}, {}, {}, {shown}};
  }

  void add_map() {
    Layer& areas = town_->layers.emplace_back();
    areas.table.name = "communities";
    areas.table.title_zh = "社区覆盖率";
    areas.table.title_en = "Coverage of communities";
    fill<std::string>(areas.table, "name", {"社区", "community"}, 0, plan_.communities,
                      [&](std::size_t i) { return some_name(i); });
    fill<double>(areas.table, "share", {"覆盖率(%)", "coverage, %"}, 1, plan_.communities,
                 [](std::size_t i) { return static_cast<double>(i * 53 % 101); });
    areas.table.has_shapes = true;
    areas.table.shapes.kind = ShapeKind::area;
    for (std::size_t i = 0; i < plan_.communities; ++i) {
      const Point a = corner(i);
      const auto square = [&](std::int32_t in) {
        const std::int32_t low_x = a.x + in, low_y = a.y + in, high_x = a.x + kBlock - in,
                           high_y = a.y + kBlock - in;
        return std::vector<Point>{
            {low_x, low_y}, {high_x, low_y}, {high_x, high_y}, {low_x, high_y}, {low_x, low_y}};
      };
      Shape shape{ShapeKind::area, {square(0)}};
      if (i % 4 == 1) shape.parts.push_back(square(150'000));  // a hole
      areas.table.shapes.add(shape);
    }
    areas.style = {.look = Style::Look::ramp,
                   .by = "share",
                   .classes = {{"50", "at most 50 %", "50 % 及以下", "#f4a582"},
                               {"80", "at most 80 %", "50–80 %", "#f7f7f7"},
                               {"100", "more", "80 % 以上", "#92c5de"}}};

    Layer& roads = town_->layers.emplace_back();
    roads.table.name = "roads";
    roads.table.title_zh = "道路";
    roads.table.title_en = "Roads";
    fill<std::string>(roads.table, "name", {"名称", "name"}, 0, plan_.roads,
                      [&](std::size_t i) { return some_name(i) + "路"; });
    roads.table.has_shapes = true;
    roads.table.shapes.kind = ShapeKind::line;
    for (std::size_t i = 0; i < plan_.roads; ++i) {
      const Point a = corner(i / 2);
      const Point b{i % 2 == 0 ? a.x + kBlock : a.x, i % 2 == 0 ? a.y : a.y + kBlock};
      roads.table.shapes.add(std::vector<Point>{a, {(a.x + b.x) / 2, (a.y + b.y) / 2}, b});
    }
    roads.style = {.colour = "#8a8f98", .size = 0.3};

    Layer& clinics = town_->layers.emplace_back();
    clinics.table.name = "clinics";
    clinics.table.title_zh = "卫生服务站";
    clinics.table.title_en = "Clinics";
    fill<std::string>(clinics.table, "name", {"名称", "name"}, 0, 5,
                      [&](std::size_t i) { return some_name(i) + "卫生站"; });
    fill<std::int64_t>(clinics.table, "beds", {"床位", "beds"}, 0, 5,
                       [](std::size_t i) { return static_cast<std::int64_t>(10 * i); });
    clinics.table.has_shapes = true;
    for (std::size_t i = 0; i < 5; ++i) {
      const Point a = corner(4 * i + 1);
      clinics.table.shapes.add(Point{a.x + kBlock / 2, a.y + kBlock / 2});
    }
    clinics.style = {.colour = "#a33b00", .size = 1.6};
    for (const Layer& layer : town_->layers)
      town_->page.map.push_back({.layer = &layer, .label_column = &layer == &roads ? "" : "name"});
  }

  const ReportTownPlan& plan_;
  std::unique_ptr<ReportTown> town_;
};

}  // namespace

std::unique_ptr<ReportTown> report_town(const ReportTownPlan& plan) {
  return Builder{plan}.build();
}

std::vector<std::string> hostile_names() {
  return {"<img src=x onerror=\"document.title='owned'\">",
          "</script><script>document.title='owned'</script>",
          "<!-- --> <!--<script>",
          "\"' onmouseover='document.title=1' x=\"",
          "]]></style></title></textarea><svg onload=alert(1)>",
          "javascript:document.title='owned'",
          "&lt;b&gt; &amp;amp; &#60;i&#62;",
          std::string{"nul\0bell\x07 esc\x1b]0;owned\x07 del\x7f", 29},
          "c1 \xc2\x9b"
          "31m",
          "no UTF-8 \xff\xfe\xc0\xaf \xed\xa0\x80",
          "rtl \u202egpj.exe\u202c \u2066x\u2069 \u200f\u200e\u061c",
          "lines\u2028and\u2029paragraphs\r\nand\ttabs",
          "{{constructor.constructor('document.title=1')()}} ${document.title} {0}",
          "=cmd|' /C calc'!A0",
          "ئۇيغۇر مەھەللىسى 𠮷野家",
          "长" + [] {
            std::string text;
            for (int i = 0; i < 850; ++i) text += "名字<b>名";
            return text;
          }()};
}

std::string hostile_text(std::uint64_t seed) {
  static const std::vector<std::string> kPieces{
      "<",    ">",    "&",    "\"",       "'",  "/",  "\\", "</script", "<script>", "<!--",
      "-->",  "]]>",  "&lt;", "\\u003c",  "\n", "\r", "\t", "\u2028",   "\u2029",   "\u202e",
      "\xff", "\xc3", "\x1b", "`",        "${", "=",  "{",  "}",        "{0}",      "@",
      ";",    "*/",   "//",   "</style>", "名", "𠮷", "a",  "7",        " ",        ","};
  std::mt19937_64 random{seed};
  std::string text;
  const std::size_t pieces = random() % 30;
  for (std::size_t i = 0; i < pieces; ++i) {
    const std::size_t which = random() % (kPieces.size() + 1);
    text +=
        which < kPieces.size() ? kPieces[which] : std::string{static_cast<char>(random() % 256)};
  }
  return text;
}

}  // namespace lifecircle::test
