#include "algorithms/siting/curve.hpp"

#include <algorithm>
#include <set>

namespace lifecircle::siting {
namespace {

constexpr std::uint32_t kMostPoints = 30;

}  // namespace

std::vector<GainPoint> gain_curve(const Relation& relation, const Problem& problem,
                                  const Answer& answer, const Effort& effort,
                                  const Progress& progress) {
  std::vector<GainPoint> curve;
  if (!problem.sites || problem.aim == Aim::cover_all || !answer.feasible) return curve;
  const auto required =
      static_cast<std::uint32_t>(std::ranges::count(problem.standing, Standing::required));
  const auto last = static_cast<std::uint32_t>(answer.sites.size());
  Effort less = effort;
  less.kicks = std::min(effort.kicks, 50);
  less.root_rounds = std::min(effort.root_rounds, 1000);
  less.nodes = std::min(effort.nodes, 30);
  less.solver.nodes = 0;
  const std::uint32_t steps = std::min(kMostPoints, last - required);
  std::set<std::uint32_t> numbers;
  for (std::uint64_t i = 0; i < steps; ++i)
    numbers.insert(required + static_cast<std::uint32_t>((last - required) * i / steps));
  Problem fewer = problem;
  for (const std::uint32_t n : numbers) {
    if (!tell(progress, "stage_siting", curve.size(), numbers.size())) return curve;
    fewer.sites = n;
    const Solved solved = solve(relation, fewer, less, progress);
    if (solved.answer.feasible) curve.push_back({n, solved.answer.value, solved.answer.bound});
  }
  curve.push_back({last, answer.value, answer.bound});
  const bool high = problem.aim == Aim::cover_most;
  for (std::size_t i = 1; i < curve.size(); ++i) {
    const std::int64_t before = curve[i - 1].value;
    curve[i].value = high ? std::max(curve[i].value, before) : std::min(curve[i].value, before);
  }
  for (std::size_t i = curve.size(); i-- > 1;) {
    const std::int64_t after = curve[i].bound;
    curve[i - 1].bound =
        high ? std::min(curve[i - 1].bound, after) : std::max(curve[i - 1].bound, after);
  }
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
