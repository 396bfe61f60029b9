#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <queue>
#include <string>
#include <utility>
#include <vector>

#include "engine/network/mode_graph.hpp"
#include "engine/network/road_heights.hpp"

namespace lifecircle::test {

/// Heights of some ground, a function of x and y in metres, along the roads of a network.
template <class Ground>
RoadHeights heights_on(const Network& network, Ground ground) {
  std::vector<double> metres;
  for (const Point p : RoadHeights::places(network)) metres.push_back(ground(p.x / 1e3, p.y / 1e3));
  return RoadHeights{network, metres};
}

/// The times of slopes by their definition and nothing else: slowly, with its own words for
/// everything but the network and the profile. Heights of the ground are rounded to the millimetre
/// where the engine's are.
template <class Ground>
class SlopeJudge {
 public:
  SlopeJudge(const Network& network, Ground ground) : network_{network}, ground_{ground} {}

  /// Milliseconds of one piece, by law and level speed.
  std::uint64_t time(EdgeId edge, std::size_t piece, bool forward, const Profile& profile) const {
    const auto points = network_.shape(edge);
    const double length = distance_mm(points[piece], points[piece + 1]);
    const double kmh = *profile.speed.at(network_.kind(edge).road_class).kmh;
    const double level = length / (kmh / 3.6);
    const auto& not_on = profile.slope.not_on;
    if (std::count(not_on.begin(), not_on.end(), network_.kind(edge).road_class) > 0 || length == 0)
      return static_cast<std::uint64_t>(std::floor(level + 0.5));
    double before = 0;
    for (std::size_t p = 0; p < piece; ++p) before += distance_mm(points[p], points[p + 1]);
    const int parts = std::max(1, static_cast<int>(std::ceil(length / 30e3)));
    double slower = 0;
    for (int k = 0; k < parts; ++k) {
      const double from = height(edge, before + length * k / parts);
      const double to = height(edge, before + length * (k + 1) / parts);
      const double grade = (forward ? to - from : from - to) / (length / parts);
      const double counted = std::min(0.35, std::max(-0.35, grade));
      slower += std::exp(3.5 * std::abs(counted + 0.05) - 3.5 * 0.05) / parts;
    }
    return static_cast<std::uint64_t>(std::floor(level * slower + 0.5));
  }

  /// Whole millimetres above zero, `way` millimetres from the edge's tail.
  double height(EdgeId edge, double way) const {
    const double whole = length_of(edge);
    const RoadKind& kind = network_.kind(edge);
    if (kind.bridge || kind.tunnel) {
      const double from = node_height(network_.tail(edge)), to = node_height(network_.head(edge));
      return std::floor(from + (whole > 0 ? (to - from) * way / whole : 0) + 0.5);
    }
    const double half = std::min({30e3, way, whole - way});
    if (half < 1) return std::floor(raw(edge, way) + 0.5);
    // The mean of a line of straight stretches: the trapezes between its corners.
    std::vector<double> corners{way - half, way + half};
    for (const double c : samples(edge))
      if (c > way - half && c < way + half) corners.push_back(c);
    std::sort(corners.begin(), corners.end());
    double area = 0;
    for (std::size_t i = 0; i + 1 < corners.size(); ++i)
      area += (corners[i + 1] - corners[i]) * (raw(edge, corners[i]) + raw(edge, corners[i + 1]));
    return std::floor(area / (4 * half) + 0.5);
  }

 private:
  double length_of(EdgeId edge) const {
    double sum = 0;
    const auto points = network_.shape(edge);
    for (std::size_t p = 0; p + 1 < points.size(); ++p)
      sum += distance_mm(points[p], points[p + 1]);
    return sum;
  }
  double at(Point p) const { return ground_(p.x / 1e3, p.y / 1e3) * 1e3; }

  /// Where along an edge the ground is asked.
  std::vector<double> samples(EdgeId edge) const {
    std::vector<double> all{0};
    const auto points = network_.shape(edge);
    for (std::size_t p = 0; p + 1 < points.size(); ++p) {
      const double start = all.back(), length = distance_mm(points[p], points[p + 1]);
      const int parts = std::max(1, static_cast<int>(std::ceil(length / 30e3)));
      for (int k = 1; k <= parts; ++k) all.push_back(start + length * k / parts);
    }
    return all;
  }
  /// The ground between two places where it was asked, in millimetres.
  double raw(EdgeId edge, double way) const {
    const auto points = network_.shape(edge);
    double start = 0;
    for (std::size_t p = 0; p + 1 < points.size(); ++p) {
      const Point a = points[p], b = points[p + 1];
      const double length = distance_mm(a, b);
      if (way > start + length && p + 2 < points.size()) {
        start += length;
        continue;
      }
      const int parts = std::max(1, static_cast<int>(std::ceil(length / 30e3)));
      if (length == 0) return at(a);
      const double on = std::min(1.0, std::max(0.0, (way - start) / length)) * parts;
      const double k = std::min(std::floor(on), parts - 1.0);
      const auto place = [&](double n) {
        return at(
            {static_cast<std::int32_t>(std::floor(a.x + (b.x - double{1} * a.x) * n / parts + 0.5)),
             static_cast<std::int32_t>(
                 std::floor(a.y + (b.y - double{1} * a.y) * n / parts + 0.5))});
      };
      return place(k) + (place(k + 1) - place(k)) * (on - k);
    }
    return 0;
  }

  /// On the ground, the ground's; else from the four nearest ends of what it is a part of. By all
  /// shortest ways (Bellman and Ford), not past an end.
  double node_height(NodeId node) const {
    if (on_ground(node)) return at(network_.position(node));
    const double far = std::numeric_limits<double>::infinity();
    std::vector<double> away(network_.node_count(), far);
    away[node.index()] = 0;
    for (bool again = true; again;) {
      again = false;
      for (std::size_t e = 0; e < network_.edge_count(); ++e) {
        const EdgeId edge{e};
        double length = 0;
        const auto points = network_.shape(edge);
        for (std::size_t p = 0; p + 1 < points.size(); ++p)
          length += static_cast<double>(std::llround(distance_mm(points[p], points[p + 1])));
        for (const auto& [from, to] : {std::pair{network_.tail(edge), network_.head(edge)},
                                       std::pair{network_.head(edge), network_.tail(edge)}}) {
          if (on_ground(from) || !(away[from.index()] + length < away[to.index()])) continue;
          away[to.index()] = away[from.index()] + length;
          again = true;
        }
      }
    }
    std::vector<std::pair<double, std::size_t>> ends;
    for (std::size_t n = 0; n < away.size(); ++n)
      if (away[n] < far && on_ground(NodeId{n})) ends.emplace_back(away[n], n);
    std::sort(ends.begin(), ends.end());
    if (ends.empty()) return 0;  // level
    double sum = 0, weights = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(4, ends.size()); ++i) {
      const double height = at(network_.position(NodeId{ends[i].second}));
      if (ends[i].first == 0) return height;
      sum += height / ends[i].first;
      weights += 1 / ends[i].first;
    }
    return sum / weights;
  }
  bool on_ground(NodeId node) const {
    for (std::size_t e = 0; e < network_.edge_count(); ++e)
      if (const EdgeId edge{e}; network_.tail(edge) == node || network_.head(edge) == node)
        if (!network_.kind(edge).bridge && !network_.kind(edge).tunnel) return true;
    return false;
  }

  const Network& network_;
  Ground ground_;
};

}  // namespace lifecircle::test
