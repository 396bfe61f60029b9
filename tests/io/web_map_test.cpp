// Points of web maps as they are found, over a map that is not shifted.
//
// Each point is measured to the thing of the same name: the nearest road of all tells little where
// roads lie 100 m apart (schools of Beijing: 85 m as found, 95 m taken back).

#include <algorithm>
#include <cmath>
#include <iostream>
#include <limits>
#include <map>

#include <gtest/gtest.h>

#include "io/read/layer.hpp"
#include "io/read/osm.hpp"
#include "tests/io/layer_files.hpp"
#include "tests/support/test_data.hpp"

namespace lifecircle {
namespace {

using test::data;

/// Things of an OSM file by name.
struct City {
  Frame frame;
  std::map<std::string, std::vector<Shape>> named;
};

City city_of(const std::string& osm, const std::string& filter) {
  City city{Frame::around(osm_extent(osm).value()).value(), {}};
  Problems ignored;
  const Features found =
      read_osm_features(osm, city.frame, {{filter}}, {"name"}, ignored).value().features;
  const auto& names = found.columns[static_cast<std::size_t>(found.column("name"))];
  for (std::size_t i = 0; i < found.size(); ++i)
    if (!names[i].empty()) city.named[names[i]].push_back(found.shape[i]);
  return city;
}

/// Metres to the thing whose name `text` begins with (the longest such name), if it is within the
/// 1.5 km that a web map may be off; else nothing.
std::optional<double> metres_to_namesake(const City& city, const std::string& text, Point p) {
  const std::vector<Shape>* shapes = nullptr;
  for (const auto& [name, all] : city.named)  // sorted: the longest prefix comes last
    if (text.starts_with(name)) shapes = &all;
  if (shapes == nullptr) return std::nullopt;
  double best = std::numeric_limits<double>::infinity();
  for (const Shape& shape : *shapes)
    best = std::min(best, nearest_on_outline(shape, p).distance_mm / 1e3);
  return best < 1500 ? std::optional{best} : std::nullopt;
}

struct Median {
  std::size_t points = 0;
  double metres = 0;
};

/// Over the points whose column `says` begins with a name of the city.
Median median_of(const City& city, const std::string& file, const std::string& says,
                 const std::string& crs) {
  LayerSource source = test::source_of(file);
  source.crs = crs;
  Problems problems;
  const Features points = read_features(source, city.frame, {says}, false, problems).value();
  std::vector<double> metres;
  for (std::size_t i = 0; i < points.size(); ++i)
    if (const auto m = metres_to_namesake(city, points.columns[0][i], points.shape[i].parts[0][0]))
      metres.push_back(*m);
  std::ranges::sort(metres);
  return metres.empty() ? Median{} : Median{metres.size(), metres[metres.size() / 2]};
}

void print(const char* what, const Median& before, const Median& after) {
  std::cout << what << ": " << before.metres << " m (" << before.points << " points) -> "
            << after.metres << " m (" << after.points << ")\n";
}

TEST(WebMap, SchoolsOfBeijingLieAtTheirNamesakesOnceTakenBack) {
  const std::string osm = data("china_osm/beijing_tsinghua.osm.gz");
  const std::string file = data("poi/beijing/中学.json");
  if (osm.empty() || file.empty()) GTEST_SKIP();
  const City city = city_of(osm, "amenity=school");
  const Median before = median_of(city, file, "Name", "EPSG:4326");
  const Median after = median_of(city, file, "Name", "gcj02");
  print("schools", before, after);
  EXPECT_GE(after.points, 5u);
  EXPECT_GT(before.metres, 250);
  EXPECT_LT(after.metres, 50);
}

TEST(WebMap, RestaurantsOfShanghaiLieOnTheRoadOfTheirAddressOnceTakenBack) {
  const std::string osm = data("china_osm/shanghai_huangpu_drive.osm.gz");
  const std::string file = data("poi/shanghai_amap.csv");
  if (osm.empty() || file.empty()) GTEST_SKIP();
  const City city = city_of(osm, "highway=*");
  const Median before = median_of(city, file, "address", "EPSG:4326");
  const Median after = median_of(city, file, "address", "gcj02");
  print("restaurants", before, after);
  EXPECT_GE(after.points, 40u);
  EXPECT_GT(before.metres, 300);
  EXPECT_LT(after.metres, 100);
  // One formula too much takes them as far away again: they are not in BD-09.
  EXPECT_GT(median_of(city, file, "address", "bd09").metres, 300);
}

TEST(WebMap, PlacesOfBaiduLieWhereAPeerPutsThem) {
  // BD-09, and metres east and north of 121.505, 31.333 as a peer (15min-LivingCircle, region
  // shanghai-new-jiangwan) has them by its own formulas.
  const Frame frame = test::frame_around(121.505, 31.333, 121.505, 31.333);
  struct Pair {
    double lon, lat, east, north;
  };
  LayerSource source;
  const test::Folder folder;
  const std::vector<Pair> pairs{{121.516516, 31.322219, 48.88230888778344, -1610.8141606155323},
                                {121.530124, 31.318948, 1352.6035043597494, -1992.0453036197932},
                                {121.496471, 31.338742, -1865.5170781316647, 220.49750364638885},
                                {121.541886, 31.331119, 2478.956557720884, -659.0325699212576}};
  std::string table = "lon,lat\n";
  for (const Pair& p : pairs) table += std::to_string(p.lon) + "," + std::to_string(p.lat) + "\n";
  source = test::source_of(folder.write("a.csv", table));
  source.crs = "bd09";
  Problems problems;
  const Features found = read_features(source, frame, {}, false, problems).value();
  ASSERT_EQ(found.size(), pairs.size());
  constexpr double kDegree_m = 111'320;  // the peer's plane
  const double parallel_m = kDegree_m * std::cos(31.333 / 57.295779513);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const LonLat at = frame.to_lonlat(found.shape[i].parts[0][0]);
    EXPECT_NEAR((at.lon - 121.505) * parallel_m, pairs[i].east, 1) << i;
    EXPECT_NEAR((at.lat - 31.333) * kDegree_m, pairs[i].north, 1) << i;
  }
}

}  // namespace
}  // namespace lifecircle
