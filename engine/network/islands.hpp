#pragma once

#include <cstdint>
#include <vector>

#include "engine/base/column.hpp"
#include "engine/network/mode_graph.hpp"

namespace lifecircle {

/// The parts of the roads a mode cannot leave and come back to: strongly connected
/// components of the states (Tarjan, through Boost.Graph), so a street one can only drive out of is
/// an island of its own. Components are numbered by their first state. O(n + m).
struct Islands {
  Column<StateId, std::uint32_t> of;     ///< component of a state
  std::vector<std::uint64_t> junctions;  ///< one a component: junctions with a usable road
  std::vector<double> length_m;          ///< one a component: usable roads that begin and end in it

  std::size_t count() const { return junctions.size(); }
  /// The component of an edge: that of its tail.
  std::uint32_t of_edge(const ModeGraph& graph, EdgeId edge) const {
    return of[StateId{graph.network().tail(edge).index()}];
  }
};

Islands find_islands(const ModeGraph& graph);

}  // namespace lifecircle
