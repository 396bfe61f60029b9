#include "io/read/child/value_wire.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "io/read/people_count.hpp"
#include "io/read/row_edits.hpp"

namespace lifecircle {
namespace {

/// Whether `first` cuts a column of `count` into stretches of `least` or more.
bool cuts(const std::vector<std::uint64_t>& first, std::size_t count, std::uint64_t least) {
  if (first.empty() || first.front() != 0 || first.back() != count) return false;
  for (std::size_t i = 1; i < first.size(); ++i)
    if (first[i] < first[i - 1] || first[i] - first[i - 1] < least) return false;
  return true;
}

bool all_below(const std::vector<std::uint32_t>& indices, std::size_t count) {
  return std::ranges::all_of(indices, [&](std::uint32_t index) { return index < count; });
}

bool are_modes(Modes modes) {
  return (modes - Modes::all()) == Modes::none();
}

void pack(ByteSink& to, const RoadKind& kind) {
  to.text(kind.road_class);
  for (const Modes modes : {kind.allowed, kind.forbidden, kind.not_forward, kind.not_backward})
    to.number(modes.bits);
  to.real(kind.speed_limit_kmh);
  to.number(kind.level);
  to.number((kind.bridge ? 1 : 0) + (kind.tunnel ? 2 : 0));
}

RoadKind take_kind(ByteSource& from) {
  RoadKind kind;
  kind.road_class = from.text();
  for (Modes* modes : {&kind.allowed, &kind.forbidden, &kind.not_forward, &kind.not_backward}) {
    const std::int64_t bits = from.number();
    if (bits < 0 || bits > Modes::all().bits) from.refuse();
    modes->bits = static_cast<std::uint8_t>(bits & Modes::all().bits);
  }
  kind.speed_limit_kmh = from.real();
  if (!std::isfinite(kind.speed_limit_kmh) || kind.speed_limit_kmh < 0) from.refuse();
  if ((kind.allowed & kind.forbidden) != Modes::none()) from.refuse();
  const std::int64_t level = from.number(), over = from.number();
  if (level != static_cast<int>(level) || over < 0 || over > 3) from.refuse();
  kind.level = static_cast<int>(level);
  kind.bridge = (over & 1) != 0;
  kind.tunnel = (over & 2) != 0;
  return kind;
}

/// What has been packed is not needed any more.
template <class T>
void hand_over(ByteSink& to, std::vector<T>& values) {
  to.array(values);
  std::vector<T>{}.swap(values);
}

void pack(ByteSink& to, Roads&& roads) {
  hand_over(to, roads.position);
  hand_over(to, roads.closed);
  to.number(static_cast<std::int64_t>(roads.kinds.size()));
  for (const RoadKind& kind : roads.kinds) pack(to, kind);
  hand_over(to, roads.line_kind);
  hand_over(to, roads.line_source);
  hand_over(to, roads.line_first);
  hand_over(to, roads.line_vertex);
  to.number(static_cast<std::int64_t>(roads.turn_rules.size()));
  for (const TurnRule& rule : roads.turn_rules) {
    to.array(rule.vertices);
    to.number(rule.only ? 1 : 0);
    to.number(rule.modes.bits);
  }
}

Roads take_roads(ByteSource& from) {
  Roads roads;
  roads.position = from.array<Point>();
  roads.closed = from.array<Modes>();
  for (auto left = from.count(sizeof(std::int64_t)); left > 0 && from.good(); --left)
    roads.kinds.push_back(take_kind(from));
  roads.line_kind = from.array<std::uint32_t>();
  roads.line_source = from.array<std::int64_t>();
  roads.line_first = from.array<std::uint64_t>();
  roads.line_vertex = from.array<std::uint32_t>();
  for (auto left = from.count(sizeof(std::int64_t)); left > 0 && from.good(); --left) {
    TurnRule rule;
    rule.vertices = from.array<std::uint32_t>();
    rule.only = from.number() != 0;
    const std::int64_t bits = from.number();
    rule.modes.bits = static_cast<std::uint8_t>(bits & Modes::all().bits);
    if (bits != rule.modes.bits || rule.vertices.size() < 3 ||
        !all_below(rule.vertices, roads.position.size()))
      from.refuse();
    roads.turn_rules.push_back(std::move(rule));
  }
  const bool fits = roads.closed.size() == roads.position.size() &&
                    std::ranges::all_of(roads.closed, are_modes) &&
                    all_below(roads.line_kind, roads.kinds.size()) &&
                    roads.line_source.size() == roads.line_kind.size() &&
                    roads.line_first.size() == roads.line_kind.size() + 1 &&
                    cuts(roads.line_first, roads.line_vertex.size(), 2) &&
                    all_below(roads.line_vertex, roads.position.size());
  if (!fits) from.refuse();
  return roads;
}

constexpr ShapeKind kShapeKinds[] = {ShapeKind::point, ShapeKind::line, ShapeKind::area};

ShapeKind take_shape_kind(ByteSource& from) {
  const std::int64_t kind = from.number();
  if (kind < 0 || kind > 2) from.refuse();
  return from.good() ? kShapeKinds[kind] : ShapeKind::point;
}

bool is_part(ShapeKind kind, const std::vector<Point>& part) {
  switch (kind) {
    case ShapeKind::point:
      return part.size() == 1;
    case ShapeKind::line:
      return part.size() >= 2;
    default:
      return part.size() >= 4 && part.front() == part.back();
  }
}

void pack(ByteSink& to, const Shape& shape) {
  to.number(static_cast<std::int64_t>(shape.kind));
  to.number(static_cast<std::int64_t>(shape.parts.size()));
  for (const auto& part : shape.parts) to.array(part);
}

Shape take_shape(ByteSource& from) {
  Shape shape;
  shape.kind = take_shape_kind(from);
  for (auto left = from.count(sizeof(std::int64_t)); left > 0 && from.good(); --left) {
    shape.parts.push_back(from.array<Point>());
    if (!is_part(shape.kind, shape.parts.back())) from.refuse();
  }
  return shape;
}

}  // namespace

void pack(ByteSink& to, OsmRoads&& value) {
  pack(to, std::move(value.roads));
  to.array(value.barriers.points);
  to.array(value.barriers.part_first);
  to.array(value.barriers.shape_first);
  to.number(static_cast<std::int64_t>(value.unknown_gates.size()));
  for (const UnknownGate& gate : value.unknown_gates) {
    to.number(gate.vertex);
    to.number(gate.modes.bits);
  }
  for (const std::size_t count : {value.gates.open, value.gates.closed, value.gates.unknown})
    to.number(static_cast<std::int64_t>(count));
  to.array(value.own_gates);
}

OsmRoads take_osm_roads(ByteSource& from) {
  OsmRoads value;
  value.roads = take_roads(from);
  Shapes& barriers = value.barriers;
  barriers.kind = ShapeKind::line;
  barriers.points = from.array<Point>();
  barriers.part_first = from.array<std::uint64_t>();
  barriers.shape_first = from.array<std::uint64_t>();
  if (!cuts(barriers.part_first, barriers.points.size(), 2) ||
      !cuts(barriers.shape_first, barriers.part_first.size() - 1, 0))
    from.refuse();
  for (auto left = from.count(2 * sizeof(std::int64_t)); left > 0 && from.good(); --left) {
    const std::int64_t vertex = from.number(), bits = from.number();
    const UnknownGate gate{static_cast<std::uint32_t>(vertex),
                           {static_cast<std::uint8_t>(bits & Modes::all().bits)}};
    if (vertex != gate.vertex || gate.vertex >= value.roads.position.size() ||
        bits != gate.modes.bits || gate.modes == Modes::none())
      from.refuse();
    value.unknown_gates.push_back(gate);
  }
  for (std::size_t* count : {&value.gates.open, &value.gates.closed, &value.gates.unknown}) {
    const std::int64_t said = from.number();
    if (said < 0) from.refuse();
    *count = static_cast<std::size_t>(said);
  }
  value.own_gates = from.array<Point>();
  return value;
}

void pack(ByteSink& to, const OsmFeatures& value) {
  to.text(value.features.layer);
  to.texts(value.features.column_names);
  to.array(value.features.row);
  for (const Shape& shape : value.features.shape) pack(to, shape);
  for (const auto& column : value.features.columns) to.texts(column);
  for (const auto* doors : {&value.entrances, &value.gates}) {
    to.number(static_cast<std::int64_t>(doors->size()));
    for (const auto& places : *doors) to.array(places);
  }
}

OsmFeatures take_osm_features(ByteSource& from, const std::string& file,
                              const std::vector<std::string>& keys) {
  OsmFeatures value;
  Features& features = value.features;
  features.file = file;
  features.layer = from.text();
  features.column_names = from.texts();
  const std::vector<std::string>& names = features.column_names;
  const auto is_there = [&](const std::string& name) { return features.column(name) >= 0; };
  if (names.empty() || names.front() != "osm_id" || !std::ranges::all_of(keys, is_there))
    from.refuse();
  features.row = from.array<std::int64_t>();
  for (std::size_t i = 0; i < features.row.size() && from.good(); ++i)
    features.shape.push_back(take_shape(from));
  for (std::size_t c = 0; c < names.size() && from.good(); ++c) {
    features.columns.push_back(from.texts());
    if (features.columns.back().size() != features.row.size()) from.refuse();
  }
  for (auto* doors : {&value.entrances, &value.gates}) {
    for (auto left = from.count(sizeof(std::int64_t)); left > 0 && from.good(); --left)
      doors->push_back(from.array<Point>());
    if (doors->size() != features.row.size()) from.refuse();
  }
  return value;
}

void pack(ByteSink& to, const RasterCells& value) {
  to.array(value.at);
  to.array(value.value);
  to.array(value.cell);
  to.number(static_cast<std::int64_t>(value.outside_cells));
  to.number(value.outside_thousandths);
}

RasterCells take_raster_cells(ByteSource& from) {
  RasterCells value;
  value.at = from.array<Point>();
  value.value = from.array<double>();
  value.cell = from.array<std::int64_t>();
  const std::int64_t outside = from.number();
  value.outside_cells = static_cast<std::uint64_t>(outside);
  value.outside_thousandths = from.number();
  const auto is_people = [](double people) { return people > 0 && people <= kMostPeople; };
  if (value.value.size() != value.at.size() || value.cell.size() != value.at.size() ||
      !std::ranges::all_of(value.value, is_people) || outside < 0 ||
      value.outside_thousandths < 0 || value.outside_thousandths > kMostThousandths)
    from.refuse();
  return value;
}

void pack(ByteSink& to, const LonLatBox& value) {
  for (const double degrees : {value.west, value.south, value.east, value.north}) to.real(degrees);
}

LonLatBox take_box(ByteSource& from) {
  LonLatBox value;
  for (double* degrees : {&value.west, &value.south, &value.east, &value.north}) {
    *degrees = from.real();
    if (!std::isfinite(*degrees)) from.refuse();
  }
  return value;
}

void pack(ByteSink& to, const RasterPlace& value) {
  pack(to, value.box);
  to.array(value.x);
  to.array(value.y);
  to.text(value.crs);
}

RasterPlace take_raster_place(ByteSource& from) {
  const auto odd = [](double metres) { return !std::isfinite(metres); };
  RasterPlace value;
  value.box = take_box(from);
  value.x = from.array<double>();
  value.y = from.array<double>();
  value.crs = from.text();
  if (value.x.size() != value.y.size() || value.x.size() > RasterPlace::kSample ||
      std::ranges::any_of(value.x, odd) || std::ranges::any_of(value.y, odd))
    from.refuse();
  return value;
}

void pack(ByteSink& to, const std::vector<double>& heights) {
  to.array(heights);
}

std::vector<double> take_heights(ByteSource& from, std::size_t count) {
  auto heights = from.array<double>();
  if (heights.size() != count ||
      std::ranges::any_of(heights, [](double metres) { return std::isinf(metres); }))
    from.refuse();
  return heights;
}

namespace {

void pack_row(ByteSink& to, const RowEdits::Row& row) {
  std::vector<std::string> set;
  for (const auto& [key, value] : row.set) {
    set.push_back(key);
    set.push_back(value);
  }
  to.texts(set);
  to.text(row.wkt);
  to.texts(row.points);
  to.text(row.stated_at);
}

RowEdits::Row take_row(ByteSource& from) {
  RowEdits::Row row;
  const std::vector<std::string> set = from.texts();
  for (std::size_t i = 0; i + 1 < set.size(); i += 2) row.set.emplace(set[i], set[i + 1]);
  row.wkt = from.text();
  row.points = from.texts();
  row.stated_at = from.text();
  return row;
}

constexpr std::size_t kLeastOfRow = 4 * sizeof(std::int64_t);

}  // namespace

void pack(ByteSink& to, const OsmFile& value) {
  to.text(value.path);
  to.number(value.edits ? 1 : 0);
  if (!value.edits) return;
  const RowEdits& edits = *value.edits;
  to.text(edits.stated_at);
  to.number(static_cast<std::int64_t>(edits.removed.size()));
  for (const auto& [row, stated_at] : edits.removed) to.texts({row, stated_at});
  to.number(static_cast<std::int64_t>(edits.changed.size()));
  for (const auto& [row, change] : edits.changed) {
    to.text(row);
    pack_row(to, change);
  }
  to.number(static_cast<std::int64_t>(edits.added.size()));
  for (const RowEdits::Row& row : edits.added) pack_row(to, row);
}

OsmFile take_osm_file(ByteSource& from) {
  OsmFile file{from.text()};
  if (from.number() == 0) return file;
  RowEdits edits{.id = {}, .removed = {}, .changed = {}, .added = {}, .stated_at = from.text()};
  for (auto n = from.count(kLeastOfRow / 4); n > 0 && from.good(); --n) {
    std::vector<std::string> row = from.texts();
    row.resize(2);
    edits.removed.emplace(std::move(row[0]), std::move(row[1]));
  }
  for (auto n = from.count(kLeastOfRow); n > 0 && from.good(); --n) {
    std::string row = from.text();
    edits.changed.emplace(std::move(row), take_row(from));
  }
  for (auto n = from.count(kLeastOfRow); n > 0 && from.good(); --n)
    edits.added.push_back(take_row(from));
  file.edits = std::make_shared<const RowEdits>(std::move(edits));
  return file;
}

void pack_time(ByteSink& to, const std::optional<DayTime>& value) {
  to.number(value ? static_cast<std::int64_t>(value->days.to_ullong()) : 0);
  to.number(value ? value->minute : 0);
}

std::optional<DayTime> take_time(ByteSource& from) {
  const std::int64_t days = from.number(), minute = from.number();
  if (days == 0) return std::nullopt;  // a time is of one day at least
  DayTime time;
  time.days = Days{static_cast<unsigned long long>(days)};
  time.minute = static_cast<int>(minute);
  if (days < 0 || days >= (1 << kDays) || minute < 0 || minute >= 24 * 60) from.refuse();
  return time;
}

void pack(ByteSink& to, const Frame& value) {
  to.real(value.centre().lon);
  to.real(value.centre().lat);
}

Result<Frame> take_frame(ByteSource& from) {
  LonLatBox centre;
  const double lon = from.real(), lat = from.real();
  centre.add(lon, lat);
  return Frame::around(centre);
}

void pack_raster_source(ByteSink& to, const LayerSource& value) {
  to.text(value.file);
  to.text(value.crs);
  to.number(value.axes == Axes::swapped ? 1 : 0);
}

LayerSource take_raster_source(ByteSource& from) {
  LayerSource value;
  value.file = from.text();
  value.crs = from.text();
  value.axes = from.number() == 1 ? Axes::swapped : Axes::as_written;
  return value;
}

}  // namespace lifecircle
