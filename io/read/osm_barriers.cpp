#include "io/read/osm_barriers.hpp"

#include <string_view>

#include "io/read/osm_access.hpp"
#include "io/read/osm_kind.hpp"
#include "io/read/osm_tags.hpp"

namespace lifecircle::osm {
namespace {

bool is_out_of_the_way(const osmium::TagList& tags) {
  return is_bridge(tags) || is_tunnel(tags) || value_of(tags, "location") == "underground";
}

bool is_water(const osmium::TagList& tags) {
  return is_one_of(value_of(tags, "waterway"), {"river", "canal", "dock", "riverbank"}) ||
         value_of(tags, "natural") == "water" || value_of(tags, "landuse") == "reservoir";
}

bool is_closed_to_walkers(const osmium::TagList& tags) {
  const std::string_view highway = value_of(tags, "highway");
  const std::string_view foot = value_of(tags, "foot");
  if (is_one_of(highway, {"motorway", "motorway_link"}))
    return access_of(tags)[Mode::foot] != Verdict::yes;
  if (!is_one_of(highway, {"trunk", "trunk_link", "primary", "primary_link", "secondary",
                           "secondary_link", "tertiary", "tertiary_link", "unclassified",
                           "residential", "service", "road", "busway", "bus_guideway"}))
    return false;
  return foot == "no" ||
         (value_of(tags, "motorroad") == "yes" && access_of(tags)[Mode::foot] != Verdict::yes);
}

}  // namespace

bool is_barrier(const osmium::TagList& tags) {
  if (tags.empty() || is_out_of_the_way(tags)) return false;
  if (is_water(tags)) return true;
  const bool solid =
      is_one_of(value_of(tags, "railway"), {"rail", "light_rail", "subway", "narrow_gauge"}) ||
      is_one_of(value_of(tags, "barrier"), {"wall", "fence", "city_wall", "retaining_wall"}) ||
      is_closed_to_walkers(tags);
  const bool in_cutting = is_one_of(value_of(tags, "cutting"), {"yes", "left", "right", "both"});
  return solid && (level_of(tags) >= 0 || in_cutting);
}

bool is_water_area(const osmium::TagList& tags) {
  return !is_out_of_the_way(tags) && is_water(tags);
}

}  // namespace lifecircle::osm
