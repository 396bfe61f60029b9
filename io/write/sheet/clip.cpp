#include "io/write/sheet/clip.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace lifecircle {
namespace {

constexpr double kGrid = 0.01, kTolerance = 0.05;
constexpr std::size_t kStretch = 500;

PaperPoint on_grid(PaperPoint p) {
  return {std::round(p.x / kGrid) * kGrid, std::round(p.y / kGrid) * kGrid};
}

/// The part of a segment within the rectangle, as shares of the way; false: none.
bool share_within(PaperPoint a, PaperPoint b, const PaperRect& to, double& from, double& until) {
  from = 0, until = 1;
  const auto cut = [&](double direction, double room) {
    if (direction == 0) return room >= 0;
    const double share = room / direction;
    (direction < 0 ? from : until) = direction < 0 ? std::max(from, share) : std::min(until, share);
    return from <= until;
  };
  const double dx = b.x - a.x, dy = b.y - a.y;
  return cut(-dx, a.x - to.x) && cut(dx, to.right() - a.x) && cut(-dy, a.y - to.y) &&
         cut(dy, to.bottom() - a.y);
}

PaperPoint along(PaperPoint a, PaperPoint b, double share) {
  return {a.x + share * (b.x - a.x), a.y + share * (b.y - a.y)};
}

/// One side of Sutherland and Hodgman: `depth` is how far inside a place lies.
template <class Depth>
PaperLine cut_side(const PaperLine& ring, const Depth& depth) {
  PaperLine kept;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const PaperPoint a = ring[i], b = ring[(i + 1) % ring.size()];
    const double inside = depth(a), next = depth(b);
    if (inside >= 0) kept.push_back(a);
    if ((inside < 0) != (next < 0)) kept.push_back(along(a, b, inside / (inside - next)));
  }
  return kept;
}

double distance(PaperPoint a, PaperPoint b, PaperPoint p) {
  const double dx = b.x - a.x, dy = b.y - a.y, square = dx * dx + dy * dy;
  const double share =
      square == 0 ? 0 : std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / square, 0.0, 1.0);
  const PaperPoint foot = along(a, b, share);
  return std::hypot(p.x - foot.x, p.y - foot.y);
}

/// Which points of a stretch stay, its ends excepted.
void mark_kept(std::span<const PaperPoint> line, std::size_t first, std::size_t last,
               std::vector<char>& kept) {
  std::vector<std::pair<std::size_t, std::size_t>> open{{first, last}};
  while (!open.empty()) {
    const auto stretch = open.back();
    open.pop_back();
    double most = kTolerance;
    std::size_t farthest = stretch.first;
    for (std::size_t i = stretch.first + 1; i < stretch.second; ++i) {
      const double off = distance(line[stretch.first], line[stretch.second], line[i]);
      if (off > most) most = off, farthest = i;
    }
    if (farthest == stretch.first) continue;
    kept[farthest] = 1;
    open.emplace_back(stretch.first, farthest);
    open.emplace_back(farthest, stretch.second);
  }
}

PaperLine simplified(const PaperLine& line) {
  if (line.size() < 3) return line;
  std::vector<char> kept(line.size(), 0);
  kept.front() = kept.back() = 1;
  std::size_t first = 0;
  while (first + 1 < line.size()) {
    std::size_t last = std::min(first + kStretch, line.size() - 1);
    if (line[first] == line[last] &&
        last - first > 1) {  // a ring: from its farthest point and back
      const auto off = [&](PaperPoint p) {
        return std::hypot(p.x - line[first].x, p.y - line[first].y);
      };
      std::size_t farthest = first;
      for (std::size_t i = first + 1; i < last; ++i)
        if (off(line[i]) > off(line[farthest])) farthest = i;
      last = farthest;
    }
    kept[last] = 1;
    mark_kept(line, first, last, kept);
    first = last;
  }
  PaperLine out;
  for (std::size_t i = 0; i < line.size(); ++i)
    if (kept[i] != 0) out.push_back(line[i]);
  return out;
}

PaperLine snapped(std::span<const PaperPoint> line) {
  PaperLine out;
  for (const PaperPoint p : line)
    if (const PaperPoint q = on_grid(p); out.empty() || out.back() != q) out.push_back(q);
  return out;
}

}  // namespace

std::vector<PaperLine> clipped_line(std::span<const PaperPoint> line, const PaperRect& to) {
  std::vector<PaperLine> pieces;
  bool running = false;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) {
    double from = 0, until = 1;
    if (!share_within(line[i], line[i + 1], to, from, until)) {
      running = false;
      continue;
    }
    if (!running || from > 0) pieces.push_back({along(line[i], line[i + 1], from)});
    pieces.back().push_back(until < 1 ? along(line[i], line[i + 1], until) : line[i + 1]);
    running = until == 1;
  }
  return pieces;
}

PaperLine clipped_ring(std::span<const PaperPoint> ring, const PaperRect& to) {
  if (ring.size() < 4) return {};
  PaperLine kept{ring.begin(), ring.end() - 1};
  if (!std::ranges::all_of(kept, [&](PaperPoint p) { return to.holds(p); })) {
    kept = cut_side(kept, [&](PaperPoint p) { return p.x - to.x; });
    kept = cut_side(kept, [&](PaperPoint p) { return to.right() - p.x; });
    kept = cut_side(kept, [&](PaperPoint p) { return p.y - to.y; });
    kept = cut_side(kept, [&](PaperPoint p) { return to.bottom() - p.y; });
  }
  if (kept.size() < 3) return {};
  kept.push_back(kept.front());
  return kept;
}

double ring_area(std::span<const PaperPoint> ring) {
  double twice = 0;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i)
    twice += (ring[i].x - ring[0].x) * (ring[i + 1].y - ring[0].y) -
             (ring[i + 1].x - ring[0].x) * (ring[i].y - ring[0].y);
  return std::abs(twice) / 2;
}

PaperLine thinned_line(std::span<const PaperPoint> line) {
  return simplified(snapped(line));
}

PaperLine thinned_ring(std::span<const PaperPoint> ring) {
  PaperLine out = snapped(ring);
  if (out.size() < 4) return out;
  out.pop_back();
  std::rotate(out.begin(), std::min_element(out.begin(), out.end()), out.end());
  out.push_back(out.front());
  return simplified(out);
}

}  // namespace lifecircle
