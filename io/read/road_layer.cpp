#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <ogr_geometry.h>

#include "io/read/geometry.hpp"
#include "io/read/layer.hpp"
#include "io/read/layer_rows.hpp"
#include "io/read/line_ends.hpp"
#include "io/read/noding.hpp"
#include "io/read/road_assembly.hpp"
#include "io/read/road_words.hpp"
#include "io/read/text.hpp"

namespace lifecircle {
namespace {

constexpr double kMostSeconds = 49.0 * 86'400;
constexpr double kMostTolerance = 100;  // metres
constexpr double kLeastNodingMm = 10;   // straight lines bend this much between projections
constexpr std::int64_t kMostLevel = 1000;

/// Modes that a one-way sign binds.
constexpr Modes kVehicles =
    Modes::of(Mode::bicycle) | Modes::of(Mode::motorcycle) | Modes::of(Mode::car);

/// Turns the words of one row into a kind of road.
class Words {
 public:
  Words(const LayerSource& source, const std::string& layer, const RoadColumns& columns)
      : file_{source.file}, layer_{layer}, columns_{columns} {
    for (const std::string* name : names_of(columns))
      place_.push_back(name->empty() ? -1 : asked_++);
  }

  static std::vector<std::string> asked(const RoadColumns& columns) {
    std::vector<std::string> names;
    for (const std::string* name : names_of(columns))
      if (!name->empty()) names.push_back(*name);
    return names;
  }

  RoadKind kind(const LayerRow& row, Problems& problems) const {
    RoadKind kind;
    kind.road_class = std::string{trimmed(text(row, kClass))};
    if (kind.road_class.empty()) kind.road_class = columns_.default_class;
    kind.forbidden = Modes::all() - columns_.modes;
    if (const auto speed = speed_of(text(row, kSpeed)))
      kind.speed_limit_kmh = *speed;
    else
      doubt(row, problems, "road_speed_unknown", text(row, kSpeed));
    const auto oneway = oneway_of(text(row, kOneway));
    if (!oneway) doubt(row, problems, "road_oneway_unknown", text(row, kOneway));
    if (oneway == Oneway::forward) kind.not_backward = kVehicles;
    if (oneway == Oneway::backward) kind.not_forward = kVehicles;
    kind.bridge = says_yes(text(row, kBridge));
    kind.tunnel = says_yes(text(row, kTunnel));
    kind.level = (kind.bridge ? 1 : 0) - (kind.tunnel ? 1 : 0);
    const std::string& level = text(row, kLevel);
    if (!trimmed(level).empty()) {
      const auto whole = parse_whole(level);
      if (whole && std::abs(*whole) <= kMostLevel)
        kind.level = static_cast<int>(*whole);
      else
        doubt(row, problems, "road_level_unknown", level);
    }
    return kind;
  }

  bool states_times() const { return place_[kForward] >= 0 || place_[kBackward] >= 0; }

  /// False where the row's times are no times; it is then set aside.
  bool times(const LayerRow& row, StatedTimes& times, Problems& problems) const {
    const int forward = place_[kForward] >= 0 ? kForward : kBackward;
    const int backward = place_[kBackward] >= 0 ? kBackward : kForward;
    for (const auto& [column, seconds] :
         {std::pair{forward, &times.forward_s}, std::pair{backward, &times.backward_s}}) {
      const std::string& said = text(row, column);
      seconds->reset();
      if (trimmed(said).empty()) continue;  // null: closed
      const auto number = parse_number(said);
      if (!number || !std::isfinite(*number) || *number > kMostSeconds) {
        problems.add({.key = "road_seconds_unknown",
                      .file = file_,
                      .layer = layer_,
                      .row = row.id,
                      .args = {said}});
        return false;
      }
      if (*number >= 0) *seconds = *number;
    }
    return true;
  }

  std::int64_t id(const LayerRow& row) const {
    const auto stated = parse_whole(text(row, kId));
    return stated ? *stated : row.id;
  }

 private:
  enum { kClass, kSpeed, kOneway, kLevel, kBridge, kTunnel, kId, kForward, kBackward };
  static std::array<const std::string*, 9> names_of(const RoadColumns& columns) {
    return {&columns.road_class, &columns.speed_limit,     &columns.oneway,
            &columns.level,      &columns.bridge,          &columns.tunnel,
            &columns.id,         &columns.forward_seconds, &columns.backward_seconds};
  }

  const std::string& text(const LayerRow& row, int column) const {
    static const std::string nothing;
    const int place = place_[static_cast<std::size_t>(column)];
    return place < 0 ? nothing : row.values[static_cast<std::size_t>(place)];
  }

  void doubt(const LayerRow& row, Problems& problems, const char* key,
             const std::string& said) const {
    problems.add({.key = key,
                  .file = file_,
                  .layer = layer_,
                  .row = row.id,
                  .args = {said},
                  .set_aside = false});
  }

  std::string file_, layer_;
  const RoadColumns& columns_;
  std::vector<int> place_;  // of each column in a row's values, or -1
  int asked_ = 0;
};

double length_mm(const std::vector<Point>& points) {
  double length = 0;
  for (std::size_t i = 0; i + 1 < points.size(); ++i)
    length += distance_mm(points[i], points[i + 1]);
  return length;
}

/// A part of a row's seconds, as RoadLines keeps them.
double share_of(const std::optional<double>& seconds, double share) {
  return seconds ? *seconds * share : -1;
}

bool too_many(std::uint64_t points) {
  return points > static_cast<std::uint64_t>(std::numeric_limits<std::int32_t>::max());
}

Error too_many_points(const LayerSource& source, const std::string& layer) {
  return Error{Fault::limit, "road_too_many_points", place_of(source, layer)};
}

/// Reads all rows; `kinds` collects the distinct kinds in order of appearance.
Result<RoadLines> read_lines(LayerRows& rows, const Words& words, const LayerSource& source,
                             const Frame& frame, std::map<RoadKind, std::uint32_t>& kinds,
                             Problems& problems, const Progress& progress) {
  RoadLines lines;
  std::uint64_t seen = 0;
  const auto set_aside = [&](const LayerRow& row, const std::string& key) {
    problems.add({.key = key,
                  .file = source.file,
                  .layer = rows.layer(),
                  .row = row.id,
                  .args = row.fault_args});
  };
  for (LayerRow row;;) {
    const auto more = rows.next(row, problems);
    if (!more) return more.error();
    if (!more.value()) return lines;
    if (++seen % 1024 == 0 && !tell(progress, "stage_reading", seen, rows.expected()))
      return Error{Fault::interrupted, "reading_interrupted", source.file};
    if (!row.fault.empty()) {
      set_aside(row, row.fault);
      continue;
    }
    Outline outline = outline_on_plane(row.geometry.get(), rows.to_lonlat(), frame);
    if (outline.fault.empty() && outline.shape.kind != ShapeKind::line)
      outline.fault = "road_no_line";
    if (!outline.fault.empty()) {
      set_aside(row, outline.fault);
      continue;
    }
    StatedTimes times;
    if (words.states_times() && !words.times(row, times, problems)) continue;
    const auto [kind, added] =
        kinds.try_emplace(words.kind(row, problems), static_cast<std::uint32_t>(kinds.size()));
    double whole = 0;
    for (const auto& part : outline.shape.parts) whole += length_mm(part);
    for (const std::vector<Point>& part : outline.shape.parts) {
      if (too_many(lines.shape.point_count() + part.size()))
        return too_many_points(source, rows.layer());
      lines.kind.push_back(kind->second);
      lines.source.push_back(words.id(row));
      if (words.states_times()) {
        const double share = outline.shape.parts.size() == 1 ? 1 : length_mm(part) / whole;
        lines.forward_s.push_back(share_of(times.forward_s, share));
        lines.backward_s.push_back(share_of(times.backward_s, share));
      }
      lines.shape.add(kind->first.level, part);
    }
  }
}

/// Nodes the lines; an Error too if they then have too many points.
Result<Done> node(FlatLines& shape, double tolerance_mm, const LayerSource& source,
                  const std::string& layer, const Progress& progress) {
  std::vector<LevelLine> lines = apart(std::exchange(shape, FlatLines{}));
  if (const auto noded = node_lines(lines, tolerance_mm, progress); !noded) {
    Error error = noded.error();
    error.where = place_of(source, layer);
    return error;
  }
  std::uint64_t points = 0;
  for (const LevelLine& line : lines) points += line.points.size();
  if (too_many(points)) return too_many_points(source, layer);
  shape = flat(std::move(lines));
  return Done{};
}

/// Joins ends and, if asked, nodes; says what did not meet and what was too short.
Result<Done> join_lines(RoadLines& lines, const RoadColumns& columns, const LayerSource& source,
                        const std::string& layer, Problems& problems, const Progress& progress) {
  const double tolerance_mm = columns.tolerance_m * 1000;
  const double touching_mm = std::max(tolerance_mm, kLeastNodingMm);
  if (columns.node_crossings) return node(lines.shape, touching_mm, source, layer, progress);
  join_ends(lines.shape, tolerance_mm);
  if (const std::uint64_t count = ends_that_touch(lines.shape, touching_mm); count > 0)
    problems.add({.key = "road_ends_touch",
                  .file = source.file,
                  .layer = layer,
                  .args = {std::to_string(count)},
                  .set_aside = false});
  return Done{};
}

}  // namespace

Result<Roads> read_roads(const LayerSource& source, const Frame& frame, const RoadColumns& columns,
                         Problems& problems, const Progress& progress) {
  if (!(columns.tolerance_m >= 0 && columns.tolerance_m <= kMostTolerance))
    return Error{Fault::input, "road_tolerance", source.file, {number_text(columns.tolerance_m)}};
  auto opened = LayerRows::open(source, {.columns = Words::asked(columns)}, problems);
  if (!opened) return opened.error();
  LayerRows& rows = opened.value();
  const Words words{source, rows.layer(), columns};
  std::map<RoadKind, std::uint32_t> kinds;
  auto read = read_lines(rows, words, source, frame, kinds, problems, progress);
  if (!read) return read.error();
  RoadLines lines = std::move(read).value();
  const auto joined = join_lines(lines, columns, source, rows.layer(), problems, progress);
  if (!joined) return joined.error();
  for (std::size_t i = 0; i < lines.shape.size(); ++i)
    if (lines.shape.point_count(i) < 2)
      problems.add({.key = "road_shorter_than_tolerance",
                    .file = source.file,
                    .layer = rows.layer(),
                    .row = lines.source[i],
                    .args = {number_text(columns.tolerance_m)}});
  return assemble(std::move(lines), kinds, columns.node_crossings);
}

}  // namespace lifecircle
