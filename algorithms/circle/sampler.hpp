#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "algorithms/circle/access_map.hpp"
#include "algorithms/circle/corners.hpp"
#include "algorithms/circle/grid.hpp"
#include "algorithms/circle/strips_by_tile.hpp"
#include "algorithms/circle/tile_barriers.hpp"

namespace lifecircle {

/// Which corners of a tile some strips reach together: blocks that are covered as wholes, and those
/// the border may cross, corner by corner. All other blocks are not reached at all.
struct TileSamples {
  struct Block {
    std::uint16_t number;  ///< 64 * row + column
    CornerValues values;   ///< covered where not negative; told no lower than floor_of(grid)
  };
  std::array<std::uint64_t, Grid::kTileBlocks> covered = {};  ///< a bit a block, a word a row
  std::vector<Block> mixed;                                   ///< by growing number
};

/// Samples circles tile by tile, again and again with the same memory: one for each thread.
///
/// Every corner is decided by the rule of semantics.md, to the millimetre. What is fast about it is
/// what is not asked:
///   1. Round every place of a road that has time left there is a disc in which all legs are short
///      enough and meet no barrier; a bit a block collects the blocks that are covered so.
///   2. Where there are barriers, blocks are tried with the strips next to them.
///   3. Only blocks left over get a list of the strips that may matter there, cut down to those
///      that may leave most; their corners are asked.
/// The order of strips does not matter. Cost: some 0.1 us a strip for (1), and 0.1 us for each
/// block of the border and strip that may matter there.
class Sampler {
 public:
  /// Both must outlive it.
  Sampler(const Ground& ground, const AccessMap& access, Grid grid);

  void sample(std::span<const Strip> strips, Tile tile, TileSamples& samples);

  /// What the strips of one facility leave at the corners of a block, in their worth. Exact where
  /// it is no less than ShareBounds says; else it is anything below that.
  struct Share {
    FacilityId facility;
    CornerValues time;  ///< of the time, with legs no longer than they may be
    CornerValues left;  ///< of the time or of the leg, whatever ends first
  };
  struct ShareBounds {
    float margin;  ///< less than what the nearest facility leaves at the corner, or next to it
    float floor;   ///< and in any case
  };
  /// Calls f(block number, shares, bounds) for every block of a tile in which several facilities
  /// may be nearest, or none; shares by facility. Blocks not called for are one's alone, or
  /// nobody's.
  void share(std::span<const Strip> strips, Tile tile,
             const std::function<void(std::uint16_t, std::span<const Share>, ShareBounds)>& f);

  const Grid& grid() const { return grid_; }

 private:
  /// A strip that may matter in a block: nowhere in it does it leave more than `high`.
  struct Pair {
    std::uint16_t block;
    std::uint32_t strip;
    float high;
  };
  struct Disc {
    double x = 0, y = 0, radius = -1;
  };

  void begin(Tile tile);
  void cover_by_discs(std::span<const Strip> strips);
  void cover_disc(double x, double y, double radius);
  void list_pairs(std::span<const Strip> strips, double legs_mm);
  void add_pairs(const Strip& strip, std::uint32_t number, int count, double legs_mm);
  void sort_pairs();
  bool no_barrier(const Strip& strip, std::uint16_t block) const;
  void decide_near_blocks(std::span<const Strip> strips);
  void draw_blocks(std::span<const Strip> strips, TileSamples& samples);
  float raise(const Strip& strip, std::uint16_t block, CornerValues& values,
              CornerValues* time = nullptr);
  bool decide(std::span<const Strip> strips, std::span<Pair> some, std::size_t most,
              CornerValues& values);
  bool find_shadows(const Strip& strip, std::int64_t x, std::int64_t y, const WideBox& legs);
  WideBox legs_between(const Strip& strip, std::int64_t x, std::int64_t y) const;
  TileBarriers* barriers_of(Tile tile, double reach_mm);

  std::uint64_t& covered(std::uint16_t block) { return covered_[block / Grid::kTileBlocks]; }
  static std::uint64_t bit(std::uint16_t block) {
    return std::uint64_t{1} << (block % Grid::kTileBlocks);
  }

  /// How long legs from the corners of a block may be.
  void set_limits(std::int64_t x, std::int64_t y);

  const Ground* ground_;
  const AccessMap* access_;
  Grid grid_;
  CornerKernel kernel_;
  float floor_;                      ///< nothing lower matters for the drawing within a cell
  double around_;                    ///< from the centre of a block to its corners
  double least_limit_, most_limit_;  ///< of legs anywhere
  CornerLimits limits_;
  bool sharing_ = false;  ///< whose a place is matters, not only that it is covered
  float margin_ = 0;      ///< strips that leave so much less than another are still listed
  std::int64_t limits_x_ = -1, limits_y_ = -1;  ///< no block begins there
  double limits_all_ = -1;                      ///< what all of them are, or -1
  std::int64_t x_ = 0, y_ = 0;                  ///< of the tile's first corner
  double east_ = 0, north_ = 0;                 ///< the same
  std::array<std::uint64_t, Grid::kTileBlocks> covered_ = {};
  TileBarriers* barriers_ = nullptr;  ///< null: none within reach
  std::map<Tile, TileBarriers> known_barriers_;
  double known_reach_ = 0;
  std::array<Disc, 1024> known_discs_;
  PlaceValues seen_;
  std::array<std::uint16_t, PlaceValues::kMost> seen_block_;
  /// What a strip surely leaves everywhere in a block; the largest float where it is covered.
  std::array<float, Grid::kTileBlocks * Grid::kTileBlocks> surely_;
  std::vector<Pair> pairs_, sorted_;
  std::vector<std::uint32_t> first_;
  std::vector<Shadow> shadows_;
};

}  // namespace lifecircle
