#include "algorithms/circle/slivers.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace lifecircle {
namespace {

double length_mm(const BorderLine& line) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < line.size(); ++i) sum += distance_mm(line[i], line[i + 1]);
  return sum;
}

class Slivers {
 public:
  Slivers(const std::vector<BorderLine>& lines, std::vector<RingOfLines>& rings)
      : lines_{lines}, rings_{rings}, of_line_(lines.size()) {
    for (std::uint32_t r = 0; r < rings_.size(); ++r) {
      for (const auto& part : rings_[r].parts) of_line_[part.line].push_back(r);
      add_meetings(r, 1);
    }
  }

  /// Whether the ring could be given to a neighbour; it has no lines left then.
  bool give_away(std::uint32_t small) {
    // The neighbour along the longest border first; of equal ones the line that was there first.
    std::vector<std::size_t> parts(rings_[small].parts.size());
    for (std::size_t p = 0; p < parts.size(); ++p) parts[p] = p;
    std::ranges::stable_sort(parts, std::ranges::greater{}, [&](std::size_t p) {
      return length_mm(lines_[rings_[small].parts[p].line]);
    });
    for (const std::size_t p : parts)
      if (const auto other = beyond(rings_[small].parts[p].line, small);
          other && may_have(*other, small, p)) {
        merge(*other, small, p);
        return true;
      }
    return false;
  }

 private:
  std::optional<std::uint32_t> beyond(std::uint32_t line, std::uint32_t ring) const {
    for (const std::uint32_t r : of_line_[line])
      if (r != ring) return r;
    return std::nullopt;
  }
  Point end_of(const RingOfLines::Part& part) const {
    return part.back ? lines_[part.line].front() : lines_[part.line].back();
  }
  void add_meetings(std::uint32_t ring, int count) {
    if (rings_[ring].parts.size() < 2) return;
    for (const auto& part : rings_[ring].parts)
      meetings_[{rings_[ring].zone, end_of(part)}] += count;
  }

  /// No ring of the other's zone may come by the small ring's meetings, but for the two at the ends
  /// of the line that goes: the other would touch itself there, or its neighbour.
  bool may_have(std::uint32_t other, std::uint32_t small, std::size_t p) const {
    const auto& parts = rings_[small].parts;
    for (std::size_t k = 0; k < parts.size(); ++k) {
      const auto found = meetings_.find({rings_[other].zone, end_of(parts[k])});
      const int there = found == meetings_.end() ? 0 : found->second;
      const bool at_line = k == p || (k + 1) % parts.size() == p;
      if (there != (at_line ? 1 : 0)) return false;
    }
    return true;
  }

  void merge(std::uint32_t other, std::uint32_t small, std::size_t p) {
    add_meetings(other, -1);
    add_meetings(small, -1);
    auto& into = rings_[other].parts;
    auto& from = rings_[small].parts;
    const std::uint32_t line = from[p].line;
    // From the end of the line round the small ring to its beginning, in place of the line, which
    // the other goes along the other way.
    std::rotate(from.begin(), from.begin() + static_cast<std::ptrdiff_t>(p) + 1, from.end());
    from.pop_back();
    const auto at = std::ranges::find(into, line, &RingOfLines::Part::line);
    into.insert(into.erase(at), from.begin(), from.end());
    of_line_[line].clear();
    for (const auto& part : from) std::ranges::replace(of_line_[part.line], small, other);
    from.clear();
    add_meetings(other, 1);
  }

  const std::vector<BorderLine>& lines_;
  std::vector<RingOfLines>& rings_;
  std::vector<std::vector<std::uint32_t>> of_line_;  ///< the rings at each line, one or two
  /// How often rings of a zone come by a place where lines meet.
  std::map<std::pair<std::int32_t, Point>, int> meetings_;
};

}  // namespace

double area_mm2(const BorderLine& line) {
  double twice = 0;
  for (std::size_t i = 0; i + 1 < line.size(); ++i)
    twice += (static_cast<double>(line[i].x) - line[0].x) *
                 (static_cast<double>(line[i + 1].y) - line[0].y) -
             (static_cast<double>(line[i].y) - line[0].y) *
                 (static_cast<double>(line[i + 1].x) - line[0].x);
  return twice / 2;
}

void give_away_slivers(std::vector<BorderLine>& lines, std::vector<RingOfLines>& rings,
                       std::vector<std::uint64_t>& begins, double least_mm2) {
  // By zone and beginning, so that the order of rings leaves no trace.
  std::vector<std::uint32_t> small;
  for (std::uint32_t r = 0; r < rings.size(); ++r)
    if (rings[r].parts.size() > 1) small.push_back(r);
  if (small.empty()) return;  // a circle by itself
  std::ranges::sort(small, {}, [&](std::uint32_t r) {
    return std::pair{rings[r].zone, begins[r]};
  });
  Slivers slivers{lines, rings};
  for (const std::uint32_t r : small) {
    const double area = rings[r].parts.empty() ? 0 : area_mm2(points_of(rings[r], lines));
    if (area > 0 && area < least_mm2) slivers.give_away(r);
  }
  std::size_t kept = 0;
  for (std::size_t r = 0; r < rings.size(); ++r) {
    if (rings[r].parts.empty()) continue;
    if (kept != r) rings[kept] = std::move(rings[r]);
    begins[kept++] = begins[r];
  }
  rings.resize(kept);
  begins.resize(kept);
}

}  // namespace lifecircle
