#include "tools/lifecircle/circle_rows.hpp"

#include <type_traits>
#include <utility>

#include "algorithms/study/result_tables.hpp"
#include "algorithms/study/table_builder.hpp"

namespace lifecircle {
namespace {

Style by_places() {
  Style style{.look = Style::Look::ramp, .by = "places", .size = 0.4};
  const auto add = [&](const char* value, const char* en, const char* zh, const char* colour) {
    style.classes.push_back({value, en, zh, colour});
  };
  add("1", "one place", "1处", "#deebf7");
  add("2", "two", "2处", "#9ecae1");
  add("4", "three or four", "3-4处", "#4292c6");
  add("inf", "more", "更多", "#084594");
  return style;
}

Table empty_table(const CirclesOptions& options, bool with_people) {
  if (options.product == CircleProduct::roads) {
    TableBuilder t{"reached", "Reached roads", "可达道路"};
    t.text("id", "place", "地点");
    t.text("mode", "mode", "方式");
    t.text("class", "class", "道路等级");
    t.number("seconds_start", "seconds at the start", "起点秒数", 3);
    t.number("seconds_end", "seconds at the end", "终点秒数", 3);
    t.shapes(ShapeKind::line);
    return t.finish();
  }
  TableBuilder t{"circles", "Service circles", "生活圈"};
  t.text("id", "place", "地点");
  t.number("minutes", "minutes, at most", "分钟（不超过）", 3);
  t.number("minutes_from", "minutes, more than", "分钟（大于）", 3);
  t.integer("places", "places that reach it", "可达地点数");
  t.number("area_m2", "square metres", "面积（平方米）", 1);
  if (with_people) t.number("people", "people", "人口", 3);
  t.text("modes", "modes, the best of", "方式（取最优）");
  t.text("speeds_kmh", "speeds, km/h", "速度（公里/小时）");
  t.text("direction", "direction", "方向");
  t.number("access_m", "longest way to a road, metres", "到道路的最大距离（米）", 1);
  t.number("tolerance_m", "drawn within, metres", "绘制误差上限（米）", 2);
  t.shapes(ShapeKind::area);
  return t.finish();
}

}  // namespace

Layer circle_layer(const CirclesOptions& options, bool with_people) {
  Layer layer{empty_table(options, with_people), {}};
  switch (options.product) {
    case CircleProduct::each:
    case CircleProduct::dissolved:
      layer.style = minutes_style({options.limits.begin(), options.limits.end()});
      break;
    case CircleProduct::overlaps:
      layer.style = by_places();
      break;
    case CircleProduct::split:
    case CircleProduct::alone:
      layer.style = {.colour = "#66c2a5", .size = 0.4};
      break;
    case CircleProduct::roads:
      layer.style = {.colour = "#3182bd", .size = 0.5};
      break;
  }
  return layer;
}

CircleRows::CircleRows(const CirclesOptions& options, bool with_people, double earth_radius_m,
                       std::string speeds)
    : options_{&options},
      with_people_{with_people},
      earth_radius_m_{earth_radius_m},
      speeds_{std::move(speeds)},
      table_{empty_table(options, with_people)} {}

namespace {

/// Puts the values of one row, column after column.
class Row {
 public:
  explicit Row(Table& table) : table_{&table} {}
  Row& text(std::string value) { return put(std::move(value)); }
  Row& integer(std::int64_t value) { return put(value); }
  Row& number(double value) { return put(value); }

 private:
  template <class T>
  Row& put(T value) {
    std::get<std::vector<T>>(table_->columns[column_++].values).push_back(std::move(value));
    return *this;
  }
  Table* table_;
  std::size_t column_ = 0;
};

}  // namespace

void CircleRows::add(const std::string& id, std::size_t l, std::int64_t places, std::int64_t people,
                     const Shape& area) {
  const auto& limits = options_->limits;
  Row row{table_};
  row.text(id)
      .number(limits[l].minutes())
      .number(options_->rings && l > 0 ? limits[l - 1].minutes() : 0)
      .integer(places > 0 ? places : kNoInteger)
      .number(area_on_earth_m2(area, earth_radius_m_));
  if (with_people_) row.number(whole(people));
  row.text(names_text(options_->modes))
      .text(speeds_)
      .text(direction_name(options_->direction))
      .number(options_->access_m)
      .number(options_->tolerance_m + options_->simplify_m);
  if (area.parts.empty())
    table_.shapes.add_nothing();
  else
    table_.shapes.add(area);
}

void CircleRows::add_road(const std::string& id, const std::string& mode,
                          const std::string& road_class, const ReachedRoad& road) {
  Row{table_}
      .text(id)
      .text(mode)
      .text(road_class)
      .number(road.from.seconds())
      .number(road.to.seconds());
  table_.shapes.add(std::span<const Point>{road.line});
}

Table CircleRows::take() {
  Table full = std::move(table_);
  table_ = empty_table(*options_, with_people_);
  return full;
}

void append(Table& table, const Table& rows) {
  for (std::size_t c = 0; c < table.columns.size(); ++c)
    std::visit(
        [&](auto& values) {
          const auto& more =
              std::get<std::remove_reference_t<decltype(values)>>(rows.columns[c].values);
          values.insert(values.end(), more.begin(), more.end());
        },
        table.columns[c].values);
  const Shapes& from = rows.shapes;
  for (std::size_t row = 0; row < from.size(); ++row) {
    Shape shape{from.kind, {}};
    for (std::uint64_t part = from.shape_first[row]; part < from.shape_first[row + 1]; ++part)
      shape.parts.emplace_back(
          from.points.begin() + static_cast<std::ptrdiff_t>(from.part_first[part]),
          from.points.begin() + static_cast<std::ptrdiff_t>(from.part_first[part + 1]));
    if (shape.parts.empty())
      table.shapes.add_nothing();
    else
      table.shapes.add(shape);
  }
}

}  // namespace lifecircle
