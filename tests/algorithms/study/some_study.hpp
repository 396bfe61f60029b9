#pragma once

#include <string>
#include <utility>
#include <vector>

#include "algorithms/study/study.hpp"
#include "tests/support/random_town.hpp"

namespace lifecircle::test {

/// A random town as a study would have read it: units with and without points of their own, homes
/// in units or in none, two groups beside the people, facilities of two kinds inside and outside;
/// one group walks in its own way.
struct SomeStudy {
  Town town;
  StudyRules rules;

  explicit SomeStudy(const Recipe& recipe) {
    RandomTown made = make_town(recipe);
    Dice dice{recipe.seed, 60};
    town.roads = std::move(made.roads);
    town.barriers = std::move(made.barriers);
    town.facilities = std::move(made.facilities);
    town.homes = std::move(made.homes);
    for (int u = 0; u < 4; ++u) {
      Unit unit{.code = std::string(1, static_cast<char>('a' + u)),
                .name = {},
                .setting = u % 2 == 0 ? Setting::town : Setting::country,
                .area = {}};
      if (dice.chance(50)) unit.own_point = town.homes.at[dice.below(town.homes.size())];
      town.units.push_back(unit);
    }
    town.homes.measures = {{"people", "people"}, {"elderly", "people"}, {"households", "homes"}};
    town.homes.count.resize(3);
    for (std::size_t h = 0; h < town.homes.size(); ++h) {
      if (dice.chance(80)) town.homes.unit[h] = UnitId{dice.below(town.units.size())};
      for (std::size_t m = 1; m < 3; ++m)
        town.homes.count[m].push_back(town.homes.count[0][h] / (1 + dice.below(5)));
    }
    for (Facility& f : town.facilities) {
      f.kind = dice.chance(60) ? "clinic" : "school";
      f.own = dice.chance(70);
    }
    sort_facilities(town.facilities);

    for (const Profile& profile : random_town_profiles()) rules.profiles[profile.name] = profile;
    Profile slow = rules.profiles["foot"];
    slow.name = "slow_foot";
    for (auto& [road_class, speed] : slow.speed)
      if (speed.kmh) *speed.kmh /= 2;
    rules.profiles[slow.name] = slow;
    rules.access = made.access;
    rules.beside = {{"foot", "slow_foot"}};
    rules.group_travel = {{"elderly", {{"foot", "slow_foot"}, {"car", "foot"}}}};
    rules.region = dice.chance(50) ? Region::own : Region::with_neighbours;
    const Duration limits[] = {Duration{}, Duration::seconds(20), Duration::minutes(1),
                               Duration::minutes(10)};
    const std::vector<std::vector<std::string>> modes{
        {"foot"}, {"foot", "bicycle"}, {"car"}, {"bicycle", "car"}};
    for (int s = 0; s < 3; ++s)
      rules.services.push_back(
          {.name = "service_" + std::to_string(s),
           .kinds = s == 0 ? std::vector<std::string>{"clinic"}
                           : std::vector<std::string>{"clinic", "school"},
           .modes = dice.one_of(modes),
           .limit = limits[dice.below(4)],
           .scope =
               s == 0 ? Scope::everyone : dice.one_of(std::vector{Scope::town, Scope::country}),
           .direction = dice.chance(50) ? Direction::to_facility : Direction::from_facility});
  }

  StudyResult result() const {
    const Network network{town.roads};
    const Ground ground{network, town.barriers};
    return compute_study(ground, town, rules);
  }
};

/// Reads a table by the names of its columns.
class Rows {
 public:
  explicit Rows(const Table& table) : table_{&table} {}
  std::size_t count() const { return table_->rows(); }
  const std::string& text(const std::string& column, std::size_t row) const {
    return values<std::string>(column)[row];
  }
  std::int64_t integer(const std::string& column, std::size_t row) const {
    return values<std::int64_t>(column)[row];
  }
  double number(const std::string& column, std::size_t row) const {
    return values<double>(column)[row];
  }

 private:
  template <class Value>
  const std::vector<Value>& values(const std::string& column) const {
    for (const TableColumn& c : table_->columns)
      if (c.name == column) return std::get<std::vector<Value>>(c.values);
    throw std::runtime_error{"no column " + column};
  }
  const Table* table_;
};

inline const Table& layer_of(const StudyResult& result, const std::string& name) {
  for (const Layer& layer : result.layers)
    if (layer.table.name == name) return layer.table;
  throw std::runtime_error{"no layer " + name};
}

}  // namespace lifecircle::test
