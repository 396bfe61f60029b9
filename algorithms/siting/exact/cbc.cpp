#include "algorithms/siting/exact/cbc.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

#include <coin/Cbc_C_Interface.h>

namespace lifecircle::siting {
namespace {

struct Deleter {
  void operator()(Cbc_Model* model) const { Cbc_deleteModel(model); }
};

/// Rows by column, as CBC wants them.
void load(Cbc_Model* model, const IntegerProgram& p) {
  const std::size_t columns = p.cost.size();
  std::vector<CoinBigIndex> start(columns + 1, 0);
  for (const std::int32_t c : p.column) ++start[static_cast<std::size_t>(c) + 1];
  for (std::size_t c = 0; c < columns; ++c) start[c + 1] += start[c];
  std::vector<CoinBigIndex> next(start.begin(), start.end() - 1);
  std::vector<int> row(p.column.size());
  std::vector<double> value(p.column.size());
  for (std::size_t r = 0; r < p.row_lower.size(); ++r)
    for (auto k = static_cast<std::size_t>(p.start[r]);
         k < static_cast<std::size_t>(p.start[r + 1]); ++k) {
      const auto at = static_cast<std::size_t>(next[static_cast<std::size_t>(p.column[k])]++);
      row[at] = static_cast<int>(r);
      value[at] = p.factor[k];
    }
  Cbc_loadProblem(model, static_cast<int>(columns), static_cast<int>(p.row_lower.size()),
                  start.data(), row.data(), value.data(), p.lower.data(), p.upper.data(),
                  p.cost.data(), p.row_lower.data(), p.row_upper.data());
  for (std::size_t c = 0; c < columns; ++c)
    if (p.whole[c] != 0) Cbc_setInteger(model, static_cast<int>(c));
}

}  // namespace

ProgramAnswer solve_by_cbc(const IntegerProgram& p, const SolverLimits& limits) {
  const std::unique_ptr<Cbc_Model, Deleter> owner{Cbc_newModel()};
  Cbc_Model* model = owner.get();
  load(model, p);
  Cbc_setLogLevel(model, 0);
  Cbc_setMaximumNodes(model, limits.nodes);
  // Some time to hand over what it has; it looks at the clock seldom.
  Cbc_setMaximumSeconds(model, std::max(1.0, limits.seconds * 0.8));
  Cbc_setAllowableGap(model, 0);
  Cbc_setAllowableFractionGap(model, 0);
  if (p.cutoff < kUnlimited) Cbc_setParameter(model, "cutoff", std::to_string(p.cutoff).c_str());
  if (!p.known.empty()) {
    std::vector<int> columns(p.known.size());
    for (std::size_t c = 0; c < columns.size(); ++c) columns[c] = static_cast<int>(c);
    Cbc_setMIPStartI(model, static_cast<int>(columns.size()), columns.data(), p.known.data());
  }
  Cbc_solve(model);
  ProgramAnswer answer;
  if (Cbc_isAbandoned(model) != 0) return answer;
  const bool is_done = Cbc_isProvenOptimal(model) != 0 || Cbc_isProvenInfeasible(model) != 0;
  answer.how = is_done ? ProgramAnswer::How::done : ProgramAnswer::How::stopped;
  answer.by_clock = Cbc_isSecondsLimitReached(model) != 0;
  answer.bound = Cbc_getBestPossibleObjValue(model);
  if (const double* best = Cbc_bestSolution(model);
      best != nullptr && Cbc_isProvenInfeasible(model) == 0) {
    answer.solution.assign(best, best + p.cost.size());
    answer.value = Cbc_getObjValue(model);
  }
  if (!std::isfinite(answer.bound) || !std::isfinite(answer.value)) return {};
  return answer;
}

}  // namespace lifecircle::siting
