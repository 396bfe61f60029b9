#include "algorithms/circle/zones.hpp"

#include <algorithm>
#include <bit>
#include <map>
#include <stdexcept>
#include <tuple>

#include "algorithms/circle/plain_lines.hpp"
#include "algorithms/circle/slivers.hpp"

namespace lifecircle {
namespace {

/// Nearly straight lines become straight within this, in millimetres.
constexpr double kStraight = 1;

/// Paths by zone and the side of a cell where they begin: open addressing.
class PathsByStart {
 public:
  explicit PathsByStart(std::span<const BorderPath> paths)
      : paths_{paths}, mask_{std::bit_ceil(2 * paths.size() + 1) - 1}, slots_(mask_ + 1, kNone) {
    for (std::uint32_t p = 0; p < paths.size(); ++p) {
      std::size_t slot = hash(paths[p].zone, paths[p].from);
      while (slots_[slot] != kNone) slot = (slot + 1) & mask_;
      slots_[slot] = p;
    }
  }
  /// The path that goes on where `path` ends.
  std::uint32_t after(const BorderPath& path) const {
    std::size_t slot = hash(path.zone, path.to);
    for (; slots_[slot] != kNone; slot = (slot + 1) & mask_)
      if (const BorderPath& next = paths_[slots_[slot]];
          next.zone == path.zone && next.from == path.to)
        return slots_[slot];
    // Blocks side by side see the same corners: borders have no ends.
    throw std::logic_error{"the border of a circle ends nowhere"};
  }

 private:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};
  std::size_t hash(Zone zone, std::uint64_t from) const {
    std::uint64_t h =
        (from ^ (static_cast<std::uint64_t>(static_cast<std::uint32_t>(zone)) << 20)) *
        0x9E3779B97F4A7C15ull;
    return static_cast<std::size_t>(h ^ (h >> 29)) & mask_;
  }

  std::span<const BorderPath> paths_;
  std::size_t mask_;
  std::vector<std::uint32_t> slots_;
};

/// Makes rings of paths, and lines that both their zones share.
class Rings {
 public:
  Rings(std::span<const BorderPath> paths, const Grid& grid) : paths_{paths}, grid_{grid} {
    const PathsByStart by_start{paths};
    std::vector<bool> used(paths.size(), false);
    std::vector<std::uint32_t> ring;
    for (std::uint32_t first = 0; first < paths.size(); ++first) {
      if (used[first]) continue;
      ring.clear();
      for (std::uint32_t at = first; !used[at]; at = by_start.after(paths[at])) {
        used[at] = true;
        ring.push_back(at);
      }
      // The same beginning, whichever path came first.
      const auto first_side =
          std::ranges::min_element(ring, {}, [&](std::uint32_t p) { return paths[p].from; });
      std::rotate(ring.begin(), first_side, ring.end());
      add(ring);
    }
  }

  std::vector<std::pair<Zone, Shape>> areas(double simplify_m) {
    give_away_slivers(lines_, rings_, begins_, 2.0 * grid_.cell * grid_.cell);
    drop_lines();
    if (simplify_m > 0) simplify_lines(lines_, rings_, 1e3 * simplify_m);
    std::vector<std::size_t> order(rings_.size());
    for (std::size_t r = 0; r < order.size(); ++r) order[r] = r;
    std::ranges::sort(order, {}, [&](std::size_t r) {
      return std::tuple{rings_[r].zone, begins_[r]};
    });
    std::vector<std::pair<Zone, Shape>> areas;
    for (const std::size_t r : order) {
      if (areas.empty() || areas.back().first != rings_[r].zone)
        areas.push_back({rings_[r].zone, Shape{ShapeKind::area, {}}});
      areas.back().second.parts.push_back(points_of(rings_[r], lines_));
    }
    return areas;
  }

 private:
  void add(std::vector<std::uint32_t>& ring) {
    const auto begin =
        std::ranges::find_if(ring, [&](std::uint32_t p) { return paths_[p].by_middle; });
    RingOfLines made{paths_[ring.front()].zone, {}};
    const std::uint64_t begins = paths_[ring.front()].from;
    if (begin == ring.end()) {
      BorderLine line;
      for (const std::uint32_t p : ring) line.push_back(paths_[p].at);
      line.push_back(line.front());
      if (too_small(line)) return;
      made.parts.push_back(line_named(std::move(line), paths_[ring.front()].beyond_from));
    } else {
      // From one meeting of zones to the next.
      std::rotate(ring.begin(), begin, ring.end());
      BorderLine line{paths_[ring.front()].middle};
      for (std::size_t k = 1; k <= ring.size(); ++k) {
        const BorderPath& path = paths_[ring[k % ring.size()]];
        line.push_back(path.at);
        if (!path.by_middle) continue;
        line.push_back(path.middle);
        made.parts.push_back(line_named(std::move(line), path.beyond_from));
        line = {path.middle};
      }
    }
    rings_.push_back(std::move(made));
    begins_.push_back(begins);
  }

  /// A ring between two meetings may be so thin that both its lines became the same straight one.
  /// Its neighbours have that line in common then.
  void drop_lines() {
    constexpr std::size_t kFewest = 4;
    std::size_t kept = 0;
    for (std::size_t r = 0; r < rings_.size(); ++r) {
      if (points_of(rings_[r], lines_).size() < kFewest) continue;
      if (kept != r) {
        rings_[kept] = std::move(rings_[r]);
        begins_[kept] = begins_[r];
      }
      ++kept;
    }
    rings_.resize(kept);
    begins_.resize(kept);
  }

  bool too_small(const BorderLine& line) const {
    return std::abs(area_mm2(line)) < 2.0 * grid_.cell * grid_.cell;
  }

  /// The place of a line among all; one that another zone has put there already, seen from its
  /// other side, is found again.
  RingOfLines::Part line_named(BorderLine line, Zone beyond) {
    const bool back =
        std::ranges::lexicographical_compare(line.rbegin(), line.rend(), line.begin(), line.end());
    if (back) std::ranges::reverse(line);
    const auto name = std::tuple{line.front(), line[1], line[line.size() - 2], line.back()};
    if (beyond != kOutside) {
      const auto known = known_.find(name);
      if (known != known_.end()) return {known->second, back};
      known_.emplace(name, static_cast<std::uint32_t>(lines_.size()));
    }
    BorderLine plain = straightened(line, kStraight);
    if (plain.size() < 4 && plain.front() == plain.back()) plain = std::move(line);
    lines_.push_back(std::move(plain));
    return {static_cast<std::uint32_t>(lines_.size() - 1), back};
  }

  std::span<const BorderPath> paths_;
  Grid grid_;
  std::vector<RingOfLines> rings_;
  std::vector<std::uint64_t> begins_;
  std::vector<BorderLine> lines_;
  std::map<std::tuple<Point, Point, Point, Point>, std::uint32_t> known_;
};

}  // namespace

std::vector<std::pair<Zone, Shape>> areas_of(std::span<const BorderPath> paths, const Grid& grid,
                                             const Plainer& plainer) {
  return Rings{paths, grid}.areas(plainer.simplify_m);
}

}  // namespace lifecircle
