// What is counted of a unit. Shares are plausible, not taken from any statistics.

#include "tools/make_town/unit_facts.hpp"

#include <algorithm>

#include "tools/make_town/random.hpp"

namespace lifecircle::county {
namespace {

/// One of four communities of a county town is new, whatever the seed.
const char* group_of(const County& county, std::size_t u, Random& random) {
  const UnitPlan& unit = county.units[u];
  const bool in_county_town =
      unit.town && static_cast<std::size_t>(unit.township) < county.towns.size();
  const int draw = random.below(100);
  if (in_county_town) return (hash(county.options.seed, 113) + u) % 4 == 0 ? "new" : "old";
  if (unit.town) return draw < 18 ? "relocation" : draw < 30 ? "new" : "old";
  return draw < 6 ? "relocation" : "";
}

/// 0, 1 or 2, by how many of each hundred units have more than 0 and more than 1.
int up_to_two(Random& random, int one_percent, int two_percent) {
  const int draw = random.below(100);
  return draw < two_percent ? 2 : draw < one_percent ? 1 : 0;
}

}  // namespace

UnitFacts unit_facts(const County& county, std::size_t u, const DrawnUnit& drawn) {
  const bool town = county.units[u].town;
  Random random{hash(county.options.seed, 112, u)};
  UnitFacts facts;
  facts.group = group_of(county, u, random);
  std::size_t next = 0;
  const auto put = [&](std::int64_t value) { facts.values[next++] = value; };

  const std::int64_t homes_m2 =
      drawn.households * (town ? random.between(88, 120) : random.between(120, 170));
  // Of a thousand square metres of homes: shops and their like.
  const std::int64_t shops_m2 =
      homes_m2 * (town ? random.between(40, 160) : random.between(2, 30)) / 1000;
  put(homes_m2 + shops_m2 + drawn.centre_floor_m2);
  put(shops_m2);
  put(drawn.centre_floor_m2);

  const std::int64_t per_ten_thousand = town ? random.between(12, 22) : random.between(30, 60);
  const std::int64_t wanted = (drawn.people * per_ten_thousand + 5000) / 10'000;
  put(std::max<std::int64_t>(town ? 2 : 3, wanted));
  put(town ? up_to_two(random, 82, 12) : up_to_two(random, 9, 0));
  put(town ? up_to_two(random, 94, 70) : up_to_two(random, 78, 8));
  put(up_to_two(random, 91, 24));
  put(up_to_two(random, town ? 20 : 2, 0));

  const auto has = [&](int in_town, int in_country) {
    put(random.chance(town ? in_town : in_country) ? 1 : 0);
  };
  has(97, 86);   // agency_service
  has(85, 62);   // disabled_association
  has(55, 22);   // red_cross
  has(100, 77);  // has_5g
  has(90, 96);   // wedding_council
  has(72, 84);   // facilities_council
  has(100, 91);  // health_committee
  has(88, 58);   // satisfaction_survey
  return facts;
}

}  // namespace lifecircle::county
