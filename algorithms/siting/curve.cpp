#include "algorithms/siting/curve.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

#include "algorithms/siting/core.hpp"

namespace lifecircle::siting {
namespace {

constexpr std::int64_t kMostPoints = 30;
constexpr std::int64_t kSteps = 20;  ///< of cost

/// What each point of a curve asks, but for how much it may have.
Problem question_of(const Problem& problem) {
  Problem asked = problem;
  if (problem.aim != Aim::cover_all) return asked;
  asked.aim = Aim::cover_most;
  asked.once = 1;
  asked.twice = 0;
  asked.sites.reset();
  asked.budget.reset();
  return asked;
}

/// The answer as the last point: who serves all there are has no better one above.
GainPoint last_point(const Relation& relation, const Problem& problem, const Problem& asked,
                     const Answer& answer, std::int64_t most) {
  if (problem.aim != Aim::cover_all) return {most, answer.value, answer.bound, answer.sites};
  const std::int64_t all = value_of(relation, asked, answer.sites);
  return {most, all, all, answer.sites};
}

/// Within more there is all that is within less, and the other way round for what none can beat.
void settle(std::vector<GainPoint>& points, bool high) {
  for (std::size_t i = 1; i < points.size(); ++i) {
    const GainPoint& before = points[i - 1];
    if (high ? points[i].value >= before.value : points[i].value <= before.value) continue;
    points[i].value = before.value;
    points[i].sites = before.sites;
  }
  for (std::size_t i = points.size(); i-- > 1;) {
    const std::int64_t after = points[i].bound;
    points[i - 1].bound =
        high ? std::min(points[i - 1].bound, after) : std::max(points[i - 1].bound, after);
  }
}

}  // namespace

GainCurve gain_curve(const Relation& relation, const Problem& problem, const Answer& answer,
                     const Effort& effort, const Progress& progress) {
  Effort less = effort;
  less.kicks = std::min(effort.kicks, 50);
  less.root_rounds = std::min(effort.root_rounds, 1000);
  less.nodes = std::min(effort.nodes, 30);
  less.solver.nodes = 0;
  const auto solve_less = [&](const Problem& asked) {
    return solve(relation, asked, less, progress).answer;
  };
  return gain_curve(relation, problem, answer, solve_less, kMostPoints, progress);
}

GainCurve gain_curve(const Relation& relation, const Problem& problem, const Answer& answer,
                     const SolveLess& solve_less, std::int64_t most_points,
                     const Progress& progress) {
  GainCurve curve;
  Problem asked = question_of(problem);
  const bool all = problem.aim == Aim::cover_all;
  curve.along =
      (all ? !problem.cost.empty() : problem.budget && !problem.sites) ? Along::cost : Along::sites;
  curve.aim = asked.aim;
  if (!answer.feasible) return curve;
  const auto worth = [&](std::uint32_t c) {
    return curve.along == Along::cost ? problem.cost_of(c) : std::int64_t{1};
  };
  std::int64_t first = 0, last = 0;
  for (std::uint32_t c = 0; c < relation.candidates(); ++c)
    if (problem.standing_of(c) == Standing::required) first += worth(c);
  for (const std::uint32_t c : answer.sites) last += worth(c);
  const std::int64_t steps =
      std::min({curve.along == Along::cost ? kSteps : kMostPoints, most_points, last - first});
  std::set<std::int64_t> amounts;
  // Between multiples of what all costs have in common nothing more can be had.
  std::int64_t common = 1;
  if (curve.along == Along::cost) {
    common = 0;
    for (std::uint32_t c = 0; c < relation.candidates(); ++c)
      if (problem.standing_of(c) == Standing::choice) common = std::gcd(common, problem.cost_of(c));
    common = std::max<std::int64_t>(common, 1);
  }
  for (std::int64_t i = 0; i < steps; ++i) {
    const auto beyond = static_cast<std::int64_t>(Wide{last - first} * i / steps);
    amounts.insert(first + beyond / common * common);
  }
  for (const std::int64_t most : amounts) {
    if (!tell(progress, "stage_siting", curve.points.size(), amounts.size())) return curve;
    if (curve.along == Along::cost)
      asked.budget = most;
    else
      asked.sites = static_cast<std::uint32_t>(most);
    Answer found = solve_less(asked);
    if (found.feasible)
      curve.points.push_back({most, found.value, found.bound, std::move(found.sites)});
  }
  curve.points.push_back(last_point(relation, problem, asked, answer, last));
  settle(curve.points, curve.aim == Aim::cover_most);
  return curve;
}

std::vector<std::uint32_t> order_of_building(const Relation& relation, const Problem& problem,
                                             std::vector<std::uint32_t> sites,
                                             const std::vector<char>& open,
                                             std::vector<char> served) {
  served.resize(relation.demands(), 0);
  for (std::size_t d = 0; d < relation.demands(); ++d)
    for (const Pair& pair : relation.of_demand(d))
      if (pair.time <= problem.limit && open[pair.other] != 0) served[d] = 1;
  std::ranges::sort(sites);
  std::vector<std::uint32_t> order;
  while (!sites.empty()) {
    std::size_t best = 0;
    std::int64_t most = -1;
    for (std::size_t i = 0; i < sites.size(); ++i) {
      std::int64_t gain = 0;
      for (const Pair& pair : relation.of_candidate(sites[i]))
        if (pair.time <= problem.limit && served[pair.other] == 0)
          gain += problem.weight[pair.other];
      if (gain > most) {
        most = gain;
        best = i;
      }
    }
    for (const Pair& pair : relation.of_candidate(sites[best]))
      if (pair.time <= problem.limit) served[pair.other] = 1;
    order.push_back(sites[best]);
    sites.erase(sites.begin() + static_cast<std::ptrdiff_t>(best));
  }
  return order;
}

}  // namespace lifecircle::siting
