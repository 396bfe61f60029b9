#include "io/read/scenario.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "io/read/closings.hpp"
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
      if (std::ranges::any_of(name_, [](unsigned char c) { return c < ' '; }))
        table.fault("scenario_bad_name", "name", {});
    } else {
      faults_.add("study_wants_table", own->second.line, "", {"scenario"});
    }
    root.entries.erase(own);
  }
  if (const auto close = root.entries.find("close"); close != root.entries.end()) {
    const std::vector<TomlValue> one{close->second};
    const bool list = close->second.is(TomlValue::Kind::list);
    const std::string folder = std::filesystem::path{path_}.parent_path().string();
    for (const TomlValue& value : list ? close->second.items : one)
      closings_.push_back(read_closing(value, closings_.size() + 1, folder, faults_));
    root.entries.erase(close);
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
    edit.file = (std::filesystem::path{path_}.parent_path() / edit.file).string();
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

namespace {

std::string called(const LayerSource& layer) {
  return layer.layer.empty() ? layer.file : layer.file + ", layer " + layer.layer;
}

bool is_same_source(const FeatureSource& a, const FeatureSource& b) {
  const auto tags = [](const FeatureSource& source) {
    std::vector<std::string> all;
    for (const TagFilter& filter : source.osm) all.push_back(filter.text);
    return all;
  };
  return is_same_file(a.layer.file, b.layer.file) && a.layer.layer == b.layer.layer &&
         a.layer.where == b.layer.where && tags(a) == tags(b);
}

/// A source that stands twice: who copies the study to change a line of it adds all of it again.
std::optional<Error> find_twice(const StudyFile& study, const std::string& scenario) {
  const auto twice = [](const FeatureSource& source) {
    return Error{Fault::input, "scenario_source_twice", source.stated_at, {called(source.layer)}};
  };
  for (std::size_t i = 0; i < study.people.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (study.people[i].from.stated_at.starts_with(scenario) &&
          is_same_source(study.people[i].from, study.people[j].from))
        return twice(study.people[i].from);
  for (std::size_t i = 0; i < study.facilities.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (study.facilities[i].from.stated_at.starts_with(scenario) &&
          study.facilities[i].kind == study.facilities[j].kind &&
          is_same_source(study.facilities[i].from, study.facilities[j].from))
        return twice(study.facilities[i].from);
  return std::nullopt;
}

}  // namespace

void ScenarioReader::lay_on(StudyFile& study) const {
  if (const auto twice = find_twice(study, path_); twice && !faults_.first) faults_.first = twice;
  for (ClosingSource closing : closings_) {
    if (const auto found = find_sources(study, path_, closing); !found && !faults_.first)
      faults_.first = found.error();
    study.closings.push_back(std::move(closing));
  }
  for (const Edit& edit : edits_) {
    std::set<std::string> found, known;
    for_each_layer(study, [&](LayerSource& layer) {
      known.insert(called(layer));
      // A file with one layer may be named with it and without.
      if (!is_same_file(layer.file, edit.file) ||
          (layer.layer != edit.layer && !layer.layer.empty() && !edit.layer.empty()))
        return;
      found.insert(called(layer));
      if (layer.edits && layer.edits != edit.rows && !faults_.first)
        faults_.first = Error{Fault::input, "edit_layer_twice", edit.stated_at, {edit.file}};
      layer.edits = edit.rows;
    });
    if (faults_.first || found.size() == 1) continue;
    const std::set<std::string>& shown = found.empty() ? known : found;
    std::string list;
    for (const std::string& one : shown) list += (list.empty() ? "" : "; ") + one;
    LayerSource named;
    named.file = edit.file;
    named.layer = edit.layer;
    faults_.first = Error{Fault::input,
                          found.empty() ? "edit_no_layer" : "edit_which_layer",
                          edit.stated_at,
                          {called(named), list}};
  }
}

}  // namespace lifecircle
