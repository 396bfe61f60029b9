#include "engine/search/matrix.hpp"

namespace lifecircle {

std::vector<TimeBetween> times_between(const ModeGraph& graph,
                                       std::span<const std::vector<Leg>> origins,
                                       std::span<const std::vector<Leg>> destinations,
                                       Duration limit, const Progress& progress, SearchWay* way) {
  const Ends ends{graph, destinations};
  std::vector<std::vector<Reached>> rows(origins.size());
  const RowQuestion question{.graph = &graph, .origins = origins, .ends = &ends, .limit = limit};
  const SearchWay taken = for_each_row(
      question,
      [&](std::size_t origin, std::span<const Reached> row) {
        rows[origin].assign(row.begin(), row.end());
      },
      progress);
  if (way != nullptr) *way = taken;
  std::size_t count = 0;
  for (const auto& row : rows) count += row.size();
  std::vector<TimeBetween> all;
  all.reserve(count);
  for (std::uint32_t origin = 0; origin < rows.size(); ++origin) {
    for (const Reached& r : rows[origin]) all.push_back({origin, r.point, r.time});
    rows[origin] = {};
  }
  return all;
}

}  // namespace lifecircle
