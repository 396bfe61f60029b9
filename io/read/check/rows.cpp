#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "io/read/check/check_sources.hpp"
#include "io/read/locate.hpp"
#include "io/read/people_count.hpp"
#include "io/read/town_parts.hpp"

namespace lifecircle {

namespace {

/// What a run tells as well, but nobody needs to mend: how things were understood, what was left
/// out on purpose, and the frayed border of a clipped OSM file.
bool is_no_fault(const std::string& key) {
  static const std::set<std::string> kNone{"crs_gcj02",           "crs_bd09",
                                           "crs_recognised",      "crs_recognised_swapped",
                                           "crs_assumed_degrees", "text_decoded",
                                           "raster_cut",          "raster_more_bands",
                                           "raster_below",        "people_outside",
                                           "places_outside",      "located_by_plain_name",
                                           "unit_boundary_ways",  "home_without_group_count"};
  return kNone.contains(key) || key.starts_with("osm_");
}

/// Rows without a place are counted with their people by check_without_place.
bool is_without_place(const std::string& key) {
  return key.starts_with("geometry_") || key.starts_with("coordinates_") ||
         key == "locate_not_found";
}

std::string place_in_file(const std::string& file, const std::string& layer) {
  return layer.empty() ? file : file + ", layer " + layer;
}

std::vector<Finding> of_problems(const Problems& problems,
                                 const std::set<std::pair<std::string, std::string>>& counted) {
  struct Group {
    std::uint64_t count = 0;
    const Problem* first = nullptr;
    std::string rows;
  };
  std::map<std::tuple<std::string, std::string, std::string>, Group> groups;
  for (const Problem& p : problems.list()) {
    if (is_no_fault(p.key)) continue;
    if (is_without_place(p.key) && counted.contains({p.file, p.layer})) continue;
    Group& group = groups[{p.file, p.layer, p.key}];
    if (group.first == nullptr) group.first = &p;
    if (group.count++ < 5 && p.row >= 0)
      group.rows += (group.rows.empty() ? "" : ", ") + std::to_string(p.row);
  }
  std::vector<Finding> findings;
  for (const auto& [of, group] : groups) {
    Finding finding{.what = {group.first->key, group.first->args},
                    .where = place_in_file(group.first->file, group.first->layer)};
    if (!group.rows.empty())
      finding.evidence = {{"check_rows", {std::to_string(group.count), group.rows}}};
    findings.push_back(std::move(finding));
  }
  return findings;
}

/// Rows of a source of people or facilities that have no place, one way or the other.
std::optional<Finding> without_place(const FeatureSource& from, const std::string& name,
                                     const std::string& count, bool of_people,
                                     const town_parts::Reading& reading,
                                     std::set<std::pair<std::string, std::string>>& counted) {
  const std::size_t told_before = reading.problems.list().size();
  const auto read = town_parts::read(from, {name, count}, true, reading);
  if (!read) return std::nullopt;
  const Features& features = read.value().features;
  std::uint64_t rows = 0;
  std::int64_t people = 0;
  std::string first;
  for (std::size_t i = 0; i < features.size(); ++i) {
    if (!features.shape[i].parts.empty()) continue;
    if (rows++ < 5) {
      const std::string called = features.text(name, i);
      first +=
          (first.empty() ? "" : ", ") + (called.empty() ? std::to_string(features.row[i]) : called);
    }
    people += count.empty() ? 1000 : thousandths(features.text(count, i)).value_or(0);
  }
  counted.emplace(features.file, features.layer);
  if (rows == 0) return std::nullopt;
  Finding finding{.what = {from.locate.empty() ? "check_without_place" : "check_not_located",
                           {std::to_string(rows), std::to_string(features.size())}},
                  .where = from.stated_at,
                  .evidence = {{"check_among_them", {first}}}};
  // Coordinates that are there and of no use are told by their reader; the first says why.
  std::uint64_t unusable = 0;
  for (std::size_t i = told_before; i < reading.problems.list().size(); ++i) {
    const Problem& p = reading.problems.list()[i];
    if (!is_without_place(p.key) || p.key == "locate_not_found") continue;
    if (unusable++ == 0) finding.evidence.push_back({p.key, p.args});
  }
  if (from.locate.empty() && unusable < rows)
    finding.fix =
        "locate = { file = \"...\", match = { " + (name.empty() ? "name" : name) + " = \"...\" } }";
  if (of_people) finding.people = people;
  return finding;
}

}  // namespace

std::vector<Finding> check_problems(const Problems& problems) {
  return of_problems(problems, {});
}

std::vector<SourceFinding> check_rows(const StudyFile& study, const LoadedTown& loaded,
                                      const Problems& problems, const Progress& progress) {
  Problems ignored;
  const town_parts::Reading reading{loaded.frame, loaded.box, ignored, progress};
  std::set<std::pair<std::string, std::string>> counted;
  std::vector<SourceFinding> findings;
  for (const PeopleSource& people : study.people) {
    if (people.raster || people.from.is_osm()) continue;
    const std::string name =
        people.from.locate.empty() ? people.id : people.from.locate.front().match.front().first;
    if (auto found =
            without_place(people.from, name, people.counts.front().column, true, reading, counted))
      findings.push_back({std::move(*found)});
  }
  for (const FacilitySource& facilities : study.facilities) {
    if (facilities.from.is_osm()) continue;
    if (auto found = without_place(facilities.from, facilities.name, "", false, reading, counted))
      findings.push_back({std::move(*found)});
  }
  for (Finding& finding : of_problems(problems, counted)) findings.push_back({std::move(finding)});
  return findings;
}

}  // namespace lifecircle
