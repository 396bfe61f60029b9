#include "algorithms/circle/sampler.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace lifecircle {
namespace {

constexpr int kBlocks = Grid::kTileBlocks * Grid::kTileBlocks;
/// Barriers of so many tiles are kept: the circles of a town come back to the same.
constexpr std::size_t kKnownTiles = 256;

/// Whole numbers not above (not below) a coordinate in blocks, cut to -2 ... 65: beyond the tile
/// all are alike.
int floor_block(double v) {
  return static_cast<int>(std::clamp(v, -2.0, 65.0) + 8) - 8;
}
int ceil_block(double v) {
  return 72 - static_cast<int>(72 - std::clamp(v, -2.0, 65.0));
}

/// Bits from `low` to `high`, cut to the word.
std::uint64_t span_of(int low, int high) {
  const int a = std::max(0, low), b = std::min(63, high);
  return a > b ? 0 : (~std::uint64_t{0} >> (63 - (b - a))) << a;
}

}  // namespace

Sampler::Sampler(const Ground& ground, const AccessMap& access, Grid grid)
    : ground_{&ground},
      access_{&access},
      grid_{grid},
      kernel_{grid},
      floor_{floor_of(grid)},
      around_{grid.block_mm() * std::sqrt(0.5) + 1},
      least_limit_{1e3 * access.least_m()},
      most_limit_{1e3 * access.most_m()} {}

TileBarriers* Sampler::barriers_of(Tile tile, double reach_mm) {
  if (!ground_->has_barriers()) return nullptr;
  if (reach_mm > known_reach_ || known_barriers_.size() > kKnownTiles) known_barriers_.clear();
  known_reach_ = std::max(known_reach_, reach_mm);
  auto known = known_barriers_.find(tile);
  if (known == known_barriers_.end())
    known = known_barriers_.emplace(tile, TileBarriers{*ground_, grid_, tile, known_reach_}).first;
  return known->second.empty() ? nullptr : &known->second;
}

void Sampler::begin(Tile tile) {
  x_ = std::int64_t{tile.i} * Grid::kTile * grid_.cell;
  y_ = std::int64_t{tile.j} * Grid::kTile * grid_.cell;
  east_ = static_cast<double>(x_);
  north_ = static_cast<double>(y_);
  covered_.fill(0);
  // As far as any leg that is asked may go from the blocks of the tile.
  barriers_ = barriers_of(tile, most_limit_ - floor_ + 2 * grid_.block_mm());
}

void Sampler::sample(std::span<const Strip> strips, Tile tile, TileSamples& samples) {
  begin(tile);
  samples.mixed.clear();
  sharing_ = false;
  margin_ = 0;
  cover_by_discs(strips);
  if (barriers_ != nullptr) {
    list_pairs(strips, 2 * grid_.block_mm());
    decide_near_blocks(strips);
  }
  list_pairs(strips, most_limit_);
  draw_blocks(strips, samples);
  samples.covered = covered_;
}

void Sampler::share(
    std::span<const Strip> strips, Tile tile,
    const std::function<void(std::uint16_t, std::span<const Share>, ShareBounds)>& f) {
  begin(tile);
  sharing_ = true;
  // From a corner where a facility is nearest to the next one, it loses no more than that.
  margin_ = 0;
  float least_worth = std::numeric_limits<float>::max();
  for (const Strip& s : strips) {
    margin_ = std::max(margin_, s.worth * (s.steepness() * static_cast<float>(grid_.cell) +
                                           static_cast<float>(slack_of(s))));
    least_worth = std::min(least_worth, s.worth);
  }
  list_pairs(strips, most_limit_);
  std::vector<Share> shares;
  for (std::size_t b = 0; b < kBlocks; ++b) {
    const std::span<Pair> some{sorted_.data() + first_[b], sorted_.data() + first_[b + 1]};
    if (some.empty() || std::ranges::max(some, {}, &Pair::high).high < 0) continue;
    const auto of = [&](const Pair& p) { return strips[p.strip].facility; };
    std::ranges::sort(some, {}, of);
    const std::uint16_t number = some.front().block;
    if (of(some.front()) == of(some.back()) && surely_[number] > 0) continue;
    shares.clear();
    for (const Pair& p : some) {
      if (shares.empty() || shares.back().facility != of(p)) {
        shares.push_back({of(p), {}, {}});
        shares.back().time.at.fill(Strip::kClosed);
        shares.back().left.at.fill(Strip::kClosed);
      }
      raise(strips[p.strip], number, shares.back().left, &shares.back().time);
    }
    f(number, shares, {margin_, floor_ * least_worth});
  }
}

void Sampler::cover_by_discs(std::span<const Strip> strips) {
  known_discs_.fill({});
  // Most ends are those of several pieces: their discs are drawn once.
  const auto cover_end = [&](double x, double y, double radius) {
    const auto at = static_cast<std::size_t>(static_cast<std::int64_t>(x * 0.37 + y * 0.53) & 1023);
    Disc& known = known_discs_[at];
    if (std::abs(known.x - x) <= 1 && std::abs(known.y - y) <= 1 && known.radius >= radius) return;
    known = {x, y, radius};
    cover_disc(x, y, radius);
  };
  for (const Strip& s : strips) {
    // Of a part of a piece it is not sure that the nearest place lies on it.
    if (!s.whole()) continue;
    const double per_a = 1 / std::sqrt(1 + double{s.ca} * s.ca),
                 per_b = 1 / std::sqrt(1 + double{s.cb} * s.cb);
    const auto radius = [&](double q) {
      const double left =
          std::max((s.ra - s.ca * q) * per_a, (s.rb - s.cb * (s.length - q)) * per_b);
      const double clear = std::max(s.clear_a - q, s.clear_b - (s.length - q));
      return std::min({left, clear, least_limit_}) - slack_of(s) - 2;
    };
    const double at_start = radius(0), at_end = radius(s.length);
    cover_end(s.ax, s.ay, at_start);
    cover_end(s.ax + double{s.ux} * s.length, s.ay + double{s.uy} * s.length, at_end);
    // Discs half their width apart cover most of what lies beside a long piece.
    const double step = std::max({at_start, at_end, 4 * around_});
    const double count = std::min(64.0, std::ceil(s.length / step));
    for (double k = 1; k < count; ++k) {
      const double q = s.length * k / count;
      cover_disc(s.ax + s.ux * q, s.ay + s.uy * q, radius(q));
    }
  }
}

void Sampler::cover_disc(double x, double y, double radius) {
  const double r = (radius - around_) / grid_.block_mm();
  if (!(r >= 0)) return;
  // In blocks from the centre of the tile's first one.
  const double cx = (x - east_) / grid_.block_mm() - 0.5,
               cy = (y - north_) / grid_.block_mm() - 0.5;
  const int first = std::max(0, ceil_block(cy - r)), last = std::min(63, floor_block(cy + r));
  const std::uint64_t all = span_of(ceil_block(cx - r), floor_block(cx + r));
  if (all == 0 || first > last) return;
  std::uint64_t missing = 0;
  for (int j = first; j <= last; ++j) missing |= all & ~covered_[static_cast<std::size_t>(j)];
  if (missing == 0) return;
  for (int j = first; j <= last; ++j) {
    const double half = std::sqrt(std::max(0.0, r * r - (j - cy) * (j - cy)));
    covered_[static_cast<std::size_t>(j)] |= span_of(ceil_block(cx - half), floor_block(cx + half));
  }
}

void Sampler::list_pairs(std::span<const Strip> strips, double legs_mm) {
  pairs_.clear();
  surely_.fill(floor_);
  for (std::uint32_t n = 0; n < strips.size(); ++n) {
    const Strip& s = strips[n];
    const double block = grid_.block_mm(),
                 reach = std::min(reach_of(s, grid_, most_limit_), legs_mm - floor_ + around_);
    const WideBox box = box_of(s, reach);
    const int first = std::max(0, floor_block((box.low_y - north_) / block)),
              last = std::min(63, floor_block((box.high_y - north_) / block));
    const std::uint64_t all = span_of(floor_block((box.low_x - east_) / block),
                                      floor_block((box.high_x - east_) / block));
    if (all == 0) continue;
    const std::int32_t size = grid_.cell * Grid::kBlock;
    const auto from_x = static_cast<std::int32_t>(x_ - s.ax) + size / 2,
               from_y = static_cast<std::int32_t>(y_ - s.ay) + size / 2;
    int count = 0;
    for (int j = first; j <= last; ++j)
      for (std::uint64_t bits = all & ~covered_[static_cast<std::size_t>(j)]; bits != 0;
           bits &= bits - 1) {
        const int i = std::countr_zero(bits);
        const std::size_t c = static_cast<std::size_t>(count++);
        seen_block_[c] = static_cast<std::uint16_t>(j * Grid::kTileBlocks + i);
        seen_.dx[c] = static_cast<float>(from_x + i * size);
        seen_.dy[c] = static_cast<float>(from_y + j * size);
        if (count < PlaceValues::kMost) continue;
        add_pairs(s, n, count, legs_mm);
        count = 0;
      }
    add_pairs(s, n, count, legs_mm);
  }
  std::erase_if(pairs_, [&](const Pair& p) { return p.high + margin_ < surely_[p.block]; });
  sort_pairs();
}

/// Lists a strip for the blocks just seen where it may matter. What it surely leaves there may
/// decide a block at once.
void Sampler::add_pairs(const Strip& s, std::uint32_t n, int count, double legs_mm) {
  if (count == 0) return;
  // Who is nearest is told by the time alone; that the leg is not too long, beside it. Legs a bit
  // too long count as well: how much is missing decides where between corners the border is drawn.
  const float limit =
      sharing_ ? std::numeric_limits<float>::max() : static_cast<float>(most_limit_);
  kernel_.look(s, count, limit, seen_);
  const float lost = static_cast<float>(s.steepness() * around_ + slack_of(s)),
              near = static_cast<float>(around_),
              far = static_cast<float>(legs_mm - floor_ + around_ + slack_of(s)),
              least_limit = static_cast<float>(least_limit_);
  for (std::size_t c = 0; c < static_cast<std::size_t>(count); ++c) {
    const std::uint16_t block = seen_block_[c];
    const float left = seen_.left[c], high = s.worth * (left + lost);
    if (high + margin_ < surely_[block] || seen_.far[c] > far) continue;
    const float t = seen_.along[c];
    const bool owns = s.whole() || (std::clamp(t - near, 0.0f, s.length) >= s.low &&
                                    std::clamp(t + near, 0.0f, s.length) <= s.high);
    const bool short_enough = seen_.far[c] + lost <= least_limit;
    const float low =
        s.worth * ((sharing_ ? left : std::min(left, least_limit - seen_.far[c])) - lost);
    if (owns && (short_enough || !sharing_) && low > surely_[block] && no_barrier(s, block)) {
      surely_[block] = low;
      if (low > 0 && !sharing_) {
        covered(block) |= bit(block);
        surely_[block] = std::numeric_limits<float>::max();
        continue;
      }
    }
    pairs_.push_back({block, n, high});
  }
}

/// Whether no barrier may lie between a block and a strip.
bool Sampler::no_barrier(const Strip& strip, std::uint16_t block) const {
  if (barriers_ == nullptr) return true;
  const std::int32_t size = grid_.cell * Grid::kBlock;
  return !barriers_->any(legs_between(strip, x_ + block % Grid::kTileBlocks * size,
                                      y_ + block / Grid::kTileBlocks * size));
}

/// By block: a counting sort.
void Sampler::sort_pairs() {
  first_.assign(kBlocks + 1, 0);
  for (const Pair& p : pairs_) ++first_[p.block + 1u];
  for (std::size_t b = 0; b < kBlocks; ++b) first_[b + 1] += first_[b];
  sorted_.resize(pairs_.size());
  // Filled from the back, so that first_ ends where it began.
  for (auto p = pairs_.rbegin(); p != pairs_.rend(); ++p) sorted_[--first_[p->block + 1u]] = *p;
  std::rotate(first_.begin(), first_.begin() + 1, first_.end());
  first_.back() = static_cast<std::uint32_t>(sorted_.size());
}

/// Round all legs from a block to the strip's piece.
WideBox Sampler::legs_between(const Strip& s, std::int64_t x, std::int64_t y) const {
  const double size = grid_.block_mm(), cx = static_cast<double>(x) + size / 2,
               cy = static_cast<double>(y) + size / 2;
  const double t = (cx - s.ax) * s.ux + (cy - s.ay) * s.uy;
  WideBox box{cx - size / 2 - 1, cy - size / 2 - 1, cx + size / 2 + 1, cy + size / 2 + 1};
  for (const double way : {-around_ - slack_of(s), around_ + slack_of(s)}) {
    const double q = std::clamp<double>(t + way, 0, s.length);
    const double ex = s.ax + q * s.ux, ey = s.ay + q * s.uy;
    box.low_x = std::min(box.low_x, ex - 4);
    box.low_y = std::min(box.low_y, ey - 4);
    box.high_x = std::max(box.high_x, ex + 4);
    box.high_y = std::max(box.high_y, ey + 4);
  }
  return box;
}

/// The shadows of the barriers between a block and a strip. True if one of them holds the whole
/// block: a shadow is convex, so it does if it holds the corners.
bool Sampler::find_shadows(const Strip& strip, std::int64_t x, std::int64_t y,
                           const WideBox& legs) {
  shadows_.clear();
  const std::int32_t size = grid_.cell * Grid::kBlock;
  const std::array<Seen, 4> corners{seen_from(strip, x, y), seen_from(strip, x + size, y),
                                    seen_from(strip, x, y + size),
                                    seen_from(strip, x + size, y + size)};
  const float lost = static_cast<float>(slack_of(strip));
  // All legs, as the strip sees them: from the corners to the places nearest to them.
  Seen low{strip.length, 0}, high{0, 0};
  for (const Seen c : corners) {
    const float q = std::clamp(c.t, 0.0f, strip.length);
    low = {std::min({low.t, c.t, q}), std::min(low.e, c.e)};
    high = {std::max({high.t, c.t, q}), std::max(high.e, c.e)};
  }
  bool holds_all = false;
  barriers_->for_each(legs, [&](const Segment& barrier) {
    if (holds_all) return;
    const Seen a = seen_from(strip, barrier.a.x, barrier.a.y),
               b = seen_from(strip, barrier.b.x, barrier.b.y);
    if (std::max(a.t, b.t) < low.t - lost || std::min(a.t, b.t) > high.t + lost ||
        std::max(a.e, b.e) < low.e - lost || std::min(a.e, b.e) > high.e + lost)
      return;
    std::size_t kept = shadows_.size();
    add_shadows(strip, barrier, shadows_);
    for (std::size_t k = kept; k < shadows_.size(); ++k) {
      bool outside = false, inside = true;
      for (const Shadow::Line& line : shadows_[k].lines) {
        const float one = line.at(corners[0]), two = line.at(corners[1]),
                    three = line.at(corners[2]), four = line.at(corners[3]);
        // One that all corners lie outside of, on one side, does not touch the block.
        outside = outside || std::max(std::max(one, two), std::max(three, four)) < -lost;
        inside = inside && std::min(std::min(one, two), std::min(three, four)) >= lost;
      }
      holds_all = holds_all || inside;
      if (!outside) shadows_[kept++] = shadows_[k];
    }
    shadows_.resize(kept);
  });
  return holds_all;
}

/// Raises the values at a block's corners to what a strip leaves there: in its worth. Gives the
/// least of them.
float Sampler::raise(const Strip& strip, std::uint16_t block, CornerValues& values,
                     CornerValues* time) {
  const std::int32_t size = grid_.cell * Grid::kBlock;
  const std::int64_t x = x_ + block % Grid::kTileBlocks * size,
                     y = y_ + block / Grid::kTileBlocks * size;
  shadows_.clear();
  if (barriers_ != nullptr) {
    const WideBox legs = legs_between(strip, x, y);
    if (barriers_->any(legs) && find_shadows(strip, x, y, legs))
      return -std::numeric_limits<float>::max();
  }
  set_limits(x, y);
  if (time != nullptr) kernel_.raise_time(strip, x, y, limits_, shadows_, *time);
  return kernel_.raise(strip, x, y, limits_, shadows_, values);
}

/// Asks the corners of a block, by at most `most` strips. True if all of it is covered; the values
/// are then of no meaning.
bool Sampler::decide(std::span<const Strip> strips, std::span<Pair> some, std::size_t most,
                     CornerValues& values) {
  values.at.fill(floor_);
  // Those that leave most come first: the others matter only where they may leave more.
  std::ranges::sort(some, std::greater<>{}, &Pair::high);
  if (some.front().high < 0) return false;
  float least = floor_;
  for (const Pair& pair : some.first(std::min(most, some.size()))) {
    if (pair.high < least) break;
    least = std::max(least, raise(strips[pair.strip], pair.block, values));
    if (least >= 0) return true;
  }
  return false;
}

void Sampler::set_limits(std::int64_t x, std::int64_t y) {
  if (x == limits_x_ && y == limits_y_) return;
  limits_x_ = x;
  limits_y_ = y;
  const std::int32_t size = grid_.cell * Grid::kBlock;
  const auto place = [&](std::int64_t dx, std::int64_t dy) {
    return Point{on_plane(static_cast<double>(x + dx)), on_plane(static_cast<double>(y + dy))};
  };
  const auto all = access_->all_of_m({place(0, 0), place(size, size)});
  if (all && *all == limits_all_) return;
  limits_all_ = all.value_or(-1);
  for (std::size_t c = 0; c < limits_.at.size(); ++c)
    limits_.at[c] = static_cast<float>(
        1e3 * (all ? *all : access_->at_m(place(kernel_.east[c], kernel_.north[c]))));
}

void Sampler::decide_near_blocks(std::span<const Strip> strips) {
  constexpr std::size_t kMost = 8;
  CornerValues values;
  for (std::size_t b = 0; b < kBlocks; ++b) {
    const std::span<Pair> some{sorted_.data() + first_[b], sorted_.data() + first_[b + 1]};
    if (some.empty()) continue;
    const std::uint16_t number = some.front().block;
    if (decide(strips, some, kMost, values)) covered(number) |= bit(number);
  }
}

void Sampler::draw_blocks(std::span<const Strip> strips, TileSamples& samples) {
  TileSamples::Block block;
  for (std::size_t b = 0; b < kBlocks; ++b) {
    const std::span<Pair> some{sorted_.data() + first_[b], sorted_.data() + first_[b + 1]};
    if (some.empty()) continue;
    block.number = some.front().block;
    if (decide(strips, some, some.size(), block.values)) {
      covered(block.number) |= bit(block.number);
    } else if (std::ranges::any_of(block.values.at, [](float v) { return v >= 0; })) {
      samples.mixed.push_back(block);
    }
  }
}

}  // namespace lifecircle
