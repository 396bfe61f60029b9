#pragma once

#include <map>
#include <string>

#include "engine/study/indicator.hpp"

namespace lifecircle {

/// A column of a layer of the study, as standards name it.
struct ColumnWords {
  Words name, unit;
  bool yes_no = false;  ///< says yes or no, and cannot be summed up; has no unit
};

/// Every word that a standard may use for things of a study, with what it means: one list for all
/// (data/standards/kinds.toml, columns.toml), so that two plans mean the same by one word, and that
/// a report can say in words which column is missing.
struct StandardWords {
  std::map<std::string, Words> kinds;                                  ///< of facilities
  std::map<std::string, Words> classes;                                ///< of units: "new", "old"
  std::map<std::string, Words> modes;                                  ///< profiles
  std::map<std::string, ColumnWords> facilities, units, people, land;  ///< by Amount::of
};

}  // namespace lifecircle
