#pragma once

#include <functional>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include <boost/graph/dijkstra_shortest_paths.hpp>

#include "engine/network/boost_graph.hpp"
#include "engine/search/label.hpp"

namespace lifecircle {

/// The yardstick for nearest facilities: Boost.Graph's Dijkstra from all of them at once, with
/// labels (time, facility) as distances, so that it finds the very same winners. [state]
inline std::vector<std::uint64_t> boost_nearest(const ModeGraph& graph,
                                                std::span<const std::pair<StateId, Label>> starts) {
  constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();
  std::vector<std::uint64_t> best(graph.state_count(), never);
  std::vector<boost::default_color_type> colour(graph.state_count(), boost::white_color);
  std::vector<StateId> from;
  for (const auto& [state, label] : starts) {
    if (best[state.index()] == never) from.push_back(state);
    best[state.index()] = std::min(best[state.index()], label.bits);
  }
  const auto index = boost_graph::index_map();
  boost::dijkstra_shortest_paths_no_init(
      graph, from.begin(), from.end(), boost::dummy_property_map{},
      boost::make_iterator_property_map(best.begin(), index), boost_graph::weight_map(), index,
      std::less<std::uint64_t>{},
      [](std::uint64_t label, std::uint32_t ticks) {
        const std::uint64_t sum = label + (std::uint64_t{ticks} << 32);
        return sum < label ? never : sum;
      },
      std::uint64_t{0}, boost::default_dijkstra_visitor{},
      boost::make_iterator_property_map(colour.begin(), index));
  return best;
}

}  // namespace lifecircle
