#include "engine/network/islands.hpp"

#include <boost/graph/strong_components.hpp>

#include "engine/network/boost_graph.hpp"

namespace lifecircle {

Islands find_islands(const ModeGraph& graph) {
  const std::size_t n = graph.state_count();
  std::vector<std::uint32_t> raw(n), discovered(n);
  std::vector<StateId> root(n);
  std::vector<boost::default_color_type> colour(n);
  const auto map = [](auto& values) {
    return boost::make_iterator_property_map(values.begin(), boost_graph::index_map());
  };
  if (n > 0)
    boost::strong_components(graph, map(raw),
                             boost::root_map(map(root))
                                 .discover_time_map(map(discovered))
                                 .color_map(map(colour))
                                 .vertex_index_map(boost_graph::index_map()));
  Islands islands;
  islands.of = Column<StateId, std::uint32_t>(n);
  constexpr std::uint32_t kNew = ~std::uint32_t{0};
  std::vector<std::uint32_t> number(n, kNew);
  std::vector<bool> has_road(graph.network().node_count(), false);
  for (std::size_t e = 0; e < graph.network().edge_count(); ++e)
    if (graph.usable(EdgeId{e})) {
      has_road[graph.network().tail(EdgeId{e}).index()] = true;
      has_road[graph.network().head(EdgeId{e}).index()] = true;
    }
  for (std::size_t s = 0; s < n; ++s) {
    std::uint32_t& mine = number[raw[s]];
    if (mine == kNew) {
      mine = static_cast<std::uint32_t>(islands.junctions.size());
      islands.junctions.push_back(0);
      islands.length_m.push_back(0);
    }
    islands.of[StateId{s}] = mine;
    if (s < has_road.size() && has_road[s]) ++islands.junctions[mine];
  }
  for (std::size_t e = 0; e < graph.network().edge_count(); ++e) {
    const EdgeId edge{e};
    if (!graph.usable(edge)) continue;
    const auto a = islands.of_edge(graph, edge);
    if (islands.of[StateId{graph.network().head(edge).index()}] != a) continue;
    const auto points = graph.network().shape(edge);
    for (std::size_t i = 0; i + 1 < points.size(); ++i)
      islands.length_m[a] += distance_mm(points[i], points[i + 1]) / 1e3;
  }
  return islands;
}

}  // namespace lifecircle
