#include "tools/lifecircle/compare_tables.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "algorithms/study/table_builder.hpp"
#include "tools/lifecircle/report_tables.hpp"

namespace lifecircle {

/// A row for each thing counted, a pair of columns for each scenario.
Table rates_table(const SideBySide& of) {
  const std::vector<const char*> about{"service", "counted",   "scope",
                                       "travel",  "direction", "facilities"};
  const auto& scenario = texts_of(of.services, "scenario");
  const auto& headline = integers_of(of.services, "headline");
  std::map<std::vector<std::string>, std::size_t> known;
  std::vector<std::vector<std::size_t>> rows;  // [what][scenario], of compare.csv
  constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  for (std::size_t r = 0; r < of.services.rows(); ++r) {
    if (headline[r] != 1) continue;
    std::vector<std::string> key;
    for (const char* name : about) key.push_back(texts_of(of.services, name)[r]);
    const auto [at, is_new] = known.emplace(std::move(key), rows.size());
    if (is_new) rows.emplace_back(of.scenarios(), kNone);
    for (std::size_t i = 0; i < of.scenarios(); ++i)
      if (of.scenario(i).study.scenario == scenario[r]) rows[at->second][i] = r;
  }
  TableBuilder t{"rates", "Rates side by side", "覆盖率对比"};
  std::vector<TableBuilder::Text> words;
  words.push_back(t.text("service", "service", "服务"));
  words.push_back(t.text("counted", "counted", "统计对象"));
  const auto base = t.number("base_percent", "as it is (%)", "现状(%)", 2);
  std::vector<std::pair<TableBuilder::Number, TableBuilder::Number>> of_scenario;
  for (std::size_t i = 0; i < of.scenarios(); ++i) {
    const std::string n = std::to_string(i + 1);
    const auto percent = t.number("percent_" + n, of.scenario(i).study.scenario + " (%)",
                                  of.scenario(i).study.scenario + "(%)", 2);
    of_scenario.emplace_back(percent,
                             t.number("points_" + n, "change (points)", "变化(百分点)", 2));
  }
  for (const auto& of_row : rows) {
    const std::size_t first =
        *std::ranges::find_if(of_row, [](std::size_t r) { return r != kNone; });
    for (std::size_t w = 0; w < words.size(); ++w)
      t.put(words[w], texts_of(of.services, about[w])[first]);
    t.put(base, numbers_of(of.services, "base_percent")[first]);
    for (std::size_t i = 0; i < of_row.size(); ++i) {
      const auto number = [&](const char* name) {
        return of_row[i] == kNone ? kNoNumber : numbers_of(of.services, name)[of_row[i]];
      };
      t.put(of_scenario[i].first, number("percent"));
      t.put(of_scenario[i].second, number("change_points"));
    }
  }
  return t.finish();
}

Table range_table(const SideBySide::Range& range, Language language) {
  const auto& headline = integers_of(range.services, "headline");
  Table rows = rows_where(range.services, [&](std::size_t r) { return headline[r] == 1; });
  for (const char* name : {"lowest_in", "highest_in"})
    for (TableColumn& column : rows.columns)
      if (column.name == name)
        for (std::string& text : std::get<std::vector<std::string>>(column.values))
          if (text == "as_it_is") text = say("word_as_it_is", language);
  return rows;
}

namespace {

/// Rows in an order, the first few.
Table in_order(const Table& table, const std::vector<std::size_t>& order) {
  Table sorted = table;
  for (TableColumn& column : sorted.columns)
    std::visit(
        [&](auto& values) {
          const auto all = std::exchange(values, {});
          for (const std::size_t r : order) values.push_back(all[r]);
        },
        column.values);
  return sorted;
}

}  // namespace

ChangedUnits changed_units(const SideBySide& of, std::size_t most) {
  const Table& all = of.units;
  const auto& scenario = texts_of(all, "scenario");
  std::vector<double> change(all.rows());
  for (std::size_t r = 0; r < all.rows(); ++r) {
    const double now = numbers_of(all, "covered")[r], was = numbers_of(all, "base_covered")[r];
    change[r] = (std::isfinite(now) ? now : 0) - (std::isfinite(was) ? was : 0);
  }
  // The rows of all together stand above, among the rates.
  const auto is_unit = [&](std::size_t r) { return texts_of(all, "unit_name")[r] != "(all)"; };
  std::size_t of_units = 0;
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < of.scenarios(); ++i) {
    std::vector<std::size_t> own;
    for (std::size_t r = 0; r < all.rows(); ++r)
      if (scenario[r] == of.scenario(i).study.scenario && is_unit(r)) own.push_back(r);
    of_units += own.size();
    std::ranges::stable_sort(own, std::greater<>{},
                             [&](std::size_t r) { return std::abs(change[r]); });
    own.resize(std::min(own.size(), most));
    order.insert(order.end(), own.begin(), own.end());
  }
  Table sorted = in_order(all, order);
  std::vector<double> people;
  for (const std::size_t r : order) people.push_back(change[r]);
  sorted.columns.push_back(
      {"change_covered", "change of those covered", "覆盖数变化", std::move(people), 0});
  return {std::move(sorted), of_units};
}

}  // namespace lifecircle
