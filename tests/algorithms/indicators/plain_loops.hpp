#pragma once

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/algorithms/indicators/villages.hpp"

namespace lifecircle::test {

/// A random town: units of two counties, homes, facilities that state this and that, and how long
/// it takes from one to the other.
struct RandomVillages : Villages {
  std::mt19937 random;
  std::vector<std::vector<std::optional<std::uint32_t>>> times;  ///< [home][facility]
  explicit RandomVillages(unsigned seed) : random{seed} {
    const std::size_t n = 1 + below(12);
    for (std::size_t u = 0; u < n; ++u) {
      // Two counties of two townships each.
      const std::string code = std::to_string(610'000 + below(2)) + "00" +
                               std::to_string(1 + below(2)) + std::to_string(100 + u);
      unit(code, below(2) == 0 ? Setting::town : Setting::country,
           below(3) == 0   ? "new"
           : below(2) == 0 ? "old"
                           : "");
      if (below(4) > 0) state(u, "workers", static_cast<double>(below(12)));
    }
    town.stated.unit_groups = true;
    town.stated.units.insert("workers");
    for (std::size_t h = below(60); h > 0; --h)
      home(maybe_unit(), static_cast<double>(below(4000)), static_cast<double>(below(1500)));
    for (const char* kind : {"clinic", "eldercare"}) {
      town.stated.facilities[kind].insert({"beds", "open"});
      town.stated.kinds_with_hours.insert(kind);
      for (std::size_t f = below(14); f > 0; --f) {
        Stated stated;
        if (below(5) > 0) stated["beds"] = static_cast<std::int64_t>(below(30)) * 1000;
        if (below(5) > 0) stated["open"] = static_cast<std::int64_t>(below(2)) * 1000;
        Facility& made = facility(kind, maybe_unit(), stated,
                                  {static_cast<std::int32_t>(below(2000) * 1000),
                                   static_cast<std::int32_t>(below(2000) * 1000)});
        made.own = below(5) > 0;
        if (below(4) > 0) {
          made.open_minutes.emplace();
          for (int& minutes : *made.open_minutes) minutes = static_cast<int>(450 + below(60));
          if (below(3) > 0) made.open_on_holidays = static_cast<int>(420 + below(120));
        }
      }
    }
    // Few times, so that some are equal and some just at a limit.
    times.resize(town.homes.size());
    for (auto& of_home : times)
      for (std::size_t f = 0; f < town.facilities.size(); ++f)
        of_home.push_back(below(3) == 0
                              ? std::nullopt
                              : std::optional{static_cast<std::uint32_t>(below(7)) * 300'000});
    if (below(3) == 0) rules.region = Region::own;
  }
  std::size_t below(std::size_t n) { return random() % n; }
  std::optional<std::size_t> maybe_unit() {
    return below(8) == 0 ? std::nullopt : std::optional{below(town.units.size())};
  }
};

struct Parts {
  double numerator = 0, denominator = 0;
};

/// Rows an indicator is for, one by one.
inline bool is_for(const Indicator& i, const Town& town, Setting setting,
                   std::optional<UnitId> unit) {
  if (i.setting && *i.setting != setting) return false;
  if (i.classes.empty()) return true;
  const std::string group = unit ? town.units[unit->index()].group : "";
  return std::ranges::count(i.classes, group) > 0;
}

inline bool counts(const Facility& f, const Indicator& i, const std::vector<std::string>& kinds) {
  if (std::ranges::count(kinds, f.kind) == 0) return false;
  const auto beds = f.stated.find("beds");
  return !i.size ||
         (beds != f.stated.end() && static_cast<double>(beds->second) / 1000 >= i.size_at_least);
}

/// Whether a facility serves homes of an indicator at all.
inline bool serves(const Facility& f, const Indicator& i, const RandomVillages& v) {
  return counts(f, i, i.kinds) && (f.own || v.rules.region == Region::with_neighbours);
}
/// Whether someone comes from a home to a facility in time.
inline bool comes(std::size_t h, std::size_t f, const Indicator& i, const RandomVillages& v) {
  const double limit = *i.circles[0].minutes * 60'000;
  return serves(v.town.facilities[f], i, v) && v.times[h][f] &&
         (i.circles[0].closed ? *v.times[h][f] <= limit : *v.times[h][f] < limit);
}
/// Whether that is the nearest one: none takes less, and of equal ones none stands before it.
inline bool is_nearest(std::size_t h, std::size_t f, const Indicator& i, const RandomVillages& v) {
  for (std::size_t g = 0; g < v.town.facilities.size(); ++g)
    if (serves(v.town.facilities[g], i, v) && v.times[h][g] &&
        (*v.times[h][g] < *v.times[h][f] || (*v.times[h][g] == *v.times[h][f] && g < f)))
      return false;
  return true;
}

/// What an indicator of the town comes to, by plain loops.
inline Parts judge(const Indicator& i, const RandomVillages& v) {
  Parts parts;
  const Town& town = v.town;
  const Homes& homes = town.homes;
  const auto share_of_facilities = [&](const std::function<bool(const Facility&)>& holds) {
    for (const Facility& f : town.facilities) {
      if (!f.own || !counts(f, i, i.kinds) || !is_for(i, town, f.setting, f.unit)) continue;
      parts.denominator += 1;
      parts.numerator += holds(f) ? 1 : 0;
    }
  };
  const auto households_of = [&](std::size_t unit) {
    double sum = 0;
    for (std::size_t h = 0; h < homes.size(); ++h)
      if (homes.unit[h] && homes.unit[h]->index() == unit)
        sum += static_cast<double>(homes.count[1][h]) / 1000;
    return sum;
  };
  switch (i.type) {
    case IndicatorType::per_thousand:
      for (const Facility& f : town.facilities)
        if (f.own && counts(f, i, i.kinds) && is_for(i, town, f.setting, f.unit) &&
            f.stated.contains("beds"))
          parts.numerator += static_cast<double>(f.stated.at("beds")) / 1000;
      for (std::size_t h = 0; h < homes.size(); ++h)
        if (is_for(i, town, homes.setting[h], homes.unit[h]))
          parts.denominator += static_cast<double>(homes.count[0][h]) / 1000;
      break;
    case IndicatorType::presence: {
      const std::size_t digits = i.level == Level::unit ? 12 : i.level == Level::township ? 9 : 6;
      std::set<std::string> asked, has;
      std::map<std::string, int> number;
      for (const Facility& f : town.facilities)
        if (f.unit && counts(f, i, i.kinds))
          ++number[town.units[f.unit->index()].code.substr(0, digits)];
      for (const Unit& u : town.units) {
        if (!is_for(i, town, u.setting, UnitId{static_cast<std::size_t>(&u - town.units.data())}))
          continue;
        const std::string group = u.code.substr(0, digits);
        asked.insert(group);
        if (number[group] >= i.count_at_least) has.insert(group);
      }
      parts = {static_cast<double>(has.size()), static_cast<double>(asked.size())};
      break;
    }
    case IndicatorType::facility_share:
      share_of_facilities(
          [](const Facility& f) { return f.stated.contains("open") && f.stated.at("open") != 0; });
      break;
    case IndicatorType::hours:
      share_of_facilities([&](const Facility& f) {
        return f.open_minutes && *std::ranges::min_element(*f.open_minutes) >= i.hours_a_day * 60 &&
               (!i.on_holidays || f.open_on_holidays.value_or(0) >= i.hours_a_day * 60);
      });
      break;
    case IndicatorType::adjacency:
      share_of_facilities([&](const Facility& f) {
        const Point a = f.shape.parts[0][0];
        return std::ranges::any_of(town.facilities, [&](const Facility& g) {
          const Point b = g.shape.parts[0][0];
          return std::ranges::count(i.beside, g.kind) > 0 &&
                 std::hypot(double{1} * a.x - b.x, double{1} * a.y - b.y) <= i.beside_m * 1000;
        });
      });
      break;
    case IndicatorType::staff:
      for (std::size_t u = 0; u < town.units.size(); ++u) {
        if (!is_for(i, town, town.units[u].setting, UnitId{u})) continue;
        double needed = std::ceil(households_of(u) / i.households_per_worker);
        if (households_of(u) < i.up_to_households) needed = std::max(needed, i.workers_at_least);
        if (needed == 0) continue;
        parts.denominator += 1;
        const auto& stated = town.units[u].stated;
        const double workers =
            stated.contains("workers") ? static_cast<double>(stated.at("workers")) / 1000 : 0;
        parts.numerator += workers >= needed ? 1 : 0;
      }
      break;
    case IndicatorType::unit_size:
      for (std::size_t u = 0; u < town.units.size(); ++u) {
        if (!is_for(i, town, town.units[u].setting, UnitId{u})) continue;
        parts.denominator += 1;
        parts.numerator += households_of(u) <= i.target->value ? 1 : 0;
      }
      break;
    case IndicatorType::hierarchy:
      for (const Unit& u : town.units) {
        if (!is_for(i, town, u.setting, UnitId{static_cast<std::size_t>(&u - town.units.data())}))
          continue;
        parts.denominator += 1;
        parts.numerator += std::ranges::all_of(i.steps, [&](const Indicator::Step& step) {
          const std::size_t digits = step.level == Level::unit ? 12 : 9;
          return std::ranges::any_of(town.facilities, [&](const Facility& f) {
            return f.unit && counts(f, i, step.kinds) &&
                   town.units[f.unit->index()].code.substr(0, digits) == u.code.substr(0, digits);
          });
        });
      }
      break;
    case IndicatorType::time_coverage:
      for (std::size_t h = 0; h < homes.size(); ++h) {
        if (!is_for(i, town, homes.setting[h], homes.unit[h])) continue;
        const double people =
            static_cast<double>(homes.count[i.counted.name == "people" ? 0 : 1][h]) / 1000;
        bool any = false;
        for (std::size_t f = 0; f < town.facilities.size(); ++f) any = any || comes(h, f, i, v);
        parts.denominator += people;
        parts.numerator += any ? people : 0;
      }
      break;
    case IndicatorType::capacity:
      for (std::size_t f = 0; f < town.facilities.size(); ++f) {
        const Facility& asked = town.facilities[f];
        if (!asked.own || !counts(asked, i, i.kinds) || !is_for(i, town, asked.setting, asked.unit))
          continue;
        double come = 0;
        for (std::size_t h = 0; h < homes.size(); ++h)
          if (is_for(i, town, homes.setting[h], homes.unit[h]) && comes(h, f, i, v) &&
              is_nearest(h, f, i, v))
            come += static_cast<double>(homes.count[i.counted.name == "people" ? 0 : 1][h]) / 1000;
        const auto beds = asked.stated.find("beds");
        const double room = i.capacity_column.empty()    ? i.capacity
                            : beds == asked.stated.end() ? 0
                                                         : static_cast<double>(beds->second) / 1000;
        parts.denominator += 1;
        parts.numerator += come <= room ? 1 : 0;
      }
      break;
    default:
      ADD_FAILURE() << "no judge";
  }
  return parts;
}

}  // namespace lifecircle::test
