#pragma once

#include "tools/make_town/county.hpp"
#include "tools/make_town/geopackage.hpp"

namespace lifecircle::county {

/// Draws a planned county into a file: land, roads, barriers, people, facilities. Linear, and in
/// constant memory beyond the plan.
void draw_county(const County& county, CountyFile& file);

// Its parts.
void draw_land(const County& county, CountyFile& file);  ///< area and units
void draw_country_roads(const County& county,
                        CountyFile& file);  ///< along the net outside town streets
void draw_street_sides(const County& county, CountyFile& file);  ///< the sides of town cells
void draw_corridors(const County& county,
                    CountyFile& file);  ///< rivers, railways, motorways with ramps
void draw_blocks(const County& county, CountyFile& file);  ///< what lies within cells
void draw_farms(const County& county, CountyFile& file);   ///< homes outside villages

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
