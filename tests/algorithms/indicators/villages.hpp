#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "algorithms/indicators/areas.hpp"
#include "algorithms/indicators/evaluate.hpp"

namespace lifecircle::test {

/// A town without roads: units, homes and facilities are all that most indicators ask.
struct Villages {
  Town town;
  StudyRules rules;
  Answers answers;
  std::deque<Service> services;  ///< what the answers answer

  Villages() {
    town.homes.measures = {{"people", "people"}, {"households", "households"}};
    town.homes.count.resize(2);
  }
  std::size_t unit(const std::string& code, Setting setting = Setting::country,
                   const std::string& group = "") {
    Unit u;
    u.code = code;
    u.setting = setting;
    u.group = group;
    town.units.push_back(u);
    return town.units.size() - 1;
  }
  void home(std::optional<std::size_t> unit, double people, double households) {
    Homes& homes = town.homes;
    homes.id.push_back(std::to_string(homes.id.size()));
    homes.at.push_back({static_cast<std::int32_t>(homes.id.size()) * 1000, 0});
    homes.unit.push_back(unit ? std::optional{UnitId{*unit}} : std::nullopt);
    homes.setting.push_back(unit ? town.units[*unit].setting : Setting::unknown);
    homes.count[0].push_back(std::llround(people * 1000));
    homes.count[1].push_back(std::llround(households * 1000));
  }
  Facility& facility(const std::string& kind, std::optional<std::size_t> unit, Stated stated = {},
                     Point at = {}) {
    Facility f;
    f.kind = kind;
    f.id = std::to_string(town.facilities.size());
    f.shape = Shape::of(at);
    if (unit) f.unit = UnitId{*unit};
    if (unit) f.setting = town.units[*unit].setting;
    for (const auto& [name, value] : stated) town.stated.facilities[kind].insert(name);
    town.stated.facilities[kind];
    f.stated = std::move(stated);
    town.facilities.push_back(std::move(f));
    return town.facilities.back();
  }
  void state(std::size_t unit, const std::string& column, double value) {
    town.units[unit].stated[column] = std::llround(value * 1000);
    town.stated.units.insert(column);
  }

  /// Says how long each home is from each facility, in milliseconds: [home][facility], none where
  /// there is no way. Answers come out of it for facilities of these kinds that pass the filter.
  void walks(const std::vector<std::vector<std::optional<std::uint32_t>>>& times,
             std::vector<std::string> kinds, FacilityFilter filter = {}) {
    services.push_back({.name = "asked",
                        .kinds = std::move(kinds),
                        .modes = {"walk"},
                        .limit = {},
                        .filter = std::move(filter)});
    const Service& service = services.back();
    answers.asked.push_back({&service, Column<FacilityId, char>(town.facilities.size()), {}});
    const Region other = rules.region == Region::own ? Region::with_neighbours : Region::own;
    for (const Region region : {rules.region, other}) {
      Variant variant{.travel = "stated",
                      .group = {},
                      .modes = {"walk"},
                      .region = region,
                      .homes = Column<DemandId, HomeAnswer>(town.homes.size()),
                      .to_edge = {}};
      for (std::size_t h = 0; h < times.size(); ++h)
        for (std::size_t f = 0; f < town.facilities.size(); ++f) {
          const Facility& to = town.facilities[f];
          if (!times[h][f] || std::ranges::count(service.kinds, to.kind) == 0 ||
              !service.filter.admits(to.stated) || (region == Region::own && !to.own))
            continue;
          HomeAnswer& answer = variant.homes[DemandId{h}];
          answer.nearest =
              std::min(answer.nearest, Label{Duration::from_ticks(*times[h][f]), FacilityId{f}});
        }
      answers.asked.back().variants.push_back(std::move(variant));
    }
  }

  IndicatorResult ask(Indicator indicator) {
    rules.standards = {Standard{}};
    rules.standards[0].indicators = {std::move(indicator)};
    answers.homes = town.homes;
    answers.home_count = town.homes.size();
    answers.unit_point = Column<UnitId, std::optional<DemandId>>(town.units.size());
    return evaluate_indicators(known()).front();
  }
  indicators::Known known() { return {town, rules, answers}; }
  Outcome whole(const IndicatorResult& result) {
    const auto& of = result.readings.front();
    return outcome_of(of.of, indicators::areas_of(known()).front().places,
                      of.each ? every_unit_reaches() : rules.standards[0].indicators[0].target);
  }
};

inline Indicator of_type(IndicatorType type) {
  Indicator one;
  one.type = type;
  return one;
}
inline Target at_least(double value) {
  return {.value = value, .comparison = Comparison::at_least, .tolerance_percent = 0, .year = {}};
}
inline Amount column(Amount::Of of, const std::string& name) {
  return {of, name, {}};
}

}  // namespace lifecircle::test
