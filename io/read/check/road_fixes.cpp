#include <algorithm>

#include "engine/places/segment_index.hpp"
#include "io/read/check/check_sources.hpp"
#include "io/read/features.hpp"

namespace lifecircle {

namespace {

constexpr double kOn_mm = 2000;  ///< joining has moved lines a little

bool passes(const Shape& line, Point p) {
  for (const auto& part : line.parts)
    for (std::size_t i = 0; i + 1 < part.size(); ++i)
      if (nearest_on_segment(part[i], part[i + 1], p).distance_mm <= kOn_mm) return true;
  return false;
}

}  // namespace

void place_road_fixes(const StudyFile& study, const LoadedTown& loaded,
                      std::vector<Finding>& findings) {
  for (Finding& finding : findings) {
    if (!finding.fix.starts_with("join = ") || !finding.at) continue;
    std::string where;
    for (const RoadSource& roads : study.roads) {
      Problems ignored;
      const auto read = read_features(roads.layer, loaded.frame, {}, true, ignored, {});
      if (!read || std::ranges::none_of(read.value().shape, [&](const Shape& line) {
            return passes(line, *finding.at);
          }))
        continue;
      where += (where.empty() ? "" : ", ") + roads.stated_at;
    }
    if (where.empty()) {
      finding.fix.clear();
      finding.what.key = finding.what.key == "check_roads_cross" ? "check_osm_roads_cross"
                                                                 : "check_ends_near_osm_roads";
      std::erase_if(finding.evidence,
                    [](const Finding::Sentence& e) { return e.key == "check_tolerance"; });
    }
    finding.where = where;
  }
}

}  // namespace lifecircle
