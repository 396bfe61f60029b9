#pragma once

#include <cctype>
#include <cmath>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "engine/network/join.hpp"
#include "engine/network/mode_graph.hpp"
#include "engine/search/matrix.hpp"
#include "engine/search/nearest.hpp"

namespace lifecircle::test {

/// A point by metres.
inline Point metres(double x, double y) {
  return {static_cast<std::int32_t>(std::floor(x * 1e3 + 0.5)),
          static_cast<std::int32_t>(std::floor(y * 1e3 + 0.5))};
}

/// Someone who moves at 1 m/s everywhere, over open ground too: 100 m are 100,000 ms.
inline Profile stroller(Mode mode = Mode::foot) {
  Profile p;
  p.name = "stroller";
  p.mode = mode;
  p.speed = {{"street", {3.6, ""}}, {"motorway", {3.6, ""}}};
  p.access_kmh = 3.6;
  p.no_access = {"motorway"};
  return p;
}
/// The same, obeying turn rules.
inline Profile driver() {
  Profile p = stroller(Mode::car);
  p.obeys_turn_rules = true;
  return p;
}

/// A town drawn in text. Letters are vertices, lines are streets; a character is 100 m wide
/// and a row 100 m high:
///
///     A--B     A and B are 300 m apart
///     |  v     A and C 200 m, both ways; B to D only downwards
///     C--D
///
/// `>` `<` `^` `v` anywhere in a line make it one-way. Where lines cross without a letter (`+`)
/// they do not meet. The first letter of the first row lies at (0, 0), east is right and north is
/// up.
class Town {
 public:
  explicit Town(const std::string& drawing) {
    std::istringstream in{drawing};
    for (std::string row; std::getline(in, row);) rows_.push_back(row);
    for (std::size_t y = 0; y < rows_.size(); ++y)
      for (std::size_t x = 0; x < rows_[y].size(); ++x)
        if (is_vertex(at(x, y)))
          vertex_.emplace(at(x, y), roads.add_vertex(metres(100.0 * static_cast<double>(x),
                                                            -100.0 * static_cast<double>(y))));
    for (std::size_t y = 0; y < rows_.size(); ++y)
      for (std::size_t x = 0; x < rows_[y].size(); ++x)
        if (is_vertex(at(x, y))) {
          follow(x, y, 1, 0, "-<>+", '>', '<');
          follow(x, y, 0, 1, "|^v+", 'v', '^');
        }
  }

  std::uint32_t operator[](char letter) const { return vertex_.at(letter); }
  Point point(char letter) const { return roads.position[vertex_.at(letter)]; }
  /// The line drawn between two letters, the upper or left one first.
  std::size_t line(char from, char to) const { return line_.at({from, to}); }
  /// Gives one line a kind of its own.
  template <class Change>
  void change(char from, char to, Change change) {
    RoadKind kind = roads.kinds[roads.line_kind[line(from, to)]];
    change(kind);
    roads.line_kind[line(from, to)] = roads.add_kind(kind);
  }
  void state_times(char from, char to, std::optional<double> forward_s,
                   std::optional<double> backward_s) {
    roads.line_times.resize(roads.line_count());
    roads.line_times[line(from, to)] = StatedTimes{forward_s, backward_s};
  }
  void close(char letter, Modes to = Modes::all()) { roads.closed[(*this)[letter]] = to; }
  void no_turn(const std::string& letters) { add_rule(letters, false); }
  void only_turn(const std::string& letters) { add_rule(letters, true); }
  void wall(std::vector<Point> points) { barriers.add(points); }

  Roads roads;
  Barriers barriers{ShapeKind::line, {}};

 private:
  static bool is_vertex(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }
  char at(std::size_t x, std::size_t y) const {
    return y < rows_.size() && x < rows_[y].size() ? rows_[y][x] : ' ';
  }

  void follow(std::size_t x, std::size_t y, std::size_t dx, std::size_t dy, const std::string& line,
              char only_forth, char only_back) {
    const char from = at(x, y);
    RoadKind kind;
    kind.road_class = "street";
    bool any = false;
    for (x += dx, y += dy; line.find(at(x, y)) != std::string::npos; x += dx, y += dy) {
      any = true;
      if (at(x, y) == only_forth) kind.not_backward = Modes::all();
      if (at(x, y) == only_back) kind.not_forward = Modes::all();
    }
    if (!any || !is_vertex(at(x, y))) return;
    line_[{from, at(x, y)}] = roads.line_count();
    const std::uint32_t ends[] = {vertex_.at(from), vertex_.at(at(x, y))};
    roads.add_line(roads.add_kind(kind), ends, static_cast<std::int64_t>(roads.line_count()));
  }
  void add_rule(const std::string& letters, bool only) {
    TurnRule rule{{}, only, Modes::all()};
    for (const char c : letters) rule.vertices.push_back(vertex_.at(c));
    roads.turn_rules.push_back(rule);
  }

  std::vector<std::string> rows_;
  std::map<char, std::uint32_t> vertex_;
  std::map<std::pair<char, char>, std::size_t> line_;
};

/// A town and someone who travels in it.
class Traveller {
 public:
  explicit Traveller(const Town& town, const Profile& profile = stroller(), double limit_m = 50)
      : network{town.roads},
        ground{network, town.barriers},
        graph{network, profile},
        limit_m_{limit_m} {}

  std::vector<Leg> legs(Point p) const { return ground.legs(graph, p, limit_m_); }
  FacilityJoin join(const Facility& facility) const {
    return join_facility(ground, graph, facility, limit_m_);
  }
  /// From point to point, legs counted.
  Duration time(Point from, Point to, Duration limit = Duration::never()) const {
    const std::vector<std::vector<Leg>> a{legs(from)}, b{legs(to)};
    const auto times = times_between(graph, a, b, limit);
    return times.empty() ? Duration::never() : times.front().time;
  }
  /// The nearest of some points, which are facilities 0, 1, ...
  Label nearest(Point home, const std::vector<Point>& facilities,
                Direction direction = Direction::to_facility) const {
    std::vector<Seed> seeds;
    for (std::size_t f = 0; f < facilities.size(); ++f)
      for (const Leg& leg : legs(facilities[f]))
        seeds.push_back({leg.place, Label{leg.time, FacilityId{f}}});
    const NearestField field{graph, direction, seeds};
    Label best;
    for (const Leg& leg : legs(home)) best = std::min(best, field.at(leg.place) + leg.time);
    return best;
  }

  const Network network;
  const Ground ground;
  const ModeGraph graph;

 private:
  double limit_m_;
};

}  // namespace lifecircle::test
