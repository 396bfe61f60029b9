#include "io/write/packed_rtree.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>
#include <limits>
#include <span>
#include <tuple>
#include <utility>

namespace lifecircle {
namespace {

constexpr std::size_t kHeader = 4;  // depth (of the root), number of cells
constexpr std::size_t kCell = 24;   // id, min x, max x, min y, max y

/// A cell: a row in a leaf, a node above.
struct Cell {
  std::int64_t id = 0;
  float min_x = 0, max_x = 0, min_y = 0, max_y = 0;
  // In doubles, so that no two floats overflow.
  double middle_x() const { return double{min_x} + double{max_x}; }
  double middle_y() const { return double{min_y} + double{max_y}; }
};

constexpr float kInfinity = std::numeric_limits<float>::infinity();

float at_most(double value) {
  const auto rounded = static_cast<float>(value);
  return rounded > value ? std::nextafter(rounded, -kInfinity) : rounded;
}
float at_least(double value) {
  const auto rounded = static_cast<float>(value);
  return rounded < value ? std::nextafter(rounded, kInfinity) : rounded;
}

template <class Number>
void append_big_endian(std::string& blob, Number number) {
  for (int shift = static_cast<int>(sizeof number) * 8 - 8; shift >= 0; shift -= 8) {
    blob += static_cast<char>((number >> shift) & 0xFF);
  }
}

std::string blob_of(std::span<const Cell> cells, std::size_t depth, std::size_t node_bytes) {
  std::string blob;
  append_big_endian(blob, static_cast<std::uint16_t>(depth));
  append_big_endian(blob, static_cast<std::uint16_t>(cells.size()));
  for (const Cell& cell : cells) {
    append_big_endian(blob, static_cast<std::uint64_t>(cell.id));
    for (const float side : {cell.min_x, cell.max_x, cell.min_y, cell.max_y}) {
      append_big_endian(blob, std::bit_cast<std::uint32_t>(side));
    }
  }
  blob.resize(node_bytes, '\0');
  return blob;
}

/// Where part i of n begins when `count` things are dealt out evenly.
std::size_t share(std::size_t count, std::size_t i, std::size_t n) {
  return count * i / n;
}

/// Groups of at most `capacity` neighbours: columns by x, cut by y. Sorts the cells; returns where
/// each group ends.
std::vector<std::size_t> tile(std::vector<Cell>& cells, std::size_t capacity) {
  const std::size_t groups = (cells.size() + capacity - 1) / capacity;
  const auto columns = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(groups))));
  std::ranges::sort(cells, [](const Cell& a, const Cell& b) {
    return std::tuple{a.middle_x(), a.middle_y(), a.id} <
           std::tuple{b.middle_x(), b.middle_y(), b.id};
  });
  std::vector<std::size_t> ends;
  for (std::size_t column = 0; column < columns; ++column) {
    const std::size_t first_group = share(groups, column, columns);
    const std::size_t last_group = share(groups, column + 1, columns);
    const std::size_t first = share(cells.size(), first_group, groups);
    const std::size_t last = share(cells.size(), last_group, groups);
    std::sort(cells.begin() + static_cast<std::ptrdiff_t>(first),
              cells.begin() + static_cast<std::ptrdiff_t>(last), [](const Cell& a, const Cell& b) {
                return std::tuple{a.middle_y(), a.middle_x(), a.id} <
                       std::tuple{b.middle_y(), b.middle_x(), b.id};
              });
    for (std::size_t group = first_group; group < last_group; ++group) {
      ends.push_back(share(cells.size(), group + 1, groups));
    }
  }
  return ends;
}

Cell around(std::span<const Cell> cells, std::int64_t id) {
  Cell all = cells.front();
  all.id = id;
  for (const Cell& cell : cells) {
    all.min_x = std::min(all.min_x, cell.min_x);
    all.max_x = std::max(all.max_x, cell.max_x);
    all.min_y = std::min(all.min_y, cell.min_y);
    all.max_y = std::max(all.max_y, cell.max_y);
  }
  return all;
}

}  // namespace

PackedRtree pack_rtree(const std::vector<RowBox>& boxes, std::size_t node_bytes) {
  assert(node_bytes >= kHeader + 2 * kCell);
  const std::size_t capacity = (node_bytes - kHeader) / kCell;
  std::vector<Cell> cells;
  cells.reserve(boxes.size());
  for (const RowBox& box : boxes) {
    cells.push_back({box.row, at_most(box.min_x), at_least(box.max_x), at_most(box.min_y),
                     at_least(box.max_y)});
  }

  PackedRtree tree;
  tree.nodes.resize(1);  // the root, made last
  tree.parents.resize(1, 0);
  std::vector<std::pair<std::int64_t, std::int64_t>> leaf_of;  // row, node
  leaf_of.reserve(cells.size());
  const auto put_below = [&](const Cell& cell, std::int64_t node, std::size_t depth) {
    if (depth == 0) {
      leaf_of.emplace_back(cell.id, node);
    } else {
      tree.parents[static_cast<std::size_t>(cell.id - 1)] = node;
    }
  };

  std::size_t depth = 0;
  for (; cells.size() > capacity; ++depth) {
    std::vector<Cell> above;
    std::size_t first = 0;
    for (const std::size_t last : tile(cells, capacity)) {
      const auto group = std::span{cells}.subspan(first, last - first);
      const auto node = static_cast<std::int64_t>(tree.nodes.size()) + 1;
      tree.nodes.push_back(blob_of(group, 0, node_bytes));
      tree.parents.push_back(0);
      for (const Cell& cell : group) put_below(cell, node, depth);
      above.push_back(around(group, node));
      first = last;
    }
    cells = std::move(above);
  }
  std::ranges::sort(cells, {}, &Cell::id);
  tree.nodes.front() = blob_of(cells, depth, node_bytes);
  for (const Cell& cell : cells) put_below(cell, 1, depth);

  std::ranges::sort(leaf_of);
  for (const auto& [row, leaf] : leaf_of) {
    tree.rows.push_back(row);
    tree.leaves.push_back(leaf);
  }
  return tree;
}

}  // namespace lifecircle
