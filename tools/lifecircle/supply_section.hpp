#pragma once

#include <functional>
#include <vector>

#include "engine/study/report.hpp"
#include "tools/lifecircle/study_report.hpp"

namespace lifecircle {

/// A section of the report for each question of supply and demand: what it comes to in sentences,
/// plain coverage beside coverage with room, supply within reach and how equal it is, the worst
/// units, the most loaded facilities, and what was assumed. `keep` holds the tables for the page.
std::vector<ReportSection> supply_sections(const Reported& of,
                                           const std::function<const Table*(Table)>& keep);

/// The supply and load tables in words, for a workbook; none without such questions.
std::vector<Table> supply_sheets(const Reported& of);

}  // namespace lifecircle
