// The roads of a county with their topology taken away: noding brings it back, and check names what
// it could not.

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <random>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "engine/network/islands.hpp"
#include "engine/network/network.hpp"
#include "io/read/layer.hpp"
#include "tests/io/layer_files.hpp"
#include "tests/support/test_data.hpp"
#include "tests/tools/check_town.hpp"

namespace lifecircle::test {
namespace {

/// Kilometres of road in the largest part one can walk.
struct Joined {
  double largest_km = 0, all_km = 0;
};
Joined joined(const Roads& roads) {
  const Network network{roads};
  Profile walker;
  walker.name = "walker";
  for (const RoadKind& kind : network.kinds()) walker.speed[kind.road_class] = {4.8, ""};
  const ModeGraph graph{network, walker};
  const Islands islands = find_islands(graph);
  Joined sum{0, network.length_m() / 1e3};
  for (const double length : islands.length_m)
    sum.largest_km = std::max(sum.largest_km, length / 1e3);
  return sum;
}

Roads roads_of(const LayerSource& source, const Frame& frame, bool crossings, double tolerance_m) {
  Problems problems;
  RoadColumns columns;
  columns.node_crossings = crossings;
  columns.tolerance_m = tolerance_m;
  return read_roads(source, frame, columns, problems).value();
}

/// The edges of a network, each pair at a junction now and then made one line, so that the junction
/// is no end of it; then every end moved by up to half a metre.
std::vector<std::vector<Point>> without_topology(const Network& network, std::mt19937& random) {
  struct End {
    std::size_t line;
    bool at_tail;
  };
  std::vector<std::vector<Point>> lines;
  std::map<NodeId, std::vector<End>> ends;
  for (std::size_t e = 0; e < network.edge_count(); ++e) {
    const auto shape = network.shape(EdgeId{e});
    lines.emplace_back(shape.begin(), shape.end());
    ends[network.tail(EdgeId{e})].push_back({e, true});
    ends[network.head(EdgeId{e})].push_back({e, false});
  }
  // A line can grow at both of its ends: where each end is now.
  std::vector<std::size_t> of(lines.size());
  for (std::size_t i = 0; i < of.size(); ++i) of[i] = i;
  const auto root = [&](std::size_t i) {
    while (of[i] != i) i = of[i];
    return i;
  };
  for (auto& [node, here] : ends) {
    if (here.size() < 3 || random() % 2 == 0) continue;
    std::shuffle(here.begin(), here.end(), random);
    const std::size_t a = root(here[0].line), b = root(here[1].line);
    if (a == b) continue;
    const Point at = network.position(node);
    auto &first = lines[a], &second = lines[b];
    if (first.back() != at) std::reverse(first.begin(), first.end());
    if (second.front() != at) std::reverse(second.begin(), second.end());
    if (first.back() != at || second.front() != at) continue;
    first.insert(first.end(), second.begin() + 1, second.end());
    second.clear();
    of[b] = a;
  }
  std::erase_if(lines, [](const auto& line) { return line.size() < 2; });
  for (auto& line : lines)
    for (Point* end : {&line.front(), &line.back()}) {
      const double angle = static_cast<double>(random() % 3600) * 3.14159265358979 / 1800;
      const double by = static_cast<double>(random() % 501);
      end->x += static_cast<std::int32_t>(std::lround(by * std::cos(angle)));
      end->y += static_cast<std::int32_t>(std::lround(by * std::sin(angle)));
    }
  return lines;
}

std::string as_csv(const std::vector<std::vector<Point>>& lines, const Frame& frame) {
  std::string text = "wkt\n";
  for (const auto& line : lines) {
    text += "\"LINESTRING(";
    for (std::size_t i = 0; i < line.size(); ++i) {
      const LonLat at = frame.to_lonlat(line[i]);
      text += fmt::format("{}{:.10f} {:.10f}", i == 0 ? "" : ",", at.lon, at.lat);
    }
    text += ")\"\n";
  }
  return text;
}

TEST(NodingOfRealRoads, RestoresWhatMovedEndsAndMergedLinesTookApart) {
  const std::string shape = data("qishan/road.shp");
  if (shape.empty()) GTEST_SKIP() << "no test data";
  const LayerSource source = source_of(shape);
  const Frame frame = Frame::around(layer_extent(source).value()).value();
  const Roads sound = roads_of(source, frame, true, 1);
  const Joined before = joined(sound);
  const Network network{sound};

  const unsigned seed = std::random_device{}();
  std::cout << "[   seed   ] " << seed << '\n';
  std::mt19937 random{seed};
  const Folder folder;
  const auto lines = without_topology(network, random);
  folder.write("spoiled.csv", as_csv(lines, frame));
  LayerSource spoiled = source_of(folder.file("spoiled.csv"));
  spoiled.crs = "EPSG:4490";

  const Joined apart = joined(roads_of(spoiled, frame, false, 0));
  const Joined again = joined(roads_of(spoiled, frame, true, 1));
  std::cout << fmt::format(
      "{} edges, {} lines; joined {:.1f} of {:.1f} km, taken apart {:.1f}, restored {:.1f}\n",
      network.edge_count(), lines.size(), before.largest_km, before.all_km, apart.largest_km,
      again.largest_km);
  EXPECT_LT(apart.largest_km, 0.2 * before.largest_km) << "the test must have something to restore";
  EXPECT_GE(again.largest_km, 0.99 * before.largest_km);

  // check names what does not meet: nearly all ends as they are, hardly any once they are noded.
  const LonLat home = frame.to_lonlat(lines.front().front());
  folder.write("homes.csv", fmt::format("lon,lat\n{:.8f},{:.8f}\n", home.lon, home.lat));
  const auto study = [&](const std::string& join) {
    return folder.write(
        "study.toml",
        "[[network.roads]]\nfile = \"spoiled.csv\"\ncrs = \"EPSG:4490\"\n" + join +
            "[[people]]\nfile = \"homes.csv\"\ncrs = \"EPSG:4490\"\n[[facilities]]\nkind = "
            "\"home\"\nfile = \"homes.csv\"\ncrs = \"EPSG:4490\"\n[[services]]\nname = \"s\"\n"
            "kinds = [\"home\"]\nmodes = [\"walk\"]\nminutes = 1\n");
  };
  const auto ends = [](const CheckAnswer& answer) {
    const auto* found = answer.finding("check_ends_near_roads");
    return found == nullptr ? 0 : std::stoi((*found)["what"].get<std::string>());
  };
  const int apart_ends = ends(check_study(study("")));
  const int restored_ends = ends(check_study(study("join = \"crossings\"\ntolerance = 1\n")));
  std::cout << apart_ends << " ends named as they are, " << restored_ends << " once noded\n";
  EXPECT_GT(apart_ends, static_cast<int>(lines.size()));
  EXPECT_LT(restored_ends * 20, apart_ends);
}

}  // namespace
}  // namespace lifecircle::test
