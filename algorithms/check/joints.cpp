#include <algorithm>
#include <cmath>

#include "algorithms/check/parts.hpp"

namespace lifecircle::check_parts {

namespace {

constexpr double kNear_m = 5;        ///< an end that stops nearer than this to a road is doubted
constexpr double kWay_round_m = 50;  ///< unless the two meet a few steps away

EdgeId edge_of(const Segment& piece) {
  return EdgeId{static_cast<std::size_t>(piece.number >> 32)};
}

bool at_one_level(const Network& network, EdgeId a, EdgeId b) {
  return network.kind(a).level == network.kind(b).level;
}

std::size_t joined_by(const std::vector<double>& gaps, double tolerance_m) {
  return static_cast<std::size_t>(
      std::ranges::count_if(gaps, [&](double gap) { return gap <= tolerance_m; }));
}

/// Stretches that would become points.
std::size_t edges_up_to(const Network& network, double tolerance_m) {
  std::size_t count = 0;
  for (std::size_t e = 0; e < network.edge_count(); ++e)
    count += length_m(network, EdgeId{e}) <= tolerance_m ? 1 : 0;
  return count;
}

/// Ends of streets and how far off the road they seem to be meant for is.
void ends_near_roads(const Checked& checked) {
  const Network& network = checked.network();
  std::vector<std::uint32_t> degree(network.node_count());
  Column<NodeId, EdgeId> only(network.node_count(), EdgeId{0});
  for (std::size_t e = 0; e < network.edge_count(); ++e)
    for (const NodeId node : {network.tail(EdgeId{e}), network.head(EdgeId{e})}) {
      ++degree[node.index()];
      only[node] = EdgeId{e};
    }
  std::set<EdgeId> edges;
  std::vector<double> gaps;
  Point example{};
  std::vector<Segment> near;
  for (std::size_t n = 0; n < network.node_count(); ++n) {
    if (degree[n] != 1) continue;
    const NodeId node{n};
    const EdgeId own = only[node];
    const NodeId other_end = network.tail(own) == node ? network.head(own) : network.tail(own);
    const bool is_short = length_m(network, own) <= kWay_round_m;
    const Point at = network.position(node);
    near.clear();
    checked.ground.pieces_within(box_around(at, kNear_m * 1e3), near);
    double gap = -1;
    for (const Segment& piece : near) {
      const EdgeId edge = edge_of(piece);
      if (edge == own || !at_one_level(network, own, edge)) continue;
      if (is_short && (network.tail(edge) == other_end || network.head(edge) == other_end))
        continue;
      const double d = nearest_on_segment(piece.a, piece.b, at).distance_mm / 1e3;
      if (d <= kNear_m && (gap < 0 || d < gap)) gap = d;
    }
    if (gap < 0) continue;
    if (gaps.empty() || at < example) example = at;
    gaps.push_back(gap);
    edges.insert(own);
  }
  if (gaps.empty()) return;
  std::ranges::sort(gaps);
  // The bulk of them: a tolerance for the last would swallow lines that are roads.
  const double bulk = gaps[(gaps.size() - 1) * 9 / 10];
  const double tolerance = std::ceil((bulk + 0.005) * 100) / 100;
  std::vector<Finding::Sentence> evidence{
      {"check_gaps",
       {fixed(gaps.front(), 2), fixed(gaps[gaps.size() / 2], 2), fixed(gaps.back(), 2)}},
      {"check_tolerance",
       {fixed(tolerance, 2), number(joined_by(gaps, tolerance)), number(gaps.size()),
        number(edges_up_to(network, tolerance))}}};
  checked.findings.push_back(
      {.what = {"check_ends_near_roads", {number(gaps.size()), fixed(kNear_m, 0)}},
       .evidence = std::move(evidence),
       .fix = "join = \"crossings\"\ntolerance = " + fixed(tolerance, 2),
       .people = checked.people_on(edges),
       .at = example});
}

/// Whether the insides of two segments cross at a single point of both.
bool cross(const Segment& s, const Segment& t) {
  return side_of(s.a, s.b, t.a) * side_of(s.a, s.b, t.b) < 0 &&
         side_of(t.a, t.b, s.a) * side_of(t.a, t.b, s.b) < 0;
}

void roads_crossing(const Checked& checked) {
  const Network& network = checked.network();
  std::set<EdgeId> edges;
  std::uint64_t count = 0;
  Point example{};
  std::vector<Segment> near;
  for (std::size_t e = 0; e < network.edge_count(); ++e) {
    const EdgeId edge{e};
    const auto shape = network.shape(edge);
    for (std::size_t i = 0; i + 1 < shape.size(); ++i) {
      const Segment mine{shape[i], shape[i + 1], 0};
      near.clear();
      checked.ground.pieces_within({{std::min(mine.a.x, mine.b.x), std::min(mine.a.y, mine.b.y)},
                                    {std::max(mine.a.x, mine.b.x), std::max(mine.a.y, mine.b.y)}},
                                   near);
      for (const Segment& other : near) {
        const EdgeId its = edge_of(other);
        if (its <= edge || !at_one_level(network, edge, its) || !cross(mine, other)) continue;
        if (count++ == 0 || std::min(mine.a, mine.b) < example) example = std::min(mine.a, mine.b);
        edges.insert(edge);
        edges.insert(its);
      }
    }
  }
  if (count == 0) return;
  checked.findings.push_back({.what = {"check_roads_cross", {number(count)}},
                              .evidence = {{"check_roads_concerned", {number(edges.size())}}},
                              .fix = "join = \"crossings\"",
                              .people = checked.people_on(edges),
                              .at = example});
}

}  // namespace

void check_joints(const Checked& checked) {
  ends_near_roads(checked);
  roads_crossing(checked);
}

}  // namespace lifecircle::check_parts
