#include "io/read/osm_kind.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <system_error>

#include "io/read/osm_access.hpp"
#include "io/read/osm_tags.hpp"

namespace lifecircle::osm {
namespace {

constexpr double kWalkingPaceKmh = 5;
constexpr double kMileKm = 1.609344;
constexpr double kKnotKm = 1.852;
constexpr double kHighestLimitKmh = 400;

/// Which way traffic may go.
enum class Flow : std::uint8_t { unsaid, both, forward, backward, neither };

Flow flow_of(std::string_view value) {
  if (is_one_of(value, {"yes", "true", "1"})) return Flow::forward;
  if (is_one_of(value, {"-1", "reverse"})) return Flow::backward;
  if (is_one_of(value, {"no", "false", "0", "alternating", "opposite"})) return Flow::both;
  if (value == "reversible") return Flow::neither;
  return Flow::unsaid;
}

Flow flow_of(const osmium::TagList& tags, const char* key) {
  return flow_of(value_of(tags, key));
}

template <class... More>
Flow most_specific(Flow general, More... more) {
  Flow said = general;
  for (const Flow next : {more...})
    if (next != Flow::unsaid) said = next;
  return said;
}

/// Bicycles may ride against the one-way street.
bool has_contraflow(const osmium::TagList& tags) {
  for (const char* key : {"cycleway", "cycleway:left", "cycleway:right", "cycleway:both"})
    if (value_of(tags, key).starts_with("opposite")) return true;
  for (const char* key : {"cycleway:left:oneway", "cycleway:right:oneway", "cycleway:both:oneway"})
    if (is_one_of(value_of(tags, key), {"no", "-1"})) return true;
  return false;
}

void set_flow(RoadKind& kind, Mode mode, Flow flow) {
  if (flow == Flow::backward || flow == Flow::neither)
    kind.not_forward = kind.not_forward | Modes::of(mode);
  if (flow == Flow::forward || flow == Flow::neither)
    kind.not_backward = kind.not_backward | Modes::of(mode);
}

void set_flows(RoadKind& kind, const osmium::TagList& tags) {
  Flow street = flow_of(tags, "oneway");
  const bool implied = is_one_of(value_of(tags, "junction"), {"roundabout", "circular"}) ||
                       kind.road_class == "motorway";
  if (street == Flow::unsaid && implied) street = Flow::forward;
  const Flow vehicle = most_specific(street, flow_of(tags, "oneway:vehicle"));
  const Flow motor = most_specific(vehicle, flow_of(tags, "oneway:motor_vehicle"));
  const bool against = vehicle != Flow::neither && has_contraflow(tags);
  set_flow(kind, Mode::bicycle,
           most_specific(against ? Flow::both : vehicle, flow_of(tags, "bicycle:oneway"),
                         flow_of(tags, "oneway:bicycle")));
  set_flow(kind, Mode::motorcycle,
           most_specific(motor, flow_of(tags, "oneway:moped"), flow_of(tags, "oneway:motorcycle")));
  set_flow(kind, Mode::car, most_specific(motor, flow_of(tags, "oneway:motorcar")));

  Flow walkers = Flow::unsaid;
  if (value_of(tags, "conveying") == "forward") walkers = Flow::forward;
  if (value_of(tags, "conveying") == "backward") walkers = Flow::backward;
  walkers = most_specific(walkers, flow_of(tags, "foot:oneway"), flow_of(tags, "oneway:foot"));
  set_flow(kind, Mode::foot, walkers);
  set_flow(kind, Mode::wheelchair, walkers);
}

void decide(Modes& closed, const Verdicts& verdicts) {
  for (int i = 0; i < kModes; ++i) {
    const Mode mode = static_cast<Mode>(i);
    if (verdicts[mode] == Verdict::no) closed = closed | Modes::of(mode);
    if (verdicts[mode] == Verdict::yes) closed = closed - Modes::of(mode);
  }
}

void set_access(RoadKind& kind, const osmium::TagList& tags) {
  Verdicts verdicts = access_of(tags);
  const bool rough = kind.road_class == "steps" || !value_of(tags, "sac_scale").empty();
  if (!rough && verdicts[Mode::wheelchair] == Verdict::none && verdicts[Mode::foot] == Verdict::yes)
    verdicts[Mode::wheelchair] = Verdict::yes;
  for (int i = 0; i < kModes; ++i) {
    const Mode mode = static_cast<Mode>(i);
    if (verdicts[mode] == Verdict::yes) kind.allowed = kind.allowed | Modes::of(mode);
    if (verdicts[mode] == Verdict::no) kind.forbidden = kind.forbidden | Modes::of(mode);
  }
}

std::string_view class_of(const osmium::TagList& tags, bool with_ferries) {
  const std::string_view highway = value_of(tags, "highway");
  if (!highway.empty()) return is_not_built(tags) ? std::string_view{} : highway;
  if (value_of(tags, "railway") == "platform" || value_of(tags, "public_transport") == "platform")
    return "platform";
  if (value_of(tags, "man_made") == "pier") return "pier";
  if (with_ferries && value_of(tags, "route") == "ferry") return "ferry";
  return {};
}

double one_speed_limit(std::string_view text) {
  if (text == "walk") return kWalkingPaceKmh;
  double number = 0;
  const auto parsed =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  if (parsed.ec != std::errc{} || !std::isfinite(number)) return 0;
  const std::string_view unit =
      trimmed(text.substr(static_cast<std::size_t>(parsed.ptr - text.data())));
  if (unit == "mph") {
    number *= kMileKm;
  } else if (unit == "knots") {
    number *= kKnotKm;
  } else if (!is_one_of(unit, {"", "km/h", "kmh", "kph"})) {
    return 0;
  }
  return number >= 1 && number <= kHighestLimitKmh ? number : 0;
}

}  // namespace

bool is_not_built(const osmium::TagList& tags) {
  return is_one_of(value_of(tags, "highway"),
                   {"construction", "proposed", "planned", "abandoned", "razed", "demolished",
                    "disused", "removed", "dismantled", "destroyed", "no"});
}

double speed_limit_of(std::string_view value) {
  double smallest = 0;
  for_each_part(value, ';', [&](std::string_view list) {
    for_each_part(list, '|', [&](std::string_view part) {
      const double limit = one_speed_limit(part);
      if (limit > 0 && (smallest == 0 || limit < smallest)) smallest = limit;
    });
  });
  return smallest;
}

std::optional<RoadKind> road_kind(const osmium::TagList& tags, bool with_ferries) {
  const std::string_view road_class = class_of(tags, with_ferries);
  if (road_class.empty()) return std::nullopt;
  RoadKind kind;
  kind.road_class = clean_text(road_class);
  set_access(kind, tags);
  set_flows(kind, tags);
  if (has_directions(tags)) {
    decide(kind.not_forward, access_of(tags, ":forward"));
    decide(kind.not_backward, access_of(tags, ":backward"));
  }
  kind.speed_limit_kmh = speed_limit_of(value_of(tags, "maxspeed"));
  if (kind.speed_limit_kmh == 0) {
    const double forward = speed_limit_of(value_of(tags, "maxspeed:forward"));
    if (forward == speed_limit_of(value_of(tags, "maxspeed:backward")))
      kind.speed_limit_kmh = forward;
  }
  kind.level = level_of(tags);
  kind.bridge = is_bridge(tags);
  kind.tunnel = is_tunnel(tags);
  return kind;
}

}  // namespace lifecircle::osm
