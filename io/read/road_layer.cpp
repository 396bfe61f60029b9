#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include <ogr_geometry.h>

#include "io/read/geometry.hpp"
#include "io/read/layer.hpp"
#include "io/read/layer_rows.hpp"
#include "io/read/line_ends.hpp"
#include "io/read/noding.hpp"
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

/// Lines and what is known of them, in columns; the shapes apart, for the noding.
struct Lines {
  std::vector<LevelLine> shape;
  std::vector<std::uint32_t> kind;
  std::vector<std::optional<StatedTimes>> times;
  std::vector<std::int64_t> source;
};

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

std::optional<double> share_of(const std::optional<double>& seconds, double share) {
  if (!seconds) return {};
  return *seconds * share;
}

/// Reads all rows; `kinds` collects the distinct kinds in order of appearance.
Result<Lines> read_lines(LayerRows& rows, const Words& words, const LayerSource& source,
                         const Frame& frame, std::map<RoadKind, std::uint32_t>& kinds,
                         Problems& problems, const Progress& progress) {
  // How many rows there are is what the file says: it may say anything.
  constexpr std::uint64_t kMostBelieved = std::uint64_t{1} << 22;
  const auto expected = static_cast<std::size_t>(std::min(rows.expected(), kMostBelieved));
  Lines lines;
  lines.shape.reserve(expected);
  lines.kind.reserve(expected);
  lines.source.reserve(expected);
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
    for (std::vector<Point>& part : outline.shape.parts) {
      lines.kind.push_back(kind->second);
      lines.source.push_back(words.id(row));
      if (words.states_times()) {
        const double share = outline.shape.parts.size() == 1 ? 1 : length_mm(part) / whole;
        lines.times.push_back(
            StatedTimes{share_of(times.forward_s, share), share_of(times.backward_s, share)});
      }
      part.shrink_to_fit();
      lines.shape.push_back({kind->first.level, std::move(part)});
    }
  }
}

/// Joins ends and, if asked, nodes; says what did not meet and what was too short.
Result<Done> join_lines(Lines& lines, const RoadColumns& columns, const LayerSource& source,
                        const std::string& layer, Problems& problems, const Progress& progress) {
  const double tolerance_mm = columns.tolerance_m * 1000;
  const double touching_mm = std::max(tolerance_mm, kLeastNodingMm);
  if (columns.node_crossings) {
    const auto noded = node_lines(lines.shape, touching_mm, progress);
    if (!noded) {
      Error error = noded.error();
      error.where = place_of(source, layer);
      return error;
    }
    return noded;
  }
  join_ends(lines.shape, tolerance_mm);
  if (const std::uint64_t count = ends_that_touch(lines.shape, touching_mm); count > 0)
    problems.add({.key = "road_ends_touch",
                  .file = source.file,
                  .layer = layer,
                  .args = {std::to_string(count)},
                  .set_aside = false});
  return Done{};
}

struct Spot {
  Point at;
  int level;
  friend bool operator==(const Spot&, const Spot&) = default;
};
struct SpotHash {
  std::size_t operator()(const Spot& spot) const {
    std::uint64_t mixed = static_cast<std::uint32_t>(spot.at.x);
    mixed = (mixed << 32 | static_cast<std::uint32_t>(spot.at.y)) * 0x9E3779B97F4A7C15U;
    mixed ^= mixed >> 29;
    return static_cast<std::size_t>((mixed + static_cast<std::uint32_t>(spot.level)) *
                                    0xBF58476D1CE4E5B9U);
  }
};

/// Gives every place of a line its vertex. Ends at one place are one vertex, whatever their level.
/// Noded lines of one level share a vertex wherever they share a place; others
/// keep the inside of each line to itself.
Roads assemble(const Lines& lines, const std::map<RoadKind, std::uint32_t>& kinds, bool noded) {
  Roads roads;
  std::vector<std::uint32_t> kind_rank(kinds.size());
  for (const auto& [kind, number] : kinds) {
    kind_rank[number] = static_cast<std::uint32_t>(roads.kinds.size());
    roads.kinds.push_back(kind);
  }
  const auto times_rank = [&](std::size_t i) {
    if (lines.times.empty()) return std::pair{-1.0, -1.0};
    return std::pair{lines.times[i]->forward_s.value_or(-1),
                     lines.times[i]->backward_s.value_or(-1)};
  };
  std::vector<std::size_t> order;
  order.reserve(lines.shape.size());
  std::size_t points_of_all = 0;
  for (std::size_t i = 0; i < lines.shape.size(); ++i)
    if (lines.shape[i].points.size() >= 2) {
      order.push_back(i);
      points_of_all += lines.shape[i].points.size();
    }
  roads.line_kind.reserve(order.size());
  roads.line_source.reserve(order.size());
  roads.line_first.reserve(order.size() + 1);
  roads.line_vertex.reserve(points_of_all);
  // The order of the file leaves no trace but in line_source.
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const auto& p = lines.shape[a].points;
    const auto& q = lines.shape[b].points;
    if (p != q) return p < q;
    return std::tuple{kind_rank[lines.kind[a]], times_rank(a), lines.source[a], a} <
           std::tuple{kind_rank[lines.kind[b]], times_rank(b), lines.source[b], b};
  });

  std::unordered_map<Spot, std::uint32_t, SpotHash> vertex_at;
  constexpr int kEnd = std::numeric_limits<int>::max();
  const auto shared_vertex = [&](Point p, int level) {
    const auto [found, added] = vertex_at.try_emplace(Spot{p, level}, 0);
    if (added) found->second = roads.add_vertex(p);
    return found->second;
  };
  for (const std::size_t i : order)
    for (const Point end : {lines.shape[i].points.front(), lines.shape[i].points.back()}) {
      const std::uint32_t vertex = shared_vertex(end, kEnd);
      if (noded) vertex_at.try_emplace(Spot{end, lines.shape[i].level}, vertex);
    }
  if (!noded) {
    roads.position.reserve(roads.position.size() + points_of_all - 2 * order.size());
    roads.closed.reserve(roads.position.capacity());
  }
  std::vector<std::uint32_t> vertices;
  for (const std::size_t i : order) {
    const auto& [level, points] = lines.shape[i];
    vertices.clear();
    for (std::size_t j = 0; j < points.size(); ++j) {
      const bool end = j == 0 || j + 1 == points.size();
      vertices.push_back(end     ? shared_vertex(points[j], kEnd)
                         : noded ? shared_vertex(points[j], level)
                                 : roads.add_vertex(points[j]));
    }
    roads.add_line(kind_rank[lines.kind[i]], vertices, lines.source[i]);
    if (!lines.times.empty()) roads.line_times.push_back(lines.times[i]);
  }
  return roads;
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
  Lines& lines = read.value();

  std::uint64_t points = 0;
  for (const LevelLine& line : lines.shape) points += line.points.size();
  const auto too_many = [&](std::uint64_t count) {
    return count > static_cast<std::uint64_t>(std::numeric_limits<std::int32_t>::max());
  };
  const Error limit{Fault::limit, "road_too_many_points", place_of(source, rows.layer())};
  if (too_many(points)) return limit;
  const auto joined = join_lines(lines, columns, source, rows.layer(), problems, progress);
  if (!joined) return joined.error();
  points = 0;
  for (std::size_t i = 0; i < lines.shape.size(); ++i) {
    points += lines.shape[i].points.size();
    if (lines.shape[i].points.size() < 2)
      problems.add({.key = "road_shorter_than_tolerance",
                    .file = source.file,
                    .layer = rows.layer(),
                    .row = lines.source[i],
                    .args = {number_text(columns.tolerance_m)}});
  }
  if (too_many(points)) return limit;
  return assemble(lines, kinds, columns.node_crossings);
}

}  // namespace lifecircle
