#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace lifecircle::county {

/// A place in whole millimetres east and north of the county's south-west corner. Whole numbers:
/// what is to meet meets exactly.
struct Spot {
  std::int64_t x = 0, y = 0;
  friend bool operator==(const Spot&, const Spot&) = default;
};
using Line = std::vector<Spot>;

/// The point that lies `part` of the way from a to b.
Spot between(Spot a, Spot b, double part);
/// The point `part` of the way from a to b, then `aside_mm` to the left.
Spot beside(Spot a, Spot b, double part, double aside_mm);
/// Inner points of the quadratic Bézier curve from a to b bent towards `bend`, at the given parts.
Spot bent(Spot a, Spot bend, Spot b, double part);

/// The ground on which a county is drawn: a net of columns x rows four-sided cells, about 400 m
/// wide, whose nodes are shaken by less than a quarter of that, so that every cell stays convex.
///
/// Roads run along the net's edges, and what cuts roads off (rivers, railways, motorways) runs from
/// cell to cell across them. Whatever bends stays within the kite of its edge (two ends, two
/// centres of the cells beside it). So no two things cross but where a road edge is crossed, in its
/// middle.
///
/// Numbering: node (i, j) = j * (columns + 1) + i; cell (i, j) has node (i, j) as its south-west
/// corner; edge 2n runs east and edge 2n + 1 north from node n.
class Lattice {
 public:
  static constexpr double kStep = 400'000;  ///< mm

  Lattice(int columns, int rows, std::uint64_t seed);

  int columns() const { return columns_; }
  int rows() const { return rows_; }
  std::size_t nodes() const { return height_.size(); }
  std::size_t cells() const {
    return static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_);
  }
  std::size_t edges() const { return 2 * nodes(); }

  int node(int i, int j) const { return j * (columns_ + 1) + i; }
  int node_column(int n) const { return n % (columns_ + 1); }
  int node_row(int n) const { return n / (columns_ + 1); }
  int cell(int i, int j) const { return j * columns_ + i; }
  int cell_column(int c) const { return c % columns_; }
  int cell_row(int c) const { return c / columns_; }
  bool has_cell(int i, int j) const { return i >= 0 && j >= 0 && i < columns_ && j < rows_; }

  int edge_from(int e) const { return e / 2; }
  int edge_to(int e) const { return e % 2 == 0 ? e / 2 + 1 : e / 2 + columns_ + 1; }
  /// Whether edge e lies on the net (the last column and row have edges that leave it).
  bool has_edge(int e) const {
    return e % 2 == 0 ? node_column(e / 2) < columns_ : node_row(e / 2) < rows_;
  }
  /// The edge from node n in direction 0 east, 1 north, 2 west, 3 south; -1 at the rim.
  int edge_at(int n, int direction) const;
  int neighbour(int n, int direction) const;
  /// The cells beside an edge: left of an eastward edge lies the north one. -1 outside.
  struct Sides {
    int left, right;
  };
  Sides sides(int e) const;
  /// The edge between a cell and its neighbour in direction 0 east, 1 north, 2 west, 3 south.
  int cell_side(int c, int direction) const;
  int cell_neighbour(int c, int direction) const;
  /// Corners of a cell, against the clock from the south-west.
  struct Corners {
    int sw, se, ne, nw;
  };
  Corners corners(int c) const;

  Spot spot(int n) const {
    return {x_[static_cast<std::size_t>(n)], y_[static_cast<std::size_t>(n)]};
  }
  Spot centre(int c) const;
  Spot middle(int e) const { return between(spot(edge_from(e)), spot(edge_to(e)), 0.5); }
  int height(int n) const { return height_[static_cast<std::size_t>(n)]; }  ///< metres
  int cell_height(int c) const;
  int rise(int e) const;  ///< metres up or down along an edge, without sign

  /// Straightens the net around a town: whole columns and rows are moved instead of nodes.
  void straighten(int first_column, int first_row, int last_column, int last_row);
  /// Wears the ground down near rivers. `steps`: how many cells from a river each cell lies.
  void carve(const std::vector<int>& steps);

 private:
  int columns_, rows_;
  std::uint64_t seed_;
  std::vector<std::int32_t> x_, y_;
  std::vector<std::int16_t> height_;
};

/// Smooth noise in [0, 1): random values on a net `wavelength` apart, with smooth passages between
/// them.
double noise(std::uint64_t seed, double x, double y, double wavelength);

}  // namespace lifecircle::county
