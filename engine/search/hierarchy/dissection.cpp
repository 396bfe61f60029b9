#include "engine/search/hierarchy/dissection.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <utility>

#include "engine/base/parallel.hpp"
#include "engine/search/hierarchy/flow_cut.hpp"

namespace lifecircle {
namespace {

/// A quarter of the vertices at either end of a cut: no side is smaller.
constexpr double kShare = 0.25;
/// Parts as large as this are cut along several directions at once, smaller ones side by side.
constexpr std::uint32_t kLarge = 20'000;

struct Node {
  std::vector<std::uint32_t> own;
  std::vector<std::unique_ptr<Node>> children;
};

CutGraph whole(const Adjacency& graph) {
  CutGraph cut;
  const auto size = static_cast<std::uint32_t>(graph.size());
  for (std::uint32_t v = 0; v < size; ++v) {
    cut.vertex.push_back(v);
    const auto around = graph.of(v);
    cut.to.insert(cut.to.end(), around.begin(), around.end());
    cut.first.push_back(static_cast<std::uint32_t>(cut.to.size()));
  }
  // Neighbours are sorted: the arcs that lead to a vertex come up in the order of its own.
  std::vector<std::uint32_t> next(cut.first.begin(), cut.first.end() - 1);
  cut.back.resize(cut.to.size());
  for (std::uint32_t v = 0; v < size; ++v)
    for (std::uint32_t a = cut.first[v]; a < cut.first[v + 1]; ++a) cut.back[a] = next[cut.to[a]]++;
  return cut;
}

/// Steps from a vertex to each, and the farthest (the last of the queue).
std::pair<std::vector<std::int64_t>, std::uint32_t> steps_from(const CutGraph& graph,
                                                               std::uint32_t start) {
  std::vector<std::int64_t> steps(graph.size(), -1);
  std::vector<std::uint32_t> queue{start};
  steps[start] = 0;
  for (std::size_t at = 0; at < queue.size(); ++at)
    for (std::uint32_t a = graph.first[queue[at]]; a < graph.first[queue[at] + 1]; ++a)
      if (steps[graph.to[a]] < 0) {
        steps[graph.to[a]] = steps[queue[at]] + 1;
        queue.push_back(graph.to[a]);
      }
  return {std::move(steps), queue.back()};
}

/// From one end of the graph to another, and across, whatever the positions. It hangs together.
std::array<std::vector<std::int64_t>, 2> directions_by_steps(const CutGraph& graph) {
  std::array<std::vector<std::int64_t>, 2> keys;
  const auto a = steps_from(graph, 0).second;
  const auto [from_a, b] = steps_from(graph, a);
  const auto from_b = steps_from(graph, b).first;
  std::uint32_t c = 0;
  std::int64_t most = -1;
  for (std::uint32_t v = 0; v < graph.size(); ++v)
    if (const auto least = std::min(from_a[v], from_b[v]); least > most) most = least, c = v;
  const auto [from_c, d] = steps_from(graph, c);
  const auto from_d = steps_from(graph, d).first;
  for (std::uint32_t v = 0; v < graph.size(); ++v) {
    keys[0].push_back(from_a[v] - from_b[v]);
    keys[1].push_back(from_c[v] - from_d[v]);
  }
  return keys;
}

class Dissector {
 public:
  Dissector(const Adjacency& graph, const std::vector<Point>& positions, std::uint32_t cell_size)
      : graph_{graph}, positions_{positions}, cell_size_{cell_size} {}

  Dissection run() {
    Node root;
    std::vector<std::pair<Node*, CutGraph>> large, rest;
    large.emplace_back(&root, whole(graph_));
    while (!large.empty()) {
      auto [node, graph] = std::move(large.back());
      large.pop_back();
      if (graph.size() < kLarge) {
        rest.emplace_back(node, std::move(graph));
        continue;
      }
      auto parts = divide(*node, graph, true);
      graph = {};
      for (auto& part : parts) {
        node->children.push_back(std::make_unique<Node>());
        large.emplace_back(node->children.back().get(), std::move(part));
      }
    }
    parallel_for(
        rest.size(), [] { return 0; },
        [&](std::size_t i, int) { cut_up(*rest[i].first, std::move(rest[i].second)); });
    Dissection result;
    lay_down(root, result);
    return result;
  }

 private:
  void cut_up(Node& node, CutGraph graph) const {
    auto parts = divide(node, graph, false);
    graph = {};
    for (auto& part : parts) {
      node.children.push_back(std::make_unique<Node>());
      cut_up(*node.children.back(), std::move(part));
    }
  }

  /// What is the node's own, and the parts that are left.
  std::vector<CutGraph> divide(Node& node, const CutGraph& graph, bool in_parallel) const {
    if (graph.size() <= cell_size_) {
      node.own = by_degree(graph);
      return {};
    }
    std::uint32_t components = 0;
    const auto component = graph.components(components);
    std::vector<char> side;
    if (components > 1) {
      side = first_half(component);
    } else {
      side = separation(graph, in_parallel).side;
      for (std::uint32_t v = 0; v < graph.size(); ++v)
        if (side[v] == 2) node.own.push_back(graph.vertex[v]);
    }
    std::vector<CutGraph> parts;
    for (const char which : {char{0}, char{1}})
      if (CutGraph part = graph.part(side, which); part.size() > 0)
        parts.push_back(std::move(part));
    return parts;
  }

  /// Whole components on two sides, by their numbers, until half of the vertices are on the first.
  static std::vector<char> first_half(const std::vector<std::uint32_t>& component) {
    std::vector<std::size_t> size;
    for (const std::uint32_t c : component) {
      if (c >= size.size()) size.resize(c + 1, 0);
      ++size[c];
    }
    std::size_t sum = 0;
    std::uint32_t first = 0;
    while (first + 1 < size.size() && 2 * sum < component.size()) sum += size[first++];
    std::vector<char> side;
    for (const std::uint32_t c : component) side.push_back(c < first ? 0 : 1);
    return side;
  }

  /// Whether places tell one end of a graph from another, both ways.
  bool lies_on_a_plane(const CutGraph& graph) const {
    Point low = positions_[graph.vertex.front()], high = low;
    for (const std::uint32_t v : graph.vertex) {
      low = {std::min(low.x, positions_[v].x), std::min(low.y, positions_[v].y)};
      high = {std::max(high.x, positions_[v].x), std::max(high.y, positions_[v].y)};
    }
    return low.x < high.x && low.y < high.y;
  }

  /// The smallest of cuts along some directions; the first is a bound for the others.
  template <class Direction>
  Separation smallest(const CutGraph& graph, std::size_t count, Direction direction_of,
                      bool in_parallel) const {
    Separation best = *cut_along(graph, direction_of(0), kShare, graph.to.size());
    const std::size_t most = 2 * std::size_t{best.separator};
    std::vector<std::optional<Separation>> others(count - 1);
    const auto one = [&](std::size_t i, int) {
      others[i] = cut_along(graph, direction_of(i + 1), kShare, most);
    };
    if (in_parallel)
      parallel_for(
          others.size(), [] { return 0; }, one);
    else
      for (std::size_t i = 0; i < others.size(); ++i) one(i, 0);
    for (const auto& other : others)
      if (other && better(*other, best)) best = *other;
    return best;
  }

  Separation separation(const CutGraph& graph, bool in_parallel) const {
    const auto by_place = [&](std::size_t i) { return direction(graph, i); };
    // Looking for the ends of a very large graph step by step would be most of the work.
    if (graph.size() >= kVeryLarge && lies_on_a_plane(graph))
      return smallest(graph, kByPlace, by_place, in_parallel);
    // By steps first: always of use, and a bound for the others where positions say nothing.
    const auto by_steps = directions_by_steps(graph);
    const auto any = [&](std::size_t i) {
      return i == 0 ? by_steps[0] : i <= kByPlace ? by_place(i - 1) : by_steps[1];
    };
    return smallest(graph, kByPlace + 2, any, in_parallel);
  }

  static constexpr std::size_t kVeryLarge = 100'000, kByPlace = 4;

  std::vector<std::int64_t> direction(const CutGraph& graph, std::size_t which) const {
    static constexpr std::array<std::pair<int, int>, kByPlace> ways{
        {{1, 0}, {0, 1}, {1, 1}, {1, -1}}};
    std::vector<std::int64_t> key;
    key.reserve(graph.size());
    for (const std::uint32_t v : graph.vertex)
      key.push_back(std::int64_t{positions_[v].x} * ways[which].first +
                    std::int64_t{positions_[v].y} * ways[which].second);
    return key;
  }

  /// A small part by fewest neighbours, those outside it counted (which are all taken out later).
  std::vector<std::uint32_t> by_degree(const CutGraph& part) const {
    std::vector<std::vector<std::uint32_t>> around;
    for (const std::uint32_t v : part.vertex) {
      const auto all = graph_.of(v);
      around.emplace_back(all.begin(), all.end());
    }
    std::vector<std::uint32_t> order;
    std::vector<char> gone(part.size(), 0);
    while (order.size() < part.size()) {
      std::uint32_t least = part.size();
      for (std::uint32_t v = 0; v < part.size(); ++v)
        if (!gone[v] && (least == part.size() || around[v].size() < around[least].size()))
          least = v;
      gone[least] = 1;
      order.push_back(part.vertex[least]);
      const auto joined = std::move(around[least]);
      for (std::uint32_t v = 0; v < part.size(); ++v) {
        if (gone[v] || !std::ranges::binary_search(joined, part.vertex[v])) continue;
        std::vector<std::uint32_t> both;
        std::ranges::set_union(around[v], joined, std::back_inserter(both));
        std::erase_if(
            both, [&](std::uint32_t w) { return w == part.vertex[v] || w == part.vertex[least]; });
        around[v] = std::move(both);
      }
    }
    return order;
  }

  static void lay_down(const Node& node, Dissection& result) {
    Dissection::Cell cell;
    for (const auto& child : node.children) {
      lay_down(*child, result);
      cell.cells += result.cells.back().cells;
    }
    cell.first = static_cast<std::uint32_t>(result.order.size());
    result.order.insert(result.order.end(), node.own.begin(), node.own.end());
    cell.last = static_cast<std::uint32_t>(result.order.size());
    result.cells.push_back(cell);
  }

  const Adjacency& graph_;
  const std::vector<Point>& positions_;
  std::uint32_t cell_size_;
};

}  // namespace

Dissection dissect(const Adjacency& graph, const std::vector<Point>& positions,
                   std::uint32_t cell_size) {
  return Dissector{graph, positions, cell_size}.run();
}

}  // namespace lifecircle
