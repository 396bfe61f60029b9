#include "algorithms/circle/circles.hpp"

#include <algorithm>

namespace lifecircle {

CircleSearch::CircleSearch(const Ground& ground, const Incidence& incidence,
                           std::span<const ModeGraph* const> graphs)
    : ground_{&ground}, incidence_{&incidence} {
  for (const ModeGraph* graph : graphs) reaches_.emplace_back(*graph);
}

std::vector<Shape> CircleSearch::circles_of(std::span<const std::vector<Leg>> legs,
                                            const CircleRules& rules) {
  for (std::size_t g = 0; g < reaches_.size(); ++g)
    reaches_[g].run(rules.direction, legs[g], rules.limits.back());
  std::vector<Shape> circles;
  for (const Duration limit : rules.limits) {
    strips_.clear();
    for (const Reach& reach : reaches_) {
      edges_.assign(reach.own_edges().begin(), reach.own_edges().end());
      for (const StateId state : reach.settled()) {
        if (reach.at(state) > limit) break;  // nearest first
        const auto here = incidence_->at(reach.graph().node(state));
        edges_.insert(edges_.end(), here.begin(), here.end());
      }
      std::ranges::sort(edges_);
      edges_.erase(std::unique(edges_.begin(), edges_.end()), edges_.end());
      for (const EdgeId edge : edges_) add_strips(reach, edge, limit, rules.access_m, strips_);
    }
    circles.push_back(outline_of(strips_, *ground_, rules.tolerance_m));
  }
  return circles;
}

std::vector<Shape> dissolved_circles(const Ground& ground,
                                     std::span<const NearestField* const> fields,
                                     const CircleRules& rules) {
  std::vector<Shape> circles;
  std::vector<Strip> strips;
  for (const Duration limit : rules.limits) {
    strips.clear();
    for (const NearestField* field : fields)
      for (std::size_t e = 0; e < ground.network().edge_count(); ++e)
        add_strips(*field, EdgeId{e}, limit, rules.access_m, strips);
    circles.push_back(outline_of(strips, ground, rules.tolerance_m));
  }
  return circles;
}

}  // namespace lifecircle
