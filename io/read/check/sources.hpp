#pragma once

#include <string>
#include <utility>
#include <vector>

#include "io/read/study_file.hpp"

/// The parts check_sources is made of. Not for other rooms.
namespace lifecircle::check_sources {

/// Compounds and gates count as barriers.
enum class Role { roads, osm_roads, area, units, barriers, people, facilities, land };

/// One source of a study, whatever it is for.
struct Source {
  Role role;
  std::string stated_at;  ///< "study.toml:31 [[facilities]] 2"
  LayerSource layer;      ///< of an OSM file only `file` counts
  bool osm = false;
  bool raster = false;
  std::string kind = {};         ///< of facilities
  bool may_lack_places = false;  ///< rows without coordinates are known or located otherwise
};

/// All of them, in the order of the study file; rasters of heights and layers within others
/// (entrances, points of units, buildings) are left out.
std::vector<Source> sources_of(const StudyFile& study);

/// Layers that rows of units, people and facilities are located by, and where they are stated:
/// "study.toml:12 [[people]] 1 locate".
std::vector<std::pair<const FeatureSource*, std::string>> located_by(const StudyFile& study);

}  // namespace lifecircle::check_sources
