#include "io/read/scenario_rows.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "io/read/osm_edits.hpp"

namespace lifecircle {
namespace {

/// A value as a layer's row has it; nothing where it is none.
std::optional<std::string> text_of(const TomlValue& value) {
  switch (value.kind) {
    case TomlValue::Kind::text:
      return value.text;
    case TomlValue::Kind::integer:
      return std::to_string(value.integer);
    case TomlValue::Kind::number:
      return fmt::format("{}", value.number);
    case TomlValue::Kind::flag:
      return value.flag ? "true" : "false";
    default:
      return std::nullopt;
  }
}

}  // namespace

std::vector<std::string> names_of(TomlTable& table, const char* key) {
  std::vector<std::string> names;
  const TomlValue* value = table.any(key);
  if (value == nullptr) return names;
  const auto add = [&](const TomlValue& one) {
    if (one.is(TomlValue::Kind::integer) || (one.is(TomlValue::Kind::text) && !one.text.empty()))
      names.push_back(*text_of(one));
    else
      table.fault("edit_rows_named", key, {key});
  };
  if (!value->is(TomlValue::Kind::list))
    add(*value);
  else
    for (const TomlValue& item : value->items) add(item);
  if (names.empty()) table.fault("study_empty", key, {key});
  return names;
}

namespace {

std::string two(const std::vector<double>& xy) {
  return fmt::format("{} {}", xy[0], xy[1]);
}

/// at = [x, y], line = [[x, y], ...] or wkt = "...", as WKT and, but for the last, point by point;
/// nothing where none stands. Of a line over nodes of an OSM file there is no WKT.
void read_place(TomlTable& table, RowEdits::Row& row) {
  const int stated = static_cast<int>(table.has("at")) + static_cast<int>(table.has("line")) +
                     static_cast<int>(table.has("wkt"));
  if (stated > 1) table.fault("edit_two_places", "at", {});
  if (table.has("at")) {
    const auto xy = table.numbers("at", {});
    if (xy.size() != 2) return table.fault("edit_bad_point", "at", {});
    row.points = {two(xy)};
    row.wkt = "POINT (" + two(xy) + ")";
    return;
  }
  if (!table.has("line")) {
    row.wkt = table.text("wkt");
    return;
  }
  const auto is_number = [](const TomlValue& v) {
    return v.is(TomlValue::Kind::number) || v.is(TomlValue::Kind::integer);
  };
  bool fine = true, over_nodes = false;
  std::string points;
  for (const TomlValue& item : table.any("line")->items) {
    if (item.is(TomlValue::Kind::text)) {
      const auto node = osm::ObjectName::of(item.text);
      fine = fine && node && node->type == osmium::item_type::node;
      over_nodes = true;
      row.points.push_back(item.text);
    } else if (item.items.size() == 2 && std::ranges::all_of(item.items, is_number)) {
      row.points.push_back(two({item.items[0].number, item.items[1].number}));
      points += (points.empty() ? "" : ", ") + row.points.back();
    } else {
      fine = false;
    }
  }
  if (!fine || row.points.size() < 2) return table.fault("edit_bad_line", "line", {});
  if (!over_nodes) row.wkt = "LINESTRING (" + points + ")";
}

}  // namespace

RowEdits::Row row_of(TomlTable& table) {
  RowEdits::Row row{.set = {}, .wkt = {}, .points = {}, .stated_at = table.stated_at()};
  read_place(table, row);
  if (const TomlValue* set = table.table("set"))
    for (const auto& [column, value] : set->entries) {
      const auto text = text_of(value);
      if (!text) table.fault("edit_bad_value", "set", {column});
      row.set.emplace(column, text.value_or(""));
    }
  if (row.set.empty() && row.wkt.empty() && row.points.empty())
    table.fault("edit_changes_nothing", "set", {});
  return row;
}

}  // namespace lifecircle
