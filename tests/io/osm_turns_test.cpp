// Relations of type restriction become turn rules.

#include <gtest/gtest.h>

#include "tests/io/osm_sample.hpp"
#include "tests/support/test_data.hpp"

namespace lifecircle {
namespace {

using test::letters;
using test::OsmText;
using test::roads_of;

//      2
//      |  w12
//  101-102-103    w11 from 101 to 102, w13 from 102 to 103, w14 down to 202 and on to 302
//      |  w14
//     202
//      |
//     302
OsmText crossing() {
  return OsmText{}
      .nodes({2, 101, 102, 103, 202, 302})
      .way(11, {101, 102}, "highway=residential")
      .way(12, {102, 2}, "highway=residential")
      .way(13, {102, 103}, "highway=residential")
      .way(14, {302, 202, 102}, "highway=residential");
}

/// Rules as "no mc 101 102 2": node ids, found by their places.
std::vector<std::string> rules_of(const Roads& roads) {
  std::vector<std::string> texts;
  for (const TurnRule& rule : roads.turn_rules) {
    std::string text = (rule.only ? "only " : "no ") + letters(rule.modes);
    for (const std::uint32_t v : rule.vertices)
      for (std::int64_t id = 0; id < 1000; ++id)
        if (test::place(id) == roads.position[v]) text += " " + std::to_string(id);
    texts.push_back(text);
  }
  return texts;
}

struct Outcome {
  std::vector<std::string> rules;
  std::map<std::string, std::uint64_t> problems;
};

Outcome outcome(const OsmText& map) {
  const auto read = roads_of(map);
  for (const Problem& problem : read.problems.list())
    EXPECT_EQ(problem.set_aside, problem.key == "osm_turn_ambiguous" ||
                                     problem.key == "osm_turn_unknown" ||
                                     problem.key == "osm_way_without_line")
        << problem.key << ": rules of certain hours and at the edge of an extract are sound";
  return {rules_of(read.roads), read.problems.counts()};
}

Outcome outcome(const std::string& members, const std::string& tags) {
  return outcome(crossing().relation(1, members, "type=restriction " + tags));
}

using Rules = std::vector<std::string>;
using Counts = std::map<std::string, std::uint64_t>;

TEST(OsmTurns, ForbidOrCommandATurnAtANode) {
  EXPECT_EQ(outcome("from:w11 via:n102 to:w12", "restriction=no_left_turn").rules,
            Rules{"no mc 101 102 2"});
  EXPECT_EQ(outcome("to:w14 via:n102 from:w11", "restriction=only_right_turn").rules,
            Rules{"only mc 101 102 202"});
  EXPECT_EQ(outcome("from:w14 via:n102 to:w14", "restriction=no_u_turn").rules,
            Rules{"no mc 202 102 202"});
}

TEST(OsmTurns, HoldForTheModesTheyName) {
  const std::string left = "from:w11 via:n102 to:w12";
  EXPECT_EQ(outcome(left, "restriction:motorcar=no_left_turn").rules, Rules{"no c 101 102 2"});
  EXPECT_EQ(outcome(left, "restriction:motorcycle=no_left_turn").rules, Rules{"no m 101 102 2"});
  EXPECT_EQ(outcome(left, "restriction:bicycle=no_left_turn").rules, Rules{"no b 101 102 2"});
  EXPECT_EQ(outcome(left, "restriction:vehicle=no_left_turn").rules, Rules{"no bmc 101 102 2"});
  EXPECT_EQ(outcome(left, "restriction:hgv=no_left_turn").rules, Rules{});
  EXPECT_EQ(outcome(left, "restriction=no_left_turn except=motorcycle").rules,
            Rules{"no c 101 102 2"});
  EXPECT_EQ(outcome(left, "restriction=no_left_turn except=psv;motorcar").rules,
            Rules{"no m 101 102 2"});
  EXPECT_EQ(outcome(left, "restriction=no_left_turn except=psv;bicycle").rules,
            Rules{"no mc 101 102 2"});
  EXPECT_EQ(outcome(left, "restriction=no_left_turn except=motor_vehicle").rules, Rules{});
  EXPECT_TRUE(outcome(left, "restriction=no_left_turn except=motor_vehicle").problems.empty());
}

TEST(OsmTurns, AtCertainHoursAreLeftOutAndReported) {
  const std::string left = "from:w11 via:n102 to:w12";
  const Outcome timed = outcome(left, "restriction:conditional=no_left_turn@(Mo-Fr)");
  EXPECT_EQ(timed.rules, Rules{});
  EXPECT_EQ(timed.problems, (Counts{{"osm_turn_conditional", 1}}));
  EXPECT_EQ(outcome(left, "restriction=no_left_turn hour_on=07:00").rules, Rules{});
  const Outcome odd = outcome(left, "restriction=never_ever");
  EXPECT_EQ(odd.problems, (Counts{{"osm_turn_unknown", 1}}));
}

TEST(OsmTurns, WithMissingMembersAreIncomplete) {
  const Counts incomplete{{"osm_turn_incomplete", 1}};
  for (const char* members :
       {"from:w11 via:n102 to:w99", "from:w99 via:n102 to:w12", "from:w11 via:n999 to:w12",
        "from:w11 to:w12", "from:w11 via:n102", "via:n102 to:w12", "", "from:w11 via:n101 to:w12",
        "from:w11 via:w99 to:w12", "from:n101 via:n102 to:w12"}) {
    const Outcome made = outcome(members, "restriction=no_left_turn");
    EXPECT_EQ(made.rules, Rules{}) << members;
    EXPECT_EQ(made.problems, incomplete) << members;
  }
  OsmText clipped;
  clipped.nodes({102, 2})
      .way(11, {101, 102}, "highway=service")
      .way(12, {102, 2}, "highway=service");
  clipped.relation(1, "from:w11 via:n102 to:w12", "type=restriction restriction=no_left_turn");
  const Outcome made = outcome(clipped);
  EXPECT_EQ(made.problems.at("osm_turn_incomplete"), 1U);
  EXPECT_EQ(made.rules, Rules{});
}

TEST(OsmTurns, InTheMiddleOfATwoWayRoadAreAmbiguous) {
  OsmText through;
  through.nodes({101, 102, 103, 2}).way(11, {2, 102}, "highway=service");
  const auto with = [&](const std::string& tags, const std::string& members) {
    OsmText map = through;
    map.way(12, {101, 102, 103}, "highway=service " + tags);
    return outcome(map.relation(1, members, "type=restriction restriction=no_left_turn"));
  };
  EXPECT_EQ(with("", "from:w11 via:n102 to:w12").problems, (Counts{{"osm_turn_ambiguous", 1}}));
  EXPECT_EQ(with("", "from:w12 via:n102 to:w11").problems, (Counts{{"osm_turn_ambiguous", 1}}));
  EXPECT_EQ(with("oneway=yes", "from:w11 via:n102 to:w12").rules, Rules{"no mc 2 102 103"});
  EXPECT_EQ(with("oneway=-1", "from:w11 via:n102 to:w12").rules, Rules{"no mc 2 102 101"});
  EXPECT_EQ(with("oneway=yes", "from:w12 via:n102 to:w11").rules, Rules{"no mc 101 102 2"});
}

TEST(OsmTurns, OnlyEntriesAndExitsHaveSeveralWays) {
  EXPECT_EQ(outcome("from:w11 from:w12 via:n102 to:w14", "restriction=no_entry").rules,
            (Rules{"no mc 2 102 202", "no mc 101 102 202"}));
  EXPECT_EQ(outcome("from:w11 via:n102 to:w12 to:w13", "restriction=no_exit").rules,
            (Rules{"no mc 101 102 2", "no mc 101 102 103"}));
  const Counts ambiguous{{"osm_turn_ambiguous", 1}};
  EXPECT_EQ(outcome("from:w11 from:w12 via:n102 to:w14", "restriction=no_exit").problems,
            ambiguous);
  EXPECT_EQ(outcome("from:w11 via:n102 to:w12 to:w13", "restriction=only_left_turn").problems,
            ambiguous);
  EXPECT_EQ(outcome("from:w11 via:n102 via:n103 to:w12", "restriction=no_left_turn").problems,
            ambiguous);
}

//  1 -2- 3 - 4     w10: 1 2, w20: 2 3 (via), w21: 3 103 (via), w30: 103 104
//        |
//       103 - 104
OsmText detour() {
  return OsmText{}
      .nodes({1, 2, 3, 4, 103, 104, 50})
      .way(10, {1, 2}, "highway=service")
      .way(20, {3, 50, 2}, "highway=service")
      .way(21, {3, 103}, "highway=service")
      .way(30, {104, 103}, "highway=service");
}

TEST(OsmTurns, GoViaWaysInWhateverOrderAndDirection) {
  const std::string no = "type=restriction restriction=no_u_turn";
  const Rules wanted{"no mc 1 2 50 3 103 104"};
  EXPECT_EQ(outcome(detour().relation(1, "from:w10 via:w20 via:w21 to:w30", no)).rules, wanted);
  EXPECT_EQ(outcome(detour().relation(1, "via:w21 to:w30 via:w20 from:w10", no)).rules, wanted);
  EXPECT_EQ(outcome(detour().relation(1, "from:w10 via:w20 to:w21",
                                      "type=restriction restriction=only_straight_on"))
                .rules,
            Rules{"only mc 1 2 50 3 103"});
  EXPECT_EQ(outcome(detour().relation(1, "from:w10 via:w21 to:w30", no)).problems,
            (Counts{{"osm_turn_incomplete", 1}}));
}

TEST(OsmTurns, ManyViasNeitherHangNorCrash) {
  // 15 roads between the same two crossings can be chained in factorially many ways.
  OsmText map;
  map.nodes({1, 2, 3, 4}).way(1, {1, 2}, "highway=path").way(2, {3, 4}, "highway=path");
  std::string members = "from:w1 to:w2";
  for (int i = 10; i < 25; ++i) {
    map.way(i, {2, 3}, "highway=path");
    members += " via:w" + std::to_string(i);
  }
  EXPECT_EQ(outcome(map.relation(1, members, "type=restriction restriction=no_u_turn")).problems,
            (Counts{{"osm_turn_ambiguous", 1}}));
  std::string crowd;
  for (int i = 0; i < 5000; ++i) crowd += " from:w1 to:w2";
  map.relation(2, crowd + " via:n2", "type=restriction restriction=no_entry");
  EXPECT_EQ(outcome(map).problems, (Counts{{"osm_turn_ambiguous", 2}}));
}

TEST(OsmTurns, SaidTwiceAreOneRule) {
  OsmText map = crossing();
  map.relation(1, "from:w11 via:n102 to:w12", "type=restriction restriction:motorcar=no_left_turn");
  map.relation(2, "from:w11 via:n102 to:w12",
               "type=restriction restriction:motorcycle=no_left_turn");
  map.relation(3, "from:w11 via:n102 to:w13", "type=restriction restriction=only_straight_on");
  EXPECT_EQ(outcome(map).rules, (Rules{"no mc 101 102 2", "only mc 101 102 103"}));
}

void expect_restrictions(const std::string& name, std::uint64_t all, std::size_t rules) {
  const auto path = test::data(name);
  if (path.empty()) GTEST_SKIP();
  Problems problems;
  const auto frame = Frame::around(osm_extent(path).value()).value();
  const auto read = read_osm_roads(path, frame, false, false, problems);
  ASSERT_TRUE(read);
  std::uint64_t aside = 0;
  for (const auto& [key, count] : problems.counts())
    if (key.starts_with("osm_turn")) aside += count;
  EXPECT_EQ(read.value().roads.turn_rules.size(), rules);
  EXPECT_EQ(rules + aside, all) << "every restriction is a rule or a problem";
  const Roads& roads = read.value().roads;
  for (const TurnRule& rule : roads.turn_rules) EXPECT_GE(rule.vertices.size(), 3U);
}

TEST(OsmTurns, OfPortlandAreAllAccountedFor) {
  expect_restrictions("portland/portland-central-filtered.osm.pbf", 443, 421);
}
TEST(OsmTurns, OfMoscowAreAllAccountedFor) {
  expect_restrictions("small_osm/moscow.osm.gz", 106, 80);
}
TEST(OsmTurns, OfHelsinkiAreAllAccountedFor) {
  expect_restrictions("helsinki/Helsinki.osm.pbf", 45, 43);
}

}  // namespace
}  // namespace lifecircle
