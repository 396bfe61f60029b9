#include "tools/lifecircle/computed_study.hpp"

#include "engine/network/gates.hpp"
#include "engine/network/join.hpp"
#include "tools/lifecircle/heights.hpp"
#include "tools/lifecircle/roads_of.hpp"

namespace lifecircle {
namespace {

const RoadHeights* address_of(const std::optional<RoadHeights>& heights) {
  return heights ? &*heights : nullptr;
}

Error stopped() {
  return Error{Fault::interrupted, "interrupted", ""};
}

}  // namespace

Result<ComputedStudy> computed_study(const StudyFile& study, Problems& problems, StageClock& clock,
                                     Session& session, const ReadAndFine& fine) {
  auto loaded = load_town(study, problems, session.progress);
  if (!loaded) {
    remark_problems(problems, session);  // where nothing is left, they say why
    return loaded.error();
  }
  if (fine)
    if (const auto done = fine(loaded.value()); !done) return done.error();
  clock.stage("read");
  if (!tell(session.progress, "stage_network", 0, 0)) return stopped();

  ComputedStudy computed{
      .loaded = std::move(loaded).value(), .network = {}, .heights = {}, .result = {}};
  const Town& town = computed.loaded.town;
  computed.network.emplace(town.roads);
  const Network& network = *computed.network;
  const Ground ground{network, town.barriers};
  clock.stage("network");
  auto heights = heights_of(study, network, computed.loaded.frame, problems, session.progress);
  if (!heights) return heights.error();
  computed.heights = std::move(heights).value();
  if (!study.elevation.empty()) clock.stage("heights");

  // The roads once more, where nobody knows of some gates whether they are open.
  std::optional<Network> other_network;
  std::optional<Ground> other_ground;
  std::optional<RoadHeights> other_heights;
  std::optional<OtherRoads> other_roads;
  if (!town.unknown_gates.empty()) {
    Roads roads = town.roads;
    set_unknown_gates(roads, town.unknown_gates, !study.rules.time->unknown_open);
    other_network.emplace(roads);
    other_ground.emplace(*other_network, town.barriers);
    Problems told_before;
    auto read =
        heights_of(study, *other_network, computed.loaded.frame, told_before, session.progress);
    if (!read) return read.error();
    other_heights = std::move(read).value();
    other_roads.emplace(OtherRoads{*other_ground, address_of(other_heights)});
    clock.stage("other network");
  }

  StudyRules rules = study.rules;
  rules.language = session.language;
  computed.result =
      compute_study(ground, town, rules, session.progress, address_of(computed.heights),
                    other_roads ? &*other_roads : nullptr);
  problems.add_all(std::move(computed.result.doubts));
  if (!tell(session.progress, "stage_write", 0, 0)) return stopped();
  clock.stage("compute");
  return computed;
}

}  // namespace lifecircle
