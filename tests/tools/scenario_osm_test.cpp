// A scenario that edits an OSM file gives, byte for byte, what a run on a file edited by hand
// gives.

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <osmium/io/pbf_output.hpp>
#include <osmium/io/reader.hpp>
#include <osmium/io/writer.hpp>
#include <osmium/io/xml_input.hpp>

#include "tests/tools/reader_children.hpp"
#include "tests/tools/scenario_town.hpp"

namespace lifecircle::test {
namespace {

using Tags = std::map<std::string, std::string>;

/// Eight by eight crossings 200 m apart, a river between the lower and the upper half with bridges
/// at columns 2 (free) and 6 (with a gate), a clinic and a pharmacy in the upper half, a second
/// clinic building beside the lower one, and homes everywhere. All objects may be edited by hand.
struct OsmTown {
  struct Node {
    double lon, lat;
    Tags tags;
  };
  struct Way {
    std::vector<std::int64_t> nodes;
    Tags tags;
  };
  std::map<std::int64_t, Node> nodes;
  std::map<std::int64_t, Way> ways;

  static std::int64_t at(int x, int y) { return 1 + x + 10 * y; }
  static Node place(double x, double y, const Tags& tags = {}) {
    // Seven digits, as files have them.
    return {116 + 0.002 * x, 40 + 0.002 * y, tags};
  }

  OsmTown() {
    for (int x = 0; x < 8; ++x)
      for (int y = 0; y < 8; ++y) {
        nodes[at(x, y)] = place(x, y);
        nodes[1000 + at(x, y)] = place(x + 0.4, y + 0.15, {{"place", "hamlet"}});
      }
    for (int i = 0; i < 8; ++i) {
      Way& row = ways[100 + i] = {{}, {{"highway", i % 3 == 0 ? "tertiary" : "residential"}}};
      Way& lower = ways[200 + i] = {{}, {{"highway", "residential"}}};
      Way& upper = ways[300 + i] = {{}, {{"highway", "residential"}}};
      for (int k = 0; k < 8; ++k) {
        row.nodes.push_back(at(k, i));
        (k < 4 ? lower : upper).nodes.push_back(at(i, k));
      }
    }
    nodes[950] = place(6, 3.6, {{"barrier", "gate"}, {"access", "private"}});
    ways[402] = {{at(2, 3), at(2, 4)}, {{"highway", "tertiary"}, {"bridge", "yes"}}};
    ways[406] = {{at(6, 3), 950, at(6, 4)}, {{"highway", "tertiary"}, {"bridge", "yes"}}};
    nodes[960] = place(-1, 3.5);
    nodes[961] = place(9, 3.5);
    ways[400] = {{960, 961}, {{"waterway", "river"}}};
    nodes[901] = place(4.3, 6.2, {{"amenity", "clinic"}, {"name", "upper"}});
    nodes[902] = place(5.3, 5.2, {{"amenity", "pharmacy"}, {"name", "mill"}});
    const double corners[4][2] = {{1.2, 1.2}, {1.5, 1.2}, {1.5, 1.5}, {1.2, 1.5}};
    Way& house = ways[500] = {{}, {{"amenity", "clinic"}, {"building", "yes"}, {"name", "lower"}}};
    for (int c = 0; c < 4; ++c) {
      nodes[970 + c] = place(corners[c][0], corners[c][1]);
      house.nodes.push_back(970 + c);
    }
    house.nodes.push_back(970);
  }

  std::string text() const {
    std::ostringstream all;
    all.precision(10);
    all << "<?xml version='1.0' encoding='UTF-8'?>\n<osm version=\"0.6\">\n";
    const auto tags_of = [&](const Tags& tags) {
      for (const auto& [key, value] : tags)
        all << "<tag k=\"" << key << "\" v=\"" << value << "\"/>";
    };
    for (const auto& [id, node] : nodes) {
      all << "<node id=\"" << id << "\" version=\"1\" lon=\"" << node.lon << "\" lat=\"" << node.lat
          << "\">";
      tags_of(node.tags);
      all << "</node>\n";
    }
    for (const auto& [id, way] : ways) {
      all << "<way id=\"" << id << "\" version=\"1\">";
      for (const auto node : way.nodes) all << "<nd ref=\"" << node << "\"/>";
      tags_of(way.tags);
      all << "</way>\n";
    }
    return all.str() + "</osm>\n";
  }
};

class ScenarioOsm : public testing::Test {
 protected:
  /// The town and its study in a folder of their own; the study's path.
  std::string write(const std::string& name, const OsmTown& town, const std::string& ending) {
    const fs::path where = folder.path / name;
    fs::create_directories(where);
    const std::string plain = (where / "plain.osm").string(),
                      file = (where / ("town" + ending)).string();
    std::ofstream{plain} << town.text();
    fs::remove(file);
    if (ending == ".osm") {
      fs::rename(plain, file);
    } else {
      osmium::io::Reader reader{plain};
      osmium::io::Writer writer{file};
      while (osmium::memory::Buffer buffer = reader.read()) writer(std::move(buffer));
      writer.close();
      fs::remove(plain);
    }
    const std::string source = "file = \"town" + ending + "\"\n";
    std::ofstream{where / "study.toml"}
        << "[study]\nname = \"t\"\n[[network.osm]]\n" + source +
               "[barriers]\nosm = true\n[[people]]\n" + source +
               "osm = [\"place=hamlet\"]\n[[facilities]]\nkind = \"clinic\"\n" + source +
               "osm = [\"amenity=clinic\"]\n[[facilities]]\nkind = \"pharmacy\"\n" + source +
               "osm = [\"amenity=pharmacy\"]\n[[services]]\nname = \"clinic\"\nkinds = "
               "[\"clinic\"]\nmodes = [\"walk\", \"car\"]\nminutes = 5\n[[services]]\nname = "
               "\"pharmacy\"\nkinds = [\"pharmacy\"]\nmodes = [\"car\"]\nminutes = 3\n";
    return (where / "study.toml").string();
  }
  std::string scenario(const std::string& text, const std::string& ending) const {
    const std::string path = (folder.path / "base" / "scenario.toml").string();
    std::ofstream{path} << "[[edit]]\nfile = \"town" + ending + "\"\n" + text;
    return path;
  }
  std::string out(const char* name) const { return (folder.path / name).string(); }

  /// Holds that the edit does what `by_hand` does to the file, and that this changes results.
  void expect_as_by_hand(const std::string& edit, const std::function<void(OsmTown&)>& by_hand) {
    for (const std::string ending : {".osm", ".osm.pbf"}) {
      SCOPED_TRACE(edit + ending);
      OsmTown town;
      const std::string base = write("base", town, ending);
      by_hand(town);
      const std::string hand = write("hand", town, ending);
      const Ended edited =
          run({"run", base, "--scenario", scenario(edit, ending), "--out", out("edited")});
      ASSERT_EQ(edited.code, 0) << edited.err;
      const Ended before = run({"run", base, "--out", out("before")});
      ASSERT_EQ(before.code, 0) << before.err;
      const Ended wanted = run({"run", hand, "--out", out("wanted")});
      ASSERT_EQ(wanted.code, 0) << wanted.err;
      EXPECT_GE(expect_same_results(out("wanted"), out("edited")), 4u);
      EXPECT_EQ(bytes_of(fs::path{out("wanted")} / "problems.csv"),
                bytes_of(fs::path{out("edited")} / "problems.csv"));
      EXPECT_TRUE(bytes_of(fs::path{out("wanted")} / "results.gpkg") !=
                  bytes_of(fs::path{out("before")} / "results.gpkg"))
          << "the edit changes nothing";
    }
  }
  /// Holds that the run ends with the sentence.
  void expect_said(const std::string& edit, const std::string& sentence, const std::string& where) {
    for (const std::string ending : {".osm", ".osm.pbf"}) {
      const std::string base = write("base", OsmTown{}, ending);
      const Ended ended =
          run({"run", base, "--scenario", scenario(edit, ending), "--out", out("none")});
      EXPECT_EQ(ended.code, 3) << edit;
      EXPECT_NE(ended.err.find(sentence), std::string::npos) << edit << '\n' << ended.err;
      EXPECT_NE(ended.err.find(where), std::string::npos) << edit << '\n' << ended.err;
      EXPECT_FALSE(fs::exists(out("none")));
    }
  }

  ScenarioFolder folder;
};

TEST_F(ScenarioOsm, WayRemoved) {
  expect_as_by_hand("remove = \"w402\"\n", [](OsmTown& town) { town.ways.erase(402); });
}

TEST_F(ScenarioOsm, WaysWithOtherTags) {
  expect_as_by_hand(
      "[[edit.change]]\nrow = [\"w100\", \"w103\"]\nset = { highway = \"service\", maxspeed = 10 "
      "}\n",
      [](OsmTown& town) {
        for (const int id : {100, 103}) {
          town.ways[id].tags["highway"] = "service";
          town.ways[id].tags["maxspeed"] = "10";
        }
      });
  expect_as_by_hand("[[edit.change]]\nrow = \"w402\"\nset = { oneway = \"yes\", foot = \"no\" }\n",
                    [](OsmTown& town) {
                      town.ways[402].tags["oneway"] = "yes";
                      town.ways[402].tags["foot"] = "no";
                    });
  expect_as_by_hand("[[edit.change]]\nrow = \"w402\"\nset = { bridge = \"\", highway = \"\" }\n",
                    [](OsmTown& town) { town.ways[402].tags.clear(); });
}

TEST_F(ScenarioOsm, GateOpened) {
  expect_as_by_hand("[[edit.change]]\nrow = \"n950\"\nset = { access = \"yes\" }\n",
                    [](OsmTown& town) { town.nodes[950].tags["access"] = "yes"; });
  expect_as_by_hand("[[edit.change]]\nrow = \"n950\"\nset = { barrier = \"\", access = \"\" }\n",
                    [](OsmTown& town) { town.nodes[950].tags.clear(); });
}

/// As editors of OSM do it: the ways it was on run on without it.
TEST_F(ScenarioOsm, NodeRemovedFromItsWays) {
  expect_as_by_hand("remove = \"n950\"\n", [](OsmTown& town) {
    town.nodes.erase(950);
    town.ways[406].nodes = {OsmTown::at(6, 3), OsmTown::at(6, 4)};
  });
}

TEST_F(ScenarioOsm, FacilitiesRemovedChangedAndMoved) {
  expect_as_by_hand(
      "remove = [\"n901\", \"w500\"]\n[[edit.change]]\nrow = \"n902\"\nset = { "
      "amenity = \"clinic\", name = \"was a pharmacy\" }\n[[edit.change]]\nrow = "
      "\"n1001\"\nset = { amenity = \"pharmacy\" }\n",
      [](OsmTown& town) {
        town.nodes.erase(901);
        town.ways.erase(500);
        town.nodes[902].tags = {{"amenity", "clinic"}, {"name", "was a pharmacy"}};
        town.nodes[1001].tags["amenity"] = "pharmacy";
      });
  expect_as_by_hand("[[edit.change]]\nrow = \"n901\"\nat = [116.0031234, 40.0021]\n",
                    [](OsmTown& town) {
                      town.nodes[901].lon = 116.0031234;
                      town.nodes[901].lat = 40.0021;
                    });
}

/// Over nodes that are there, so that it joins, and new ones, one for each place.
TEST_F(ScenarioOsm, WaysAndFacilitiesAdded) {
  expect_as_by_hand(
      "[[edit.add]]\nset = { highway = \"primary\", bridge = \"yes\" }\nline = [\"n35\", "
      "[116.0081, 40.0072], \"n45\"]\n"
      "[[edit.add]]\nat = [116.0005, 40.0011]\nset = { amenity = \"clinic\", name = \"new\" }\n"
      "[[edit.add]]\nset = { highway = \"footway\" }\nline = [\"n34\", [116.0081, 40.0072]]\n"
      "[[edit.change]]\nrow = \"w107\"\nline = [\"n71\", [116.001, 40.0135], \"n73\"]\n",
      [](OsmTown& town) {
        town.nodes[-1] = {116.0005, 40.0011, {{"amenity", "clinic"}, {"name", "new"}}};
        town.nodes[-2] = {116.0081, 40.0072, {}};
        town.nodes[-3] = {116.001, 40.0135, {}};
        town.ways[-1] = {{35, -2, 45}, {{"highway", "primary"}, {"bridge", "yes"}}};
        town.ways[-2] = {{34, -2}, {{"highway", "footway"}}};
        town.ways[107].nodes = {71, -3, 73};
      });
}

/// A road joins at the nodes it names and nowhere else: without them the same line is an island.
TEST_F(ScenarioOsm, AnAddedWayLeadsAcross) {
  const std::string base = write("base", OsmTown{}, ".osm");
  const auto rate = [&](const std::string& line) {
    const Ended ended =
        run({"run", base, "--scenario",
             scenario("remove = [\"w402\", \"w406\", \"w500\"]\n[[edit.add]]\nset = { highway = "
                      "\"primary\", bridge = \"yes\" }\nline = " +
                          line + "\n",
                      ".osm"),
             "--out", out("across")});
    EXPECT_EQ(ended.code, 0) << ended.err;
    return std::stod(rows_of(fs::path{out("across")} / "services.csv").at(1).at("covered"));
  };
  EXPECT_GT(rate("[\"n35\", \"n45\"]"), rate("[[116.008, 40.006], [116.008, 40.008]]"));
}

TEST_F(ScenarioOsm, IsTheSameReadByAnotherProcess) {
  const std::string base = write("base", OsmTown{}, ".osm.pbf");
  const std::string file = scenario(
      "remove = \"w402\"\n[[edit.change]]\nrow = \"n950\"\nset = { access = \"yes\" }\n"
      "[[edit.change]]\nrow = \"w107\"\nline = [\"n71\", [116.001, 40.0135], \"n73\"]\n"
      "[[edit.add]]\nat = [116.0005, 40.0011]\nset = { amenity = \"clinic\" }\n",
      ".osm.pbf");
  ASSERT_EQ(run({"run", base, "--scenario", file, "--out", out("here")}).code, 0);
  const std::string none = scenario("remove = \"w4020\"\n", ".osm.pbf");
  const Ended here = run({"run", base, "--scenario", none, "--out", out("none")});
  const InChildren children;
  const Ended there = run({"run", base, "--scenario", none, "--out", out("none")});
  EXPECT_EQ(there.err, here.err);
  EXPECT_EQ(there.code, 3);
  scenario(
      "remove = \"w402\"\n[[edit.change]]\nrow = \"n950\"\nset = { access = \"yes\" }\n"
      "[[edit.change]]\nrow = \"w107\"\nline = [\"n71\", [116.001, 40.0135], \"n73\"]\n"
      "[[edit.add]]\nat = [116.0005, 40.0011]\nset = { amenity = \"clinic\" }\n",
      ".osm.pbf");
  ASSERT_EQ(run({"run", base, "--scenario", file, "--out", out("there")}).code, 0);
  EXPECT_GE(expect_same_results(out("here"), out("there")), 4u);
}

TEST_F(ScenarioOsm, ComparedSaysWhatWasEdited) {
  const std::string base = write("base", OsmTown{}, ".osm");
  const Ended ended = run({"compare", base, "--scenario", scenario("remove = \"w402\"\n", ".osm"),
                           "--report", "--out", out("compared")});
  ASSERT_EQ(ended.code, 0) << ended.err;
  const std::string report = bytes_of(fs::path{out("compared")} / "report.html");
  EXPECT_NE(report.find("town.osm: 0 added, 1 removed, 0 changed"), std::string::npos);
}

TEST_F(ScenarioOsm, SaysInOneSentenceWhatIsWrong) {
  const std::string change = "[[edit.change]]\nrow = \"n901\"\n";
  expect_said("remove = [\"w402\", \"w4020\"]\n", "There is no w4020 in ", "scenario.toml:1");
  expect_said("remove = \"n901000\"\n", "There is no n901000 in ", "scenario.toml:1");
  expect_said("[[edit.change]]\nrow = \"r7\"\nset = { type = \"x\" }\n", "There is no r7 in ",
              "scenario.toml:3");
  expect_said("[[edit.add]]\nset = { highway = \"path\" }\nline = [\"n11\", \"n7700\"]\n",
              "There is no n7700 in ", "scenario.toml:3");
  expect_said("remove = 402\n", "402 is no object of an OSM file", "scenario.toml:1");
  expect_said("remove = \"w0402\"\n", "w0402 is no object of an OSM file", "scenario.toml:1");
  expect_said("id = \"osm_id\"\nremove = \"w402\"\n", "neither layers nor a column",
              "scenario.toml:1");
  expect_said("layer = \"roads\"\nremove = \"w402\"\n", "neither layers nor a column",
              "scenario.toml:1");
  expect_said(change + "at = [448000.0, 4420000.0]\n", "This place cannot be given",
              "scenario.toml:3");
  expect_said(change + "line = [\"n1\", \"n2\"]\n", "This place cannot be given",
              "scenario.toml:3");
  expect_said(change + "wkt = \"POINT (116 40)\"\n", "This place cannot be given",
              "scenario.toml:3");
  expect_said(change + "set = { \"\" = \"x\" }\n", "The value of ", "scenario.toml:3");
  expect_said("[[edit.add]]\nline = [\"n1\", \"n3\"]\n", "needs tags and a place",
              "scenario.toml:3");
  expect_said("[[edit.add]]\nset = { highway = \"path\" }\n", "needs tags and a place",
              "scenario.toml:3");
  expect_said(
      "remove = \"n1\"\n[[edit.add]]\nset = { highway = \"path\" }\nline = [\"n1\", "
      "\"n3\"]\n",
      "Row n1 is edited twice", "scenario.toml:4");
  expect_said("[[edit.change]]\nrow = \"w402\"\nline = [\"w1\", \"n3\"]\n",
              "line must be two points or more", "scenario.toml:5");
}

/// A file out of an editor that has not been uploaded: its own new objects count down from -1 too.
TEST_F(ScenarioOsm, DoesNotTakeANumberThatIsTaken) {
  OsmTown town;
  town.nodes[-1] = OsmTown::place(3.5, 3.1, {{"place", "hamlet"}});
  const std::string base = write("base", town, ".osm");
  const Ended ended = run(
      {"run", base, "--scenario",
       scenario("[[edit.add]]\nat = [116.0005, 40.0011]\nset = { amenity = \"clinic\" }\n", ".osm"),
       "--out", out("none")});
  EXPECT_EQ(ended.code, 3);
  EXPECT_NE(ended.err.find("The file has an object n-1 already"), std::string::npos) << ended.err;
  // Its own may be edited as any other.
  EXPECT_EQ(
      run({"run", base, "--scenario", scenario("remove = \"n-1\"\n", ".osm"), "--out", out("own")})
          .code,
      0);
}

}  // namespace
}  // namespace lifecircle::test
