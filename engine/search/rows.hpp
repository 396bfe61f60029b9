#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "engine/base/progress.hpp"
#include "engine/search/ends.hpp"
#include "engine/search/plan.hpp"

namespace lifecircle {

class Hierarchy;

/// A point within the limit of an origin.
struct Reached {
  std::uint32_t point;
  Duration time;
  friend auto operator<=>(const Reached&, const Reached&) = default;
};

/// Searches from many places, to be read at the same ends.
struct RowQuestion {
  const ModeGraph* graph;
  /// As seen from the ends: from_facility: how long one takes from the origins to them;
  /// to_facility: from them to the origins.
  Direction direction = Direction::from_facility;
  std::span<const std::vector<Leg>> origins;  ///< legs of each
  const Ends* ends;
  Duration limit;                      ///< closed
  const char* stage = "stage_matrix";  ///< what progress calls it
};

/// Takes what an origin reaches: by point, each once with its best time. Called once for each
/// origin, from any thread, in no promised order; `row` is gone when it returns.
using OnRow = std::function<void(std::size_t origin, std::span<const Reached> row)>;

/// Which points each origin reaches within the limit, access legs at both ends counted. The same
/// for any number of threads and either way; takes the way that looks cheaper (plan.hpp) and says
/// which it was. If `progress` asks to stop, some rows are missing, and the caller knows.
///
/// By searches a row costs one search within the limit and a reading for each end on the roads it
/// touches; by sweeps see LaneSweep, and a reading of all lanes for each door of an end that a
/// batch comes to.
SearchWay for_each_row(const RowQuestion& question, const OnRow& on_row,
                       const Progress& progress = {});

/// Rows of several graphs one after another, made into those of the best of them: by point, each
/// once.
void keep_best(std::vector<std::vector<Reached>>& rows);

/// By searches alone: the judge of the other.
void rows_by_searches(const RowQuestion& question, const OnRow& on_row,
                      const Progress& progress = {});
/// By sweeps alone, over a hierarchy of the graph; LaneSweep::can_count_to(limit).
void rows_by_sweeps(const RowQuestion& question, const Hierarchy& hierarchy, const OnRow& on_row,
                    const Progress& progress = {});

}  // namespace lifecircle
