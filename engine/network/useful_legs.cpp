#include "engine/network/useful_legs.hpp"

namespace lifecircle {

void Surroundings::look(const Ground& ground, Point p, double limit_m) {
  ground_ = &ground;
  ways_.clear();
  ground.ways_within(p, limit_m, ways_);
  blocked_.assign(ways_.size(), kUnknown);
}

const std::vector<UsefulLegs::Way>& UsefulLegs::around(const ModeGraph& graph, Surroundings& here,
                                                       bool to, bool from) {
  graph_ = &graph;
  here_ = &here;
  ways_.clear();
  legs_.clear();
  const Speed speed = Speed::kilometres_per_hour(graph.profile().access_kmh);
  for (std::size_t i = 0; i < here.ways().size(); ++i) {
    const Leg& way = here.ways()[i];
    if (graph.joinable(way.place.edge))
      legs_.push_back(
          {i, way.place.edge, speed.time_over(way.distance_mm), graph.times(way.place)});
  }
  for (std::size_t first = 0; first < legs_.size();) {
    std::size_t last = first;
    while (last < legs_.size() && legs_[last].edge == legs_[first].edge) ++last;
    keep_on_edge(first, last, to, from);
    first = last;
  }
  return ways_;
}

const Leg* UsefulLegs::shortest() {
  for (;;) {
    const Leg* best = nullptr;
    std::size_t which = 0;
    for (const OwnLeg& leg : legs_) {
      const Leg& way = here_->ways()[leg.way];
      if (here_->known_blocked(leg.way) || (best && best->distance_mm <= way.distance_mm)) continue;
      best = &way;
      which = leg.way;
    }
    if (!best || !here_->blocked(which)) return best;
  }
}

/// Of the legs to one edge, those that no other leg and the way along the edge match: whoever
/// walks out takes the other leg and goes along; whoever comes in goes along and takes the other
/// leg.
void UsefulLegs::keep_on_edge(std::size_t first, std::size_t last, bool to, bool from) {
  keep_.assign(last - first, 0);
  const EdgeId edge = legs_[first].edge;
  const bool along = graph_->open({edge, true}), against = graph_->open({edge, false});
  // Towards the facility one goes from the other leg's place to this one, from it the other way.
  if (to) keep_in_direction(first, last, kTo, along, against, false);
  if (from) keep_in_direction(first, last, kFrom, against, along, true);
  for (std::size_t i = first; i < last; ++i)
    if (const char kept = keep_[i - first]; kept != 0)
      ways_.push_back(
          {edge, legs_[i].time, legs_[i].times, (kept & kTo) != 0, (kept & kFrom) != 0});
}

/// `rightwards`, `leftwards`: whether a leg further left (right) may stand for one. `inwards`:
/// travel goes from this place to the other leg's.
void UsefulLegs::keep_in_direction(std::size_t first, std::size_t last, char bit, bool rightwards,
                                   bool leftwards, bool inwards) {
  const auto between = [&](std::size_t left, std::size_t right, bool by_forward) {
    const PlaceTimes &a = legs_[left].times, &b = legs_[right].times;
    return by_forward ? b.forward - a.forward : b.backward - a.backward;
  };
  kept_.clear();
  for (std::size_t i = first; i < last; ++i) {
    if (rightwards && !kept_.empty() &&
        legs_[kept_.back()].time + between(kept_.back(), i, !inwards) <= legs_[i].time)
      continue;
    if (!here_->blocked(legs_[i].way)) kept_.push_back(i);
  }
  std::size_t stands = kept_.size();  // nobody yet
  for (std::size_t k = kept_.size(); k-- > 0;) {
    if (leftwards && stands < kept_.size() &&
        legs_[kept_[stands]].time + between(kept_[k], kept_[stands], inwards) <=
            legs_[kept_[k]].time)
      continue;
    stands = k;
    keep_[kept_[k] - first] = static_cast<char>(keep_[kept_[k] - first] | bit);
  }
}

}  // namespace lifecircle
