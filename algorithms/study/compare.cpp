#include "algorithms/study/compare.hpp"

#include <cmath>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "algorithms/study/compare_rows.hpp"
#include "algorithms/study/table_builder.hpp"

namespace lifecircle {

using namespace compared;

namespace {

/// What became of those counted by one measure of one service.
struct Moves {
  double gained = 0, lost = 0, came = 0, went = 0;
  double before = 0, after = 0;  ///< covered in all
};

std::optional<Moves> moves_of(const Homes2& homes, const std::string& service,
                              const std::string& measure) {
  const std::string covered = service + "_covered";
  for (const Table* table : {&homes.before, &homes.after})
    if (column(*table, covered) == nullptr || column(*table, measure) == nullptr ||
        !std::holds_alternative<std::vector<double>>(column(*table, measure)->values))
      return std::nullopt;
  const auto &count_before = numbers(homes.before, measure),
             &count_after = numbers(homes.after, measure);
  const auto &was = integers(homes.before, covered), &is = integers(homes.after, covered);
  Moves moves;
  for (const auto& [b, a] : homes.pairs) {
    const double before = b && was[*b] == 1 ? count_before[*b] : 0;
    const double after = a && is[*a] == 1 ? count_after[*a] : 0;
    moves.before += before;
    moves.after += after;
    const bool same_home = b && a;
    if (same_home && was[*b] != 1 && is[*a] == 1)
      moves.gained += after;
    else if (same_home && was[*b] == 1 && is[*a] != 1)
      moves.lost += before;
    else if (after > before)
      moves.came += after - before;
    else
      moves.went += before - after;
  }
  return moves;
}

/// The columns rates are compared in.
struct RateColumns {
  explicit RateColumns(TableBuilder& t)
      : base_rule{t.text("base_rule", "rule as it is", "现状规则")},
        rule{t.text("rule", "rule in the scenario", "情景规则")},
        base_speeds{t.text("base_speeds_kmh", "speeds as they are", "现状速度")},
        speeds{t.text("speeds_kmh", "speeds in the scenario", "情景速度")},
        base_percent{t.number("base_percent", "rate as it is (%)", "现状覆盖率(%)", 2)},
        percent{t.number("percent", "rate in the scenario (%)", "情景覆盖率(%)", 2)},
        points{t.number("change_points", "change (percentage points)", "变化(百分点)", 2)},
        base_covered{t.number("base_covered", "covered as it is", "现状覆盖数", 3)},
        covered{t.number("covered", "covered in the scenario", "情景覆盖数", 3)},
        base_total{t.number("base_total", "all as it is", "现状总数", 3)},
        total{t.number("total", "all in the scenario", "情景总数", 3)} {}

  void put(TableBuilder& t, const Table& base, const Table& other, const Pair& pair) {
    const auto& [b, o] = pair;
    const auto before = [&](const char* name) { return b ? numbers(base, name)[*b] : kNoNumber; };
    const auto after = [&](const char* name) { return o ? numbers(other, name)[*o] : kNoNumber; };
    const auto said = [&](const Table& table, const std::optional<std::size_t>& row,
                          const char* name) { return row ? texts(table, name)[*row] : ""; };
    t.put(base_rule, said(base, b, "rule"));
    t.put(rule, said(other, o, "rule"));
    t.put(base_speeds, said(base, b, "speeds_kmh"));
    t.put(speeds, said(other, o, "speeds_kmh"));
    t.put(base_percent, before("rate_percent"));
    t.put(percent, after("rate_percent"));
    t.put(points, after("rate_percent") - before("rate_percent"));
    t.put(base_covered, before("covered"));
    t.put(covered, after("covered"));
    t.put(base_total, before("total"));
    t.put(total, after("total"));
  }

  TableBuilder::Text base_rule, rule, base_speeds, speeds;
  TableBuilder::Number base_percent, percent, points, base_covered, covered, base_total, total;
};

const std::string& of_either(const Table& base, const Table& other, const Pair& pair,
                             const char* name) {
  return pair.second ? texts(other, name)[*pair.second] : texts(base, name)[*pair.first];
}
bool is_headline(const Table& base, const Table& other, const Pair& pair) {
  return (pair.second ? integers(other, "headline")[*pair.second]
                      : integers(base, "headline")[*pair.first]) == 1;
}

}  // namespace

Table compare_services(const Computed& base, std::span<const Computed> scenarios) {
  TableBuilder t{"compare", "Scenarios beside the study as it is", "情景与现状对比"};
  const auto scenario = t.text("scenario", "scenario", "情景");
  const std::vector<TableBuilder::Text> about = about_columns(t);
  RateColumns rates{t};
  const auto gained = t.number("gained", "gained the service", "新增覆盖", 3),
             lost = t.number("lost", "lost the service", "失去覆盖", 3),
             came = t.number("came", "came, covered", "迁入(已覆盖)", 3),
             went = t.number("went", "went, were covered", "迁出(原已覆盖)", 3);
  const auto headline = t.integer("headline", "headline", "主要结果");
  const Table& before = base.result->services;
  const RowsByKey base_rows{before, kServiceKey};
  for (const Computed& other : scenarios) {
    const Table& after = other.result->services;
    const RowsByKey rows{after, kServiceKey};
    const Homes2 homes{*base.result, *other.result};
    for (const Pair& pair : pairs_of(base_rows, before.rows(), rows, after.rows())) {
      t.put(scenario, other.name);
      for (std::size_t i = 0; i < about.size(); ++i)
        t.put(about[i], of_either(before, after, pair, kServiceKey[i]));
      rates.put(t, before, after, pair);
      std::optional<Moves> moves;
      if (pair.first && pair.second && is_headline(before, after, pair))
        moves = moves_of(homes, of_either(before, after, pair, "service"),
                         of_either(before, after, pair, "counted"));
      // A group with travel of its own is counted by other times than the homes' own.
      if (moves && !(adds_up(moves->before, numbers(before, "covered")[*pair.first]) &&
                     adds_up(moves->after, numbers(after, "covered")[*pair.second])))
        moves.reset();
      t.put(gained, moves ? moves->gained : kNoNumber);
      t.put(lost, moves ? moves->lost : kNoNumber);
      t.put(came, moves ? moves->came : kNoNumber);
      t.put(went, moves ? moves->went : kNoNumber);
      t.put(headline, is_headline(before, after, pair) ? 1 : 0);
    }
  }
  return t.finish();
}

Table compare_units(const Computed& base, std::span<const Computed> scenarios) {
  TableBuilder t{"compare_units", "What scenarios change in each unit", "各单元的情景变化"};
  const auto scenario = t.text("scenario", "scenario", "情景"),
             code = t.text("unit_code", "unit code", "单元代码"),
             name = t.text("unit_name", "unit", "单元"),
             service = t.text("service", "service", "服务"),
             counted = t.text("counted", "counted", "统计对象");
  RateColumns rates{t};
  std::vector<const char*> key{"unit_code"};
  key.insert(key.end(), kServiceKey.begin(), kServiceKey.end());
  const Table& before = base.result->units;
  const RowsByKey base_rows{before, key};
  const auto same = [](double a, double b) { return a == b || (std::isnan(a) && std::isnan(b)); };
  for (const Computed& other : scenarios) {
    const Table& after = other.result->units;
    const RowsByKey rows{after, key};
    for (const Pair& pair : pairs_of(base_rows, before.rows(), rows, after.rows())) {
      if (!is_headline(before, after, pair)) continue;
      bool changed = !pair.first || !pair.second;
      for (const char* of : {"rate_percent", "covered", "total"})
        changed =
            changed || !same(numbers(before, of)[*pair.first], numbers(after, of)[*pair.second]);
      if (!changed) continue;
      t.put(scenario, other.name);
      t.put(code, of_either(before, after, pair, "unit_code"));
      t.put(name, of_either(before, after, pair, "unit_name"));
      t.put(service, of_either(before, after, pair, "service"));
      t.put(counted, of_either(before, after, pair, "counted"));
      rates.put(t, before, after, pair);
    }
  }
  return t.finish();
}

}  // namespace lifecircle
