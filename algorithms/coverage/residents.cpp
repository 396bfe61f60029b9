#include "algorithms/coverage/residents.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <utility>

#include "engine/base/loop_teller.hpp"
#include "engine/base/parallel.hpp"
#include "engine/network/useful_legs.hpp"
#include "engine/places/area_index.hpp"
#include "engine/search/opened.hpp"

namespace lifecircle {

Residents residents_of(const std::vector<Compound>& compounds, const std::vector<Point>& homes) {
  Residents residents;
  std::vector<const Shape*> areas;
  for (const Compound& compound : compounds) {
    residents.compounds.push_back(&compound);
    areas.push_back(&compound.area);
  }
  residents.homes.resize(compounds.size());
  const AreaIndex index{std::move(areas)};
  for (std::size_t h = 0; h < homes.size(); ++h)
    if (const auto within = index.holding(homes[h]); !within.empty())
      residents.homes[within.front()].push_back(DemandId{h});
  return residents;
}

namespace {

/// A compound's own gates in one mode, and the fields as its residents read them.
struct OfMode {
  const ModeGraph* graph;
  OwnGates gates;
  std::vector<std::pair<const ReadField*, OpenedField>> fields = {};
  bool asks(Direction direction) const {
    return std::ranges::any_of(
        fields, [&](const auto& f) { return f.first->field->direction() == direction; });
  }
};

void lower(const ReadField& read, DemandId home, Label label) {
  if (read.nearest != nullptr)
    (*read.nearest)[home] = std::min((*read.nearest)[home], label);
  else
    (*read.to_edge)[home] = std::min((*read.to_edge)[home], label.time());
}

/// The modes in which a compound has a gate that visitors may not pass.
std::deque<OfMode> open_gates(const Compound& compound, const std::vector<ClosedJunctions>& closed,
                              std::span<const ReadField> fields) {
  std::deque<OfMode> modes;  // fields point at their gates
  for (const ClosedJunctions& junctions : closed) {
    std::vector<NodeId> nodes;
    for (const OwnGate& gate : compound.gates)
      if (gate.modes.has(junctions.graph().profile().mode)) junctions.at(gate.at, nodes);
    if (nodes.empty()) continue;
    OfMode& mode = modes.emplace_back(OfMode{&junctions.graph(), {junctions, std::move(nodes)}});
    for (const ReadField& read : fields)
      if (&read.field->graph() == mode.graph)
        mode.fields.emplace_back(&read, OpenedField{*read.field, mode.gates});
  }
  return modes;
}

}  // namespace

bool let_residents_pass(const Ground& ground, std::span<const ReadField> fields, const Homes& homes,
                        const AccessLimits& access, const Residents& residents,
                        const Progress& progress) {
  const Incidence incidence{ground.network()};
  std::vector<ClosedJunctions> closed;
  for (const ReadField& read : fields)
    if (std::ranges::none_of(
            closed, [&](const ClosedJunctions& c) { return &c.graph() == &read.field->graph(); }))
      closed.emplace_back(read.field->graph(), incidence);
  struct Scratch {
    Surroundings here;
    UsefulLegs look;
  };
  LoopTeller teller{progress, "stage_residents", residents.compounds.size()};
  parallel_for(
      residents.compounds.size(), [] { return Scratch{}; },
      [&](std::size_t c, Scratch& s) {
        if (!teller.go_on() || residents.homes[c].empty()) return;
        const auto modes = open_gates(*residents.compounds[c], closed, fields);
        if (modes.empty()) return;
        for (const DemandId home : residents.homes[c]) {
          const std::size_t h = home.index();
          s.here.look(ground, homes.at[h], access.of(homes.setting[h]));
          for (const OfMode& mode : modes) {
            const auto& ways = s.look.around(*mode.graph, s.here, mode.asks(Direction::to_facility),
                                             mode.asks(Direction::from_facility));
            for (const auto& [read, opened] : mode.fields) {
              const bool to = read->field->direction() == Direction::to_facility;
              Label best;
              for (const UsefulLegs::Way& way : ways)
                if (to ? way.to : way.from)
                  best = std::min(best, opened.at(way.edge, way.times) + way.leg);
              lower(*read, home, best);
            }
          }
        }
      },
      1);
  return !teller.stopped();
}

}  // namespace lifecircle
