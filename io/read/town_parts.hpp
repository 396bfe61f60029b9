#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/problems.hpp"
#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "engine/places/area_index.hpp"
#include "engine/study/town.hpp"
#include "io/frame/frame.hpp"
#include "io/read/study_file.hpp"

/// The parts load_town is made of. Not for other rooms.
namespace lifecircle::town_parts {

struct Reading {
  const Frame& frame;
  const LonLatBox& box;  ///< what the frame was laid around
  Problems& problems;
  const Progress& progress;
};

/// Features with what OSM knows of their doors.
struct WithDoors {
  Features features;
  std::vector<std::vector<Point>> entrances, gates;  ///< empty, or one a feature
};
/// Features of a layer or of an OSM file; empty names in `columns` are skipped.
Result<WithDoors> read(const FeatureSource& source, std::vector<std::string> columns,
                       bool geometry_optional, const Reading& reading);

/// "town", "country" or unknown of what a column says: 城镇, 乡村, urban, rural, 1xx and 2xx of the
/// statistical urban-rural code...
std::optional<Setting> setting_of(const std::string& text);

Result<std::vector<Unit>> read_units(const UnitSource& source, const Reading& reading);

/// Where places belong: the study area and the units.
class Whereabouts {
 public:
  Whereabouts(const std::vector<Shape>& area, const std::vector<Unit>& units);
  bool inside(Point p) const;
  /// The unit that holds a point; of several the first by code, and `shared` is counted up.
  std::optional<UnitId> unit_at(Point p, std::uint64_t& shared) const;
  std::optional<UnitId> unit_coded(const std::string& code) const;

 private:
  const std::vector<Unit>* units_;
  bool everywhere_;
  AreaIndex area_, unit_areas_;
};

/// Compounds, without their gates yet; their outlines among the barriers where they are walls.
Result<Done> read_compounds(const StudyFile& study, const Reading& reading, Town& town);
/// Puts the study's gates on the roads, those of the layers and those of OSM that nobody knows,
/// open or closed to visitors as they are at the study's time, and gives compounds their own: of
/// OSM those at `osm_gates`.
Result<Done> read_gates(const StudyFile& study, const std::vector<Point>& osm_gates,
                        const Reading& reading, Town& town);

/// Whether they are open at the study's time, if it has one.
Result<Done> read_facilities(const StudyFile& study, const Whereabouts& where,
                             const Reading& reading, Town& town);

/// Reads land into town.lands: areas; other rows are set aside.
Result<Done> read_land(const std::vector<LandSource>& sources, const Reading& reading, Town& town);

/// Reads homes, spreads, places and sorts them. Counts those outside the area.
struct Outside {
  std::int64_t places = 0, count = 0;
};
Result<Outside> read_homes(const StudyFile& study, const Whereabouts& where, const Reading& reading,
                           Town& town);

/// Where a feature's count goes and which share of it: points and weights, weights not negative,
/// not all zero.
struct SpreadPoints {
  std::vector<Point> at;
  std::vector<double> weight;
};
/// Points of a square grid over an area, the same grid for all areas of a plane; at least its
/// centre of gravity. `step_m` between points.
SpreadPoints grid_over(const Shape& area, double step_m);

/// Shares out `count` thousandths by weight, so that the first k get together what is due to them,
/// rounded: less than one for each lies all along the way and not at its start. The sum is `count`
/// exactly. At least one weight.
std::vector<std::int64_t> share_out(std::int64_t count, const std::vector<double>& weight);

}  // namespace lifecircle::town_parts
