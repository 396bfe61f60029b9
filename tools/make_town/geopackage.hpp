#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tools/make_town/facilities.hpp"
#include "tools/make_town/outlines.hpp"
#include "tools/make_town/unit_facts.hpp"

namespace lifecircle::county {

struct RoadLine {
  Road road = Road::none;
  Line line;
  int level = 0;
  bool bridge = false, tunnel = false;
  const char* oneway = "";  ///< "yes", "-1" or nothing
  std::string_view name = {};
};

struct Dwelling {
  Spot at;
  int people = 0, elderly = 0, children = 0, households = 0, dwellings = 0;
  std::string_view unit_code;
  bool remote = false;  ///< no road comes near; told in the totals, no column
};

struct FacilityRow {
  Spot at;
  Kind kind = Kind::clinic;
  std::string name = {};
  int floor_area = 0;  ///< m2; 0: not stated
  int capacity = 0;    ///< 0: not counted
  std::string_view unit_code = {};
  int activity_area = 0;  ///< m2 of the floor that is for residents; 0: not stated
  const char* hours = "";
  std::optional<bool> co_located = {}, sports_open = {};
};

struct Totals {
  std::int64_t road_lines = 0, dwellings = 0, people = 0, elderly = 0, children = 0, households = 0,
               remote = 0;
  std::int64_t barriers = 0, gates = 0, parks = 0, entrances = 0, facilities = 0;
  std::array<std::int64_t, kKinds> facilities_by_kind{};
  double road_km = 0;
};

/// The county as a GeoPackage, written layer by layer as the drawing goes on, so that memory does
/// not grow with it. In EPSG:4545 (CGCS2000, three-degree Gauss-Krueger, 108 E), around 107.6
/// E 35.0 N. No time stamp of now and no random name goes in: same calls, same bytes. Without
/// spatial indexes.
///
/// With `roads_only` it holds the layer of roads alone; all else is counted and left out.
///
/// Written beside `path`; finish() closes it, reads it back, counts the rows and renames it.
/// Without finish() nothing is left behind. Throws std::runtime_error when a file cannot be
/// written.
class CountyFile {
 public:
  CountyFile(const std::string& path, const Lattice& lattice, bool roads_only = false);
  ~CountyFile();
  CountyFile(const CountyFile&) = delete;
  CountyFile& operator=(const CountyFile&) = delete;

  void area(const Outline& outline, std::string_view name);
  void unit(const Outline& outline, const UnitPlan& unit, const UnitFacts& facts);
  void road(const RoadLine& road);
  void barrier(const Line& line, const char* kind);
  void gate(Spot at, std::string_view name);
  void dwelling(const Dwelling& dwelling);
  void facility(const FacilityRow& row);
  void park(const Line& ring, std::string_view name, const std::vector<Spot>& entrances);

  const Totals& totals() const;
  void finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lifecircle::county
