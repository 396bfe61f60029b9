#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "algorithms/coverage/answers.hpp"
#include "algorithms/supply/catchment.hpp"
#include "algorithms/supply/room.hpp"
#include "engine/base/problems.hpp"
#include "engine/base/progress.hpp"
#include "engine/study/table.hpp"

namespace lifecircle {

/// Supply and demand of one service: whether those who reach it find room, and how much of it there
/// is for each. Of the study's own region, by the way its measure travels in the headline; asked
/// are the homes in the service's scope. Counts in thousandths.
///
/// What it is not: people outside the study area ask for nothing, also of the neighbours'
/// facilities. All travel as visitors; the gates residents have of their own are not passed.
/// Facilities that do not state their supply are told apart (`unknown`), not taken for none.
struct SupplyAnswer {
  const SupplyPlan* plan = nullptr;
  const ServiceAnswer* service = nullptr;
  const Variant* variant = nullptr;
  std::size_t measure = 0;                          ///< place of the plan's in Homes::measures
  Column<FacilityId, char> admitted;                ///< 1: of the service, region, and open
  std::vector<std::optional<std::int64_t>> supply;  ///< [facility]; none: not stated
  std::vector<std::optional<std::int64_t>> room;    ///< [facility]: people it has room for
  std::vector<std::int64_t> people_in_reach;        ///< [facility]: of the measure
  Column<DemandId, char> asked, reaches;            ///< 1: in scope; some facility in reach
  Taken nearest;  ///< the headline: everyone at the nearest facility
  Taken next;     ///< beside it: those without room go on
  Catchment plain, enhanced;
};

/// [plan of the study]. Costs what in_reach costs, for each. If `progress` asks to stop, not to be
/// used.
std::vector<SupplyAnswer> supply_answers(const Ground& ground, const Answers& answers,
                                         const Town& town, const StudyRules& rules,
                                         const Progress& progress, SearchLog* log = nullptr);

/// By unit, "no unit", setting, group of units, the whole, and the whole of the other measures:
/// coverage with and without regard to room, access by both catchments, and how unequal it is. The
/// worst units are ranked: least access first, ties by less room, then by code.
Table supply_table(const std::vector<SupplyAnswer>& supply, const Answers& answers,
                   const Town& town, const StudyRules& rules);
/// What every admitted facility bears: people in reach, nearest, taken and turned away, against its
/// room and the norm.
Table load_table(const std::vector<SupplyAnswer>& supply, const Answers& answers, const Town& town);

/// What the answers leave in doubt: supply not stated, people who reach it by gates of their own.
void find_supply_doubts(const std::vector<SupplyAnswer>& supply, const Answers& answers,
                        const Town& town, Problems& doubts);

}  // namespace lifecircle
