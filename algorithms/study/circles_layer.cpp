#include <algorithm>
#include <cstdio>
#include <iterator>

#include "algorithms/study/result_tables.hpp"
#include "algorithms/study/table_builder.hpp"

namespace lifecircle {
namespace {

/// From near to far; told apart in grey, too (ColorBrewer, Blues).
constexpr const char* kColours[] = {"#08519c", "#2171b5", "#4292c6",
                                    "#6baed6", "#9ecae1", "#c6dbef"};

}  // namespace

Style minutes_style(const std::set<Duration>& limits) {
  Style style{.look = Style::Look::ramp, .by = "minutes", .size = 0.2, .opacity = 0.5};
  std::size_t n = 0;
  for (const Duration limit : limits) {
    char value[32], label[32];
    // The bound is in the class, however it is rounded here.
    std::snprintf(value, sizeof value, "%.9f", limit.minutes() + 1e-6);
    std::snprintf(label, sizeof label, "%.6g", limit.minutes());
    const std::size_t colour =
        limits.size() == 1 ? 2 : n * (std::size(kColours) - 1) / (limits.size() - 1);
    style.classes.push_back({value, std::string{"up to "} + label + " min",
                             std::string{label} + "分钟内", kColours[colour]});
    ++n;
  }
  if (limits.empty()) style.look = Style::Look::plain;
  return style;
}

Layer circles_layer(ServiceCircles& circles, const Answers& answers, const Town& town,
                    const StudyRules& rules, const Progress& progress) {
  TableBuilder t{"circles", "Circles of the services", "服务圈"};
  const auto service_name = t.text("service", "service", "服务");
  const auto minutes = t.number("minutes", "minutes", "分钟", 2);
  const auto minutes_from = t.number("minutes_from", "minutes, from", "分钟下限", 2);
  const auto modes = t.text("modes", "modes (best of)", "出行方式(取最优)");
  const auto speeds = t.text("speeds_kmh", "speeds, km/h", "速度(公里/小时)");
  const auto direction = t.text("direction", "direction", "方向");
  const auto facilities = t.text("facilities", "admitted facilities", "计入设施");
  const auto tolerance = t.number("tolerance_m", "drawing tolerance, m", "绘制容差(米)", 2);
  const auto simplified = t.number("simplify_m", "lines simplified by, m", "线条简化(米)", 2);
  const auto area = t.number("area_km2", "area, km2", "面积(平方公里)", 6);
  Shapes& shapes = t.shapes(ShapeKind::area);
  const CirclePlan& plan = *rules.circles;
  std::set<Duration> all_limits;
  for (std::size_t s = 0; s < answers.services.size(); ++s) {
    const Service& service = *answers.services[s].service;
    if (std::ranges::find(plan.services, service.name) == plan.services.end()) continue;
    if (!tell(progress, "stage_circles", 0, 0)) break;
    const auto limits = circles.limits(s);
    const auto drawn = circles.planned(s, progress);
    const auto& by = answers.services[s].headline().modes;
    for (std::size_t l = limits.size(); l-- > 0;) {
      t.put(service_name, service.name);
      t.put(minutes, limits[l].minutes());
      t.put(minutes_from, plan.rings && l > 0 ? limits[l - 1].minutes() : 0);
      t.put(modes, names_text(by));
      t.put(speeds, speeds_text(by, rules.profiles));
      t.put(direction, direction_name(service.direction));
      t.put(facilities, region_name(answers.services[s].headline().region));
      t.put(tolerance, plan.tolerance_m);
      t.put(simplified, plan.simplify_m);
      t.put(area, area_on_earth_m2(drawn[l], town.earth_radius_m) / 1e6);
      if (drawn[l].parts.empty())
        shapes.add_nothing();
      else
        shapes.add(drawn[l]);
      all_limits.insert(limits[l]);
    }
  }
  return {t.finish(), minutes_style(all_limits)};
}

}  // namespace lifecircle
