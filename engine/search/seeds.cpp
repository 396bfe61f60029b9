#include "engine/search/seeds.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <limits>
#include <tuple>

#include "engine/search/doors.hpp"

namespace lifecircle {
namespace {

// A label with a time that may be negative: a label minus a running time, which a reader's own
// running time is added to. Signed, ordered by time and then facility, like Label itself.
// 29 bits for the facility leave 34 for the time, which two of 32 bits add up to, with a sign.
using Shifted = std::int64_t;
constexpr int kFacilityBits = 29;
constexpr Shifted kNothing = std::numeric_limits<Shifted>::max();

Shifted shifted(Label label, std::int64_t ticks) {
  if (label.is_never()) return kNothing;
  assert(label.facility().index() < (std::size_t{1} << kFacilityBits));
  return (static_cast<std::int64_t>(label.time().ticks()) + ticks) *
             (std::int64_t{1} << kFacilityBits) +
         label.facility().index();
}

Label unshifted(Shifted value, std::int64_t ticks) {
  if (value == kNothing) return {};
  const std::int64_t time =
      (value >> kFacilityBits) + ticks;  // rounds towards minus infinity: the time's own part
  const auto facility =
      FacilityId{static_cast<FacilityId::Rep>(value & ((Shifted{1} << kFacilityBits) - 1))};
  if (time >= Duration::never().ticks()) return {};
  return {Duration::from_ticks(static_cast<Duration::Ticks>(time)), facility};
}

}  // namespace

std::vector<std::pair<StateId, Label>> starts_of(const ModeGraph& graph, Direction direction,
                                                 const std::vector<Seed>& seeds) {
  std::vector<std::pair<StateId, Label>> starts;
  for (const Seed& seed : seeds)
    for_each_door(graph, opposite(direction), seed.place.edge, graph.times(seed.place),
                  [&](StateId s, Duration time) {
                    if (const Label label = seed.label + time; !label.is_never())
                      starts.emplace_back(s, label);
                  });
  return starts;
}

EdgeSeeds::EdgeSeeds(const ModeGraph& graph, Direction direction, std::vector<Seed> seeds)
    : graph_{&graph}, direction_{direction} {
  const bool to = direction == Direction::to_facility;
  struct Timed {
    EdgeId edge;
    PlaceTimes times;
    Label label;
  };
  std::vector<Timed> timed;
  timed.reserve(seeds.size());
  for (const Seed& s : seeds) timed.push_back({s.place.edge, graph.times(s.place), s.label});
  std::ranges::sort(timed, [](const Timed& a, const Timed& b) {
    return std::tie(a.edge, a.times.position, a.label) <
           std::tie(b.edge, b.times.position, b.label);
  });
  for (const Timed& t : timed) {
    if (edges_.empty() || edges_.back() != t.edge) {
      edges_.push_back(t.edge);
      first_.push_back(first_.back());
    }
    ++first_.back();
    const auto f = std::int64_t{t.times.forward.ticks()},
               b = std::int64_t{t.times.backward.ticks()};
    // A place nearer the head (its seeds are to its left) travels, towards the facility, backward:
    // label + B(place) - B(seed). From the facility, the seed's people travel forward: label +
    // F(place) - F(seed).
    at_.push_back({t.times.position, shifted(t.label, to ? -b : -f), shifted(t.label, to ? f : b)});
  }
  // Bits for all edges pay when many readings are made: not for one start.
  if (edges_.size() > 1000) bits_ = RankedBits{graph.network().edge_count(), edges_};
  for (std::size_t e = 0; e < edges_.size(); ++e) {
    const std::uint64_t first = first_[e], last = first_[e + 1];
    for (std::uint64_t i = first + 1; i < last; ++i)
      at_[i].left = std::min(at_[i].left, at_[i - 1].left);
    for (std::uint64_t i = last - 1; i-- > first;)
      at_[i].right = std::min(at_[i].right, at_[i + 1].right);
  }
}

std::vector<Place> EdgeSeeds::places_on(EdgeId edge) const {
  std::vector<Place> places;
  const auto found = place_of(edge);
  if (!found) return places;
  for (std::uint64_t i = first_[*found]; i < first_[*found + 1]; ++i) {
    if (i > first_[*found] && at_[i].position == at_[i - 1].position) continue;
    // A position holds the share, or its negative where the piece is drawn against its order.
    const auto [piece, share] = at_[i].position;
    places.push_back({edge, piece, std::abs(share)});
  }
  return places;
}

Label EdgeSeeds::read(std::size_t e, EdgeId edge, const PlaceTimes& times) const {
  const auto begin = at_.begin() + static_cast<std::ptrdiff_t>(first_[e]);
  const auto end = at_.begin() + static_cast<std::ptrdiff_t>(first_[e + 1]);
  const bool to = direction_ == Direction::to_facility;
  const auto f = std::int64_t{times.forward.ticks()}, b = std::int64_t{times.backward.ticks()};
  // Seeds at the very place are on both sides, so an open side always counts them.
  const auto from_right = std::ranges::lower_bound(begin, end, times.position, {}, &At::position);
  auto after_left = from_right;
  while (after_left != end && after_left->position == times.position) ++after_left;
  Label best;
  if (after_left != begin && graph_->open({edge, !to}))
    best = std::min(best, unshifted(std::prev(after_left)->left, to ? b : f));
  if (from_right != end && graph_->open({edge, to}))
    best = std::min(best, unshifted(from_right->right, to ? -f : -b));
  return best;
}

}  // namespace lifecircle
