#pragma once

#include <string>
#include <vector>

#include "algorithms/indicators/by_unit.hpp"

namespace lifecircle::indicators {

/// What values are told of: everything, town and country, groups of units, cities, counties,
/// townships (where codes of 12 digits tell them), each unit, and what lies in none.
struct Area {
  enum class Kind : std::uint8_t { whole, setting, group, city, county, township, unit, no_unit };
  Kind kind = Kind::whole;
  std::string code, name;           ///< of settings and groups the word is the code
  std::vector<std::size_t> places;  ///< in ByUnit
};

/// In this order. Townships are called what their units say; counties and cities have no names:
/// codes alone tell them.
std::vector<Area> areas_of(const Known& known);
const char* name_of(Area::Kind kind);

/// Whether a value that is known at a level says something of an area: nothing below it.
bool says_something_of(Level level, Area::Kind kind);
/// Whether areas of this kind are what the level is about.
bool is_level(Level level, Area::Kind kind);

}  // namespace lifecircle::indicators
