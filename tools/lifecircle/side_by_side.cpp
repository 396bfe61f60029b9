#include "tools/lifecircle/side_by_side.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "algorithms/study/compare_maps.hpp"
#include "tools/lifecircle/computed_study.hpp"

namespace lifecircle {
namespace {

constexpr std::array<std::string_view, 3> kKept{"people", "facilities", "units"};

Result<Told> tell_of(StudyFile study, const NetworkCache& cache, Session& session) {
  auto inputs = take_inputs(study);
  if (!inputs) return inputs.error();
  Problems problems;
  StageClock clock;
  auto computed = computed_study(study, inputs.value(), cache, problems, clock, session);
  if (!computed) return computed.error();
  problems.sort();
  LoadedTown& read = computed.value().loaded;
  LoadedTown kept{.town = {}, .frame = read.frame, .box = read.box};
  kept.town.homes.measures = std::move(read.town.homes.measures);
  kept.town.homes.count = std::move(read.town.homes.count);
  kept.town.other_years = std::move(read.town.other_years);
  StudyResult& result = computed.value().result;
  std::erase_if(result.layers, [](const Layer& layer) {
    return std::ranges::find(kKept, layer.table.name) == kKept.end();
  });
  return Told{std::move(study), std::move(kept), std::move(result), std::move(problems),
              std::move(inputs).value()};
}

/// Lays a scenario's layers on another plane: one with roads beyond the base's has its own.
void lay_on(const Frame& plane, Told& told) {
  const Frame own = told.loaded.frame;
  if (own.definition() == plane.definition()) return;
  for (Layer& layer : told.result.layers)
    for (Point& p : layer.table.shapes.points) {
      const LonLat at = own.to_lonlat(p);
      p = plane.to_plane(at.lon, at.lat);
    }
  told.loaded.frame = plane;
}

}  // namespace

Result<SideBySide> compared(StudyFile base, std::vector<StudyFile> scenarios, bool as_range,
                            const NetworkCache& cache, Session& session) {
  SideBySide made;
  auto first = tell_of(std::move(base), cache, session);
  if (!first) return first.error();
  made.all.push_back(std::move(first).value());
  NetworkCache of_scenarios = cache;
  of_scenarios.given_may_differ = true;  // a scenario may change roads
  for (StudyFile& scenario : scenarios) {
    auto told = tell_of(std::move(scenario), of_scenarios, session);
    if (!told) return told.error();
    lay_on(made.base().loaded.frame, told.value());
    made.all.push_back(std::move(told).value());
  }
  std::vector<Computed> all;
  for (const Told& told : made.all) all.push_back({told.study.scenario, &told.result});
  const std::span<const Computed> others = std::span<const Computed>{all}.subspan(1);
  made.services = compare_services(all.front(), others);
  made.units = compare_units(all.front(), others);
  for (std::size_t i = 0; i < others.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    made.changes.push_back({changed_homes(all.front(), others[i], "changes_" + number),
                            changed_facilities(all.front(), others[i], "facilities_" + number)});
  }
  if (as_range)
    made.range = SideBySide::Range{range_of_services(all), range_of_units(all),
                                   flipping_homes(all, "flips"), shared_homes(all)};
  return made;
}

Problems beside(const Problems& base, const Problems& other) {
  const auto all_of = [](const Problem& p) {
    return std::tie(p.key, p.file, p.layer, p.row, p.args);
  };
  const auto less = [&](const Problem* a, const Problem* b) { return all_of(*a) < all_of(*b); };
  std::set<const Problem*, decltype(less)> of_base{less};
  for (const Problem& problem : base.list()) of_base.insert(&problem);
  Problems own;
  for (const Problem& problem : other.list()) {
    const auto known = base.counts().find(problem.key);
    // As many as before may still be others: facilities that open after another year.
    if (known == base.counts().end() || known->second != other.counts().at(problem.key) ||
        !of_base.contains(&problem))
      own.add(problem);
  }
  return own;
}

}  // namespace lifecircle
