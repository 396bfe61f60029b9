#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace lifecircle {

/// A graph while it is being cut up: arcs there and back, each knowing the other.
struct CutGraph {
  std::vector<std::uint32_t> first{0};  ///< one a vertex, and the end
  std::vector<std::uint32_t> to;
  std::vector<std::uint32_t> back;    ///< the same pair the other way
  std::vector<std::uint32_t> vertex;  ///< its number in the whole graph

  std::uint32_t size() const { return static_cast<std::uint32_t>(vertex.size()); }
  /// The part of it where `side` is `which`, in the same order; arcs that leave it are left out.
  CutGraph part(const std::vector<char>& side, char which) const;
  /// Parts that hang together, by their least vertex: number of each vertex's own, from 0.
  std::vector<std::uint32_t> components(std::uint32_t& count) const;
};

/// Which vertices to take out (2) so that the rest falls apart into 0 and 1.
struct Separation {
  std::vector<char> side;
  std::uint32_t separator = 0;  ///< how many are taken out
  std::uint32_t smaller = 0;    ///< vertices of the smaller side
};

/// Fewer taken out, or as few and the sides more even.
bool better(const Separation& a, const Separation& b);

/// The fewest edges between the `share` of the vertices with the smallest keys and that with the
/// largest (equal keys by number), and of the cuts that small the more even one of the two at
/// either end of the flow; taken out are the ends of its edges on the side where they are fewer.
/// Nothing where that takes more than `most` edges. Flow by Dinic's algorithm, one unit an edge
/// (inertial flow: Schild and Sommer 2015). O(cut (n + m)) at worst, in practice some ten passes.
std::optional<Separation> cut_along(const CutGraph& graph, const std::vector<std::int64_t>& key,
                                    double share, std::size_t most);

}  // namespace lifecircle
