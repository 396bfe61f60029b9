#include "engine/network/network.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "engine/network/islands.hpp"
#include "tests/support/changes.hpp"
#include "tests/support/property.hpp"
#include "tests/support/random_town.hpp"
#include "tests/support/town.hpp"

namespace lifecircle::test {
namespace {

TEST(Network, RunsEdgesFromJunctionToJunction) {
  // B is a bend; D meets three pieces.
  const Town town{
      "A--B   \n"
      "   |   \n"
      "   D--E\n"
      "   |   \n"
      "   C   "};
  const Network n{town.roads};
  EXPECT_EQ(n.node_count(), 4u);
  EXPECT_EQ(n.edge_count(), 3u);
  EXPECT_EQ(n.piece_count(), 4u);
  EXPECT_DOUBLE_EQ(n.length_m(), 300 + 200 + 300 + 200);
}

TEST(Network, MakesAJunctionWhereTheKindChanges) {
  for (const int what : {0, 1, 2, 3, 4, 5, 6}) {
    Town town{"A--B--C"};
    town.change('B', 'C', [&](RoadKind& kind) {
      if (what == 1) kind.road_class = "path";
      if (what == 2) kind.not_backward = Modes::of(Mode::car);
      if (what == 3) kind.level = 1;
      if (what == 4) kind.bridge = true;
      if (what == 5) kind.forbidden = Modes::of(Mode::foot);
      if (what == 6) kind.speed_limit_kmh = 30;
    });
    EXPECT_EQ(Network{town.roads}.edge_count(), what == 0 ? 1u : 2u) << what;
  }
  Town gate{"A--B--C"};
  gate.close('B', Modes::of(Mode::car));
  EXPECT_EQ(Network{gate.roads}.edge_count(), 2u);
  Town rule{"A--B--C"};
  rule.no_turn("ABC");
  EXPECT_EQ(Network{rule.roads}.edge_count(), 2u);
}

TEST(Network, AOneWayStreetDrawnFromBothEndsIsOneEdge) {
  Town town{"A->B<-C"};  // B to C is drawn from B, but open only towards B: no going on
  EXPECT_EQ(Network{town.roads}.edge_count(), 2u);
  Town on{"A->B->C"};
  EXPECT_EQ(Network{on.roads}.edge_count(), 1u);
  // The second piece drawn the other way round, with its kind turned.
  std::swap(on.roads.line_vertex[2], on.roads.line_vertex[3]);
  on.change('B', 'C', [](RoadKind& kind) { kind = kind.reversed(); });
  EXPECT_EQ(Network{on.roads}.edge_count(), 1u);
}

TEST(Network, DrawsEdgesFromTheirSmallerShapeAndKeepsTheirDirection) {
  Roads roads;
  roads.add_vertex(metres(100, 0));
  roads.add_vertex(metres(0, 0));
  RoadKind kind;
  kind.road_class = "street";
  kind.not_backward = Modes::all();
  const std::uint32_t line[] = {0, 1};
  roads.add_line(roads.add_kind(kind), line);
  const Network n{roads};
  EXPECT_EQ(n.position(n.tail(EdgeId{0u})), metres(0, 0));
  EXPECT_EQ(n.kind(EdgeId{0u}).not_forward, Modes::all());
  EXPECT_EQ(n.kind(EdgeId{0u}).not_backward, Modes::none());
}

TEST(Network, GivesARingWithoutAJunctionOne) {
  Roads roads;
  for (const Point p : {metres(10, 0), metres(10, 10), metres(0, 10), metres(0, 0)})
    roads.add_vertex(p);
  RoadKind kind;
  const std::uint32_t ring[] = {0, 1, 2, 3, 0};
  roads.add_line(roads.add_kind(kind), ring);
  const Network n{roads};
  ASSERT_EQ(n.node_count(), 1u);
  EXPECT_EQ(n.position(NodeId{0u}), metres(0, 0));
  EXPECT_EQ(n.piece_count(EdgeId{0u}), 4u);
  EXPECT_EQ(n.shape(EdgeId{0u})[1], metres(0, 10)) << "the smaller way round";
}

TEST(Network, LeavesOutNothingButPiecesFromAVertexToItself) {
  Roads roads;
  const std::uint32_t a = roads.add_vertex({0, 0}), b = roads.add_vertex({0, 0}),
                      c = roads.add_vertex({5, 0});
  RoadKind kind;
  const std::uint32_t zero[] = {a, b}, repeated[] = {b, b, c, c}, nothing[] = {c, c};
  roads.add_line(roads.add_kind(kind), zero);
  roads.add_line(0, repeated);
  roads.add_line(0, nothing);
  const Network n{roads};
  EXPECT_EQ(n.piece_count(), 2u);
  EXPECT_EQ(n.edge_count(), 1u);
  EXPECT_EQ(Network{Roads{}}.node_count(), 0u);
}

TEST(Network, KeepsEveryPieceOfTheRoads) {
  holds_for_all(300, [](const Recipe& recipe) {
    const RandomTown town = make_town(recipe);
    RC_LOG(describe(town));
    const Network n{town.roads};
    using Ends = std::pair<Point, Point>;
    std::multiset<Ends> given, kept;
    for (std::size_t i = 0; i < town.roads.line_count(); ++i)
      for (std::size_t v = 0; v + 1 < town.roads.line(i).size(); ++v)
        if (town.roads.line(i)[v] != town.roads.line(i)[v + 1])
          given.insert(std::minmax(town.roads.position[town.roads.line(i)[v]],
                                   town.roads.position[town.roads.line(i)[v + 1]]));
    for (std::size_t e = 0; e < n.edge_count(); ++e) {
      const auto shape = n.shape(EdgeId{e});
      RC_ASSERT(shape.size() >= 2u);
      RC_ASSERT(shape.front() == n.position(n.tail(EdgeId{e})));
      RC_ASSERT(shape.back() == n.position(n.head(EdgeId{e})));
      RC_ASSERT(!std::ranges::lexicographical_compare(shape.rbegin(), shape.rend(), shape.begin(),
                                                      shape.end()));
      for (std::size_t i = 0; i + 1 < shape.size(); ++i)
        kept.insert(std::minmax(shape[i], shape[i + 1]));
    }
    RC_ASSERT(given == kept);
    for (std::size_t i = 1; i < n.node_count(); ++i)
      RC_ASSERT(n.position(NodeId{i - 1}) <= n.position(NodeId{i}));
    for (std::size_t e = 1; e < n.edge_count(); ++e)
      RC_ASSERT(std::pair(n.tail(EdgeId{e - 1}), n.head(EdgeId{e - 1})) <=
                std::pair(n.tail(EdgeId{e}), n.head(EdgeId{e})));
  });
}

/// All that a network says, in the order and with the names it gives.
std::string content(const Network& n) {
  std::ostringstream all;
  const auto say = [&](Point p) { all << ' ' << p.x << ',' << p.y; };
  for (std::size_t i = 0; i < n.node_count(); ++i) {
    say(n.position(NodeId{i}));
    all << " closed " << int{n.closed(NodeId{i}).bits} << '\n';
  }
  for (std::size_t e = 0; e < n.edge_count(); ++e) {
    all << n.tail(EdgeId{e}).index() << " - " << n.head(EdgeId{e}).index() << " kind "
        << n.kind_index(EdgeId{e}) << ':';
    for (const Point p : n.shape(EdgeId{e})) say(p);
    if (n.has_stated_times())
      for (std::size_t i = 0; i < n.piece_count(EdgeId{e}); ++i)
        for (const bool forward : {true, false})
          all << ' ' << n.stated(n.first_point(EdgeId{e}) + i, forward).ticks();
    all << '\n';
  }
  std::multiset<std::string> bans;
  for (const TurnBan& ban : n.turn_bans())
    bans.insert((ban.only ? "only " : "no ") + std::to_string(ban.modes.bits) + ' ' +
                std::to_string(ban.arcs.size()));
  for (const std::string& ban : bans) all << ban << '\n';
  return all.str();
}

/// Whether nodes share a place, or an edge looks like another or the same from both ends: those may
/// change places under a turn rule.
bool any_look_alike(const Network& n) {
  for (std::size_t i = 1; i < n.node_count(); ++i)
    if (n.position(NodeId{i - 1}) == n.position(NodeId{i})) return true;
  for (std::size_t e = 0; e < n.edge_count(); ++e) {
    const auto shape = n.shape(EdgeId{e});
    if (std::ranges::equal(shape, std::vector<Point>(shape.rbegin(), shape.rend()))) return true;
    if (e > 0 && std::ranges::equal(shape, n.shape(EdgeId{e - 1}))) return true;
  }
  return false;
}

TEST(Network, IsTheSameWhateverTheOrderAndDirectionOfLines) {
  holds_for_all(1000, [](const Recipe& recipe) {
    const Roads roads = make_town(recipe).roads;
    Roads other = roads;
    Dice dice{recipe.seed, 30};
    turn_some_lines(other, dice);
    shuffle_roads(other, dice);
    const Network n{roads}, m{other};
    RC_LOG(describe(make_town(recipe)));
    RC_ASSERT(n.kinds() == m.kinds());
    RC_ASSERT(content(n) == content(m));
    RC_ASSERT(n.unplaced_turn_rules() == m.unplaced_turn_rules());
    if (!any_look_alike(n)) RC_ASSERT(n.turn_bans() == m.turn_bans());
  });
}

// Islands: two junctions are in one component when one can go from each to the other.
TEST(Islands, AreWhatOneCannotLeaveAndComeBackTo) {
  const Town town{
      "A->B--C   \n"
      "       D--E"};
  const Traveller t{town};
  const Islands islands = find_islands(t.graph);
  EXPECT_EQ(islands.count(), 3u);
  std::multiset<std::uint64_t> junctions(islands.junctions.begin(), islands.junctions.end());
  EXPECT_EQ(junctions, (std::multiset<std::uint64_t>{1, 2, 2}));
  EXPECT_DOUBLE_EQ(std::accumulate(islands.length_m.begin(), islands.length_m.end(), 0.0),
                   300 + 300);
}

}  // namespace
}  // namespace lifecircle::test
