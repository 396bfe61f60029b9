#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/study/indicator.hpp"
#include "engine/study/standard_words.hpp"
#include "io/read/toml.hpp"

namespace lifecircle {

/// A text that must be there; both languages of a text, or neither.
std::string need_text(TomlTable& table, const char* key);
Words need_words(TomlTable& table, const std::string& key);
Words words_if_any(TomlTable& table, const std::string& key);

/// A number of [least, most].
double within(TomlTable& table, const char* key, double least, double most);

/// A whole number of [least, most].
int whole(TomlTable& table, const char* key, int least, int most, int otherwise);

/// Reads the parts of indicators that several types share. Each says its faults itself.
class PartReader {
 public:
  PartReader(const StandardWords& words, TomlFaults& faults) : words_{words}, faults_{faults} {}

  /// Names that are all in the list of `of`; each once.
  std::vector<std::string> kinds(TomlTable& table, const char* key);
  std::vector<std::string> classes(TomlTable& table, const char* key);
  /// The name of a column of facilities that says yes or no, or that holds numbers.
  std::string column(TomlTable& table, const char* key, bool yes_no);

  /// "people.elderly", "units", "facilities.beds", "land.residential"; or
  /// { of = "facilities", name = "beds", kinds = ["hospital"] }.
  Amount amount(TomlTable& table, const char* key, const TomlValue& value);
  /// One or several of them.
  std::vector<Amount> amounts(TomlTable& table, const char* key);

  /// Kinds, modes and one of minutes, network_m and radius_m.
  NearEnough circle(TomlTable& table);
  /// Several; what the table itself says of modes and limits holds for those that do not.
  std::vector<NearEnough> circles(TomlTable& table);
  std::vector<Indicator::Step> steps(TomlTable& table);
  Target target(TomlTable& table, bool share);

 private:
  std::vector<std::string> known_texts(TomlTable& table, const char* key,
                                       const std::map<std::string, Words>& known,
                                       const char* message);
  void read_circle(TomlTable& table, NearEnough& circle);
  void check_circle(TomlTable& table, const NearEnough& circle);
  void check_column(TomlTable& table, const char* key, const std::string& name, Amount::Of of);
  const std::map<std::string, ColumnWords>& columns(Amount::Of of) const;

  const StandardWords& words_;
  TomlFaults& faults_;
};

}  // namespace lifecircle
