#include "algorithms/circle/outline.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <numbers>
#include <tuple>

namespace lifecircle {
namespace {

constexpr int kBlock = 8;  ///< cells across the smallest block
constexpr int kRoot = kBlock << 6;
/// Crossings keep this from the corners, so that rings never touch, in millimetres.
constexpr std::int32_t kFromCorner = 10;
/// Nearly straight lines become straight within this, in millimetres.
constexpr double kStraight = 1;

/// Where the border crosses one edge of the grid, and where it goes from there.
struct Crossing {
  std::uint64_t from, to;  ///< edges of the grid
  Point at;                ///< of `from`
};

class Drawing {
 public:
  Drawing(std::span<const Strip> strips, const Ground& ground, double tolerance_m)
      : strips_{strips},
        ground_{&ground},
        cell_{std::max(2 * kFromCorner + 2,
                       static_cast<int>(std::floor(1e3 * tolerance_m / std::sqrt(2.0))))},
        floor_{-2.0 * cell_} {}

  Shape draw() {
    for (const auto& [root, some] : roots()) {
      most_ = 0;
      for (const std::uint32_t s : some) most_ = std::max(most_, strips_[s].most());
      std::vector<Segment> barriers;
      const double side = static_cast<double>(cell_) * kRoot;
      const double x = corner(root.first), y = corner(root.second);
      ground_->barriers_within({at(x - most_, y - most_), at(x + side + most_, y + side + most_)},
                               barriers);
      look(root.first, root.second, kRoot, some, barriers);
    }
    return rings();
  }

 private:
  using Few = std::vector<std::uint32_t>;                         ///< places of strips
  using Bounded = std::vector<std::pair<double, std::uint32_t>>;  ///< and what they leave

  double corner(std::int64_t i) const { return static_cast<double>(i) * cell_; }
  static std::int64_t floor_to(double v, double grain) {
    return static_cast<std::int64_t>(std::floor(v / grain));
  }

  /// Strips by the largest blocks they may reach, blocks by their first corner.
  std::map<std::pair<std::int64_t, std::int64_t>, Few> roots() const {
    std::map<std::pair<std::int64_t, std::int64_t>, Few> found;
    const double side = static_cast<double>(cell_) * kRoot;
    for (std::uint32_t s = 0; s < strips_.size(); ++s) {
      const Strip& strip = strips_[s];
      const double most = strip.most() + 3 * cell_;
      const double bx = strip.ax + strip.ux * strip.length, by = strip.ay + strip.uy * strip.length;
      for (auto i = floor_to(std::min(strip.ax, bx) - most, side);
           i <= floor_to(std::max(strip.ax, bx) + most, side); ++i)
        for (auto j = floor_to(std::min(strip.ay, by) - most, side);
             j <= floor_to(std::max(strip.ay, by) + most, side); ++j)
          found[{i * kRoot, j * kRoot}].push_back(s);
    }
    return found;
  }

  /// A block of `size` cells from corner (i, j), the strips that may matter in it, and the pieces
  /// of barriers near it.
  void look(std::int64_t i, std::int64_t j, int size, const Few& some,
            std::span<const Segment> near) {
    const double half = 0.5 * size * cell_, around = half * std::sqrt(2.0);
    const double x = corner(i) + half, y = corner(j) + half;
    std::vector<Segment> barriers;
    const Box legs{at(x - half - most_, y - half - most_), at(x + half + most_, y + half + most_)};
    for (const Segment& s : near)
      if (meets(s, legs)) barriers.push_back(s);
    const bool open = barriers.empty();

    Bounded high;    // no strip leaves more in the block
    Bounded surely;  // what strips leave in all of it
    bool any = false;
    for (const std::uint32_t s : some) {
      const Strip& strip = strips_[s];
      const double bound = strip.bound_at(x, y), change = strip.steepness() * around;
      // What is left at a corner is told down to the floor, for the drawing within cells.
      if (bound + change < floor_) continue;
      any = any || bound + change >= 0;
      high.emplace_back(bound + change, s);
      if (bound - change > floor_ && strip.owns(x, y, around)) {
        if (open && bound - change > 0) return;  // covered, all of it
        surely.emplace_back(bound - change, s);
      }
    }
    if (!any) return;
    // The strip that leaves most everywhere in the block and no barrier keeps from it: where that
    // is something, the block is decided; the others matter only where they may leave more.
    constexpr std::size_t kTries = 4;
    const std::size_t tries = std::min(open ? 1 : kTries, surely.size());
    std::partial_sort(surely.begin(), surely.begin() + static_cast<std::ptrdiff_t>(tries),
                      surely.end(), std::greater<>{});
    for (std::size_t t = 0; t < tries; ++t) {
      const double sure = surely[t].first;
      const std::uint32_t s = surely[t].second;
      if (!open && any_meets(barriers, legs_between(strips_[s], x, y, half))) continue;
      if (sure > 0) return;
      std::erase_if(high, [&](const auto& h) { return h.first < sure; });
      break;
    }
    if (size == kBlock) return draw_block(i, j, high, barriers);
    // The one that leaves most is asked first: it may decide a part of the block at once.
    std::ranges::iter_swap(high.begin(), std::ranges::max_element(high));
    Few left;
    for (const auto& [bound, s] : high)
      if (open || !in_shadow(strips_[s], x, y, half, barriers)) left.push_back(s);
    const int part = size / 2;
    for (const int dj : {0, part})
      for (const int di : {0, part}) look(i + di, j + dj, part, left, barriers);
  }

  static Point at(double x, double y) {
    const auto cut = [](double v) {
      return static_cast<std::int32_t>(std::clamp(std::round(v), -2147483647.0, 2147483647.0));
    };
    return {cut(x), cut(y)};
  }

  static bool meets(const Segment& s, const Box& box) {
    return std::max(s.a.x, s.b.x) >= box.low.x && std::min(s.a.x, s.b.x) <= box.high.x &&
           std::max(s.a.y, s.b.y) >= box.low.y && std::min(s.a.y, s.b.y) <= box.high.y;
  }
  static bool any_meets(std::span<const Segment> barriers, const Box& box) {
    return std::ranges::any_of(barriers, [&](const Segment& s) { return meets(s, box); });
  }
  /// A box round all legs from a block to the strip.
  static Box legs_between(const Strip& strip, double x, double y, double half) {
    const double q = strip.place_near(x, y), around = half * std::sqrt(2.0);
    double low_x = x - half, low_y = y - half, high_x = x + half, high_y = y + half;
    for (const double end : {std::max(0.0, q - around), std::min(strip.length, q + around)}) {
      const double ex = strip.ax + end * strip.ux, ey = strip.ay + end * strip.uy;
      low_x = std::min(low_x, ex);
      low_y = std::min(low_y, ey);
      high_x = std::max(high_x, ex);
      high_y = std::max(high_y, ey);
    }
    return {at(low_x - 1, low_y - 1), at(high_x + 1, high_y + 1)};
  }

  /// Whether one piece of a barrier keeps a whole block from the strip. The shadow of a straight
  /// piece is convex, along the piece of road as beyond either end of it: it holds a block if it
  /// holds its corners.
  static bool in_shadow(const Strip& strip, double x, double y, double half,
                        std::span<const Segment> barriers) {
    const std::array<Point, 4> corners{at(x - half, y - half), at(x + half, y - half),
                                       at(x - half, y + half), at(x + half, y + half)};
    const auto part = [&](Point p) {
      const double t = (p.x - strip.ax) * strip.ux + (p.y - strip.ay) * strip.uy;
      return t <= 0 ? -1 : t >= strip.length ? 1 : 0;
    };
    const int of_first = part(corners[0]);
    for (const Point p : corners)
      if (part(p) != of_first) return false;
    const Box legs = legs_between(strip, x, y, half);
    return std::ranges::any_of(barriers, [&](const Segment& barrier) {
      return meets(barrier, legs) && std::ranges::all_of(corners, [&](Point p) {
               return Ground::blocked_by(leg_between(strip, p), {&barrier, 1});
             });
    });
  }
  static Leg leg_between(const Strip& strip, Point p) {
    const double q = strip.place_near(p.x, p.y);
    Leg leg;
    leg.from = p;
    leg.to_x = strip.ax + q * strip.ux;
    leg.to_y = strip.ay + q * strip.uy;
    const double dx = leg.to_x - p.x, dy = leg.to_y - p.y;
    leg.distance_mm = std::sqrt(dx * dx + dy * dy);
    return leg;
  }

  /// A strip in a block: what it leaves at most, and the barriers that may lie before it.
  struct Candidate {
    double high;
    const Strip* strip;
    std::vector<Segment> barriers;
  };

  /// What is left at a corner, over all legs no barrier blocks; between the floor and the ceiling.
  /// `some`: most first.
  double left_at_corner(Point p, std::span<const Candidate> some) const {
    const double x = p.x, y = p.y;
    double best = floor_;
    for (const Candidate& c : some) {
      if (c.high <= best) break;
      const double left = c.strip->left_at(x, y);
      if (left <= best ||
          (!c.barriers.empty() && Ground::blocked_by(leg_between(*c.strip, p), c.barriers)))
        continue;
      if (left >= -floor_) return -floor_;
      best = left;
    }
    return best;
  }
  void draw_block(std::int64_t i, std::int64_t j, Bounded& some,
                  std::span<const Segment> barriers) {
    std::ranges::sort(some, std::greater<>{});
    const double half = 0.5 * kBlock * cell_;
    std::vector<Candidate> candidates;
    for (const auto& [high, s] : some) {
      Candidate c{high, &strips_[s], {}};
      if (!barriers.empty()) {
        const Box legs = legs_between(*c.strip, corner(i) + half, corner(j) + half, half);
        for (const Segment& b : barriers)
          if (meets(b, legs)) c.barriers.push_back(b);
        if (!c.barriers.empty() &&
            in_shadow(*c.strip, corner(i) + half, corner(j) + half, half, c.barriers))
          continue;
      }
      candidates.push_back(std::move(c));
    }
    constexpr int kCorners = kBlock + 1;
    std::array<double, kCorners * kCorners> left;
    bool in = false, out = false;
    for (int v = 0; v < kCorners; ++v)
      for (int u = 0; u < kCorners; ++u) {
        const double here = left_at_corner(at(corner(i + u), corner(j + v)), candidates);
        left[static_cast<std::size_t>(v * kCorners + u)] = here;
        (here >= 0 ? in : out) = true;
      }
    if (!in || !out) return;
    for (int v = 0; v < kBlock; ++v)
      for (int u = 0; u < kBlock; ++u) {
        const auto place = static_cast<std::size_t>(v * kCorners + u);
        draw_cell(
            i + u, j + v,
            {left[place], left[place + 1], left[place + kCorners + 1], left[place + kCorners]});
      }
  }

  /// An edge of the grid: from corner (i, j) to the right, or up.
  static std::uint64_t edge(std::int64_t i, std::int64_t j, bool up) {
    constexpr std::int64_t kMiddle = std::int64_t{1} << 30;
    return (static_cast<std::uint64_t>(i + kMiddle) << 32) |
           (static_cast<std::uint64_t>(j + kMiddle) << 1) | (up ? 1u : 0u);
  }

  /// `left` at the corners, counter-clockwise from (i, j).
  void draw_cell(std::int64_t i, std::int64_t j, const std::array<double, 4>& left) {
    const auto in = [&](int c) { return left[static_cast<std::size_t>(c % 4)] >= 0; };
    if (in(0) == in(1) && in(1) == in(2) && in(2) == in(3)) return;
    const std::array<std::uint64_t, 4> name{edge(i, j, false), edge(i + 1, j, true),
                                            edge(i, j + 1, false), edge(i, j, true)};
    const auto place = [&](int side) {
      // Along the axis, whichever way round one looks.
      const auto [a, b] = std::array<std::pair<int, int>, 4>{
          {{0, 1}, {1, 2}, {3, 2}, {0, 3}}}[static_cast<std::size_t>(side)];
      const double la = left[static_cast<std::size_t>(a)], lb = left[static_cast<std::size_t>(b)];
      const auto along = std::clamp(static_cast<std::int32_t>(std::lround(cell_ * la / (la - lb))),
                                    kFromCorner, cell_ - kFromCorner);
      const Point start = at(corner(i + (side == 1 ? 1 : 0)), corner(j + (side == 2 ? 1 : 0)));
      return side % 2 == 0 ? Point{start.x + along, start.y} : Point{start.x, start.y + along};
    };
    // Round the cell, inside comes to an end on some sides and begins on others; the border goes
    // from each end to a beginning, with the inside on its left.
    const bool saddle = in(0) == in(2) && in(1) == in(3);
    const bool joined = saddle && left[0] + left[1] + left[2] + left[3] >= 0;
    for (int side = 0; side < 4; ++side) {
      if (!in(side) || in(side + 1)) continue;
      int to = (side + 1) % 4;
      while (in(to) || !in(to + 1)) to = (to + 1) % 4;
      if (saddle && !joined) to = (to + 2) % 4;
      crossings_.push_back(
          {name[static_cast<std::size_t>(side)], name[static_cast<std::size_t>(to)], place(side)});
    }
  }

  Shape rings() {
    std::ranges::sort(crossings_, {}, &Crossing::from);
    std::vector<bool> used(crossings_.size(), false);
    Shape shape{ShapeKind::area, {}};
    for (std::size_t first = 0; first < crossings_.size(); ++first) {
      if (used[first]) continue;
      std::vector<Point> ring;
      for (std::size_t at = first; !used[at];) {
        used[at] = true;
        ring.push_back(crossings_[at].at);
        const auto next =
            std::ranges::lower_bound(crossings_, crossings_[at].to, {}, &Crossing::from);
        at = static_cast<std::size_t>(next - crossings_.begin());
      }
      straighten(ring);
      ring.push_back(ring.front());
      if (area_m2({ShapeKind::area, {ring}}) >= 2e-6 * cell_ * cell_) shape.parts.push_back(ring);
    }
    return shape;
  }

  /// Leaves out points that lie within kStraight of the line between those kept: from the last one
  /// kept, all that follow must lie in one narrowing sector.
  static void straighten(std::vector<Point>& ring) {
    std::vector<Point> kept{ring.front()};
    double first = 0, low = 0, high = 0;  // the sector, as turns from the first direction
    bool is_open = true;
    for (std::size_t i = 1; i <= ring.size(); ++i) {
      const Point p = ring[i % ring.size()];
      const auto seen = [&] {
        const double dx = static_cast<double>(p.x) - kept.back().x,
                     dy = static_cast<double>(p.y) - kept.back().y;
        return std::pair{std::atan2(dy, dx), kStraight / std::hypot(dx, dy)};
      };
      auto [angle, slack] = seen();
      double turn = is_open ? 0 : std::remainder(angle - first, 2 * std::numbers::pi);
      if (!is_open && (turn < low || turn > high)) {
        kept.push_back(ring[i - 1]);
        std::tie(angle, slack) = seen();
        is_open = true;
      }
      if (is_open) {
        first = angle;
        turn = low = high = 0;
        low -= slack;
        high += slack;
        is_open = false;
      }
      low = std::max(low, turn - slack);
      high = std::min(high, turn + slack);
    }
    if (kept.size() >= 3) ring = std::move(kept);
  }

  std::span<const Strip> strips_;
  const Ground* ground_;
  std::int32_t cell_;  ///< side of a cell, millimetres
  double floor_;       ///< what is left is told no lower than this, nor higher than as much above
  double most_ = 0;    ///< the longest leg of the strips now looked at
  std::vector<Crossing> crossings_;
};

}  // namespace

Shape outline_of(std::span<const Strip> strips, const Ground& ground, double tolerance_m) {
  return Drawing{strips, ground, tolerance_m}.draw();
}

}  // namespace lifecircle
