#include "tests/support/changes.hpp"

#include <algorithm>
#include <numeric>

namespace lifecircle::test {
namespace {

std::vector<std::size_t> shuffled(std::size_t count, Dice& dice) {
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  shuffle(order, dice);
  return order;
}

std::optional<StatedTimes> times_of(const Roads& roads, std::size_t line) {
  return roads.line_times.empty() ? std::nullopt : roads.line_times[line];
}

/// Roads without lines; everything else as it was.
Roads without_lines(const Roads& roads) {
  Roads other = roads;
  other.line_kind.clear();
  other.line_source.clear();
  other.line_first = {0};
  other.line_vertex.clear();
  other.line_times.clear();
  return other;
}

void add(Roads& roads, std::uint32_t kind, const std::vector<std::uint32_t>& line,
         std::int64_t source, const std::optional<StatedTimes>& times, bool any_times) {
  roads.add_line(kind, line, source);
  if (any_times) roads.line_times.push_back(times);
}

}  // namespace

void add_some_road(RandomTown& town, Dice& dice) {
  Roads& roads = town.roads;
  const auto some = [&] {
    return dice.chance(20)
               ? roads.add_vertex({static_cast<std::int32_t>(dice.below(8)) * town.step_mm,
                                   static_cast<std::int32_t>(dice.below(8)) * town.step_mm})
               : dice.below(roads.vertex_count());
  };
  std::vector<std::uint32_t> line{some(), some()};
  if (dice.chance(50)) line.push_back(some());
  roads.add_line(dice.below(roads.kinds.size()), line, 9000);
  if (!roads.line_times.empty()) roads.line_times.emplace_back();
}

void cut_some_lines(Roads& roads, Dice& dice) {
  std::vector<int> pieces(roads.vertex_count(), 0);
  for (std::size_t i = 0; i < roads.line_count(); ++i)
    for (std::size_t v = 0; v + 1 < roads.line(i).size(); ++v)
      if (const std::uint32_t a = roads.line(i)[v], b = roads.line(i)[v + 1]; a != b)
        ++pieces[a], ++pieces[b];
  Roads cut = without_lines(roads);
  for (std::size_t i = 0; i < roads.line_count(); ++i) {
    const auto line = roads.line(i);
    std::vector<std::uint32_t> part;
    for (std::size_t v = 0; v < line.size(); ++v) {
      part.push_back(line[v]);
      const bool inner = part.size() >= 2 && v + 1 < line.size();
      if (inner && pieces[line[v]] == 2 && !times_of(roads, i) && dice.chance(40)) {
        add(cut, roads.line_kind[i], part, roads.line_source[i], std::nullopt,
            !roads.line_times.empty());
        part = {line[v]};
      }
    }
    if (part.size() >= 2)
      add(cut, roads.line_kind[i], part, roads.line_source[i], times_of(roads, i),
          !roads.line_times.empty());
  }
  roads = std::move(cut);
}

void turn_some_lines(Roads& roads, Dice& dice) {
  Roads turned = without_lines(roads);
  for (std::size_t i = 0; i < roads.line_count(); ++i) {
    std::vector<std::uint32_t> line(roads.line(i).begin(), roads.line(i).end());
    std::uint32_t kind = roads.line_kind[i];
    auto times = times_of(roads, i);
    std::vector<Point> forth, back;
    for (std::size_t v = 0; v < line.size(); ++v)
      if (v == 0 || line[v] != line[v - 1]) forth.push_back(roads.position[line[v]]);
    back.assign(forth.rbegin(), forth.rend());
    if (dice.chance(50) && !(times && forth == back)) {
      std::ranges::reverse(line);
      kind = turned.add_kind(roads.kinds[kind].reversed());
      if (times) std::swap(times->forward_s, times->backward_s);
    }
    add(turned, kind, line, roads.line_source[i], times, !roads.line_times.empty());
  }
  roads = std::move(turned);
}

void shuffle_roads(Roads& roads, Dice& dice) {
  const auto vertex_order = shuffled(roads.vertex_count(), dice),
             line_order = shuffled(roads.line_count(), dice),
             kind_order = shuffled(roads.kinds.size(), dice);
  std::vector<std::uint32_t> vertex_now(vertex_order.size()), kind_now(kind_order.size());
  Roads other;
  for (const std::size_t v : vertex_order)
    vertex_now[v] = other.add_vertex(roads.position[v], roads.closed[v]);
  for (const std::size_t k : kind_order) {
    kind_now[k] = static_cast<std::uint32_t>(other.kinds.size());
    other.kinds.push_back(roads.kinds[k]);
  }
  for (const std::size_t i : line_order) {
    std::vector<std::uint32_t> line;
    for (const std::uint32_t v : roads.line(i)) line.push_back(vertex_now[v]);
    add(other, kind_now[roads.line_kind[i]], line, roads.line_source[i], times_of(roads, i),
        !roads.line_times.empty());
  }
  other.turn_rules = roads.turn_rules;
  for (TurnRule& rule : other.turn_rules)
    for (auto& v : rule.vertices) v = vertex_now[v];
  shuffle(other.turn_rules, dice);
  roads = std::move(other);
}

void shuffle_barriers(Barriers& barriers, Dice& dice) {
  Barriers other{barriers.kind, {}};
  for (const std::size_t i : shuffled(barriers.part_first.size() - 1, dice)) {
    std::vector<Point> line(
        barriers.points.begin() + static_cast<std::ptrdiff_t>(barriers.part_first[i]),
        barriers.points.begin() + static_cast<std::ptrdiff_t>(barriers.part_first[i + 1]));
    if (dice.chance(50)) std::ranges::reverse(line);
    other.add(line);
  }
  barriers = std::move(other);
}

std::vector<std::size_t> shuffle_homes(Homes& homes, Dice& dice) {
  const auto order = shuffled(homes.size(), dice);
  Homes other;
  other.measures = homes.measures;
  other.count.resize(homes.count.size());
  std::vector<std::size_t> now(order.size());
  for (const std::size_t h : order) {
    now[h] = other.at.size();
    other.id.push_back(homes.id[h]);
    other.at.push_back(homes.at[h]);
    other.setting.push_back(homes.setting[h]);
    other.unit.push_back(homes.unit[h]);
    for (std::size_t m = 0; m < homes.count.size(); ++m)
      other.count[m].push_back(homes.count[m][h]);
  }
  homes = std::move(other);
  return now;
}

}  // namespace lifecircle::test
