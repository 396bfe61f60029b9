#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "algorithms/coverage/answers.hpp"
#include "algorithms/siting/problem.hpp"
#include "algorithms/siting/relation.hpp"
#include "algorithms/siting/rooms.hpp"
#include "algorithms/siting/strict_order.hpp"
#include "engine/base/result.hpp"
#include "engine/network/join.hpp"
#include "engine/study/siting_plan.hpp"

namespace lifecircle {

/// A siting of a study as a question on a relation, for all the ground or one county, township or
/// unit of it.
///
/// Candidates of the relation are the facilities that exist, then the plan's candidates. Demands
/// are the homes in the service's scope where somebody counts, once for each way of travelling in
/// which somebody of them does, and last one for each candidate that is beside what is wished for.
/// Pairs are those of coverage to the millisecond (in_reach.hpp, resident_reach.hpp): a study with
/// the sites added covers exactly the homes that reach one here.
struct SitingQuestion {
  static constexpr std::uint32_t kWish = 0xffffffff;
  struct Demand {
    std::uint32_t home;     ///< or kWish
    std::uint32_t variant;  ///< place in the service's variants
  };
  const SitingPlan* plan = nullptr;
  std::string ground;                ///< digits its units' codes begin with; empty: everything
  std::vector<Facility> places;      ///< [candidate]
  std::size_t existing = 0;          ///< the first so many
  std::vector<FacilityId> facility;  ///< [existing]: which of the town's it is
  std::vector<Demand> demands;       ///< [demand]
  siting::Relation relation;
  siting::Problem problem;
  /// Where sites have room (plan->rooms), people of the one measure in thousandths: [demand] who
  /// asks for a place, [candidate] how many there are. Else empty.
  std::vector<std::int64_t> load, room;
  bool has_rooms() const { return !room.empty(); }
  siting::RoomProblem with_rooms() const { return {problem, load, room}; }
  /// What one of the problem's weight is worth, in people (by factor); with `order` see there.
  double weight_unit = 1;
  bool by_factor = false;  ///< some count other than one each: a value is no number of people
  std::optional<siting::StrictOrder> order;
  std::vector<std::string> groups;  ///< [group of order]: its measure
  /// [group of order]: covered whatever is chosen. Those demands, and those nobody can serve, have
  /// no weight in the problem: what is left to decide is what the order's numbers must hold.
  std::vector<std::int64_t> covered_anyhow;
  std::size_t first_classes = 0;  ///< how many classes of homes go one before the other
};

/// The model behind an aim.
siting::Aim aim_of(SitingAim aim);

/// The study as one siting asks: its service alone, within the plan's limit, as it is stated.
StudyRules rules_of_siting(const StudyRules& rules, const SitingPlan& plan);

/// Questions of a plan: one, or one for each ground that has people and candidates, by its digits.
/// `answers` and `rules` are of rules_of_siting(). Errors: weights beyond what can be counted
/// exactly. If `progress` asks to stop, Fault::interrupted. Costs what in_reach costs for each way
/// of travelling, with candidates as facilities.
Result<std::vector<SitingQuestion>> siting_questions(const Ground& ground, const Answers& answers,
                                                     const Town& town, const StudyRules& rules,
                                                     const SitingPlan& plan,
                                                     const SitingPlaces& places,
                                                     const Progress& progress = {},
                                                     SearchLog* log = nullptr);

}  // namespace lifecircle
