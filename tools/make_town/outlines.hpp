#pragma once

#include <vector>

#include "tools/make_town/county.hpp"

namespace lifecircle::county {

/// The outline of a set of cells that hangs together by sides: closed rings of places, the outer
/// one first, against the clock, then holes with the clock. Rings may touch in points, never cross.
struct Outline {
  std::vector<Line> rings;
};

/// Outlines of all labels 0..count-1 (a label that no cell has: no rings). Neighbours share their
/// border to the last place, so together they tile without gap or overlap. Linear in the cells.
std::vector<Outline> outlines(const Lattice& lattice, const std::vector<int>& label, int count);

}  // namespace lifecircle::county
