#include "io/read/osm_rings.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "io/read/osm_sorted.hpp"

namespace lifecircle::osm {
namespace {

using Ring = std::vector<Point>;
__extension__ using Wide = __int128;  // products of 33-bit numbers

/// Leaves of each piece one or none, as it is there an odd or an even number of times.
void drop_pairs(std::vector<Piece>& pieces) {
  for (Piece& piece : pieces)
    if (piece.second < piece.first) std::swap(piece.first, piece.second);
  std::ranges::sort(pieces);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < pieces.size();) {
    std::size_t end = i;
    while (end < pieces.size() && pieces[end] == pieces[i]) ++end;
    const bool odd = (end - i) % 2 == 1;
    if (odd && pieces[i].first != pieces[i].second) pieces[kept++] = pieces[i];
    i = end;
  }
  pieces.resize(kept);
}

/// From the smallest point, towards the smaller of its neighbours. The ring is closed.
void make_canonical(Ring& ring) {
  ring.pop_back();
  std::rotate(ring.begin(), std::ranges::min_element(ring), ring.end());
  if (ring.back() < ring[1]) std::reverse(ring.begin() + 1, ring.end());
  ring.push_back(ring.front());
}

/// The order in which directions turn counter-clockwise, from due east.
bool turns_before(Point centre, Point a, Point b) {
  const auto dx = [&](Point p) { return std::int64_t{p.x} - centre.x; };
  const auto dy = [&](Point p) { return std::int64_t{p.y} - centre.y; };
  const auto lower_half = [&](Point p) { return dy(p) < 0 || (dy(p) == 0 && dx(p) < 0); };
  if (lower_half(a) != lower_half(b)) return lower_half(b);
  const Wide cross = Wide{dx(a)} * dy(b) - Wide{dy(a)} * dx(b);
  return cross != 0 ? cross > 0 : a < b;
}

/// Goes along the pieces. Where several rings touch it leaves by the piece next to the one it
/// came by, so that rings do not cross there, and it cuts off a ring whenever it comes
/// to where it has been.
class Walk {
 public:
  explicit Walk(const std::vector<Piece>& pieces) {
    points_.reserve(2 * pieces.size());
    for (const auto& [a, b] : pieces) points_.insert(points_.end(), {a, b});
    sort_unique(points_);
    first_.assign(points_.size() + 1, 0);
    for (const auto& [a, b] : pieces) {
      ends_.push_back({index(a), index(b)});
      for (const std::size_t p : ends_.back()) ++first_[p + 1];
    }
    for (std::size_t p = 0; p < points_.size(); ++p) first_[p + 1] += first_[p];
    piece_at_.resize(2 * pieces.size());
    std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
    for (std::size_t i = 0; i < ends_.size(); ++i)
      for (const std::size_t p : ends_[i]) piece_at_[next[p]++] = i;
    slot_.resize(ends_.size());
    for (std::size_t p = 0; p < points_.size(); ++p) sort_round(p);
    walked_.assign(ends_.size(), false);
    place_on_path_.assign(points_.size(), kNowhere);
  }

  bool closes() const {
    for (std::size_t p = 0; p < points_.size(); ++p)
      if ((first_[p + 1] - first_[p]) % 2 != 0) return false;
    return true;
  }

  std::vector<Ring> rings() {
    std::vector<Ring> rings;
    for (std::size_t i = 0; i < ends_.size(); ++i) {
      std::size_t here = ends_[i][0];
      push(here);
      for (std::size_t piece = i; !walked_[piece]; piece = next_to(piece, here)) {
        walked_[piece] = true;
        here = other_end(piece, here);
        if (place_on_path_[here] == kNowhere) {
          push(here);
        } else {
          rings.push_back(cut_off(here));
        }
      }
      pop();  // the walk ends where it began, for pieces are paired at every point
    }
    for (Ring& ring : rings) make_canonical(ring);
    std::ranges::sort(rings);
    return rings;
  }

 private:
  static constexpr std::size_t kNowhere = std::numeric_limits<std::size_t>::max();

  std::size_t index(Point p) const {
    return static_cast<std::size_t>(std::ranges::lower_bound(points_, p) - points_.begin());
  }
  std::size_t other_end(std::size_t piece, std::size_t here) const {
    return ends_[piece][0] == here ? ends_[piece][1] : ends_[piece][0];
  }
  std::size_t& slot(std::size_t piece, std::size_t here) {
    return slot_[piece][ends_[piece][0] == here ? 0 : 1];
  }

  void sort_round(std::size_t point) {
    const auto begin = piece_at_.begin() + static_cast<std::ptrdiff_t>(first_[point]);
    const auto end = piece_at_.begin() + static_cast<std::ptrdiff_t>(first_[point + 1]);
    std::sort(begin, end, [&](std::size_t a, std::size_t b) {
      return turns_before(points_[point], points_[other_end(a, point)],
                          points_[other_end(b, point)]);
    });
    for (std::size_t s = first_[point]; s < first_[point + 1]; ++s) slot(piece_at_[s], point) = s;
  }

  /// The other piece of the pair that `piece` belongs to at a point.
  std::size_t next_to(std::size_t piece, std::size_t here) {
    return piece_at_[first_[here] + ((slot(piece, here) - first_[here]) ^ 1U)];
  }

  void push(std::size_t point) {
    place_on_path_[point] = path_.size();
    path_.push_back(point);
  }

  void pop() {
    place_on_path_[path_.back()] = kNowhere;
    path_.pop_back();
  }

  Ring cut_off(std::size_t point) {
    Ring ring{points_[point]};
    while (path_.back() != point) {
      ring.push_back(points_[path_.back()]);
      pop();
    }
    ring.push_back(points_[point]);
    return ring;
  }

  std::vector<Point> points_;                     // distinct, sorted
  std::vector<std::array<std::size_t, 2>> ends_;  // of each piece
  std::vector<std::array<std::size_t, 2>> slot_;  // of each piece: where piece_at_ has it
  std::vector<std::size_t> first_, piece_at_;     // the pieces round each point, by direction
  std::vector<bool> walked_;
  std::vector<std::size_t> path_;
  std::vector<std::size_t> place_on_path_;
};

}  // namespace

std::optional<std::vector<std::vector<Point>>> rings_of(std::vector<Piece> pieces) {
  drop_pairs(pieces);
  Walk walk{pieces};
  if (!walk.closes()) return std::nullopt;
  return walk.rings();
}

}  // namespace lifecircle::osm
