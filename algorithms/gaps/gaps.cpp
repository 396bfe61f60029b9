#include "algorithms/gaps/gaps.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "engine/places/segment_index.hpp"

namespace lifecircle {
namespace {

/// Disjoint sets by their smallest member (Tarjan 1975, path halving).
class Sets {
 public:
  explicit Sets(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), 0U); }
  std::uint32_t find(std::uint32_t x) {
    while (parent_[x] != x) x = parent_[x] = parent_[parent_[x]];
    return x;
  }
  void unite(std::uint32_t a, std::uint32_t b) {
    a = find(a), b = find(b);
    parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<std::uint32_t> parent_;
};

/// The outlines of the admitted facilities, to ask who is nearest as the crow flies.
class StraightLine {
 public:
  StraightLine(const std::vector<Facility>& facilities, const Column<FacilityId, char>& admitted)
      : index_{segments(facilities, admitted)} {}

  struct Found {
    double distance_mm;
    FacilityId facility;
  };
  std::optional<Found> nearest(Point p) const {
    if (index_.empty()) return std::nullopt;
    std::vector<Segment> found;
    for (double reach_mm = 1e6;; reach_mm *= 4) {
      found.clear();
      index_.within(box_around(p, reach_mm), found);
      std::optional<Found> best;
      for (const Segment& s : found) {
        const Found here{nearest_on_segment(s.a, s.b, p).distance_mm, FacilityId{s.number}};
        if (!best ||
            std::tie(here.distance_mm, here.facility) < std::tie(best->distance_mm, best->facility))
          best = here;
      }
      if (best && (best->distance_mm <= reach_mm || reach_mm > 4.3e9)) return best;
    }
  }

 private:
  static std::vector<Segment> segments(const std::vector<Facility>& facilities,
                                       const Column<FacilityId, char>& admitted) {
    std::vector<Segment> all;
    for (std::size_t f = 0; f < facilities.size(); ++f) {
      if (!admitted[FacilityId{f}]) continue;
      for (const auto& part : facilities[f].shape.parts) {
        if (part.size() == 1) all.push_back({part[0], part[0], f});
        for (std::size_t i = 0; i + 1 < part.size(); ++i) all.push_back({part[i], part[i + 1], f});
      }
    }
    return all;
  }
  SegmentIndex index_;
};

Gap describe(const Homes& homes, const Uncovered& uncovered, const StraightLine& straight,
             std::vector<DemandId> members) {
  Gap gap;
  gap.homes = std::move(members);
  gap.count.assign(homes.measures.size(), 0);
  double straight_mm = -1;
  std::map<std::optional<UnitId>, std::int64_t> people_of;
  for (const DemandId home : gap.homes) {
    const std::size_t h = home.index();
    for (std::size_t m = 0; m < homes.measures.size(); ++m) gap.count[m] += homes.count[m][h];
    const std::int64_t people = homes.count.empty() ? 0 : homes.count[uncovered.ranked_by][h];
    people_of[homes.unit[h]] += people;
    const Label label = uncovered.nearest[home];
    gap.nearest = std::min(gap.nearest, label);
    if (label.is_never())
      gap.unreachable += people;
    else if (gap.farthest.is_never() || label.time() > gap.farthest)
      gap.farthest = label.time();
    if (const auto found = straight.nearest(homes.at[h]))
      if (straight_mm < 0 || std::tuple{found->distance_mm, found->facility} <
                                 std::tuple{straight_mm, *gap.straight_to}) {
        straight_mm = found->distance_mm;
        gap.straight_to = found->facility;
      }
  }
  if (straight_mm >= 0) gap.straight_m = straight_mm / 1e3;
  gap.unit = std::ranges::max_element(people_of, {}, [](const auto& e) { return e.second; })->first;
  return gap;
}

}  // namespace

std::vector<Gap> find_gaps(const Homes& homes, const std::vector<Facility>& facilities,
                           const Uncovered& uncovered, const GapDistances& distances) {
  std::vector<std::uint32_t> members;
  std::vector<Segment> points;
  for (std::size_t h = 0; h < homes.size(); ++h) {
    const bool anyone = homes.count.empty() || homes.count[uncovered.ranked_by][h] > 0;
    if (!uncovered.homes[DemandId{h}] || !anyone) continue;
    points.push_back({homes.at[h], homes.at[h], members.size()});
    members.push_back(static_cast<std::uint32_t>(h));
  }
  const SegmentIndex index{points};
  Sets sets{members.size()};
  std::vector<Segment> near;
  for (std::uint32_t i = 0; i < members.size(); ++i) {
    const double mine_m = distances.of(homes.setting[members[i]]);
    near.clear();
    index.within(box_around(points[i].a, mine_m * 1e3), near);
    for (const Segment& other : near) {
      const auto j = static_cast<std::uint32_t>(other.number);
      if (j >= i) continue;
      const double limit_m = std::min(mine_m, distances.of(homes.setting[members[j]]));
      if (distance_mm(points[i].a, other.a) <= limit_m * 1e3) sets.unite(i, j);
    }
  }
  // A pair within the smaller of two distances is seen from both sides, so j < i loses none.
  std::map<std::uint32_t, std::vector<DemandId>> clusters;
  for (std::uint32_t i = 0; i < members.size(); ++i)
    clusters[sets.find(i)].push_back(DemandId{members[i]});
  const StraightLine straight{facilities, uncovered.admitted};
  std::vector<Gap> gaps;
  for (auto& [first, cluster] : clusters)
    gaps.push_back(describe(homes, uncovered, straight, std::move(cluster)));
  std::ranges::stable_sort(gaps, [&](const Gap& a, const Gap& b) {
    const std::size_t by = uncovered.ranked_by;
    const std::int64_t p = a.count.empty() ? 0 : a.count[by], q = b.count.empty() ? 0 : b.count[by];
    return p != q ? p > q : a.homes.front() < b.homes.front();
  });
  return gaps;
}

}  // namespace lifecircle
