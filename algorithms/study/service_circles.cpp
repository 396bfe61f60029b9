#include "algorithms/study/service_circles.hpp"

#include <utility>

namespace lifecircle {

ServiceCircles::ServiceCircles(const Ground& ground, const Answers& answers, const Town& town,
                               const StudyRules& rules)
    : answers_{&answers},
      plan_{rules.circles.value_or(CirclePlan{})},
      base_{ground, {}, AccessMap{town.units, rules.access}},
      keep_{!town.lands.empty()},
      own_(answers.service_count()) {}

std::vector<Duration> ServiceCircles::limits(std::size_t service) const {
  const Duration own = answers_->service(service).service->limit;
  std::vector<Duration> all;
  for (const Duration limit : plan_.limits)
    if (limit < own) all.push_back(limit);
  all.push_back(own);
  return all;
}

std::vector<Shape> ServiceCircles::planned(std::size_t service, const Progress& progress) {
  auto shapes = draw(service, answers_->service(service).headline().modes,
                     {.limits = limits(service),
                      .tolerance_m = plan_.tolerance_m,
                      .simplify_m = plan_.simplify_m,
                      .rings = plan_.rings},
                     progress);
  if (keep_ && !plan_.rings && plan_.simplify_m == 0) own_[service] = shapes.back();
  return shapes;
}

Shape ServiceCircles::own(std::size_t service, const std::string& travel,
                          const Progress& progress) {
  const ServiceAnswer& answer = answers_->service(service);
  const Variant* way = &answer.headline();
  for (const Variant& variant : answer.variants)
    if (variant.travel == travel && variant.region == answer.headline().region) way = &variant;
  const bool is_headline = way->modes == answer.headline().modes;
  if (is_headline && own_[service]) return *own_[service];
  Shape shape = std::move(
      draw(service, way->modes,
           {.limits = {answer.service->limit}, .tolerance_m = plan_.tolerance_m}, progress)
          .front());
  if (is_headline) own_[service] = shape;
  return shape;
}

std::vector<Shape> ServiceCircles::draw(std::size_t service, const std::vector<std::string>& modes,
                                        CircleRules rules, const Progress& progress) {
  if (base_.ground->network().edge_count() == 0)
    return std::vector<Shape>(rules.limits.size(), Shape{ShapeKind::area, {}});
  const ServiceAnswer& answer = answers_->service(service);
  std::vector<const NearestField*> fields;
  base_.graphs.clear();
  for (const auto& name : modes) {
    const ModeAnswer& mode = answers_->modes.at(name);
    base_.graphs.push_back(&mode.graph);
    fields.push_back(&mode.survey.fields[mode.field_of[service][0]]);
  }
  rules.direction = answer.service->direction;
  return dissolved_circles(base_, fields, rules, progress);
}

}  // namespace lifecircle
