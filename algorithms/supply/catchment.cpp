#include "algorithms/supply/catchment.hpp"

#include <algorithm>
#include <cassert>

namespace lifecircle {
namespace {

__extension__ typedef __int128 Wide;

std::int64_t weight_at(Duration time, std::span<const DistanceBand> bands) {
  const auto band = std::ranges::lower_bound(bands, time, {}, &DistanceBand::until);
  assert(band != bands.end());
  return band->weight;
}

}  // namespace

Catchment catchment(std::span<const InReach> pairs, std::span<const std::int64_t> people,
                    std::span<const std::optional<std::int64_t>> supply,
                    std::span<const DistanceBand> bands) {
  std::vector<Wide> weighted(supply.size(), 0);  // thousandths of people times millionths
  for (const InReach& p : pairs)
    weighted[p.facility.index()] += Wide{people[p.home.index()]} * weight_at(p.time, bands);
  Catchment answer{.ratio = std::vector<std::optional<double>>(supply.size()),
                   .access = std::vector<double>(people.size(), 0)};
  for (std::size_t f = 0; f < supply.size(); ++f)
    if (supply[f] && weighted[f] > 0)
      answer.ratio[f] = static_cast<double>(*supply[f]) / (static_cast<double>(weighted[f]) / 1e6);
  for (const InReach& p : pairs)
    if (const auto& ratio = answer.ratio[p.facility.index()])
      answer.access[p.home.index()] +=
          *ratio * (static_cast<double>(weight_at(p.time, bands)) / 1e6);
  return answer;
}

}  // namespace lifecircle
