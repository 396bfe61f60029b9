#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "algorithms/siting/solve.hpp"

namespace lifecircle::siting {

/// What a curve goes along: the number of sites, or what they cost.
enum class Along : std::uint8_t { sites, cost };

/// The best found within so much, and what nothing within it can beat.
struct GainPoint {
  std::int64_t most;  ///< sites, or cost, at the most
  std::int64_t value, bound;
  std::vector<std::uint32_t> sites;  ///< of the best found, as in Answer
  friend bool operator==(const GainPoint&, const GainPoint&) = default;
};

/// What less than the answer has would give, growing; the last point is the answer.
struct GainCurve {
  Along along = Along::sites;
  Aim aim = Aim::cover_most;  ///< what the values are of: see gain_curve()
  std::vector<GainPoint> points = {};

  /// How many numbers of sites nothing was asked for, between a point and the one before it.
  std::int64_t left_out_before(std::size_t point) const {
    if (along == Along::cost || point == 0) return 0;
    return points[point].most - points[point - 1].most - 1;
  }
};

/// What fewer sites give than the answer has, down to the required ones: every number up to 30 of
/// them, else 30. Where a budget alone is asked, or everybody served at least cost, it goes along
/// the cost, in 20 steps or fewer (multiples of what all costs have in common) up to what the
/// answer costs; where everybody is to be served, the values are the weight that less serves, once.
/// Values never get worse with more, bounds neither. What is less than anything allowed
/// (`closings`) has no point. Costs a solve() of a part of the effort, without the solver of
/// integer programs, for each point.
GainCurve gain_curve(const Relation& relation, const Problem& problem, const Answer& answer,
                     const Effort& effort, const Progress& progress = {});

/// The same with the points of another solver (sites that have room), so many at the most.
using SolveLess = std::function<Answer(const Problem& less)>;
GainCurve gain_curve(const Relation& relation, const Problem& problem, const Answer& answer,
                     const SolveLess& solve_less, std::int64_t most_points,
                     const Progress& progress = {});

/// Sites in the order in which each serves most weight that those before it do not, beside what is
/// `open` ([candidate]) anyhow; ties by number. `served` ([demand], may be empty): served anyhow.
std::vector<std::uint32_t> order_of_building(const Relation& relation, const Problem& problem,
                                             std::vector<std::uint32_t> sites,
                                             const std::vector<char>& open,
                                             std::vector<char> served = {});

}  // namespace lifecircle::siting
