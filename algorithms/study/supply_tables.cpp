#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <tuple>

#include "algorithms/coverage/rates.hpp"
#include "algorithms/study/result_tables.hpp"
#include "algorithms/study/supply.hpp"
#include "algorithms/study/supply_question.hpp"
#include "algorithms/study/table_builder.hpp"
#include "algorithms/supply/equity.hpp"

namespace lifecircle {
namespace {

/// "5 min: 1; 10 min: 0.68; 15 min: 0.22"
std::string bands_text(const std::vector<DistanceBand>& bands) {
  std::string text;
  for (const DistanceBand& band : bands) {
    char part[64];
    std::snprintf(part, sizeof part, "%.6g min: %.6g", band.until.minutes(),
                  static_cast<double>(band.weight) / 1e6);
    text += (text.empty() ? "" : "; ") + std::string{part};
  }
  return text;
}

double percent(std::int64_t part, std::int64_t total) {
  return Rate{.covered = part, .total = total}.percent().value_or(kNoNumber);
}

/// Some people, and what they find.
struct Found {
  std::int64_t total = 0, in_reach = 0, with_room = 0, room_unknown = 0, with_room_next = 0,
               without_way = 0;
  Equity plain, enhanced, minutes;
};

Found found_by(const SupplyAnswer& a, const Answers& answers, const std::vector<std::size_t>& homes,
               std::size_t measure) {
  Found found;
  std::vector<Share> plain, enhanced, minutes;
  for (const std::size_t h : homes) {
    const DemandId home{h};
    if (a.asked[home] == 0) continue;
    const std::int64_t people = answers.homes.count[measure][h];
    found.total += people;
    if (a.reaches[home] != 0) found.in_reach += people;
    found.with_room += a.nearest.with_room[h];
    found.room_unknown += a.nearest.room_unknown[h];
    found.with_room_next += a.next.with_room[h];
    plain.push_back({a.plain.access[h] * 1000, people});
    enhanced.push_back({a.enhanced.access[h] * 1000, people});
    if (const Label label = a.variant->homes[home].nearest; !label.is_never())
      minutes.push_back({label.time().minutes(), people});
    else
      found.without_way += people;
  }
  found.plain = equity_of(std::move(plain));
  found.enhanced = equity_of(std::move(enhanced));
  found.minutes = equity_of(std::move(minutes));
  return found;
}

/// Who a row of the supply table is about.
struct Whom {
  std::string level, code, name;
  std::vector<std::size_t> homes;
};

/// Units in scope, the homes in none, settings, groups of units, all.
std::vector<Whom> levels_of(const SupplyAnswer& a, const Answers& answers, const Town& town) {
  std::vector<std::vector<std::size_t>> by_unit(town.units.size() + 1);
  std::map<std::string, std::vector<std::size_t>> by_setting, by_group;
  Whom all{"all", "*", "(all)", {}};
  for (std::size_t h = 0; h < answers.home_count; ++h) {
    const auto unit = answers.homes.unit[h];
    by_unit[unit ? unit->index() : town.units.size()].push_back(h);
    if (const Setting s = answers.homes.setting[h]; s != Setting::unknown)
      by_setting[s == Setting::town ? "town" : "country"].push_back(h);
    if (unit && !town.units[unit->index()].group.empty())
      by_group[town.units[unit->index()].group].push_back(h);
    all.homes.push_back(h);
  }
  std::vector<Whom> levels;
  for (std::size_t u = 0; u < town.units.size(); ++u)
    if (in_scope(*a.service->service, town.units[u].setting))
      levels.push_back({"unit", town.units[u].code, town.units[u].name, std::move(by_unit[u])});
  levels.push_back({"no_unit", "", "(no unit)", std::move(by_unit.back())});
  for (auto& [name, homes] : by_setting) levels.push_back({"setting", "", name, std::move(homes)});
  for (auto& [name, homes] : by_group) levels.push_back({"unit_group", "", name, std::move(homes)});
  levels.push_back(std::move(all));
  return levels;
}

/// [level]: 1 for the unit with least access; kNoInteger for what is no unit, or has nobody.
std::vector<std::int64_t> worst_first(const std::vector<Whom>& levels,
                                      const std::vector<Found>& found) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < levels.size(); ++i)
    if (levels[i].level == "unit" && found[i].total > 0) order.push_back(i);
  std::ranges::stable_sort(order, {}, [&](std::size_t i) {
    return std::tuple{found[i].plain.mean.value_or(0), percent(found[i].with_room, found[i].total),
                      levels[i].code};
  });
  std::vector<std::int64_t> ranks(levels.size(), kNoInteger);
  for (std::size_t r = 0; r < order.size(); ++r) ranks[order[r]] = static_cast<std::int64_t>(r) + 1;
  return ranks;
}

}  // namespace

Table supply_table(const std::vector<SupplyAnswer>& supply, const Answers& answers,
                   const Town& town, const StudyRules& rules) {
  TableBuilder t{"supply", "Supply and demand", "供需与公平性"};
  const auto level = t.text("level", "level", "层级");
  const auto code = t.text("unit_code", "unit code", "单元代码");
  const auto name = t.text("unit_name", "unit", "单元名称");
  const SupplyQuestion question{t};
  const auto modes = t.text("modes", "modes (best of)", "出行方式(取最优)");
  const auto speeds = t.text("speeds_kmh", "speeds, km/h", "速度(公里/小时)");
  const auto direction = t.text("direction", "direction", "方向");
  const auto bands = t.text("bands", "weights of the enhanced catchment", "增强两步移动搜索权重");
  const auto total = t.number("total", "total", "总数", 3);
  const auto covered = t.number("covered", "within reach", "可达", 3);
  const auto rate = t.number("rate_percent", "rate, %", "覆盖率(%)", 2);
  const auto with_room = t.number("with_room", "with room at the nearest", "最近设施有容量", 3);
  const auto room_rate =
      t.number("room_rate_percent", "rate with room, %", "考虑容量的覆盖率(%)", 2);
  const auto no_room = t.number("no_room", "within reach, no room", "可达但无容量", 3);
  const auto unknown = t.number("room_unknown", "within reach, room unknown", "可达但容量未知", 3);
  const auto next = t.number("with_room_next", "with room, when they go on to the next nearest",
                             "允许改往次近设施时有容量", 3);
  const auto next_rate = t.number("room_rate_next_percent", "rate with room, going on, %",
                                  "允许改往次近设施的覆盖率(%)", 2);
  const auto plain = t.number("per_1000_2sfca", "supply for 1,000, 2SFCA", "每千人供给(2SFCA)", 4);
  const auto enhanced =
      t.number("per_1000_e2sfca", "supply for 1,000, E2SFCA", "每千人供给(E2SFCA)", 4);
  const auto median =
      t.number("median_2sfca", "supply for 1,000, 2SFCA, median", "每千人供给中位数(2SFCA)", 4);
  const auto median_e =
      t.number("median_e2sfca", "supply for 1,000, E2SFCA, median", "每千人供给中位数(E2SFCA)", 4);
  const auto to_norm = t.number("ratio_to_norm", "2SFCA over the norm", "2SFCA 与标准之比", 4);
  const auto gini = t.number("gini_2sfca", "Gini of 2SFCA", "2SFCA 基尼系数", 4);
  const auto palma = t.number("palma_2sfca", "Palma of 2SFCA", "2SFCA 帕尔马比值", 4);
  const auto gini_e = t.number("gini_e2sfca", "Gini of E2SFCA", "E2SFCA 基尼系数", 4);
  const auto palma_e = t.number("palma_e2sfca", "Palma of E2SFCA", "E2SFCA 帕尔马比值", 4);
  const auto mean_minutes =
      t.number("mean_minutes", "minutes to the nearest, mean", "到最近设施平均分钟数", 3);
  const auto gini_minutes = t.number("gini_minutes", "Gini of the minutes", "分钟数基尼系数", 4);
  const auto no_way = t.number("without_way", "without any way there", "完全不可达", 3);
  const auto worst = t.integer("worst_rank", "rank, worst first", "排名(最差在前)");

  for (const SupplyAnswer& a : supply) {
    const auto row = [&](const Whom& of, const Found& f, std::size_t measure, std::int64_t rank) {
      // Places are taken by people of the plan's measure; who of them is old nobody asks.
      const bool own = measure == a.measure;
      const auto number = [&](std::int64_t n) { return own ? whole(n) : kNoNumber; };
      const auto share = [&](std::int64_t n) { return own ? percent(n, f.total) : kNoNumber; };
      t.put(level, of.level);
      t.put(code, of.code);
      t.put(name, of.name);
      question.put(t, a, answers.homes.measures[measure].name);
      t.put(modes, names_text(a.variant->modes));
      t.put(speeds, speeds_text(a.variant->modes, rules.profiles));
      t.put(direction, direction_name(a.service->service->direction));
      t.put(bands, bands_text(a.plan->bands));
      t.put(total, whole(f.total));
      t.put(covered, whole(f.in_reach));
      t.put(rate, percent(f.in_reach, f.total));
      t.put(with_room, number(f.with_room));
      t.put(room_rate, share(f.with_room));
      t.put(no_room, number(f.in_reach - f.with_room - f.room_unknown));
      t.put(unknown, number(f.room_unknown));
      t.put(next, number(f.with_room_next));
      t.put(next_rate, share(f.with_room_next));
      t.put(plain, f.plain.mean.value_or(kNoNumber));
      t.put(enhanced, f.enhanced.mean.value_or(kNoNumber));
      t.put(median, f.plain.median.value_or(kNoNumber));
      t.put(median_e, f.enhanced.median.value_or(kNoNumber));
      t.put(to_norm, f.plain.mean ? *f.plain.mean / norm_of(*a.plan) : kNoNumber);
      t.put(gini, f.plain.gini.value_or(kNoNumber));
      t.put(palma, f.plain.palma.value_or(kNoNumber));
      t.put(gini_e, f.enhanced.gini.value_or(kNoNumber));
      t.put(palma_e, f.enhanced.palma.value_or(kNoNumber));
      t.put(mean_minutes, f.minutes.mean.value_or(kNoNumber));
      t.put(gini_minutes, f.minutes.gini.value_or(kNoNumber));
      t.put(no_way, whole(f.without_way));
      t.put(worst, rank);
    };
    const std::vector<Whom> levels = levels_of(a, answers, town);
    std::vector<Found> found;
    for (const Whom& of : levels) found.push_back(found_by(a, answers, of.homes, a.measure));
    const std::vector<std::int64_t> ranks = worst_first(levels, found);
    for (std::size_t i = 0; i < levels.size(); ++i) row(levels[i], found[i], a.measure, ranks[i]);
    Whom others = levels.back();
    others.level = "people";
    for (std::size_t m = 0; m < answers.homes.measures.size(); ++m)
      if (m != a.measure) row(others, found_by(a, answers, others.homes, m), m, kNoInteger);
  }
  return t.finish();
}

}  // namespace lifecircle
