#include <gtest/gtest.h>

#include "engine/search/k_nearest.hpp"
#include "engine/search/reach.hpp"
#include "tests/support/town.hpp"

// One drawn town a fact. Everyone moves at 1 m/s, so 100 m take 100 s.

namespace lifecircle::test {
namespace {

Duration seconds(double s) {
  return Duration::seconds(s);
}

TEST(Search, GoesRoundTheBlockWhenTheRoadIsOneWay) {
  const Town town{
      "A->-B\n"
      "|   |\n"
      "C---D"};
  const Traveller t{town};
  EXPECT_EQ(t.time(town.point('A'), town.point('B')), seconds(400));
  EXPECT_EQ(t.time(town.point('B'), town.point('A')), seconds(200 + 400 + 200));
  // The resident walks to the clinic at A; its ambulance comes the short way.
  EXPECT_EQ(t.nearest(town.point('B'), {town.point('A')}), Label(seconds(800), FacilityId{0}));
  EXPECT_EQ(t.nearest(town.point('B'), {town.point('A')}, Direction::from_facility),
            Label(seconds(400), FacilityId{0}));
}

TEST(Search, CountsWhatIsExactlyAtTheLimit) {
  const Town town{"A----B"};
  const Traveller t{town};
  EXPECT_EQ(t.time(town.point('A'), town.point('B'), seconds(500)), seconds(500));
  EXPECT_TRUE(t.time(town.point('A'), town.point('B'), Duration::from_ticks(499'999)).is_never());
}

TEST(Search, ComesUpToAClosedGateButNotThroughIt) {
  Town town{"A--G--B"};
  town.close('G', Modes::of(Mode::foot));
  const Traveller walker{town}, cyclist{town, stroller(Mode::bicycle)};
  EXPECT_EQ(walker.time(town.point('A'), town.point('G')), seconds(300));
  EXPECT_TRUE(walker.time(town.point('A'), town.point('B')).is_never());
  EXPECT_EQ(cyclist.time(town.point('A'), town.point('B')), seconds(600));
}

TEST(Search, ReadsAPlaceAtAClosedGateFromBothSides) {
  Town town{"A--G--B"};
  town.close('G');
  const Traveller t{town};
  // The gatekeeper has a door to each side.
  EXPECT_EQ(t.time(town.point('G'), town.point('A')), seconds(300));
  EXPECT_EQ(t.time(town.point('G'), town.point('B')), seconds(300));
}

TEST(Search, StaysOnTheBridge) {
  const Town town{
      "   C   \n"
      "   |   \n"
      "A--+--B\n"
      "   |   \n"
      "   D   "};
  const Traveller t{town};
  EXPECT_EQ(t.time(town.point('A'), town.point('B')), seconds(600));
  EXPECT_TRUE(t.time(town.point('A'), town.point('C')).is_never());
}

TEST(Search, StaysOnTheBridgeWhereBothHaveAVertexAtTheCrossing) {
  Town town{
      "   C   \n"
      "   |   \n"
      "A--X--B\n"
      "   |   \n"
      "   D   "};
  // The road below passes by a vertex of its own at the same place.
  const std::uint32_t below = town.roads.add_vertex(town.point('X'));
  town.roads.line_vertex = {town['A'], town['X'], town['X'], town['B'],
                            town['C'], below,     below,     town['D']};
  const Traveller t{town, stroller(), 10};
  EXPECT_EQ(t.time(town.point('A'), town.point('B')), seconds(600));
  EXPECT_TRUE(t.time(town.point('A'), town.point('C')).is_never());
}

TEST(Search, JoinsRoadsBetweenTheirVertices) {
  const Town town{"A---------B"};
  const Traveller t{town};
  EXPECT_EQ(t.time(metres(300, 20), metres(800, -30)), seconds(20 + 500 + 30));
}

TEST(Search, CountsLegsOnlyToTheAccessLimitWhichIsClosed) {
  const Town town{"A---------B"};
  const Traveller t{town, stroller(), 20};
  EXPECT_EQ(t.time(metres(300, 20), metres(800, 0)), seconds(20 + 500));
  EXPECT_TRUE(t.time(metres(300, 20.001), metres(800, 0)).is_never());
}

TEST(Search, TakesTheLongerLegWhenTheWholeIsShorter) {
  // The near road is one-way the wrong way; the far one leads straight on.
  const Town town{
      "A--<--B\n"
      "|     |\n"
      "C-----D"};
  const Traveller t{town, stroller(), 150};
  const Point home = metres(300, -80);  // 80 m below A-B, 120 m above C-D
  EXPECT_EQ(t.time(home, town.point('D')), seconds(120 + 300));
}

TEST(Search, DoesNotCrossARiverToItsRoad) {
  Town town{
      "A----B\n"
      "      \n"
      "C----D"};
  town.wall({metres(-100, -50), metres(600, -50)});
  const Traveller t{town, stroller(), 150};
  const Point home = metres(200, -90);  // 90 m to A-B over the river, 110 m to C-D
  ASSERT_EQ(t.legs(home).size(), 1u);
  EXPECT_EQ(t.time(home, town.point('C')), seconds(110 + 200));
  EXPECT_TRUE(t.time(home, town.point('A')).is_never());
}

TEST(Search, LegsMayBeginAndEndOnABarrier) {
  Town town{"A----B"};
  town.wall({metres(-100, 0), metres(600, 0)});    // the street's own kerb
  town.wall({metres(-100, 40), metres(600, 40)});  // the house stands at this wall
  const Traveller t{town};
  EXPECT_EQ(t.legs(metres(200, 40)).size(), 1u);
  EXPECT_EQ(t.legs(metres(200, 40.001)).size(), 1u) << "within 2 mm it still stands at the wall";
  EXPECT_EQ(t.legs(metres(200, 40.003)).size(), 0u);
}

TEST(Search, TheEndOfAWallOnTheWayBlocksAndOneBesideItDoesNot) {
  for (const auto& [end, legs] :
       {std::pair{200.0, 0u}, std::pair{199.999, 1u}, std::pair{200.001, 0u}}) {
    Town town{"A----B"};
    town.wall({metres(100, 20), metres(end, 20)});
    EXPECT_EQ(Traveller(town).legs(metres(200, 40)).size(), legs) << end;
  }
}

TEST(Search, AWallAlongTheWayBlocks) {
  Town town{"A----B"};
  town.wall({metres(200, 10), metres(200, 30)});
  EXPECT_TRUE(Traveller(town).legs(metres(200, 40)).empty());
}

TEST(Search, ALegThroughTheCornerOfAWallIsBlocked) {
  Town town{"A----B"};
  town.wall({metres(100, 30), metres(200, 20), metres(300, 30)});
  EXPECT_TRUE(Traveller(town).legs(metres(200, 40)).empty());
  Town dotted{"A----B"};
  dotted.wall({metres(200, 20), metres(200, 20)});
  EXPECT_TRUE(Traveller(dotted).legs(metres(200, 40)).empty());
}

TEST(Search, NobodyGetsOnOrOffBridgesTunnelsAndMotorways) {
  for (const int what : {0, 1, 2, 3}) {
    Town town{"A---------B"};
    town.change('A', 'B', [&](RoadKind& kind) {
      kind.bridge = what == 1;
      kind.tunnel = what == 2;
      if (what == 3) kind.road_class = "motorway";
    });
    EXPECT_EQ(Traveller(town).legs(metres(300, 20)).size(), what == 0 ? 1u : 0u) << what;
  }
}

TEST(Search, GoesRoundWhenTheFacilityOnTheSamePieceLiesAgainstTheOneWay) {
  const Town town{
      "A->--B\n"
      "|    |\n"
      "C----D"};
  const Traveller t{town};
  const Point home = metres(300, 0), behind = metres(200, 0), ahead = metres(400, 0);
  EXPECT_EQ(t.time(home, ahead), seconds(100));
  EXPECT_EQ(t.time(home, behind), seconds(200 + 200 + 500 + 200 + 200));
  EXPECT_EQ(t.nearest(home, {behind, ahead}), Label(seconds(100), FacilityId{1}));
  EXPECT_EQ(t.nearest(home, {behind, ahead}, Direction::from_facility),
            Label(seconds(100), FacilityId{0}));
}

TEST(Search, FindsAFacilityOnItsOwnEdgeWithoutAJunction) {
  const Town town{"A---------B"};
  const Traveller t{town};
  EXPECT_EQ(t.nearest(metres(400, 0), {metres(900, 0), metres(100, 0), metres(500, 10)}),
            Label(seconds(100 + 10), FacilityId{2}));
}

TEST(Search, GivesTiesToTheSmallerFacility) {
  const Town town{"A---------B"};
  const Traveller t{town};
  EXPECT_EQ(t.nearest(metres(500, 0), {metres(800, 0), metres(200, 0)}).facility(), FacilityId{0});
  EXPECT_EQ(t.nearest(metres(500, 0), {metres(200, 0), metres(800, 0)}).facility(), FacilityId{0});
  EXPECT_EQ(t.nearest(metres(500, 0), {metres(900, 0), metres(200, 0), metres(800, 0)}).facility(),
            FacilityId{1});
}

TEST(Search, ListsTheKNearestEachOnce) {
  const Town town{"A---------B"};
  const Traveller t{town};
  std::vector<Seed> seeds;
  const std::vector<Point> facilities{metres(900, 0), metres(300, 0), metres(700, 0),
                                      metres(310, 40)};
  for (std::size_t f = 0; f < facilities.size(); ++f)
    for (const Leg& leg : t.legs(facilities[f]))
      seeds.push_back({leg.place, Label{leg.time, FacilityId{f}}});
  const KNearestField field{t.graph, Direction::to_facility, seeds, 3};
  const std::vector<Label> wanted{Label{seconds(100), FacilityId{1}},
                                  Label{seconds(90 + 40), FacilityId{3}},
                                  Label{seconds(300), FacilityId{2}}};
  EXPECT_EQ(field.at(t.legs(metres(400, 0)).front().place), wanted);
}

TEST(Search, JoinsALoopInItsMiddle) {
  // One street that comes back to where it began: a loop at A, 1,000 m long.
  Town town{"A"};
  Roads& r = town.roads;
  const std::uint32_t b = r.add_vertex(metres(300, 0)), c = r.add_vertex(metres(300, -200)),
                      d = r.add_vertex(metres(0, -200)), far = r.add_vertex(metres(-100, 0));
  RoadKind street;
  street.road_class = "street";
  const std::uint32_t loop[] = {town['A'], b, c, d, town['A']}, tail[] = {town['A'], far};
  r.add_line(r.add_kind(street), loop);
  r.add_line(r.add_kind(street), tail);
  const Traveller t{town};
  EXPECT_EQ(t.network.edge_count(), 2u);
  EXPECT_EQ(t.time(metres(300, -50), metres(-100, 0)), seconds(50 + 300 + 100));
  EXPECT_EQ(t.time(metres(200, -200), metres(-100, 0)), seconds(200 + 200 + 100));
  EXPECT_EQ(t.time(metres(300, -150), metres(0, -150)), seconds(50 + 300 + 50));
  EXPECT_EQ(t.time(metres(300, -20), metres(0, -20)), seconds(20 + 300 + 20)) << "through A";
}

TEST(Search, RoundsSharesHalfUpFromTheSmallerEnd) {
  Town town{"A-B"};
  town.state_times('A', 'B', 0.003, 0.003);
  const Traveller t{town};
  const Point middle = metres(100, 0);  // half of 3 ms from A is 1.5, rounded up; the rest is 1
  EXPECT_EQ(t.time(town.point('A'), middle).ticks(), 2u);
  EXPECT_EQ(t.time(middle, town.point('A')).ticks(), 2u);
  EXPECT_EQ(t.time(middle, town.point('B')).ticks(), 1u);
  EXPECT_EQ(t.time(town.point('B'), middle).ticks(), 1u);
}

TEST(Search, RoundsPiecesAndLegsHalfUp) {
  // 100.0005 m of road would be 100,000.5 ms; a leg of 2.5 mm at 1 m/s 2.5 ms.
  Town town{"A"};
  const std::uint32_t b = town.roads.add_vertex({3, 0});
  RoadKind fast;
  fast.road_class = "street";
  const std::uint32_t line[] = {town['A'], b};
  town.roads.add_line(town.roads.add_kind(fast), line);
  Profile p = stroller();
  p.speed["street"].kmh = 7.2;  // 3 mm take 1.5 ms
  p.access_kmh = 7.2;
  const Traveller t{town, p};
  EXPECT_EQ(t.time({0, 0}, {3, 0}).ticks(), 2u);
  EXPECT_EQ(t.time({0, 1}, {3, 0}).ticks(), 1u + 2u) << "half a millisecond of leg is one";
}

TEST(Search, SharesStatedTimesFromTheSmallerEndHoweverTheLineIsDrawn) {
  for (const bool turned : {false, true}) {
    Town town{"A"};
    const std::uint32_t b = town.roads.add_vertex(metres(100, 0)),
                        c = town.roads.add_vertex(metres(200, 0));
    std::vector<std::uint32_t> line{town['A'], b, c};
    if (turned) std::ranges::reverse(line);
    RoadKind street;
    street.road_class = "street";
    town.roads.add_line(town.roads.add_kind(street), line);
    town.roads.line_times = {StatedTimes{0.001, 0.001}};  // 1 ms for two halves
    const Traveller t{town};
    EXPECT_EQ(t.time(metres(0, 0), metres(100, 0)).ticks(), 1u) << turned;
    EXPECT_EQ(t.time(metres(100, 0), metres(200, 0)).ticks(), 0u) << turned;
  }
}

TEST(Search, ObeysStatedTimesAndClosedDirections) {
  Town town{"A--B--C"};
  town.state_times('A', 'B', 10, std::nullopt);
  town.state_times('B', 'C', 0, 20);
  const Traveller t{town, stroller(), 10};
  EXPECT_EQ(t.time(town.point('A'), town.point('C')), seconds(10 + 0));
  EXPECT_TRUE(t.time(town.point('C'), town.point('A')).is_never());
  EXPECT_EQ(t.time(town.point('C'), town.point('B')), seconds(20));
}

TEST(Search, APieceWithoutLengthIsJoinedAtBothEnds) {
  // A lift: two vertices at one place, 30 s apart, a street at each end.
  Town town{"A--B C--D"};
  Roads& r = town.roads;
  r.position[town['C']] = r.position[town['B']];
  const std::uint32_t lift[] = {town['B'], town['C']};
  r.add_line(0, lift);
  r.line_times.resize(r.line_count());
  r.line_times.back() = StatedTimes{30, 30};
  const Traveller t{town, stroller(), 10};
  EXPECT_EQ(t.time(town.point('A'), town.point('D')), seconds(300 + 30 + 500));
  EXPECT_EQ(t.time(town.point('B'), town.point('A')), seconds(300));
  EXPECT_EQ(t.time(town.point('B'), town.point('D')), seconds(500));
}

TEST(Search, TimesWithoutALimitLeaveOutWhatIsNotReached) {
  const Town town{"A->-B"};
  const Traveller t{town};
  const std::vector<std::vector<Leg>> ends{t.legs(metres(100, 0)), t.legs(metres(300, 0))};
  const std::vector<TimeBetween> wanted{{0, 0, {}}, {0, 1, seconds(200)}, {1, 1, {}}};
  EXPECT_EQ(times_between(t.graph, ends, ends, Duration::never()), wanted);
}

TEST(Search, ReachSettlesWhatIsWithinTheLimitNearestFirst) {
  const Town town{
      "A--B--C--D\n"
      "   |  |   \n"
      "   E  F   "};
  const Traveller t{town, stroller(), 10};
  Reach reach{t.graph};
  reach.run(Direction::from_facility, t.legs(town.point('A')), seconds(600));
  std::vector<double> times;
  for (const StateId s : reach.settled()) times.push_back(reach.at(s).seconds());
  EXPECT_EQ(times, (std::vector<double>{0, 300, 500, 600}));
  reach.run(Direction::from_facility, t.legs(town.point('F')), seconds(100));
  EXPECT_EQ(reach.settled().size(), 1u) << "a second run forgets the first";
}

}  // namespace
}  // namespace lifecircle::test
