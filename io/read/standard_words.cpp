#include "io/read/standard_words.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <utility>

#include "io/read/profile_file.hpp"

namespace lifecircle {

namespace {

/// A word is what a study file and a column's name can be: no spaces, no signs of TOML.
bool is_word(const std::string& text) {
  return std::ranges::all_of(text, [](unsigned char c) {
    return std::islower(c) != 0 || std::isdigit(c) != 0 || c == '_';
  });
}

std::string need(TomlTable& table, const char* key) {
  if (!table.has(key)) table.fault("standard_missing_key", key, {key});
  return table.text(key);
}

/// The entries of [name], each a table of its own.
template <class Read>
void each_entry(TomlTable& file, const char* name, TomlFaults& faults, Read read) {
  const TomlValue* list = file.table(name);
  if (list == nullptr) {
    file.fault("standard_missing_list", name, {name});
    return;
  }
  const std::string section = "[" + std::string{name} + "]";
  for (const auto& [word, value] : list->entries) {
    if (!is_word(word))
      faults.add("standard_bad_word", value.line, section, {word});
    else if (!value.is(TomlValue::Kind::table))
      faults.add("standard_word_without_names", value.line, section, {word});
    else
      read(word, value, std::string{section}.append(" ").append(word));
  }
}

std::map<std::string, Words> read_names(TomlTable& file, const char* name, TomlFaults& faults) {
  std::map<std::string, Words> all;
  each_entry(file, name, faults,
             [&](const std::string& word, const TomlValue& value, const std::string& section) {
               TomlTable table{value, section, {"zh", "en"}, faults};
               all[word] = {need(table, "zh"), need(table, "en")};
             });
  return all;
}

std::map<std::string, ColumnWords> read_columns(TomlTable& file, const char* name,
                                                TomlFaults& faults) {
  std::map<std::string, ColumnWords> all;
  each_entry(
      file, name, faults,
      [&](const std::string& word, const TomlValue& value, const std::string& section) {
        TomlTable table{value, section, {"zh", "en", "unit_zh", "unit_en", "yes_no"}, faults};
        ColumnWords column;
        column.name = {need(table, "zh"), need(table, "en")};
        column.yes_no = table.flag("yes_no", false);
        if (!column.yes_no) {
          column.unit = {need(table, "unit_zh"), need(table, "unit_en")};
          all[word] = column;
          return;
        }
        for (const char* key : {"unit_zh", "unit_en"})
          if (table.has(key)) table.fault("standard_unit_of_yes_no", key, {key});
        all[word] = column;
      });
  return all;
}

}  // namespace

void parse_kinds(const TomlValue& file, TomlFaults& faults, StandardWords& words) {
  TomlTable table{file, "", {"kinds"}, faults};
  words.kinds = read_names(table, "kinds", faults);
}

void parse_columns(const TomlValue& file, TomlFaults& faults, StandardWords& words) {
  TomlTable table{file, "", {"facilities", "units", "people", "land", "classes"}, faults};
  words.facilities = read_columns(table, "facilities", faults);
  words.units = read_columns(table, "units", faults);
  words.people = read_columns(table, "people", faults);
  words.land = read_columns(table, "land", faults);
  words.classes = read_names(table, "classes", faults);
}

Result<StandardWords> read_standard_words(const std::string& folder,
                                          const std::string& profile_folder) {
  StandardWords words;
  const std::pair<const char*, void (*)(const TomlValue&, TomlFaults&, StandardWords&)> files[] = {
      {"kinds.toml", parse_kinds}, {"columns.toml", parse_columns}};
  for (const auto& [name, parse] : files) {
    const std::string path = (std::filesystem::path{folder} / name).string();
    const auto file = read_toml(path);
    if (!file) return file.error();
    TomlFaults faults{path};
    parse(file.value(), faults, words);
    if (faults.first) return *faults.first;
  }
  const auto modes = profile_names(profile_folder);
  if (modes.empty())
    return Error{Fault::storage, "study_no_profiles", profile_folder, {profile_folder}};
  for (const auto& mode : modes) {
    const auto profile = read_profile_file(profile_path(profile_folder, mode));
    if (!profile) return profile.error();
    words.modes[mode] = {profile.value().title_zh, profile.value().title_en};
  }
  return words;
}

}  // namespace lifecircle
