#include "tools/lifecircle/heights.hpp"

#include <string>
#include <utility>

#include <fmt/format.h>

#include "io/read/elevation.hpp"
#include "io/read/text.hpp"

namespace lifecircle {

Result<std::optional<RoadHeights>> heights_of(const StudyFile& study, const Network& network,
                                              const Frame& frame, Problems& problems,
                                              const Progress& progress) {
  if (study.elevation.empty()) return std::optional<RoadHeights>{};
  const auto ground =
      read_heights(study.elevation, frame, RoadHeights::places(network), problems, progress);
  if (!ground) return ground.error();
  RoadHeights heights{network, ground.value()};
  const auto kilometres = [](double metres) { return fmt::format("{:.3f}", metres / 1e3); };
  if (heights.level_edges() > 0)
    problems.add({.key = "roads_without_height",
                  .file = study.elevation.front().file,
                  .layer = {},
                  .args = {std::to_string(heights.level_edges()), kilometres(heights.level_m())},
                  .set_aside = false});
  for (const auto& [name, profile] : study.rules.profiles)
    if (const double metres = too_steep_m(network, heights, profile); metres > 0)
      problems.add({.key = "roads_too_steep",
                    .file = study.elevation.front().file,
                    .layer = {},
                    .args = {name, kilometres(metres), number_text(*profile.slope.steepest * 100)},
                    .set_aside = false});
  return std::optional<RoadHeights>{std::move(heights)};
}

}  // namespace lifecircle
