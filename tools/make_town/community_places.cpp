// What a county's plan for community services asks beside what people walk to every day: police
// rooms, terminals, shelters, shops of the quarter-hour circle. Shares are plausible, not taken
// from any statistics; some units lack each, so that targets are missed.

#include <array>
#include <cstdint>
#include <string>
#include <utility>

#include "tools/make_town/draw.hpp"
#include "tools/make_town/facility_facts.hpp"
#include "tools/make_town/random.hpp"

namespace lifecircle::county {
namespace {

/// Where a service is found.
enum class Where : std::uint8_t { in_centre, by_health_centre, at_corner };

/// How many of each hundred units have a service.
struct Share {
  Kind kind;
  Where where;
  int community, township_seat, village;
};
constexpr std::array<Share, 20> kInUnits{{
    {Kind::gov_service_station, Where::in_centre, 96, 100, 88},
    {Kind::gov_terminal, Where::in_centre, 82, 75, 24},
    {Kind::volunteer_station, Where::in_centre, 94, 100, 71},
    {Kind::parent_school, Where::in_centre, 90, 95, 68},
    {Kind::legal_home, Where::in_centre, 58, 60, 27},
    {Kind::micro_fire_station, Where::at_corner, 78, 85, 36},
    {Kind::shelter, Where::at_corner, 66, 75, 30},
    {Kind::eldercare_center, Where::by_health_centre, 45, 55, 0},
    {Kind::eldercare_disability, Where::at_corner, 52, 60, 9},
    {Kind::childcare, Where::at_corner, 44, 35, 0},
    {Kind::service_point, Where::at_corner, 60, 25, 6},
    {Kind::supermarket, Where::at_corner, 68, 80, 8},
    {Kind::convenience_store, Where::at_corner, 92, 95, 40},
    {Kind::convenience_store, Where::at_corner, 70, 60, 8},
    {Kind::restaurant, Where::at_corner, 95, 95, 13},
    {Kind::restaurant, Where::at_corner, 75, 60, 3},
    {Kind::hairdresser, Where::at_corner, 90, 90, 8},
    {Kind::repair, Where::at_corner, 68, 70, 5},
    {Kind::housekeeping, Where::at_corner, 48, 30, 0},
    {Kind::parcel_station, Where::at_corner, 92, 95, 34},
}};
constexpr int kSharedRoofPercent = 80;  ///< of police rooms: in the service centre

/// What the main place of a township has, and that of a county town.
struct Office {
  Kind kind;
  int percent;
};
constexpr std::array<Office, 3> kInTownships{{{Kind::township_service_center, 90},
                                              {Kind::gov_service_center, 94},
                                              {Kind::social_work_station, 86}}};

class Communities {
 public:
  Communities(const County& county, const DrawnUnits& drawn, CountyFile& file)
      : county_{county}, drawn_{drawn}, file_{file} {}

  void draw() {
    std::vector<char> township_seen;
    for (std::size_t u = 0; u < drawn_.size(); ++u) {
      const UnitPlan& unit = county_.units[u];
      if (!drawn_[u].centre && drawn_[u].corners.empty()) continue;
      const auto township = static_cast<std::size_t>(unit.township);
      const bool in_county_town = unit.town && township < county_.towns.size();
      // A stream a unit: what one has moves nothing in another.
      Random random{hash(county_.options.seed, 111, u)};
      if (township_seen.size() <= township) township_seen.resize(township + 1);
      if (unit.town && !std::exchange(township_seen[township], 1)) offices(u, random);
      for (const Share& share : kInUnits) {
        const int percent = in_county_town ? share.community
                            : unit.town    ? share.township_seat
                                           : share.village;
        if (random.chance(percent)) place(u, share.kind, share.where, random);
      }
      if (random.chance(in_county_town ? 96 : unit.town ? 90 : 52)) police_room(u, random);
    }
  }

 private:
  /// The first unit of a township is its main place, and of the first one the county's.
  void offices(std::size_t unit, Random& random) {
    for (const Office& office : kInTownships)
      if (random.chance(office.percent)) place(unit, office.kind, Where::at_corner, random);
    if (static_cast<std::size_t>(county_.units[unit].township) < county_.towns.size())
      place(unit, Kind::gov_service_hall, Where::at_corner, random);
  }

  void police_room(std::size_t unit, Random& random) {
    const bool shared_roof = drawn_[unit].centre && random.chance(kSharedRoofPercent);
    place(unit, Kind::police_room, shared_roof ? Where::in_centre : Where::at_corner, random);
  }

  /// At most 8 m east or west and north or south of the house: still on its plot, on its side of
  /// any wall.
  static Spot near(Spot house, Random& random) {
    return {house.x + random.between(-8000, 8000), house.y + random.between(-8000, 8000)};
  }

  static Spot corner(const DrawnUnit& drawn, Random& random) {
    const int of = static_cast<int>(drawn.corners.size());
    return drawn.corners[static_cast<std::size_t>(random.below(of))];
  }

  void place(std::size_t u, Kind kind, Where where, Random& random) {
    const UnitPlan& unit = county_.units[u];
    const DrawnUnit& drawn = drawn_[u];
    const FacilityKind& of = facility_kinds()[static_cast<std::size_t>(kind)];
    const bool in_centre = drawn.centre && (where == Where::in_centre || drawn.corners.empty());
    const Spot house = in_centre ? *drawn.centre
                       : where == Where::by_health_centre && drawn.health_centre
                           ? *drawn.health_centre
                           : corner(drawn, random);
    FacilityRow row{.at = near(house, random), .kind = kind, .unit_code = unit.code};
    row.name = unit.name + (unit.town ? of.town_suffix : of.village_suffix);
    if (of.floor_high > 0) row.floor_area = random.between(of.floor_low, of.floor_high);
    if (of.capacity_high > 0) row.capacity = random.between(of.capacity_low, of.capacity_high);
    if (kind == Kind::police_room) row.co_located = in_centre;
    state_facts(row, unit.town, random.next());
    file_.facility(row);
  }

  const County& county_;
  const DrawnUnits& drawn_;
  CountyFile& file_;
};

}  // namespace

void draw_communities(const County& county, const DrawnUnits& drawn, CountyFile& file) {
  Communities{county, drawn, file}.draw();
}

}  // namespace lifecircle::county
