#include "io/read/closings.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "io/read/database.hpp"

namespace lifecircle {
namespace {

/// Texts or whole numbers: one, or a list.
std::vector<std::string> named(TomlTable& table, const char* key) {
  std::vector<std::string> names;
  const TomlValue* value = table.any(key);
  if (value == nullptr) return names;
  const std::vector<TomlValue> one{*value};
  for (const TomlValue& item : value->is(TomlValue::Kind::list) ? value->items : one)
    if (item.is(TomlValue::Kind::integer))
      names.push_back(std::to_string(item.integer));
    else if (item.is(TomlValue::Kind::text) && !item.text.empty())
      names.push_back(item.text);
    else
      table.fault("edit_rows_named", key, {key});
  if (names.empty()) table.fault("study_empty", key, {key});
  std::ranges::sort(names);
  if (std::ranges::adjacent_find(names) != names.end())
    table.fault("edit_row_twice", key, {*std::ranges::adjacent_find(names)});
  return names;
}

std::string called(const FacilitySource& source) {
  const LayerSource& layer = source.from.layer;
  return source.kind + ": " + layer.file + (layer.layer.empty() ? "" : ", layer " + layer.layer);
}

}  // namespace

bool is_same_file(const std::string& a, const std::string& b) {
  if (a == b) return true;
  if (is_database(a) || is_database(b)) return false;
  std::error_code failed;
  return std::filesystem::equivalent(a, b, failed) && !failed;
}

ClosingSource read_closing(const TomlValue& value, std::size_t number, const std::string& folder,
                           TomlFaults& faults) {
  const std::string section = "[[close]] " + std::to_string(number);
  ClosingSource closing;
  if (!value.is(TomlValue::Kind::table)) {
    faults.add("study_wants_tables", value.line, section, {"close"});
    return closing;
  }
  TomlTable table{
      value, section, {"kind", "file", "layer", "number", "all", "ids", "rows"}, faults};
  closing.stated_at = table.stated_at();
  closing.kind = table.need_text("kind");
  closing.file = table.text("file");
  if (!closing.file.empty() && !is_database(closing.file))
    closing.file = (std::filesystem::path{folder} / closing.file).string();
  closing.layer = table.text("layer");
  if (const TomlValue* which = table.any("number")) {
    if (which->is(TomlValue::Kind::integer) && which->integer > 0)
      closing.number = static_cast<std::size_t>(which->integer);
    else
      table.fault("siting_not_whole", "number", {"number"});
  }
  closing.all = table.flag("all", false);
  closing.ids = named(table, "ids");
  closing.rows = named(table, "rows");
  if (closing.all != (closing.ids.empty() && closing.rows.empty()))
    table.fault("close_what", "ids", {});
  return closing;
}

Result<Done> find_sources(const StudyFile& study, const std::string& scenario,
                          ClosingSource& closing) {
  std::string known;
  for (std::size_t s = 0; s < study.facilities.size(); ++s) {
    const FacilitySource& source = study.facilities[s];
    if (source.from.stated_at.starts_with(scenario)) continue;
    known += (known.empty() ? "" : "; ") + called(source);
    if (source.kind == closing.kind &&
        (closing.file.empty() || is_same_file(source.from.layer.file, closing.file)) &&
        (closing.layer.empty() || source.from.layer.layer == closing.layer) &&
        (!closing.number || *closing.number == s + 1))
      closing.sources.push_back(s);
  }
  if (!closing.sources.empty()) return Done{};
  return Error{Fault::input, "close_no_source", closing.stated_at, {closing.kind, known}};
}

Closings::Closings(const StudyFile& study)
    : closings_{study.closings},
      of_source_(study.facilities.size()),
      closed_(study.closings.size()) {
  for (std::size_t c = 0; c < closings_.size(); ++c) {
    for (const std::size_t s : closings_[c].sources) of_source_[s].push_back(c);
    for (const std::string& id : closings_[c].ids) closed_[c].ids.emplace(id, 0);
    for (const std::string& row : closings_[c].rows) closed_[c].rows.emplace(row, 0);
  }
}

bool Closings::closes(std::size_t source, const std::string& id, const std::string& row) {
  bool is_closed = false;
  for (const std::size_t c : of_source_[source]) {
    Closed& closed = closed_[c];
    if (closings_[c].all) {
      ++closed.of_all;
      is_closed = true;
    }
    for (auto* of : {&closed.ids, &closed.rows})
      if (const auto at = of->find(of == &closed.ids ? id : row); at != of->end()) {
        ++at->second;
        is_closed = true;
      }
  }
  return is_closed;
}

Result<Done> Closings::finish() const {
  for (std::size_t c = 0; c < closings_.size(); ++c) {
    const ClosingSource& closing = closings_[c];
    if (closing.all && closed_[c].of_all == 0)
      return Error{Fault::input, "close_none_of_kind", closing.stated_at, {closing.kind}};
    for (const auto* of : {&closed_[c].ids, &closed_[c].rows})
      for (const auto& [name, count] : *of) {
        const char* key = of == &closed_[c].ids ? "ids" : "rows";
        if (count == 0)
          return Error{Fault::input, "close_nothing", closing.stated_at, {closing.kind, key, name}};
        if (count > 1)
          return Error{Fault::input,
                       "close_several",
                       closing.stated_at,
                       {closing.kind, key, name, std::to_string(count)}};
      }
  }
  return Done{};
}

}  // namespace lifecircle
