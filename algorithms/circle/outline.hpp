#pragma once

#include <span>

#include "algorithms/circle/strip.hpp"
#include "engine/network/join.hpp"
#include "engine/places/shape.hpp"

namespace lifecircle {

/// The outline of the ground that strips reach together, legs across a barrier left out.
///
/// What the drawing promises: a place farther than `tolerance_m` from the true border is inside the
/// outline exactly if it is covered; so no hole or island wider than twice the tolerance is lost.
/// More time or longer legs never give less ground. Rings are valid, closed, apart from each other
/// by a centimetre at least; none is smaller than the square of the tolerance. The same strips in
/// another order give the same outline.
///
/// How: every corner of a grid is asked exactly (its cells have the tolerance for diagonal, so
/// every place lies that near to corners that are all as it is, and none of the promise hangs on
/// how the line is drawn within a cell), and the border is drawn through the cells by marching
/// squares (Lorensen & Cline, 1987) with linear interpolation of what is left. Only blocks of cells
/// the border may cross are asked: what a strip leaves changes by no more than its steepness a
/// millimetre, so most blocks are decided as wholes from their centre, coarse to fine (as in
/// adaptively sampled distance fields: Frisken et al., 2000). Cost: strips * log for the coarse
/// part, and O(length of the border / tolerance) cells with the few strips that matter there.
///
/// Why so: unions of buffers by GEOS are exact but hundreds of times slower, hulls are fast but
/// cover what nobody reaches; see benchmarks/README.md.
Shape outline_of(std::span<const Strip> strips, const Ground& ground, double tolerance_m);

}  // namespace lifecircle
