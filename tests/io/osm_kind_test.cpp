// Tags of ways and nodes: who may go where, and which way.

#include <gtest/gtest.h>

#include "io/read/osm_access.hpp"
#include "io/read/osm_barriers.hpp"
#include "io/read/osm_kind.hpp"
#include "io/read/osm_tags.hpp"
#include "tests/io/osm_sample.hpp"

namespace lifecircle {
namespace {

using test::letters;
using test::Tags;

RoadKind kind_of(const std::string& tags) {
  const auto kind = osm::road_kind(Tags{tags}.list(), false);
  EXPECT_TRUE(kind) << tags;
  return kind.value_or(RoadKind{});
}

/// "allowed/forbidden".
std::string access(const std::string& tags) {
  const RoadKind kind = kind_of("highway=residential " + tags);
  EXPECT_EQ((kind.allowed & kind.forbidden), Modes::none()) << tags;
  return letters(kind.allowed) + "/" + letters(kind.forbidden);
}

TEST(OsmAccess, TheMostSpecificTagWins) {
  EXPECT_EQ(access(""), "/");
  EXPECT_EQ(access("access=no"), "/fwbmc");
  EXPECT_EQ(access("access=private foot=yes"), "fw/bmc");
  EXPECT_EQ(access("access=no foot=designated bicycle=yes"), "fwb/mc");
  EXPECT_EQ(access("vehicle=no"), "/bmc");
  EXPECT_EQ(access("vehicle=no bicycle=yes"), "b/mc");
  EXPECT_EQ(access("access=no vehicle=yes"), "bmc/fw");
  EXPECT_EQ(access("motor_vehicle=no"), "/mc");
  EXPECT_EQ(access("motor_vehicle=no motorcycle=yes"), "m/c");
  EXPECT_EQ(access("motor_vehicle=no motorcar=permissive"), "c/m");
  EXPECT_EQ(access("motorcycle=no"), "/m");
  EXPECT_EQ(access("moped=no"), "/m");
  EXPECT_EQ(access("moped=no motorcycle=yes"), "m/");
  EXPECT_EQ(access("access=no motor_vehicle=destination"), "mc/fwb");
}

TEST(OsmAccess, ErrandsAreAllowedAndReservedRoadsAreNot) {
  for (const std::string yes : {"yes", "designated", "permissive", "official", "destination",
                                "customers", "delivery", "permit"})
    EXPECT_EQ(access("motor_vehicle=" + yes), "mc/") << yes;
  for (const std::string no : {"no", "private", "agricultural", "forestry", "military", "emergency",
                               "psv", "bus", "residents"})
    EXPECT_EQ(access("motor_vehicle=" + no), "/mc") << no;
  for (const std::string other : {"unknown", "discouraged", "maybe", "Yes"})
    EXPECT_EQ(access("motor_vehicle=" + other), "/") << other;
  EXPECT_EQ(access("motor_vehicle=agricultural;destination"), "mc/");
  EXPECT_EQ(access("motor_vehicle=agricultural;forestry"), "/mc");
  EXPECT_EQ(access("access=no motor_vehicle=unknown"), "/fwbmc");
  EXPECT_EQ(access("bicycle=dismount"), "/b");
  EXPECT_EQ(access("bicycle=use_sidepath"), "/b");
}

TEST(OsmAccess, AGeneralYesOpensNoPathToCars) {
  EXPECT_EQ(access("access=yes"), "/");
  EXPECT_EQ(access("access=permissive"), "/");
  EXPECT_EQ(access("access=yes bicycle=no"), "/b");
}

TEST(OsmAccess, WheelchairsGoWhereWalkersGoUnlessToldOtherwise) {
  EXPECT_EQ(access("foot=no"), "/fw");
  EXPECT_EQ(access("foot=yes"), "fw/");
  EXPECT_EQ(access("foot=yes wheelchair=no"), "f/w");
  EXPECT_EQ(access("foot=no wheelchair=yes"), "w/f");
  EXPECT_EQ(access("wheelchair=limited"), "w/");
  const RoadKind steps = kind_of("highway=steps foot=designated");
  EXPECT_EQ(letters(steps.allowed), "f");
  EXPECT_EQ(letters(kind_of("highway=steps foot=designated wheelchair=yes").allowed), "fw");
  EXPECT_EQ(letters(kind_of("highway=path foot=yes sac_scale=hiking").allowed), "f");
  EXPECT_EQ(letters(kind_of("highway=steps access=no foot=yes").forbidden), "bmc");
}

TEST(OsmAccess, MotorroadsAreForMotors) {
  EXPECT_EQ(access("motorroad=yes"), "/fwb");
  EXPECT_EQ(access("motorroad=yes bicycle=yes"), "b/fw");
  EXPECT_EQ(access("motorroad=yes foot=yes"), "fw/b");
  EXPECT_EQ(access("motorroad=no"), "/");
}

/// "not forward/not backward".
std::string closed_ways(const std::string& tags) {
  const RoadKind kind = kind_of(tags);
  return letters(kind.not_forward) + "/" + letters(kind.not_backward);
}

TEST(OsmOneWay, HoldsForVehiclesAndNotOnFoot) {
  EXPECT_EQ(closed_ways("highway=residential"), "/");
  for (const std::string yes : {"yes", "true", "1"})
    EXPECT_EQ(closed_ways("highway=residential oneway=" + yes), "/bmc") << yes;
  for (const std::string back : {"-1", "reverse"})
    EXPECT_EQ(closed_ways("highway=residential oneway=" + back), "bmc/") << back;
  EXPECT_EQ(closed_ways("highway=residential oneway=no"), "/");
  EXPECT_EQ(closed_ways("highway=footway oneway=yes"), "/bmc");
  EXPECT_EQ(closed_ways("highway=residential oneway=reversible"), "bmc/bmc");
  EXPECT_EQ(closed_ways("highway=residential oneway=alternating"), "/");
}

TEST(OsmOneWay, IsImpliedByRoundaboutsAndMotorways) {
  EXPECT_EQ(closed_ways("highway=residential junction=roundabout"), "/bmc");
  EXPECT_EQ(closed_ways("highway=residential junction=circular"), "/bmc");
  EXPECT_EQ(closed_ways("highway=residential junction=roundabout oneway=no"), "/");
  EXPECT_EQ(closed_ways("highway=motorway"), "/bmc");
  EXPECT_EQ(closed_ways("highway=motorway oneway=no"), "/");
  EXPECT_EQ(closed_ways("highway=motorway_link"), "/");
}

TEST(OsmOneWay, HasItsExceptions) {
  const std::string one = "highway=residential oneway=yes ";
  EXPECT_EQ(closed_ways(one + "oneway:bicycle=no"), "/mc");
  EXPECT_EQ(closed_ways(one + "bicycle:oneway=no"), "/mc");
  EXPECT_EQ(closed_ways(one + "cycleway=opposite"), "/mc");
  EXPECT_EQ(closed_ways(one + "cycleway=opposite_lane"), "/mc");
  EXPECT_EQ(closed_ways(one + "cycleway:left=opposite_track"), "/mc");
  EXPECT_EQ(closed_ways(one + "cycleway:both=opposite_lane"), "/mc");
  EXPECT_EQ(closed_ways(one + "cycleway:left:oneway=-1"), "/mc");
  EXPECT_EQ(closed_ways(one + "cycleway=lane"), "/bmc");
  EXPECT_EQ(closed_ways(one + "cycleway=opposite oneway:bicycle=yes"), "/bmc");
  EXPECT_EQ(closed_ways(one + "oneway:motorcycle=no"), "/bc");
  EXPECT_EQ(closed_ways(one + "oneway:moped=no"), "/bc");
  EXPECT_EQ(closed_ways(one + "oneway:foot=yes"), "/fwbmc");
  EXPECT_EQ(closed_ways("highway=residential foot:oneway=-1"), "fw/");
  EXPECT_EQ(closed_ways("highway=residential oneway:bicycle=yes"), "/b");
  EXPECT_EQ(closed_ways("highway=steps conveying=forward"), "/fw");
  EXPECT_EQ(closed_ways("highway=footway conveying=backward"), "fw/");
  EXPECT_EQ(closed_ways("highway=footway conveying=yes"), "/");
  EXPECT_EQ(closed_ways("highway=steps conveying=forward oneway:foot=no"), "/");
}

TEST(OsmOneWay, AccessOfOneDirectionDecidesLast) {
  EXPECT_EQ(closed_ways("highway=service vehicle:forward=no"), "bmc/");
  EXPECT_EQ(closed_ways("highway=service vehicle:backward=no bicycle:backward=yes"), "/mc");
  EXPECT_EQ(closed_ways("highway=service motor_vehicle:backward=no"), "/mc");
  EXPECT_EQ(closed_ways("highway=service bicycle:forward=no"), "b/");
  EXPECT_EQ(closed_ways("highway=service foot:backward=no"), "/fw");
  EXPECT_EQ(closed_ways("highway=service oneway=yes bicycle:backward=yes"), "/mc");
  EXPECT_EQ(closed_ways("highway=service access:backward=no"), "/fwbmc");
}

TEST(OsmSpeed, IsReadInKilometresAnHour) {
  EXPECT_EQ(osm::speed_limit_of("50"), 50);
  EXPECT_EQ(osm::speed_limit_of(" 50 km/h "), 50);
  EXPECT_DOUBLE_EQ(osm::speed_limit_of("30 mph"), 30 * 1.609344);
  EXPECT_DOUBLE_EQ(osm::speed_limit_of("30mph"), 30 * 1.609344);
  EXPECT_EQ(osm::speed_limit_of("walk"), 5);
  EXPECT_EQ(osm::speed_limit_of("80;60"), 60);
  EXPECT_EQ(osm::speed_limit_of("80|none|60"), 60);
  for (const char* word : {"", "none", "CN:urban", "signals", "-50", "0", "1e300", "inf", "nan",
                           "50 furlongs", "99999"})
    EXPECT_EQ(osm::speed_limit_of(word), 0) << word;
  EXPECT_EQ(kind_of("highway=road maxspeed:forward=50 maxspeed:backward=50").speed_limit_kmh, 50);
  EXPECT_EQ(kind_of("highway=road maxspeed:forward=50 maxspeed:backward=60").speed_limit_kmh, 0);
  EXPECT_EQ(kind_of("highway=road maxspeed:forward=50").speed_limit_kmh, 0);
  EXPECT_EQ(kind_of("highway=road maxspeed=40 maxspeed:forward=50").speed_limit_kmh, 40);
}

TEST(OsmKind, SaysWhereTheRoadLies) {
  EXPECT_EQ(kind_of("highway=road layer=-2").level, -2);
  EXPECT_EQ(kind_of("highway=road layer=+1").level, 1);
  EXPECT_EQ(kind_of("highway=road layer=1.5").level, 1);
  EXPECT_EQ(kind_of("highway=road layer=up").level, 0);
  EXPECT_EQ(kind_of("highway=road layer=999").level, 10);
  EXPECT_EQ(kind_of("highway=road layer=-99999999999999").level, -10);
  EXPECT_TRUE(kind_of("highway=road bridge=viaduct").bridge);
  EXPECT_FALSE(kind_of("highway=road bridge=no").bridge);
  EXPECT_TRUE(kind_of("highway=road tunnel=yes").tunnel);
  EXPECT_FALSE(kind_of("highway=road tunnel=no").tunnel);
  EXPECT_FALSE(kind_of("highway=road tunnel=building_passage").tunnel);
  EXPECT_FALSE(kind_of("highway=road covered=yes").tunnel);
}

std::string class_of(const std::string& tags, bool with_ferries = false) {
  const auto kind = osm::road_kind(Tags{tags}.list(), with_ferries);
  return kind ? kind->road_class : "none";
}

TEST(OsmKind, TakesTheClassAsItStands) {
  EXPECT_EQ(class_of("highway=living_street"), "living_street");
  EXPECT_EQ(class_of("highway=县道"), "县道");
  EXPECT_EQ(class_of("railway=platform"), "platform");
  EXPECT_EQ(class_of("public_transport=platform highway=footway"), "footway");
  EXPECT_EQ(class_of("man_made=pier"), "pier");
  EXPECT_EQ(class_of("route=ferry"), "none");
  EXPECT_EQ(class_of("route=ferry", true), "ferry");
  EXPECT_EQ(class_of("building=yes"), "none");
  for (const std::string gone :
       {"construction", "proposed", "abandoned", "razed", "demolished", "disused", "no"})
    EXPECT_EQ(class_of("highway=" + gone), "none") << gone;
  EXPECT_EQ(class_of("highway=a\xFF"
                     "b"),
            "a\xEF\xBF\xBD"
            "b");  // no UTF-8
}

std::string closed(const std::string& tags) {
  return letters(Modes{osm::closed_at(Tags{tags}.list())});
}

TEST(OsmGates, AreClosedByTheirKind) {
  for (const std::string open :
       {"gate", "lift_gate", "swing_gate", "entrance", "toll_booth", "border_control",
        "cattle_grid", "kerb", "height_restrictor", "whatever"})
    EXPECT_EQ(closed("barrier=" + open), "") << open;
  EXPECT_EQ(closed("barrier=bollard"), "c");
  for (const std::string block : {"block", "cycle_barrier", "chain", "jersey_barrier"})
    EXPECT_EQ(closed("barrier=" + block), "mc") << block;
  EXPECT_EQ(closed("barrier=log"), "wmc");
  for (const std::string narrow : {"stile", "turnstile", "kissing_gate", "full-height_turnstile"})
    EXPECT_EQ(closed("barrier=" + narrow), "wbmc") << narrow;
  for (const std::string wall : {"wall", "fence", "hedge"})
    EXPECT_EQ(closed("barrier=" + wall), "fwbmc") << wall;
  EXPECT_EQ(closed("highway=crossing access=no"), "");
  EXPECT_EQ(closed("barrier=no"), "");
}

TEST(OsmGates, AreOpenedAndClosedByAccessTags) {
  EXPECT_EQ(closed("barrier=gate access=private"), "fwbmc");
  EXPECT_EQ(closed("barrier=gate access=private foot=yes"), "bmc");
  EXPECT_EQ(closed("barrier=gate motor_vehicle=no"), "mc");
  EXPECT_EQ(closed("barrier=bollard motor_vehicle=yes"), "");
  EXPECT_EQ(closed("barrier=bollard bicycle=no"), "bc");
  EXPECT_EQ(closed("barrier=kissing_gate foot=yes"), "wbmc");
  EXPECT_EQ(closed("barrier=kissing_gate access=yes"), "wbmc");
  EXPECT_EQ(closed("barrier=kissing_gate wheelchair=yes bicycle=yes"), "mc");
  EXPECT_EQ(closed("barrier=gate locked=yes"), "fwbmc");
  EXPECT_EQ(closed("barrier=gate locked=yes foot=yes"), "wbmc");
}

TEST(OsmGates, AreOpenByTheirHoursAndUnknownWithoutAny) {
  const DayTime morning = parse_day_time("Mo 10:00").value();
  // Closed to, and who does not know.
  const auto at_ten = [&](const std::string& tags) {
    const osm::NodeGate gate = osm::gate_at(Tags{tags}.list(), morning);
    const osm::NodeGate again = osm::NodeGate::of(gate.bits());
    EXPECT_EQ(again.closed, gate.closed);
    EXPECT_EQ(again.unknown, gate.unknown);
    EXPECT_EQ(again.not_understood, gate.not_understood);
    EXPECT_EQ(again.is_gate, gate.is_gate);
    EXPECT_EQ(again.own, gate.own);
    return letters(gate.closed) + " " + letters(gate.unknown) + (gate.not_understood ? " !" : "");
  };
  EXPECT_EQ(at_ten("barrier=gate opening_hours=06:00-22:00"), " ");
  EXPECT_EQ(at_ten("barrier=gate opening_hours=22:00-06:00"), "fwbmc ");
  EXPECT_EQ(at_ten("barrier=gate opening_hours=sunrise-sunset"), " fwbmc !");
  EXPECT_EQ(at_ten("barrier=bollard opening_hours=06:00-22:00"), "c ");
  EXPECT_EQ(at_ten("barrier=bollard opening_hours=sunrise-sunset"), "c fwbm !");
  EXPECT_EQ(at_ten("barrier=gate access=private opening_hours=06:00-22:00"), "fwbmc ");
  EXPECT_EQ(at_ten("barrier=gate"), " fwbmc");
  EXPECT_EQ(at_ten("barrier=gate foot=yes"), " bmc");
  EXPECT_EQ(at_ten("barrier=gate motor_vehicle=private"), "mc fwb");
  EXPECT_EQ(at_ten("barrier=gate access=yes"), " ");
  EXPECT_EQ(at_ten("barrier=gate access=private"), "fwbmc ");
  EXPECT_EQ(at_ten("barrier=gate locked=no"), " ");
  EXPECT_EQ(at_ten("barrier=gate locked=yes"), "fwbmc ");
  EXPECT_EQ(at_ten("barrier=lift_gate"), " mc");
  EXPECT_EQ(at_ten("barrier=bollard"), "c ");
  EXPECT_EQ(at_ten("barrier=kerb"), " ");
  EXPECT_EQ(at_ten("barrier=no opening_hours=22:00-06:00"), " ");
  EXPECT_EQ(at_ten("amenity=pub opening_hours=22:00-06:00"), " ");
  const auto own = [](const std::string& tags) { return osm::gate_at(Tags{tags}.list(), {}).own; };
  for (const char* tags : {"barrier=gate", "barrier=lift_gate access=private",
                           "barrier=gate opening_hours=22:00-06:00"})
    EXPECT_TRUE(own(tags)) << tags;
  for (const char* tags : {"barrier=gate locked=yes", "barrier=gate access=no", "barrier=wall",
                           "barrier=gate foot=no", "barrier=bollard", "amenity=pub"})
    EXPECT_FALSE(own(tags)) << tags;
}

TEST(OsmDoors, AreWhereOneMayWalkIn) {
  const auto doors = [](const std::string& tags) { return osm::doors_at(Tags{tags}.list()); };
  EXPECT_EQ(doors("entrance=yes"), osm::kEntranceMark);
  EXPECT_EQ(doors("entrance=main"), osm::kEntranceMark);
  for (const std::string no : {"no", "exit", "emergency"}) EXPECT_EQ(doors("entrance=" + no), 0);
  EXPECT_EQ(doors("entrance=staircase access=private"), 0);
  EXPECT_EQ(doors("entrance=yes access=private foot=yes"), osm::kEntranceMark);
  EXPECT_EQ(doors("barrier=gate"), osm::kGateMark);
  EXPECT_EQ(doors("barrier=gate entrance=yes"), osm::kGateMark | osm::kEntranceMark);
  EXPECT_EQ(doors("barrier=gate access=no"), 0);
  EXPECT_EQ(doors("barrier=gate locked=yes"), 0);
  EXPECT_EQ(doors("barrier=wall"), 0);
  EXPECT_EQ(doors("amenity=bench"), 0);
}

TEST(OsmBarriers, AreWhatNobodyStepsOver) {
  const auto barrier = [](const std::string& tags) { return osm::is_barrier(Tags{tags}.list()); };
  for (const std::string yes :
       {"waterway=river", "waterway=canal", "waterway=dock", "natural=water", "landuse=reservoir",
        "railway=rail", "railway=light_rail", "railway=subway", "highway=motorway",
        "highway=motorway_link", "highway=trunk foot=no", "highway=trunk motorroad=yes",
        "highway=primary foot=no", "barrier=wall", "barrier=fence", "barrier=city_wall",
        "barrier=retaining_wall", "waterway=river layer=-1", "railway=rail layer=-1 cutting=yes"})
    EXPECT_TRUE(barrier(yes)) << yes;
  for (const std::string no : {"waterway=stream",
                               "waterway=ditch",
                               "railway=tram",
                               "railway=monorail",
                               "railway=abandoned",
                               "highway=trunk",
                               "highway=primary access=private",
                               "highway=primary foot=use_sidepath",
                               "highway=cycleway foot=no",
                               "highway=motorway foot=yes",
                               "barrier=hedge",
                               "barrier=gate",
                               "railway=subway tunnel=yes",
                               "railway=subway layer=-2",
                               "railway=rail bridge=yes",
                               "waterway=river tunnel=culvert",
                               "highway=motorway bridge=viaduct",
                               "waterway=canal location=underground",
                               "natural=wood",
                               ""})
    EXPECT_FALSE(barrier(no)) << no;
}

}  // namespace
}  // namespace lifecircle
