// `compare --range`: rates as intervals and the places that flip, against plain loops over what
// `run` writes of each alternative by itself.

#include <cmath>
#include <cstdio>
#include <set>

#include "tests/tools/scenario_town.hpp"

namespace lifecircle::test {
namespace {

class AlternativesOfTown : public ScenarioTown {
 protected:
  struct Home {
    double people = 0;
    std::map<std::string, int> covered;  ///< by service; absent where nobody asks
  };
  /// Homes by id, out of the results of a run.
  static std::map<std::string, Home> homes_of(const fs::path& results) {
    std::map<std::string, Home> homes;
    const std::unique_ptr<GDALDataset> file{
        GDALDataset::Open((results / "results.gpkg").c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY)};
    for (const auto& feature : *file->GetLayerByName("people")) {
      Home& home = homes[feature->GetFieldAsString("id")];
      home.people = feature->GetFieldAsDouble("people");
      for (int f = 0; f < feature->GetFieldCount(); ++f) {
        const std::string name = feature->GetFieldDefnRef(f)->GetNameRef();
        if (name.ends_with("_covered") && feature->IsFieldSetAndNotNull(f))
          home.covered[name.substr(0, name.size() - 8)] = feature->GetFieldAsInteger(f);
      }
    }
    return homes;
  }
};

TEST_F(AlternativesOfTown, GiveTheIntervalOfTheRunsOfEach) {
  // Three lines each: another speed, another access limit, other people.
  const std::string more_people =
      "[[edit]]\nfile = \"county.gpkg\"\nlayer = \"dwellings\"\nid = "
      "\"id\"\nremove = [5]\n[[edit.change]]\nrow = [1, 2, 3]\nset = { "
      "people = 90 }\n";
  const std::vector<std::pair<std::string, std::string>> alternatives{
      {"slow", file("slow.toml",
                    "[profiles.walk]\naccess_kmh = 2.5\n[profiles.walk.speed]\n"
                    "residential = 3.6\n")},
      {"near", file("near.toml", "[access]\ntown_m = 120\ncountry_m = 250\n")},
      {"census", file("census.toml", more_people)}};
  std::vector<std::string> words{"compare", study.string(), "--range", "--out", at("range")};
  for (const auto& [name, path] : alternatives) {
    words.emplace_back("--scenario");
    words.push_back(path);
  }
  const Ended ended = run(words);
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_NE(ended.out.find("the study as it is"), std::string::npos) << ended.out;

  std::vector<std::string> names{"as_it_is"};
  ASSERT_EQ(run({"run", study.string(), "--out", at("as_it_is")}).code, 0);
  for (const auto& [name, path] : alternatives) {
    ASSERT_EQ(run({"run", study.string(), "--scenario", path, "--out", at(name.c_str())}).code, 0);
    names.push_back(name);
  }
  std::vector<std::vector<std::map<std::string, std::string>>> services;
  std::vector<std::map<std::string, Home>> homes;
  for (const std::string& name : names) {
    services.push_back(rows_of(folder.path / name / "services.csv"));
    homes.push_back(homes_of(folder.path / name));
  }
  const auto rows = rows_of(folder.path / "range" / "compare_range.csv");
  ASSERT_EQ(rows.size(), services.front().size());
  std::size_t wide = 0, flipping = 0;
  std::map<std::string, std::set<std::string>> flips;  // by service, ids
  for (std::size_t r = 0; r < rows.size(); ++r) {
    // Services tables of these have the same rows in the same order.
    std::string low, high, low_in, high_in;
    for (std::size_t a = 0; a < names.size(); ++a) {
      const auto& row = services[a].at(r);
      for (const char* about : {"service", "direction", "scope", "facilities", "travel", "counted"})
        ASSERT_EQ(rows[r].at(about), row.at(about));
      const std::string& rate = row.at("rate_percent");
      if (rate.empty()) continue;
      const double exact = std::stod(row.at("covered")) / std::stod(row.at("total"));
      const auto is = [&](const std::string& of) {
        return std::stod(services[static_cast<std::size_t>(std::ranges::find(names, of) -
                                                           names.begin())][r]
                             .at("covered")) /
               std::stod(services[static_cast<std::size_t>(std::ranges::find(names, of) -
                                                           names.begin())][r]
                             .at("total"));
      };
      if (low_in.empty() || exact < is(low_in)) low = rate, low_in = names[a];
      if (high_in.empty() || exact > is(high_in)) high = rate, high_in = names[a];
    }
    EXPECT_EQ(rows[r].at("lowest_percent"), low) << r;
    EXPECT_EQ(rows[r].at("highest_percent"), high) << r;
    EXPECT_EQ(rows[r].at("lowest_in"), low_in) << rows[r].at("service") << rows[r].at("counted");
    EXPECT_EQ(rows[r].at("highest_in"), high_in) << rows[r].at("service") << rows[r].at("counted");
    wide += low != high;
    if (rows[r].at("headline") != "1" || rows[r].at("counted") != "people") continue;
    const std::string& service = rows[r].at("service");
    double people = 0;
    std::set<std::string> ids, known;
    for (const auto& of : homes)
      for (const auto& [id, home] : of) {
        if (!known.insert(id).second) continue;
        bool yes = false, no = false;
        std::optional<double> first;
        for (const auto& other : homes) {
          const auto there = other.find(id);
          if (there == other.end()) continue;
          if (!first) first = there->second.people;
          const auto covered = there->second.covered.find(service);
          if (covered == there->second.covered.end()) continue;
          yes = yes || covered->second == 1;
          no = no || covered->second == 0;
        }
        if (!yes || !no) continue;
        ids.insert(id);
        people += *first;
      }
    EXPECT_EQ(std::stoul(rows[r].at("flip_places")), ids.size()) << service;
    EXPECT_NEAR(std::stod(rows[r].at("flips")), people, 0.001) << service;
    flipping += ids.size();
    flips[service] = std::move(ids);
  }
  std::printf("[  figures ] %zu of %zu rates are no single number; %zu homes flip\n", wide,
              rows.size(), flipping);
  EXPECT_GT(wide, 20U);
  EXPECT_GT(flipping, 50U);

  // And the layer has them, each once.
  const std::unique_ptr<GDALDataset> layer{GDALDataset::Open(
      (folder.path / "range" / "range.gpkg").c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY)};
  ASSERT_NE(layer, nullptr);
  std::map<std::string, std::set<std::string>> shown;
  for (const auto& feature : *layer->GetLayerByName("flips"))
    for (const auto& [service, ids] : flips) {
      if (std::string{feature->GetFieldAsString((service + "_flips").c_str())} != "flips") continue;
      EXPECT_TRUE(shown[service].insert(feature->GetFieldAsString("id")).second);
    }
  for (const auto& [service, ids] : flips) EXPECT_EQ(shown[service], ids) << service;
}

/// Without --range a plan is no assumption: nothing is said of intervals.
TEST_F(AlternativesOfTown, AreNotPlans) {
  const Ended ended = run({"compare", study.string(), "--scenario",
                           file("near.toml", "[access]\ntown_m = 120\n"), "--out", at("plain")});
  ASSERT_EQ(ended.code, 0) << ended.err;
  EXPECT_FALSE(fs::exists(folder.path / "plain" / "compare_range.csv"));
  EXPECT_FALSE(fs::exists(folder.path / "plain" / "range.gpkg"));
}

}  // namespace
}  // namespace lifecircle::test
