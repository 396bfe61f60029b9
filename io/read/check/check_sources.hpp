#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/problems.hpp"
#include "engine/base/progress.hpp"
#include "engine/network/join.hpp"
#include "engine/study/finding.hpp"
#include "io/read/study_file.hpp"
#include "io/read/town.hpp"

namespace lifecircle {

/// A finding about one source, and whom it concerns: people counted in the source itself, or
/// everyone for whom places of it are the nearest of a kind.
struct SourceFinding {
  Finding finding;
  std::string kind = {};           ///< of facilities; empty: finding.people is known or nobody's
  std::vector<Point> places = {};  ///< of that kind, that are concerned
};

/// Every source of a study by itself, whatever the others are like: those that cannot be read, with
/// what their reader says, and those whose numbers cannot be what they were read as. None where all
/// is well. Reads every layer once.
std::vector<Finding> check_readable(const StudyFile& study, const Progress& progress = {});

/// Sources that lie elsewhere than most others do, by their boxes without the outermost tenth of
/// rows to each side: a wrong Gauss-Krueger zone, axes exchanged, degrees taken for metres. Every
/// system of China's grids, as written and with exchanged axes, is tried on a sample of the raw
/// numbers; the one that brings nine tenths of them to where the others are is the fix. Reads every
/// layer once.
std::vector<Finding> check_where(const StudyFile& study, const Progress& progress = {});

/// Points of people and facilities that fit the roads or the names of other sources better when
/// they are taken for GCJ-02 or BD-09, or for WGS 84 where one of those is stated. Three witnesses,
/// each is enough:
///
///   names    five or more things with the name of one thing of an OSM file of the study, or of the
///            source rows are located by ("北京市海淀区中关村第一小学" is "中关村第一小学");
///   streets  five or more things whose texts (an address) name a street of an OSM file: in both
///            the median distance halves at least, from 100 m or more, and three quarters come
///            nearer;
///   roads    twenty points or more: their mean distance to the nearest road (200 m at most each)
///            against that of the same points moved to 64 places round about: as read no better
///            than those, as another system better by more than five of their robust deviations, or
///            than six tenths of the least of them, and better than each of them and of 48 places
///            farther off, and than a step of 120 m to any side. In dense towns, where every point
///            has a road near, this witness says nothing.
///
/// The roads are believed. Reads every layer of points and every OSM file once more.
std::vector<SourceFinding> check_web_maps(const StudyFile& study, const LoadedTown& loaded,
                                          const Ground& ground, const Progress& progress = {});

/// Rows without a place, and rows that have one with x and y exchanged: how many, with how many
/// people, and the first of them by name. Rows that were set aside or doubted in loading, a finding
/// a reason, with the people of these rows or round these facilities. `problems`: of load_town.
std::vector<SourceFinding> check_rows(const StudyFile& study, const LoadedTown& loaded,
                                      const Problems& problems, const Progress& progress = {});

/// Puts findings whose fix joins roads where the layer is stated that passes their example; roads
/// of OSM are joined by their nodes, and nothing in a study joins others. Reads the layers of roads
/// once a finding.
void place_road_fixes(const StudyFile& study, const LoadedTown& loaded,
                      std::vector<Finding>& findings);

/// Rows that were set aside or doubted, a finding a reason: where nothing could be loaded, they say
/// why.
std::vector<Finding> check_problems(const Problems& problems);

/// Names and other texts of units, people and facilities that were written in one encoding and read
/// in another (io/read/check/mojibake.hpp), and the encoding that mends them, where the damage is
/// not in the file itself.
std::vector<SourceFinding> check_texts(const StudyFile& study, const LoadedTown& loaded,
                                       const Progress& progress = {});

}  // namespace lifecircle
