// `lifecircle circles`, from the words of a command line to the file, read back with GDAL.

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include <cpl_minixml.h>
#include <gdal_priv.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>
#include <nlohmann/json.hpp>

#include "engine/base/parallel.hpp"
#include "tests/support/test_data.hpp"
#include "tools/lifecircle/console.hpp"
#include "tools/lifecircle/program.hpp"

namespace lifecircle {
namespace {

namespace fs = std::filesystem;
using Words = std::vector<std::string>;

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "lifecircle_circles_XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    path_ = name;
  }
  ~Folder() { fs::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string file(const std::string& name) const { return (path_ / name).string(); }
  std::string write(const std::string& name, const std::string& bytes) const {
    std::ofstream{path_ / name, std::ios::binary} << bytes;
    return file(name);
  }

 private:
  fs::path path_;
};

std::string bytes_of(const std::string& path) {
  std::ifstream file{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{file}, {}};
}

struct Answer {
  int code;
  std::string out, err;
};
Answer ask(Words words) {
  std::ostringstream out, err;
  const int code = run_program(words, out, err, Terminal{});
  return {code, out.str(), err.str()};
}

/// One row of a result, as GDAL reads it.
struct Row {
  std::string id;
  double minutes = 0, minutes_from = 0, area_m2 = 0, people = -1;
  std::int64_t places = -1;
  std::unique_ptr<OGRGeometry> shape;
};
std::vector<Row> rows_of(const std::string& path) {
  GDALAllRegister();
  const GDALDatasetUniquePtr data{
      GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY)};
  std::vector<Row> rows;
  if (!data) return rows;
  for (const auto& feature : *data->GetLayer(0)) {
    Row row;
    const auto number = [&](const char* name, double missing) {
      const int at = feature->GetFieldIndex(name);
      return at < 0 || !feature->IsFieldSetAndNotNull(at) ? missing : feature->GetFieldAsDouble(at);
    };
    row.id = feature->GetFieldAsString("id");
    row.minutes = number("minutes", -1);
    row.minutes_from = number("minutes_from", -1);
    row.area_m2 = number("area_m2", -1);
    row.people = number("people", -1);
    row.places = static_cast<std::int64_t>(number("places", -1));
    row.shape.reset(feature->StealGeometry());
    rows.push_back(std::move(row));
  }
  // A FlatGeobuf has its rows in the order of its index.
  std::ranges::sort(rows, {}, [](const Row& row) {
    return std::tuple{row.id, row.minutes, row.places};
  });
  return rows;
}

/// A cross of two streets of 2 km on a plane near Xi'an, and clinics at its ends and middle.
/// (0.009 degrees of latitude are a kilometre; 0.01090 of longitude at 34.)
constexpr const char* kRoads =
    R"({"type":"FeatureCollection","features":[
{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[108.989,34.0],[109.0,34.0],[109.011,34.0]]}},
{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[109.0,33.991],[109.0,34.0],[109.0,34.009]]}}]})";
constexpr const char* kClinics =
    "id,lon,lat\nnorth,109.0,34.008\nmiddle,109.0,34.0\nfar,109.5,34.5\n";
constexpr const char* kHomes =
    "lon,lat,n\n109.0,34.0041,10\n109.009,34.0,7\n109.0,33.992,5.5\n109.0,34.0089,3\n";

class Cross {
 public:
  Cross()
      : roads{folder.write("roads.geojson", kRoads)},
        clinics{folder.write("clinics.csv", kClinics)},
        homes{folder.write("homes.csv", kHomes)} {}
  Words words(const std::string& out, Words more) const {
    Words all{"circles", "--roads", roads, "--places", clinics, "--id",  "id", "--people",
              homes,     "--count", "n",   "--access", "50",    "--out", out};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  Folder folder;
  std::string roads, clinics, homes;
};

TEST(CirclesVerb, DrawsACircleAPlaceWithThePeopleItReaches) {
  const Cross cross;
  for (const char* ending : {"fgb", "geojson", "shp", "gpkg", "kml"}) {
    const std::string out = cross.folder.file(std::string{"circles."} + ending);
    const Answer answer = ask(cross.words(out, {"--minutes", "10,5"}));
    ASSERT_EQ(answer.code, 0) << ending << "\n" << answer.err;
    if (std::string{ending} == "kml" || std::string{ending} == "shp") {
      EXPECT_EQ(rows_of(out).size(), 6u) << ending;  // their names of columns are shorter
      continue;
    }
    const auto rows = rows_of(out);
    ASSERT_EQ(rows.size(), 6u) << ending;
    std::map<std::pair<std::string, double>, const Row*> by;
    for (const Row& row : rows) by[{row.id, row.minutes}] = &row;
    // 4.8 km/h: 400 m in 5 minutes, 800 m in 10.
    EXPECT_EQ(by.at({"middle", 5})->people, 0) << "the next home is 456 m away";
    EXPECT_EQ(by.at({"middle", 10})->people, 10);
    EXPECT_EQ(by.at({"north", 5})->people, 3);
    EXPECT_EQ(by.at({"north", 10})->people, 13);
    EXPECT_EQ(by.at({"far", 10})->people, 0);
    EXPECT_EQ(by.at({"far", 10})->shape, nullptr) << "no road within 50 m: a row, but no ground";
    for (const auto& [key, row] : by) {
      if (row->shape) {
        EXPECT_TRUE(row->shape->IsValid()) << key.first;
      }
    }
    // A cross of four arms, 100 m wide, each 750 m long and then tapering for 50 of walking.
    EXPECT_NEAR(by.at({"middle", 10})->area_m2, 4 * 100 * 770, 15'000);
    EXPECT_NE(answer.err.find("1 of 3 places have no road within 50 m"), std::string::npos);
  }
}

TEST(CirclesVerb, EveryProductCountsEveryPersonOnce) {
  const Cross cross;
  const std::string out = cross.folder.file("some.fgb");
  const auto rows = [&](Words more) {
    more.insert(more.begin(), {"--minutes", "10"});
    const Answer answer = ask(cross.words(out, more));
    EXPECT_EQ(answer.code, 0) << answer.err;
    return rows_of(out);
  };
  const auto sum = [](const std::vector<Row>& all, auto of) {
    double total = 0;
    for (const Row& row : all) total += of(row);
    return total;
  };
  const auto people = [](const Row& row) { return row.people; };
  const auto area = [](const Row& row) { return row.area_m2; };
  const auto dissolved = rows({"--what", "dissolved"}), split = rows({"--what", "split"}),
             overlaps = rows({"--what", "overlaps"}), alone = rows({"--what", "alone"});
  ASSERT_EQ(dissolved.size(), 1u);
  EXPECT_EQ(dissolved[0].people, 13);
  EXPECT_EQ(sum(split, people), 13);
  EXPECT_EQ(sum(overlaps, people), 13);
  EXPECT_EQ(split.size(), 3u);
  EXPECT_NEAR(sum(split, area), dissolved[0].area_m2, 50);
  EXPECT_NEAR(sum(overlaps, area), dissolved[0].area_m2, 50);
  ASSERT_EQ(overlaps.size(), 2u);
  EXPECT_EQ(overlaps[0].places, 1);
  EXPECT_EQ(overlaps[0].people, 3);
  EXPECT_EQ(overlaps[1].people, 10) << "between the two clinics";
  EXPECT_NEAR(sum(alone, area), overlaps[0].area_m2, 50);
  EXPECT_EQ(sum(alone, people), 3);
}

TEST(CirclesVerb, RingsAddUpToTheWholeCircle) {
  const Cross cross;
  const std::string out = cross.folder.file("rings.fgb");
  const auto rows = [&](Words more) {
    const Answer answer = ask(cross.words(out, more));
    EXPECT_EQ(answer.code, 0) << answer.err;
    return rows_of(out);
  };
  const auto rings = rows({"--what", "dissolved", "--rings", "--minutes", "3,5,10"}),
             disc = rows({"--what", "dissolved", "--minutes", "10"});
  ASSERT_EQ(rings.size(), 3u);
  ASSERT_EQ(disc.size(), 1u);
  double area = 0, people = 0, from = 0;
  for (const Row& ring : rings) {
    EXPECT_EQ(ring.minutes_from, from);
    from = ring.minutes;
    area += ring.area_m2;
    people += ring.people;
  }
  EXPECT_NEAR(area, disc[0].area_m2, 60);
  EXPECT_EQ(people, disc[0].people);
}

TEST(CirclesVerb, RoadsAreCutWhereTimeRunsOut) {
  const Cross cross;
  const std::string out = cross.folder.file("roads.fgb");
  const Answer answer = ask({"circles", "--roads", cross.roads, "--at", "109.0,34.0", "--minutes",
                             "5", "--what", "roads", "--out", out});
  ASSERT_EQ(answer.code, 0) << answer.err;
  double length = 0;
  for (const Row& row : rows_of(out)) {
    ASSERT_NE(row.shape, nullptr);
    const OGRLineString* line = row.shape->toLineString();
    for (int i = 0; i + 1 < line->getNumPoints(); ++i) {
      const double dx = (line->getX(i + 1) - line->getX(i)) * 92'385,
                   dy = (line->getY(i + 1) - line->getY(i)) * 110'922;
      length += std::sqrt(dx * dx + dy * dy);
    }
  }
  EXPECT_NEAR(length, 4 * 400, 4);
}

TEST(CirclesVerb, APictureIsWellFormedAndShowsWhatItStandsOn) {
  const Cross cross;
  const std::string hostile =
      cross.folder.write("places.csv", "id,lon,lat\n\"<script>&\",109.0,34.0\n");
  const std::string out = cross.folder.file("rings.svg");
  const Answer answer =
      ask({"circles", "--roads", cross.roads, "--places", hostile, "--id", "id", "--minutes",
           "3.14159265,10", "--rings", "--lang", "zh", "--out", out});
  ASSERT_EQ(answer.code, 0) << answer.err;
  const std::string svg = bytes_of(out);
  CPLXMLNode* const tree = CPLParseXMLString(svg.c_str());
  ASSERT_NE(tree, nullptr);
  CPLDestroyXMLNode(tree);
  EXPECT_EQ(svg.find("<script"), std::string::npos);
  for (const char* part : {"fill=\"#08519c\" stroke", "fill=\"#c6dbef\" stroke", "3.1416分钟内",
                           "10分钟内", "#d7301f", " m</text>", "walk 4.8"})
    EXPECT_NE(svg.find(part), std::string::npos) << part;
}

TEST(CirclesVerb, BarriersOfALayerKeepLegsFromCrossing) {
  const Cross cross;
  // A wall along the street, ten metres south of it.
  const std::string wall = cross.folder.write(
      "wall.geojson",
      R"({"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":)"
      R"({"type":"LineString","coordinates":[[108.9,33.99991],[109.1,33.99991]]}}]})");
  const auto area = [&](Words more) {
    const std::string out = cross.folder.file("walled.fgb");
    Words words{"circles", "--roads",  cross.roads, "--at",  "109.0,34.0", "--minutes",
                "5",       "--access", "50",        "--out", out};
    words.insert(words.end(), more.begin(), more.end());
    EXPECT_EQ(ask(words).code, 0);
    return rows_of(out).at(0).area_m2;
  };
  // Of the street's southern side 40 of 50 m are lost for most of 800 m.
  const double open = area({}), walled = area({"--barriers", wall});
  EXPECT_GT(open - walled, 20'000);
  EXPECT_LT(open - walled, 40'000);
}

TEST(CirclesVerb, NeverWritesOverAnInput) {
  const Cross cross;
  const std::string roads = cross.folder.file("roads.geojson");
  const std::string before = bytes_of(roads);
  fs::create_symlink(roads, cross.folder.file("link.geojson"));
  fs::create_directories(cross.folder.file("x"));
  for (const char* name : {"roads.geojson", "link.geojson", "x/../roads.geojson"}) {
    const std::string out = cross.folder.file(name);
    const Answer answer =
        ask({"circles", "--roads", roads, "--at", "109.0,34.0", "--minutes", "5", "--out", out});
    EXPECT_EQ(answer.code, 2) << out;
    EXPECT_NE(answer.err.find("one of the inputs"), std::string::npos) << answer.err;
    EXPECT_EQ(bytes_of(roads), before);
  }
}

TEST(CirclesVerb, SaysWhichPlacesCannotBeToldApart) {
  const Cross cross;
  const std::string places = cross.folder.write(
      "places.csv", "id,lon,lat\na,109.0,34.0\na,109.001,34.0\n,109.0,34.001\nb,109.0,34.002\n");
  const Answer answer = ask({"circles", "--roads", cross.roads, "--places", places, "--id", "id",
                             "--minutes", "5", "--out", cross.folder.file("doubtful.fgb")});
  EXPECT_EQ(answer.code, 0);
  EXPECT_NE(answer.err.find("1 places have no id"), std::string::npos) << answer.err;
  EXPECT_NE(answer.err.find("1 places have the id of another, for instance a"), std::string::npos)
      << answer.err;
}

TEST(CirclesVerb, TheLargestTimeComesFirstSoThatTheSmallerLieOnTop) {
  const Cross cross;
  for (const char* what : {"each", "dissolved"}) {
    ASSERT_EQ(ask({"circles", "--roads", cross.roads, "--at", "109.0,34.0", "--minutes", "5,10,15",
                   "--what", what, "--out", cross.folder.file("discs.svg")})
                  .code,
              0);
    const std::string svg = bytes_of(cross.folder.file("discs.svg"));
    const auto small = svg.find("fill=\"#08519c\" stroke"),
               large = svg.find("fill=\"#c6dbef\" stroke");
    ASSERT_NE(small, std::string::npos);
    EXPECT_LT(large, small) << what;
  }
}

TEST(CirclesVerb, NothingIsReachedFromTheMiddleOfABridge) {
  // A street of 924 m, its middle third a bridge.
  const Folder folder;
  const std::string roads = folder.write("bridge.csv",
                                         "span,WKT\nno,\"LINESTRING(108.995 34,108.998 "
                                         "34)\"\nyes,\"LINESTRING(108.998 34,109.002 34)\"\n"
                                         "no,\"LINESTRING(109.002 34,109.005 34)\"\n");
  const auto area = [&](Words more) {
    const std::string out = folder.file("bridge.fgb");
    Words words{"circles", "--roads",  roads, "--at",  "108.997,34", "--minutes",
                "30",      "--access", "50",  "--out", out};
    words.insert(words.end(), more.begin(), more.end());
    const Answer answer = ask(words);
    EXPECT_EQ(answer.code, 0) << answer.err;
    return rows_of(out).at(0).area_m2;
  };
  // 370 m of bridge, 100 m wide, less half a disc at each of its ends.
  const double street = area({}), bridge = area({"--bridge", "span"});
  EXPECT_NEAR(street - bridge, 36'950 - 7'854, 200);
  EXPECT_EQ(area({"--tunnel", "span"}), bridge);
}

TEST(CirclesVerb, TheSameBytesForAnyThreadsAndOrderOfPlaces) {
  const Cross cross;
  const std::string shuffled = cross.folder.write("shuffled.csv",
                                                  "id,lon,lat\nfar,109.5,34.5\nmiddle,109.0,34.0\n"
                                                  "north,109.0,34.008\n");
  std::string first;
  for (const char* threads : {"1", "2", "8"})
    for (const std::string& places : {cross.clinics, shuffled}) {
      std::string all;
      for (const char* what : {"each", "dissolved", "split", "overlaps", "alone", "roads"}) {
        const std::string out = cross.folder.file("same.fgb");
        const Answer answer =
            ask({"circles", "--roads", cross.roads, "--places", places, "--id", "id", "--minutes",
                 "10", "--what", what, "--threads", threads, "--out", out});
        ASSERT_EQ(answer.code, 0) << answer.err;
        all += bytes_of(out);
      }
      if (first.empty()) first = all;
      EXPECT_EQ(all, first) << threads << " " << places;
    }
  set_threads(0);
}

TEST(CirclesVerb, PlacesThatAreNoneEndInASentence) {
  const Cross cross;
  const auto refused = [&](const std::string& at) {
    const Answer answer = ask({"circles", "--roads", cross.roads, "--at", at, "--minutes", "5",
                               "--out", cross.folder.file("no.fgb")});
    EXPECT_EQ(answer.code, 2) << at;
    EXPECT_EQ(std::ranges::count(answer.err, '\n'), 3) << answer.err;
  };
  refused("34.0");
  refused("109,x");
  refused("34.0,109.0");  // latitude first
  refused("nan,34");
  EXPECT_FALSE(fs::exists(cross.folder.file("no.fgb")));
}

/// The people of each circle of Porto Alegre are those the matrix says are within its time.
TEST(CirclesVerb, PortoAlegreCountsThePeopleTheMatrixCounts) {
  const auto osm = test::data("poa/poa_osm.pbf"), hexagons = test::data("poa/poa_hexgrid.csv");
  if (osm.empty() || hexagons.empty()) GTEST_SKIP();
  const Folder folder;
  // Every 40th hexagon is a place; people are told apart by their numbers alone.
  std::ifstream file{hexagons};
  std::string head, line, places;
  std::getline(file, head);
  places = head + "\n";
  std::map<std::string, double> people;
  for (int row = 0; std::getline(file, line); ++row) {
    std::stringstream cells{line};
    std::string id, lon, lat, population;
    std::getline(cells, id, ',');
    std::getline(cells, lon, ',');
    std::getline(cells, lat, ',');
    std::getline(cells, population, ',');
    if (population.empty()) continue;
    people[id] = std::stod(population);
    if (row % 40 == 0) places += line + "\n";
  }
  const std::string some = folder.write("places.csv", places), out = folder.file("c.fgb"),
                    times = folder.file("times.csv");
  const Answer circles =
      ask({"circles", "--osm", osm, "--places", some, "--id", "id", "--people", hexagons, "--count",
           "population", "--minutes", "15", "--out", out, "--json"});
  ASSERT_EQ(circles.code, 0) << circles.err;
  const Answer matrix = ask({"matrix", "--osm", osm, "--from", hexagons, "--from-id", "id", "--to",
                             some, "--to-id", "id", "--minutes", "15", "--out", times});
  ASSERT_EQ(matrix.code, 0) << matrix.err;
  std::map<std::string, double> reached;
  std::ifstream table{times};
  std::getline(table, line);
  while (std::getline(table, line)) {
    const auto one = line.find(','), two = line.find(',', one + 1);
    reached[line.substr(one + 1, two - one - 1)] += people[line.substr(0, one)];
  }
  const auto rows = rows_of(out);
  ASSERT_GT(rows.size(), 25u);
  double sum = 0;
  for (const Row& row : rows) {
    EXPECT_NEAR(row.people, reached[row.id], 1e-6) << row.id;
    sum += row.people;
  }
  EXPECT_GT(sum, 100'000);
  const auto document = nlohmann::json::parse(circles.out);
  EXPECT_EQ(document["rows"], rows.size());
  EXPECT_EQ(document["tolerance_m"], 5);
}

}  // namespace
}  // namespace lifecircle
