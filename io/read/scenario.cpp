#include "io/read/scenario.hpp"

#include <algorithm>
#include <filesystem>
#include <utility>

#include <fmt/format.h>

#include "io/read/database.hpp"
#include "io/read/row_edits.hpp"

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

/// Rows are named by texts or whole numbers: one, or a list.
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

std::string two(const std::vector<double>& xy) {
  return fmt::format("{} {}", xy[0], xy[1]);
}

/// at = [x, y], line = [[x, y], ...] or wkt = "...", as WKT; empty where none stands.
std::string place_of_row(TomlTable& table) {
  const int stated = static_cast<int>(table.has("at")) + static_cast<int>(table.has("line")) +
                     static_cast<int>(table.has("wkt"));
  if (stated > 1) table.fault("edit_two_places", "at", {});
  if (table.has("at")) {
    const auto xy = table.numbers("at", {});
    if (xy.size() != 2) table.fault("edit_bad_point", "at", {});
    return xy.size() == 2 ? "POINT (" + two(xy) + ")" : "";
  }
  if (table.has("line")) {
    std::string points;
    std::size_t count = 0;
    for (const TomlValue& item : table.any("line")->items) {
      const bool fine =
          item.items.size() == 2 && std::ranges::all_of(item.items, [](const TomlValue& v) {
            return v.is(TomlValue::Kind::number) || v.is(TomlValue::Kind::integer);
          });
      if (!fine) {
        table.fault("edit_bad_line", "line", {});
        return "";
      }
      points += (points.empty() ? "" : ", ") + two({item.items[0].number, item.items[1].number});
      ++count;
    }
    if (count < 2) table.fault("edit_bad_line", "line", {});
    return "LINESTRING (" + points + ")";
  }
  return table.text("wkt");
}

RowEdits::Row row_of(TomlTable& table) {
  RowEdits::Row row{.set = {}, .wkt = place_of_row(table), .stated_at = table.stated_at()};
  if (const TomlValue* set = table.table("set"))
    for (const auto& [column, value] : set->entries) {
      const auto text = text_of(value);
      if (!text) table.fault("edit_bad_value", "set", {column});
      row.set.emplace(column, text.value_or(""));
    }
  if (row.set.empty() && row.wkt.empty()) table.fault("edit_changes_nothing", "set", {});
  return row;
}

}  // namespace

void ScenarioReader::take(TomlValue& root) {
  name_ = std::filesystem::path{path_}.stem().string();
  if (const auto own = root.entries.find("scenario"); own != root.entries.end()) {
    if (own->second.is(TomlValue::Kind::table)) {
      TomlTable table{own->second, "[scenario]", {"name"}, faults_};
      name_ = table.text("name", name_);
    } else {
      faults_.add("study_wants_table", own->second.line, "", {"scenario"});
    }
    root.entries.erase(own);
  }
  const auto edits = root.entries.find("edit");
  if (edits == root.entries.end()) return;
  std::size_t number = 0;
  if (edits->second.is(TomlValue::Kind::table))
    read_edit(edits->second, ++number);
  else
    for (const TomlValue& edit : edits->second.items) read_edit(edit, ++number);
  root.entries.erase(edits);
}

void ScenarioReader::read_edit(const TomlValue& value, std::size_t number) {
  const std::string section = "[[edit]] " + std::to_string(number);
  if (!value.is(TomlValue::Kind::table)) {
    faults_.add("study_wants_tables", value.line, section, {"edit"});
    return;
  }
  TomlTable table{value, section, {"file", "layer", "id", "remove", "change", "add"}, faults_};
  Edit edit{.file = table.need_text("file"),
            .layer = table.text("layer"),
            .stated_at = table.stated_at(),
            .rows = std::make_shared<RowEdits>()};
  if (!is_database(edit.file))
    edit.file =
        (std::filesystem::path{path_}.parent_path() / edit.file).lexically_normal().string();
  RowEdits& rows = *edit.rows;
  rows.id = table.text("id");
  rows.stated_at = edit.stated_at;
  const auto once = [&](const std::string& row, bool is_new) {
    if (!is_new) table.fault("edit_row_twice", "change", {row});
  };
  for (const std::string& row : names_of(table, "remove"))
    once(row, rows.removed.emplace(row, edit.stated_at).second);
  std::size_t of = 0;
  for (const TomlValue* change : table.tables("change")) {
    TomlTable inner{*change,
                    section + " change " + std::to_string(++of),
                    {"row", "set", "at", "line", "wkt"},
                    faults_};
    if (!inner.has("row")) inner.missing("row");
    const RowEdits::Row row = row_of(inner);
    for (const std::string& name : names_of(inner, "row"))
      once(name, !rows.removed.contains(name) && rows.changed.emplace(name, row).second);
  }
  of = 0;
  for (const TomlValue* add : table.tables("add")) {
    TomlTable inner{
        *add, section + " add " + std::to_string(++of), {"set", "at", "line", "wkt"}, faults_};
    rows.added.push_back(row_of(inner));
  }
  if (rows.removed.empty() && rows.changed.empty() && rows.added.empty())
    table.fault("edit_changes_nothing", "file", {});
  edits_.push_back(std::move(edit));
}

void ScenarioReader::lay_on(StudyFile& study) const {
  for (const Edit& edit : edits_) {
    bool found = false;
    std::vector<std::string> known;
    for_each_layer(study, [&](LayerSource& layer) {
      known.push_back(layer.layer.empty() ? layer.file : layer.file + ", layer " + layer.layer);
      // A file with one layer may be named with it and without.
      const bool same = layer.file == edit.file &&
                        (layer.layer == edit.layer || layer.layer.empty() || edit.layer.empty());
      if (!same) return;
      found = true;
      if (layer.edits && !faults_.first)
        faults_.first = Error{Fault::input, "edit_layer_twice", edit.stated_at, {edit.file}};
      layer.edits = edit.rows;
    });
    if (found || faults_.first) continue;
    std::ranges::sort(known);
    known.erase(std::unique(known.begin(), known.end()), known.end());
    std::string list;
    for (const std::string& one : known) list += (list.empty() ? "" : "; ") + one;
    faults_.first =
        Error{Fault::input,
              "edit_no_layer",
              edit.stated_at,
              {edit.layer.empty() ? edit.file : edit.file + ", layer " + edit.layer, list}};
  }
}

}  // namespace lifecircle
