#pragma once

#include "tools/make_town/county.hpp"
#include "tools/make_town/drawn.hpp"
#include "tools/make_town/geopackage.hpp"

namespace lifecircle::county {

/// Draws a planned county into a file: land, roads, barriers, people, facilities. Linear; beyond
/// the plan it keeps up to 32 bytes a cell with streets.
void draw_county(const County& county, CountyFile& file);

// Its parts.
void draw_area(const County& county, CountyFile& file);
void draw_country_roads(const County& county,
                        CountyFile& file);  ///< along the net outside town streets
void draw_street_sides(const County& county, CountyFile& file);  ///< the sides of town cells
void draw_corridors(const County& county,
                    CountyFile& file);  ///< rivers, railways, motorways with ramps
void draw_blocks(const County& county, CountyFile& file,
                 DrawnUnits& drawn);  ///< what lies within cells
void draw_farms(const County& county, CountyFile& file,
                DrawnUnits& drawn);  ///< homes outside villages
void draw_communities(const County& county, const DrawnUnits& drawn,
                      CountyFile& file);  ///< what a plan asks of communities
void draw_units(const County& county, const DrawnUnits& drawn, CountyFile& file);

/// Where a road edge is cut across: the ends of its bridge or underpass, in the direction of the
/// edge.
struct Span {
  Spot from, to;
};
/// Half the share of an edge that a bridge over this edge's river takes.
double span_half(const County& county, int edge);
bool is_underpass(const County& county, int edge);
/// Whether a way along the edge has a parallel twin.
bool is_doubled(const County& county, int edge);

}  // namespace lifecircle::county
