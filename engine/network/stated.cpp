#include "engine/network/stated.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace lifecircle {
namespace {

/// `lengths` in the order in which the time is shared.
std::vector<Duration> share_one(std::optional<double> seconds, std::span<const double> lengths) {
  std::vector<Duration> pieces(lengths.size(), Duration::never());
  if (!seconds) return pieces;
  const Duration whole = Duration::seconds(*seconds);
  const double length = std::accumulate(lengths.begin(), lengths.end(), 0.0);
  double share = 0;
  Duration before;
  for (std::size_t i = 0; i < lengths.size(); ++i) {
    share += length > 0 ? lengths[i] / length : 1.0 / static_cast<double>(lengths.size());
    const Duration until =
        i + 1 == lengths.size()
            ? whole
            : std::min(whole, Duration::milliseconds(std::floor(whole.ticks() * share + 0.5)));
    pieces[i] = until - before;
    before = until;
  }
  return pieces;
}

}  // namespace

SharedTimes share_out(const StatedTimes& times, std::span<const Point> places) {
  assert(places.size() >= 2);
  std::vector<double> lengths;
  for (std::size_t i = 0; i + 1 < places.size(); ++i)
    lengths.push_back(distance_mm(places[i], places[i + 1]));
  const bool from_end = std::ranges::lexicographical_compare(places.rbegin(), places.rend(),
                                                             places.begin(), places.end());
  if (from_end) std::ranges::reverse(lengths);
  SharedTimes shared{share_one(times.forward_s, lengths), share_one(times.backward_s, lengths)};
  if (from_end) {
    std::ranges::reverse(shared.forward);
    std::ranges::reverse(shared.backward);
  }
  return shared;
}

}  // namespace lifecircle
