#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/id.hpp"
#include "engine/places/opening_hours.hpp"
#include "engine/places/shape.hpp"

namespace lifecircle {

/// Built-up town, open country, or not told: decides access limit and gap distance.
enum class Setting : std::uint8_t { unknown, town, country };

/// What a row states beside what it is: beds, floor areas, yes or no (1 or 0). By the names
/// standards have for columns (data/standards/columns.toml), in thousandths; what it does not state
/// is not there.
using Stated = std::map<std::string, std::int64_t>;

/// A service's place as the files give it, before it is joined to roads.
struct Facility {
  std::string id;  ///< as stated; ties in time go to the smaller one
  std::string name;
  std::string kind;              ///< "clinic", "school", ...: the study's words
  Shape shape;                   ///< point, line or area
  std::vector<Point> entrances;  ///< given entrances
  std::vector<Point> gates;      ///< gates found on its border
  Setting setting = Setting::unknown;
  bool own = true;  ///< inside the study area; false: a neighbour's
  std::optional<UnitId> unit = {};
  Openness hours = Openness::open;  ///< at the study's time; a study without one asks nobody
  /// Minutes it is open on each day of an ordinary week; none: not stated, or not understood.
  std::optional<std::array<int, kDays>> open_minutes = {};
  std::optional<int> open_on_holidays = {};  ///< minutes on public holidays, where they are stated
  Stated stated = {};
  /// Which of the study's sources it was read from, and what its row is called there: feature id,
  /// line of a CSV, "w123" of OSM. Ranks nothing.
  std::size_t source = 0;
  std::string row = {};
};

/// Sorts by (stated id, coordinates, kind, name, all else): the order in which ties are won. Ids
/// that are both whole numbers compare as numbers, others byte by byte, numbers before words.
/// Facilities equal in all of that are interchangeable. After it, FacilityId is the rank.
void sort_facilities(std::vector<Facility>& facilities);

/// What is counted at the places where people live: "people", "elderly", "households".
/// The first measure of a study is its headline.
struct Measure {
  std::string name;
  std::string unit;  ///< "people", "households", ...
};

/// Where people live: columns of equal length. Counts are in thousandths, so sums
/// are exact in any order; they are finite and not negative.
struct Homes {
  std::vector<Measure> measures;
  std::vector<std::string> id;
  std::vector<Point> at;
  std::vector<Setting> setting;
  std::vector<std::optional<UnitId>> unit;       ///< none: "no unit"
  std::vector<std::vector<std::int64_t>> count;  ///< [measure][home], thousandths
  /// Thousandths of a place that a home is: a feature spread over several points is one place,
  /// shared out over them as its people are. Empty: each home is one.
  std::vector<std::int64_t> place = {};

  std::size_t size() const { return at.size(); }
};

/// A community or village.
struct Unit {
  std::string code;
  std::string name;
  Setting setting = Setting::unknown;
  Shape area;                           ///< no parts: known by code alone
  std::optional<Point> own_point = {};  ///< the place that stands for it, where given
  std::string group = {};               ///< "new", "old", "relocation"; empty: not stated
  std::string township = {};            ///< name of the township it lies in; empty: not stated
  Stated stated = {};
};

/// Lines no access leg may cross: banks, railways, walls, roads closed to walkers.
using Barriers = Shapes;

}  // namespace lifecircle
