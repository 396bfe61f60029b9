#include "io/read/town.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "io/read/locate.hpp"
#include "io/read/town_parts.hpp"

namespace lifecircle {

using namespace town_parts;

namespace {

Conversion conversion_of_osm(const std::string& file) {
  return {.file = file, .layer = {}, .stated = {}, .found = "WGS 84", .steps = {{"crs_done_osm"}}};
}

}  // namespace

namespace town_parts {

Result<WithDoors> read(const FeatureSource& source, std::vector<std::string> columns,
                       bool geometry_optional, const Reading& reading) {
  std::erase(columns, std::string{});
  std::ranges::sort(columns);
  columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
  if (!source.is_osm()) {
    // No column asked for is not all of them: one row id is what a place without attributes needs.
    auto features = source.locate.empty()
                        ? read_features(source.layer, reading.frame, columns, geometry_optional,
                                        reading.problems, reading.progress)
                        : read_located(source, columns, geometry_optional, reading);
    if (!features) return features.error();
    return WithDoors{std::move(features).value(), {}, {}};
  }
  std::erase(columns, "osm_id");
  reading.problems.note(conversion_of_osm(source.layer.file));
  auto features = read_osm_features({source.layer.file, source.layer.edits}, reading.frame,
                                    source.osm, columns, reading.problems, reading.progress);
  if (!features) return features.error();
  OsmFeatures& found = features.value();
  return WithDoors{std::move(found.features), std::move(found.entrances), std::move(found.gates)};
}

}  // namespace town_parts

Result<Frame> frame_of_roads(const std::vector<RoadSource>& roads,
                             const std::vector<OsmRoadSource>& osm_roads, LonLatBox& box) {
  for (const RoadSource& source : roads) {
    const auto extent = layer_extent(source.layer);
    if (!extent) return extent.error();
    box.add(extent.value());
  }
  for (const OsmRoadSource& source : osm_roads) {
    const auto extent = osm_extent({source.file, source.edits});
    if (!extent) return extent.error();
    box.add(extent.value());
  }
  if (box.empty())
    return Error{Fault::input, "no_roads",
                 roads.empty() ? osm_roads.front().file : roads.front().layer.file};
  return Frame::around(box);
}

namespace {

void add_gates(const OsmRoads& roads, std::size_t first_vertex, RoadGates& all) {
  for (UnknownGate gate : roads.unknown_gates) {
    gate.vertex += static_cast<std::uint32_t>(first_vertex);
    all.unknown.push_back(gate);
  }
  all.own.insert(all.own.end(), roads.own_gates.begin(), roads.own_gates.end());
  all.counts.open += roads.gates.open;
  all.counts.closed += roads.gates.closed;
  all.counts.unknown += roads.gates.unknown;
}

}  // namespace

Result<Done> load_roads(const std::vector<RoadSource>& roads,
                        const std::vector<OsmRoadSource>& osm_roads, bool osm_barriers,
                        const Frame& frame, Roads& all, Barriers& barriers, Problems& problems,
                        const Progress& progress, RoadGates* gates) {
  barriers.kind = ShapeKind::line;
  for (const RoadSource& source : roads) {
    auto read = read_roads(source.layer, frame, source.columns, problems, progress);
    if (!read) return read.error();
    if (all.line_count() == 0)
      all = std::move(read).value();
    else
      all.append(read.value());
  }
  for (const OsmRoadSource& source : osm_roads) {
    problems.note(conversion_of_osm(source.file));
    auto read = read_osm_roads({source.file, source.edits}, frame, osm_barriers, source.ferries,
                               problems, progress, gates != nullptr ? gates->time : std::nullopt);
    if (!read) return read.error();
    if (gates != nullptr) add_gates(read.value(), all.vertex_count(), *gates);
    if (all.line_count() == 0)
      all = std::move(read.value().roads);
    else
      all.append(read.value().roads);
    const Shapes& found = read.value().barriers;
    for (std::size_t part = 0; part + 1 < found.part_first.size(); ++part)
      barriers.add(std::span<const Point>{found.points.data() + found.part_first[part],
                                          found.points.data() + found.part_first[part + 1]});
  }
  if (all.line_count() == 0)
    return Error{Fault::input, "no_roads",
                 roads.empty() ? osm_roads.front().file : roads.front().layer.file};
  return Done{};
}

namespace {

Result<Frame> frame_of(const StudyFile& study, LonLatBox& box) {
  if (!study.area) return frame_of_roads(study.roads, study.osm_roads, box);
  const auto extent = study.area->is_osm()
                          ? osm_extent({study.area->layer.file, study.area->layer.edits})
                          : layer_extent(study.area->layer);
  if (!extent) return extent.error();
  box = extent.value();
  if (box.empty())
    return Error{Fault::input, "no_area", study.area->stated_at, {study.area->layer.file}};
  return Frame::around(box);
}

Result<Done> read_area(const FeatureSource& source, const Reading& reading, Town& town) {
  auto read = town_parts::read(source, {}, false, reading);
  if (!read) return read.error();
  for (Shape& shape : read.value().features.shape)
    if (shape.kind == ShapeKind::area && !shape.parts.empty())
      town.area.push_back(std::move(shape));
  std::ranges::sort(town.area, {}, &Shape::parts);
  if (town.area.empty())
    return Error{Fault::input, "no_area", source.stated_at, {source.layer.file}};
  return Done{};
}

Result<Done> read_barriers(const std::vector<FeatureSource>& sources, const Reading& reading,
                           Town& town) {
  for (const FeatureSource& source : sources) {
    const auto read = town_parts::read(source, {}, false, reading);
    if (!read) return read.error();
    for (const Shape& shape : read.value().features.shape)
      if (shape.kind != ShapeKind::point)
        for (const auto& part : shape.parts) town.barriers.add(std::span<const Point>{part});
  }
  return Done{};
}

/// A class that neither the profile nor any road knows is most likely a slip of the pen.
void doubt_classes(const StudyFile& study, const Roads& roads, Problems& problems) {
  std::set<std::string> of_roads;
  for (const RoadKind& kind : roads.kinds) of_roads.insert(kind.road_class);
  for (const auto& [name, added] : study.added_classes) {
    std::set<std::string> known = of_roads;
    for (const auto& [road_class, speed] : study.rules.profiles.at(name).speed)
      if (std::ranges::find(added, road_class) == added.end()) known.insert(road_class);
    for (const std::string& road_class : added) {
      if (of_roads.contains(road_class)) continue;
      Problem problem{.key = "class_on_no_road",
                      .file = study.path,
                      .layer = {},
                      .args = {road_class, name},
                      .set_aside = false};
      std::string meant;
      for (const auto& word : did_you_mean(road_class, {known.begin(), known.end()}))
        meant += (meant.empty() ? "" : ", ") + word;
      if (!meant.empty()) {
        problem.key = "class_on_no_road_but";
        problem.args.push_back(meant);
      }
      problems.add(std::move(problem));
    }
  }
}

}  // namespace

Result<LoadedTown> load_town(const StudyFile& study, Problems& problems, const Progress& progress) {
  LonLatBox box;
  auto frame = frame_of(study, box);
  if (!frame) return frame.error();
  LoadedTown loaded{.town = {}, .frame = std::move(frame).value(), .box = box};
  loaded.town.earth_radius_m = loaded.frame.radius_m();
  Town& town = loaded.town;
  const Reading reading{loaded.frame, loaded.box, problems, progress};
  RoadGates gates;
  if (study.rules.time) gates.time = study.rules.time->at;
  if (auto done = load_roads(study.roads, study.osm_roads, study.barriers_from_osm, loaded.frame,
                             town.roads, town.barriers, problems, progress, &gates);
      !done)
    return done.error();
  town.unknown_gates = std::move(gates.unknown);
  town.gates = gates.counts;
  if (auto done = town_parts::read_compounds(study, reading, town); !done) return done.error();
  if (auto done = town_parts::read_gates(study, gates.own, reading, town); !done)
    return done.error();
  doubt_classes(study, town.roads, problems);
  if (auto done = read_barriers(study.barriers, reading, town); !done) return done.error();
  if (study.area)
    if (auto done = read_area(*study.area, reading, town); !done) return done.error();
  if (study.units) {
    auto units = town_parts::read_units(*study.units, reading);
    if (!units) return units.error();
    town.units = std::move(units).value();
  }
  const Whereabouts where{town.area, town.units};
  if (auto done = town_parts::read_facilities(study, where, reading, town); !done)
    return done.error();
  if (auto done = town_parts::read_land(study.land, reading, town); !done) return done.error();
  auto outside = town_parts::read_homes(study, where, reading, town);
  if (!outside) return outside.error();
  loaded.outside_places = outside.value().places;
  loaded.outside_count = outside.value().count;
  return loaded;
}

}  // namespace lifecircle
