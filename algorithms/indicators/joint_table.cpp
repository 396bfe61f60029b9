#include "algorithms/indicators/joint_table.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "algorithms/indicators/areas.hpp"
#include "algorithms/indicators/tables.hpp"
#include "algorithms/indicators/types.hpp"
#include "algorithms/study/result_tables.hpp"
#include "algorithms/study/table_builder.hpp"

namespace lifecircle {

using namespace indicators;

namespace {

/// Sums of one indicator: within each circle, and with each number of circles.
struct Sums {
  std::vector<ByUnit> circle, number;
  ByUnit total, enough;
};

std::int64_t people_of(const Known& known, std::size_t home) {
  const Homes& homes = known.town.homes;
  return homes.count.empty() ? 1000 : homes.count[0][home];
}

Sums sums_of(const Indicator& indicator, const std::vector<std::vector<char>>& within,
             const Known& known) {
  const std::size_t circles = within.size();
  const std::size_t needed =
      indicator.circles_needed ? static_cast<std::size_t>(*indicator.circles_needed) : circles;
  Sums sums{std::vector<ByUnit>(circles, known.nothing()),
            std::vector<ByUnit>(circles + 1, known.nothing()), known.nothing(), known.nothing()};
  for (std::size_t h = 0; h < known.town.homes.size(); ++h) {
    if (!concerns_home(indicator, known, h)) continue;
    const std::size_t at = place_in(known.town.homes.unit[h], known);
    const std::int64_t people = people_of(known, h);
    std::size_t have = 0;
    for (std::size_t c = 0; c < circles; ++c) {
      if (within[c][h] == 0) continue;
      ++have;
      sums.circle[c][at] += people;
    }
    sums.total[at] += people;
    sums.number[have][at] += people;
    if (have >= needed) sums.enough[at] += people;
  }
  return sums;
}

std::int64_t over(const ByUnit& sums, const Area& area) {
  std::int64_t sum = 0;
  for (const std::size_t place : area.places) sum += sums[place];
  return sum;
}

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

  void add(const Standard& standard, const Indicator& indicator) {
    std::vector<std::vector<char>> all;
    Told ignored;
    for (const NearEnough& circle : indicator.circles) {
      auto ways = within(circle, indicator, known_, ignored);
      if (ways.empty()) return;
      all.push_back(std::move(ways.front().homes));
    }
    const Sums sums = sums_of(indicator, all, known_);
    for (const Area& area : areas_of(known_)) {
      const std::int64_t total = over(sums.total, area);
      if (total > 0 || area.kind == Area::Kind::whole) add(standard, indicator, sums, area, total);
    }
  }
  Table finish() { return table_.finish(); }

 private:
  void add(const Standard& standard, const Indicator& indicator, const Sums& sums, const Area& area,
           std::int64_t total) {
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
      table_.put(c_.total, whole(total));
      table_.put(c_.percent, total == 0 ? kNoNumber : 100 * people / whole(total));
      table_.put(c_.missing_rank, rank);
    };
    // Most people without it first; of equal ones the first of the indicator.
    std::vector<std::size_t> order(sums.circle.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t c) { return over(sums.circle[c], area); });
    double complete = 0, weights = 0;
    for (std::size_t c = 0; c < sums.circle.size(); ++c) {
      Indicator one = indicator;
      one.circles = {indicator.circles[c]};
      one.circles_needed.reset();
      const std::int64_t people = over(sums.circle[c], area);
      const auto rank = std::ranges::find(order, c) - order.begin() + 1;
      put("circle", names_text(indicator.circles[c].kinds), rule_of(one), whole(people), rank);
      complete += indicator.circles[c].weight * whole(people);
      weights += indicator.circles[c].weight;
    }
    for (std::size_t n = 0; n < sums.number.size(); ++n)
      put("exactly", std::to_string(n), "", whole(over(sums.number[n], area)), kNoInteger);
    put("rule", rule_text(indicator), rule_of(indicator), whole(over(sums.enough, area)),
        kNoInteger);
    put("completeness", "", "mean share of circles, by weight",
        weights > 0 ? complete / weights : 0, kNoInteger);
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

Table joint_table(const std::vector<IndicatorResult>& results, const Known& known,
                  Language language) {
  Rows rows{known, language};
  for (const IndicatorResult& result : results) {
    const Standard& standard = known.rules.standards[result.standard];
    const Indicator& indicator = standard.indicators[result.indicator];
    if (indicator.type == IndicatorType::joint_circle && !result.readings.empty())
      rows.add(standard, indicator);
  }
  return rows.finish();
}

}  // namespace lifecircle
