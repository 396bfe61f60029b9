#include "tools/lifecircle/roads_of.hpp"

#include <algorithm>
#include <ostream>
#include <span>

#include "io/read/companions.hpp"
#include "io/read/town.hpp"

namespace lifecircle {

Result<CommandRoads> read_command_roads(const RoadOptions& options, Problems& problems,
                                        const Session& session) {
  std::vector<RoadSource> layers;
  if (options.layer) layers.push_back({*options.layer, options.columns, "--roads"});
  std::vector<OsmRoadSource> osm;
  for (const auto& file : options.osm)
    osm.push_back({.file = file, .ferries = false, .stated_at = "--osm"});
  LonLatBox box;
  auto frame = frame_of_roads(layers, osm, box);
  if (!frame) return frame.error();
  CommandRoads result{std::move(frame).value(), {}, {}};
  if (auto done = load_roads(layers, osm, true, result.frame, result.roads, result.barriers,
                             problems, session.progress);
      !done)
    return done.error();
  if (options.barriers) {
    const auto read =
        read_features(*options.barriers, result.frame, {}, false, problems, session.progress);
    if (!read) return read.error();
    for (const Shape& shape : read.value().shape)
      if (shape.kind != ShapeKind::point)
        for (const auto& part : shape.parts) result.barriers.add(std::span<const Point>{part});
  }
  return result;
}

std::vector<std::string> files_read(const RoadOptions& roads,
                                    std::initializer_list<const LayerSource*> layers) {
  std::vector<std::string> files = roads.osm;
  if (roads.layer) files.push_back(roads.layer->file);
  if (roads.barriers) files.push_back(roads.barriers->file);
  for (const LayerSource* layer : layers)
    if (layer != nullptr) files.push_back(layer->file);
  for (std::size_t i = 0, named = files.size(); i < named; ++i)
    for (std::string& companion : companions_of(files[i])) files.push_back(std::move(companion));
  return files;
}

namespace {

/// ", here is one: homes.gpkg, layer homes, row 17", as far as it is known.
std::string place_in_words(const Problem& problem) {
  std::string place = problem.file;
  if (!problem.layer.empty()) place += ", " + problem.layer;
  if (problem.row >= 0) place += ", " + std::to_string(problem.row);
  return place.empty() ? place : " [" + fill("{0}", {place}) + "]";
}

}  // namespace

void print_problems(const Problems& problems, std::ostream& out, const Session& session) {
  for (const auto& [key, count] : problems.counts()) {
    // What concerns no one row is a sentence of its own each time; rows are told by number and an
    // example.
    std::vector<const Problem*> general;
    const Problem* example = nullptr;
    for (const Problem& p : problems.list())
      if (p.key == key && p.row < 0)
        general.push_back(&p);
      else if (p.key == key && example == nullptr)
        example = &p;
    constexpr std::size_t kShown = 6;
    for (std::size_t i = 0; i < std::min(general.size(), kShown); ++i)
      out << "! " << say(key, session.language, general[i]->args) << '\n';
    if (const std::uint64_t rows = count - general.size(); example != nullptr)
      out << "! " << (rows > 1 ? std::to_string(rows) + " x " : "")
          << say(key, session.language, example->args) << place_in_words(*example) << '\n';
  }
}

void remark_problems(const Problems& problems, Session& session) {
  if (session.quiet) return;
  session.end_progress();
  print_problems(problems, session.err, session);
}

}  // namespace lifecircle
