#pragma once

#include <cstdint>
#include <vector>

#include "tools/make_town/county.hpp"
#include "tools/make_town/random.hpp"

namespace lifecircle::county {

/// A place within a cell: u eastwards and v northwards, 0 to 1.
struct InCell {
  double u = 0, v = 0;
};

/// What a home or a facility can be put on.
enum class Plot : std::uint8_t { house, lane_house, flats, none };

/// The streets within one cell, on a net of 12 x 12 finer cells (about 33 m). Streets run along its
/// edges only, so they never cross but where they meet; walls run half way between, plots lie in
/// fine cells beside a street.
struct Block {
  static constexpr int kSteps = 12;
  static constexpr int kNodes = kSteps + 1;

  Road across[kSteps][kNodes] = {};  ///< from (a, b) to (a + 1, b)
  Road up[kNodes][kSteps] = {};      ///< from (a, b) to (a, b + 1)
  Road corner[4] = {};  ///< from the cell's corner sw, se, ne, nw to the fine node next to it
  InCell place[kNodes][kNodes] = {};

  struct PlotAt {
    InCell at;
    Plot plot = Plot::house;
  };
  struct Gate {
    InCell at;
    int estate = 0;
  };
  struct Park {
    std::vector<InCell> outline;  ///< closed, against the clock
    std::vector<InCell> entrances;
  };
  std::vector<std::vector<InCell>> walls;
  std::vector<Gate> gates;
  std::vector<Park> parks;
  std::vector<PlotAt> plots;

  /// How many streets meet at a fine node, sides of the cell and corner streets not counted.
  int degree(int a, int b) const;
};

/// Draws the streets of a cell from its style and its own seed: the same again for whoever asks.
Block make_block(const County& county, int cell);

/// Lays out streets, walls and plots in an empty block whose places are set. A part of make_block.
void draw_style(Block& block, Random& random, Style style, bool hilly);

/// How far along an edge (0 to 1, from its lower node) its k-th place lies, k in 0..12. The cells
/// on both sides agree on it.
double port_part(const County& county, int edge, int k);

/// Where a place within a cell lies. Places on a side of the cell go through port_spot instead.
Spot spot_in(const County& county, int cell, InCell at);
/// Where a fine node lies, exactly as both cells beside it see it.
Spot fine_spot(const County& county, int cell, const Block& block, int a, int b);

}  // namespace lifecircle::county
