#pragma once

#include <limits>
#include <vector>

#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/detail/d_ary_heap.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>

#include "engine/network/boost_graph.hpp"

namespace lifecircle {

/// The yardstick: Boost.Graph's Dijkstra, ended at the limit, with labels, colours and places in
/// the heap that are kept from search to search and put back only where they were touched. (Its
/// own dijkstra_shortest_paths_no_init still fills one array of the size of the network a search.)
class TunedBoost {
 public:
  explicit TunedBoost(const ModeGraph& graph)
      : graph_{graph},
        time_(graph.state_count(), kFar),
        place_(graph.state_count(), 0),
        colour_(graph.state_count(), boost::white_color) {}

  /// Calls settled(state, ticks) for every state within the limit, nearest first.
  template <class Settled>
  void run(StateId start, std::uint32_t limit, Settled settled) {
    const auto index = boost_graph::index_map();
    const auto time = boost::make_iterator_property_map(time_.begin(), index);
    const auto place = boost::make_iterator_property_map(place_.begin(), index);
    const auto colour = boost::make_iterator_property_map(colour_.begin(), index);
    using Time = decltype(time);
    boost::d_ary_heap_indirect<StateId, 4, decltype(place), Time, std::less<std::uint32_t>> heap{
        time, place, std::less<std::uint32_t>{}};
    Visitor<Settled> visitor{this, limit, settled};
    const auto weight = boost_graph::weight_map();
    boost::dummy_property_map no_predecessors;
    boost::detail::dijkstra_bfs_visitor<Visitor<Settled>, decltype(heap), decltype(weight),
                                        boost::dummy_property_map, Time,
                                        boost::closed_plus<std::uint32_t>, std::less<std::uint32_t>>
        visit{visitor,
              heap,
              weight,
              no_predecessors,
              time,
              boost::closed_plus<std::uint32_t>{kFar},
              std::less<std::uint32_t>{},
              0u};
    time_[start.index()] = 0;
    try {
      boost::breadth_first_visit(graph_, start, heap, visit, colour);
    } catch (const Enough&) {
    }
    for (const StateId s : touched_) {
      time_[s.index()] = kFar;
      colour_[s.index()] = boost::white_color;
    }
    touched_.clear();
  }

 private:
  static constexpr std::uint32_t kFar = std::numeric_limits<std::uint32_t>::max();
  struct Enough {};
  template <class Settled>
  struct Visitor : boost::default_dijkstra_visitor {
    TunedBoost* all;
    std::uint32_t limit;
    Settled& settled;
    Visitor(TunedBoost* a, std::uint32_t l, Settled& s) : all{a}, limit{l}, settled{s} {}
    template <class Graph>
    void discover_vertex(StateId s, const Graph&) {
      all->touched_.push_back(s);
    }
    template <class Graph>
    void examine_vertex(StateId s, const Graph&) {
      const std::uint32_t ticks = all->time_[s.index()];
      if (ticks > limit) throw Enough{};
      settled(s, ticks);
    }
  };

  const ModeGraph& graph_;
  std::vector<std::uint32_t> time_;
  std::vector<std::size_t> place_;
  std::vector<boost::default_color_type> colour_;
  std::vector<StateId> touched_;
};

}  // namespace lifecircle
