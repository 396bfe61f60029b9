#include "io/write/hilbert_index.hpp"

#include <algorithm>
#include <utility>

#include "io/write/byte_order.hpp"

namespace lifecircle {
namespace {

constexpr std::uint32_t kSteps = 1 << 16;
constexpr std::uint64_t kNowhere = std::uint64_t{1} << 32;  // behind every place of the curve

/// How far along the curve a cell lies.
std::uint64_t along_curve(std::uint32_t x, std::uint32_t y) {
  std::uint64_t distance = 0;
  for (std::uint32_t half = kSteps / 2; half > 0; half /= 2) {
    const std::uint32_t right = (x & half) != 0 ? 1 : 0, upper = (y & half) != 0 ? 1 : 0;
    distance += std::uint64_t{half} * half * ((3 * right) ^ upper);
    if (upper == 0) {
      if (right == 1) {
        x = kSteps - 1 - x;
        y = kSteps - 1 - y;
      }
      std::swap(x, y);
    }
  }
  return distance;
}

std::uint32_t step_of(double middle, double low, double high) {
  if (!(high > low)) return 0;
  const double step = (middle - low) / (high - low) * kSteps;
  return static_cast<std::uint32_t>(std::clamp(step, 0.0, double{kSteps - 1}));
}

std::uint64_t place_on_curve(const OGREnvelope& box, const OGREnvelope& all) {
  if (box.IsInit() == 0) return kNowhere;
  return along_curve(step_of((box.MinX + box.MaxX) / 2, all.MinX, all.MaxX),
                     step_of((box.MinY + box.MaxY) / 2, all.MinY, all.MaxY));
}

struct Node {
  OGREnvelope box;
  std::uint64_t place = 0;  // of a leaf, its row in the file; else its first child in the index
};

}  // namespace

void sort_along_hilbert(std::vector<IndexedRow>& rows, const OGREnvelope& all) {
  std::vector<std::pair<std::uint64_t, std::size_t>> order;
  order.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i)
    order.emplace_back(place_on_curve(rows[i].box, all), i);
  std::ranges::sort(order);
  std::vector<IndexedRow> sorted;
  sorted.reserve(rows.size());
  for (const auto& [place, i] : order) sorted.push_back(rows[i]);
  rows = std::move(sorted);
}

std::string packed_index(const std::vector<IndexedRow>& rows) {
  // The leaves, then nodes around sixteen of the level below, up to one: at least one above the
  // leaves.
  std::vector<std::vector<Node>> levels(1);
  std::uint64_t place = 0;
  for (const IndexedRow& row : rows) {
    levels.front().push_back({row.box, place});
    place += row.bytes;
  }
  do {
    const std::vector<Node>& below = levels.back();
    std::vector<Node> nodes((below.size() + kIndexNodeSize - 1) / kIndexNodeSize);
    for (std::size_t i = 0; i < below.size(); ++i) {
      Node& node = nodes[i / kIndexNodeSize];
      if (i % kIndexNodeSize == 0) node.place = i;  // within its level; see below
      node.box.Merge(below[i].box);
    }
    levels.push_back(std::move(nodes));
  } while (levels.back().size() > 1);

  std::string bytes;
  std::uint64_t next_level = 0;  // where the level below begins
  for (auto level = levels.rbegin(); level != levels.rend(); ++level) {
    next_level += level->size();
    const bool is_leaf = level + 1 == levels.rend();
    for (const Node& node : *level) {
      for (const double side : {node.box.MinX, node.box.MinY, node.box.MaxX, node.box.MaxY})
        append_double(bytes, side);
      append_small_end(bytes, node.place + (is_leaf ? 0 : next_level), 8);
    }
  }
  return bytes;
}

}  // namespace lifecircle
