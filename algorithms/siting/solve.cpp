#include "algorithms/siting/solve.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "algorithms/siting/dual.hpp"
#include "algorithms/siting/exact/core_program.hpp"
#include "algorithms/siting/exact/solver_process.hpp"
#include "algorithms/siting/greedy.hpp"
#include "algorithms/siting/swap.hpp"

namespace lifecircle::siting {
namespace {

/// A problem whose loss is to be least, solved.
struct Least {
  Branched branched;
  Loaded loaded;
  Certificate certificate;
  std::vector<std::uint32_t> sites;
  std::optional<std::int64_t> by_solver;  ///< a bound, in units
  bool solver_by_clock = false;
};

/// Has the solver look for what is better than the choice so far, where the tree left that open.
void ask_solver(const Core& core, const Effort& effort, Least& least) {
  if (!solves_in_children() || effort.solver.nodes <= 0) return;
  Branched& b = least.branched;
  std::vector<std::uint32_t> from_demand;
  const Core left = restricted(core, b.opened, b.closed, from_demand);
  auto program = program_of(left, {});
  if (!program) return;
  // What the first prices decided, they decided for what is better than the choice.
  program->cutoff = static_cast<double>(b.loss - left.fixed) - 0.5;
  const ProgramAnswer answer = solve_apart(*program, effort.solver);
  least.solver_by_clock = answer.by_clock;
  if (const auto choice = choice_of(left, answer.solution)) {
    const std::int64_t loss = left.fixed + loss_of(left, *choice);
    if (loss < b.loss) {
      b.loss = loss;
      b.chosen = b.opened;
      for (const std::uint32_t c : *choice)
        b.chosen.push_back(static_cast<std::uint32_t>(
            std::ranges::lower_bound(core.candidate, left.candidate[c]) - core.candidate.begin()));
      std::ranges::sort(b.chosen);
    }
  }
  if (answer.how == ProgramAnswer::How::none) return;
  // Its bound, or its best if it is done; losses are whole.
  const double said = static_cast<double>(left.fixed) +
                      (answer.how == ProgramAnswer::How::done ? answer.value : answer.bound);
  const bool none_better = answer.how == ProgramAnswer::How::done && answer.solution.empty();
  const auto whole = static_cast<std::int64_t>(std::ceil(said - 1e-4));
  least.by_solver = none_better ? b.loss : std::clamp(whole, b.bound, b.loss);
}

Least solve_least(const Relation& relation, const Problem& problem, const Effort& effort,
                  const Progress& progress, std::int64_t cutoff_units) {
  Least least;
  least.loaded = load(relation, problem);
  Certificate& c = least.certificate;
  c.feasible = least.loaded.possible;
  if (!least.loaded.possible || !least.loaded.fits) return least;
  std::vector<std::uint32_t> dropped;
  for (const Dropped& d : dominated(least.loaded.core)) {
    const auto number = [&](std::uint32_t k) {
      return k == Loaded::kNone ? k : least.loaded.core.candidate[k];
    };
    c.dropped.push_back({number(d.candidate), number(d.by)});
    dropped.push_back(c.dropped.back().candidate);
  }
  if (!dropped.empty()) least.loaded = load(relation, problem, dropped);
  const Core& core = least.loaded.core;
  c.class_of = least.loaded.class_of;
  c.unit = core.unit;
  c.bits = price_bits(core);
  const CoreColumns columns{core};
  std::vector<std::uint32_t> start =
      improve(core, columns, greedy(core, columns), effort.kicks, effort.seed);
  const auto better = [&](std::vector<std::uint32_t> chosen, std::int64_t enough) {
    chosen = improve(core, columns, std::move(chosen), effort.kicks, effort.seed + 1);
    // Of few sites the swaps find the best, and a tree is soon through.
    constexpr std::size_t kFew = 8;
    if (chosen.size() < kFew || core.fixed + loss_of(core, chosen) <= enough) return chosen;
    return improve_by_variants(core, columns, c.bits, std::move(chosen), effort.search, enough,
                               effort.seed + 2);
  };
  least.branched =
      branch_and_bound(core, c.bits, std::move(start), effort, progress, cutoff_units, better);
  c.nodes = std::move(least.branched.nodes);
  if (least.branched.bound < least.branched.loss && !least.branched.cut)
    ask_solver(core, effort, least);
  for (std::uint32_t k = 0; k < relation.candidates(); ++k)
    if (problem.standing_of(k) == Standing::required) least.sites.push_back(k);
  for (const std::uint32_t k : least.branched.chosen) least.sites.push_back(core.candidate[k]);
  std::ranges::sort(least.sites);
  return least;
}

/// Adds for each demand that could be served and is not the cheapest site that serves it.
void serve_the_rest(const Relation& relation, const Problem& p, std::vector<std::uint32_t>& sites) {
  std::vector<std::uint8_t> is_open(relation.candidates(), 0);
  for (std::size_t c = 0; c < relation.candidates(); ++c)
    is_open[c] = p.standing_of(c) == Standing::kept;
  for (const std::uint32_t c : sites) is_open[c] = 1;
  for (std::size_t d = 0; d < relation.demands(); ++d) {
    if (p.weight[d] == 0) continue;
    bool served = false;
    std::uint32_t cheapest = Loaded::kNone;
    for (const Pair& pair : relation.of_demand(d)) {
      if (pair.time > p.limit) break;
      const std::uint32_t c = pair.other;
      if (p.standing_of(c) == Standing::forbidden) continue;
      served = served || is_open[c];
      if (cheapest == Loaded::kNone || p.cost_of(c) < p.cost_of(cheapest)) cheapest = c;
    }
    if (served || cheapest == Loaded::kNone) continue;
    is_open[cheapest] = 1;
    sites.push_back(cheapest);
  }
  std::ranges::sort(sites);
}

/// Times at which somebody who counts can be served, sorted, from the least within which each could
/// be if all were open.
std::vector<Duration> times_to_ask(const Relation& relation, const Problem& p) {
  std::vector<Duration> times;
  Duration least;
  for (std::size_t d = 0; d < relation.demands(); ++d) {
    if (p.weight[d] == 0) continue;
    bool is_first = true;
    for (const Pair& pair : relation.of_demand(d)) {
      if (pair.time > p.limit) break;
      if (p.standing_of(pair.other) == Standing::forbidden) continue;
      if (is_first) least = std::max(least, pair.time);
      is_first = false;
      times.push_back(pair.time);
    }
  }
  std::ranges::sort(times);
  times.erase(std::unique(times.begin(), times.end()), times.end());
  times.erase(times.begin(), std::ranges::lower_bound(times, least));
  return times;
}

/// The least time by halving: is there a choice that leaves nobody out within it?
Solved solve_worst(const Relation& relation, const Problem& problem, const Effort& effort,
                   const Progress& progress) {
  Solved solved;
  std::vector<Duration> times = times_to_ask(relation, problem);
  if (times.empty()) times.push_back(Duration{});
  std::size_t low = 0, high = times.size();  // the answer is in [low, high]; high: none found
  std::size_t proven = 0;                    // times before it are too short for sure
  for (std::size_t ask = times.size() - 1;; ask = low + (high - low) / 2) {
    const Problem within = everyone_within(relation, problem, times[ask]);
    Least least = solve_least(relation, within, effort, progress, 1);
    solved.fits = least.loaded.fits;
    if (!least.loaded.possible || !solved.fits) {
      solved.certificate.feasible = false;
      return solved;
    }
    solved.nodes += least.branched.counted;
    solved.cut = solved.cut || least.branched.cut;
    const bool found = least.branched.loss == 0 && least.loaded.core.offset == 0;
    if (found) {
      high = ask;
      solved.answer.feasible = true;
      solved.answer.sites = std::move(least.sites);
    } else {
      low = ask + 1;
      if (least.loaded.core.offset + least.branched.bound >= 1) {
        proven = low;
        solved.certificate = std::move(least.certificate);
      }
    }
    if (low >= high) break;
  }
  Answer& answer = solved.answer;
  solved.certificate.feasible = answer.feasible;
  if (!answer.feasible) return solved;
  answer.value = value_of(relation, problem, answer.sites);
  answer.bound = std::min(answer.value, std::int64_t{times[proven].ticks()});
  solved.certificate.sites = answer.sites;
  solved.certificate.value = answer.value;
  solved.certificate.bound = answer.bound;
  return solved;
}

}  // namespace

Solved solve(const Relation& relation, const Problem& problem, const Effort& effort,
             const Progress& progress) {
  if (problem.aim == Aim::least_worst) return solve_worst(relation, problem, effort, progress);
  Solved solved;
  Least least =
      solve_least(relation, problem, effort, progress, std::numeric_limits<std::int64_t>::max());
  solved.fits = least.loaded.fits;
  solved.answer.feasible = least.certificate.feasible && solved.fits;
  solved.certificate = std::move(least.certificate);
  if (!solved.answer.feasible) return solved;
  solved.nodes = least.branched.counted;
  solved.cut = least.branched.cut;
  if (problem.aim == Aim::cover_all) serve_the_rest(relation, problem, least.sites);
  const Core& core = least.loaded.core;
  Wide all = 0;
  for (const std::int64_t w : problem.weight) all += Wide{w} * (problem.once + problem.twice);
  const auto as_value = [&](std::int64_t units) {
    const Wide loss = core.offset + Wide{core.unit} * units;
    return static_cast<std::int64_t>(problem.aim == Aim::cover_most ? all - loss : loss);
  };
  Answer& answer = solved.answer;
  answer.value = value_of(relation, problem, least.sites);
  answer.sites = std::move(least.sites);
  answer.bound = as_value(least.branched.bound);
  if (least.by_solver) answer.bound_by_solver = as_value(*least.by_solver);
  solved.cut = solved.cut || least.solver_by_clock;
  solved.certificate.sites = answer.sites;
  solved.certificate.value = answer.value;
  solved.certificate.bound = answer.bound;
  return solved;
}

}  // namespace lifecircle::siting
