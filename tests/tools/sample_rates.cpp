#include "tests/tools/sample_rates.hpp"

namespace lifecircle::test {

namespace {

const std::string kTown = "setting = 'town'", kCountry = "setting = 'country'";
const std::string kEldercare = "'eldercare', 'eldercare_center'";

std::string over_units(const std::string& of_one) {
  return "SELECT SUM(" + of_one + ") FROM asked";
}

/// One amount against another, each of a unit and summed up.
SampleRate ratio(const std::string& of, const std::string& among, double per = 100,
                 const std::string& scope = "1") {
  SampleRate rate;
  rate.numerator = over_units(of);
  rate.denominator = over_units(among);
  rate.per = per;
  rate.scope = scope;
  return rate;
}

/// The share of units whose own ratio is as it should be; those that have none are not asked.
SampleRate each(const std::string& of, const std::string& among, double per,
                const std::string& should_be, const std::string& scope = "1") {
  SampleRate rate = ratio("(" + among + ") > 0 AND " + std::to_string(per) + " * (" + of + ") / (" +
                              among + ") " + should_be,
                          "(" + among + ") > 0", 100, scope);
  rate.own_numerator = over_units(of);
  rate.own_denominator = over_units(among);
  rate.own_per = per;
  return rate;
}

std::string of_unit(const std::string& columns) {
  return "(SELECT " + columns + " FROM units WHERE units.code = asked.code)";
}
/// A sum over the facilities in a unit, or those of them for which something holds.
std::string facilities(const std::string& kinds, const std::string& what,
                       const std::string& which = "1") {
  return "(SELECT COALESCE(SUM(" + what +
         "), 0) FROM facilities AS f WHERE f.unit_code = "
         "asked.code AND f.kind IN (" +
         kinds + ") AND (" + which + "))";
}
std::string homes(const std::string& what, const std::string& which = "1") {
  return "(SELECT COALESCE(SUM(" + what +
         "), 0) FROM people AS home WHERE home.unit_code = "
         "asked.code AND (" +
         which + "))";
}

SampleRate presence(const std::string& kinds, const std::string& scope = "1",
                    const std::string& which = "1") {
  const std::string there = " IN (SELECT f.unit_code FROM facilities AS f WHERE f.kind IN (" +
                            kinds + ") AND (" + which + "))";
  SampleRate rate = ratio("asked.code" + there, "1", 100, scope);
  rate.has = "home.unit_code" + there;
  return rate;
}

SampleRate presence_in_township(const std::string& kinds) {
  const std::string there =
      " IN (SELECT substr(f.unit_code, 1, 9) FROM facilities AS f WHERE "
      "f.kind IN (" +
      kinds + "))";
  const std::string townships = "SELECT COUNT(DISTINCT substr(code, 1, 9)) FROM asked";
  SampleRate rate;
  rate.numerator = townships + " WHERE substr(code, 1, 9)" + there;
  rate.denominator = townships;
  rate.digits = 9;
  rate.has = "substr(home.unit_code, 1, 9)" + there;
  return rate;
}

SampleRate share_of_facilities(const std::string& kinds, const std::string& which) {
  return ratio(facilities(kinds, "1", which), facilities(kinds, "1"));
}

SampleRate beside(const std::string& kinds, const std::string& others, double metres) {
  return share_of_facilities(
      kinds,
      "f.fid IN (SELECT pairs.one FROM pairs JOIN facilities AS g ON g.fid = pairs.other "
      "WHERE pairs.metres <= " +
          std::to_string(metres) + " AND g.kind IN (" + others + "))");
}

SampleRate coverage(const std::string& which, const std::string& scope = "1") {
  SampleRate rate = ratio(homes("people", which), homes("people"), 100, scope);
  rate.has = which;
  rate.is_coverage = true;
  return rate;
}
/// The share of units all of whose people have it.
SampleRate coverage_of_units(const std::string& which) {
  SampleRate rate =
      ratio(homes("people") + " > 0 AND " + homes("people", which) + " = " + homes("people"),
            homes("people") + " > 0");
  rate.has = which;
  rate.is_coverage = true;
  return rate;
}

}  // namespace

std::map<std::string, SampleRate> sample_rates() {
  std::map<std::string, SampleRate> all;
  const std::string commerce = of_unit("commerce_area + service_area"),
                    buildings = of_unit("building_area"),
                    centres = facilities("'service_center'", "f.floor_area"),
                    active = facilities("'service_center'", "f.activity_area"),
                    households = homes("households");

  // The plan's table.
  all["Z1"] = presence("'service_center'", kCountry);
  all["Z2"] = presence("'service_center'", kTown);
  all["Z3-a"] = ratio(commerce, buildings);
  all["Z3-b"] = each(commerce, buildings, 100, ">= 10");
  all["Z4-a"] = ratio(centres, households);
  all["Z4-b"] = each(centres, households, 100, ">= 30");
  all["Z5-1"] = presence("'gov_terminal'", kTown);
  all["Z5-2"] = presence("'gov_terminal'");
  all["Z6"] = ratio(of_unit("workers"), homes("people"), 10'000, kTown);
  all["Z7-a"] = ratio(active, centres);
  all["Z7-b"] = each(active, centres, 100, ">= 60");
  all["Z8"] = presence(kEldercare, kTown);

  // Sizes, provision, neighbours.
  all["Z9-1"] = each(households, "1", 1, "<= 3000");
  all["Z9-2"] = share_of_facilities(
      "'service_center'",
      "COALESCE((SELECT came.households FROM came WHERE came.id = f.id), 0) <= 3000");
  all["Z10-a"] = presence("'service_center'", kTown, "f.floor_area >= 800");
  all["Z10-b"] = presence("'service_center'", kTown, "f.floor_area >= 720");
  all["Z12-a"] = beside(kEldercare, "'health_center'", 0);
  all["Z12-b"] = beside(kEldercare, "'health_center'", 100);
  all["Z14-1"] = presence("'eldercare_center'", kTown);
  all["Z14-2"] = presence_in_township("'eldercare_center'");
  all["Z15-a"] = presence("'eldercare_disability'", kTown);
  all["Z15-b"] = presence("'eldercare_disability'");
  all["Z16-1"] = presence("'culture_station'");
  all["Z16-2"] = presence_in_township("'social_work_station'");
  all["Z16-3"] = presence("'volunteer_station'");
  all["Z17-1"] = presence("'parent_school'", kTown);
  all["Z17-2"] = presence("'parent_school'", kCountry);
  all["Z18-1"] = presence("'legal_home'", kTown);
  all["Z18-2"] = presence("'legal_home'", kCountry);

  // Circles of time, three levels of service.
  const std::string fitness_by_either = "@fitness_site@walk,bicycle@ <= 15 * 60",
                    circle = " <= 15 * 60, 0)";
  all["Z19-1a"] = coverage(fitness_by_either);
  all["Z19-1b"] = coverage("@fitness_site@walk@ <= 15 * 60");
  all["Z19-1c"] = coverage_of_units(fitness_by_either);
  all["Z19-2"] = share_of_facilities("'primary_school', 'middle_school'", "f.sports_open");
  all["Z20"] = coverage(
      "COALESCE(@convenience_store,market,supermarket@walk@" + circle +
          " + COALESCE(@restaurant@walk@" + circle + " + COALESCE(@hairdresser@walk@" + circle +
          " + COALESCE(@repair@walk@" + circle + " + COALESCE(@housekeeping@walk@" + circle +
          " + COALESCE(@parcel_station@walk@" + circle + " = 6",
      kTown);
  all["Z21-1"] = ratio(of_unit("agency_service"), "1");
  const std::string in_unit = "asked.code IN (SELECT unit_code FROM facilities WHERE kind = ",
                    in_township =
                        "substr(asked.code, 1, 9) IN (SELECT substr(unit_code, 1, 9) "
                        "FROM facilities WHERE kind = ";
  all["Z21-2"] = ratio(in_unit + "'gov_service_station') AND " + in_township +
                           "'gov_service_center') AND substr(asked.code, 1, 6) IN (SELECT "
                           "substr(unit_code, 1, 6) FROM facilities WHERE kind = "
                           "'gov_service_hall')",
                       "1");
  all["Z26-a"] = ratio(commerce, buildings, 100, "unit_group = 'new'");
  all["Z26-b"] = each(commerce, buildings, 100, ">= 10", "unit_group = 'new'");
  all["Z27"] = ratio(centres, households, 100, kCountry);
  all["Z28"] = share_of_facilities(
      "'service_center'", "(SELECT opening.least FROM opening WHERE opening.id = f.id) >= 8 * 60");
  all["Z29"] = all["Z6"];

  // Safety, emergencies, organisations.
  all["Z30-1-a"] = share_of_facilities("'police_room'", "f.co_located");
  all["Z30-1-b"] = beside("'police_room'", "'service_center'", 20);
  all["Z30-2"] = each(of_unit("police_officers"), "1", 1, ">= 1", kTown);
  all["Z30-3"] = each(of_unit("police_auxiliaries"), "1", 1, ">= 2", kTown);
  all["Z30-4"] = each(of_unit("police_auxiliaries"), "1", 1, ">= 1", kCountry);
  all["Z31-1"] = presence("'shelter'");
  all["Z31-2"] = presence("'micro_fire_station'");
  all["Z31-3"] = each(of_unit("disaster_informants"), "1", 1, ">= 1");
  all["Z34"] = coverage("@service_center,service_point@walk/m@ <= 100");
  all["Z37-1"] = ratio(of_unit("disabled_association"), "1");
  all["Z37-2"] = ratio(of_unit("red_cross"), "1");
  all["Z37-3"] = ratio(of_unit("childrens_organisations"), "1", 1);
  all["Z37-3"].denominator = "SELECT COUNT(DISTINCT substr(code, 1, 6)) FROM asked";
  all["Z37-3"].digits = 6;
  all["Z38-1"] =
      ratio(in_unit + "'service_center') AND " + in_township + "'township_service_center')", "1");

  // Beyond the list of requirements.
  all["Z39"] = ratio(of_unit("has_5g"), "1", 100, kCountry);
  all["Z40-1"] = ratio(of_unit("wedding_council"), "1");
  all["Z40-2"] = ratio(of_unit("facilities_council"), "1");
  all["Z40-3"] = ratio(of_unit("health_committee"), "1");
  all["Z41"] = ratio(of_unit("satisfaction_survey"), "1");
  return all;
}

}  // namespace lifecircle::test
