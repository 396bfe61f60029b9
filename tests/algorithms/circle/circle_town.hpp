#pragma once

#include <cmath>
#include <string>
#include <vector>

#include <rapidcheck.h>

#include "algorithms/circle/circles.hpp"
#include "tests/support/property.hpp"
#include "tests/support/random_town.hpp"

namespace lifecircle::test {

/// A random town with one or two modes, and what is asked of it.
struct CircleTown {
  RandomTown town;
  Dice dice;
  Network network;
  Ground ground;
  std::vector<Profile> profiles;
  std::vector<ModeGraph> graphs;
  std::vector<const ModeGraph*> pointers;
  CircleRules rules;
  double access_m;
  double width_mm;  ///< of the town

  explicit CircleTown(const Recipe& recipe)
      : town{make_town(recipe.without({Odd::far_part}))},
        dice{recipe.seed, 70},
        network{town.roads},
        ground{network, town.barriers} {
    const auto all = random_town_profiles();
    for (const Profile& profile : all)
      if (profiles.empty() || dice.chance(30)) profiles.push_back(profile);
    if (dice.chance(40)) profiles = {dice.one_of(all)};
    for (const Profile& profile : profiles) graphs.emplace_back(network, profile);
    for (const ModeGraph& graph : graphs) pointers.push_back(&graph);
    width_mm = 8.0 * town.step_mm;
    rules.direction = dice.chance(50) ? Direction::to_facility : Direction::from_facility;
    // A few steps on foot.
    const double step_s = town.step_mm / 1e3 / 1.3;
    for (const double steps : {0.5, 1.5, 4.0})
      rules.limits.push_back(Duration::seconds(step_s * steps * (1 + dice.below(3))));
    std::ranges::sort(rules.limits);
    access_m = town.step_mm / 1e3 * (0.2 + 0.2 * dice.below(6));
    rules.tolerance_m = town.step_mm / 1e3 / (10 + 10 * dice.below(4));
  }
  Point some_point() {
    const auto coordinate = [&] {
      return static_cast<std::int32_t>(dice.below(static_cast<std::size_t>(1.4 * width_mm)) -
                                       0.2 * width_mm);
    };
    return {coordinate(), coordinate()};
  }
};

/// The facilities' fields, one a mode, from the definition.
inline std::vector<NearestField> fields_of(const CircleTown& t) {
  std::vector<NearestField> fields;
  for (const ModeGraph& graph : t.graphs) {
    std::vector<Seed> seeds;
    for (std::size_t f = 0; f < t.town.facilities.size(); ++f)
      for (const Leg& leg : join_facility(t.ground, graph, t.town.facilities[f], t.access_m).legs)
        seeds.push_back({leg.place, Label{leg.time, FacilityId{f}}});
    fields.emplace_back(graph, t.rules.direction, seeds);
  }
  return fields;
}
inline std::vector<const NearestField*> pointers_to(const std::vector<NearestField>& fields) {
  std::vector<const NearestField*> pointers;
  for (const NearestField& field : fields) pointers.push_back(&field);
  return pointers;
}

inline double to_border_mm(const Shape& shape, Point p) {
  return shape.parts.empty() ? 1e12 : nearest_on_outline(shape, p).distance_mm;
}

/// Whether some point as near as the tolerance is not as `p`: then a drawing may have p either way.
/// `truth(point)` is what a point is.
template <class Truth>
bool near_true_border(const CircleTown& t, Point p, Truth truth, Dice& dice) {
  const double reach = 1e3 * t.rules.tolerance_m + 2;
  const auto here = truth(p);
  for (int i = 0; i < 20'000; ++i) {
    const double angle = 2 * 3.14159265358979 * dice.below(3600) / 3600,
                 far = reach * std::sqrt(dice.below(1001) / 1000.0);
    const Point q{static_cast<std::int32_t>(std::lround(p.x + far * std::cos(angle))),
                  static_cast<std::int32_t>(std::lround(p.y + far * std::sin(angle)))};
    if (truth(q) != here) return true;
  }
  return false;
}

}  // namespace lifecircle::test
