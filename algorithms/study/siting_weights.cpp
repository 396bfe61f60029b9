#include "algorithms/study/siting_weights.hpp"

#include <algorithm>
#include <cmath>

#include "algorithms/coverage/rates.hpp"
#include "algorithms/study/supply.hpp"
#include "engine/places/area_index.hpp"

namespace lifecircle {
namespace {

/// Largest factor of the areas a home lies in, and whether it lies in one that goes first.
void weigh_areas(const SitingPlaces& places, const Homes& homes, SitingWeights& w) {
  for (const SitingArea& area : places.areas) {
    std::vector<const Shape*> parts;
    for (const Shape& part : area.parts) parts.push_back(&part);
    const AreaIndex index{std::move(parts)};
    for (std::size_t h = 0; h < w.factor.size(); ++h) {
      if (index.holding(homes.at[h]).empty()) continue;
      if (area.first)
        w.home_class[h] = 0;
      else
        w.factor[h] = std::max(w.factor[h], area.factor);
    }
  }
}

/// Which units have less than their share covered now: their homes go before the others.
void put_worst_first(const Answers& answers, const Town& town, const SitingPlan& plan,
                     SitingWeights& w) {
  const ServiceAnswer& service = answers.services.front();
  const std::string& measure = plan.weights.front().first;
  const auto m =
      static_cast<std::size_t>(std::ranges::find(answers.homes.measures, measure, &Measure::name) -
                               answers.homes.measures.begin());
  const auto rates =
      rates_by_unit(answers, service, headline_of(service, measure), m, town.units.size());
  for (std::size_t h = 0; h < w.factor.size(); ++h) {
    const auto unit = answers.homes.unit[h];
    const Rate& rate = rates[unit ? unit->index() : town.units.size()];
    const bool worst = static_cast<double>(rate.covered) * 100 <
                       *plan.worst_units_below_percent * static_cast<double>(rate.total);
    if (w.home_class[h] > 0) w.home_class[h] = worst ? 1 : 2;
  }
}

}  // namespace

SitingWeights weights_of(const Answers& answers, const Town& town, const SitingPlan& plan,
                         const SitingPlaces& places) {
  SitingWeights w;
  const std::size_t n = answers.home_count;
  const bool first = std::ranges::any_of(places.areas, &SitingArea::first);
  w.factor.assign(n, 1000);
  w.home_class.assign(n, 1);
  w.ones = 1000;
  weigh_areas(places, answers.homes, w);
  if (plan.worst_units_below_percent) put_worst_first(answers, town, plan, w);
  if (!first)
    for (std::uint8_t& c : w.home_class) --c;
  w.classes = 1 + std::size_t{first} + std::size_t{plan.worst_units_below_percent.has_value()};
  if (!plan.unit_groups.empty()) {
    w.ones *= 1000;
    for (std::size_t h = 0; h < n; ++h) {
      const auto unit = answers.homes.unit[h];
      const auto factor =
          unit ? plan.unit_groups.find(town.units[unit->index()].group) : plan.unit_groups.end();
      w.factor[h] *= factor == plan.unit_groups.end() ? 1000 : factor->second;
    }
  }
  return w;
}

void lower_by_surroundings(const Ground& ground, const Answers& answers, const Town& town,
                           const StudyRules& rules, const Progress& progress, SearchLog* log,
                           SitingWeights& w) {
  const auto supply = supply_answers(ground, answers, town, rules, progress, log);
  const SupplyAnswer& s = supply.front();
  const double norm = static_cast<double>(s.plan->norm_micro) / 1e9;
  w.ones *= 1000;
  for (std::size_t h = 0; h < w.factor.size(); ++h)
    w.factor[h] *= 1000 - std::llround(1000 * std::min(1.0, s.enhanced.access[h] / norm));
}

}  // namespace lifecircle
