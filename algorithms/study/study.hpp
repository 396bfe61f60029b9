#pragma once

#include <optional>
#include <vector>

#include "algorithms/coverage/answers.hpp"
#include "algorithms/indicators/evaluate.hpp"
#include "algorithms/study/result_tables.hpp"
#include "engine/base/problems.hpp"
#include "engine/base/progress.hpp"
#include "engine/network/join.hpp"
#include "engine/network/road_heights.hpp"
#include "engine/search/plan.hpp"
#include "engine/study/table.hpp"

namespace lifecircle {

/// What a study says: layers for maps, tables for people, doubts for everyone.
struct StudyResult {
  /// People, facilities, units, gaps, reached, circles. People and units with what they have and
  /// lack of joint circles, in StudyRules::language.
  std::vector<Layer> layers;
  Table services, units, gaps, unconnected, islands;
  std::optional<Table> land;  ///< where the study has any
  /// Where the study asks for supply: what people find, and what facilities bear.
  std::optional<Table> supply, load;
  /// Where the study names standards: what their indicators come to, and as a table in each
  /// language.
  std::vector<IndicatorResult> indicators;
  std::optional<Table> indicators_en, indicators_zh;
  std::optional<Table> joint_en, joint_zh;  ///< their joint circles taken apart
  Problems doubts;
  /// How it was searched: nothing but time depends on it.
  std::vector<SearchLog::Entry> searches;
};

/// The roads with gates of unknown hours the other way round, where there are any.
struct OtherRoads {
  const Ground& ground;
  const RoadHeights* heights = nullptr;
  const ReadyGraphs* graphs = nullptr;
};

/// The whole of a study, in order. A pure function of what was read: same town and rules, same
/// bytes, for any number of threads. Memory: the answers hold 16 bytes a home for each service and
/// variant and 8 bytes a junction for each question. If `progress` asks to stop, the result is not
/// to be used. Without `heights`, of the ground's network, all roads are level.
///
/// Graphs that are ready are taken; the answers are the same.
///
/// Where hours are unknown, the rates are computed twice, with all that is unknown open and with it
/// closed; all but the services table tells of the study's own default alone.
StudyResult compute_study(const Ground& ground, const Town& town, const StudyRules& rules,
                          const Progress& progress = {}, const RoadHeights* heights = nullptr,
                          const OtherRoads* other_roads = nullptr,
                          const ReadyGraphs* graphs = nullptr);

}  // namespace lifecircle
