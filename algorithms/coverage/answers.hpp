#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "algorithms/coverage/survey.hpp"
#include "engine/network/islands.hpp"
#include "engine/study/study.hpp"
#include "engine/study/town.hpp"

namespace lifecircle {

inline const char* region_name(Region r) {
  return r == Region::own ? "own" : "with_neighbours";
}

/// The best answer of a service for one home.
struct HomeAnswer {
  Label nearest;          ///< without a limit
  std::uint8_t mode = 0;  ///< which of the variant's modes; ties to the first stated
};

/// A service computed in one way of travelling, with one region's facilities.
struct Variant {
  std::string travel;                     ///< "stated", "beside", or the name of the group
  std::optional<std::string> group = {};  ///< the measure whose people alone travel so
  std::vector<std::string> modes;         ///< profiles, in place of the service's own
  Region region = Region::with_neighbours;
  Column<DemandId, HomeAnswer> homes;
  Column<DemandId, Duration> to_edge;  ///< time to the edge of the loaded roads, best mode
};

/// A service's answers: the headline first ("stated", the study's region).
struct ServiceAnswer {
  const Service* service = nullptr;
  Column<FacilityId, char> kinds;  ///< 1: of one of the service's kinds
  std::vector<Variant> variants;
  const Variant& headline() const { return variants.front(); }
};

/// One mode's graph and what it found about the points of the study.
struct ModeAnswer {
  ModeGraph graph;
  Islands islands = {};
  ModeSurvey survey = {};
  std::vector<std::vector<std::size_t>> field_of =
      {};  ///< [service(i)][variant]: its place in survey.fields, where it uses this mode
};

/// Everything that was computed for a study, before it is put into tables. Homes beyond
/// `home_count` are the own points of units, in the order of `unit_point`, and count nobody.
struct Answers {
  std::vector<ServiceAnswer> services;      ///< of the study
  std::vector<ServiceAnswer> asked;         ///< by standards: StudyRules::asked_by_standards
  std::map<std::string, ModeAnswer> modes;  ///< by profile name
  Homes homes;                              ///< the town's homes, then the units' own points
  std::size_t home_count = 0;
  Column<UnitId, std::optional<DemandId>> unit_point;
  Residents residents = {};  ///< who passes which own gates

  /// The study's, and behind them those of standards.
  std::size_t service_count() const { return services.size() + asked.size(); }
  const ServiceAnswer& service(std::size_t i) const {
    return i < services.size() ? services[i] : asked[i - services.size()];
  }
};

/// Graphs of profiles, by name, that somebody has ready: of the ground's network, with its heights.
using ReadyGraphs = std::map<std::string, ModeGraph>;

/// Computes every service of a study at its time: what is closed then serves nobody. The same for
/// any number of threads. Costs one survey of all profiles. `ground` must outlive the answers. If
/// `progress` asks to stop, they are not to be used. Without `heights`, of the ground's network,
/// all roads are level. Graphs that are not ready are made.
Answers compute_answers(const Ground& ground, const Town& town, const StudyRules& rules,
                        const Progress& progress = {}, const RoadHeights* heights = nullptr,
                        SearchLog* log = nullptr, const ReadyGraphs* ready = nullptr);

/// Whether the service is for this home at all.
bool in_scope(const Service& service, Setting setting);

}  // namespace lifecircle
