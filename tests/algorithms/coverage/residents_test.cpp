// Residents of compounds: each home's times against a town where its own gates are open and all
// others are as they are.

#include "algorithms/coverage/residents.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "algorithms/coverage/survey.hpp"
#include "tests/support/judged_town.hpp"
#include "tests/support/property.hpp"

namespace lifecircle {
namespace {

using test::Dice;
using test::JudgedTown;
using test::RandomTown;
using test::Recipe;

/// A random town with gates closed to a mode, and compounds over it that own some of them.
struct WalledTown {
  RandomTown town;
  Mode mode;
  std::vector<Compound> compounds;

  WalledTown(const Recipe& recipe, Mode m) : town{test::make_town(recipe)}, mode{m} {
    Dice dice{recipe.seed, 91};
    std::set<Point> gates;
    for (const Point p : town.roads.position)
      if (dice.chance(30)) gates.insert(p);
    for (std::size_t v = 0; v < town.roads.vertex_count(); ++v)
      if (gates.contains(town.roads.position[v]))
        town.roads.closed[v] = town.roads.closed[v] | Modes::of(mode);
    for (int c = 0; c < 3; ++c) {
      const Point at = town.homes.at[dice.below(town.homes.size())];
      const auto reach = [&] {
        return town.step_mm * static_cast<std::int32_t>(1 + dice.below(3));
      };
      const Point low{at.x - reach(), at.y - reach()}, high{at.x + reach(), at.y + reach()};
      Compound compound{
          .code = std::to_string(c),
          .area = {ShapeKind::area, {{low, {high.x, low.y}, high, {low.x, high.y}, low}}},
          .gates = {}};
      for (const Point p : gates)
        if (dice.chance(40))
          // Some are for others than this mode.
          compound.gates.push_back(
              {p, dice.chance(85) ? Modes::all() : Modes::all() - Modes::of(mode)});
      compounds.push_back(std::move(compound));
    }
  }

  /// As a resident of a compound has it.
  RandomTown opened_to(const Compound& compound) const {
    RandomTown opened = town;
    const auto is_own = [&](std::uint32_t v) {
      return town.roads.closed[v].has(mode) &&
             std::ranges::any_of(compound.gates, [&](const OwnGate& gate) {
               return gate.at == town.roads.position[v] && gate.modes.has(mode);
             });
    };
    const Modes other = Modes::of(mode == Mode::car ? Mode::foot : Mode::car);
    std::erase_if(opened.roads.turn_rules, [&](const TurnRule& rule) {
      return std::any_of(rule.vertices.begin() + 1, rule.vertices.end() - 1, is_own);
    });
    for (std::uint32_t v = 0; v < opened.roads.vertex_count(); ++v)
      if (is_own(v)) opened.roads.closed[v] = (opened.roads.closed[v] - Modes::of(mode)) | other;
    return opened;
  }
};

/// Whether a rectangle holds a point, its border too.
bool holds(const Compound& compound, Point p) {
  const Point low = compound.area.parts[0][0], high = compound.area.parts[0][2];
  return low.x <= p.x && p.x <= high.x && low.y <= p.y && p.y <= high.y;
}

TEST(Residents, GoThroughTheirOwnGatesAndNobodyElses) {
  std::size_t nearer = 0, same = 0, visitors_only = 0;
  test::holds_for_all(150, [&](const Recipe& drawn) {
    Recipe recipe = drawn;
    recipe.lines += 6;
    recipe.homes += 4;
    for (const Profile& profile : test::random_town_profiles()) {
      const WalledTown walled{recipe, profile.mode};
      const JudgedTown base{walled.town, profile};
      std::vector<RandomTown> opened;
      for (const Compound& c : walled.compounds) opened.push_back(walled.opened_to(c));
      std::deque<JudgedTown> judged;
      for (const RandomTown& town : opened) judged.emplace_back(town, profile);

      const Residents residents = residents_of(walled.compounds, walled.town.homes.at);
      std::vector<ModeQuestion> questions;
      std::vector<bool> some;
      Dice dice{recipe.seed, 92};
      for (std::size_t f = 0; f < base.facilities(); ++f) some.push_back(dice.chance(60));
      const std::vector<bool> all(base.facilities(), true);
      for (const std::vector<bool>* admitted : std::vector<const std::vector<bool>*>{&all, &some})
        for (const Direction direction : {Direction::to_facility, Direction::from_facility}) {
          ModeQuestion q{Column<FacilityId, char>(base.facilities()), direction};
          for (std::size_t f = 0; f < admitted->size(); ++f)
            q.admitted[FacilityId{f}] = (*admitted)[f] ? 1 : 0;
          questions.push_back(std::move(q));
        }
      const ModeQuestions asked{&base.graph, questions};
      const auto answer = survey(base.ground, {&asked, 1}, walled.town.facilities,
                                 walled.town.homes, walled.town.access, {}, &residents)[0];
      const auto visitors = survey(base.ground, {&asked, 1}, walled.town.facilities,
                                   walled.town.homes, walled.town.access)[0];
      for (std::size_t h = 0; h < base.homes(); ++h) {
        const JudgedTown* judge = &base;
        for (std::size_t c = walled.compounds.size(); c-- > 0;)
          if (holds(walled.compounds[c], walled.town.homes.at[h])) judge = &judged[c];
        if (judge == &base) ++visitors_only;
        for (std::size_t q = 0; q < questions.size(); ++q) {
          const auto labels = judge->judged_labels(h, questions[q].direction, q < 2 ? all : some);
          const Label wanted = labels.empty() ? Label{} : labels.front();
          const Label ours = answer.nearest[q][DemandId{h}];
          if (ours != wanted)
            RC_FAIL(profile.name + ", question " + std::to_string(q) + ", home " +
                    std::to_string(h) + ": " + test::show(ours) + ", judged " + test::show(wanted) +
                    "\n" + test::describe(walled.town));
          ++(ours < visitors.nearest[q][DemandId{h}] ? nearer : same);
          RC_ASSERT(answer.to_edge[q][DemandId{h}] <= visitors.to_edge[q][DemandId{h}]);
        }
      }
    }
  });
  std::cout << nearer << " nearer by own gates, " << same << " as near, " << visitors_only
            << " homes in no compound\n";
  EXPECT_GT(nearer, 100u);
  EXPECT_GT(same, 100u);
  EXPECT_GT(visitors_only, 50u);
}

}  // namespace
}  // namespace lifecircle
