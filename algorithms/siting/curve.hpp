#pragma once

#include <cstdint>
#include <vector>

#include "algorithms/siting/solve.hpp"

namespace lifecircle::siting {

/// The best found of so many sites, and what none can beat.
struct GainPoint {
  std::uint32_t sites;
  std::int64_t value, bound;
  friend bool operator==(const GainPoint&, const GainPoint&) = default;
};

/// What fewer sites give than the answer has, down to the required ones: every number up to 30 of
/// them, else 30. Values never get worse with more sites, bounds neither. The last point is the
/// answer's. Empty for cover_all, and where the number of sites is not limited. Costs a solve() of
/// a part of the effort, without the solver of integer programs, for each point.
std::vector<GainPoint> gain_curve(const Relation& relation, const Problem& problem,
                                  const Answer& answer, const Effort& effort,
                                  const Progress& progress = {});

/// Sites in the order in which each serves most weight that those before it do not, beside what is
/// `open` ([candidate]) anyhow; ties by number. `served` ([demand], may be empty): served anyhow.
std::vector<std::uint32_t> order_of_building(const Relation& relation, const Problem& problem,
                                             std::vector<std::uint32_t> sites,
                                             const std::vector<char>& open,
                                             std::vector<char> served = {});

}  // namespace lifecircle::siting
