#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/network/network.hpp"

namespace lifecircle {

/// Which edges meet at a junction: each once an end, a loop twice. 4 bytes a node, 8 an edge.
class Incidence {
 public:
  explicit Incidence(const Network& network) : first_(network.node_count() + 1, 0) {
    for (std::size_t e = 0; e < network.edge_count(); ++e)
      for (const NodeId node : {network.tail(EdgeId{e}), network.head(EdgeId{e})})
        ++first_[node.index() + 1];
    for (std::size_t n = 0; n + 1 < first_.size(); ++n) first_[n + 1] += first_[n];
    edges_.resize(2 * network.edge_count());
    std::vector<std::uint32_t> at(first_.begin(), first_.end() - 1);
    for (std::size_t e = 0; e < network.edge_count(); ++e)
      for (const NodeId node : {network.tail(EdgeId{e}), network.head(EdgeId{e})})
        edges_[at[node.index()]++] = EdgeId{e};
  }
  std::span<const EdgeId> at(NodeId node) const {
    return {edges_.data() + first_[node.index()], edges_.data() + first_[node.index() + 1]};
  }

 private:
  std::vector<std::uint32_t> first_;
  std::vector<EdgeId> edges_;
};

}  // namespace lifecircle
