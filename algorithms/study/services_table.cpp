#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <optional>

#include "algorithms/coverage/rates.hpp"
#include "algorithms/study/result_tables.hpp"
#include "algorithms/study/table_builder.hpp"

namespace lifecircle {
namespace {

std::string number(double v) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", v);
  return text;
}

const char* scope_name(Scope s) {
  return s == Scope::everyone ? "everyone" : s == Scope::town ? "town" : "country";
}

/// What stands beside every rate, in the columns of services.csv and units.csv. The time's where
/// the study has one, what unknown hours count as where there are any.
struct Heads {
  TableBuilder::Text service, kinds, modes, speeds, direction, scope, facilities, travel, rule, of,
      unit;
  TableBuilder::Number minutes, rate, numerator, denominator, uncovered, unconnected;
  TableBuilder::Integer headline;
  std::optional<TableBuilder::Text> unknown_hours;
  std::optional<std::array<TableBuilder::Integer, 3>> by_hours;  ///< [Openness]
  Heads(TableBuilder& t, bool has_time, bool has_unknown)
      : service{t.text("service", "service", "服务")},
        kinds{t.text("kinds", "facility kinds", "设施类别")},
        modes{t.text("modes", "modes (best of)", "出行方式(取最优)")},
        speeds{t.text("speeds_kmh", "speeds, km/h", "速度(公里/小时)")},
        direction{t.text("direction", "direction", "方向")},
        scope{t.text("scope", "scope", "范围")},
        facilities{t.text("facilities", "admitted facilities", "计入设施")},
        travel{t.text("travel", "way of travelling", "出行假设")},
        rule{t.text("rule", "rule", "判定规则")},
        of{t.text("counted", "counted", "统计对象")},
        unit{t.text("unit", "unit", "单位")},
        minutes{t.number("minutes", "minutes", "分钟", 2)},
        rate{t.number("rate_percent", "rate, %", "覆盖率(%)", 2)},
        numerator{t.number("covered", "covered", "已覆盖", 3)},
        denominator{t.number("total", "total", "总数", 3)},
        uncovered{t.number("uncovered", "not covered", "未覆盖", 3)},
        unconnected{t.number("unconnected", "without a road in reach", "未连接路网", 3)},
        headline{t.integer("headline", "headline", "主要结果")} {
    if (has_unknown)
      unknown_hours = t.text("unknown_hours", "unknown hours count as", "开放时间未知者按何计");
    if (has_time)
      by_hours = {
          t.integer("facilities_open", "facilities open", "开放设施数"),
          t.integer("facilities_closed", "facilities closed", "关闭设施数"),
          t.integer("facilities_unknown", "facilities of unknown hours", "开放时间未知设施数")};
  }
};

/// What a row is about, besides who is counted.
struct Of {
  const Town& town;
  const StudyRules& rules;
  bool as_stated = true;  ///< unknown hours as the study takes them
};

std::array<std::int64_t, 3> count_by_hours(const Town& town, const ServiceAnswer& answer,
                                           Region region) {
  std::array<std::int64_t, 3> counts{};
  for (std::size_t f = 0; f < town.facilities.size(); ++f)
    if (answer.kinds[FacilityId{f}] != 0 && (region != Region::own || town.facilities[f].own))
      ++counts[static_cast<std::size_t>(town.facilities[f].hours)];
  return counts;
}

void put_row(TableBuilder& t, const Heads& c, const Of& of, const ServiceAnswer& answer,
             const Variant& variant, const std::string& counted, const std::string& unit,
             const Rate& rate, bool headline) {
  const StudyRules& rules = of.rules;
  const Service& s = *answer.service;
  t.put(c.service, s.name);
  t.put(c.kinds, names_text(s.kinds));
  t.put(c.modes, names_text(variant.modes));
  t.put(c.speeds, speeds_text(variant.modes, rules.profiles));
  t.put(c.direction, direction_name(s.direction));
  t.put(c.scope, scope_name(s.scope));
  t.put(c.facilities, region_name(variant.region));
  t.put(c.travel, variant.travel);
  t.put(c.rule, "t <= " + number(s.limit.minutes()) + " min" +
                    (rules.time ? " at " + rules.time->text : ""));
  t.put(c.of, counted);
  t.put(c.unit, unit);
  t.put(c.minutes, s.limit.minutes());
  t.put(c.rate, rate.percent().value_or(kNoNumber));
  t.put(c.numerator, whole(rate.covered));
  t.put(c.denominator, whole(rate.total));
  t.put(c.uncovered, whole(rate.total - rate.covered));
  t.put(c.unconnected, whole(rate.unconnected));
  t.put(c.headline, headline ? 1 : 0);
  if (c.unknown_hours)
    t.put(*c.unknown_hours, rules.time->unknown_open == of.as_stated ? "open" : "closed");
  if (!c.by_hours) return;
  const auto counts = count_by_hours(of.town, answer, variant.region);
  for (std::size_t i = 0; i < counts.size(); ++i) t.put((*c.by_hours)[i], counts[i]);
}

}  // namespace

std::string names_text(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : "|") + name;
  return text;
}

std::string speeds_text(const std::vector<std::string>& modes,
                        const std::map<std::string, Profile>& profiles) {
  std::string text;
  for (const auto& mode : modes) {
    if (mode.ends_with("/m")) continue;  // metres are counted, whatever the speed
    std::map<double, int> classes;       // how many classes are travelled at a speed
    for (const auto& [road_class, speed] : profiles.at(mode).speed)
      if (speed.kmh) ++classes[*speed.kmh];
    if (classes.empty()) continue;
    const auto usual =
        std::ranges::max_element(classes, {}, [](const auto& c) { return c.second; });
    int all = 0;
    for (const auto& [kmh, count] : classes) all += count;
    const std::string range =
        number(classes.begin()->first) + "-" + number(classes.rbegin()->first);
    text += (text.empty() ? "" : "; ") + mode + " ";
    // A walker has one speed and a few exceptions, a car one for every class of road.
    if (2 * usual->second <= all)
      text += range;
    else
      text += number(usual->first) + (classes.size() > 1 ? " (" + range + ")" : "");
    // Those are the speeds on level ground.
    if (const Slope& slope = profiles.at(mode).slope; slope.matters())
      text += std::string{" by slope: "} + slope.name();
  }
  return text;
}

namespace {

/// The rates of one service.
void put_service(TableBuilder& t, const Heads& c, const Of& of, const Answers& answers,
                 const ServiceAnswer& service) {
  const auto& measures = answers.homes.measures;
  for (const Variant& variant : service.variants) {
    const bool first = of.as_stated && &variant == &service.headline();
    for (std::size_t m = 0; m < measures.size(); ++m) {
      // A group's own way of travelling concerns that group alone.
      if (variant.group && variant.group != measures[m].name) continue;
      put_row(t, c, of, service, variant, measures[m].name, measures[m].unit,
              rate_of(answers, service, variant, m),
              of.as_stated && &variant == &headline_of(service, measures[m].name));
    }
    if (variant.group) continue;
    // Where each place counts one, the measure says this already.
    if (std::ranges::find(measures, std::string{"places"}, &Measure::name) == measures.end())
      put_row(t, c, of, service, variant, "places", "places",
              rate_of(answers, service, variant, {}), first);
    const Rate own = units_by_own_point(answers, service, variant, of.town);
    if (own.total > 0)
      put_row(t, c, of, service, variant, "units_by_own_point", "units", own, first);
    const std::size_t units = of.town.units.size();
    if (measures.empty() || units == 0) continue;
    const auto by_unit = rates_by_unit(answers, service, variant, 0, units);
    for (const double share : of.rules.unit_shares_percent)
      put_row(t, c, of, service, variant,
              "units_with_" + number(share) + "_percent_of_" + measures[0].name, "units",
              units_by_share(by_unit, units, share), first);
  }
}

}  // namespace

Table services_table(const Answers& answers, const Town& town, const StudyRules& rules,
                     const Answers* otherwise) {
  TableBuilder t{"services", "Coverage rates", "设施覆盖率一览表"};
  const Heads c{t, rules.time.has_value(), otherwise != nullptr};
  for (std::size_t s = 0; s < answers.services.size(); ++s) {
    put_service(t, c, {town, rules}, answers, answers.services[s]);
    if (otherwise != nullptr)
      put_service(t, c, {town, rules, false}, *otherwise, otherwise->services[s]);
  }
  return t.finish();
}

Table units_table(const Answers& answers, const Town& town, const StudyRules& rules, bool unknown) {
  TableBuilder t{"units", "Coverage by unit", "分单元覆盖率"};
  const auto code = t.text("unit_code", "unit code", "单元代码");
  const auto name = t.text("unit_name", "unit", "单元名称");
  const auto setting = t.text("setting", "setting", "城乡");
  const auto own_minutes =
      t.number("own_point_minutes", "minutes from the unit's own point", "单元代表点分钟数", 3);
  const Heads c{t, rules.time.has_value(), unknown};
  for (const ServiceAnswer& service : answers.services)
    for (std::size_t m = 0; m < answers.homes.measures.size(); ++m) {
      const Measure& measure = answers.homes.measures[m];
      const Variant& variant = headline_of(service, measure.name);
      const auto rates = rates_by_unit(answers, service, variant, m, town.units.size());
      const auto row = [&](const std::string& the_code, const std::string& the_name, Setting where,
                           double minutes, const Rate& rate) {
        t.put(code, the_code);
        t.put(name, the_name);
        t.put(setting, where == Setting::town      ? "town"
                       : where == Setting::country ? "country"
                                                   : "");
        t.put(own_minutes, minutes);
        put_row(t, c, {town, rules}, service, variant, measure.name, measure.unit, rate, true);
      };
      for (std::size_t u = 0; u < town.units.size(); ++u) {
        const Unit& unit = town.units[u];
        if (!in_scope(*service.service, unit.setting)) continue;
        double minutes = kNoNumber;
        if (const auto point = answers.unit_point[UnitId{u}])
          if (const Label label = variant.homes[*point].nearest; !label.is_never())
            minutes = label.time().minutes();
        row(unit.code, unit.name, unit.setting, minutes, rates[u]);
      }
      row("", "(no unit)", Setting::unknown, kNoNumber, rates.back());
      Rate whole_rate = rate_of(answers, service, variant, m);
      row("*", "(all)", Setting::unknown, kNoNumber, whole_rate);
    }
  return t.finish();
}

}  // namespace lifecircle
