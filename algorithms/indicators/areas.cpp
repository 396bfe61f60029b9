#include "algorithms/indicators/areas.hpp"

#include <algorithm>
#include <map>

namespace lifecircle::indicators {

namespace {

using Kind = Area::Kind;

/// Areas of units that say the same; none of those that say nothing.
template <class Word>
void add_by(std::vector<Area>& areas, Kind kind, const Known& known, Word word_of) {
  std::map<std::string, Area> by_word;
  for (std::size_t u = 0; u < known.units(); ++u) {
    const std::string word = word_of(known.town.units[u]);
    if (word.empty()) continue;
    Area& area = by_word.try_emplace(word, Area{kind, word, {}, {}}).first->second;
    area.places.push_back(u);
    // Where units differ in what they call it, the first by its bytes: reading has told it.
    const std::string& township = known.town.units[u].township;
    if (kind == Kind::township && !township.empty() && (area.name.empty() || township < area.name))
      area.name = township;
  }
  for (auto& [word, area] : by_word) areas.push_back(std::move(area));
}

}  // namespace

const char* name_of(Kind kind) {
  switch (kind) {
    case Kind::whole:
      return "whole";
    case Kind::setting:
      return "setting";
    case Kind::group:
      return "group";
    case Kind::city:
      return "city";
    case Kind::county:
      return "county";
    case Kind::township:
      return "township";
    case Kind::unit:
      return "unit";
    case Kind::no_unit:
      return "no_unit";
  }
  return "";
}

std::vector<Area> areas_of(const Known& known) {
  std::vector<Area> areas{{Kind::whole, "*", {}, {}}};
  for (std::size_t place = 0; place <= known.units(); ++place) areas[0].places.push_back(place);
  add_by(areas, Kind::setting, known, [](const Unit& unit) {
    return std::string{unit.setting == Setting::town      ? "town"
                       : unit.setting == Setting::country ? "country"
                                                          : ""};
  });
  add_by(areas, Kind::group, known, [](const Unit& unit) { return unit.group; });
  if (has_division_codes(known))
    for (const auto& [kind, digits] :
         {std::pair{Kind::city, 4U}, {Kind::county, 6U}, {Kind::township, 9U}}) {
      const unsigned length = digits;
      add_by(areas, kind, known,
             [length](const Unit& unit) { return unit.code.substr(0, length); });
    }
  for (std::size_t u = 0; u < known.units(); ++u)
    areas.push_back({Kind::unit, known.town.units[u].code, known.town.units[u].name, {u}});
  areas.push_back({Kind::no_unit, "", {}, {known.units()}});
  return areas;
}

bool is_level(Level level, Kind kind) {
  return (level == Level::unit && kind == Kind::unit) ||
         (level == Level::township && kind == Kind::township) ||
         (level == Level::county && kind == Kind::county) ||
         (level == Level::city && kind == Kind::city);
}

bool says_something_of(Level level, Kind kind) {
  const auto rank = [](Kind k) {
    return k == Kind::city ? 3 : k == Kind::county ? 2 : k == Kind::township ? 1 : 0;
  };
  if (kind == Kind::whole) return true;
  if (kind == Kind::setting || kind == Kind::group) return level == Level::unit;
  return rank(kind) >= static_cast<int>(level);
}

}  // namespace lifecircle::indicators
