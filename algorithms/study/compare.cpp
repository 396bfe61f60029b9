#include "algorithms/study/compare.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <variant>
#include <vector>

#include "algorithms/study/table_builder.hpp"

namespace lifecircle {
namespace {

const TableColumn* column(const Table& table, const std::string& name) {
  const auto found = std::ranges::find(table.columns, name, &TableColumn::name);
  return found == table.columns.end() ? nullptr : &*found;
}
const std::vector<std::string>& texts(const Table& table, const std::string& name) {
  return std::get<std::vector<std::string>>(column(table, name)->values);
}
const std::vector<double>& numbers(const Table& table, const std::string& name) {
  return std::get<std::vector<double>>(column(table, name)->values);
}
const std::vector<std::int64_t>& integers(const Table& table, const std::string& name) {
  return std::get<std::vector<std::int64_t>>(column(table, name)->values);
}
const Table& people_of(const StudyResult& result) {
  return std::ranges::find(result.layers, std::string{"people"},
                           [](const Layer& l) { return l.table.name; })
      ->table;
}

/// Rows by what they are about, whatever their numbers; rows that are about the same, in order.
class RowsByKey {
 public:
  RowsByKey(const Table& table, const std::vector<const char*>& columns) {
    std::map<std::vector<std::string>, std::uint32_t> met;
    for (std::size_t r = 0; r < table.rows(); ++r) {
      std::vector<std::string> key;
      for (const char* name : columns) key.push_back(texts(table, name)[r]);
      const std::uint32_t ordinal = met[key]++;
      key.push_back(std::to_string(ordinal));
      keys_.push_back(key);
      rows_.emplace(std::move(key), r);
    }
  }
  const std::vector<std::string>& key(std::size_t row) const { return keys_[row]; }
  std::optional<std::size_t> row(const std::vector<std::string>& key) const {
    const auto found = rows_.find(key);
    if (found == rows_.end()) return std::nullopt;
    return found->second;
  }

 private:
  std::vector<std::vector<std::string>> keys_;
  std::map<std::vector<std::string>, std::size_t> rows_;
};

/// Rows of the base and of the scenario that belong together: the base's first, then what the
/// scenario alone has.
using Pair = std::pair<std::optional<std::size_t>, std::optional<std::size_t>>;
std::vector<Pair> pairs_of(const RowsByKey& base, std::size_t base_rows, const RowsByKey& other,
                           std::size_t other_rows) {
  std::vector<Pair> pairs;
  for (std::size_t r = 0; r < base_rows; ++r) pairs.emplace_back(r, other.row(base.key(r)));
  for (std::size_t r = 0; r < other_rows; ++r)
    if (!base.row(other.key(r))) pairs.emplace_back(std::nullopt, r);
  return pairs;
}

/// Homes before and after.
struct Homes2 {
  Homes2(const StudyResult& before_result, const StudyResult& after_result)
      : before{people_of(before_result)},
        after{people_of(after_result)},
        pairs{pairs_of(RowsByKey{before, {"id"}}, before.rows(), RowsByKey{after, {"id"}},
                       after.rows())} {}
  const Table& before;
  const Table& after;
  std::vector<Pair> pairs;
};

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

bool adds_up(double homes, double row) {
  return std::abs(homes - row) < 0.0005;
}

const std::vector<const char*> kServiceKey{"service",    "direction", "scope",
                                           "facilities", "travel",    "counted"};

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
  std::vector<TableBuilder::Text> about;
  const std::array<std::pair<const char*, const char*>, 6> words{{{"service", "服务"},
                                                                  {"direction", "方向"},
                                                                  {"scope", "范围"},
                                                                  {"facilities", "设施"},
                                                                  {"travel", "出行"},
                                                                  {"counted", "统计对象"}}};
  for (const auto& [en, zh] : words) about.push_back(t.text(en, en, zh));
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

namespace {

/// The services of a people layer, in its order, that the other has as well.
std::vector<std::string> services_of(const Table& people, const Table& other) {
  std::vector<std::string> names;
  const std::string ending = "_covered";
  for (const TableColumn& c : people.columns)
    if (c.name.ends_with(ending) && column(other, c.name) != nullptr)
      names.push_back(c.name.substr(0, c.name.size() - ending.size()));
  return names;
}

const char* change_of(std::int64_t was, std::int64_t is, double before, double after) {
  if (was != 1 && is == 1) return "gained";
  if (was == 1 && is != 1) return "lost";
  if (std::isnan(before) ? !std::isnan(after) : after < before) return "nearer";
  if (std::isnan(after) ? !std::isnan(before) : after > before) return "farther";
  return "";
}

Style by_change(const std::string& column_name) {
  return {.look = Style::Look::categories,
          .by = column_name,
          .classes = {{"gained", "gained the service", "新增覆盖", "#1a9850"},
                      {"nearer", "nearer than before", "比现状更近", "#a6d96a"},
                      {"farther", "farther than before", "比现状更远", "#fdae61"},
                      {"lost", "lost the service", "失去覆盖", "#d73027"}},
          .size = 1.6};
}

}  // namespace

Layer changed_homes(const Computed& base, const Computed& scenario, const std::string& name) {
  const Homes2 homes{*base.result, *scenario.result};
  const Table &before = homes.before, &after = homes.after;
  TableBuilder t{name, "Homes that " + scenario.name + " changes",
                 scenario.name + "：有变化的居住点"};
  const auto id = t.text("id", "id", "编号"), unit = t.text("unit_code", "unit code", "单元代码");
  std::vector<std::pair<const std::vector<double>*, TableBuilder::Number>> counts;
  for (const TableColumn& c : after.columns) {
    if (c.name.ends_with("_seconds")) break;  // measures stand before the services
    if (const auto* values = std::get_if<std::vector<double>>(&c.values))
      counts.emplace_back(values, t.number(c.name, c.title_en, c.title_zh, 3));
  }
  struct OfService {
    const std::vector<std::int64_t>&was, &is;
    const std::vector<double>&seconds_before, &seconds_after;
    TableBuilder::Text change;
    TableBuilder::Number before, after;
  };
  std::vector<OfService> services;
  std::vector<OtherStyle> others;
  for (const std::string& s : services_of(after, before)) {
    const TableColumn& words = *column(after, s + "_covered");
    const auto title = [](std::string text, const char* cut) {
      const auto at = text.find(cut);
      return at == std::string::npos ? text : text.substr(0, at);
    };
    const std::string en = title(words.title_en, ": covered"),
                      zh = title(words.title_zh, ":是否覆盖");
    services.push_back({integers(before, s + "_covered"), integers(after, s + "_covered"),
                        numbers(before, s + "_seconds"), numbers(after, s + "_seconds"),
                        t.text(s + "_change", en + ": change", zh + ":变化"),
                        t.number(s + "_seconds_before", en + ": seconds before", zh + ":现状秒", 3),
                        t.number(s + "_seconds_after", en + ": seconds after", zh + ":情景秒", 3)});
    others.push_back({s, en, zh, by_change(s + "_change")});
  }
  Shapes& shapes = t.shapes(ShapeKind::point);
  for (const auto& [b, a] : homes.pairs) {
    if (!a) continue;
    std::vector<std::string> changes;
    bool any = false;
    for (const OfService& s : services) {
      changes.emplace_back(change_of(b ? s.was[*b] : kNoInteger, s.is[*a],
                                     b ? s.seconds_before[*b] : kNoNumber, s.seconds_after[*a]));
      any = any || !changes.back().empty();
    }
    if (!any) continue;
    t.put(id, texts(after, "id")[*a]);
    t.put(unit, texts(after, "unit_code")[*a]);
    for (const auto& [values, number] : counts) t.put(number, (*values)[*a]);
    for (std::size_t s = 0; s < services.size(); ++s) {
      t.put(services[s].change, changes[s]);
      t.put(services[s].before, b ? services[s].seconds_before[*b] : kNoNumber);
      t.put(services[s].after, services[s].seconds_after[*a]);
    }
    shapes.add_from(after.shapes, *a);
  }
  Style style = others.empty() ? Style{} : others.front().style;
  if (!others.empty()) others.erase(others.begin());
  return {t.finish(), std::move(style), std::move(others)};
}

}  // namespace lifecircle
