#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tools/make_town/lattice.hpp"

namespace lifecircle::county {

/// Road classes in OSM's words, the most important first.
enum class Road : std::uint8_t {
  none,
  motorway,
  motorway_link,
  trunk,
  primary,
  secondary,
  tertiary,
  unclassified,
  residential,
  living_street,
  service,
  pedestrian,
  track,
  cycleway,
  footway,
  path,
  steps
};
const char* word(Road road);
int speed_limit(Road road);  ///< km/h; 0: none is stated

/// What a cell of the net is given to.
enum class Use : std::uint8_t { open, corridor, town, seat, village };

/// How the streets inside a cell are laid out.
enum class Style : std::uint8_t {
  none,
  grid,
  mixed,
  old_quarter,
  estate,
  estates,
  park,
  works,
  seat,
  village,
  rows,
  hamlet
};

/// What runs from cell to cell and cuts roads off.
enum class Cut : std::uint8_t { none, river, railway, motorway };
struct Corridor {
  Cut kind = Cut::none;
  std::vector<int> cells;         ///< neighbours one after the other
  double half_width = 0;          ///< mm; of rivers
  std::vector<int> interchanges;  ///< cells of a motorway that has a ramp
};
/// A ramp joins the motorway in the middle of `cell` with the road at `node`.
struct Ramp {
  int cell = 0;
  int node = 0;
};

/// A county town: cells within `reach` of the centre, on both banks of its river.
struct TownPlan {
  int column = 0, row = 0;  ///< of the centre cell
  int reach = 1;
  int river_column = 0;
  int railway_row = 0, motorway_row = 0;
  std::vector<int> cells;
};
/// A township's main place.
struct SeatPlan {
  int county = 0;
  std::vector<int> cells;
};
struct VillagePlan {
  int cell = 0;
  std::uint8_t corners = 0;  ///< which corners its lanes come out at: 1 sw, 2 se, 4 ne, 8 nw
};

/// A community or village committee and its land.
struct UnitPlan {
  std::string code;  ///< 12 digits, under a province code that is not given to any
  std::string name;
  bool town = false;
  int township = 0;
  std::string township_name;  ///< 柳河镇
  std::vector<int> homes;     ///< cells with streets and homes in them
};

struct FacilityPlan {
  int cell = 0;
  int unit = 0;
  std::uint8_t kind = 0;  ///< into facility_kinds()
};

struct Options {
  std::int64_t junctions = 30'000;
  std::uint64_t seed = 1;
};

/// All that is decided about a county before a line of it is drawn. Memory: about 60 bytes a cell,
/// about a third of a cell a junction.
struct County {
  explicit County(Lattice net) : lattice{std::move(net)} {}

  Options options;
  Lattice lattice;
  int county_columns = 1, county_rows = 1;  ///< counties beside each other, each with its town
  std::vector<std::uint8_t> inside;         ///< [cell] part of the study area
  std::vector<Use> use;                     ///< [cell]
  std::vector<Style> style;                 ///< [cell]
  std::vector<Road> road;                   ///< [edge] what road runs along it
  std::vector<Cut> cut;                     ///< [edge] what crosses it
  std::vector<std::uint16_t>
      ports;              ///< [edge] bit k: a street of a cell beside it ends at its k-th place
  std::vector<int> unit;  ///< [cell] -1 outside
  std::vector<Corridor> corridors;
  std::vector<Ramp> ramps;
  std::vector<TownPlan> towns;
  std::vector<SeatPlan> seats;
  std::vector<VillagePlan> villages;
  std::vector<UnitPlan> units;
  std::vector<FacilityPlan> facilities;  ///< by cell
  std::vector<int> loops;                ///< nodes where a dead end turns in a loop
  std::vector<int> doubled;              ///< edges with a second, parallel way

  Use& use_of(int cell) { return use[static_cast<std::size_t>(cell)]; }
  Use use_of(int cell) const { return use[static_cast<std::size_t>(cell)]; }
  Road road_on(int edge) const { return road[static_cast<std::size_t>(edge)]; }
  Cut cut_on(int edge) const { return cut[static_cast<std::size_t>(edge)]; }
  bool is_inside(int cell) const {
    return cell >= 0 && inside[static_cast<std::size_t>(cell)] != 0;
  }
  /// A cell whose four sides are streets, divided by the streets within.
  bool is_street_cell(int cell) const {
    return cell >= 0 && (use_of(cell) == Use::town || use_of(cell) == Use::seat);
  }
  bool is_street_edge(int edge) const {
    const Lattice::Sides s = lattice.sides(edge);
    return is_street_cell(s.left) || is_street_cell(s.right);
  }
  /// An edge beside a village or with something across stays straight; others may wind.
  bool runs_straight(int edge) const;
  /// How many road edges of the net meet at a node.
  int roads_at(int node) const;
};

/// Decides a county: land, rivers, towns, villages, roads, units, services. The
/// number of junctions comes within 5 % of what is asked (10 % below 3,000).
County plan_county(const Options& options);

// The steps of plan_county, in order; each needs those before it.
void lay_corridors(County& county);  ///< rivers, railways, motorways
void settle_seats(County& county);   ///< towns have been placed; now the townships
void settle_villages(County& county, int count);
void connect_places(County& county);  ///< roads along the net
void close_streets(County& county);   ///< ports of streets; call once roads are final
void divide_into_units(County& county);
void place_facilities(County& county);
/// Junctions that drawing the county will make: places where three or more line ends meet.
std::int64_t count_junctions(const County& county);

}  // namespace lifecircle::county
