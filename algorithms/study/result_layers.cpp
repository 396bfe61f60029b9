#include <algorithm>
#include <set>

#include "algorithms/circle/reached.hpp"
#include "algorithms/coverage/rates.hpp"
#include "algorithms/study/result_tables.hpp"
#include "algorithms/study/table_builder.hpp"

namespace lifecircle {
namespace {

const char* setting_name(Setting s) {
  return s == Setting::town ? "town" : s == Setting::country ? "country" : "";
}

std::string unit_code(const Town& town, std::optional<UnitId> unit) {
  return unit ? town.units[unit->index()].code : "";
}

/// Columns that rows state themselves, as the study names them.
class StatedOf {
 public:
  StatedOf(TableBuilder& t, const std::set<std::string>& names, const StandardWords& words)
      : t_{t} {
    for (const std::string& name : names) {
      std::string en = name, zh = name;
      for (const auto* known : {&words.facilities, &words.units})
        if (const auto at = known->find(name); at != known->end()) {
          en = at->second.name.en;
          zh = at->second.name.zh;
        }
      columns_.emplace_back(name, t.number(name, en, zh, 3));
    }
  }
  void put(const Stated& stated) {
    for (const auto& [name, column] : columns_) {
      const auto at = stated.find(name);
      t_.put(column, at == stated.end() ? kNoNumber : whole(at->second));
    }
  }

 private:
  TableBuilder& t_;
  std::vector<std::pair<std::string, TableBuilder::Number>> columns_;
};

/// "clinic_hospital_walk_from": a question of standards as the name of a column.
std::string column_of(const Service& asked) {
  std::string name;
  for (const auto* words : {&asked.kinds, &asked.modes})
    for (const std::string& word : *words) name += (name.empty() ? "" : "_") + word;
  if (asked.direction == Direction::from_facility) name += "_from";
  if (!asked.filter.column.empty()) name += "_" + asked.filter.column;
  if (!asked.filter.yes.empty()) name += "_" + asked.filter.yes;
  for (char& c : name)
    if (c == '@' || c == '/' || c == '.') c = '_';
  return name;
}

/// What a service is called, in both languages.
Words called(const Service& service) {
  const Words words = service.called();
  return {in_language(words, Language::zh), in_language(words, Language::en)};
}

/// Colours of Okabe and Ito (2008), told apart by everyone.
constexpr const char* kBlue = "#0072b2";
constexpr const char* kOrange = "#d55e00";
constexpr const char* kGreen = "#009e73";
constexpr const char* kGrey = "#999999";

Style yes_no(const std::string& column, double size) {
  return {.look = Style::Look::categories,
          .by = column,
          .classes = {{"1", "covered", "已覆盖", kBlue},
                      {"0", "not covered", "未覆盖", kOrange},
                      {"", "not asked", "不在范围内", kGrey}},
          .size = size};
}

}  // namespace

Layer people_layer(const Answers& answers, const Town& town) {
  TableBuilder t{"people", "People and their nearest facilities", "居住点与最近设施"};
  const Homes& homes = answers.homes;
  const auto id = t.text("id", "id", "编号");
  const auto unit = t.text("unit_code", "unit code", "单元代码");
  const auto setting = t.text("setting", "setting", "城乡");
  std::vector<TableBuilder::Number> counts;
  for (const Measure& m : homes.measures) counts.push_back(t.number(m.name, m.name, m.name, 3));
  struct OfService {
    TableBuilder::Integer covered;
    TableBuilder::Number seconds;
    TableBuilder::Text facility, mode;
  };
  std::vector<OfService> columns;
  for (const ServiceAnswer& s : answers.services) {
    const std::string& n = s.service->name;
    const Words w = called(*s.service);
    columns.push_back({t.integer(n + "_covered", w.en + ": covered", w.zh + ":是否覆盖"),
                       t.number(n + "_seconds", w.en + ": seconds", w.zh + ":秒", 3),
                       t.text(n + "_facility", w.en + ": nearest facility", w.zh + ":最近设施"),
                       t.text(n + "_mode", w.en + ": by", w.zh + ":方式")});
  }
  // Questions of standards that differ in their limits alone are one.
  std::vector<std::pair<const Variant*, TableBuilder::Number>> asked_columns;
  std::set<std::string> names;
  for (const ServiceAnswer& s : answers.asked) {
    const std::string n = column_of(*s.service);
    if (names.insert(n).second)
      asked_columns.emplace_back(&s.headline(),
                                 t.number(n + "_seconds", n + ": seconds", n + ":秒", 3));
  }
  Shapes& shapes = t.shapes(ShapeKind::point);
  for (std::size_t h = 0; h < answers.home_count; ++h) {
    for (const auto& [variant, column] : asked_columns) {
      const Label nearest = variant->homes[DemandId{h}].nearest;
      t.put(column, nearest.is_never() ? kNoNumber : nearest.time().seconds());
    }
    t.put(id, homes.id[h]);
    t.put(unit, unit_code(town, homes.unit[h]));
    t.put(setting, setting_name(homes.setting[h]));
    for (std::size_t m = 0; m < counts.size(); ++m) t.put(counts[m], whole(homes.count[m][h]));
    for (std::size_t s = 0; s < columns.size(); ++s) {
      const ServiceAnswer& service = answers.services[s];
      const Variant& v = service.headline();
      const HomeAnswer& best = v.homes[DemandId{h}];
      const bool asked = in_scope(*service.service, homes.setting[h]);
      t.put(columns[s].covered, asked ? is_covered(*service.service, v, DemandId{h}) : kNoInteger);
      t.put(columns[s].seconds,
            best.nearest.is_never() ? kNoNumber : best.nearest.time().seconds());
      t.put(columns[s].facility,
            best.nearest.is_never() ? "" : town.facilities[best.nearest.facility().index()].id);
      t.put(columns[s].mode, best.nearest.is_never() ? "" : v.modes[best.mode]);
    }
    shapes.add(homes.at[h]);
  }
  Style style = answers.services.empty()
                    ? Style{}
                    : yes_no(answers.services[0].service->name + "_covered", 1.2);
  return {t.finish(), style};
}

Layer facilities_layer(const Answers& answers, const Town& town, const StudyRules& rules) {
  const bool has_time = rules.time.has_value();
  TableBuilder t{"facilities", "Facilities and how they meet the roads", "设施及其与路网的连接"};
  const auto id = t.text("id", "id", "编号");
  const auto name = t.text("name", "name", "名称");
  const auto kind = t.text("kind", "kind", "类别");
  const auto unit = t.text("unit_code", "unit code", "单元代码");
  const auto own = t.integer("own", "inside the study area", "位于研究范围内");
  std::set<std::string> names;
  for (const auto& [of_kind, columns] : town.stated.facilities)
    names.insert(columns.begin(), columns.end());
  StatedOf stated{t, names, rules.words};
  std::optional<TableBuilder::Text> hours;
  if (has_time) hours = t.text("hours", "open at the study's time", "研究时刻是否开放");
  struct OfMode {
    TableBuilder::Text step;
    TableBuilder::Number distance;
  };
  std::vector<OfMode> columns;
  for (const auto& [mode, answer] : answers.modes)
    columns.push_back({t.text(mode + "_joined_by", mode + ": joined by", mode + ":连接方式"),
                       t.number(mode + "_distance_m", mode + ": metres to the road",
                                mode + ":到道路距离(米)", 3)});
  std::vector<std::pair<TableBuilder::Number, TableBuilder::Number>> served;
  for (const ServiceAnswer& s : answers.services) {
    const std::string& n = s.service->name;
    const Words w = called(*s.service);
    served.emplace_back(
        t.number(n + "_nearest_of", w.en + ": nearest of so many", w.zh + ":以其为最近设施的数量",
                 3),
        t.number(n + "_covers", w.en + ": covers of these", w.zh + ":其中已覆盖", 3));
  }
  // Of the headline measure; of places where nobody is counted.
  std::vector<Column<FacilityId, std::pair<std::int64_t, std::int64_t>>> sums(
      answers.services.size(),
      Column<FacilityId, std::pair<std::int64_t, std::int64_t>>(town.facilities.size()));
  for (std::size_t s = 0; s < answers.services.size(); ++s) {
    const ServiceAnswer& service = answers.services[s];
    for (std::size_t h = 0; h < answers.home_count; ++h) {
      const Label label = service.headline().homes[DemandId{h}].nearest;
      if (label.is_never() || !in_scope(*service.service, answers.homes.setting[h])) continue;
      const std::int64_t count = answers.homes.count.empty() ? 1000 : answers.homes.count[0][h];
      auto& [all, covered] = sums[s][label.facility()];
      all += count;
      if (is_covered(*service.service, service.headline(), DemandId{h})) covered += count;
    }
  }
  Shapes& shapes = t.shapes(ShapeKind::point);
  for (std::size_t f = 0; f < town.facilities.size(); ++f) {
    const Facility& facility = town.facilities[f];
    t.put(id, facility.id);
    t.put(name, facility.name);
    t.put(kind, facility.kind);
    t.put(unit, unit_code(town, facility.unit));
    t.put(own, facility.own ? 1 : 0);
    stated.put(facility.stated);
    if (hours) t.put(*hours, openness_name(facility.hours));
    std::size_t m = 0;
    for (const auto& [mode, answer] : answers.modes) {
      const Connection& met = answer.survey.facilities[FacilityId{f}];
      t.put(columns[m].step,
            met.connected ? ladder_name(answer.survey.ladder[FacilityId{f}]) : "not connected");
      t.put(columns[m].distance, met.distance_m < 0 ? kNoNumber : met.distance_m);
      ++m;
    }
    for (std::size_t s = 0; s < served.size(); ++s) {
      const bool asked = answers.services[s].kinds[FacilityId{f}] != 0;
      t.put(served[s].first, asked ? whole(sums[s][FacilityId{f}].first) : kNoNumber);
      t.put(served[s].second, asked ? whole(sums[s][FacilityId{f}].second) : kNoNumber);
    }
    shapes.add(facility.shape.kind == ShapeKind::point ? facility.shape.parts.front().front()
                                                       : centroid(facility.shape));
  }
  return {t.finish(), {.colour = kGreen, .size = 2.4}};
}

Layer units_layer(const Answers& answers, const Town& town, const StudyRules& rules) {
  TableBuilder t{"units", "Units and their coverage", "单元覆盖率"};
  const auto code = t.text("code", "code", "代码");
  const auto name = t.text("name", "name", "名称");
  const auto setting = t.text("setting", "setting", "城乡");
  std::optional<TableBuilder::Text> group;
  if (town.stated.unit_groups) group = t.text("unit_group", "group", "分组");
  StatedOf stated{t, town.stated.units, rules.words};
  std::vector<std::vector<Rate>> rates;
  std::vector<TableBuilder::Number> total, percent;
  std::vector<TableBuilder::Integer> own_point;
  const bool counted = !answers.homes.measures.empty();
  const std::optional<std::size_t> measure = counted ? std::optional<std::size_t>{0} : std::nullopt;
  for (const ServiceAnswer& s : answers.services) {
    const std::string& n = s.service->name;
    const Words w = called(*s.service);
    total.push_back(t.number(n + "_total", w.en + ": people", w.zh + ":人数", 3));
    percent.push_back(t.number(n + "_percent", w.en + ": rate, %", w.zh + ":覆盖率(%)", 2));
    own_point.push_back(
        t.integer(n + "_own_point", w.en + ": own point covered", w.zh + ":代表点是否覆盖"));
    rates.push_back(rates_by_unit(answers, s, s.headline(), measure, town.units.size()));
  }
  Shapes& shapes = t.shapes(ShapeKind::area);
  for (std::size_t u = 0; u < town.units.size(); ++u) {
    t.put(code, town.units[u].code);
    t.put(name, town.units[u].name);
    t.put(setting, setting_name(town.units[u].setting));
    if (group) t.put(*group, town.units[u].group);
    stated.put(town.units[u].stated);
    for (std::size_t s = 0; s < answers.services.size(); ++s) {
      const ServiceAnswer& service = answers.services[s];
      const bool asked = in_scope(*service.service, town.units[u].setting);
      t.put(total[s], asked || rates[s][u].total > 0 ? whole(rates[s][u].total) : kNoNumber);
      t.put(percent[s], rates[s][u].percent().value_or(kNoNumber));
      const auto point = asked ? answers.unit_point[UnitId{u}] : std::nullopt;
      t.put(own_point[s],
            point ? is_covered(*service.service, service.headline(), *point) : kNoInteger);
    }
    if (town.units[u].area.parts.empty())
      shapes.add_nothing();
    else
      shapes.add(town.units[u].area);
  }
  Style style{.look = Style::Look::ramp,
              .classes = {{"50", "up to 50 %", "50%以下", "#d7301f"},
                          {"80", "50-80 %", "50%-80%", "#fc8d59"},
                          {"95", "80-95 %", "80%-95%", "#fdcc8a"},
                          {"99.99", "95-99.99 %", "95%-99.99%", "#bdd7e7"},
                          {"100", "all", "全部覆盖", "#3182bd"}},
              .size = 0.2};
  if (!answers.services.empty())
    style.by = answers.services[0].service->name + "_percent";
  else
    style.look = Style::Look::plain;
  return {t.finish(), style};
}

Layer reached_layer(const Answers& answers, const Town& town, const Progress& progress) {
  TableBuilder t{"reached", "Reached roads", "可达道路"};
  const auto service_name = t.text("service", "service", "服务");
  const auto mode_name = t.text("mode", "mode", "方式");
  const auto road_class = t.text("class", "class", "道路等级");
  const auto from = t.number("seconds_start", "seconds at the start", "起点秒数", 3);
  const auto to = t.number("seconds_end", "seconds at the end", "终点秒数", 3);
  const auto facility = t.text("facility", "nearest facility", "最近设施");
  Shapes& shapes = t.shapes(ShapeKind::line);
  for (std::size_t s = 0; s < answers.services.size(); ++s) {
    if (!tell(progress, "stage_reached", s, answers.services.size())) break;
    const ServiceAnswer& service = answers.services[s];
    for (const auto& mode : service.service->modes) {
      const ModeAnswer& answer = answers.modes.at(mode);
      const NearestField& field = answer.survey.fields[answer.field_of[s][0]];
      for (const ReachedRoad& road : reached_roads(field, service.service->limit)) {
        t.put(service_name, service.service->name);
        t.put(mode_name, mode);
        t.put(road_class, answer.graph.network().kind(road.edge).road_class);
        t.put(from, road.from.seconds());
        t.put(to, road.to.seconds());
        t.put(facility, town.facilities[road.facility.index()].id);
        shapes.add(std::span<const Point>{road.line});
      }
    }
  }
  Style style{.look = Style::Look::ramp,
              .by = "seconds_end",
              .classes = {{"300", "up to 5 min", "5分钟内", "#08519c"},
                          {"600", "5-10 min", "5-10分钟", "#3182bd"},
                          {"900", "10-15 min", "10-15分钟", "#6baed6"},
                          {"1800", "15-30 min", "15-30分钟", "#bdd7e7"},
                          {"1e9", "more", "30分钟以上", "#cccccc"}},
              .size = 0.5};
  return {t.finish(), style};
}

}  // namespace lifecircle
