// Whole studies on real data: what the program computes for every home equals an independent
// computation on the graph of all pieces (Boost.Graph), to the millisecond, and the rates to the
// last person.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "algorithms/circle/land.hpp"
#include "algorithms/coverage/answers.hpp"
#include "algorithms/coverage/rates.hpp"
#include "algorithms/study/service_circles.hpp"
#include "engine/base/messages.hpp"
#include "engine/places/area_index.hpp"
#include "io/read/study_file.hpp"
#include "io/read/town.hpp"
#include "tests/support/effort.hpp"
#include "tests/support/judge.hpp"
#include "tests/support/judged_town.hpp"
#include "tests/support/test_data.hpp"
#include "tests/tools/qishan.hpp"

namespace lifecircle {
namespace {

using test::Judge;

/// A study read, answered by the engine and judged.
class RealStudy {
 public:
  explicit RealStudy(const std::string& toml)
      : study_{parsed(toml)}, loaded_{load(study_, problems_)} {
    network_.emplace(town().roads);
    ground_.emplace(*network_, town().barriers);
    answers_ = compute_answers(*ground_, town(), study_.rules);
  }
  const Town& town() const { return loaded_.town; }
  const Answers& answers() const { return answers_; }
  const Problems& problems() const { return problems_; }
  const StudyRules& rules() const { return study_.rules; }

  /// The time of every `step`th home from `first` on, and every headline service, against the
  /// judge's; gives the people of these homes who are covered, in thousandths, as the judge counts
  /// them.
  std::vector<std::int64_t> judge_homes(std::size_t step, std::size_t first) const {
    std::map<std::string, Judge> judges;
    std::map<std::string, std::vector<Judge::End>> homes, facilities;
    for (const ServiceAnswer& service : answers_.services)
      for (const auto& mode : service.service->modes) {
        if (judges.contains(mode)) continue;
        const Judge& judge =
            judges.try_emplace(mode, town().roads, town().barriers, study_.rules.profiles.at(mode))
                .first->second;
        for (std::size_t h = first; h < town().homes.size(); h += step)
          homes[mode].push_back(
              {.legs = judge.legs(town().homes.at[h], limit_m(town().homes.setting[h]))});
        for (const Facility& f : town().facilities)
          facilities[mode].push_back({.legs = judge.join(f, limit_m(f.setting)).legs});
      }
    std::vector<std::int64_t> covered;
    for (const ServiceAnswer& service : answers_.services) {
      std::vector<Judge::Time> best((town().homes.size() - first + step - 1) / step, Judge::kNever);
      for (const auto& mode : service.service->modes) {
        std::vector<Judge::End> admitted;
        for (std::size_t f = 0; f < town().facilities.size(); ++f)
          if (service.kinds[FacilityId{f}]) admitted.push_back(facilities[mode][f]);
        const auto times =
            judges.at(mode).nearest(homes[mode], admitted, service.service->direction);
        for (std::size_t i = 0; i < best.size(); ++i) best[i] = std::min(best[i], times[i]);
      }
      std::int64_t people = 0;
      std::size_t wrong = 0;
      for (std::size_t i = 0; i < best.size(); ++i) {
        const std::size_t h = first + i * step;
        const Duration ours = service.headline().homes[DemandId{h}].nearest.time();
        if (ours != test::ticks(best[i]) && ++wrong <= 5)
          ADD_FAILURE() << service.service->name << ", home " << town().homes.id[h] << ": "
                        << ours.ticks() << " ms, the judge says " << best[i];
        if (best[i] <= service.service->limit.ticks()) people += town().homes.count[0][h];
      }
      EXPECT_EQ(wrong, 0u) << service.service->name;
      covered.push_back(people);
    }
    return covered;
  }

  /// Law 8 for land: the share of it in the drawn circle against the share of places in it that are
  /// covered by the exact rule, leg by leg. At most the border's strip of ground may differ.
  void expect_land_judged(std::size_t places) const {
    constexpr unsigned kSeed = 20;
    std::printf("seed %u\n", kSeed);
    std::mt19937 random{kSeed};
    const AccessMap access{town().units, study_.rules.access};
    ServiceCircles circles{*ground_, answers_, town(), study_.rules};
    for (const Land& land : town().lands) {
      std::vector<const Shape*> parcels;
      for (const Parcel& p : land.parcels) parcels.push_back(&p.area);
      ASSERT_FALSE(parcels.empty());
      // Places all over the land, each square metre alike.
      Box box = bounds(*parcels.front());
      for (const Shape* p : parcels) {
        const Box own = bounds(*p);
        box.low = {std::min(box.low.x, own.low.x), std::min(box.low.y, own.low.y)};
        box.high = {std::max(box.high.x, own.high.x), std::max(box.high.y, own.high.y)};
      }
      const AreaIndex index{parcels};
      std::uniform_int_distribution<std::int32_t> x{box.low.x, box.high.x},
          y{box.low.y, box.high.y};
      std::vector<Point> sample;
      while (sample.size() < places)
        if (const Point p{x(random), y(random)}; !index.holding(p).empty()) sample.push_back(p);

      for (std::size_t s = 0; s < answers_.services.size(); ++s) {
        const ServiceAnswer& service = answers_.services[s];
        const Shape circle = circles.own(s);
        LandQuestion question{.land = parcels,
                              .within = {},
                              .units = {},
                              .circles = {&circle},
                              .tolerance_m = circles.tolerance_m(),
                              .earth_radius_m = town().earth_radius_m};
        const LandShare share = land_shares(question).of[0][0];
        std::size_t inside = 0, covered = 0, differ = 0;
        for (const Point p : sample) {
          Duration best = Duration::never();
          for (const auto& name : service.headline().modes) {
            const ModeAnswer& mode = answers_.modes.at(name);
            const NearestField& field = mode.survey.fields[mode.field_of[s][0]];
            for (const Leg& leg : ground_->legs(mode.graph, p, access.at_m(p)))
              best = std::min(best, field.at(leg.place).time() + leg.time);
          }
          const bool is_in = !circle.parts.empty() && covers(circle, p);
          const bool is_near = best <= service.service->limit;
          inside += is_in;
          covered += is_near;
          differ += is_in != is_near;
        }
        const double land_m2 = static_cast<double>(share.land_m2),
                     drawn = static_cast<double>(share.covered_m2) / land_m2,
                     doubt = static_cast<double>(share.doubt_m2) / land_m2;
        const auto of_all = [&](std::size_t some) {
          return static_cast<double>(some) / static_cast<double>(places);
        };
        // Five standard errors: one run in two million.
        const double one = of_all(1), chance = 5 * std::sqrt(0.25 * one),
                     chance_of_few = 5 * std::sqrt(std::max(doubt, one) * one);
        std::printf(
            "%s, %s: %.4f %% of %.1f ha drawn, doubt %.4f %%; of %zu places %.4f %% in the "
            "drawing, %.4f %% covered, %.4f %% differ\n",
            land.name.c_str(), service.service->name.c_str(), 100 * drawn, land_m2 / 1e4,
            100 * doubt, places, 100 * of_all(inside), 100 * of_all(covered), 100 * of_all(differ));
        EXPECT_NEAR(of_all(inside), drawn, chance);
        EXPECT_LE(of_all(differ), doubt + chance_of_few);
        EXPECT_GT(share.covered_m2, 0);
        EXPECT_LT(share.covered_m2, share.land_m2);
      }
    }
  }

  /// What --strict asks for: these files are sound.
  void expect_nothing_set_aside() const {
    for (const Problem& p : problems_.list()) EXPECT_FALSE(p.set_aside) << p.key << " " << p.row;
  }

  /// Compares the people covered, too; with step 1 that is the rate of the study itself.
  void expect_judged(std::size_t step = 1, std::size_t first = 0) const {
    std::printf("[  effort  ] judging every home in %zu, of %zu\n", step, town().homes.size());
    const auto covered = judge_homes(step, first);
    for (std::size_t s = 0; s < covered.size(); ++s) {
      const ServiceAnswer& service = answers_.services[s];
      const Rate rate = rate_of(answers_, service, service.headline(), 0);
      std::int64_t ours = 0;
      for (std::size_t h = first; h < town().homes.size(); h += step)
        if (is_covered(*service.service, service.headline(), DemandId{h}))
          ours += town().homes.count[0][h];
      EXPECT_EQ(ours, covered[s]) << service.service->name;
      if (step == 1) {
        EXPECT_EQ(rate.covered, covered[s]) << service.service->name;
      }
      std::printf("%s: %.3f of %.3f (%.4f %%)\n", service.service->name.c_str(),
                  static_cast<double>(rate.covered) / 1e3, static_cast<double>(rate.total) / 1e3,
                  rate.percent().value_or(-1));
    }
  }

 private:
  double limit_m(Setting setting) const { return study_.rules.access.of(setting); }
  static StudyFile parsed(const std::string& toml) {
    auto study = parse_study(toml, "study.toml",
                             std::string{LIFECIRCLE_SOURCE_DIR} + "/data/profiles", true);
    if (!study)
      throw std::runtime_error{say(study.error().key, Language::en, study.error().args) + " " +
                               study.error().where};
    return std::move(study).value();
  }
  static LoadedTown load(const StudyFile& study, Problems& problems) {
    auto loaded = load_town(study, problems);
    if (!loaded)
      throw std::runtime_error{say(loaded.error().key, Language::en, loaded.error().args) + " " +
                               loaded.error().where};
    return std::move(loaded).value();
  }

  Problems problems_;
  StudyFile study_;
  LoadedTown loaded_;
  std::optional<Network> network_;
  std::optional<Ground> ground_;
  Answers answers_;
};

/// Which homes are judged where CI judges one in `step`: fewer where less is tried.
std::size_t one_in(std::size_t step) {
  return static_cast<std::size_t>(
      std::round(static_cast<double>(step) / std::min(1.0, test::effort())));
}

std::string service(const std::string& name, const std::string& kind, const std::string& modes,
                    int minutes, const std::string& more = "") {
  return "[[services]]\nname = \"" + name + "\"\nkinds = [\"" + kind + "\"]\nmodes = [" + modes +
         "]\nminutes = " + std::to_string(minutes) + "\n" + more;
}

TEST(RealStudies, PortoAlegreHealthcareToTheLastPerson) {
  const auto osm = test::data("poa/poa_osm.pbf"), hexagons = test::data("poa/poa_hexgrid.csv");
  if (osm.empty() || hexagons.empty()) GTEST_SKIP();
  std::string counts;
  for (int n = 1; n < 100; ++n) counts += (n > 1 ? ",\"" : "\"") + std::to_string(n) + "\"";
  const RealStudy study{
      "[study]\nname = \"Porto Alegre\"\n[[network.osm]]\nfile = \"" + osm +
      "\"\n[[people]]\nfile = \"" + hexagons +
      "\"\nid = \"id\"\npeople = \"population\"\n[[facilities]]\nkind = \"health\"\nfile = \"" +
      hexagons + "\"\nid = \"id\"\nwhere = { healthcare = [" + counts + "] }\n" +
      service("walk_15", "health", "\"walk\"", 15) + service("drive_10", "health", "\"car\"", 10) +
      service("fire_engine", "health", "\"car\"", 5, "direction = \"from\"\n")};
  EXPECT_EQ(study.town().facilities.size(), 117u);
  EXPECT_EQ(study.town().homes.size(), 1227u);
  std::int64_t people = 0;
  for (const std::int64_t count : study.town().homes.count[0]) people += count;
  EXPECT_EQ(people, 812'935'000);
  study.expect_nothing_set_aside();
  study.expect_judged(one_in(1));
}

TEST(RealStudies, AndorraHospitalsToTheLastPlace) {
  const auto osm = test::data("andorra/andorra.osm.pbf");
  if (osm.empty()) GTEST_SKIP();
  const RealStudy study{"[study]\nname = \"Andorra\"\n[[network.osm]]\nfile = \"" + osm +
                        "\"\n[[people]]\nfile = \"" + osm +
                        "\"\nosm = [\"place=city|town|village|hamlet\"]\n[[facilities]]\nkind = "
                        "\"hospital\"\nfile = \"" +
                        osm + "\"\nosm = [\"amenity=hospital\"]\n" +
                        service("car_30", "hospital", "\"car\"", 30) +
                        service("best_30", "hospital", "\"walk\", \"car\"", 30)};
  EXPECT_EQ(study.town().facilities.size(), 7u);
  EXPECT_EQ(study.town().homes.size(), 59u);
  study.expect_nothing_set_aside();
  study.expect_judged(one_in(1));
}

TEST(RealStudies, LiechtensteinFromItsOsmFileAlone) {
  const auto osm = test::data("liechtenstein/liechtenstein-latest.osm.pbf");
  if (osm.empty()) GTEST_SKIP();
  const RealStudy study{
      "[study]\nname = \"Liechtenstein\"\n[[network.osm]]\nfile = \"" + osm +
      "\"\n[[people]]\nfile = \"" + osm +
      "\"\nosm = [\"building=*\"]\n[[facilities]]\nkind = \"school\"\nfile = \"" + osm +
      "\"\nosm = [\"amenity=school\"]\n[[facilities]]\nkind = \"hospital\"\nfile = \"" + osm +
      "\"\nosm = [\"amenity=hospital\"]\n" + service("school_15", "school", "\"walk\"", 15) +
      service("hospital_30", "hospital", "\"walk\", \"ebike\"", 30)};
  EXPECT_EQ(study.town().facilities.size(), 20u);
  EXPECT_GE(study.town().homes.size(), 9000u);
  // The judge needs memory for every leg of every home it is asked for, and half a minute for a
  // twentieth of them: all only on demand.
  const std::size_t step = one_in(20);
  const std::size_t parts = std::getenv("LIFECIRCLE_JUDGE_ALL") != nullptr ? step : 1;
  for (std::size_t first = 0; first < parts; ++first) study.expect_judged(step, first);
}

TEST(RealStudies, QishanFromTheFilesOfItsBureaus) {
  const auto folder = test::data("qishan");
  if (folder.empty()) GTEST_SKIP();
  const RealStudy study{test::qishan_study(folder)};
  EXPECT_EQ(study.town().facilities.size(), 9u) << "towns, in GCJ-02";
  EXPECT_EQ(study.town().homes.size(), 90u) << "9 villages with points and 81 located by name";
  std::size_t located = 0, roads = 0, towns = 0;
  for (const Conversion& c : study.problems().conversions())
    for (const auto& step : c.steps) {
      if (step.key == "crs_done_located") {
        ++located;
        EXPECT_EQ(step.args.at(0), "81");
      }
      if (c.file.ends_with("road.shp")) ++roads;
      if (step.key == "crs_done_gcj02") ++towns;
    }
  EXPECT_GE(located, 1u);
  EXPECT_GE(roads, 1u);
  EXPECT_GE(towns, 1u);
  study.expect_judged(one_in(1));
}

TEST(RealStudies, ResidentialLandOfLiechtensteinInCirclesOfSchools) {
  const auto osm = test::data("liechtenstein/liechtenstein-latest.osm.pbf");
  if (osm.empty()) GTEST_SKIP();
  const RealStudy study{
      "[study]\nname = \"Liechtenstein\"\n[[network.osm]]\nfile = \"" + osm +
      "\"\n[[people]]\nfile = \"" + osm +
      "\"\nosm = [\"place=village\"]\n[[facilities]]\nkind = \"school\"\nfile = \"" + osm +
      "\"\nosm = [\"amenity=school\"]\n[[land]]\nname = \"residential\"\nfile = \"" + osm +
      "\"\nosm = [\"landuse=residential\"]\n" + service("school_10", "school", "\"walk\"", 10) +
      service("school_5", "school", "\"walk\", \"ebike\"", 5)};
  ASSERT_EQ(study.town().lands.size(), 1u);
  EXPECT_EQ(study.town().lands[0].parcels.size(), 17u);
  study.expect_land_judged(20'000);
}

}  // namespace
}  // namespace lifecircle
