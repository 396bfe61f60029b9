#pragma once

#include <optional>
#include <string_view>

#include <osmium/osm/tag.hpp>

#include "engine/network/roads.hpp"

namespace lifecircle::osm {

/// highway=* that is not there (yet, or any more): construction, proposed, planned,
/// abandoned, razed, demolished, disused, removed, dismantled, destroyed, no.
bool is_not_built(const osmium::TagList& tags);

/// The road that a way is; none: it is no road. The class is the value of highway=*;
/// railway=platform and public_transport=platform count as "platform", man_made=pier as "pier",
/// and, if asked, route=ferry as "ferry".
///
/// Access: see osm_access.hpp. foot=yes also lets wheelchairs in, but not on steps and
/// not where a hiking grade is given (sac_scale).
///
/// One-way: oneway=yes, junction=roundabout|circular and highway=motorway hold for
/// bicycles, motorcycles and cars; oneway:foot and conveying (moving stairs) for foot
/// and wheelchairs. oneway:bicycle (:vehicle, :motor_vehicle, :moped, :motorcycle,
/// :motorcar) and cycleway=opposite* are its exceptions. oneway=reversible closes both
/// directions, for nobody can plan with it; alternating opens both. Last,
/// access:forward, bicycle:backward and the like decide for what they name.
///
/// Speed limit: maxspeed in km/h or mph, the smallest of a list; "walk" is 5; words
/// (none, CN:urban, signals) are "not stated". maxspeed:forward and :backward
/// count only where they agree and maxspeed is silent.
std::optional<RoadKind> road_kind(const osmium::TagList& tags, bool with_ferries);

/// maxspeed's value in km/h; 0: not stated.
double speed_limit_of(std::string_view value);

}  // namespace lifecircle::osm
