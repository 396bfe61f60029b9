// make_town as its users meet it: the built program, judged by what lies in its file.

#include <gtest/gtest.h>
#include <ogrsf_frmts.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "engine/places/opening_hours.hpp"

namespace lifecircle {
namespace {

namespace fs = std::filesystem;

/// Whole millimetres: what meets in the file meets exactly.
using Place = std::pair<std::int64_t, std::int64_t>;

struct Ran {
  int exit_code = -1;
  std::string says;
};

class MakeTown : public testing::Test {
 protected:
  void SetUp() override {
    GDALAllRegister();
    program_ = (fs::path{LIFECIRCLE_BINARY_DIR} / "tools" / "make_town").string();
    ASSERT_TRUE(fs::exists(program_)) << "build the target make_town first: " << program_;
    folder_ = fs::temp_directory_path() / ("make_town_test_" + std::to_string(getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  Ran run(const std::string& arguments) const {
    Ran ran;
    const std::string command = "\"" + program_ + "\" " + arguments + " 2>&1";
    FILE* pipe = popen(command.c_str(), "r");
    std::array<char, 4096> buffer{};
    while (const std::size_t got = fread(buffer.data(), 1, buffer.size(), pipe))
      ran.says.append(buffer.data(), got);
    const int status = pclose(pipe);
    ran.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ran;
  }
  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::string made(int junctions, int seed, const std::string& name) const {
    const Ran ran = run("--junctions " + std::to_string(junctions) + " --seed " +
                        std::to_string(seed) + " --out \"" + path(name) + "\"");
    EXPECT_EQ(ran.exit_code, 0) << ran.says;
    return path(name);
  }

  std::string program_;
  fs::path folder_;
};

std::string bytes_of(const std::string& file) {
  std::ifstream in{file, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

GDALDatasetUniquePtr open(const std::string& file) {
  return GDALDatasetUniquePtr{GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY)};
}

Place place(double x, double y) {
  return {std::llround(x * 1000), std::llround(y * 1000)};
}

std::vector<Place> places_of(const OGRSimpleCurve& curve) {
  std::vector<Place> places;
  for (int k = 0; k < curve.getNumPoints(); ++k)
    places.push_back(place(curve.getX(k), curve.getY(k)));
  return places;
}

void for_each(GDALDataset& file, const char* layer, const std::function<void(OGRFeature&)>& look) {
  OGRLayer* rows = file.GetLayerByName(layer);
  ASSERT_NE(rows, nullptr) << layer;
  for (const auto& feature : *rows) look(*feature);
}

/// The road net as the file says it: lines, and how many ends lie at each place.
struct Net {
  std::vector<std::vector<Place>> lines;
  std::map<Place, int> ends;
};

Net net_of(GDALDataset& file) {
  Net net;
  for_each(file, "roads", [&](OGRFeature& road) {
    net.lines.push_back(places_of(*road.GetGeometryRef()->toLineString()));
    ++net.ends[net.lines.back().front()];
    ++net.ends[net.lines.back().back()];
  });
  return net;
}

std::int64_t junctions_of(const Net& net) {
  return std::count_if(net.ends.begin(), net.ends.end(),
                       [](const auto& end) { return end.second >= 3; });
}

/// Sizes of the parts that hang together, in line ends, largest first.
std::vector<int> parts_of(const Net& net) {
  std::map<Place, std::size_t> number;
  for (const auto& [end, count] : net.ends) number.emplace(end, number.size());
  std::vector<std::size_t> up(number.size());
  std::iota(up.begin(), up.end(), std::size_t{0});
  const auto root = [&](std::size_t k) {
    while (up[k] != k) k = up[k] = up[up[k]];
    return k;
  };
  for (const auto& line : net.lines) up[root(number[line.front()])] = root(number[line.back()]);
  std::map<std::size_t, int> size;
  for (std::size_t k = 0; k < up.size(); ++k) ++size[root(k)];
  std::vector<int> sizes;
  for (const auto& [part, count] : size) sizes.push_back(count);
  std::sort(sizes.rbegin(), sizes.rend());
  return sizes;
}

TEST_F(MakeTown, SameArgumentsMakeTheSameBytes) {
  const std::string one = bytes_of(made(1000, 7, "one.gpkg"));
  const std::string again = bytes_of(made(1000, 7, "again.gpkg"));
  const std::string other = bytes_of(made(1000, 8, "other.gpkg"));
  EXPECT_GT(one.size(), 100'000u);
  EXPECT_TRUE(one == again);
  EXPECT_FALSE(one == other);
}

TEST_F(MakeTown, RoadsAloneAreTheRoadsOfTheWholeCounty) {
  const auto whole = open(made(2000, 7, "whole.gpkg"));
  const Ran ran =
      run("--junctions 2000 --seed 7 --roads-only --out \"" + path("roads.gpkg") + "\"");
  ASSERT_EQ(ran.exit_code, 0) << ran.says;
  const auto roads = open(path("roads.gpkg"));
  ASSERT_TRUE(whole && roads);
  EXPECT_EQ(roads->GetLayerCount(), 1);
  EXPECT_EQ(net_of(*roads).lines, net_of(*whole).lines);
  // What is left out is counted all the same.
  const std::string counts = ran.says.substr(ran.says.find("  junctions"));
  const Ran all = run("--junctions 2000 --seed 7 --out \"" + path("again.gpkg") + "\"");
  EXPECT_EQ(counts, all.says.substr(all.says.find("  junctions")));
}

TEST_F(MakeTown, MakesAsManyJunctionsAsAskedAndSaysHowMany) {
  for (const auto& [junctions, seed] :
       {std::pair{1000, 1}, {1000, 2}, {1000, 3}, {4000, 4}, {30'000, 1}, {70'000, 5}}) {
    SCOPED_TRACE(std::to_string(junctions) + " junctions, seed " + std::to_string(seed));
    const Ran ran = run("--junctions " + std::to_string(junctions) + " --seed " +
                        std::to_string(seed) + " --out \"" + path("c.gpkg") + "\"");
    ASSERT_EQ(ran.exit_code, 0) << ran.says;
    const auto file = open(path("c.gpkg"));
    ASSERT_TRUE(file);
    const std::int64_t count = junctions_of(net_of(*file));
    EXPECT_NEAR(static_cast<double>(count), junctions, junctions * 0.1);
    EXPECT_NE(ran.says.find(" " + std::to_string(count) + " (asked for"), std::string::npos)
        << ran.says;
  }
}

TEST_F(MakeTown, RoadsShareTheirEndsAndHangTogetherButForAFewPaths) {
  for (const int seed : {1, 2, 3}) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto file = open(made(5000, seed, "c.gpkg"));
    ASSERT_TRUE(file);
    const Net net = net_of(*file);

    int inner_ends = 0, doubled_places = 0;
    for (const auto& line : net.lines) {
      for (std::size_t k = 1; k + 1 < line.size(); ++k) {
        inner_ends +=
            net.ends.contains(line[k]) && line[k] != line.front() && line[k] != line.back();
        doubled_places += line[k] == line[k - 1];
      }
    }
    EXPECT_EQ(inner_ends, 0) << "lines must be cut where others end";
    EXPECT_LE(doubled_places, 40);

    constexpr std::int64_t kNear = 1000;  // mm
    int near = 0;
    for (auto it = net.ends.begin(); it != net.ends.end(); ++it) {
      for (auto next = std::next(it);
           next != net.ends.end() && next->first.first - it->first.first < kNear; ++next)
        near += std::llabs(next->first.second - it->first.second) < kNear;
    }
    EXPECT_EQ(near, 0) << "two ends less than a metre apart that are not one";

    const auto parts = parts_of(net);
    EXPECT_GE(parts.size(), 2u) << "there are a few paths on their own";
    EXPECT_LE(parts.size(), 8u);
    EXPECT_GT(parts.front(), 0.99 * static_cast<double>(net.ends.size()));
  }
}

TEST_F(MakeTown, UnitsTileTheAreaWithoutGapOrOverlap) {
  // Seed 6: a unit lies inside another and touches its border in a corner.
  const auto file = open(made(9000, 6, "c.gpkg"));
  ASSERT_TRUE(file);
  const auto sides_of = [](const OGRPolygon& polygon,
                           const std::function<void(Place, Place)>& look) {
    for (const auto& ring : polygon) {
      const auto places = places_of(*ring);
      for (std::size_t k = 0; k + 1 < places.size(); ++k) look(places[k], places[k + 1]);
    }
  };
  std::set<std::pair<Place, Place>> rim, sides;
  double area = 0, sum = 0;
  for_each(*file, "area", [&](OGRFeature& f) {
    const auto* polygon = f.GetGeometryRef()->toPolygon();
    EXPECT_TRUE(polygon->IsValid());
    area += polygon->get_Area();
    sides_of(*polygon, [&](Place a, Place b) { rim.insert({a, b}); });
  });
  std::set<std::string> codes;
  std::map<std::string, std::string> townships;
  for_each(*file, "units", [&](OGRFeature& f) {
    const auto* polygon = f.GetGeometryRef()->toPolygon();
    EXPECT_TRUE(polygon->IsValid()) << f.GetFieldAsString("code");
    sum += polygon->get_Area();
    EXPECT_EQ(std::string{f.GetFieldAsString("code")}.size(), 12u);
    EXPECT_TRUE(codes.insert(f.GetFieldAsString("code")).second) << f.GetFieldAsString("code");
    EXPECT_FALSE(std::string{f.GetFieldAsString("name")}.empty());
    const std::string township{f.GetFieldAsString("township")};
    EXPECT_FALSE(township.empty()) << f.GetFieldAsString("code");
    const std::string code = std::string{f.GetFieldAsString("code")}.substr(0, 9);
    EXPECT_EQ(townships.try_emplace(code, township).first->second, township) << code;
    sides_of(*polygon, [&](Place a, Place b) {
      EXPECT_TRUE(sides.insert({a, b}).second) << "two units lie on the same side of a border";
    });
  });
  EXPECT_GT(codes.size(), 50u);
  EXPECT_NEAR(sum, area, 1e-6 * area);
  std::size_t on_rim = 0;
  for (const auto& [a, b] : sides) {
    if (sides.contains({b, a})) continue;
    ++on_rim;
    EXPECT_TRUE(rim.contains({a, b})) << "a border without a neighbour inside the area";
  }
  EXPECT_EQ(on_rim, rim.size());
}

TEST_F(MakeTown, PeopleLiveInTheUnitTheyAreCountedIn) {
  const auto file = open(made(1500, 6, "c.gpkg"));
  ASSERT_TRUE(file);
  std::map<std::string, std::unique_ptr<OGRGeometry>> unit;
  std::map<std::string, int> settings;
  for_each(*file, "units", [&](OGRFeature& f) {
    unit[f.GetFieldAsString("code")].reset(f.GetGeometryRef()->clone());
    ++settings[f.GetFieldAsString("setting")];
  });
  EXPECT_GT(settings["town"], 0);
  EXPECT_GT(settings["country"], 0);
  EXPECT_EQ(settings.size(), 2u);
  std::int64_t people = 0, elderly = 0, children = 0, households = 0, rows = 0;
  for_each(*file, "dwellings", [&](OGRFeature& f) {
    ++rows;
    const int here = f.GetFieldAsInteger("people");
    EXPECT_GT(here, 0);
    EXPECT_LE(f.GetFieldAsInteger("elderly") + f.GetFieldAsInteger("children"), here);
    EXPECT_GE(f.GetFieldAsInteger("dwellings"), f.GetFieldAsInteger("households"));
    people += here;
    elderly += f.GetFieldAsInteger("elderly");
    children += f.GetFieldAsInteger("children");
    households += f.GetFieldAsInteger("households");
    const auto& home = unit[f.GetFieldAsString("code")];
    ASSERT_TRUE(home) << f.GetFieldAsString("code");
    EXPECT_TRUE(f.GetGeometryRef()->Within(home.get()))
        << "dwelling " << f.GetFieldAsInteger64("id");
  });
  EXPECT_GT(rows, 1000);
  const auto share = [&](std::int64_t part) {
    return static_cast<double>(part) / static_cast<double>(people);
  };
  EXPECT_NEAR(share(elderly), 0.22, 0.05);
  EXPECT_NEAR(share(children), 0.15, 0.03);
  EXPECT_NEAR(share(households), 1 / 2.8, 0.03);
  EXPECT_GE(people, 8 * 1500);
  EXPECT_LE(people, 15 * 1500);
}

TEST_F(MakeTown, HasEverythingACountyHas) {
  const auto file = open(made(30'000, 1, "c.gpkg"));
  ASSERT_TRUE(file);
  std::map<std::string, int> classes, barriers, kinds;
  int bridges = 0, tunnels = 0, one_way = 0, loops = 0, twins = 0;
  std::set<std::pair<Place, Place>> between;
  for_each(*file, "roads", [&](OGRFeature& f) {
    EXPECT_TRUE(f.GetGeometryRef()->IsValid()) << "road " << f.GetFieldAsInteger64("id");
    ++classes[f.GetFieldAsString("class")];
    bridges += f.GetFieldAsInteger("bridge") == 1 && f.GetFieldAsInteger("level") == 1;
    tunnels += f.GetFieldAsInteger("tunnel") == 1 && f.GetFieldAsInteger("level") == -1;
    one_way += !std::string{f.GetFieldAsString("oneway")}.empty();
    const auto line = places_of(*f.GetGeometryRef()->toLineString());
    loops += line.front() == line.back();
    twins += !between.insert(std::minmax(line.front(), line.back())).second;
  });
  for (const char* road : {"motorway", "motorway_link", "primary", "secondary", "tertiary",
                           "unclassified", "residential", "living_street", "service", "pedestrian",
                           "track", "cycleway", "footway", "path", "steps"})
    EXPECT_GT(classes[road], 0) << road;
  EXPECT_GT(bridges, 3);
  EXPECT_GT(tunnels, 0);
  EXPECT_GT(one_way, 20);
  EXPECT_GT(loops, 0);
  EXPECT_GT(twins, 0);
  for_each(*file, "barriers", [&](OGRFeature& f) { ++barriers[f.GetFieldAsString("kind")]; });
  for (const char* kind : {"river_bank", "railway", "wall", "motorway"})
    EXPECT_GT(barriers[kind], 0) << kind;
  for_each(*file, "facilities", [&](OGRFeature& f) {
    ++kinds[f.GetFieldAsString("kind")];
    EXPECT_FALSE(std::string{f.GetFieldAsString("name")}.empty());
  });
  for (const char* kind :
       {"clinic", "health_center", "hospital", "pharmacy", "kindergarten", "primary_school",
        "middle_school", "eldercare", "market", "park", "fitness_site", "culture_station",
        "bus_stop", "service_center", "fire_station"})
    EXPECT_GT(kinds[kind], 0) << kind;
  std::map<GIntBig, std::unique_ptr<OGRGeometry>> park;
  for_each(*file, "parks", [&](OGRFeature& f) {
    EXPECT_TRUE(f.GetGeometryRef()->IsValid());
    park[f.GetFieldAsInteger64("id")].reset(f.GetGeometryRef()->clone());
  });
  int entrances = 0;
  for_each(*file, "park_entrances", [&](OGRFeature& f) {
    ++entrances;
    const auto& of = park[f.GetFieldAsInteger64("facility")];
    ASSERT_TRUE(of);
    EXPECT_LT(of->toPolygon()->getExteriorRing()->Distance(f.GetGeometryRef()), 0.1);
  });
  EXPECT_EQ(entrances, 4 * static_cast<int>(park.size()));
  EXPECT_GT(park.size(), 0u);
}

/// Twice the signed area of a triangle, in mm2: tells on which side of ab the place c lies.
double side_of(Place a, Place b, Place c) {
  return static_cast<double>(b.first - a.first) * static_cast<double>(c.second - a.second) -
         static_cast<double>(b.second - a.second) * static_cast<double>(c.first - a.first);
}
bool properly_cross(Place a, Place b, Place c, Place d) {
  const double p = side_of(a, b, c), q = side_of(a, b, d), r = side_of(c, d, a),
               s = side_of(c, d, b);
  return ((p > 0 && q < 0) || (p < 0 && q > 0)) && ((r > 0 && s < 0) || (r < 0 && s > 0));
}

TEST_F(MakeTown, NothingCrossesButBridgesUnderpassesGatesAndLevelCrossings) {
  const auto file = open(made(8000, 2, "c.gpkg"));
  ASSERT_TRUE(file);
  struct Piece {
    Place a, b;
    int level;
    std::string what;
  };
  std::vector<Piece> pieces;
  for_each(*file, "roads", [&](OGRFeature& f) {
    const auto line = places_of(*f.GetGeometryRef()->toLineString());
    const int level = f.GetFieldAsInteger("level");
    for (std::size_t k = 0; k + 1 < line.size(); ++k)
      pieces.push_back({line[k], line[k + 1], level, "road"});
  });
  for_each(*file, "barriers", [&](OGRFeature& f) {
    const auto line = places_of(*f.GetGeometryRef()->toLineString());
    const std::string kind = f.GetFieldAsString("kind");
    if (kind == "motorway") return;  // the same lines as the road
    for (std::size_t k = 0; k + 1 < line.size(); ++k)
      pieces.push_back({line[k], line[k + 1], 0, kind});
  });
  // Pieces by the 500 m squares they touch.
  std::map<Place, std::vector<std::size_t>> squares;
  constexpr std::int64_t kSquare = 500'000;
  for (std::size_t k = 0; k < pieces.size(); ++k) {
    const auto [x0, x1] = std::minmax(pieces[k].a.first, pieces[k].b.first);
    const auto [y0, y1] = std::minmax(pieces[k].a.second, pieces[k].b.second);
    for (std::int64_t x = x0 / kSquare; x <= x1 / kSquare; ++x)
      for (std::int64_t y = y0 / kSquare; y <= y1 / kSquare; ++y) squares[{x, y}].push_back(k);
  }
  std::map<std::string, int> crossings;
  for (const auto& [square, inside] : squares) {
    for (std::size_t p = 0; p < inside.size(); ++p) {
      for (std::size_t q = p + 1; q < inside.size(); ++q) {
        const Piece &a = pieces[inside[p]], &b = pieces[inside[q]];
        if (!properly_cross(a.a, a.b, b.a, b.b)) continue;
        ++crossings[a.what + (a.level == 0 && b.level == 0 ? " at grade over " : " apart from ") +
                    b.what];
      }
    }
  }
  EXPECT_EQ(crossings["road at grade over road"], 0);
  EXPECT_EQ(crossings["road at grade over wall"], 0);
  EXPECT_EQ(crossings["road at grade over river_bank"], 0);
  EXPECT_GT(crossings["road apart from river_bank"], 0);
  EXPECT_GT(crossings["road apart from road"], 0);
}

/// FNV-1a over what a file says in some columns and where: whoever reads it, the same.
class Digest {
 public:
  void add(const std::string& text) {
    for (const unsigned char byte : text) sum_ = (sum_ ^ byte) * 0x100000001b3;
    sum_ = (sum_ ^ 0xff) * 0x100000001b3;
  }
  void add(const OGRGeometry& geometry) {
    std::string bytes(geometry.WkbSize(), '\0');
    geometry.exportToWkb(wkbNDR, reinterpret_cast<unsigned char*>(bytes.data()));
    add(bytes);
  }
  std::uint64_t sum() const { return sum_; }

 private:
  std::uint64_t sum_ = 0xcbf29ce484222325;
};

/// What a plan asks came later, out of draws of its own: the county that rates have been published
/// of is still the same, to the last coordinate.
TEST_F(MakeTown, WhatTheFirstCountyHadIsStillThere) {
  const std::map<std::string, std::vector<const char*>> columns{
      {"area", {"name"}},
      {"units", {"code", "name", "setting"}},
      {"roads", {"id", "class", "maxspeed", "oneway", "level", "bridge", "tunnel", "name"}},
      {"barriers", {"id", "kind"}},
      {"gates", {"id", "kind", "name"}},
      {"dwellings", {"id", "people", "elderly", "children", "households", "dwellings", "code"}},
      {"facilities", {"id", "kind", "name", "floor_area_m2", "capacity", "code"}},
      {"parks", {"id", "kind", "name", "area_m2"}},
      {"park_entrances", {"id", "facility"}}};
  const auto file = open(made(1000, 1, "c.gpkg"));
  ASSERT_TRUE(file);
  constexpr int kFacilities = 113;
  Digest digest;
  for (const auto& [layer, names] : columns) {
    int rows = 0;
    for_each(*file, layer.c_str(), [&, &names = names, &layer = layer](OGRFeature& f) {
      if (layer == "facilities" && ++rows > kFacilities) return;
      for (const char* name : names) digest.add(f.GetFieldAsString(name));
      digest.add(*f.GetGeometryRef());
    });
  }
  EXPECT_EQ(digest.sum(), 0x185bbeef166760d0u);
}

bool states(const OGRFeature& f, const char* column) {
  return f.IsFieldSetAndNotNull(f.GetFieldIndex(column));
}

TEST_F(MakeTown, StatesWhatACountysPlanAsks) {
  const auto file = open(made(8000, 1, "c.gpkg"));
  ASSERT_TRUE(file);
  struct Centre {
    std::unique_ptr<OGRGeometry> at;
    int floor = 0;
  };
  std::map<std::string, std::unique_ptr<OGRGeometry>> land;
  std::map<std::string, bool> is_town;
  for_each(*file, "units", [&](OGRFeature& f) {
    land[f.GetFieldAsString("code")].reset(f.GetGeometryRef()->clone());
    is_town[f.GetFieldAsString("code")] = std::string{f.GetFieldAsString("setting")} == "town";
  });
  std::map<std::string, Centre> centres;
  std::map<std::string, std::set<std::string>> units_with;
  std::map<std::string, std::pair<int, int>> stated;  // of kinds with hours: all, and with hours
  std::set<GIntBig> ids;
  std::map<std::string, int> open, closed;
  for_each(*file, "facilities", [&](OGRFeature& f) {
    const std::string kind = f.GetFieldAsString("kind"), code = f.GetFieldAsString("code");
    EXPECT_TRUE(ids.insert(f.GetFieldAsInteger64("id")).second);
    ASSERT_TRUE(land.contains(code)) << code;
    EXPECT_TRUE(f.GetGeometryRef()->Within(land[code].get())) << f.GetFieldAsString("name");
    units_with[kind].insert(code);
    const std::string hours = f.GetFieldAsString("hours");
    EXPECT_TRUE(hours.empty() || OpeningHours::parse(hours)) << hours;
    auto& [all, with] = stated[kind];
    ++all;
    with += !hours.empty();
    const bool has_room = states(f, "activity_area_m2");
    EXPECT_EQ(has_room, kind == "service_center") << kind;
    if (has_room) {
      const int floor = f.GetFieldAsInteger("floor_area_m2");
      const int part = f.GetFieldAsInteger("activity_area_m2");
      EXPECT_GE(part, floor * 4 / 10);
      EXPECT_LE(part, floor * 8 / 10);
      centres[code] = {std::unique_ptr<OGRGeometry>{f.GetGeometryRef()->clone()}, floor};
    }
    const bool is_school = kind == "primary_school" || kind == "middle_school";
    for (const auto& [column, of] :
         {std::pair{"co_located", kind == "police_room"}, {"sports_open", is_school}}) {
      EXPECT_EQ(states(f, column), of) << kind << " " << column;
      if (of) ++(f.GetFieldAsInteger(column) == 1 ? open : closed)[column];
    }
  });
  for (const char* column : {"co_located", "sports_open"}) {
    EXPECT_GT(open[column], 2) << column;
    EXPECT_GT(closed[column], 2) << column;
  }
  for (const char* kind : {"service_center", "clinic", "pharmacy", "gov_service_station"}) {
    EXPECT_LT(stated[kind].second, stated[kind].first) << kind << ": some records say nothing";
    EXPECT_GT(stated[kind].second, stated[kind].first / 2) << kind;
  }
  // Who shares a roof stands beside the centre.
  for_each(*file, "facilities", [&](OGRFeature& f) {
    if (f.GetFieldAsInteger("co_located") != 1) return;
    const auto centre = centres.find(f.GetFieldAsString("code"));
    ASSERT_NE(centre, centres.end());
    EXPECT_LT(f.GetGeometryRef()->Distance(centre->second.at.get()), 20);
  });
  // Every kind is there, and some units lack it.
  for (const char* kind : {"gov_terminal",
                           "gov_service_station",
                           "service_point",
                           "volunteer_station",
                           "parent_school",
                           "legal_home",
                           "police_room",
                           "micro_fire_station",
                           "shelter",
                           "eldercare_center",
                           "eldercare_disability",
                           "childcare",
                           "supermarket",
                           "convenience_store",
                           "restaurant",
                           "hairdresser",
                           "repair",
                           "housekeeping",
                           "parcel_station",
                           "gov_service_center",
                           "township_service_center",
                           "social_work_station",
                           "gov_service_hall"}) {
    EXPECT_GT(units_with[kind].size(), 0u) << kind;
    EXPECT_LT(units_with[kind].size(), land.size()) << kind;
  }
  EXPECT_EQ(units_with["gov_service_hall"].size(), 1u) << "the county's own";

  std::map<std::string, std::int64_t> people, households;
  for_each(*file, "dwellings", [&](OGRFeature& f) {
    people[f.GetFieldAsString("code")] += f.GetFieldAsInteger("people");
    households[f.GetFieldAsString("code")] += f.GetFieldAsInteger("households");
  });
  std::map<std::string, int> groups, yes, no;
  for_each(*file, "units", [&](OGRFeature& f) {
    const std::string code = f.GetFieldAsString("code");
    SCOPED_TRACE(code);
    ++groups[f.GetFieldAsString("group")];
    const auto number = [&](const char* column) {
      EXPECT_TRUE(states(f, column)) << column;
      return f.GetFieldAsInteger64(column);
    };
    EXPECT_EQ(number("service_area_m2"), centres[code].floor);
    const std::int64_t homes =
        number("building_area_m2") - number("commerce_area_m2") - number("service_area_m2");
    EXPECT_GE(homes, 88 * households[code]);
    EXPECT_LE(homes, 170 * households[code]);
    EXPECT_GE(number("commerce_area_m2") * 1000, homes * (is_town[code] ? 39 : 1));
    EXPECT_LE(number("commerce_area_m2") * 1000, homes * 160);
    EXPECT_GE(number("workers"), is_town[code] ? 2 : 3);
    EXPECT_LE(number("workers") * 10'000, std::max<std::int64_t>(30'000, people[code] * 60 + 5000));
    for (const char* column : {"police_officers", "police_auxiliaries", "disaster_informants",
                               "childrens_organisations"}) {
      EXPECT_GE(number(column), 0) << column;
      EXPECT_LE(number(column), 2) << column;
      ++(number(column) > 0 ? yes : no)[column];
    }
    for (const char* column :
         {"agency_service", "disabled_association", "red_cross", "has_5g", "wedding_council",
          "facilities_council", "health_committee", "satisfaction_survey"}) {
      EXPECT_TRUE(number(column) == 0 || number(column) == 1) << column;
      ++(number(column) == 1 ? yes : no)[column];
    }
  });
  for (const char* group : {"new", "old", "relocation", ""}) EXPECT_GT(groups[group], 0) << group;
  EXPECT_EQ(groups.size(), 4u);
  for (const auto& [column, count] : yes) EXPECT_GT(count, 0) << column;
  EXPECT_EQ(no.size(), 12u) << "no target of a column is met in every unit";
}

TEST_F(MakeTown, CopiesTheStudyBesideTheCounty) {
  const std::string study =
      (fs::path{LIFECIRCLE_SOURCE_DIR} / "data" / "sample" / "study.toml").string();
  const Ran ran =
      run("--junctions 1000 --out \"" + path("out/county.gpkg") + "\" --study \"" + study + "\"");
  ASSERT_EQ(ran.exit_code, 0) << ran.says;
  EXPECT_EQ(bytes_of(path("out/study.toml")), bytes_of(study));
  EXPECT_TRUE(fs::exists(path("out/county.gpkg")));
}

TEST_F(MakeTown, SaysNoToWhatItCannotDo) {
  EXPECT_EQ(run("--junctions 10 --out \"" + path("c.gpkg") + "\"").exit_code, 2);
  EXPECT_EQ(run("--junctions 1000").exit_code, 2);
  EXPECT_EQ(run("--wrong").exit_code, 2);
  EXPECT_EQ(run("--help").exit_code, 0);
  EXPECT_EQ(run("--junctions 1000 --out /dev/null/county.gpkg").exit_code, 4);
  EXPECT_TRUE(fs::is_empty(folder_)) << "nothing is left behind";
}

}  // namespace
}  // namespace lifecircle
