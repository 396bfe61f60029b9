#pragma once

#include <osmium/osm/tag.hpp>

namespace lifecircle::osm {

/// Whether a way is a line that no access leg may cross:
///
///   waterway=river, canal, dock, riverbank; natural=water; landuse=reservoir
///   railway=rail, light_rail, subway, narrow_gauge (trams are crossable, monorails fly)
///   barrier=wall, fence, city_wall, retaining_wall (hedges have gaps)
///   highway=motorway, motorway_link, unless foot=yes; other carriageways (trunk to
///   service) with foot=no or motorroad=yes: fenced off, whereas access=private only
///   says whose road it is, foot=use_sidepath that there is a pavement, and a
///   cycleway with foot=no can be stepped over.
///
/// Nothing on a bridge or in a tunnel is one (of culverts: nothing of theirs is seen), nor
/// what lies underground: location=underground, or layer below 0, but for water,
/// where layer=-1 is the habit at every bridge, and for cuttings.
bool is_barrier(const osmium::TagList& tags);

/// The same question for the outline of a multipolygon: natural=water, landuse=reservoir,
/// waterway=*.
bool is_water_area(const osmium::TagList& tags);

}  // namespace lifecircle::osm
