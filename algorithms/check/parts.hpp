#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "algorithms/coverage/answers.hpp"
#include "engine/study/finding.hpp"
#include "engine/study/town.hpp"

/// The parts check_town is made of. Not for other rooms.
namespace lifecircle::check_parts {

/// What every part looks at, and whom a finding concerns.
struct Checked {
  const Ground& ground;
  const Town& town;
  const StudyRules& rules;
  const Answers& answers;
  std::vector<Finding>& findings;

  const Network& network() const { return ground.network(); }
  std::size_t homes() const { return answers.home_count; }
  /// Thousandths of the headline measure in one home.
  std::int64_t people_of(std::size_t home) const {
    return answers.homes.count.empty() ? 1000 : answers.homes.count[0][home];
  }
  std::int64_t everyone() const;
  /// People whose shortest leg, by any mode, is to one of these edges.
  std::int64_t people_on(const std::set<EdgeId>& edges) const;
  /// People for whom one of these facilities is the nearest of its kind as the crow flies.
  std::int64_t people_around(const std::set<FacilityId>& facilities) const;
};

std::int64_t people_around(const Town& town, const Answers& answers,
                           const std::set<FacilityId>& facilities);

void check_connections(const Checked& checked);
void check_one_ways(const Checked& checked);
void check_joints(const Checked& checked);
void check_extent(const Checked& checked);
void check_places(const Checked& checked);
void check_speeds(const Checked& checked);

inline std::string number(std::uint64_t value) {
  return std::to_string(value);
}
/// Metres or kilometres with so many decimals, as "%.*f" writes them.
std::string fixed(double value, int decimals);
double length_m(const Network& network, EdgeId edge);
/// The place that stands for a facility.
Point place_of(const Facility& facility);

/// Modes the services themselves name, for each its answer; those computed beside them are left
/// out.
std::vector<std::pair<std::string, const ModeAnswer*>> stated_modes(const Checked& checked);

/// Whether a facility that counts for a service, open at the study's time, has a road by one of its
/// modes. Where none has, what nobody reaches says nothing of the roads.
bool is_offered(const Checked& checked, const ServiceAnswer& service);

/// The parts of the roads a mode can travel between when no street were one-way: the number of
/// each edge's part, or none where the mode may not use it. A junction closed to the mode joins
/// nothing.
struct WeakParts {
  std::vector<std::optional<std::uint32_t>> of;  ///< [edge]
  std::vector<double> length_m;                  ///< [part]
  std::uint32_t largest = 0;
};
WeakParts weak_parts(const ModeGraph& graph);

}  // namespace lifecircle::check_parts
