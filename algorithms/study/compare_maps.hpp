#pragma once

#include <string>

#include "algorithms/study/compare.hpp"

namespace lifecircle {

// What a scenario changes, as layers. Both studies' shapes lie on one plane. `name` is the layer's:
// plain ASCII.

/// Homes for whom something changes, for each service `SERVICE_change` and the seconds before and
/// after:
///   gained, lost              the home stays, and is covered or not any more
///   nearer, farther           covered or not as before, but the way is shorter or longer
///   more, fewer               nothing of that, but more or fewer people live there
///   came, came_without        the home is not in the study as it is; covered, not covered
///   went, went_without        the home is not in the scenario; was covered, was not
/// Homes are known by their ids; of those with the same id the first is the first. Those that went
/// stand last, where they were.
Layer changed_homes(const Computed& base, const Computed& scenario, const std::string& name);

/// Facilities that are not where they are in the study as it is, by kind and id: `change` is new,
/// closed, or moved_here and moved_away for the two places of one. Less than a metre is no move.
Layer changed_facilities(const Computed& base, const Computed& scenario, const std::string& name);

/// How such layers are drawn; `column` is the one of changes.
Style style_of_changed_homes(const std::string& column);
Style style_of_changed_facilities();

}  // namespace lifecircle
