#include "engine/network/spans.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <queue>
#include <set>
#include <utility>
#include <vector>

namespace lifecircle {
namespace {

constexpr std::size_t kBanks = 4;
constexpr std::size_t kMostNodes = 4096;

/// Whole millimetres: the same sum from both ends.
std::int64_t length_mm(const Network& network, EdgeId edge) {
  std::int64_t sum = 0;
  const auto points = network.shape(edge);
  for (std::size_t p = 0; p + 1 < points.size(); ++p)
    sum += std::llround(distance_mm(points[p], points[p + 1]));
  return sum;
}

/// Bridges and tunnels as seen from the nodes that nothing else meets in.
using Ways = std::map<NodeId, std::vector<std::pair<NodeId, std::int64_t>>>;

Ways ways_in_the_air(const Network& network) {
  Column<NodeId, char> on_ground(network.node_count());
  for (std::size_t e = 0; e < network.edge_count(); ++e)
    if (const EdgeId edge{e}; !is_span(network.kind(edge)))
      on_ground[network.tail(edge)] = on_ground[network.head(edge)] = 1;
  Ways ways;
  for (std::size_t e = 0; e < network.edge_count(); ++e) {
    const EdgeId edge{e};
    const NodeId tail = network.tail(edge), head = network.head(edge);
    if (on_ground[tail] != 0 && on_ground[head] != 0) continue;
    const std::int64_t length = length_mm(network, edge);
    if (on_ground[tail] == 0) ways[tail].emplace_back(head, length);
    if (on_ground[head] == 0) ways[head].emplace_back(tail, length);
  }
  return ways;
}

/// Height of a node in the air, from where the ways from it come to the ground.
double height_between(const Ways& ways, const Column<NodeId, double>& ground, NodeId from) {
  using Found = std::pair<std::int64_t, NodeId>;  // ties by node: the order of the network
  std::priority_queue<Found, std::vector<Found>, std::greater<>> queue;
  std::set<NodeId> settled;
  queue.emplace(0, from);
  double sum = 0, weights = 0;
  std::size_t banks = 0;
  while (!queue.empty() && banks < kBanks && settled.size() < kMostNodes) {
    const auto [distance, node] = queue.top();
    queue.pop();
    if (!settled.insert(node).second) continue;
    if (const auto onward = ways.find(node); onward != ways.end()) {
      for (const auto& [to, length] : onward->second) queue.emplace(distance + length, to);
    } else if (!std::isnan(ground[node])) {
      if (distance == 0) return ground[node];
      const double weight = 1 / static_cast<double>(distance);
      sum += ground[node] * weight;
      weights += weight;
      ++banks;
    }
  }
  return banks > 0 ? sum / weights : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

void lift_spans(const Network& network, Column<NodeId, double>& height) {
  const Ways ways = ways_in_the_air(network);
  const Column<NodeId, double> ground = height;
  for (const auto& [node, onward] : ways) height[node] = height_between(ways, ground, node);
}

}  // namespace lifecircle
