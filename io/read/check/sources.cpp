#include "io/read/check/sources.hpp"

namespace lifecircle::check_sources {

std::vector<Source> sources_of(const StudyFile& study) {
  std::vector<Source> all;
  const auto add = [&](Role role, const FeatureSource& from, bool raster = false,
                       const std::string& kind = {}) {
    all.push_back({role, from.stated_at, from.layer, from.is_osm(), raster, kind,
                   role == Role::units || !from.locate.empty()});
  };
  for (const RoadSource& roads : study.roads)
    all.push_back({Role::roads, roads.stated_at, roads.layer});
  for (const OsmRoadSource& roads : study.osm_roads) {
    all.push_back({Role::osm_roads, roads.stated_at, {}, true});
    all.back().layer.file = roads.file;
  }
  if (study.area) add(Role::area, *study.area);
  if (study.units) add(Role::units, study.units->from);
  for (const FeatureSource& barrier : study.barriers) add(Role::barriers, barrier);
  for (const CompoundSource& compounds : study.compounds) add(Role::barriers, compounds.from);
  for (const GateSource& gates : study.gates) add(Role::barriers, gates.from);
  for (const PeopleSource& people : study.people) add(Role::people, people.from, people.raster);
  for (const FacilitySource& facilities : study.facilities)
    add(Role::facilities, facilities.from, false, facilities.kind);
  for (const LandSource& land : study.land) add(Role::land, land.from);
  return all;
}

std::vector<std::pair<const FeatureSource*, std::string>> located_by(const StudyFile& study) {
  std::vector<std::pair<const FeatureSource*, std::string>> all;
  const auto add = [&](const FeatureSource& from) {
    for (const LocateSource& other : from.locate)
      all.emplace_back(&other.from, from.stated_at + " locate");
  };
  if (study.units) add(study.units->from);
  for (const PeopleSource& people : study.people) add(people.from);
  for (const FacilitySource& facilities : study.facilities) add(facilities.from);
  return all;
}

}  // namespace lifecircle::check_sources
