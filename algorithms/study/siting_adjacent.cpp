#include "algorithms/study/siting_adjacent.hpp"

#include <algorithm>

#include "engine/places/area_index.hpp"
#include "engine/places/shape_distance.hpp"

namespace lifecircle {

void add_adjacent(const AdjacentOutlines& adjacent, const ReachQuestion& question,
                  std::vector<InReach>& pairs) {
  if (adjacent.outlines.empty()) return;
  const std::vector<Facility>& facilities = *question.facilities;
  std::vector<const Shape*> outlines;
  std::vector<std::vector<FacilityId>> beside(adjacent.outlines.size());
  for (std::size_t o = 0; o < adjacent.outlines.size(); ++o) {
    outlines.push_back(&adjacent.outlines[o]);
    for (std::size_t f = 0; f < facilities.size(); ++f)
      if (question.admitted[FacilityId{f}] != 0 &&
          is_within(adjacent.outlines[o], facilities[f].shape, adjacent.within_mm))
        beside[o].push_back(FacilityId{f});
  }
  const AreaIndex index{std::move(outlines)};
  for (std::size_t h = 0; h < question.homes->size(); ++h) {
    if (question.asked[DemandId{h}] == 0) continue;
    for (const std::uint32_t o : index.holding(question.homes->at[h]))
      for (const FacilityId f : beside[o]) pairs.push_back({DemandId{h}, f, question.limit});
  }
  // Of a pair that is there twice the first is the nearer one.
  std::ranges::sort(pairs);
  pairs.erase(std::unique(pairs.begin(), pairs.end(),
                          [](const InReach& a, const InReach& b) {
                            return a.home == b.home && a.facility == b.facility;
                          }),
              pairs.end());
}

}  // namespace lifecircle
