#include "algorithms/coverage/rates.hpp"

#include <algorithm>

namespace lifecircle {
namespace {

bool is_connected(const Answers& answers, const Variant& variant, DemandId home) {
  return std::ranges::any_of(variant.modes, [&](const std::string& mode) {
    return answers.modes.at(mode).survey.homes[home].connected;
  });
}

std::int64_t count_of(const Homes& homes, std::optional<std::size_t> measure, std::size_t home) {
  if (measure) return homes.count[*measure][home];
  return homes.place.empty() ? 1000 : homes.place[home];
}

template <class Use>
void for_each_home(const Answers& answers, const ServiceAnswer& service, const Variant& variant,
                   std::optional<std::size_t> measure, Use use) {
  for (std::size_t h = 0; h < answers.home_count; ++h) {
    if (!in_scope(*service.service, answers.homes.setting[h])) continue;
    const DemandId home{h};
    const std::int64_t count = count_of(answers.homes, measure, h);
    Rate rate{.total = count};
    if (is_covered(*service.service, variant, home))
      rate.covered = count;
    else if (!is_connected(answers, variant, home))
      rate.unconnected = count;
    use(h, rate);
  }
}

void add(Rate& sum, const Rate& rate) {
  sum.covered += rate.covered;
  sum.total += rate.total;
  sum.unconnected += rate.unconnected;
}

}  // namespace

const Variant& headline_of(const ServiceAnswer& service, const std::string& measure) {
  for (const Variant& variant : service.variants)
    if (variant.region == service.headline().region && variant.group == measure) return variant;
  return service.headline();
}

Rate rate_of(const Answers& answers, const ServiceAnswer& service, const Variant& variant,
             std::optional<std::size_t> measure) {
  Rate sum;
  for_each_home(answers, service, variant, measure,
                [&](std::size_t, const Rate& r) { add(sum, r); });
  return sum;
}

std::vector<Rate> rates_by_unit(const Answers& answers, const ServiceAnswer& service,
                                const Variant& variant, std::optional<std::size_t> measure,
                                std::size_t units) {
  std::vector<Rate> sums(units + 1);
  for_each_home(answers, service, variant, measure, [&](std::size_t h, const Rate& r) {
    const auto unit = answers.homes.unit[h];
    add(sums[unit ? unit->index() : units], r);
  });
  return sums;
}

Rate units_by_own_point(const Answers& answers, const ServiceAnswer& service,
                        const Variant& variant, const Town& town) {
  Rate sum;
  for (std::size_t u = 0; u < town.units.size(); ++u) {
    const auto point = answers.unit_point[UnitId{u}];
    if (!point || !in_scope(*service.service, town.units[u].setting)) continue;
    sum.total += 1000;
    if (is_covered(*service.service, variant, *point))
      sum.covered += 1000;
    else if (!is_connected(answers, variant, *point))
      sum.unconnected += 1000;
  }
  return sum;
}

Rate units_by_share(const std::vector<Rate>& by_unit, std::size_t units, double percent) {
  Rate sum;
  for (std::size_t u = 0; u < units; ++u) {
    if (by_unit[u].total == 0) continue;
    sum.total += 1000;
    if (static_cast<double>(by_unit[u].covered) * 100 >=
        percent * static_cast<double>(by_unit[u].total))
      sum.covered += 1000;
  }
  return sum;
}

}  // namespace lifecircle
