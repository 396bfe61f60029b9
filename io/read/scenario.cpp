#include "io/read/scenario.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <utility>

#include "io/read/closings.hpp"
#include "io/read/database.hpp"
#include "io/read/osm_edits.hpp"
#include "io/read/row_edits.hpp"
#include "io/read/scenario_rows.hpp"

namespace lifecircle {

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
  for (const Edit& edit : edits_) lay_on(study, edit);
}

void ScenarioReader::lay_on(StudyFile& study, const Edit& edit) const {
  std::set<std::string> found, known;
  bool is_osm = false;
  const auto take = [&](const std::string& name, std::shared_ptr<const RowEdits>& edits) {
    found.insert(name);
    if (edits && edits != edit.rows && !faults_.first)
      faults_.first = Error{Fault::input, "edit_layer_twice", edit.stated_at, {edit.file}};
    edits = edit.rows;
  };
  for_each_layer(study, [&](LayerSource& layer) {
    known.insert(called(layer));
    // A file with one layer may be named with it and without.
    if (is_same_file(layer.file, edit.file) &&
        (layer.layer == edit.layer || layer.layer.empty() || edit.layer.empty()))
      take(called(layer), layer.edits);
  });
  // Of an OSM file every source reads what is edited.
  for_each_osm_file(study, [&](const std::string& file, std::shared_ptr<const RowEdits>& edits) {
    known.insert(file);
    if (!is_same_file(file, edit.file)) return;
    is_osm = true;
    take(edit.file, edits);
  });
  if (faults_.first) return;
  if (is_osm && !edit.layer.empty()) {
    faults_.first = Error{Fault::input, "edit_osm_no_column", edit.stated_at, {}};
  } else if (is_osm) {
    if (const auto fine = osm::check_edits(*edit.rows); !fine) faults_.first = fine.error();
  } else if (found.size() == 1) {
    check_places(*edit.rows);
  } else {
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

/// Only OSM files have nodes that lines may run over.
void ScenarioReader::check_places(const RowEdits& rows) const {
  const auto check = [&](const RowEdits::Row& row) {
    if (!row.points.empty() && row.wkt.empty() && !faults_.first)
      faults_.first = Error{Fault::input, "edit_bad_line", row.stated_at, {}};
  };
  for (const auto& [name, row] : rows.changed) check(row);
  for (const RowEdits::Row& row : rows.added) check(row);
}

}  // namespace lifecircle
