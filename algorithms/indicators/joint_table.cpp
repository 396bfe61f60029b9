#include "algorithms/indicators/joint_table.hpp"

#include <fmt/format.h>

#include "algorithms/indicators/areas.hpp"
#include "algorithms/indicators/tables.hpp"
#include "algorithms/study/result_tables.hpp"
#include "algorithms/study/table_builder.hpp"

namespace lifecircle {

using namespace indicators;

namespace {

struct Columns {
  TableBuilder::Text standard, code, name, level, area_code, area, row, what, rule, verified;
  TableBuilder::Number people, total, percent;
  TableBuilder::Integer missing_rank;
  explicit Columns(TableBuilder& t)
      : standard{t.text("standard", "standard", "标准")},
        code{t.text("code", "code", "编号")},
        name{t.text("name", "indicator", "指标")},
        level{t.text("level", "level", "层级")},
        area_code{t.text("area_code", "area code", "区域代码")},
        area{t.text("area", "area", "区域")},
        row{t.text("row", "row", "行类型")},
        what{t.text("what", "circle or number of circles", "圈或圈数")},
        rule{t.text("rule", "rule", "判定规则")},
        verified{t.text("verified", "figures verified", "数值已核实")},
        people{t.number("people", "people who have it", "具备人口", 3)},
        total{t.number("total", "people", "人口", 3)},
        percent{t.number("percent", "share, %", "占比(%)", 2)},
        missing_rank{t.integer("missing_rank", "missing most: rank", "缺失位次")} {}
};

class Rows {
 public:
  Rows(const Known& known, Language language) : known_{known}, language_{language} {}

  void add(const JointCircle& joint) {
    const Standard& standard = known_.rules.standards[joint.standard];
    for (const Area& area : areas_of(known_)) {
      const Indicator& indicator = standard.indicators[joint.indicator];
      const JointShare share = joint_share(joint, indicator, area.places);
      if (share.total > 0 || area.kind == Area::Kind::whole)
        add(standard, indicator, joint, share, area);
    }
  }
  Table finish() { return table_.finish(); }

 private:
  void add(const Standard& standard, const Indicator& indicator, const JointCircle& joint,
           const JointShare& share, const Area& area) {
    const double total = whole(share.total);
    const auto put = [&](const char* row, const std::string& what, const std::string& rule,
                         double people, std::int64_t rank) {
      table_.put(c_.standard, standard.code);
      table_.put(c_.code, indicator.code);
      table_.put(c_.name, in_language(indicator.name, language_));
      table_.put(c_.level, name_of(area.kind));
      table_.put(c_.area_code, area.code);
      table_.put(c_.area, area.name);
      table_.put(c_.row, row);
      table_.put(c_.what, what);
      table_.put(c_.rule, rule);
      table_.put(c_.verified, verified_text(indicator, language_));
      table_.put(c_.people, people);
      table_.put(c_.total, total);
      table_.put(c_.percent, share.total == 0 ? kNoNumber : 100 * people / total);
      table_.put(c_.missing_rank, rank);
    };
    const auto sum = [&](const ByUnit& sums) {
      std::int64_t all = 0;
      for (const std::size_t place : area.places) all += sums[place];
      return whole(all);
    };
    for (std::size_t c = 0; c < share.has.size(); ++c) {
      Indicator one = indicator;
      one.circles = {indicator.circles[c]};
      one.circles_needed.reset();
      put("circle", names_text(indicator.circles[c].kinds), rule_of(one), whole(share.has[c]),
          static_cast<std::int64_t>(share.rank[c]) + 1);
    }
    for (std::size_t n = 0; n < joint.exactly.size(); ++n)
      put("exactly", std::to_string(n), "", sum(joint.exactly[n]), kNoInteger);
    put("rule", rule_text(indicator), rule_of(indicator), sum(joint.fulfilled), kNoInteger);
    put("completeness", "", "mean share of circles, by weight", share.complete, kNoInteger);
  }

  static std::string rule_text(const Indicator& indicator) {
    return indicator.circles_needed
               ? fmt::format("{} of {}", *indicator.circles_needed, indicator.circles.size())
               : fmt::format("all {}", indicator.circles.size());
  }

  const Known& known_;
  Language language_;
  TableBuilder table_{"joint_circles", "Joint circles", "复合生活圈"};
  Columns c_{table_};
};

}  // namespace

Table joint_table(const std::vector<JointCircle>& joints, const Known& known, Language language) {
  Rows rows{known, language};
  for (const JointCircle& joint : joints) rows.add(joint);
  return rows.finish();
}

}  // namespace lifecircle
