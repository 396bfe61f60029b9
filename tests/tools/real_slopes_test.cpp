// Slope on real ground: walking in Andorra and Porto Alegre with and without its hills.

#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "algorithms/coverage/answers.hpp"
#include "algorithms/coverage/rates.hpp"
#include "engine/base/messages.hpp"
#include "io/read/study_file.hpp"
#include "io/read/town.hpp"
#include "tests/support/test_data.hpp"
#include "tools/lifecircle/heights.hpp"

namespace lifecircle {
namespace {

/// One study on its hills and, on the same network, as if it were level.
struct HillsAndPlain {
  explicit HillsAndPlain(const std::string& toml) {
    auto read = parse_study(toml, "study.toml",
                            std::string{LIFECIRCLE_SOURCE_DIR} + "/data/profiles", true);
    if (!read) {
      ADD_FAILURE() << say(read.error().key, Language::en, read.error().args);
      return;
    }
    study = std::move(read).value();
    auto town = load_town(study, problems);
    if (!town) {
      ADD_FAILURE() << say(town.error().key, Language::en, town.error().args);
      return;
    }
    loaded.emplace(std::move(town).value());
    network.emplace(loaded->town.roads);
    auto found = heights_of(study, *network, loaded->frame, problems, {});
    if (!found || !found.value()) {
      ADD_FAILURE() << (found ? "no heights" : found.error().key);
      return;
    }
    heights = std::move(found).value();
    ground.emplace(*network, loaded->town.barriers);
    hills = compute_answers(*ground, loaded->town, study.rules, {}, &*heights);
    plain = compute_answers(*ground, loaded->town, study.rules);
  }

  Rate rate(const Answers& answers, std::size_t service) const {
    const ServiceAnswer& answer = answers.services[service];
    return rate_of(answers, answer, answer.headline(), 0);
  }
  /// Mean time of those who have one, in minutes, and how many of them differ.
  void tell(const char* name) const {
    for (std::size_t s = 0; s < hills.services.size(); ++s) {
      double on_hills = 0, on_plain = 0;
      std::size_t both = 0, differ = 0;
      for (std::size_t h = 0; h < loaded->town.homes.size(); ++h) {
        const Label a = hills.services[s].headline().homes[DemandId{h}].nearest;
        const Label b = plain.services[s].headline().homes[DemandId{h}].nearest;
        if (a.is_never() || b.is_never()) continue;
        ++both;
        differ += a.time() != b.time();
        on_hills += a.time().minutes();
        on_plain += b.time().minutes();
      }
      const Rate up = rate(hills, s), level = rate(plain, s);
      std::printf(
          "%s, %s: level %.3f of %.3f, mean %.2f min; by slope %.3f, mean %.2f min; %zu of "
          "%zu homes differ\n",
          name, hills.services[s].service->name.c_str(), static_cast<double>(level.covered) / 1e3,
          static_cast<double>(level.total) / 1e3, on_plain / static_cast<double>(both),
          static_cast<double>(up.covered) / 1e3, on_hills / static_cast<double>(both), differ,
          both);
      EXPECT_GT(differ, both / 2);
    }
    std::printf("%zu roads without height, %.3f km\n", heights->level_edges(),
                heights->level_m() / 1e3);
    for (const Problem& p : problems.list())
      if (p.key.starts_with("roads_") || p.key.starts_with("elevation_"))
        std::printf("%s\n", say(p.key, Language::en, p.args).c_str());
  }

  Problems problems;
  StudyFile study;
  std::optional<LoadedTown> loaded;
  std::optional<Network> network;
  std::optional<RoadHeights> heights;
  std::optional<Ground> ground;
  Answers hills, plain;
};

std::string service(const std::string& name, const std::string& kind, const std::string& mode,
                    int minutes, const std::string& more = "") {
  return "[[services]]\nname = \"" + name + "\"\nkinds = [\"" + kind + "\"]\nmodes = [\"" + mode +
         "\"]\nminutes = " + std::to_string(minutes) + "\n" + more;
}

TEST(RealSlopes, AndorraOnFootIsNoLargerThanLevel) {
  const auto osm = test::data("andorra/andorra.osm.pbf"),
             south = test::data("andorra/N41E001.hgt.zip"),
             north = test::data("andorra/N42E001.hgt.zip");
  if (osm.empty() || south.empty() || north.empty()) GTEST_SKIP();
  const HillsAndPlain study{
      "[network]\nelevation = [\"" + south + "\", \"" + north + "\"]\n[[network.osm]]\nfile = \"" +
      osm + "\"\n[[people]]\nfile = \"" + osm +
      "\"\nosm = [\"place=city|town|village|hamlet\", \"building=*\"]\n[[facilities]]\nkind = "
      "\"health\"\nfile = \"" +
      osm + "\"\nosm = [\"amenity=hospital|pharmacy\"]\n" +
      service("walk_30", "health", "walk", 30) +
      service("walk_30_from", "health", "walk", 30, "direction = \"from\"\n") +
      service("bicycle_15", "health", "bicycle", 15) +
      service("wheelchair_30", "health", "wheelchair", 30)};
  ASSERT_TRUE(study.heights);
  study.tell("Andorra");
  for (std::size_t s : {0u, 1u})
    EXPECT_LE(study.rate(study.hills, s).covered, study.rate(study.plain, s).covered);
  EXPECT_NE(study.rate(study.hills, 0).covered, study.rate(study.hills, 1).covered)
      << "up is not down";
  EXPECT_LT(study.heights->level_m(), 20e3) << "SRTM has voids in high mountains";
}

TEST(RealSlopes, PortoAlegreOnFootAndByBicycle) {
  const auto osm = test::data("poa/poa_osm.pbf"), hexagons = test::data("poa/poa_hexgrid.csv"),
             raster = test::data("poa/poa_elevation.tif");
  if (osm.empty() || hexagons.empty() || raster.empty()) GTEST_SKIP();
  std::string counts;
  for (int n = 1; n < 100; ++n) counts += (n > 1 ? ",\"" : "\"") + std::to_string(n) + "\"";
  const HillsAndPlain study{
      "[network]\nelevation = \"" + raster + "\"\n[[network.osm]]\nfile = \"" + osm +
      "\"\n[[people]]\nfile = \"" + hexagons +
      "\"\nid = \"id\"\npeople = \"population\"\n[[facilities]]\nkind = \"health\"\nfile = \"" +
      hexagons + "\"\nid = \"id\"\nwhere = { healthcare = [" + counts + "] }\n" +
      service("walk_15", "health", "walk", 15) + service("bicycle_15", "health", "bicycle", 15) +
      service("wheelchair_30", "health", "wheelchair", 30)};
  ASSERT_TRUE(study.heights);
  study.tell("Porto Alegre");
  EXPECT_LE(study.rate(study.hills, 0).covered, study.rate(study.plain, 0).covered);
}

}  // namespace
}  // namespace lifecircle
