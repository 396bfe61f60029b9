#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "engine/study/indicator.hpp"
#include "engine/study/standard_words.hpp"
#include "io/read/standard_parts.hpp"
#include "io/read/toml.hpp"

namespace lifecircle {

/// Whether a text can be the code of an indicator or a standard: short, no spaces, no dash in
/// front.
bool is_standard_code(const std::string& text);

/// Reads [[indicators]], one after another.
class IndicatorReader {
 public:
  IndicatorReader(const StandardWords& words, TomlFaults& faults)
      : parts_{words, faults}, faults_{faults} {}

  Indicator read(const TomlValue& value, std::size_t number);

 private:
  bool read_type(TomlTable& table, Indicator& one);
  void read_text(TomlTable& table, Indicator& one);
  void read_whom(TomlTable& table, Indicator& one);
  void read_what(TomlTable& table, Indicator& one);
  void read_amounts(TomlTable& table, Indicator& one);
  void read_own_keys(TomlTable& table, Indicator& one);
  void read_target(TomlTable& table, Indicator& one);
  void read_assumed(TomlTable& table, const TomlValue& value, Indicator& one);
  void check_honest(TomlTable& table, const Indicator& one);

  PartReader parts_;
  TomlFaults& faults_;
  std::map<std::string, int> lines_;  // of the codes read
};

}  // namespace lifecircle
