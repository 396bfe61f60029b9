#include "engine/network/roads.hpp"

#include <cassert>

namespace lifecircle {

std::uint32_t Roads::add_vertex(Point p, Modes closed_to) {
  position.push_back(p);
  closed.push_back(closed_to);
  return static_cast<std::uint32_t>(position.size() - 1);
}

std::uint32_t Roads::add_kind(const RoadKind& kind) {
  for (std::size_t i = kinds.size(); i-- > 0;)
    if (kinds[i] == kind) return static_cast<std::uint32_t>(i);
  kinds.push_back(kind);
  return static_cast<std::uint32_t>(kinds.size() - 1);
}

void Roads::add_line(std::uint32_t kind, std::span<const std::uint32_t> vertices,
                     std::int64_t source) {
  assert(kind < kinds.size() && vertices.size() >= 2);
  line_kind.push_back(kind);
  line_source.push_back(source);
  line_vertex.insert(line_vertex.end(), vertices.begin(), vertices.end());
  line_first.push_back(line_vertex.size());
}

void Roads::append(const Roads& other) {
  const auto base = static_cast<std::uint32_t>(vertex_count());
  const std::size_t lines_before = line_count();
  position.insert(position.end(), other.position.begin(), other.position.end());
  closed.insert(closed.end(), other.closed.begin(), other.closed.end());
  std::vector<std::uint32_t> kind_here;
  for (const RoadKind& kind : other.kinds) kind_here.push_back(add_kind(kind));
  for (const std::uint32_t kind : other.line_kind) line_kind.push_back(kind_here[kind]);
  line_source.insert(line_source.end(), other.line_source.begin(), other.line_source.end());
  const std::uint64_t first = line_vertex.size();
  for (std::size_t i = 1; i < other.line_first.size(); ++i)
    line_first.push_back(first + other.line_first[i]);
  for (const std::uint32_t v : other.line_vertex) line_vertex.push_back(base + v);
  for (TurnRule rule : other.turn_rules) {
    for (auto& v : rule.vertices) v += base;
    turn_rules.push_back(std::move(rule));
  }
  if (!line_times.empty() || !other.line_times.empty()) {
    line_times.resize(lines_before);
    line_times.insert(line_times.end(), other.line_times.begin(), other.line_times.end());
    line_times.resize(line_count());
  }
}

}  // namespace lifecircle
