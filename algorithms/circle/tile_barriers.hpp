#pragma once

#include <cstdint>
#include <vector>

#include "algorithms/circle/grid.hpp"
#include "engine/network/join.hpp"

namespace lifecircle {

/// A box in millimetres, on the plane or beyond.
struct WideBox {
  double low_x, low_y, high_x, high_y;
};

/// The barriers in and round a tile, in square bins: whether any lies in a box is told in O(1), and
/// which in O(those near it). For one thread.
class TileBarriers {
 public:
  /// Of everything at most `reach_mm` from the tile.
  TileBarriers(const Ground& ground, Grid grid, Tile tile, double reach_mm);

  bool empty() const { return barriers_.empty(); }
  /// Whether a barrier may meet the box, which lies within reach; never false where one does.
  bool any(const WideBox& box) const;
  /// Calls f(Segment) for each piece of a barrier whose box meets the box, once.
  template <class F>
  void for_each(const WideBox& box, F f) {
    ++ask_;
    const Bins b = bins(box);
    for (std::int32_t j = b.j0; j <= b.j1; ++j)
      for (std::int32_t i = b.i0; i <= b.i1; ++i) {
        const std::size_t bin = static_cast<std::size_t>(j) * across_ + static_cast<std::size_t>(i);
        for (std::uint32_t k = first_[bin]; k < first_[bin + 1]; ++k) {
          const std::uint32_t n = listed_[k];
          if (asked_[n] == ask_) continue;
          asked_[n] = ask_;
          const Segment& s = barriers_[n];
          if (std::max(s.a.x, s.b.x) >= box.low_x && std::min(s.a.x, s.b.x) <= box.high_x &&
              std::max(s.a.y, s.b.y) >= box.low_y && std::min(s.a.y, s.b.y) <= box.high_y)
            f(s);
        }
      }
  }

 private:
  struct Bins {
    std::int32_t i0, j0, i1, j1;
  };
  Bins bins(const WideBox& box) const;

  double bin_, per_bin_, x_, y_;
  std::size_t across_ = 0;
  std::vector<Segment> barriers_;
  std::vector<std::uint32_t> first_, listed_;
  std::vector<std::uint32_t> sums_;  ///< listings in all bins south-west of a bin
  std::vector<std::uint32_t> asked_;
  std::uint32_t ask_ = 0;
};

}  // namespace lifecircle
