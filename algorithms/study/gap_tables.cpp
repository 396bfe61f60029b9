#include <algorithm>

#include "algorithms/coverage/rates.hpp"
#include "algorithms/study/result_tables.hpp"
#include "algorithms/study/table_builder.hpp"

namespace lifecircle {

std::vector<ServiceGaps> find_all_gaps(const Answers& answers, const Town& town,
                                       const StudyRules& rules, const Progress& progress) {
  std::vector<ServiceGaps> all;
  const auto& measures = answers.homes.measures;
  const auto of_measure = [&](const ServiceAnswer& service, std::size_t m) {
    const std::string counted = measures.empty() ? "places" : measures[m].name;
    const Variant& v = headline_of(service, counted);
    Uncovered uncovered{.homes = Column<DemandId, char>(answers.homes.size()),
                        .nearest = Column<DemandId, Label>(answers.homes.size()),
                        .admitted = service.kinds,
                        .ranked_by = m};
    if (v.region == Region::own)
      for (std::size_t f = 0; f < town.facilities.size(); ++f)
        if (!town.facilities[f].own) uncovered.admitted[FacilityId{f}] = 0;
    for (std::size_t h = 0; h < answers.home_count; ++h) {
      const DemandId home{h};
      uncovered.nearest[home] = v.homes[home].nearest;
      uncovered.homes[home] = in_scope(*service.service, answers.homes.setting[h]) &&
                              !is_covered(*service.service, v, home);
    }
    all.push_back(
        {&service, &v, counted, find_gaps(answers.homes, town.facilities, uncovered, rules.gaps)});
  };
  for (std::size_t s = 0; s < answers.services.size(); ++s) {
    if (!tell(progress, "stage_gaps", s, answers.services.size())) break;
    const ServiceAnswer& service = answers.services[s];
    of_measure(service, 0);
    for (std::size_t m = 1; m < measures.size(); ++m)
      if (headline_of(service, measures[m].name).group) of_measure(service, m);
  }
  return all;
}

namespace {

/// The columns of a gap; the layer adds its homes as geometry.
Table build_gaps(const std::vector<ServiceGaps>& all, const Answers& answers, const Town& town,
                 const StudyRules& rules, bool with_shapes) {
  TableBuilder t{"gaps", "Gaps in coverage, most people first", "覆盖缺口清单"};
  const auto service_name = t.text("service", "service", "服务");
  const auto counted = t.text("counted", "ranked by", "排序对象");
  const auto modes = t.text("speeds_kmh", "speeds, km/h", "速度(公里/小时)");
  const auto limit = t.number("minutes", "minutes", "分钟", 2);
  const auto rank = t.integer("rank", "rank", "序号");
  const auto unit_code = t.text("unit_code", "unit code", "单元代码");
  const auto unit_name = t.text("unit_name", "unit", "单元名称");
  std::vector<TableBuilder::Number> counts;
  for (const Measure& m : answers.homes.measures)
    counts.push_back(t.number(m.name, m.name, m.name, 3));
  const auto places = t.integer("home_count", "homes", "居住点数");
  const auto facility = t.text("nearest_facility", "nearest facility in time", "时间最近设施");
  const auto facility_name = t.text("nearest_name", "its name", "设施名称");
  const auto minutes =
      t.number("nearest_minutes", "minutes from the nearest home", "最近居住点分钟数", 3);
  const auto farthest =
      t.number("farthest_minutes", "minutes from the farthest home", "最远居住点分钟数", 3);
  const auto missing =
      t.number("missing_minutes", "minutes too many, nearest home", "超出分钟数(最近居住点)", 3);
  const auto unreachable = t.number("unreachable", "without any way", "无路可达人数", 3);
  const auto straight = t.number("straight_m", "straight-line metres", "直线距离(米)", 1);
  const auto straight_to = t.text("straight_facility", "nearest in straight line", "直线最近设施");
  if (with_shapes) t.shapes(ShapeKind::point);
  for (const ServiceGaps& gaps : all) {
    std::int64_t number = 0;
    for (const Gap& gap : gaps.gaps) {
      t.put(service_name, gaps.service->service->name);
      t.put(counted, gaps.counted);
      t.put(modes, speeds_text(gaps.variant->modes, rules.profiles));
      t.put(limit, gaps.service->service->limit.minutes());
      t.put(rank, ++number);
      t.put(unit_code, gap.unit ? town.units[gap.unit->index()].code : "");
      t.put(unit_name, gap.unit ? town.units[gap.unit->index()].name : "");
      for (std::size_t m = 0; m < counts.size(); ++m) t.put(counts[m], whole(gap.count[m]));
      t.put(places, static_cast<std::int64_t>(gap.homes.size()));
      const bool reached = !gap.nearest.is_never();
      t.put(facility, reached ? town.facilities[gap.nearest.facility().index()].id : "");
      t.put(facility_name, reached ? town.facilities[gap.nearest.facility().index()].name : "");
      t.put(minutes, reached ? gap.nearest.time().minutes() : kNoNumber);
      t.put(farthest, gap.farthest.is_never() ? kNoNumber : gap.farthest.minutes());
      t.put(missing,
            reached ? (gap.nearest.time() - gaps.service->service->limit).minutes() : kNoNumber);
      t.put(unreachable, whole(gap.unreachable));
      t.put(straight, gap.straight_m.value_or(kNoNumber));
      t.put(straight_to, gap.straight_to ? town.facilities[gap.straight_to->index()].id : "");
      if (!with_shapes) continue;
      Shape homes{ShapeKind::point, {}};
      for (const DemandId home : gap.homes) homes.parts.push_back({answers.homes.at[home.index()]});
      t.shapes(ShapeKind::point).add(homes);
    }
  }
  return t.finish();
}

}  // namespace

Table gaps_table(const std::vector<ServiceGaps>& gaps, const Answers& answers, const Town& town,
                 const StudyRules& rules) {
  return build_gaps(gaps, answers, town, rules, false);
}

Layer gaps_layer(const std::vector<ServiceGaps>& gaps, const Answers& answers, const Town& town,
                 const StudyRules& rules) {
  return {build_gaps(gaps, answers, town, rules, true), {.colour = "#d55e00", .size = 2.0}};
}

}  // namespace lifecircle
