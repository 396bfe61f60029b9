#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "algorithms/study/study.hpp"
#include "algorithms/study/table_builder.hpp"
#include "engine/study/table.hpp"

/// Rows of results that belong together though their studies differ. Not for other rooms.
namespace lifecircle::compared {

inline const TableColumn* column(const Table& table, const std::string& name) {
  const auto found = std::ranges::find(table.columns, name, &TableColumn::name);
  return found == table.columns.end() ? nullptr : &*found;
}
inline const std::vector<std::string>& texts(const Table& table, const std::string& name) {
  return std::get<std::vector<std::string>>(column(table, name)->values);
}
inline const std::vector<double>& numbers(const Table& table, const std::string& name) {
  return std::get<std::vector<double>>(column(table, name)->values);
}
inline const std::vector<std::int64_t>& integers(const Table& table, const std::string& name) {
  return std::get<std::vector<std::int64_t>>(column(table, name)->values);
}
inline const Table& layer_of(const StudyResult& result, const char* name) {
  return std::ranges::find(result.layers, std::string{name},
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
inline std::vector<Pair> pairs_of(const RowsByKey& base, std::size_t base_rows,
                                  const RowsByKey& other, std::size_t other_rows) {
  std::vector<Pair> pairs;
  for (std::size_t r = 0; r < base_rows; ++r) pairs.emplace_back(r, other.row(base.key(r)));
  for (std::size_t r = 0; r < other_rows; ++r)
    if (!base.row(other.key(r))) pairs.emplace_back(std::nullopt, r);
  return pairs;
}

/// Homes before and after.
struct Homes2 {
  Homes2(const StudyResult& before_result, const StudyResult& after_result)
      : before{layer_of(before_result, "people")},
        after{layer_of(after_result, "people")},
        pairs{pairs_of(RowsByKey{before, {"id"}}, before.rows(), RowsByKey{after, {"id"}},
                       after.rows())} {}
  const Table& before;
  const Table& after;
  std::vector<Pair> pairs;
};

/// The services of a people layer, in its order, that all the others have as well.
inline std::vector<std::string> services_of(const std::vector<const Table*>& people) {
  std::vector<std::string> names;
  const std::string ending = "_covered";
  for (const TableColumn& c : people.front()->columns)
    if (c.name.ends_with(ending) &&
        std::ranges::all_of(people, [&](const Table* t) { return column(*t, c.name) != nullptr; }))
      names.push_back(c.name.substr(0, c.name.size() - ending.size()));
  return names;
}

/// What a row of a table of rates is about.
inline const std::vector<const char*> kServiceKey{"service",    "direction", "scope",
                                                  "facilities", "travel",    "counted"};

/// The columns of that key, in its order.
inline std::vector<TableBuilder::Text> about_columns(TableBuilder& t) {
  const std::vector<const char*> zh{"服务", "方向", "范围", "设施", "出行", "统计对象"};
  std::vector<TableBuilder::Text> columns;
  for (std::size_t i = 0; i < zh.size(); ++i)
    columns.push_back(t.text(kServiceKey[i], kServiceKey[i], zh[i]));
  return columns;
}

/// What is counted at homes comes to the row of a table: no group there travels its own way.
inline bool adds_up(double homes, double row) {
  return std::abs(homes - row) < 0.0005;
}

}  // namespace lifecircle::compared
