#include "algorithms/gaps/gaps.hpp"

#include <numeric>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "tests/support/property.hpp"
#include "tests/support/random_town.hpp"

namespace lifecircle::test {
namespace {

/// Homes and an answer to nothing in particular: what gaps are made of.
struct Scattered {
  Homes homes;
  std::vector<Facility> facilities;
  Uncovered uncovered;
  GapDistances distances{.town_m = 20, .country_m = 50, .unknown_m = 35};

  explicit Scattered(std::uint64_t seed) {
    Dice dice{seed, 62};
    const auto place = [&] {
      return Point{static_cast<std::int32_t>(dice.below(30)) * 5000,
                   static_cast<std::int32_t>(dice.below(30)) * 5000};
    };
    const std::size_t count = dice.below(60);
    homes.measures = {{"people", "people"}, {"elderly", "people"}};
    homes.count.resize(2);
    uncovered.homes = Column<DemandId, char>(count);
    uncovered.nearest = Column<DemandId, Label>(count);
    uncovered.ranked_by = dice.below(2);
    for (std::uint32_t f = 0; f < 3; ++f) {
      Facility facility;
      facility.id = std::to_string(f);
      facility.shape = {ShapeKind::point, {{place()}}};
      facilities.push_back(facility);
    }
    uncovered.admitted = Column<FacilityId, char>(3, 1);
    uncovered.admitted[FacilityId{dice.below(3)}] = 0;
    for (std::size_t h = 0; h < count; ++h) {
      homes.id.push_back(std::to_string(h));
      homes.at.push_back(place());
      homes.setting.push_back(static_cast<Setting>(dice.below(3)));
      homes.unit.push_back(dice.chance(50) ? std::nullopt : std::optional{UnitId{dice.below(2)}});
      for (auto& c : homes.count) c.push_back(dice.chance(20) ? 0 : 1000 * dice.below(9));
      uncovered.homes[DemandId{h}] = dice.chance(60) ? 1 : 0;
      if (dice.chance(80))
        uncovered.nearest[DemandId{h}] =
            Label{Duration::seconds(600 + dice.below(900)), FacilityId{dice.below(3)}};
    }
  }
  double reach_m(std::size_t h) const { return distances.of(homes.setting[h]); }
};

/// Clusters by spreading from home to home, over all pairs.
std::set<std::set<std::size_t>> clusters_of(const Scattered& s) {
  const auto counts = [&](std::size_t h) {
    return s.uncovered.homes[DemandId{h}] && s.homes.count[s.uncovered.ranked_by][h] > 0;
  };
  std::set<std::set<std::size_t>> clusters;
  std::vector<bool> seen(s.homes.size(), false);
  for (std::size_t start = 0; start < s.homes.size(); ++start) {
    if (!counts(start) || seen[start]) continue;
    std::vector<std::size_t> cluster{start};
    seen[start] = true;
    for (std::size_t i = 0; i < cluster.size(); ++i)
      for (std::size_t h = 0; h < s.homes.size(); ++h)
        if (counts(h) && !seen[h] &&
            distance_mm(s.homes.at[cluster[i]], s.homes.at[h]) <=
                1e3 * std::min(s.reach_m(cluster[i]), s.reach_m(h))) {
          seen[h] = true;
          cluster.push_back(h);
        }
    clusters.emplace(cluster.begin(), cluster.end());
  }
  return clusters;
}

TEST(Gaps, AreTheClustersOfAllPairs) {
  holds_for_all(1000, [](std::uint64_t seed) {
    const Scattered s{seed};
    const auto gaps = find_gaps(s.homes, s.facilities, s.uncovered, s.distances);
    std::set<std::set<std::size_t>> found;
    for (const Gap& gap : gaps) {
      std::set<std::size_t> members;
      for (const DemandId home : gap.homes) members.insert(home.index());
      found.insert(members);

      std::int64_t people = 0, unreachable = 0;
      Label nearest;
      double straight_mm = std::numeric_limits<double>::infinity();
      for (const std::size_t h : members) {
        const std::int64_t here = s.homes.count[s.uncovered.ranked_by][h];
        const Label label = s.uncovered.nearest[DemandId{h}];
        people += here;
        if (label.is_never()) unreachable += here;
        nearest = std::min(nearest, label);
        for (std::size_t f = 0; f < s.facilities.size(); ++f)
          if (s.uncovered.admitted[FacilityId{f}])
            straight_mm = std::min(straight_mm,
                                   distance_mm(s.homes.at[h], s.facilities[f].shape.parts[0][0]));
      }
      RC_ASSERT(gap.count[s.uncovered.ranked_by] == people);
      RC_ASSERT(gap.unreachable == unreachable);
      RC_ASSERT(gap.nearest == nearest);
      RC_ASSERT(std::abs(*gap.straight_m - straight_mm / 1e3) < 1e-6);
    }
    RC_ASSERT(found == clusters_of(s));
    for (std::size_t i = 1; i < gaps.size(); ++i)
      RC_ASSERT(gaps[i - 1].count[s.uncovered.ranked_by] >= gaps[i].count[s.uncovered.ranked_by]);
  });
}

}  // namespace
}  // namespace lifecircle::test
