#include "algorithms/circle/ring_blocks.hpp"

#include <algorithm>

namespace lifecircle {
namespace {

class RingBlock final : public ZonedBlock {
 public:
  explicit RingBlock(std::size_t circles) : values_(circles) {}

  void set(Tile tile, std::uint16_t number) {
    i = std::int64_t{tile.i} * Grid::kTile + number % Grid::kTileBlocks * Grid::kBlock;
    j = std::int64_t{tile.j} * Grid::kTile + number / Grid::kTileBlocks * Grid::kBlock;
    zone.fill(kOutside);
  }
  /// Circle `z` is the next larger one; `values` null: it covers all of the block, or nothing.
  void put(std::size_t z, const CornerValues* values, bool covered) {
    values_[z] = values;
    if (values == nullptr && !covered) return;
    for (std::size_t c = 0; c < zone.size(); ++c)
      if (zone[c] == kOutside && (covered || values->at[c] >= 0)) zone[c] = static_cast<Zone>(z);
  }

  double border_between(int a, int b) const override {
    const float la = left(a, b, a), lb = left(a, b, b);
    return static_cast<double>(la) / (static_cast<double>(la) - lb);
  }
  bool joined(int south_west) const override {
    // The middle, as the corners have it between them, belongs to the smaller circle or not.
    const int sw = south_west, se = sw + 1;
    double sum = 0;
    for (const int c : {sw, se, sw + Grid::kSide, se + Grid::kSide}) sum += left(sw, se, c);
    const bool inner =
        zone[at(sw)] != kOutside && static_cast<std::size_t>(zone[at(sw)]) <= between(sw, se);
    return (sum >= 0) == inner;
  }

 private:
  static std::size_t at(int c) { return static_cast<std::size_t>(c); }
  /// The circle whose border lies between two corners: the last that only one of them is in. Where
  /// smaller ones end between them too, the outermost is drawn, as it is where it is drawn alone.
  std::size_t between(int a, int b) const {
    const auto rank = [&](int c) {
      return zone[at(c)] == kOutside ? values_.size() : static_cast<std::size_t>(zone[at(c)]);
    };
    return std::max(rank(a), rank(b)) - 1;
  }
  float left(int a, int b, int c) const { return values_[between(a, b)]->at[at(c)]; }

  std::vector<const CornerValues*> values_;
};

}  // namespace

void add_ring_paths(std::span<const TileSamples> circles, Tile tile, const Grid& grid,
                    std::vector<BorderPath>& paths) {
  RingBlock block{circles.size()};
  std::vector<std::size_t> next(circles.size(), 0);
  for (;;) {
    // The next block any of the circles has a border in.
    int number = Grid::kTileBlocks * Grid::kTileBlocks;
    for (std::size_t z = 0; z < circles.size(); ++z)
      if (next[z] < circles[z].mixed.size())
        number = std::min<int>(number, circles[z].mixed[next[z]].number);
    if (number == Grid::kTileBlocks * Grid::kTileBlocks) return;
    block.set(tile, static_cast<std::uint16_t>(number));
    for (std::size_t z = 0; z < circles.size(); ++z) {
      const auto& mixed = circles[z].mixed;
      if (next[z] < mixed.size() && mixed[next[z]].number == number)
        block.put(z, &mixed[next[z]++].values, false);
      else
        block.put(z, nullptr,
                  (circles[z].covered[static_cast<std::size_t>(number / Grid::kTileBlocks)] >>
                       (number % Grid::kTileBlocks) &
                   1) != 0);
    }
    add_paths(block, grid, paths);
  }
}

}  // namespace lifecircle
