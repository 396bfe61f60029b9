#include "engine/search/rows.hpp"

#include <algorithm>

#include "engine/base/parallel.hpp"
#include "engine/search/hierarchy/hierarchy.hpp"

namespace lifecircle {

SearchWay for_each_row(const RowQuestion& question, const OnRow& on_row, const Progress& progress) {
  const SearchWay way = way_of_rows(question);
  if (way == SearchWay::sweeps)
    rows_by_sweeps(question, *hierarchy_of(*question.graph), on_row, progress);
  else
    rows_by_searches(question, on_row, progress);
  return way;
}

void keep_best(std::vector<std::vector<Reached>>& rows) {
  parallel_for(
      rows.size(), [] { return 0; },
      [&](std::size_t r, int) {
        std::ranges::sort(rows[r]);
        const auto same = [](const Reached& a, const Reached& b) { return a.point == b.point; };
        rows[r].erase(std::unique(rows[r].begin(), rows[r].end(), same), rows[r].end());
      },
      16);
}

}  // namespace lifecircle
