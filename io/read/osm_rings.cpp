#include "io/read/osm_rings.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace lifecircle::osm {
namespace {

using Ring = std::vector<Point>;

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
  std::ranges::rotate(ring, std::ranges::min_element(ring));
  if (ring.back() < ring[1]) std::reverse(ring.begin() + 1, ring.end());
  ring.push_back(ring.front());
}

/// Walks along the pieces and cuts off a ring whenever it comes to where it has been.
class Walk {
 public:
  explicit Walk(const std::vector<Piece>& pieces) {
    points_.reserve(2 * pieces.size());
    for (const auto& [a, b] : pieces) points_.insert(points_.end(), {a, b});
    std::ranges::sort(points_);
    const auto rest = std::ranges::unique(points_);
    points_.erase(rest.begin(), rest.end());
    first_.assign(points_.size() + 1, 0);
    for (const auto& [a, b] : pieces) {
      ends_.push_back({index(a), index(b)});
      ++first_[ends_.back()[0] + 1];
      ++first_[ends_.back()[1] + 1];
    }
    for (std::size_t p = 0; p < points_.size(); ++p) first_[p + 1] += first_[p];
    next_.assign(first_.begin(), first_.end() - 1);
    piece_at_.resize(2 * pieces.size());
    std::vector<std::size_t> slot = next_;
    for (std::size_t i = 0; i < ends_.size(); ++i)
      for (const std::size_t p : ends_[i]) piece_at_[slot[p]++] = i;
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
    for (std::size_t start = 0; start < points_.size(); ++start) {
      push(start);
      while (const auto to = step()) {
        if (place_on_path_[*to] == kNowhere) {
          push(*to);
        } else {
          rings.push_back(cut_off(*to));
        }
      }
      pop();  // every point has an even number of pieces, so the walk ends where it began
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

  /// Along a piece not walked yet, to its other end.
  std::optional<std::size_t> step() {
    const std::size_t here = path_.back();
    for (std::size_t& slot = next_[here]; slot < first_[here + 1]; ++slot) {
      const std::size_t piece = piece_at_[slot];
      if (walked_[piece]) continue;
      walked_[piece] = true;
      return ends_[piece][0] == here ? ends_[piece][1] : ends_[piece][0];
    }
    return std::nullopt;
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
  std::vector<std::size_t> first_, piece_at_;     // the pieces at each point
  std::vector<std::size_t> next_;                 // of each point: the first not looked at
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
