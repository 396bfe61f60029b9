#include "engine/network/join.hpp"

#include <gtest/gtest.h>

#include "tests/support/town.hpp"

namespace lifecircle::test {
namespace {

Shape area(std::vector<Point> ring) {
  ring.push_back(ring.front());
  return {ShapeKind::area, {std::move(ring)}};
}
/// A park of 100 m by 100 m with its lower left corner at (x, y).
Shape park(double x, double y) {
  return area({metres(x, y), metres(x + 100, y), metres(x + 100, y + 100), metres(x, y + 100)});
}

Facility facility(Shape shape) {
  Facility f;
  f.id = "1";
  f.shape = std::move(shape);
  return f;
}

// A street of 1,000 m along y = 0.
const char* const kStreet = "A---------B";

TEST(Ladder, APointIsJoinedByItsLegs) {
  const Traveller t{Town{kStreet}};
  const FacilityJoin join = t.join(facility(Shape::of(metres(400, 30))));
  EXPECT_EQ(join.step, Ladder::point);
  ASSERT_EQ(join.legs.size(), 1u);
  EXPECT_EQ(join.legs.front().time, Duration::seconds(30));
}

TEST(Ladder, APointBeyondTheLimitIsUnconnected) {
  const Traveller t{Town{kStreet}};
  const FacilityJoin join = t.join(facility(Shape::of(metres(400, 50.001))));
  EXPECT_EQ(join.step, Ladder::point);
  EXPECT_TRUE(join.legs.empty());
  EXPECT_DOUBLE_EQ(t.ground.distance_to_roads_m(t.graph, metres(400, 50.001)).value(), 50.001);
}

TEST(Ladder, GivenEntrancesComeFirst) {
  Facility f = facility(park(300, -50));  // the street runs through it
  f.entrances = {metres(350, 40)};
  f.gates = {metres(350, 5)};
  const FacilityJoin join = Traveller{Town{kStreet}}.join(f);
  EXPECT_EQ(join.step, Ladder::entrances);
  ASSERT_EQ(join.legs.size(), 1u);
  EXPECT_EQ(join.legs.front().time, Duration::seconds(40));
}

TEST(Ladder, ThenGatesOnTheBorderWhereNoEntranceIsInReach) {
  Facility f = facility(park(300, -50));
  f.entrances = {metres(350, 400)};
  f.gates = {metres(350, 5), metres(320, 10)};
  const FacilityJoin join = Traveller{Town{kStreet}}.join(f);
  EXPECT_EQ(join.step, Ladder::gates);
  ASSERT_EQ(join.legs.size(), 2u);
  EXPECT_EQ(join.legs.front().time, Duration::seconds(5));
}

TEST(Ladder, ThenWhereUsableRoadsCrossTheBorder) {
  const FacilityJoin join = Traveller{Town{kStreet}}.join(facility(park(300, -50)));
  EXPECT_EQ(join.step, Ladder::crossings);
  ASSERT_EQ(join.legs.size(), 2u);
  EXPECT_EQ(join.legs[0].time, Duration{});
  EXPECT_DOUBLE_EQ(join.legs[0].to_x, 300e3);
  EXPECT_DOUBLE_EQ(join.legs[1].to_x, 400e3);
}

TEST(Ladder, ABridgeOverItDoesNotCrossItsBorder) {
  Town town{kStreet};
  town.change('A', 'B', [](RoadKind& kind) { kind.bridge = true; });
  const FacilityJoin join = Traveller{town}.join(facility(park(300, -50)));
  EXPECT_EQ(join.step, Ladder::centroid);
  EXPECT_TRUE(join.legs.empty());
}

TEST(Ladder, ARoadAlongTheBorderMeetsItAtBothEndsOfTheStretch) {
  for (const bool turned : {false, true}) {
    Shape shape = park(300, 0);
    if (turned) std::ranges::reverse(shape.parts.front());
    const FacilityJoin join = Traveller{Town{kStreet}}.join(facility(shape));
    EXPECT_EQ(join.step, Ladder::crossings);
    std::vector<double> at;
    for (const Leg& leg : join.legs) at.push_back(leg.to_x / 1e3);
    std::ranges::sort(at);
    at.erase(std::unique(at.begin(), at.end()), at.end());
    EXPECT_EQ(at, (std::vector<double>{300, 400})) << turned;
  }
}

TEST(Ladder, ThenFromTheBorderToRoadsInReach) {
  const FacilityJoin join = Traveller{Town{kStreet}}.join(facility(park(300, 40)));
  EXPECT_EQ(join.step, Ladder::border);
  ASSERT_EQ(join.legs.size(), 1u);
  EXPECT_EQ(join.legs.front().time, Duration::seconds(40));
  EXPECT_DOUBLE_EQ(join.legs.front().to_x, 300e3)
      << "of two corners equally near, the smaller share";
}

TEST(Ladder, ARoadThatEndsBeforeTheBorderIsJoinedFromItsEnd) {
  const Town town{
      " D \n"
      " | \n"
      " C "};  // ends at (100, -200)
  const FacilityJoin join = Traveller{town}.join(facility(park(60, -310)));
  EXPECT_EQ(join.step, Ladder::border);
  ASSERT_EQ(join.legs.size(), 1u);
  EXPECT_EQ(join.legs.front().time, Duration::seconds(10));
  EXPECT_EQ(join.legs.front().from, metres(100, -210));
}

TEST(Ladder, AtLastFromTheCentre) {
  // A wall all round the park, its gate nowhere: the border's legs are blocked, and the centre is
  // out of reach.
  Town town{kStreet};
  town.wall({metres(200, 20), metres(600, 20)});
  const FacilityJoin walled = Traveller{town}.join(facility(park(300, 40)));
  EXPECT_EQ(walled.step, Ladder::centroid);
  EXPECT_TRUE(walled.legs.empty());
  // The border's nearest legs are blocked by a short wall; the centre of a long, thin place sees
  // round it.
  Town open{kStreet};
  open.wall({metres(299, 20), metres(301, 20)});
  open.wall({metres(499, 20), metres(501, 20)});
  Facility f = facility({ShapeKind::line, {{metres(300, 40), metres(500, 40)}}});
  const FacilityJoin join = Traveller{open}.join(f);
  EXPECT_EQ(join.step, Ladder::centroid);
  ASSERT_EQ(join.legs.size(), 1u);
  EXPECT_EQ(join.legs.front().from, metres(400, 40));
}

TEST(Ladder, ALineIsCrossedToo) {
  const FacilityJoin join = Traveller{Town{kStreet}}.join(
      facility({ShapeKind::line, {{metres(300, -100), metres(300, 100)}}}));
  EXPECT_EQ(join.step, Ladder::crossings);
  ASSERT_EQ(join.legs.size(), 1u);
  EXPECT_DOUBLE_EQ(join.legs.front().to_x, 300e3);
}

TEST(Ladder, SeveralPointsAreAllJoined) {
  Facility f = facility({ShapeKind::point, {{metres(100, 10)}, {metres(900, 20)}}});
  const FacilityJoin join = Traveller{Town{kStreet}}.join(f);
  EXPECT_EQ(join.step, Ladder::point);
  EXPECT_EQ(join.legs.size(), 2u);
}

TEST(Ladder, EveryStepHasAName) {
  for (int step = 0; step < kLadderSteps; ++step)
    EXPECT_STRNE(ladder_name(static_cast<Ladder>(step)), "");
}

}  // namespace
}  // namespace lifecircle::test
