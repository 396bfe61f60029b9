#include "tools/lifecircle/computed_study.hpp"

#include <memory>
#include <optional>

#include "engine/network/gates.hpp"
#include "engine/network/join.hpp"
#include "io/read/osm_edits.hpp"
#include "io/read/row_edits.hpp"
#include "tools/lifecircle/roads_of.hpp"

namespace lifecircle {
namespace {

const RoadHeights* address_of(const std::optional<RoadHeights>& heights) {
  return heights ? &*heights : nullptr;
}

/// A row that the scenario itself changes or adds, and that had to be set aside: whoever wrote it
/// for this run must not take its absence for an answer.
std::optional<Error> unusable_edit(StudyFile study, const Problems& problems, Language language) {
  std::optional<Error> error;
  for_each_layer(study, [&](LayerSource& layer) {
    if (!layer.edits || error) return;
    for (const Problem& p : problems.list()) {
      if (!p.set_aside || p.file != layer.file ||
          (!layer.layer.empty() && !p.layer.empty() && p.layer != layer.layer))
        continue;
      const auto edit = layer.edits->touched.find(p.row);
      if (edit == layer.edits->touched.end()) continue;
      error = Error{Fault::input, "edit_unusable", edit->second, {say(p.key, language, p.args)}};
      return;
    }
  });
  for_each_osm_file(study, [&](const std::string& file, std::shared_ptr<const RowEdits>& edits) {
    if (!edits || error) return;
    for (const Problem& p : problems.list()) {
      const std::string edit =
          p.set_aside && p.file == file ? osm::edit_of(*edits, p.layer, p.row) : "";
      if (edit.empty()) continue;
      error = Error{Fault::input, "edit_unusable", edit, {say(p.key, language, p.args)}};
      return;
    }
  });
  return error;
}

Error stopped() {
  return Error{Fault::interrupted, "interrupted", ""};
}

}  // namespace

Result<ComputedStudy> computed_study(const StudyFile& study, const std::vector<InputFile>& inputs,
                                     const NetworkCache& cache, Problems& problems,
                                     StageClock& clock, Session& session, const ReadAndFine& fine) {
  auto loaded = load_town(study, problems, session.progress);
  if (!loaded) {
    remark_problems(problems, session);  // where nothing is left, they say why
    return loaded.error();
  }
  if (const auto unusable = unusable_edit(study, problems, session.language)) return *unusable;
  if (fine)
    if (const auto done = fine(loaded.value()); !done) return done.error();
  clock.stage("read");
  if (!tell(session.progress, "stage_network", 0, 0)) return stopped();

  ComputedStudy computed{
      .loaded = std::move(loaded).value(), .ready = {}, .networks = {}, .result = {}};
  const Town& town = computed.loaded.town;
  const auto network_of = [&](const char* name, Roads&& roads, const NetworkCache& kept_in,
                              Problems& told) -> Result<ReadyNetwork> {
    auto ready = network_of_study(std::move(roads), study, computed.loaded.frame, inputs, kept_in,
                                  told, session);
    if (ready)
      computed.networks.push_back(
          {name, network_from_name(ready.value().from), ready.value().file});
    return ready;
  };
  // The roads once more, where nobody knows of some gates whether they are open.
  Roads& roads = computed.loaded.town.roads;
  Roads others;
  if (!town.unknown_gates.empty()) others = roads;
  // Nobody asks any more of the roads as they were read than how many lines there were.
  Roads spent;
  spent.line_kind.resize(roads.line_count());
  auto ready = network_of("network", std::move(roads), cache, problems);
  roads = std::move(spent);
  if (!ready) return ready.error();
  computed.ready = std::move(ready).value();
  const Ground ground{*computed.ready.network, town.barriers};
  clock.stage("network");

  std::optional<ReadyNetwork> other;
  std::optional<Ground> other_ground;
  std::optional<OtherRoads> other_roads;
  if (!town.unknown_gates.empty()) {
    set_unknown_gates(others, town.unknown_gates, !study.rules.time->unknown_open);
    Problems told_before;
    NetworkCache of_others = cache;
    of_others.given_may_differ = true;
    auto made = network_of("other_network", std::move(others), of_others, told_before);
    if (!made) return made.error();
    other.emplace(std::move(made).value());
    other_ground.emplace(*other->network, town.barriers);
    other_roads.emplace(OtherRoads{*other_ground, address_of(other->heights), &other->graphs});
    clock.stage("other network");
  }

  StudyRules rules = study.rules;
  rules.language = session.language;
  computed.result =
      compute_study(ground, town, rules, session.progress, address_of(computed.ready.heights),
                    other_roads ? &*other_roads : nullptr, &computed.ready.graphs);
  problems.add_all(std::move(computed.result.doubts));
  if (!tell(session.progress, "stage_write", 0, 0)) return stopped();
  clock.stage("compute");
  return computed;
}

}  // namespace lifecircle
