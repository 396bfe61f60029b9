#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/places/point.hpp"

namespace lifecircle {

/// The ways to travel that roads, gates and turn rules tell apart. A profile (walk,
/// elderly walk, e-bike, ...) travels as one of them.
enum class Mode : std::uint8_t { foot, wheelchair, bicycle, motorcycle, car };
inline constexpr int kModes = 5;

/// A set of modes.
struct Modes {
  std::uint8_t bits = 0;
  static constexpr Modes none() { return {}; }
  static constexpr Modes all() { return {(1 << kModes) - 1}; }
  static constexpr Modes of(Mode mode) {
    return {static_cast<std::uint8_t>(1 << static_cast<int>(mode))};
  }
  constexpr bool has(Mode mode) const { return (bits & of(mode).bits) != 0; }
  friend constexpr Modes operator|(Modes a, Modes b) {
    return {static_cast<std::uint8_t>(a.bits | b.bits)};
  }
  friend constexpr Modes operator&(Modes a, Modes b) {
    return {static_cast<std::uint8_t>(a.bits & b.bits)};
  }
  friend constexpr Modes operator-(Modes a, Modes b) {
    return {static_cast<std::uint8_t>(a.bits & ~b.bits)};
  }
  friend constexpr auto operator<=>(const Modes&, const Modes&) = default;
};

/// Everything a profile may ask of a road but its shape. Two pieces that differ here
/// meet in a junction. "Forward" is the direction in which the line was drawn.
struct RoadKind {
  std::string road_class;  ///< as the file says: "residential", "steps", "乡道"; profiles name it
  Modes allowed;           ///< a tag says yes, whatever the class (foot=yes, bicycle=designated)
  Modes forbidden;     ///< a tag says no (access=private without foot=yes); disjoint from allowed
  Modes not_forward;   ///< may not travel forward (one-way the other way)
  Modes not_backward;  ///< may not travel backward (one-way, after its exceptions)
  double speed_limit_kmh = 0;  ///< 0: not stated
  int level = 0;               ///< layer: lines cross without meeting at different levels
  bool bridge = false;         ///< no access legs
  bool tunnel = false;         ///< no access legs
  friend auto operator<=>(const RoadKind&, const RoadKind&) = default;

  /// The same road drawn from its other end.
  RoadKind reversed() const {
    RoadKind other = *this;
    std::swap(other.not_forward, other.not_backward);
    return other;
  }
};

/// Times a file states for one line, for all modes that may use it; nullopt: closed in
/// that direction. Shared out over the pieces by length, whole milliseconds, from the end of the
/// line from which its places read smaller.
struct StatedTimes {
  std::optional<double> forward_s;
  std::optional<double> backward_s;
};

/// "Who comes along `vertices` (before the junction, the junction or junctions in
/// between, after) may not", or, if `only`, "who comes along all but the last must
/// go on to the last". Three vertices: a turn at one junction; u, v, u: a U-turn.
/// Consecutive vertices are neighbours on some line; where several lines join them side by side,
/// the rule holds for all. After the same beginning, one of all that `only` rules ask for is
/// enough; an `only` rule whose last street a mode cannot enter says nothing to it.
struct TurnRule {
  std::vector<std::uint32_t> vertices;
  bool only = false;
  Modes modes;
};

/// Roads as a reader hands them over: lines over shared vertices.
///
/// Two lines meet where they name the same vertex, and nowhere else: readers of OSM
/// take node ids, readers of layers join line ends (or node them when asked). A
/// vertex may lie where another does (a bridge over a road) without being the same.
/// Every line has two vertices or more; repeated vertices and zero lengths are legal.
///
/// Memory: 9 bytes a vertex, 4 a vertex of a line, 20 a line.
struct Roads {
  std::vector<Point> position;  ///< one a vertex
  std::vector<Modes> closed;    ///< one a vertex: who may not pass through (gates, bollards)
  std::vector<RoadKind> kinds;  ///< distinct kinds
  std::vector<std::uint32_t> line_kind;  ///< one a line
  std::vector<std::int64_t>
      line_source;  ///< one a line: OSM way id or feature id, for messages only
  std::vector<std::uint64_t> line_first{0};  ///< one a line, and the end: into line_vertex
  std::vector<std::uint32_t> line_vertex;    ///< vertices of all lines
  std::vector<std::optional<StatedTimes>> line_times;  ///< empty, or one a line; none: by speed
  std::vector<TurnRule> turn_rules;

  std::size_t vertex_count() const { return position.size(); }
  std::size_t line_count() const { return line_kind.size(); }
  std::span<const std::uint32_t> line(std::size_t i) const {
    return {line_vertex.data() + line_first[i], line_vertex.data() + line_first[i + 1]};
  }

  std::uint32_t add_vertex(Point p, Modes closed_to = {});
  /// The index of an equal kind, added if it is new. O(log kinds) through a caller's map is
  /// better for a million distinct kinds; here a linear look from the back is enough.
  std::uint32_t add_kind(const RoadKind& kind);
  void add_line(std::uint32_t kind, std::span<const std::uint32_t> vertices,
                std::int64_t source = -1);
  /// Appends another source's roads; nothing of the two meets.
  void append(const Roads& other);
};

}  // namespace lifecircle
