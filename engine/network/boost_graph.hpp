#pragma once

/// Lets Boost.Graph read a ModeGraph as it lies: no copy, no second graph type.
/// Models VertexListGraph and IncidenceGraph, which is what shortest paths,
/// components and flow ask for. The tests use it as an independent judge.

#include <utility>

#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/iterator/counting_iterator.hpp>
#include <boost/iterator/transform_iterator.hpp>
#include <boost/property_map/function_property_map.hpp>

#include "engine/network/mode_graph.hpp"

namespace lifecircle::boost_graph {

/// A step together with its tail, which Boost asks for and a ModeGraph does not store.
struct Edge {
  const ModeGraph::Step* step;
  StateId tail;
  friend bool operator==(const Edge&, const Edge&) = default;
};

struct ToState {
  StateId operator()(StateId::Rep i) const { return StateId{i}; }
};
struct ToEdge {
  StateId tail;
  Edge operator()(const ModeGraph::Step& step) const { return {&step, tail}; }
};

using StateIterator =
    boost::transform_iterator<ToState, boost::counting_iterator<StateId::Rep>, StateId, StateId>;
using EdgeIterator = boost::transform_iterator<ToEdge, const ModeGraph::Step*, Edge, Edge>;

inline auto index_map() {
  return boost::make_function_property_map<StateId>([](StateId s) { return s.index(); });
}
inline auto weight_map() {
  return boost::make_function_property_map<Edge>(
      [](const Edge& e) { return e.step->time.ticks(); });
}

}  // namespace lifecircle::boost_graph

namespace boost {
template <>
struct graph_traits<lifecircle::ModeGraph> {
  struct traversal_category : incidence_graph_tag, vertex_list_graph_tag {};
  using vertex_descriptor = lifecircle::StateId;
  using edge_descriptor = lifecircle::boost_graph::Edge;
  using directed_category = directed_tag;
  using edge_parallel_category = allow_parallel_edge_tag;
  using vertex_iterator = lifecircle::boost_graph::StateIterator;
  using out_edge_iterator = lifecircle::boost_graph::EdgeIterator;
  using vertices_size_type = std::size_t;
  using edges_size_type = std::size_t;
  using degree_size_type = std::size_t;
  static vertex_descriptor null_vertex() {
    return lifecircle::StateId{~lifecircle::StateId::Rep{0}};
  }
};
}  // namespace boost

namespace lifecircle {

inline auto vertices(const ModeGraph& graph) {
  using It = boost_graph::StateIterator;
  const auto n = static_cast<StateId::Rep>(graph.state_count());
  return std::pair{It{boost::counting_iterator<StateId::Rep>{0}, {}},
                   It{boost::counting_iterator<StateId::Rep>{n}, {}}};
}
inline std::size_t num_vertices(const ModeGraph& graph) {
  return graph.state_count();
}
inline auto out_edges(StateId state, const ModeGraph& graph) {
  using It = boost_graph::EdgeIterator;
  const auto steps = graph.leaving(state);
  return std::pair{It{steps.data(), {state}}, It{steps.data() + steps.size(), {state}}};
}
inline std::size_t out_degree(StateId state, const ModeGraph& graph) {
  return graph.leaving(state).size();
}
inline StateId source(const boost_graph::Edge& edge, const ModeGraph&) {
  return edge.tail;
}
inline StateId target(const boost_graph::Edge& edge, const ModeGraph&) {
  return edge.step->to;
}

}  // namespace lifecircle
