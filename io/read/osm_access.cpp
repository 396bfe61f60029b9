#include "io/read/osm_access.hpp"

#include <string>
#include <string_view>

#include "io/read/osm_tags.hpp"

namespace lifecircle::osm {
namespace {

constexpr Modes kFoot = Modes::of(Mode::foot);
constexpr Modes kWheelchair = Modes::of(Mode::wheelchair);
constexpr Modes kMotorcycle = Modes::of(Mode::motorcycle);
constexpr Modes kCar = Modes::of(Mode::car);

Verdict verdict_of(std::string_view value) {
  Verdict verdict = Verdict::none;
  if (value.empty()) return verdict;
  for_each_part(value, ';', [&](std::string_view part) {
    if (is_one_of(part, {"yes", "designated", "permissive", "official", "destination", "customers",
                         "delivery", "permit", "limited", "public", "true", "1"})) {
      verdict = Verdict::yes;
    } else if (verdict == Verdict::none &&
               is_one_of(part, {"no", "private", "agricultural", "forestry", "military",
                                "emergency", "psv", "bus", "taxi", "restricted", "residents",
                                "staff", "employees", "use_sidepath", "dismount", "false", "0"})) {
      verdict = Verdict::no;
    }
  });
  return verdict;
}

/// The last of the verdicts, from general to specific, that says anything.
template <class... More>
Verdict most_specific(Verdict general, More... more) {
  Verdict said = general;
  for (const Verdict next : {more...})
    if (next != Verdict::none) said = next;
  return said;
}

Modes closed_by_kind(std::string_view barrier) {
  if (is_one_of(barrier, {"bollard", "rising_bollard", "bus_trap", "sump_buster"})) return kCar;
  if (is_one_of(barrier, {"block", "chain", "cycle_barrier", "jersey_barrier", "motorcycle_barrier",
                          "planter", "spikes"}))
    return kCar | kMotorcycle;
  if (is_one_of(barrier, {"log", "debris"})) return kCar | kMotorcycle | kWheelchair;
  if (is_one_of(barrier, {"stile", "turnstile", "full-height_turnstile", "kissing_gate",
                          "horse_stile", "squeeze", "ladder"}))
    return Modes::all() - kFoot;
  if (is_one_of(barrier, {"wall", "fence", "hedge", "city_wall", "retaining_wall", "guard_rail",
                          "cable_barrier", "ditch"}))
    return Modes::all();
  return Modes::none();
}

}  // namespace

Verdicts access_of(const osmium::TagList& tags, const char* direction) {
  const auto ask = [&](const char* key) {
    if (*direction == '\0') return verdict_of(value_of(tags, key));
    return verdict_of(value_of(tags, (std::string{key} + direction).c_str()));
  };
  const Verdict access = ask("access") == Verdict::no ? Verdict::no : Verdict::none;
  const Verdict motorroad =
      *direction == '\0' && value_of(tags, "motorroad") == "yes" ? Verdict::no : Verdict::none;
  const Verdict vehicle = most_specific(access, ask("vehicle"));
  const Verdict motor = most_specific(vehicle, ask("motor_vehicle"));
  const Verdict foot = most_specific(access, motorroad, ask("foot"));
  Verdicts verdicts;
  verdicts[Mode::foot] = foot;
  verdicts[Mode::wheelchair] =
      most_specific(foot == Verdict::no ? Verdict::no : Verdict::none, ask("wheelchair"));
  verdicts[Mode::bicycle] = most_specific(vehicle, motorroad, ask("bicycle"));
  verdicts[Mode::motorcycle] = most_specific(motor, ask("moped"), ask("motorcycle"));
  verdicts[Mode::car] = most_specific(motor, ask("motorcar"));
  return verdicts;
}

bool has_directions(const osmium::TagList& tags) {
  for (const osmium::Tag& tag : tags) {
    const std::string_view key = tag.key();
    if (key.ends_with(":forward") || key.ends_with(":backward")) return true;
  }
  return false;
}

std::uint8_t closed_at(const osmium::TagList& tags) {
  const std::string_view barrier = value_of(tags, "barrier");
  if (barrier.empty() || barrier == "no") return 0;
  Modes closed = closed_by_kind(barrier);
  if (value_of(tags, "locked") == "yes") closed = Modes::all();
  const Verdicts verdicts = access_of(tags);
  for (int i = 0; i < kModes; ++i) {
    const Mode mode = static_cast<Mode>(i);
    if (verdicts[mode] == Verdict::yes) closed = closed - Modes::of(mode);
    if (verdicts[mode] == Verdict::no) closed = closed | Modes::of(mode);
  }
  return closed.bits;
}

NodeGate gate_at(const osmium::TagList& tags, const std::optional<DayTime>& time) {
  NodeGate gate;
  const std::string_view barrier = value_of(tags, "barrier");
  if (barrier.empty() || barrier == "no") return gate;
  gate.is_gate = true;
  gate.closed = Modes{closed_at(tags)};
  gate.own = is_one_of(barrier, {"gate", "lift_gate", "swing_gate", "sliding_gate",
                                 "hampshire_gate", "wicket_gate", "sliding_beam", "entrance"}) &&
             value_of(tags, "locked") != "yes" && value_of(tags, "access") != "no" &&
             value_of(tags, "foot") != "no";
  if (!time) return gate;
  if (const std::string_view hours = value_of(tags, "opening_hours"); !hours.empty()) {
    const Openness state = OpeningHours::state_at(hours, *time);
    gate.not_understood = state == Openness::unknown;
    if (state == Openness::closed) gate.closed = Modes::all();
    if (state == Openness::unknown) gate.unknown = Modes::all() - gate.closed;
    return gate;
  }
  if (value_of(tags, "locked") == "no" || verdict_of(value_of(tags, "access")) == Verdict::yes)
    return gate;
  if (is_one_of(barrier, {"gate", "sliding_gate", "hampshire_gate", "wicket_gate", "sliding_beam"}))
    gate.unknown = Modes::all();
  else if (is_one_of(barrier, {"lift_gate", "swing_gate"}))
    gate.unknown = kMotorcycle | kCar;
  const Verdicts verdicts = access_of(tags);
  for (int i = 0; i < kModes; ++i)
    if (const Mode mode = static_cast<Mode>(i); verdicts[mode] != Verdict::none)
      gate.unknown = gate.unknown - Modes::of(mode);
  // Who walks through rolls through.
  if (verdicts[Mode::foot] == Verdict::yes) gate.unknown = gate.unknown - kWheelchair;
  gate.unknown = gate.unknown - gate.closed;
  return gate;
}

std::uint16_t NodeGate::bits() const {
  return static_cast<std::uint16_t>(
      closed.bits | unknown.bits << kModes | (not_understood ? 1 << (2 * kModes) : 0) |
      (is_gate ? 1 << (2 * kModes + 1) : 0) | (own ? 1 << (2 * kModes + 2) : 0));
}

NodeGate NodeGate::of(std::uint16_t bits) {
  NodeGate gate;
  gate.closed.bits = static_cast<std::uint8_t>(bits & Modes::all().bits);
  gate.unknown.bits = static_cast<std::uint8_t>(bits >> kModes & Modes::all().bits);
  gate.not_understood = (bits >> (2 * kModes) & 1) != 0;
  gate.is_gate = (bits >> (2 * kModes + 1) & 1) != 0;
  gate.own = (bits >> (2 * kModes + 2) & 1) != 0;
  return gate;
}

std::uint8_t doors_at(const osmium::TagList& tags) {
  if (tags.empty() || access_of(tags)[Mode::foot] == Verdict::no) return 0;
  std::uint8_t doors = 0;
  const std::string_view entrance = value_of(tags, "entrance");
  if (!entrance.empty() &&
      !is_one_of(entrance, {"no", "exit", "emergency", "emergency_exit", "fire_exit"}))
    doors = kEntranceMark;
  if (is_one_of(value_of(tags, "barrier"),
                {"gate", "lift_gate", "swing_gate", "sliding_gate", "hampshire_gate",
                 "kissing_gate", "entrance", "turnstile", "full-height_turnstile", "stile",
                 "toll_booth", "border_control", "sally_port", "bollard", "cycle_barrier"}) &&
      !Modes{closed_at(tags)}.has(Mode::foot))
    doors = static_cast<std::uint8_t>(doors | kGateMark);
  return doors;
}

}  // namespace lifecircle::osm
