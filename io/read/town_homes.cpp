#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>
#include <numeric>
#include <tuple>

#include "engine/base/parallel.hpp"
#include "io/read/people_count.hpp"
#include "io/read/text.hpp"
#include "io/read/town_parts.hpp"

namespace lifecircle::town_parts {

std::vector<std::int64_t> share_out(std::int64_t count, const std::vector<double>& weight) {
  const double all = std::accumulate(weight.begin(), weight.end(), 0.0);
  std::vector<std::int64_t> share(weight.size());
  std::int64_t given = 0;
  double so_far = 0;
  for (std::size_t i = 0; i + 1 < weight.size(); ++i) {
    so_far += weight[i];
    const double due = static_cast<double>(count) * std::min(1.0, so_far / all);
    share[i] = std::min(static_cast<std::int64_t>(std::floor(due + 0.5)), count) - given;
    given += share[i];
  }
  share.back() = count - given;
  return share;
}

SpreadPoints grid_over(const Shape& area, double step_m) {
  SpreadPoints points;
  const auto step = static_cast<std::int64_t>(step_m * 1e3);
  const Box box = bounds(area);
  const auto first = [&](std::int32_t low) {  // the first grid line at or after `low`
    const std::int64_t q = low / step * step;
    return q < low ? q + step : q;
  };
  for (std::int64_t y = first(box.low.y); y <= box.high.y; y += step)
    for (std::int64_t x = first(box.low.x); x <= box.high.x; x += step) {
      const Point p{static_cast<std::int32_t>(x), static_cast<std::int32_t>(y)};
      if (!covers(area, p)) continue;
      points.at.push_back(p);
      points.weight.push_back(1);
    }
  if (points.at.empty()) points = {{centroid(area)}, {1}};
  return points;
}

namespace {

std::string three_decimals(double value) {
  char text[64];
  std::snprintf(text, sizeof text, "%.3f", value);
  return text;
}

constexpr double kSpreadStep_m = 100;  ///< a spread area is counted on points this far apart
constexpr std::size_t kMostSpreadPoints = 20'000'000;

/// One home before it is sorted into the town.
struct Home {
  std::string id;
  Point at;
  std::optional<UnitId> unit;
  std::vector<std::int64_t> count;
  std::int64_t place = 1000;               ///< thousandths of a place that this is
  const PeopleSource* named_by = nullptr;  ///< whose column the id is of; null: a number of ours
};

/// What all sources give together.
struct Gathered {
  std::vector<Home> homes;
  Outside outside;
  std::vector<std::int64_t> sums;  ///< of each measure, inside the area and outside

  Result<Done> sum_up(std::size_t measure, std::int64_t count, const Measure& named,
                      const std::string& stated_at) {
    sums[measure] += count;  // neither is above the limit before, so this cannot overflow
    if (sums[measure] <= kMostThousandths) return Done{};
    return Error{Fault::limit, "too_many_people", stated_at, {named.name}};
  }
};

/// How many of a kind there are, and the first of them by id: the order of rows leaves no trace.
struct Count {
  std::uint64_t all = 0;
  std::string first;
  void add(const std::string& id) {
    if (all++ == 0 || id < first) first = id;
  }
};

/// Buildings by place, for spreading people over them.
struct Buildings {
  std::vector<Shape> shape;
  std::vector<Point> at;
  std::vector<double> weight;  ///< ground area in square metres; 1 where buildings are points
  std::vector<Segment> points;
};

Result<Buildings> read_buildings(const FeatureSource& source, const Reading& reading) {
  auto read = town_parts::read(source, {}, false, reading);
  if (!read) return read.error();
  std::vector<std::pair<Point, double>> found;
  for (const Shape& shape : read.value().features.shape) {
    if (shape.parts.empty() || shape.kind == ShapeKind::line) continue;
    const bool area = shape.kind == ShapeKind::area;
    found.emplace_back(area ? centroid(shape) : shape.parts.front().front(),
                       area ? area_m2(shape) : 1.0);
  }
  std::ranges::sort(found);
  Buildings buildings;
  for (const auto& [at, weight] : found) {
    if (weight <= 0) continue;
    buildings.points.push_back({at, at, buildings.at.size()});
    buildings.at.push_back(at);
    buildings.weight.push_back(weight);
  }
  return buildings;
}

/// Turns one source into homes.
class SourceReader {
 public:
  SourceReader(const StudyFile& study, const PeopleSource& source, const Whereabouts& where,
               const Reading& reading, Gathered& all)
      : study_{study}, source_{source}, where_{where}, reading_{reading}, all_{all} {
    const auto places = std::ranges::find(study.measures, std::string{"places"}, &Measure::name);
    if (places != study.measures.end()) places_ = places - study.measures.begin();
  }

  Result<Done> read() {
    if (source_.raster) return read_cells();
    std::vector<std::string> columns{source_.id, source_.unit_code};
    for (const CountColumn& c : source_.counts) columns.push_back(c.column);
    const bool by_code = !source_.unit_code.empty();
    auto read = town_parts::read(source_.from, columns, false, reading_);
    if (!read) return read.error();
    const Features& features = read.value().features;
    Buildings buildings;
    if (source_.buildings) {
      auto found = read_buildings(*source_.buildings, reading_);
      if (!found) return found.error();
      buildings = std::move(found).value();
    }
    const SegmentIndex index{buildings.points};
    for (std::size_t i = 0; i < features.size(); ++i) {
      const Shape& shape = features.shape[i];
      if (shape.parts.empty()) continue;
      const auto counts = counts_of(features, i);
      if (!counts) continue;
      Home home{id_of(features, i), {}, {}, *counts};
      if (!source_.id.empty()) home.named_by = &source_;
      std::optional<UnitId> unit;
      if (by_code) {
        const std::string code = features.text(source_.unit_code, i);
        unit = where_.unit_coded(code);
        if (!unit) doubt(features, i, "home_of_unknown_unit", {code}, false);
      }
      const auto spread = spread_of(features, i, buildings, index);
      if (all_.homes.size() + spread.at.size() > kMostSpreadPoints)
        return Error{Fault::limit,
                     "too_many_homes",
                     source_.from.stated_at,
                     {std::to_string(kMostSpreadPoints)}};
      if (auto done = add(home, spread, by_code, unit); !done) return done;
    }
    tell_shared();
    for (const auto& [group, larger] : larger_)
      reading_.problems.add({.key = "group_larger",
                             .file = features.file,
                             .layer = features.layer,
                             .args = {group, std::to_string(larger.all), larger.first},
                             .set_aside = false});
    return Done{};
  }

 private:
  Result<Done> read_cells() {
    // Only an area can cut people out; without one a cell far from all roads counts as any home.
    const auto cells = read_raster(source_.from.layer, reading_.frame, reading_.problems,
                                   reading_.progress, study_.area ? reading_.box : LonLatBox{});
    if (!cells) return cells.error();
    const RasterCells& read = cells.value();
    all_.outside.places += static_cast<std::int64_t>(read.outside_cells);
    all_.outside.count += read.outside_thousandths;
    const std::size_t measure = measure_at(source_.counts.front().measure.name);
    if (auto done = sum_up(measure, read.outside_thousandths); !done) return done;
    const std::size_t before = all_.homes.size();
    std::uint64_t below = 0;
    double below_people = 0;
    for (std::size_t i = 0; i < read.at.size(); ++i) {
      Home home{"cell " + std::to_string(read.cell[i]), {}, {}, no_counts()};
      home.count[measure] = thousandths(read.value[i]).value_or(0);
      if (home.count[measure] > 0) {
        if (auto done = add(home, {{read.at[i]}, {1}}, false, {}); !done) return done;
      } else if (where_.inside(read.at[i])) {
        ++below;
        below_people += read.value[i];
      }
    }
    const bool nobody = all_.homes.size() == before && read.outside_cells == 0;
    if (nobody && below == 0)
      reading_.problems.add({.key = "raster_no_people",
                             .file = source_.from.layer.file,
                             .layer = {},
                             .set_aside = false});
    if (below > 0)
      reading_.problems.add({.key = nobody ? "raster_all_below" : "raster_below",
                             .file = source_.from.layer.file,
                             .layer = {},
                             .args = {std::to_string(below), three_decimals(below_people)},
                             .set_aside = false});
    tell_shared();
    return Done{};
  }

  /// Nobody yet; but the feature itself is a place, also where another source counts people.
  std::vector<std::int64_t> no_counts() const {
    std::vector<std::int64_t> counts(study_.measures.size());
    if (places_) counts[static_cast<std::size_t>(*places_)] = 1000;
    return counts;
  }
  std::size_t measure_at(const std::string& name) const {
    for (std::size_t m = 0; m < study_.measures.size(); ++m)
      if (study_.measures[m].name == name) return m;
    return 0;
  }
  std::string id_of(const Features& features, std::size_t i) const {
    const std::string column = source_.id.empty() && source_.from.is_osm() ? "osm_id" : source_.id;
    const std::string id = features.text(column, i);
    return id.empty() ? std::to_string(features.row[i]) : id;
  }
  void doubt(const Features& features, std::size_t i, const char* key,
             std::vector<std::string> args, bool set_aside) {
    reading_.problems.add({.key = key,
                           .file = features.file,
                           .layer = features.layer,
                           .row = features.row[i],
                           .args = std::move(args),
                           .set_aside = set_aside});
  }

  /// Counts of a row, or nothing if one of them is no number: then nobody knows how many there are.
  /// An empty field of any but the first says that nobody was counted there.
  std::optional<std::vector<std::int64_t>> counts_of(const Features& features, std::size_t i) {
    std::vector<std::int64_t> counts = no_counts();
    for (std::size_t c = 0; c < source_.counts.size(); ++c) {
      const CountColumn& column = source_.counts[c];
      std::int64_t& count = counts[measure_at(column.measure.name)];
      if (column.column.empty()) {
        count = 1000;
        continue;
      }
      const std::string value = features.text(column.column, i);
      if (const auto number = thousandths(value)) {
        count = *number;
      } else if (c > 0 && trimmed(value).empty()) {
        doubt(features, i, "home_without_group_count", {column.column}, false);
      } else {
        doubt(features, i, "home_without_count", {column.column, value}, true);
        return std::nullopt;
      }
    }
    for (const CountColumn& column : source_.counts)
      if (source_.counts.front().measure.name == "people" && column.measure.unit == "people" &&
          counts[measure_at(column.measure.name)] > counts[measure_at("people")])
        larger_[column.measure.name].add(id_of(features, i));
    return counts;
  }

  SpreadPoints spread_of(const Features& features, std::size_t i, const Buildings& buildings,
                         const SegmentIndex& index) {
    const Shape& shape = features.shape[i];
    const SpreadPoints one{
        {shape.kind == ShapeKind::point ? shape.parts.front().front() : centroid(shape)}, {1}};
    if (source_.spread == Spread::points) return one;
    if (shape.kind != ShapeKind::area) {
      doubt(features, i, "home_without_area", {}, false);
      return one;
    }
    if (source_.spread == Spread::buildings) {
      std::vector<Segment> near;
      index.within(bounds(shape), near);
      std::ranges::sort(near, {}, &Segment::number);
      SpreadPoints points;
      for (const Segment& s : near)
        if (covers(shape, s.a)) {
          points.at.push_back(s.a);
          points.weight.push_back(buildings.weight[s.number]);
        }
      if (!points.at.empty()) return points;
      doubt(features, i, "home_without_buildings", {}, false);
    }
    return grid_over(shape, kSpreadStep_m);
  }

  Result<Done> sum_up(std::size_t measure, std::int64_t count) {
    return all_.sum_up(measure, count, study_.measures[measure], source_.from.stated_at);
  }

  Result<Done> add(const Home& home, const SpreadPoints& spread, bool by_code,
                   std::optional<UnitId> unit) {
    std::vector<std::vector<std::int64_t>> shares;
    for (std::size_t m = 0; m < home.count.size(); ++m) {
      if (auto done = sum_up(m, home.count[m]); !done) return done;
      shares.push_back(share_out(home.count[m], spread.weight));
    }
    const auto places = share_out(home.place, spread.weight);
    for (std::size_t k = 0; k < spread.at.size(); ++k) {
      Home part = home;
      part.place = places[k];
      part.at = spread.at[k];
      for (std::size_t m = 0; m < shares.size(); ++m) part.count[m] = shares[m][k];
      if (spread.at.size() > 1) {
        if (part.place == 0 &&
            std::ranges::all_of(part.count, [](std::int64_t c) { return c == 0; }))
          continue;
        part.id += "/" + std::to_string(k + 1);
      }
      if (!where_.inside(part.at)) {
        ++all_.outside.places;
        all_.outside.count += part.count[0];
        continue;
      }
      part.unit = by_code ? unit : where_.unit_at(part.at, shared_);
      all_.homes.push_back(std::move(part));
    }
    return Done{};
  }

  void tell_shared() {
    if (shared_ > 0)
      reading_.problems.add({.key = "places_in_two_units",
                             .file = source_.from.layer.file,
                             .layer = source_.from.layer.layer,
                             .args = {std::to_string(shared_)},
                             .set_aside = false});
  }

  const StudyFile& study_;
  const PeopleSource& source_;
  const Whereabouts& where_;
  const Reading& reading_;
  Gathered& all_;
  std::optional<std::ptrdiff_t> places_;  ///< of the measures
  std::uint64_t shared_ = 0;
  std::map<std::string, Count> larger_;  ///< groups larger than the people they are a part of
};

/// Groups that some sources of people count and this one does not.
void doubt_uncounted(const StudyFile& study, const PeopleSource& source, std::uint64_t places,
                     Town& town, Problems& problems) {
  if (places == 0 || source.counts.empty()) return;  // counts nobody at all: places alone
  for (const Measure& measure : study.measures) {
    const auto counts = [&](const PeopleSource& of) {
      return std::ranges::any_of(
          of.counts, [&](const CountColumn& c) { return c.measure.name == measure.name; });
    };
    if (measure.name == "places" || counts(source) || std::ranges::none_of(study.people, counts))
      continue;
    town.stated.partly_counted.insert(measure.name);
    problems.add({.key = "source_counts_none",
                  .file = source.from.layer.file,
                  .layer = source.from.layer.layer,
                  .args = {measure.name, std::to_string(places)},
                  .set_aside = false});
  }
}

/// Rows that stand twice in a source; the homes are sorted.
void doubt_repeated(const std::vector<Home>& homes, const StudyFile& study, Problems& problems) {
  std::map<const PeopleSource*, Count> repeated;
  for (std::size_t h = 1; h < homes.size(); ++h) {
    const Home &a = homes[h - 1], &b = homes[h];
    if (b.named_by != nullptr && a.named_by == b.named_by && a.id == b.id && a.at == b.at)
      repeated[b.named_by].add(b.id);
  }
  for (const PeopleSource& source : study.people)
    if (const auto found = repeated.find(&source); found != repeated.end())
      problems.add({.key = "homes_repeated",
                    .file = source.from.layer.file,
                    .layer = source.from.layer.layer,
                    .args = {std::to_string(found->second.all), found->second.first},
                    .set_aside = false});
}

}  // namespace

Result<Outside> read_homes(const StudyFile& study, const Whereabouts& where, const Reading& reading,
                           Town& town) {
  Gathered all;
  all.sums.resize(study.measures.size());
  for (const PeopleSource& source : study.people) {
    const std::size_t before = all.homes.size();
    if (auto done = SourceReader{study, source, where, reading, all}.read(); !done)
      return done.error();
    doubt_uncounted(study, source, all.homes.size() - before, town, reading.problems);
  }
  std::vector<Home>& homes = all.homes;
  const Outside& outside = all.outside;
  if (homes.empty()) {
    std::string where_stated =
        study.people.empty() ? study.path : study.people.front().from.stated_at;
    return Error{Fault::input,
                 outside.places > 0 ? "all_homes_outside" : "no_homes",
                 where_stated,
                 {std::to_string(outside.places)}};
  }
  if (outside.places > 0) {
    Problem problem{.key = "places_outside",
                    .file = {},
                    .layer = {},
                    .args = {std::to_string(outside.places)},
                    .set_aside = false};
    if (study.measures.front().name == "people") {
      problem.key = "people_outside";
      problem.args.push_back(people_text(outside.count));
    }
    reading.problems.add(std::move(problem));
  }
  std::ranges::stable_sort(homes, [](const Home& a, const Home& b) {
    return std::tie(a.unit, a.id, a.at, a.count, a.place) <
           std::tie(b.unit, b.id, b.at, b.count, b.place);
  });
  doubt_repeated(homes, study, reading.problems);
  Homes& out = town.homes;
  out.measures = study.measures;
  out.count.resize(study.measures.size());
  for (Home& home : homes) {
    out.id.push_back(std::move(home.id));
    out.at.push_back(home.at);
    out.unit.push_back(home.unit);
    out.place.push_back(home.place);
    out.setting.push_back(home.unit ? town.units[home.unit->index()].setting : Setting::unknown);
    for (std::size_t m = 0; m < study.measures.size(); ++m) out.count[m].push_back(home.count[m]);
  }
  return outside;
}

}  // namespace lifecircle::town_parts
