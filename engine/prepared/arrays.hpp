#pragma once

#include <cstdint>

#include "engine/network/mode_graph.hpp"
#include "engine/network/network.hpp"
#include "engine/search/hierarchy/hierarchy.hpp"
#include "engine/search/hierarchy/topology.hpp"

namespace lifecircle {

// What the arrays of parts are called in a file: one list each, for writing and for reading.
// f(name, array).

template <class Parts, class F>
void for_each_array_of_network(Parts& network, F f) {
  f("position", network.position);
  f("closed", network.closed);
  f("tail", network.tail);
  f("head", network.head);
  f("kind", network.kind);
  f("first_point", network.first_point);
  f("points", network.points);
  f("stated_forward", network.stated_forward);
  f("stated_backward", network.stated_backward);
}

template <class Parts, class F>
void for_each_array_of_graph(Parts& graph, F f) {
  f("open", graph.open);
  f("forward", graph.forward);
  f("backward", graph.backward);
  f("first_out", graph.first_out);
  f("first_in", graph.first_in);
  f("out", graph.out);
  f("in", graph.in);
  f("copy_node", graph.copy_node);
}

template <class Parts, class F>
void for_each_array_of_topology(Parts& topology, F f) {
  f("rank_of", topology.order.rank_of);
  f("vertex", topology.order.vertex);
  f("cells", topology.order.cells);
  f("first", topology.first);
  f("first_border", topology.first_border);
  f("head", topology.head);
  f("border", topology.border);
  f("cell_of", topology.cell_of);
  f("parent", topology.parent);
}

template <class Steps, class F>
void for_each_array_of_steps(Steps& climbing, Steps& descending, F f) {
  f("first_climbing", climbing.first);
  f("climbing", climbing.steps);
  f("first_descending", descending.first);
  f("descending", descending.steps);
}

// Whose they are.
inline constexpr std::uint32_t kOfNetwork = 0;
constexpr std::uint32_t of_mode(std::size_t mode) {
  return static_cast<std::uint32_t>(1 + 2 * mode);
}
constexpr std::uint32_t of_topology(std::size_t topology) {
  return static_cast<std::uint32_t>(2 + 2 * topology);
}

}  // namespace lifecircle
