#include "engine/network/gates.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "engine/places/segment_index.hpp"

namespace lifecircle {
namespace {

constexpr double kEquallyNearMm = 1;

/// A place on the piece that begins at entry `piece` of line_vertex, and the gate that stands
/// there.
struct OnPiece {
  std::uint64_t piece = 0;
  double along = 0;  ///< 0 to 1, from the piece's first vertex
  Point place;
  std::size_t gate = 0;
};

using Leg = std::pair<std::uint32_t, std::uint32_t>;

/// New vertices on the pieces between two vertices, one list for each piece that has any.
using CutPieces = std::map<Leg, std::set<std::vector<std::uint32_t>>>;

/// What stands for the way from a to b in a turn rule. `at_first` and `at_last`: it is the rule's
/// first or last, of which the stretch next to the junction counts.
std::vector<std::vector<std::uint32_t>> ways_over(const CutPieces& cut, const std::set<Leg>& whole,
                                                  Leg leg, bool at_first, bool at_last) {
  std::vector<std::vector<std::uint32_t>> ways;
  const auto found = cut.find(leg);
  if (found == cut.end() || whole.contains(leg)) ways.push_back({leg.first, leg.second});
  if (found == cut.end()) return ways;
  for (const auto& inside : found->second) {
    std::vector<std::uint32_t> way{leg.first};
    way.insert(way.end(), inside.begin(), inside.end());
    way.push_back(leg.second);
    if (at_first) way.erase(way.begin(), way.end() - 2);
    if (at_last) way.resize(2);
    ways.push_back(std::move(way));
  }
  return ways;
}

void rewrite_rules(Roads& roads, const CutPieces& cut, const std::set<Leg>& whole) {
  std::vector<TurnRule> rules;
  for (const TurnRule& rule : roads.turn_rules) {
    std::vector<std::vector<std::uint32_t>> begun{{}};
    for (std::size_t i = 0; i + 1 < rule.vertices.size(); ++i) {
      std::vector<std::vector<std::uint32_t>> next;
      for (const auto& way : ways_over(cut, whole, {rule.vertices[i], rule.vertices[i + 1]}, i == 0,
                                       i + 2 == rule.vertices.size()))
        for (auto vertices : begun) {
          if (!vertices.empty()) vertices.pop_back();
          vertices.insert(vertices.end(), way.begin(), way.end());
          next.push_back(std::move(vertices));
        }
      begun = std::move(next);
    }
    for (auto& vertices : begun) rules.push_back({std::move(vertices), rule.only, rule.modes});
  }
  roads.turn_rules = std::move(rules);
}

/// Where each gate is nearest to the roads: ends of pieces at once, places inside them for later.
class Placing {
 public:
  explicit Placing(const Roads& roads) : roads_{roads}, pieces_{all_pieces(roads)} {}

  void place(Point gate, double within_mm, std::size_t number, std::vector<std::uint32_t>& vertices,
             std::vector<OnPiece>& inside) {
    near_.clear();
    pieces_.within(box_around(gate, within_mm), near_);
    double least = within_mm;
    for (const Segment& s : near_)
      least = std::min(least, nearest_on_segment(s.a, s.b, gate).distance_mm);
    for (const Segment& s : near_) {
      const SegmentPlace at = nearest_on_segment(s.a, s.b, gate);
      if (at.distance_mm > within_mm || at.distance_mm > least + kEquallyNearMm) continue;
      const Point place{static_cast<std::int32_t>(std::floor(at.x + 0.5)),
                        static_cast<std::int32_t>(std::floor(at.y + 0.5))};
      if (place == s.a)
        vertices.push_back(roads_.line_vertex[s.number]);
      else if (place == s.b)
        vertices.push_back(roads_.line_vertex[s.number + 1]);
      else
        inside.push_back({s.number, s.a <= s.b ? at.share : 1 - at.share, place, number});
    }
  }

 private:
  static std::vector<Segment> all_pieces(const Roads& roads) {
    std::vector<Segment> pieces;
    for (std::size_t l = 0; l < roads.line_count(); ++l)
      for (std::uint64_t i = roads.line_first[l]; i + 1 < roads.line_first[l + 1]; ++i)
        pieces.push_back(
            {roads.position[roads.line_vertex[i]], roads.position[roads.line_vertex[i + 1]], i});
    return pieces;
  }

  const Roads& roads_;
  SegmentIndex pieces_;
  std::vector<Segment> near_;
};

/// Puts the places, sorted, into their lines.
void cut_lines(Roads& roads, const std::vector<OnPiece>& inside,
               std::vector<std::vector<std::uint32_t>>& vertices) {
  CutPieces cut;
  std::set<Leg> whole;  // pieces between two vertices that stay as they are, if any rule asks
  std::vector<std::uint64_t> first{0};
  std::vector<std::uint32_t> line_vertex;
  auto next = inside.begin();
  for (std::size_t l = 0; l < roads.line_count(); ++l) {
    for (std::uint64_t i = roads.line_first[l]; i < roads.line_first[l + 1]; ++i) {
      const std::uint32_t from = roads.line_vertex[i];
      line_vertex.push_back(from);
      std::vector<std::uint32_t> here;
      for (; next != inside.end() && next->piece == i; ++next) {
        if (here.empty() || roads.position[here.back()] != next->place) {
          here.push_back(roads.add_vertex(next->place));
          line_vertex.push_back(here.back());
        }
        vertices[next->gate].push_back(here.back());
      }
      if (roads.turn_rules.empty() || i + 1 == roads.line_first[l + 1]) continue;
      const std::uint32_t to = roads.line_vertex[i + 1];
      if (here.empty()) {
        whole.insert({from, to});
        whole.insert({to, from});
      } else {
        cut[{from, to}].insert(here);
        std::ranges::reverse(here);
        cut[{to, from}].insert(here);
      }
    }
    first.push_back(line_vertex.size());
  }
  roads.line_first = std::move(first);
  roads.line_vertex = std::move(line_vertex);
  if (!cut.empty()) rewrite_rules(roads, cut, whole);
}

}  // namespace

void set_unknown_gates(Roads& roads, std::span<const UnknownGate> gates, bool open) {
  for (const UnknownGate& gate : gates) {
    Modes& closed = roads.closed[gate.vertex];
    closed = open ? closed - gate.modes : closed | gate.modes;
  }
}

std::vector<std::vector<std::uint32_t>> place_gates(Roads& roads, std::span<const Point> gates,
                                                    double within_m) {
  std::vector<std::vector<std::uint32_t>> vertices(gates.size());
  std::vector<OnPiece> inside;
  Placing placing{roads};
  for (std::size_t g = 0; g < gates.size(); ++g)
    placing.place(gates[g], within_m * 1e3, g, vertices[g], inside);
  std::ranges::sort(inside, {}, [](const OnPiece& on) {
    return std::tuple{on.piece, on.along, on.place, on.gate};
  });
  if (!inside.empty()) cut_lines(roads, inside, vertices);
  for (auto& all : vertices) {
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
  }
  return vertices;
}

}  // namespace lifecircle
