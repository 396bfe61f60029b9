#include "algorithms/siting/check.hpp"

#include <array>

#include "algorithms/siting/check_claims.hpp"

namespace lifecircle::siting {
namespace checking {

Flaw Claims::all() {
  if (problem_.aim == Aim::least_worst) return worst();
  if (const Flaw f = sites(); f != Flaw::none || !certificate_.feasible) return f;
  begin();
  Wide all_weight = 0;
  for (const std::int64_t w : problem_.weight)
    all_weight += Wide{w} * (problem_.once + problem_.twice);
  claimed_ =
      problem_.aim == Aim::cover_most ? all_weight - certificate_.bound : Wide{certificate_.bound};
  return proof();
}

Flaw Claims::proof() {
  if (certificate_.bits < 0 || certificate_.bits > 40 || certificate_.unit < 1) return Flaw::unit;
  if (certificate_.class_of.size() != relation_.demands()) return Flaw::classes;
  if (const Flaw f = drop(); f != Flaw::none) return f;
  if (const Flaw f = classes(); f != Flaw::none) return f;
  if (const Flaw f = units(); f != Flaw::none) return f;
  return tree();
}

}  // namespace checking

const char* flaw_name(Flaw flaw) {
  constexpr std::array kNames{"none",    "sites",   "unserved", "value", "unit",
                              "dropped", "classes", "tree",     "bound", "hopeless"};
  return kNames[static_cast<std::size_t>(flaw)];
}

Flaw check(const Relation& relation, const Problem& problem, const Certificate& certificate) {
  return checking::Claims{relation, problem, certificate}.all();
}

}  // namespace lifecircle::siting
