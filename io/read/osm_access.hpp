#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include <osmium/osm/tag.hpp>

#include "engine/network/roads.hpp"
#include "engine/places/opening_hours.hpp"

namespace lifecircle::osm {

/// What tags say about one mode; none: nothing, so the class decides.
enum class Verdict : std::uint8_t { none, yes, no };

struct Verdicts {
  std::array<Verdict, kModes> of{};
  Verdict& operator[](Mode mode) { return of[static_cast<std::size_t>(mode)]; }
  Verdict operator[](Mode mode) const { return of[static_cast<std::size_t>(mode)]; }
};

/// What the access tags say, mode by mode. The most specific key that says anything wins:
///
///   foot        access, motorroad, foot
///   wheelchair  access, motorroad, foot, wheelchair
///   bicycle     access, vehicle, motorroad, bicycle
///   motorcycle  access, vehicle, motor_vehicle, moped, motorcycle
///   car         access, vehicle, motor_vehicle, motorcar
///
/// Yes: yes, designated, permissive, official, destination, customers, delivery, permit,
/// limited, public: whoever has an errand there may go. No: no, private, agricultural,
/// forestry, military, emergency, psv, bus, taxi, restricted, residents, staff, employees,
/// use_sidepath, dismount (we do not push bicycles). Of a list ("agricultural;destination") one yes
/// is enough. Any other value (unknown, discouraged, ...) says nothing.
///
/// access=yes says nothing either: it opens a path for those the path is for, not to
/// cars. For wheelchairs foot=yes only lifts a general no. motorroad=yes
/// is a no for foot, wheelchair and bicycle.
///
/// `direction` is "" or ":forward" or ":backward", added to every key.
Verdicts access_of(const osmium::TagList& tags, const char* direction = "");

/// Whether any key ends in ":forward" or ":backward".
bool has_directions(const osmium::TagList& tags);

/// Who may not pass through a node, as Modes::bits: 0 without barrier=*.
///
///   bollard, rising_bollard            closed to cars
///   bus_trap, sump_buster              closed to cars
///   block, chain, cycle_barrier, jersey_barrier, motorcycle_barrier, planter, spikes
///                                      closed to cars and motorcycles
///   log, debris                        closed to cars, motorcycles and wheelchairs
///   stile, turnstile, full-height_turnstile, kissing_gate, horse_stile, squeeze, ladder
///                                      open on foot only
///   wall, fence, hedge, city_wall, retaining_wall, guard_rail, cable_barrier, ditch
///                                      closed to all
///   everything else (gate, lift_gate, swing_gate, entrance, toll_booth, border_control,
///   cattle_grid, kerb, height_restrictor, unknown words)
///                                      open to all, unless locked=yes: closed to all
///
/// After that the access tags of the node decide, for the modes they name.
std::uint8_t closed_at(const osmium::TagList& tags);

/// closed_at at a time of day, and what nobody knows of it.
///
/// opening_hours of the node close it to all when they are closed, and are unknown for all whom it
/// is not closed to anyway when they are not understood. Without opening_hours, gate, sliding_gate,
/// hampshire_gate, wicket_gate and sliding_beam are unknown for the modes no access tag names, and
/// lift_gate and swing_gate, which one walks and cycles round, for motorcycles and cars; not so
/// with access=yes and its like, or locked=no. Without a time nothing is unknown.
///
/// Residents may pass gate, lift_gate, swing_gate, sliding_gate, hampshire_gate, wicket_gate,
/// sliding_beam and entrance, but with locked=yes, access=no or foot=no.
struct NodeGate {
  Modes closed, unknown;  ///< disjoint
  bool not_understood = false;
  bool is_gate = false;  ///< barrier=*
  bool own = false;      ///< residents may pass it
  std::uint16_t bits() const;
  static NodeGate of(std::uint16_t bits);
};
NodeGate gate_at(const osmium::TagList& tags, const std::optional<DayTime>& time);

/// Entrances and gates on the outline of an area: what NodeTable marks for features.
inline constexpr std::uint8_t kEntranceMark = 1;
inline constexpr std::uint8_t kGateMark = 2;

/// kEntranceMark: entrance=*, but not no, exit, emergency, emergency_exit, fire_exit;
/// kGateMark: barrier=gate, lift_gate, swing_gate, sliding_gate, hampshire_gate,
/// kissing_gate, entrance, turnstile, full-height_turnstile, stile, toll_booth,
/// border_control, sally_port, bollard, cycle_barrier. Neither where one may not walk in.
std::uint8_t doors_at(const osmium::TagList& tags);

}  // namespace lifecircle::osm
