#include "io/read/road_assembly.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "io/read/number_table.hpp"

namespace lifecircle {
namespace {

constexpr int kEnd = std::numeric_limits<int>::max();  ///< in place of a level: ends of any

std::uint64_t hash_of(Point at, int level) {
  std::uint64_t mixed = static_cast<std::uint32_t>(at.x);
  mixed = (mixed << 32 | static_cast<std::uint32_t>(at.y)) * 0x9E3779B97F4A7C15U;
  mixed ^= mixed >> 29;
  mixed = (mixed + static_cast<std::uint32_t>(level)) * 0xBF58476D1CE4E5B9U;
  return mixed ^ mixed >> 32;
}

/// Vertices by where they lie and at which level, numbered as they are first asked for.
class Vertices {
 public:
  /// `by_level`: a place may be more than an end.
  explicit Vertices(bool by_level) : by_level_{by_level} {}

  std::uint32_t of_end(Point at) { return find(at, kEnd, kNew); }
  std::uint32_t inside(Point at, int level) { return find(at, level, kNew); }
  /// Lines of this level that pass here pass through this end.
  void end_at_level(Point at, int level, std::uint32_t vertex) { find(at, level, vertex); }

  Growing<Point> take_positions() { return std::move(position_); }

 private:
  static constexpr std::uint32_t kNew = ~std::uint32_t{0};
  struct Spot {
    std::uint32_t vertex;
    int level;
  };
  Spot spot(std::uint32_t number) const { return by_level_ ? spots_[number] : Spot{number, kEnd}; }

  std::uint32_t find(Point at, int level, std::uint32_t vertex_if_new) {
    const auto next = static_cast<std::uint32_t>(by_level_ ? spots_.size() : position_.size());
    const auto same = [&](std::uint32_t number) {
      const Spot known = spot(number);
      return position_[known.vertex] == at && known.level == level;
    };
    const auto hash_of_number = [&](std::uint32_t number) {
      const Spot known = spot(number);
      return hash_of(position_[known.vertex], known.level);
    };
    const std::uint32_t found = table_.find_or_add(hash_of(at, level), next, same, hash_of_number);
    if (found == next) {
      const auto vertex =
          vertex_if_new == kNew ? static_cast<std::uint32_t>(position_.size()) : vertex_if_new;
      if (by_level_) spots_.push_back({vertex, level});
      if (vertex_if_new == kNew) position_.push_back(at);
    }
    return spot(found).vertex;
  }

  bool by_level_;
  Growing<Point> position_;
  Growing<Spot> spots_;
  NumberTable table_;
};

using Order = std::vector<std::uint32_t>;

/// Lines of two points or more by their points, then by what else is known of them. The order of
/// the file leaves no trace but in their source.
Order order_of(const RoadLines& lines, const std::vector<std::uint32_t>& kind_rank) {
  Order order;
  const auto is_line = [&](std::uint32_t i) { return lines.shape.point_count(i) >= 2; };
  const auto count = static_cast<std::uint32_t>(lines.shape.size());
  std::size_t of_use = 0;
  for (std::uint32_t i = 0; i < count; ++i) of_use += is_line(i) ? 1 : 0;
  order.reserve(of_use);
  for (std::uint32_t i = 0; i < count; ++i)
    if (is_line(i)) order.push_back(i);
  const auto rest = [&](std::uint32_t i) {
    const bool timed = !lines.forward_s.empty();
    return std::tuple{kind_rank[lines.kind[i]], timed ? lines.forward_s[i] : -1,
                      timed ? lines.backward_s[i] : -1, lines.source[i], i};
  };
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const auto p = lines.shape.points(a), q = lines.shape.points(b);
    const std::size_t both = std::min(p.size(), q.size());
    for (std::size_t j = 0; j < both; ++j)
      if (p[j] != q[j]) return p[j] < q[j];
    if (p.size() != q.size()) return p.size() < q.size();
    return rest(a) < rest(b);
  });
  return order;
}

/// What is known of each line, in the order of the lines.
void put_attributes(RoadLines& lines, const Order& order,
                    const std::vector<std::uint32_t>& kind_rank, Roads& roads) {
  roads.line_kind.reserve(order.size());
  for (const std::uint32_t i : order) roads.line_kind.push_back(kind_rank[lines.kind[i]]);
  lines.kind.release();
  roads.line_source.reserve(order.size());
  for (const std::uint32_t i : order) roads.line_source.push_back(lines.source[i]);
  lines.source.release();
  if (lines.forward_s.empty()) return;
  const auto stated = [](double seconds) {
    return seconds < 0 ? std::optional<double>{} : std::optional{seconds};
  };
  roads.line_times.reserve(order.size());
  for (const std::uint32_t i : order)
    roads.line_times.push_back(
        StatedTimes{stated(lines.forward_s[i]), stated(lines.backward_s[i])});
  lines.forward_s.release();
  lines.backward_s.release();
}

std::vector<std::uint64_t> firsts_of(const FlatLines& shape, const Order& order) {
  std::vector<std::uint64_t> first;
  first.reserve(order.size() + 1);
  first.push_back(0);
  for (const std::uint32_t i : order) first.push_back(first.back() + shape.point_count(i));
  return first;
}

std::vector<Point> exactly(Growing<Point> positions) {
  return {positions.begin(), positions.end()};
}

/// Vertices of lines that meet at their ends alone: those of the ends, then those inside of lines,
/// line by line.
void put_vertices(FlatLines shape, Order order, Roads& roads) {
  std::size_t points = 0;
  for (const std::uint32_t i : order) points += shape.point_count(i);
  const std::size_t inside = points - 2 * order.size();

  std::vector<std::uint32_t> end;  // two a line
  {
    Vertices vertices{false};
    end.reserve(2 * order.size());
    for (const std::uint32_t i : order) {
      end.push_back(vertices.of_end(shape.points(i).front()));
      end.push_back(vertices.of_end(shape.points(i).back()));
    }
    const Growing<Point> positions = vertices.take_positions();
    roads.position.reserve(positions.size() + inside);
    roads.position.assign(positions.begin(), positions.end());
  }
  auto next = static_cast<std::uint32_t>(roads.position.size());
  for (const std::uint32_t i : order) {
    const auto of_line = shape.points(i);
    roads.position.insert(roads.position.end(), of_line.begin() + 1, of_line.end() - 1);
  }
  shape.release_points();
  roads.line_first = firsts_of(shape, order);
  shape = {};
  Order{}.swap(order);
  roads.line_vertex.reserve(points);
  for (std::size_t line = 0; line + 1 < roads.line_first.size(); ++line) {
    roads.line_vertex.push_back(end[2 * line]);
    for (auto left = roads.line_first[line + 1] - roads.line_first[line] - 2; left > 0; --left)
      roads.line_vertex.push_back(next++);
    roads.line_vertex.push_back(end[2 * line + 1]);
  }
}

/// Vertices of noded lines, which share those inside of them with others of their level.
void put_noded_vertices(const FlatLines& shape, const Order& order, Roads& roads) {
  roads.line_first = firsts_of(shape, order);
  roads.line_vertex.reserve(roads.line_first.back());
  Vertices vertices{true};
  for (const std::uint32_t i : order)
    for (const Point end : {shape.points(i).front(), shape.points(i).back()})
      vertices.end_at_level(end, shape.level(i), vertices.of_end(end));
  for (const std::uint32_t i : order) {
    const auto points = shape.points(i);
    for (std::size_t j = 0; j < points.size(); ++j)
      roads.line_vertex.push_back(j == 0 || j + 1 == points.size()
                                      ? vertices.of_end(points[j])
                                      : vertices.inside(points[j], shape.level(i)));
  }
  roads.position = exactly(vertices.take_positions());
}

}  // namespace

Roads assemble(RoadLines lines, const std::map<RoadKind, std::uint32_t>& kinds, bool noded) {
  Roads roads;
  std::vector<std::uint32_t> kind_rank(kinds.size());
  for (const auto& [kind, number] : kinds) {
    kind_rank[number] = static_cast<std::uint32_t>(roads.kinds.size());
    roads.kinds.push_back(kind);
  }
  if (!noded) lines.shape.release_levels();
  Order order = order_of(lines, kind_rank);
  put_attributes(lines, order, kind_rank, roads);
  if (noded)
    put_noded_vertices(lines.shape, order, roads);
  else
    put_vertices(std::move(lines.shape), std::move(order), roads);
  roads.closed.assign(roads.position.size(), Modes::none());
  return roads;
}

}  // namespace lifecircle
