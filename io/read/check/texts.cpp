#include <algorithm>
#include <map>
#include <set>

#include "io/read/check/check_sources.hpp"
#include "io/read/check/mojibake.hpp"
#include "io/read/check/sources.hpp"
#include "io/read/people_count.hpp"
#include "io/read/text.hpp"
#include "io/read/town_parts.hpp"

namespace lifecircle {

namespace {

/// The encoding the texts of a source were read in, where they were not plain UTF-8.
std::string read_in(const Problems& problems) {
  for (const Conversion& conversion : problems.conversions())
    for (const Conversion::Step& step : conversion.steps)
      if (step.key.starts_with("text_")) return lowered(step.args.front());
  return "utf-8";
}

/// Whether another encoding mends what was read in this one. Else the damage lies in the file.
bool mends(const std::string& encoding, const std::string& read) {
  static const std::set<std::string> kWestern{"iso-8859-1", "iso8859-1", "latin1", "cp1252",
                                              "windows-1252"};
  static const std::set<std::string> kGbk{"gb18030", "gbk", "cp936", "gb2312"};
  return kWestern.contains(read) || (kGbk.contains(read) && encoding == "UTF-8");
}

struct Seen {
  std::uint64_t texts = 0;
  std::map<std::string, std::uint64_t> by_encoding;
  std::string example, was, column;
  std::int64_t people = 0;
  std::vector<Point> places;
};

/// `columns` empty: all of them.
std::optional<SourceFinding> garbled_texts(const FeatureSource& from,
                                           std::vector<std::string> columns,
                                           const std::string& count, const std::string& kind,
                                           const LoadedTown& loaded, const Progress& progress) {
  if (from.is_osm()) return std::nullopt;
  Problems problems;
  const auto read = read_features(from.layer, loaded.frame, columns, true, problems, progress);
  if (!read) return std::nullopt;
  const Features& features = read.value();
  Seen seen;
  for (std::size_t i = 0; i < features.size(); ++i) {
    bool any = false;
    for (std::size_t c = 0; c < features.columns.size(); ++c) {
      const auto found = garbled(features.columns[c][i]);
      if (!found) continue;
      any = true;
      ++seen.texts;
      ++seen.by_encoding[found->encoding];
      const std::string& text = features.columns[c][i];
      if (!seen.example.empty() && seen.example <= text) continue;
      seen.example = text;
      seen.was = found->was;
      seen.column = features.column_names[c];
    }
    if (!any) continue;
    seen.people += count.empty() ? 1000 : thousandths(features.text(count, i)).value_or(0);
    const Shape& shape = features.shape[i];
    if (!shape.parts.empty())
      seen.places.push_back(shape.kind == ShapeKind::point ? shape.parts.front().front()
                                                           : centroid(shape));
  }
  if (seen.texts == 0) return std::nullopt;
  SourceFinding found{{.what = {"check_mojibake", {from.layer.file, std::to_string(seen.texts)}},
                       .where = from.stated_at,
                       .evidence = {{seen.was.empty() ? "check_text_lost" : "check_text_was",
                                     {seen.column, seen.example, seen.was}}}},
                      kind};
  const auto most = std::ranges::max_element(seen.by_encoding, {},
                                             [](const auto& entry) { return entry.second; });
  if (!most->first.empty() && mends(most->first, read_in(problems)))
    found.finding.fix = "encoding = \"" + most->first + "\"";
  if (kind.empty())
    found.finding.people = seen.people;
  else
    found.places = std::move(seen.places);
  return found;
}

}  // namespace

std::vector<SourceFinding> check_texts(const StudyFile& study, const LoadedTown& loaded,
                                       const Progress& progress) {
  std::vector<SourceFinding> findings;
  const auto add = [&](std::optional<SourceFinding> found) {
    if (found) findings.push_back(std::move(*found));
  };
  if (study.units) {
    auto found = garbled_texts(study.units->from, {}, "", "", loaded, progress);
    if (found) found->finding.people.reset();  // units are no people
    add(std::move(found));
  }
  for (const PeopleSource& people : study.people) {
    if (people.raster) continue;
    std::vector<std::string> columns{people.id, people.unit_code, people.counts.front().column};
    for (const LocateSource& other : people.from.locate)
      for (const auto& [ours, theirs] : other.match) columns.push_back(ours);
    std::erase(columns, std::string{});
    std::ranges::sort(columns);
    columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
    if (!columns.empty())
      add(garbled_texts(people.from, columns, people.counts.front().column, "", loaded, progress));
  }
  for (const FacilitySource& facilities : study.facilities)
    add(garbled_texts(facilities.from, {}, "", facilities.kind, loaded, progress));
  for (const auto& [located, stated_at] : check_sources::located_by(study)) {
    auto found = garbled_texts(*located, {}, "", "", loaded, progress);
    if (!found) continue;
    found->finding.people.reset();
    found->finding.where = stated_at;
    // Its key stands inside another, so there is no line to write.
    if (!found->finding.fix.empty())
      found->finding.evidence.push_back({"check_reads_with", {found->finding.fix}});
    found->finding.fix.clear();
    add(std::move(found));
  }
  return findings;
}

}  // namespace lifecircle
