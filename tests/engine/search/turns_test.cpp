#include <gtest/gtest.h>

#include "tests/support/town.hpp"

// Turn rules, drawn. Everyone moves at 1 m/s, so 100 m take 100 s.

namespace lifecircle::test {
namespace {

Duration seconds(double s) {
  return Duration::seconds(s);
}

const char* const kCross =
    "   N   \n"
    "   |   \n"
    "W--X--E\n"
    "   |   \n"
    "   S   ";

TEST(Turns, AreFreeWithoutRules) {
  const Town town{kCross};
  const Traveller t{town, driver(), 10};
  EXPECT_EQ(t.time(town.point('W'), town.point('N')), seconds(300 + 200));
}

TEST(Turns, ABanHoldsForThoseWhoObeyAndOnlyInItsDirection) {
  Town town{kCross};
  town.no_turn("WXN");
  const Traveller car{town, driver(), 10}, walker{town, stroller(), 10};
  EXPECT_EQ(walker.time(town.point('W'), town.point('N')), seconds(500));
  EXPECT_EQ(car.time(town.point('N'), town.point('W')), seconds(500));
  // Straight on to the nearest end, turn back there, then turn: S is 200 m away.
  EXPECT_EQ(car.time(town.point('W'), town.point('N')), seconds(300 + 200 + 200 + 200));
}

TEST(Turns, ABanForOtherModesIsNone) {
  Town town{kCross};
  town.no_turn("WXN");
  town.roads.turn_rules.front().modes = Modes::of(Mode::bicycle);
  EXPECT_EQ(Traveller(town, driver(), 10).time(town.point('W'), town.point('N')), seconds(500));
}

TEST(Turns, AnOnlyRuleForbidsAllElseTurningBackToo) {
  Town town{kCross};
  town.only_turn("WXE");
  const Traveller t{town, driver(), 10};
  EXPECT_EQ(t.time(town.point('W'), town.point('E')), seconds(600));
  EXPECT_EQ(t.time(town.point('W'), town.point('N')), seconds(300 + 300 + 300 + 200))
      << "by the end of E";
  EXPECT_EQ(t.time(metres(200, -200), town.point('W')), seconds(200))
      << "who starts towards W is free";
}

TEST(Turns, TwoOnlyRulesAfterTheSameBeginningLeaveTwoWays) {
  Town town{kCross};
  town.only_turn("WXE");
  town.only_turn("WXN");
  const Traveller t{town, driver(), 10};
  EXPECT_EQ(t.time(town.point('W'), town.point('E')), seconds(600));
  EXPECT_EQ(t.time(town.point('W'), town.point('N')), seconds(500));
  EXPECT_EQ(t.time(town.point('W'), town.point('S')), seconds(300 + 200 + 200 + 200));
}

TEST(Turns, AnOnlyRuleIntoAStreetClosedToTheModeSaysNothing) {
  Town town{kCross};
  town.only_turn("WXE");
  town.change('X', 'E', [](RoadKind& kind) { kind.forbidden = Modes::of(Mode::car); });
  EXPECT_EQ(Traveller(town, driver(), 10).time(town.point('W'), town.point('N')), seconds(500));
}

TEST(Turns, NobodyTurnsInTheMiddleOfARoad) {
  // M is a bend, not a junction: who may not turn left at X goes on to the end.
  Town town{
      "   N      \n"
      "   |      \n"
      "W--X--M--E"};
  town.no_turn("WXN");
  EXPECT_EQ(Traveller(town, driver(), 10).time(town.point('W'), town.point('N')),
            seconds(300 + 600 + 600 + 200));
}

TEST(Turns, ABannedUTurnSendsOneToTheNextJunction) {
  Town town{
      "   N      \n"
      "   |      \n"
      "A->X--E--F\n"
      "      |   \n"
      "      S   "};
  town.no_turn("AXN");
  EXPECT_EQ(Traveller(town, driver(), 10).time(town.point('A'), town.point('N')),
            seconds(300 + 300 + 300 + 200));
  town.no_turn("XEX");
  EXPECT_EQ(Traveller(town, driver(), 10).time(town.point('A'), town.point('N')),
            seconds(300 + 300 + 2 * 200 + 300 + 200))
      << "into S, and back";
}

TEST(Turns, AUTurnBanAtADeadEndShutsTheWayOut) {
  Town town{
      "   N   \n"
      "   |   \n"
      "A->X--E"};
  town.no_turn("AXN");
  EXPECT_EQ(Traveller(town, driver(), 10).time(town.point('A'), town.point('N')),
            seconds(300 + 300 + 300 + 200));
  town.no_turn("XEX");
  const Traveller t{town, driver(), 10};
  EXPECT_TRUE(t.time(town.point('A'), town.point('N')).is_never());
  EXPECT_EQ(t.time(town.point('A'), town.point('E')), seconds(600));
  EXPECT_EQ(t.time(metres(400, -200), town.point('N')), seconds(100 + 200))
      << "who starts there faces both ways";
}

TEST(Turns, ABanOverAWayBindsOnlyThoseWhoCameAllAlongIt) {
  // No way from A over X and Y to D; from B over the same street one may.
  Town town{
      "A     D\n"
      "|     |\n"
      "X-----Y\n"
      "|     |\n"
      "B     C"};
  town.no_turn("AXYD");
  const Traveller t{town, driver(), 10};
  EXPECT_EQ(t.time(town.point('B'), town.point('D')), seconds(200 + 600 + 200));
  EXPECT_EQ(t.time(town.point('A'), town.point('C')), seconds(200 + 600 + 200));
  EXPECT_EQ(t.time(metres(300, -200), town.point('D')), seconds(300 + 200))
      << "who starts on the street";
  // From A to D: aside into B's street and back, which forgets A; or on to C and back.
  EXPECT_EQ(t.time(town.point('A'), town.point('D')), seconds(200 + 2 * 200 + 600 + 200));
}

TEST(Turns, ABanOverAWayWithBendsKnowsItsBends) {
  Town town{
      "A        D\n"
      "|        |\n"
      "X--P--Q--Y\n"
      "|        |\n"
      "B        C"};
  town.no_turn("AXPQYD");
  const Traveller t{town, driver(), 10};
  EXPECT_EQ(t.network.turn_bans().size(), 1u);
  EXPECT_EQ(t.network.turn_bans().front().arcs.size(), 3u);
  EXPECT_EQ(t.time(town.point('B'), town.point('D')), seconds(200 + 900 + 200));
  EXPECT_EQ(t.time(town.point('A'), town.point('D')), seconds(200 + 2 * 200 + 900 + 200));
}

TEST(Turns, AShorterBanInsideALongerOneHolds) {
  Town town{
      "A     D\n"
      "|     |\n"
      "X-----Y\n"
      "|     |\n"
      "B     C"};
  town.no_turn("AXYC");
  town.no_turn("XYD");
  const Traveller t{town, driver(), 10};
  EXPECT_EQ(t.time(town.point('B'), town.point('C')), seconds(200 + 600 + 200));
  // From A neither to D nor to C from X-Y; by B first, then C, then back up to D.
  EXPECT_EQ(t.time(town.point('A'), town.point('D')), seconds(200 + 400 + 600 + 400 + 200));
}

TEST(Turns, ABanHoldsForEveryOneOfSeveralLinesSideBySide) {
  Town town{kCross};
  const std::uint32_t twin[] = {town['W'], town['X']};
  town.roads.add_line(0, twin);
  town.no_turn("WXN");
  const Traveller t{town, driver(), 10};
  EXPECT_EQ(t.network.turn_bans().size(), 2u);
  EXPECT_EQ(t.time(town.point('W'), town.point('N')), seconds(300 + 200 + 200 + 200));
}

TEST(Turns, OneMayTurnBackAtAClosedGate) {
  Town town{
      "   N      \n"
      "   |      \n"
      "W--X-G---E"};
  town.no_turn("WXN");
  town.close('G');
  EXPECT_EQ(Traveller(town, driver(), 10).time(town.point('W'), town.point('N')),
            seconds(300 + 200 + 200 + 200));
  town.no_turn("XGX");
  EXPECT_TRUE(Traveller(town, driver(), 10).time(town.point('W'), town.point('N')).is_never());
}

TEST(Turns, BindWhoComesFromAFacilityToo) {
  Town town{kCross};
  town.no_turn("WXN");
  const Traveller t{town, driver(), 10};
  EXPECT_EQ(t.nearest(town.point('N'), {town.point('W')}, Direction::from_facility).time(),
            seconds(900));
  EXPECT_EQ(t.nearest(town.point('N'), {town.point('W')}).time(), seconds(500));
  EXPECT_EQ(t.nearest(town.point('W'), {town.point('N')}).time(), seconds(900));
}

TEST(Turns, RulesThatNameNoWayAreCounted) {
  Town town{kCross};
  town.no_turn("WEX");  // W and E are no neighbours
  town.no_turn("WX");   // too short
  town.no_turn("WXN");
  const Traveller t{town, driver(), 10};
  EXPECT_EQ(t.network.unplaced_turn_rules(), 2u);
  EXPECT_EQ(t.network.turn_bans().size(), 1u);
}

}  // namespace
}  // namespace lifecircle::test
