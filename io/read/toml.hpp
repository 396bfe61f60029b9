#pragma once

#include <cstdint>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.hpp"

namespace lifecircle {

/// A value of a TOML file and the line it stands on. Dates are `other`: no file of ours has any.
struct TomlValue {
  enum class Kind { text, integer, number, flag, list, table, other };
  Kind kind = Kind::other;
  int line = 0;
  std::string text;
  double number = 0;  ///< of an integer, too
  std::int64_t integer = 0;
  bool flag = false;
  std::vector<TomlValue> items;              ///< of a list
  std::map<std::string, TomlValue> entries;  ///< of a table

  bool is(Kind k) const { return kind == k; }
};

/// The bytes of a file of at most 16 MiB; Errors: no such file, a folder, unreadable, too large.
Result<std::string> read_small_file(const std::string& path);

/// A whole file. Errors name the line: not UTF-8, not TOML. Deep nesting is refused by
/// the parser. `name` is what messages call the file.
Result<TomlValue> parse_toml(std::string_view bytes, const std::string& name);
Result<TomlValue> read_toml(const std::string& path);

/// Lays one file over another: tables key by key, and what else they have in common as the overlay
/// has it. In a list of tables, one with `number = 2` is laid over the second of the other list,
/// one with the `name` of another over that one, and the rest are added. Lines of the overlay
/// become negative. A fault: a number that the other list does not reach.
void lay_over(TomlValue& base, TomlValue overlay, struct TomlFaults& faults);

/// What is wrong with a file, first find first. Readers go on with defaults after a
/// fault, so that nobody has to ask after every value.
struct TomlFaults {
  std::string file;  ///< as messages name it
  std::optional<Error> first = {};
  std::string overlay = {};  ///< the file laid over it, whose lines are negative (lay_over)

  /// The one a line is of.
  const std::string& file_at(int line) const { return line < 0 ? overlay : file; }
  std::string at(int line, std::string_view section) const;
  void add(std::string_view key, int line, std::string_view section, std::vector<std::string> args,
           Fault fault = Fault::input);
};

/// Reads one table, strictly: a key that is not `known` is a fault with the names that
/// may have been meant, and so is a value of another kind than asked for.
class TomlTable {
 public:
  TomlTable(const TomlValue& table, std::string section, std::initializer_list<const char*> known,
            TomlFaults& faults);
  TomlTable(const TomlValue& table, std::string section, const std::vector<std::string>& known,
            TomlFaults& faults);

  bool has(const char* key) const { return find(key) != nullptr; }
  int line() const { return table_.line; }
  int line_of(const char* key) const;
  const std::string& section() const { return section_; }
  std::string stated_at() const { return faults_.at(line(), section_); }

  /// Empty text counts as missing in need_text, and is refused in text.
  std::string text(const char* key, std::string otherwise = {});
  std::string need_text(const char* key);
  bool flag(const char* key, bool otherwise);
  /// Finite, and more than zero where asked.
  double number(const char* key, double otherwise);
  double positive(const char* key, double otherwise);
  /// One text or a list of texts, not empty.
  std::vector<std::string> texts(const char* key);
  std::vector<double> numbers(const char* key, std::vector<double> otherwise);
  /// A table whose values are texts.
  std::map<std::string, std::string> text_map(const char* key);
  /// Whatever stands there, or null.
  const TomlValue* any(const char* key) const { return find(key); }
  /// The table of `key`, or null.
  const TomlValue* table(const char* key);
  /// [[key]], or [key] for a list of one; nothing where it is missing.
  std::vector<const TomlValue*> tables(const char* key);

  void fault(std::string_view message, const char* key, std::vector<std::string> args);
  void missing(const char* key);
  /// `value` is one of `choices`, or a fault.
  bool one_of(const char* key, const std::string& value, const std::vector<std::string>& choices);

 private:
  const TomlValue* find(const char* key) const;
  const TomlValue* of_kind(const char* key, TomlValue::Kind kind);
  void check_known(const std::vector<std::string>& known);

  const TomlValue& table_;
  std::string section_;
  TomlFaults& faults_;
};

/// "a", "b", "c"
std::string joined(const std::vector<std::string>& words);

}  // namespace lifecircle
