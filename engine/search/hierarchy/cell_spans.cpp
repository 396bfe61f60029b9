#include "engine/search/hierarchy/cell_spans.hpp"

#include <algorithm>

#include "engine/search/hierarchy/lane_sweep.hpp"

namespace lifecircle {

CellSpans::CellSpans(const Hierarchy& hierarchy, Direction direction) : direction_{direction} {
  const Topology& topology = hierarchy.topology();
  LaneSweep sweep{hierarchy, direction};
  for (std::uint32_t cell = 0; cell < topology.order().cells.size(); ++cell) {
    first_.push_back(most_.size());
    const auto border = topology.border(cell);
    most_.resize(most_.size() + border.size(), static_cast<std::uint32_t>(kBeyond));
    if (!border.empty()) sweep.span(cell, most_.data() + first_.back());
    std::uint32_t least = static_cast<std::uint32_t>(kBeyond);
    for (std::size_t b = first_.back(); b < most_.size(); ++b) least = std::min(least, most_[b]);
    least_.push_back(least);
  }
}

}  // namespace lifecircle
