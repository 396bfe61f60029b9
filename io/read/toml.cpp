#include "io/read/toml.hpp"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include <toml++/toml.h>

#include "io/read/layer.hpp"

namespace lifecircle {

namespace {

constexpr std::uintmax_t kLargest = 16u << 20;

int line_of_node(const toml::node& node) {
  return static_cast<int>(node.source().begin.line);
}

TomlValue convert(const toml::node& node) {
  TomlValue value;
  value.line = line_of_node(node);
  if (const auto* table = node.as_table()) {
    value.kind = TomlValue::Kind::table;
    for (const auto& [key, entry] : *table) {
      TomlValue inner = convert(entry);
      // A table opened by a dotted key carries no line of its own.
      if (inner.line == 0) inner.line = static_cast<int>(key.source().begin.line);
      value.entries.emplace(std::string{key.str()}, std::move(inner));
    }
  } else if (const auto* list = node.as_array()) {
    value.kind = TomlValue::Kind::list;
    for (const auto& entry : *list) value.items.push_back(convert(entry));
  } else if (const auto* text = node.as_string()) {
    value.kind = TomlValue::Kind::text;
    value.text = text->get();
  } else if (const auto* integer = node.as_integer()) {
    value.kind = TomlValue::Kind::integer;
    value.integer = integer->get();
    value.number = static_cast<double>(integer->get());
  } else if (const auto* number = node.as_floating_point()) {
    value.kind = TomlValue::Kind::number;
    value.number = number->get();
  } else if (const auto* flag = node.as_boolean()) {
    value.kind = TomlValue::Kind::flag;
    value.flag = flag->get();
  }
  return value;
}

/// The line of the first byte that is not UTF-8, or 0.
int first_line_not_utf8(std::string_view bytes) {
  int line = 1;
  for (std::size_t i = 0; i < bytes.size();) {
    const auto lead = static_cast<unsigned char>(bytes[i]);
    if (lead == '\n') ++line;
    std::size_t more = 0;
    if (lead < 0x80)
      more = 0;
    else if (lead >= 0xC2 && lead <= 0xDF)
      more = 1;
    else if (lead >= 0xE0 && lead <= 0xEF)
      more = 2;
    else if (lead >= 0xF0 && lead <= 0xF4)
      more = 3;
    else
      return line;
    if (bytes.size() - i <= more) return line;
    for (std::size_t k = 1; k <= more; ++k)
      if ((static_cast<unsigned char>(bytes[i + k]) & 0xC0) != 0x80) return line;
    i += more + 1;
  }
  return 0;
}

/// The message that says what kind a value must be.
const char* wants(TomlValue::Kind kind) {
  switch (kind) {
    case TomlValue::Kind::text:
      return "study_wants_text";
    case TomlValue::Kind::integer:
    case TomlValue::Kind::number:
      return "study_wants_number";
    case TomlValue::Kind::flag:
      return "study_wants_flag";
    case TomlValue::Kind::table:
      return "study_wants_table";
    case TomlValue::Kind::list:
    case TomlValue::Kind::other:
      break;
  }
  return "study_wants_list";
}

}  // namespace

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) all += (all.empty() ? "" : ", ") + word;
  return all;
}

Result<TomlValue> parse_toml(std::string_view bytes, const std::string& name) {
  if (const int line = first_line_not_utf8(bytes); line != 0)
    return Error{Fault::input, "toml_not_utf8", name + ":" + std::to_string(line), {}};
  try {
    return convert(toml::parse(bytes, name));
  } catch (const toml::parse_error& error) {
    const auto line = error.source().begin.line;
    return Error{Fault::input,
                 "toml_syntax",
                 name + ":" + std::to_string(line),
                 {std::string{error.description()}}};
  }
}

Result<std::string> read_small_file(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code failed;
  const fs::file_status status = fs::status(path, failed);
  if (!fs::exists(status)) return Error{Fault::storage, "toml_no_such_file", path, {path}};
  if (!fs::is_regular_file(status)) return Error{Fault::storage, "toml_not_a_file", path, {path}};
  const std::uintmax_t size = fs::file_size(path, failed);
  std::ifstream file{path, std::ios::binary};
  if (failed || !file) return Error{Fault::storage, "toml_cannot_read", path, {path}};
  if (size > kLargest)
    return Error{Fault::limit, "toml_too_large", path, {std::to_string(size >> 20), "16"}};
  std::string bytes(static_cast<std::size_t>(size), '\0');
  file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (static_cast<std::uintmax_t>(file.gcount()) != size)
    return Error{Fault::storage, "toml_cannot_read", path, {path}};
  return bytes;
}

Result<TomlValue> read_toml(const std::string& path) {
  auto bytes = read_small_file(path);
  if (!bytes) return bytes.error();
  return parse_toml(bytes.value(), path);
}

std::string TomlFaults::at(int line, std::string_view section) const {
  std::string where = file;
  if (line > 0) where += ":" + std::to_string(line);
  if (!section.empty()) where += " " + std::string{section};
  return where;
}

void TomlFaults::add(std::string_view key, int line, std::string_view section,
                     std::vector<std::string> args, Fault fault) {
  if (!first) first = Error{fault, std::string{key}, at(line, section), std::move(args)};
}

TomlTable::TomlTable(const TomlValue& table, std::string section,
                     std::initializer_list<const char*> known, TomlFaults& faults)
    : TomlTable{table, std::move(section), std::vector<std::string>(known.begin(), known.end()),
                faults} {}

TomlTable::TomlTable(const TomlValue& table, std::string section,
                     const std::vector<std::string>& known, TomlFaults& faults)
    : table_{table}, section_{std::move(section)}, faults_{faults} {
  check_known(known);
}

void TomlTable::check_known(const std::vector<std::string>& known) {
  const std::pair<const std::string, TomlValue>* first = nullptr;
  for (const auto& entry : table_.entries) {
    bool is_known = false;
    for (const auto& name : known) is_known = is_known || name == entry.first;
    if (!is_known && (first == nullptr || entry.second.line < first->second.line)) first = &entry;
  }
  if (first == nullptr) return;
  const auto meant = did_you_mean(first->first, known);
  if (meant.empty())
    faults_.add("study_unknown_key", first->second.line, section_, {first->first, joined(known)});
  else
    faults_.add("study_unknown_key_meant", first->second.line, section_,
                {first->first, joined(meant)});
}

const TomlValue* TomlTable::find(const char* key) const {
  const auto found = table_.entries.find(key);
  return found == table_.entries.end() ? nullptr : &found->second;
}

int TomlTable::line_of(const char* key) const {
  const TomlValue* value = find(key);
  return value == nullptr ? table_.line : value->line;
}

void TomlTable::fault(std::string_view message, const char* key, std::vector<std::string> args) {
  faults_.add(message, line_of(key), section_, std::move(args));
}

void TomlTable::missing(const char* key) {
  fault("study_missing_key", key, {key});
}

const TomlValue* TomlTable::of_kind(const char* key, TomlValue::Kind kind) {
  const TomlValue* value = find(key);
  if (value == nullptr || value->kind == kind) return value;
  if (kind == TomlValue::Kind::number && value->is(TomlValue::Kind::integer)) return value;
  fault(wants(kind), key, {key});
  return nullptr;
}

std::string TomlTable::text(const char* key, std::string otherwise) {
  const TomlValue* value = of_kind(key, TomlValue::Kind::text);
  if (value == nullptr) return otherwise;
  if (value->text.empty()) fault("study_empty", key, {key});
  return value->text;
}

std::string TomlTable::need_text(const char* key) {
  if (!has(key)) missing(key);
  return text(key);
}

bool TomlTable::flag(const char* key, bool otherwise) {
  const TomlValue* value = of_kind(key, TomlValue::Kind::flag);
  return value == nullptr ? otherwise : value->flag;
}

double TomlTable::number(const char* key, double otherwise) {
  const TomlValue* value = of_kind(key, TomlValue::Kind::number);
  if (value == nullptr) return otherwise;
  if (!std::isfinite(value->number)) {
    fault("study_not_finite", key, {key});
    return otherwise;
  }
  return value->number;
}

double TomlTable::positive(const char* key, double otherwise) {
  const double value = number(key, otherwise);
  if (has(key) && !(value > 0)) {
    fault("study_not_positive", key, {key});
    return otherwise;
  }
  return value;
}

std::vector<std::string> TomlTable::texts(const char* key) {
  const TomlValue* value = find(key);
  if (value == nullptr) return {};
  if (value->is(TomlValue::Kind::text)) return {text(key)};
  value = of_kind(key, TomlValue::Kind::list);
  if (value == nullptr) return {};
  if (value->items.empty()) fault("study_empty", key, {key});
  std::vector<std::string> all;
  for (const TomlValue& item : value->items) {
    if (!item.is(TomlValue::Kind::text) || item.text.empty()) {
      fault("study_wants_texts", key, {key});
      return {};
    }
    all.push_back(item.text);
  }
  return all;
}

std::vector<double> TomlTable::numbers(const char* key, std::vector<double> otherwise) {
  const TomlValue* value = of_kind(key, TomlValue::Kind::list);
  if (value == nullptr) return otherwise;
  std::vector<double> all;
  for (const TomlValue& item : value->items) {
    if ((!item.is(TomlValue::Kind::number) && !item.is(TomlValue::Kind::integer)) ||
        !std::isfinite(item.number)) {
      fault("study_wants_numbers", key, {key});
      return otherwise;
    }
    all.push_back(item.number);
  }
  return all;
}

std::map<std::string, std::string> TomlTable::text_map(const char* key) {
  const TomlValue* value = of_kind(key, TomlValue::Kind::table);
  std::map<std::string, std::string> all;
  if (value == nullptr) return all;
  for (const auto& [name, entry] : value->entries) {
    if (!entry.is(TomlValue::Kind::text) || entry.text.empty()) {
      faults_.add("study_wants_text", entry.line, section_, {name});
      return {};
    }
    all.emplace(name, entry.text);
  }
  return all;
}

const TomlValue* TomlTable::table(const char* key) {
  return of_kind(key, TomlValue::Kind::table);
}

std::vector<const TomlValue*> TomlTable::tables(const char* key) {
  const TomlValue* value = find(key);
  if (value == nullptr) return {};
  if (value->is(TomlValue::Kind::table)) return {value};
  std::vector<const TomlValue*> all;
  for (const TomlValue& item : value->items) {
    if (!item.is(TomlValue::Kind::table)) break;
    all.push_back(&item);
  }
  if (all.empty() || all.size() != value->items.size()) {
    fault("study_wants_tables", key, {key});
    return {};
  }
  return all;
}

bool TomlTable::one_of(const char* key, const std::string& value,
                       const std::vector<std::string>& choices) {
  for (const auto& choice : choices)
    if (choice == value) return true;
  fault("study_unknown_choice", key, {value, key, joined(choices)});
  return false;
}

}  // namespace lifecircle
