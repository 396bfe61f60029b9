#include "io/read/own_gates.hpp"

#include <algorithm>
#include <set>

namespace lifecircle::town_parts {

OwnGateFinder::OwnGateFinder(std::vector<Compound>& compounds)
    : compounds_{compounds}, within_{areas(compounds)}, outlines_{outlines(compounds)} {}

std::vector<const Shape*> OwnGateFinder::areas(const std::vector<Compound>& compounds) {
  std::vector<const Shape*> all;
  for (const Compound& compound : compounds) all.push_back(&compound.area);
  return all;
}

std::vector<Segment> OwnGateFinder::outlines(const std::vector<Compound>& compounds) {
  std::vector<Segment> all;
  for (std::size_t c = 0; c < compounds.size(); ++c)
    for (const auto& ring : compounds[c].area.parts)
      for (std::size_t i = 0; i < ring.size(); ++i)
        all.push_back({ring[i], ring[(i + 1) % ring.size()], c});
  return all;
}

bool OwnGateFinder::give_by_code(const OwnGate& gate, const std::string& code) {
  const auto first = std::ranges::lower_bound(compounds_, code, {}, &Compound::code);
  auto at = first;
  for (; at != compounds_.end() && at->code == code; ++at) at->gates.push_back(gate);
  return at != first;
}

void OwnGateFinder::give_by_place(const OwnGate& gate) {
  const auto inside = within_.holding(gate.at);
  std::set<std::size_t> whose{inside.begin(), inside.end()};
  std::vector<Segment> near;
  outlines_.within(box_around(gate.at, kNearWallM * 1e3), near);
  for (const Segment& s : near)
    if (nearest_on_segment(s.a, s.b, gate.at).distance_mm <= kNearWallM * 1e3)
      whose.insert(s.number);
  for (const std::size_t c : whose) compounds_[c].gates.push_back(gate);
}

std::size_t OwnGateFinder::tidy() {
  std::size_t without = 0;
  for (Compound& compound : compounds_) {
    auto& gates = compound.gates;
    std::ranges::sort(gates);
    gates.erase(std::unique(gates.begin(), gates.end()), gates.end());
    if (gates.empty()) ++without;
  }
  return without;
}

}  // namespace lifecircle::town_parts
