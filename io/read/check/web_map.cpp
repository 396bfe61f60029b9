#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <numbers>
#include <set>

#include <fmt/format.h>

#include "io/frame/china.hpp"
#include "io/frame/gcj02.hpp"
#include "io/read/check/check_sources.hpp"
#include "io/read/people_count.hpp"
#include "io/read/town_parts.hpp"

namespace lifecircle {

namespace {

constexpr double kFar_m = 200;        ///< a point farther from all roads counts as so far
constexpr std::size_t kSample = 400;  ///< points a witness is asked about
constexpr std::size_t kFewestPoints = 20, kFewestNames = 5;

/// What degrees may be.
enum class Degrees { wgs84, gcj02, bd09 };
constexpr std::array kAll{Degrees::wgs84, Degrees::gcj02, Degrees::bd09};

const char* key_of(Degrees what) {
  return what == Degrees::wgs84 ? "EPSG:4490" : what == Degrees::gcj02 ? "gcj02" : "bd09";
}
std::string name_of_degrees(Degrees what) {
  return what == Degrees::wgs84   ? "WGS 84 / CGCS2000"
         : what == Degrees::gcj02 ? name_of(ShiftedCrs::gcj02)
                                  : name_of(ShiftedCrs::bd09);
}
Degrees stated_degrees(const std::string& crs) {
  const auto shifted = shifted_crs(crs);
  if (!shifted) return Degrees::wgs84;
  return *shifted == ShiftedCrs::gcj02 ? Degrees::gcj02 : Degrees::bd09;
}

LonLat true_place(LonLat raw, Degrees as) {
  if (as == Degrees::bd09) raw = gcj02_of_bd09(raw);
  return as == Degrees::wgs84 ? raw : wgs84_of_gcj02(raw);
}
/// The inverse: the numbers a place was read from.
LonLat raw_numbers(LonLat place, Degrees as) {
  if (as == Degrees::wgs84) return place;
  const LonLat gcj = gcj02_of_wgs84(place);
  return as == Degrees::gcj02 ? gcj : bd09_of_gcj02(gcj);
}

struct Named {
  Point at;
  std::string name;
};

Point middle_of(const Shape& shape) {
  return shape.kind == ShapeKind::point ? shape.parts.front().front() : centroid(shape);
}

/// Things by name, of names that stand once.
std::map<std::string, Point> once(const std::vector<Named>& things) {
  std::map<std::string, Point> places;
  std::set<std::string> twice;
  for (const Named& thing : things)
    if (!thing.name.empty() && !places.try_emplace(thing.name, thing.at).second)
      twice.insert(thing.name);
  for (const std::string& name : twice) places.erase(name);
  return places;
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// What one source says about itself.
struct Suspect {
  std::string stated_at, file, kind;
  Degrees stated = Degrees::wgs84;
  std::vector<Named> things;
  std::vector<std::vector<Named>> witnesses;  ///< things elsewhere that are where they say
  std::int64_t people = 0;
};

class Shifts {
 public:
  Shifts(const Frame& frame, const Ground& ground) : frame_{frame}, ground_{ground} {}

  /// Where a place would be if its numbers were something else.
  Point moved(Point p, Degrees from, Degrees to) const {
    if (from == to) return p;
    const LonLat place = true_place(raw_numbers(frame_.to_lonlat(p), from), to);
    return frame_.to_plane(place.lon, place.lat);
  }
  bool in_china_at(Point p) const { return in_china(frame_.to_lonlat(p)) == InChina::inside; }

  double to_roads_m(Point p) const {
    near_.clear();
    ground_.pieces_within(box_around(p, kFar_m * 1e3), near_);
    double best = kFar_m * 1e3;
    for (const Segment& s : near_)
      best = std::min(best, nearest_on_segment(s.a, s.b, p).distance_mm);
    return best / 1e3;
  }
  std::vector<double> to_roads_m(const std::vector<Point>& points) const {
    std::vector<double> all;
    for (const Point p : points) all.push_back(to_roads_m(p));
    return all;
  }

 private:
  const Frame& frame_;
  const Ground& ground_;
  mutable std::vector<Segment> near_;
};

struct Verdict {
  Degrees is;
  std::vector<Finding::Sentence> evidence;
};

std::optional<Verdict> ask_names(const Suspect& suspect, const Shifts& shifts) {
  const std::map<std::string, Point> mine = once(suspect.things);
  for (const auto& witness : suspect.witnesses) {
    const std::map<std::string, Point> its = once(witness);
    std::vector<std::pair<Point, Point>> pairs;
    for (const auto& [name, at] : mine)
      if (const auto other = its.find(name); other != its.end())
        if (distance_mm(at, other->second) < 3e6) pairs.emplace_back(at, other->second);
    if (pairs.size() < kFewestNames) continue;
    const auto distances = [&](Degrees as) {
      std::vector<double> all;
      for (const auto& [at, other] : pairs)
        all.push_back(distance_mm(shifts.moved(at, suspect.stated, as), other) / 1e3);
      return all;
    };
    const std::vector<double> as_read = distances(suspect.stated);
    const double before = median(as_read);
    for (const Degrees as : kAll) {
      if (as == suspect.stated || before < 100) continue;
      const std::vector<double> then = distances(as);
      std::size_t nearer = 0;
      for (std::size_t i = 0; i < then.size(); ++i)
        if (then[i] < as_read[i]) ++nearer;
      double least = median(then);
      for (const Degrees other : kAll)
        if (other != suspect.stated) least = std::min(least, median(distances(other)));
      if (median(then) > least || median(then) > before / 2 || nearer * 10 < then.size() * 9)
        continue;
      return Verdict{as,
                     {{"check_names_nearer",
                       {std::to_string(pairs.size()), fmt::format("{:.0f}", before),
                        fmt::format("{:.0f}", median(then)), name_of_degrees(as)}}}};
    }
  }
  return std::nullopt;
}

/// How much better than by chance points lie to roads: mean distances in robust deviations.
struct Chance {
  double middle, spread, least;
  double off(double mean) const { return (mean - middle) / spread; }
  /// Streets in rows make the spread large; then a mean far below all others is a sign, too.
  bool explains(double as_read, double then) const {
    const bool as_read_is_chance = off(as_read) > -2.5 && as_read > 0.7 * middle;
    return !as_read_is_chance || (off(then) > -5 && then > 0.6 * least);
  }
};

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return sum / static_cast<double>(values.size());
}

Chance chance_of(const std::vector<Point>& points, const Shifts& shifts) {
  std::vector<double> means;
  for (const double radius : {250e3, 400e3, 600e3, 800e3})
    for (int i = 0; i < 16; ++i) {
      const double angle = (i + 0.5) * std::numbers::pi / 8;
      std::vector<Point> moved;
      for (const Point p : points)
        moved.push_back({p.x + static_cast<std::int32_t>(std::lround(radius * std::cos(angle))),
                         p.y + static_cast<std::int32_t>(std::lround(radius * std::sin(angle)))});
      means.push_back(mean(shifts.to_roads_m(moved)));
    }
  const double middle = median(means);
  std::vector<double> off;
  for (const double m : means) off.push_back(std::abs(m - middle));
  return {middle, std::max(1.4826 * median(off), 0.1), std::ranges::min(means)};
}

std::optional<Verdict> ask_roads(const Suspect& suspect, const Shifts& shifts) {
  std::vector<Point> points;
  for (const Named& thing : suspect.things) points.push_back(thing.at);
  std::ranges::sort(points);
  const std::size_t step = (points.size() + kSample - 1) / kSample;
  std::vector<Point> sample;
  for (std::size_t i = 0; i < points.size(); i += std::max<std::size_t>(step, 1))
    sample.push_back(points[i]);
  if (sample.size() < kFewestPoints) return std::nullopt;
  const auto distances = [&](Degrees as) {
    std::vector<Point> moved;
    for (const Point p : sample) moved.push_back(shifts.moved(p, suspect.stated, as));
    return shifts.to_roads_m(moved);
  };
  const std::vector<double> as_read = distances(suspect.stated);
  std::optional<Degrees> best;
  std::vector<double> then;
  for (const Degrees as : kAll) {
    if (as == suspect.stated) continue;
    auto found = distances(as);
    if (best && mean(found) >= mean(then)) continue;
    best = as;
    then = std::move(found);
  }
  if (mean(then) >= mean(as_read)) return std::nullopt;  // the usual case, without asking chance
  const Chance chance = chance_of(sample, shifts);
  if (chance.explains(mean(as_read), mean(then))) return std::nullopt;
  return Verdict{*best,
                 {{"check_roads_nearer",
                   {std::to_string(sample.size()), fmt::format("{:.0f}", median(as_read)),
                    fmt::format("{:.0f}", median(then)), name_of_degrees(*best)}},
                  {"check_roads_chance",
                   {fmt::format("{:.0f}", mean(as_read)), fmt::format("{:.0f}", mean(then)),
                    fmt::format("{:.0f}", chance.middle), fmt::format("{:.0f}", chance.least)}}}};
}

std::vector<Named> named(const Features& features, const std::string& column) {
  std::vector<Named> all;
  for (std::size_t i = 0; i < features.size(); ++i)
    if (!features.shape[i].parts.empty())
      all.push_back({middle_of(features.shape[i]), features.text(column, i)});
  return all;
}

}  // namespace

std::vector<SourceFinding> check_web_maps(const StudyFile& study, const LoadedTown& loaded,
                                          const Ground& ground, const Progress& progress) {
  Problems ignored;
  const town_parts::Reading reading{loaded.frame, loaded.box, ignored, progress};
  const Shifts shifts{loaded.frame, ground};

  std::set<std::string> osm_files;
  for (const OsmRoadSource& roads : study.osm_roads) osm_files.insert(roads.file);
  for (const FacilitySource& facilities : study.facilities)
    if (facilities.from.is_osm()) osm_files.insert(facilities.from.layer.file);
  std::vector<std::vector<Named>> of_osm;
  for (const std::string& file : osm_files) {
    const auto found =
        read_osm_features(file, loaded.frame, {{"name=*"}}, {"name"}, ignored, progress);
    if (found) of_osm.push_back(named(found.value().features, "name"));
  }

  std::vector<Suspect> suspects;
  const auto suspect = [&](const FeatureSource& from, const std::string& name,
                           const std::string& count, const std::string& kind) {
    if (from.is_osm()) return;
    FeatureSource own = from;
    own.locate.clear();  // rows that are located have no numbers of their own
    std::string by = name;
    std::string theirs;
    if (!from.locate.empty() && by.empty()) by = from.locate.front().match.front().first;
    if (!from.locate.empty()) theirs = from.locate.front().match.front().second;
    std::vector<std::string> columns{by, count};
    const auto read = town_parts::read(own, columns, true, reading);
    if (!read) return;
    const Features& features = read.value().features;
    Suspect one{from.stated_at,      from.layer.file, kind, stated_degrees(from.layer.crs),
                named(features, by), of_osm};
    for (std::size_t i = 0; i < features.size(); ++i)
      if (!features.shape[i].parts.empty())
        one.people += count.empty() ? 1000 : thousandths(features.text(count, i)).value_or(0);
    std::erase_if(one.things, [&](const Named& t) { return !shifts.in_china_at(t.at); });
    if (!theirs.empty())
      if (const auto others = town_parts::read(from.locate.front().from, {theirs}, false, reading))
        one.witnesses.push_back(named(others.value().features, theirs));
    suspects.push_back(std::move(one));
  };
  for (const PeopleSource& people : study.people)
    if (!people.raster) suspect(people.from, "", people.counts.front().column, "");
  for (const FacilitySource& facilities : study.facilities)
    suspect(facilities.from, facilities.name, "", facilities.kind);

  std::vector<SourceFinding> findings;
  for (const Suspect& one : suspects) {
    if (!tell(progress, "stage_check", 0, 0)) break;
    auto verdict = ask_names(one, shifts);
    if (!verdict) verdict = ask_roads(one, shifts);
    if (!verdict) continue;
    SourceFinding found{
        {.what = {"check_web_map",
                  {one.file, name_of_degrees(one.stated), name_of_degrees(verdict->is)}},
         .where = one.stated_at,
         .evidence = verdict->evidence,
         .fix = std::string{"crs = \""} + key_of(verdict->is) + "\""},
        one.kind};
    if (one.kind.empty())
      found.finding.people = one.people;
    else
      for (const Named& thing : one.things) found.places.push_back(thing.at);
    findings.push_back(std::move(found));
  }
  return findings;
}

}  // namespace lifecircle
