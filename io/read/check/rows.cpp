#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "io/read/check/check_sources.hpp"
#include "io/read/check/raw_rows.hpp"
#include "io/read/locate.hpp"
#include "io/read/people_count.hpp"
#include "io/read/town_parts.hpp"

namespace lifecircle {

using namespace check_sources;

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

/// The rows of a source of people or facilities, and whom each of them concerns.
struct SourceRows {
  std::string stated_at, kind;
  std::map<std::int64_t, std::int64_t> people;  ///< by row, thousandths; facilities have none
  std::map<std::int64_t, Point> places;         ///< by row; of facilities that have one
};
using RowsByLayer = std::map<std::pair<std::string, std::string>, std::vector<SourceRows>>;

/// Whom the rows of a finding concern, where the layer they are of is a source's.
void concern(SourceFinding& found, const std::vector<std::int64_t>& rows,
             const std::vector<SourceRows>& sources) {
  for (const SourceRows& source : sources) {
    std::optional<std::int64_t> people;
    for (const std::int64_t row : rows)
      if (const auto at = source.people.find(row); at != source.people.end())
        people = people.value_or(0) + at->second;
    if (people) found.finding.people = people;
    for (const std::int64_t row : rows)
      if (const auto at = source.places.find(row); at != source.places.end()) {
        found.kind = source.kind;
        found.places.push_back(at->second);
      }
    if (people || !found.places.empty()) return;
  }
}

struct Group {
  const Problem* first = nullptr;
  std::set<std::int64_t> rows;
  std::uint64_t count = 0;  ///< several may be of one row
};

std::vector<SourceFinding> of_problems(const Problems& problems, const RowsByLayer& sources) {
  std::map<std::tuple<std::string, std::string, std::string>, Group> groups;
  for (const Problem& p : problems.list()) {
    if (is_no_fault(p.key)) continue;
    if (is_without_place(p.key) && sources.contains({p.file, p.layer})) continue;
    Group& group = groups[{p.file, p.layer, p.key}];
    if (group.first == nullptr) group.first = &p;
    ++group.count;
    if (p.row >= 0) group.rows.insert(p.row);
  }
  std::vector<SourceFinding> findings;
  for (const auto& [of, group] : groups) {
    const auto& [file, layer, key] = of;
    SourceFinding found{{.what = {key, group.first->args}, .where = place_in_file(file, layer)}};
    if (!group.rows.empty()) {
      std::string first;
      std::size_t shown = 0;
      for (const std::int64_t row : group.rows) {
        if (++shown > 5) break;
        first += (first.empty() ? "" : ", ") + std::to_string(row);
      }
      found.finding.evidence = {{"check_rows", {std::to_string(group.rows.size()), first}}};
    }
    if (const auto source = sources.find({file, layer}); source != sources.end())
      concern(found, {group.rows.begin(), group.rows.end()}, source->second);
    findings.push_back(std::move(found));
  }
  return findings;
}

/// Names of the first five, those with names first and by them: the order of rows leaves no trace.
std::string first_of(std::vector<std::pair<std::string, std::int64_t>> rows) {
  std::ranges::sort(rows, {}, [](const auto& row) {
    return std::tuple{row.first.empty(), row.first, row.second};
  });
  std::string text;
  for (std::size_t i = 0; i < rows.size() && i < 5; ++i)
    text += (i == 0 ? "" : ", ") +
            (rows[i].first.empty() ? std::to_string(rows[i].second) : rows[i].first);
  return text;
}

/// What one source's rows say.
class SourceCheck {
 public:
  SourceCheck(const town_parts::Reading& reading, const LonLatBox& roads, RowsByLayer& rows)
      : reading_{reading}, roads_{roads}, rows_{rows} {}

  std::vector<SourceFinding> look_at(const FeatureSource& from, const std::string& name,
                                     const std::string& count, const std::string& kind) {
    const std::size_t told_before = reading_.problems.list().size();
    const auto read = town_parts::read(from, {name, count}, true, reading_);
    if (!read) return {};
    const Features& features = read.value().features;
    SourceRows known{from.stated_at, kind, {}, {}};
    std::set<std::int64_t> exchanged = rows_exchanged(from.layer, roads_);
    // Of most of them it is the layer's axes, and check_where tells them.
    if (exchanged.size() * 2 > features.size()) exchanged.clear();
    std::vector<std::pair<std::string, std::int64_t>> lost, swapped;
    for (std::size_t i = 0; i < features.size(); ++i) {
      const std::int64_t row = features.row[i];
      if (kind.empty())
        known.people[row] = count.empty() ? 1000 : thousandths(features.text(count, i)).value_or(0);
      const Shape& shape = features.shape[i];
      if (exchanged.contains(row)) {
        swapped.emplace_back(features.text(name, i), row);
      } else if (shape.parts.empty()) {
        lost.emplace_back(features.text(name, i), row);
      } else if (!kind.empty()) {
        known.places[row] =
            shape.kind == ShapeKind::point ? shape.parts.front().front() : centroid(shape);
      }
    }
    std::vector<SourceFinding> findings;
    if (!swapped.empty()) {
      findings.push_back(finding_of(
          {"check_rows_swapped",
           {std::to_string(swapped.size()), std::to_string(features.size()), from.layer.file}},
          known, swapped));
    }
    if (!lost.empty()) {
      SourceFinding found =
          finding_of({from.locate.empty() ? "check_without_place" : "check_not_located",
                      {std::to_string(lost.size()), std::to_string(features.size())}},
                     known, lost);
      say_why(told_before, exchanged, found.finding);
      findings.push_back(std::move(found));
    }
    rows_[{features.file, features.layer}].push_back(std::move(known));
    return findings;
  }

 private:
  static SourceFinding finding_of(Finding::Sentence what, const SourceRows& known,
                                  const std::vector<std::pair<std::string, std::int64_t>>& rows) {
    SourceFinding found{{.what = std::move(what),
                         .where = known.stated_at,
                         .evidence = {{"check_among_them", {first_of(rows)}}}}};
    std::vector<std::int64_t> numbers;
    for (const auto& row : rows) numbers.push_back(row.second);
    concern(found, numbers, {known});
    return found;
  }

  /// Coordinates that are there and of no use are told by their reader; the first says why.
  void say_why(std::size_t told_before, const std::set<std::int64_t>& exchanged,
               Finding& finding) const {
    for (std::size_t i = told_before; i < reading_.problems.list().size(); ++i) {
      const Problem& p = reading_.problems.list()[i];
      if (!is_without_place(p.key) || p.key == "locate_not_found" || exchanged.contains(p.row))
        continue;
      finding.evidence.push_back({p.key, p.args});
      return;
    }
  }

  const town_parts::Reading& reading_;
  const LonLatBox& roads_;
  RowsByLayer& rows_;
};

/// Whom homes that stand twice, and facilities of unknown hours, concern: known in the town alone.
void concern_by_town(SourceFinding& found, const Town& town) {
  if (found.finding.what.key == "homes_repeated") {
    std::int64_t people = 0;
    const Homes& homes = town.homes;
    std::set<std::pair<std::string, Point>> seen;
    for (std::size_t h = 0; h < homes.size(); ++h)
      if (!seen.emplace(homes.id[h], homes.at[h]).second) people += homes.count[0][h];
    found.finding.people = people;
  }
  if (found.finding.what.key.starts_with("facility_hours_unknown_")) {
    found.kind = found.finding.what.args[2];
    for (const Facility& f : town.facilities)
      if (f.kind == found.kind && f.hours == Openness::unknown)
        found.places.push_back(f.shape.kind == ShapeKind::point ? f.shape.parts.front().front()
                                                                : centroid(f.shape));
  }
}

}  // namespace

std::vector<Finding> check_problems(const Problems& problems) {
  std::vector<Finding> findings;
  for (SourceFinding& found : of_problems(problems, {}))
    findings.push_back(std::move(found.finding));
  return findings;
}

std::vector<SourceFinding> check_rows(const StudyFile& study, const LoadedTown& loaded,
                                      const Problems& problems, const Progress& progress) {
  Problems ignored;
  const town_parts::Reading reading{loaded.frame, loaded.box, ignored, progress};
  const LonLatBox roads = box_of_roads(loaded);
  RowsByLayer rows;
  SourceCheck source{reading, roads, rows};
  std::vector<SourceFinding> findings;
  const auto add = [&](std::vector<SourceFinding> found) {
    for (SourceFinding& one : found) findings.push_back(std::move(one));
  };
  for (const PeopleSource& people : study.people) {
    if (people.raster || people.from.is_osm()) continue;
    const std::string name =
        people.from.locate.empty() ? people.id : people.from.locate.front().match.front().first;
    add(source.look_at(people.from, name, people.counts.front().column, ""));
  }
  for (const FacilitySource& facilities : study.facilities)
    if (!facilities.from.is_osm())
      add(source.look_at(facilities.from, facilities.name, "", facilities.kind));
  for (SourceFinding& found : of_problems(problems, rows)) {
    concern_by_town(found, loaded.town);
    if (found.finding.what.key == "text_undecodable") say_encoding(study, found.finding);
    findings.push_back(std::move(found));
  }
  return findings;
}

}  // namespace lifecircle
