// The scenario that `site` writes is the town it promises: in random little towns, whatever becomes
// of what exists, however rows are told apart, and by which doors people come in.

#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/tools/scenario_town.hpp"

namespace lifecircle::test {
namespace {

/// A little town as files, and a study of it.
class SitedTown {
 public:
  SitedTown(const fs::path& folder, unsigned seed) : folder_{folder}, random_{seed} {
    fs::create_directories(folder);
    write_roads();
    write_homes();
    // Ids stand twice in `clinics`, once each in `hospitals`; `posts` have none.
    std::string clinics = "id,group,name,x,y\n", posts = "x,y\n";
    for (int c = 0; c < 9; ++c)
      clinics += std::to_string(c % 6) + "," + (below(2) == 0 ? "a" : "b") + ",诊所 " +
                 std::to_string(c) + "," + place() + "\n";
    clinics += "0,a,twin," + std::to_string(500300) + "," + std::to_string(3900300) + "\n" +
               "0,a,twin," + std::to_string(500300) + "," + std::to_string(3900300) + "\n";
    for (int p = 0; p < 4; ++p) posts += place() + "\n";
    write("clinics.csv", clinics);
    write("posts.csv", posts);
    write("hospitals.csv", "id,x,y\nH1," + place() + "\nH2," + place() + "\n");
    // Candidates: areas with doors of their own, points with and without, ids shared by the two.
    std::string areas = "id;wkt\n", points = "id,x,y\n", doors = "of,x,y\n",
                pharmacies = "id,serves,x,y\n", shop_doors = "of,x,y\n";
    for (int a = 0; a < 6; ++a) {
      areas += std::to_string(a) + ";" + square() + "\n";
      if (a % 2 == 0)
        for (int d = 0; d < 2; ++d) doors += std::to_string(a) + "," + place() + "\n";
    }
    for (int p = 0; p < 8; ++p) points += std::to_string(p) + "," + place() + "\n";
    for (int p = 0; p < 5; ++p) {
      pharmacies += std::to_string(p) + "," + (below(2) == 0 ? "U1" : "U2") + "," + place() + "\n";
      shop_doors += std::to_string(p) + "," + place() + "\n";
    }
    write("areas.csv", areas);
    write("points.csv", points);
    write("doors.csv", doors);
    write("pharmacies.csv", pharmacies);
    write("shop_doors.csv", shop_doors);
    write("units.csv",
          "code;kind;wkt\nU1;town;POLYGON((499000 3899000,500500 3899000,500500 3902000,499000 "
          "3902000,499000 3899000))\nU2;country;POLYGON((500500 3899000,502000 3899000,502000 "
          "3902000,500500 3902000,500500 3899000))\n");
  }

  /// A study with one siting; `entrances`: those of the areas count.
  std::string study(const std::string& siting, bool entrances) {
    const std::string crs = "crs = \"EPSG:4547\"\n", of = crs + "file = \"";
    std::string text =
        "[study]\nname = \"t\"\n[[network.roads]]\n" + of +
        "roads.csv\"\nclass = \"class\"\nwkt = \"wkt\"\n[units]\n" + of +
        "units.csv\"\ncode = \"code\"\nsetting = \"kind\"\n[access]\ntown_m = 90\ncountry_m = "
        "250\n[[people]]\n" +
        of + "homes.csv\"\nid = \"id\"\npeople = \"people\"\ngroups = { elderly = \"old\" }\n";
    for (const char* group : {"a", "b"})
      text += "[[facilities]]\nkind = \"clinic\"\n" + of +
              "clinics.csv\"\nid = \"id\"\nname = \"name\"\nwhere = { group = \"" + group +
              "\" }\n";
    text += "[[facilities]]\nkind = \"clinic\"\n" + of + "posts.csv\"\n";
    text += "[[facilities]]\nkind = \"hospital\"\n" + of + "hospitals.csv\"\nid = \"id\"\n";
    text += "[[facilities]]\nkind = \"pharmacy\"\n" + of +
            "pharmacies.csv\"\nid = \"id\"\nunit = \"serves\"\n" +
            "gates = { crs = \"EPSG:4547\", " + "file = \"shop_doors.csv\", facility = \"of\" }\n";
    text +=
        "[[services]]\nname = \"care\"\nkinds = [\"clinic\", \"hospital\"]\nmodes = "
        "[\"walk\"]\nminutes = 9\n[[services]]\nname = \"drugs\"\nkinds = [\"pharmacy\"]\nmodes = "
        "[\"walk\"]\nminutes = 7\n[circles]\nminutes = [3, 5, 8]\n[[siting]]\nname = "
        "\"new\"\nservice = \"care\"\n" +
        siting + "[[siting.candidates]]\n" + of + "areas.csv\"\nid = \"id\"\n" +
        (entrances
             ? "entrances = { crs = \"EPSG:4547\", file = \"doors.csv\", facility = \"of\" }\n"
             : "") +
        "[[siting.candidates]]\n" + of +
        "points.csv\"\nid = \"id\"\n[[siting.candidates]]\nkind = \"pharmacy\"\n";
    write("study.toml", text);
    return (folder_ / "study.toml").string();
  }

 private:
  int below(int n) { return static_cast<int>(random_() % static_cast<unsigned>(n)); }
  std::string place() {
    return std::to_string(500000 + below(1000)) + "," + std::to_string(3900000 + below(1000));
  }
  std::string square() {
    const int x = 500000 + below(900), y = 3900000 + below(900), side = 40 + below(100);
    const auto at = [](int u, int v) { return std::to_string(u) + " " + std::to_string(v); };
    return "POLYGON((" + at(x, y) + "," + at(x + side, y) + "," + at(x + side, y + side) + "," +
           at(x, y + side) + "," + at(x, y) + "))";
  }
  void write(const char* name, std::string text) const {
    std::ofstream{folder_ / name, std::ios::binary} << text;
  }
  void write_roads() {
    std::string roads = "class;wkt\n";
    const auto at = [](int x, int y) {
      return std::to_string(500000 + 125 * x) + " " + std::to_string(3900000 + 125 * y);
    };
    for (int x = 0; x < 9; ++x)
      for (int y = 0; y < 9; ++y) {
        if (x < 8 && below(6) != 0)
          roads += "residential;LINESTRING(" + at(x, y) + "," + at(x + 1, y) + ")\n";
        if (y < 8 && below(6) != 0)
          roads += "footway;LINESTRING(" + at(x, y) + "," + at(x, y + 1) + ")\n";
      }
    write("roads.csv", roads);
  }
  void write_homes() {
    std::string homes = "id,people,old,x,y\n";
    for (int h = 0; h < 70; ++h)
      homes += "h" + std::to_string(h) + "," + std::to_string(1 + below(90)) + "," +
               std::to_string(below(9)) + "," + place() + "\n";
    write("homes.csv", homes);
  }

  fs::path folder_;
  std::mt19937 random_;
};

/// What compare has of the service that was sited for, of who is counted: "base_covered", ...
std::map<std::string, std::string> compared(const fs::path& folder, const std::string& counted) {
  for (const auto& row : rows_of(folder / "compare.csv"))
    if (row.at("service") == "care" && row.at("counted") == counted &&
        row.at("travel") == "stated" && (counted != "people" || row.at("headline") == "1"))
      return row;
  ADD_FAILURE() << "nothing of " << counted;
  return {};
}

struct Met {
  int closed = 0, ids = 0, rows = 0, all = 0, entrances = 0, gates = 0, circles = 0;
};

/// One town and one siting: compare with the scenario has what siting.csv says of the rerun.
void expect_kept(unsigned seed, const std::string& siting, bool entrances, Met& met) {
  SCOPED_TRACE("seed " + std::to_string(seed) + ", entrances " + std::to_string(entrances) + "\n" +
               siting);
  const ScenarioFolder folder;
  SitedTown town{folder.path / "town", seed};
  const std::string study = town.study(siting, entrances);
  const fs::path out = folder.path / "out";
  const Ended sited = run({"site", study, "--out", out.string()});
  ASSERT_EQ(sited.code, 0) << sited.err;
  const std::string scenario = bytes_of(out / "scenario_1.toml");
  const auto has = [&](const char* text) {
    return scenario.find(text) != std::string::npos ? 1 : 0;
  };
  met.closed += has("[[close]]");
  met.ids += has("\nids = ");
  met.rows += has("\nrows = ");
  met.all += has("\nall = true");
  met.entrances += has("entrances = ");
  met.gates += has("gates = ");
  met.circles += has("[circles]");
  const Ended said = run({"compare", study, "--scenario", (out / "scenario_1.toml").string(),
                          "--out", (folder.path / "compared").string()});
  ASSERT_EQ(said.code, 0) << said.err << scenario;
  std::size_t rows = 0;
  for (const auto& row : rows_of(out / "siting.csv")) {
    const auto of = compared(folder.path / "compared", row.at("measure"));
    if (of.empty()) continue;
    EXPECT_EQ(of.at("covered"), row.at("rerun")) << scenario;
    EXPECT_EQ(row.at("after"), row.at("rerun"));
    EXPECT_EQ(of.at("total"), row.at("total"));
    ++rows;
  }
  EXPECT_GT(rows, 0u);
}

TEST(SitedScenario, DeliversWhatIsPromised) {
  Met met;
  for (unsigned seed = 1; seed <= 4; ++seed) {
    for (const bool entrances : {false, true}) {
      expect_kept(seed, "sites = 2\n", entrances, met);
      expect_kept(seed, "sites = 7\nexisting = \"may_close\"\n", entrances, met);
      expect_kept(seed, "sites = 4\nexisting = \"ignore\"\nminutes = 4\n", entrances, met);
    }
    expect_kept(
        seed,
        "sites = 14\nexisting = \"may_close\"\nclosings = 3\nminutes = 6\nweights = { people "
        "= 1, elderly = 3 }\n",
        true, met);
    expect_kept(seed, "aim = \"least_time\"\nsites = 3\nexisting = \"ignore\"\n", true, met);
  }
  // None of what it is there for was left untried.
  EXPECT_GT(met.ids, 0);
  EXPECT_GT(met.rows, 0);
  EXPECT_GT(met.all, 0);
  EXPECT_GT(met.entrances, 0);
  EXPECT_GT(met.gates, 0);
  EXPECT_GT(met.circles, 0);
  EXPECT_GT(met.closed, met.all);
}

/// A scenario written by hand closes by ids, and the very ones.
TEST(SitedScenario, ClosesNothingElse) {
  const ScenarioFolder folder;
  SitedTown town{folder.path / "town", 1};
  const std::string study = town.study("sites = 1\n", false);
  const auto with = [&](const std::string& text) {
    std::ofstream{folder.path / "s.toml"} << text;
    return run({"run", study, "--scenario", (folder.path / "s.toml").string(), "--out",
                (folder.path / "out").string(), "--format", "geojson"});
  };
  const auto refuses = [&](const std::string& text, const std::string& sentence) {
    const Ended ended = with(text);
    EXPECT_GE(ended.code, 3) << text;
    EXPECT_NE(ended.err.find(sentence), std::string::npos) << text << ended.err;
    EXPECT_NE(ended.err.find("s.toml:"), std::string::npos) << ended.err;
  };
  const std::string hospitals = "[[close]]\nkind = \"hospital\"\n",
                    clinics = "[[close]]\nkind = \"clinic\"\n";
  EXPECT_EQ(with(hospitals + "ids = [\"H1\"]\n").code, 0);
  const std::string left = bytes_of(folder.path / "out" / "facilities.geojson");
  EXPECT_EQ(left.find("\"H1\""), std::string::npos);
  EXPECT_NE(left.find("\"H2\""), std::string::npos);
  // Posts have no ids: the program tells them by their lines.
  EXPECT_EQ(with(clinics + "file = \"town/posts.csv\"\nids = [2]\n").code, 0);
  EXPECT_EQ(with(clinics + "file = \"town/clinics.csv\"\nrows = [2, 12]\n").code, 0);
  EXPECT_EQ(with(clinics + "all = true\n" + hospitals + "ids = \"H2\"\n").code, 0);
  refuses(hospitals + "ids = [\"H3\"]\n", "No facility of kind hospital has ids = H3");
  refuses(hospitals + "rows = [99]\n", "No facility of kind hospital has rows = 99");
  refuses(clinics + "file = \"town/clinics.csv\"\nids = [0]\n", "it is not said which one closes");
  refuses(clinics + "rows = [3]\n", "it is not said which one closes");
  refuses(hospitals + "file = \"town/clinics.csv\"\nall = true\n",
          "The study has no source of hospital");
  refuses(hospitals + "number = 1\nall = true\n", "The study has no source of hospital");
  refuses("[[close]]\nkind = \"school\"\nall = true\n", "The study has no source of school");
  refuses(hospitals + "ids = [\"H1\", \"H1\"]\n", "edited twice");
  refuses(hospitals, "does not say which facilities close");
  refuses(hospitals + "all = true\nids = [\"H1\"]\n", "does not say which facilities close");
  refuses(hospitals + "id = [\"H1\"]\n", "There is no key id");
}

}  // namespace
}  // namespace lifecircle::test
