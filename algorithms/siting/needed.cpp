#include "algorithms/siting/needed.hpp"

#include "algorithms/siting/core.hpp"

namespace lifecircle::siting {

std::vector<Needed> needed_for_all(const Relation& relation, const Problem& problem,
                                   const Answer& answer, const Effort& effort,
                                   const Progress& progress) {
  std::vector<Needed> needed;
  if (problem.aim != Aim::least_worst || answer.feasible ||
      !load(relation, everyone_within(relation, problem, problem.limit)).possible)
    return needed;
  Problem all = problem;
  all.aim = Aim::cover_all;
  all.sites.reset();
  all.budget.reset();
  const auto ask = [&](Along along, std::int64_t allowed) {
    const Solved solved = solve(relation, all, effort, progress);
    if (solved.answer.feasible)
      needed.push_back({along, allowed, solved.answer.bound, solved.answer.value});
  };
  if (problem.budget) ask(Along::cost, *problem.budget);
  all.cost.clear();
  if (problem.sites) ask(Along::sites, *problem.sites);
  return needed;
}

}  // namespace lifecircle::siting
