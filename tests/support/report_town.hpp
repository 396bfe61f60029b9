#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "engine/study/report.hpp"

namespace lifecircle::test {

/// A report of a made little town, with all that a page can hold: what tests of the page read and
/// open. Its tables and layers lie in it; it stays where it is.
struct ReportTown {
  std::deque<Table> tables;
  std::deque<Layer> layers;
  ReportPage page;

  ReportTown() = default;
  ReportTown(const ReportTown&) = delete;
  ReportTown& operator=(const ReportTown&) = delete;
};

struct ReportTownPlan {
  std::size_t communities = 24;         ///< rows of the table of units and areas of the map
  std::size_t gaps = 6;                 ///< rows of the list of gaps
  std::size_t roads = 60;               ///< lines of the map
  std::vector<std::string> names = {};  ///< used in turn, everywhere; empty: plain Chinese ones
};

std::unique_ptr<ReportTown> report_town(const ReportTownPlan& plan = {});

/// Names that would be something else than text, had the page a hole: markup, ends of scripts,
/// comments, control characters, marks of direction, separators of lines, and one of 10 KB.
std::vector<std::string> hostile_names();

/// A text of such pieces, and others, by chance.
std::string hostile_text(std::uint64_t seed);

}  // namespace lifecircle::test
