#include "tools/make_town/outlines.hpp"

#include <algorithm>
#include <cstddef>
#include <tuple>

namespace lifecircle::county {
namespace {

/// One side of a cell on its label's border, walked with the cell on the left.
struct Side {
  int label, from, to;
  int heading;  ///< 0 east, 1 north, 2 west, 3 south
  bool done = false;
};

/// The next side from the end of `side`. Where two cells of the label touch only in a corner the
/// walk turns right, to the other cell: as the label hangs together by sides, one of the two gaps
/// there is a hole, and this keeps hole and outside apart.
std::size_t next_side(const std::vector<Side>& sides, std::size_t first, std::size_t end,
                      const Side& side) {
  const auto at = std::lower_bound(sides.begin() + static_cast<std::ptrdiff_t>(first),
                                   sides.begin() + static_cast<std::ptrdiff_t>(end), side.to,
                                   [](const Side& s, int node) { return s.from < node; });
  auto k = static_cast<std::size_t>(at - sides.begin());
  if (k + 1 < end && sides[k + 1].from == side.to && sides[k + 1].heading == (side.heading + 3) % 4)
    ++k;
  return k;
}

double area_of(const Line& ring) {
  double twice = 0;
  for (std::size_t k = 0; k + 1 < ring.size(); ++k)
    twice += static_cast<double>(ring[k].x) * static_cast<double>(ring[k + 1].y) -
             static_cast<double>(ring[k + 1].x) * static_cast<double>(ring[k].y);
  return twice / 2;
}

}  // namespace

std::vector<Outline> outlines(const Lattice& lattice, const std::vector<int>& label, int count) {
  std::vector<Side> sides;
  for (int c = 0; c < static_cast<int>(label.size()); ++c) {
    const int here = label[static_cast<std::size_t>(c)];
    if (here < 0) continue;
    const Lattice::Corners k = lattice.corners(c);
    const int ring[] = {k.sw, k.se, k.ne, k.nw, k.sw};
    static constexpr int kFacing[] = {3, 0, 1, 2};  // the neighbour across each side
    for (int q = 0; q < 4; ++q) {
      const int next = lattice.cell_neighbour(c, kFacing[q]);
      if (next < 0 || label[static_cast<std::size_t>(next)] != here)
        sides.push_back({here, ring[q], ring[q + 1], q});
    }
  }
  std::sort(sides.begin(), sides.end(), [](const Side& p, const Side& q) {
    return std::tie(p.label, p.from, p.heading) < std::tie(q.label, q.from, q.heading);
  });
  std::vector<Outline> all(static_cast<std::size_t>(count));
  for (std::size_t first = 0; first < sides.size();) {
    std::size_t end = first;
    while (end < sides.size() && sides[end].label == sides[first].label) ++end;
    Outline& outline = all[static_cast<std::size_t>(sides[first].label)];
    for (std::size_t start = first; start < end; ++start) {
      if (sides[start].done) continue;
      Line ring{lattice.spot(sides[start].from)};
      for (std::size_t k = start; !sides[k].done; k = next_side(sides, first, end, sides[k])) {
        sides[k].done = true;
        ring.push_back(lattice.spot(sides[k].to));
      }
      if (area_of(ring) > 0)
        outline.rings.insert(outline.rings.begin(), std::move(ring));
      else
        outline.rings.push_back(std::move(ring));
    }
    first = end;
  }
  return all;
}

}  // namespace lifecircle::county
