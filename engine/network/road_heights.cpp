#include "engine/network/road_heights.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>

#include "engine/base/column.hpp"
#include "engine/network/spans.hpp"

namespace lifecircle {
namespace {

std::size_t parts_of(double length_mm) {
  return std::max<std::size_t>(
      1, static_cast<std::size_t>(std::ceil(length_mm / RoadHeights::kPartMm)));
}

/// The way along one edge: how far each end of a part lies from its tail.
void walk(const Network& network, EdgeId edge, std::vector<double>& way) {
  way.assign(1, 0);
  const auto points = network.shape(edge);
  for (std::size_t p = 0; p + 1 < points.size(); ++p) {
    const double start = way.back(), length = distance_mm(points[p], points[p + 1]);
    const std::size_t parts = parts_of(length);
    for (std::size_t k = 1; k <= parts; ++k)
      way.push_back(start + length * (static_cast<double>(k) / static_cast<double>(parts)));
  }
}

std::int32_t whole_mm(double mm) {
  return static_cast<std::int32_t>(std::floor(mm + 0.5));
}

/// Means of heights over a window along a way, from the integral of the line through them.
class Smoother {
 public:
  Smoother(const std::vector<double>& way, std::span<const double> heights)
      : way_{way}, base_{heights.front()} {
    // Relative to the first: level ground stays level to the last bit.
    for (const double height : heights) rise_.push_back(height - base_);
    integral_.push_back(0);
    for (std::size_t i = 0; i + 1 < way.size(); ++i)
      integral_.push_back(integral_.back() + (way[i + 1] - way[i]) * (rise_[i] + rise_[i + 1]) / 2);
  }

  double at(std::size_t i) const {
    const double half = std::min({RoadHeights::kWindowMm / 2, way_[i], way_.back() - way_[i]});
    // Less than a millimetre from an end there is nothing to take a mean of.
    if (half < 1) return base_ + rise_[i];
    return base_ + (integral_to(way_[i] + half) - integral_to(way_[i] - half)) / (2 * half);
  }

 private:
  double integral_to(double place) const {
    const auto after = std::ranges::upper_bound(way_, place);
    if (after == way_.end()) return integral_.back();
    const auto i = static_cast<std::size_t>(after - way_.begin()) - 1;
    const double step = way_[i + 1] - way_[i], on = place - way_[i];
    const double here = rise_[i] + (rise_[i + 1] - rise_[i]) * (on / step);
    return integral_[i] + on * (rise_[i] + here) / 2;
  }

  const std::vector<double>& way_;
  double base_;
  std::vector<double> rise_, integral_;
};

}  // namespace

std::vector<Point> RoadHeights::places(const Network& network) {
  std::vector<Point> places;
  for (std::size_t e = 0; e < network.edge_count(); ++e) {
    const auto points = network.shape(EdgeId{e});
    places.push_back(points.front());
    for (std::size_t p = 0; p + 1 < points.size(); ++p) {
      const Point a = points[p], b = points[p + 1];
      const auto parts = parts_of(distance_mm(a, b));
      for (std::size_t k = 1; k < parts; ++k) {
        const double share = static_cast<double>(k) / static_cast<double>(parts);
        places.push_back({whole_mm(a.x + (static_cast<double>(b.x) - a.x) * share),
                          whole_mm(a.y + (static_cast<double>(b.y) - a.y) * share)});
      }
      places.push_back(b);
    }
  }
  return places;
}

RoadHeights::RoadHeights(const Network& network, std::span<const double> metres) {
  // Where the heights of each edge begin, and those of the nodes.
  std::vector<std::size_t> first_of_edge{0};
  first_.reserve(network.point_count() + 1);
  Column<NodeId, double> of_node(
      std::vector<double>(network.node_count(), std::numeric_limits<double>::quiet_NaN()));
  for (std::size_t e = 0; e < network.edge_count(); ++e) {
    const EdgeId edge{e};
    const auto points = network.shape(edge);
    std::size_t at = first_of_edge.back();
    for (std::size_t p = 0; p < points.size(); ++p) {
      first_.push_back(at);
      at += p + 1 < points.size() ? parts_of(distance_mm(points[p], points[p + 1])) : 1;
    }
    first_of_edge.push_back(at);
    of_node[network.tail(edge)] = metres[first_of_edge[e]] * 1e3;
    of_node[network.head(edge)] = metres[at - 1] * 1e3;
  }
  first_.push_back(first_of_edge.back());
  assert(metres.size() == first_of_edge.back());
  lift_spans(network, of_node);

  height_.assign(metres.size(), 0);
  std::vector<double> way, ground;
  for (std::size_t e = 0; e < network.edge_count(); ++e) {
    const EdgeId edge{e};
    walk(network, edge, way);
    const std::size_t first = first_of_edge[e];
    ground.clear();
    if (is_span(network.kind(edge))) {
      const double from = of_node[network.tail(edge)], to = of_node[network.head(edge)];
      for (const double place : way)
        ground.push_back(way.back() > 0 ? from + (to - from) * (place / way.back()) : from);
    } else {
      for (std::size_t i = 0; i < way.size(); ++i) ground.push_back(metres[first + i] * 1e3);
    }
    if (std::ranges::any_of(ground, [](double h) { return std::isnan(h); })) {
      ++level_edges_;
      level_m_ += way.back() / 1e3;
      continue;  // all at zero: level
    }
    const Smoother smooth{way, ground};
    for (std::size_t i = 0; i < way.size(); ++i) height_[first + i] = whole_mm(smooth.at(i));
  }
}

bool RoadHeights::is_steeper(const Network& network, EdgeId edge, double grade) const {
  std::vector<double> way;
  walk(network, edge, way);
  const std::int32_t* height = height_.data() + first_[network.first_point(edge)];
  // The lowest and highest so far, on a slope of `grade` that turns level when it is taken away.
  double low = height[0], high = height[0];
  for (std::size_t i = 1; i < way.size(); ++i) {
    const double allowed = grade * way[i];
    if (height[i] - allowed - low > kNoiseMm || high - (height[i] + allowed) > kNoiseMm)
      return true;
    low = std::min(low, height[i] - allowed);
    high = std::max(high, height[i] + allowed);
  }
  return false;
}

double too_steep_m(const Network& network, const RoadHeights& heights, const Profile& profile) {
  double sum_mm = 0;
  if (!profile.slope.steepest) return 0;
  for (std::size_t e = 0; e < network.edge_count(); ++e) {
    const EdgeId edge{e};
    const RoadKind& kind = network.kind(edge);
    if (!profile.speed_on(kind) || !profile.slope.holds_on(kind) ||
        !heights.is_steeper(network, edge, *profile.slope.steepest))
      continue;
    const auto points = network.shape(edge);
    for (std::size_t p = 0; p + 1 < points.size(); ++p)
      sum_mm += distance_mm(points[p], points[p + 1]);
  }
  return sum_mm / 1e3;
}

}  // namespace lifecircle
