#include "engine/study/indicator_text.hpp"

#include <cstddef>
#include <string_view>
#include <utility>

namespace lifecircle {

namespace {

const char* key_of(IndicatorType type) {
  constexpr const char* kKeys[] = {
      "type_time_coverage", "type_joint_circle",       "type_presence",     "type_facility_share",
      "type_area_share",    "type_per_100_households", "type_per_thousand", "type_area_per_head",
      "type_ratio",         "type_count_per_unit",     "type_unit_size",    "type_staff",
      "type_capacity",      "type_adjacency",          "type_hours",        "type_hierarchy"};
  return kKeys[static_cast<std::size_t>(type)];
}

/// Says one indicator, fact by fact.
class Teller {
 public:
  Teller(const Indicator& one, const StandardWords& words, Language language)
      : one_{one}, phrases_{words, language} {}

  std::vector<Fact> tell() {
    tell_source();
    tell_whom();
    tell_sums();
    tell_facilities();
    tell_circles();
    tell_target();
    tell_honesty();
    return std::move(facts_);
  }

 private:
  std::string say(std::string_view key, const std::vector<std::string>& args = {}) const {
    return phrases_.say(key, args);
  }
  /// What nobody says is left out.
  void add(const char* key, std::string text, const std::vector<std::string>& label_args = {}) {
    if (!text.empty())
      facts_.push_back({key, say(std::string{"fact_"} + key, label_args), std::move(text)});
  }
  void tell_source();
  void tell_whom();
  void tell_sums();
  void tell_staff();
  void tell_facilities();
  void tell_circles();
  void tell_target();
  void tell_honesty();

  const Indicator& one_;
  Phrases phrases_;
  std::vector<Fact> facts_;
};

void Teller::tell_source() {
  if (!one_.quote.empty())
    add("quote", one_.clause.empty() ? say("said_quote_alone", {one_.quote})
                                     : say("said_quote", {one_.quote, one_.clause}));
  add("reading", in(phrases_.language(), one_.reading));
  add("type", type_text(one_.type, phrases_.language()));
}

void Teller::tell_whom() {
  std::string text = say(one_.setting == Setting::town      ? "whom_town"
                         : one_.setting == Setting::country ? "whom_country"
                                                            : "whom_everyone");
  if (!one_.classes.empty()) text = say("whom_classes", {text, phrases_.classes(one_.classes)});
  add("whom", text);
}

void Teller::tell_staff() {
  const std::string households = phrases_.sum(one_.denominator);
  std::string rule = say(one_.part_counts ? "said_staff_part" : "said_staff_whole");
  if (one_.workers_at_least > 0)
    rule = say(one_.up_to_closed ? "said_staff_least" : "said_staff_least_open",
               {rule, figure(one_.workers_at_least), figure(one_.up_to_households)});
  add("numerator", say("said_staff", {phrases_.sum(one_.numerator), households,
                                      figure(one_.households_per_worker), rule}));
  add("denominator", say("said_units"));
}

void Teller::tell_sums() {
  const std::string facilities = say("said_these_facilities");
  switch (one_.type) {
    case IndicatorType::time_coverage:
      add("numerator", say("said_time_coverage"));
      return add("denominator", phrases_.amount(one_.counted));
    case IndicatorType::joint_circle: {
      const std::string all = std::to_string(one_.circles.size());
      add("numerator", one_.circles_needed
                           ? say("said_joint_some", {all, std::to_string(*one_.circles_needed)})
                           : say("said_joint_all", {all}));
      return add("denominator", phrases_.amount(one_.counted));
    }
    case IndicatorType::presence: {
      const std::string least = std::to_string(one_.count_at_least),
                        level = phrases_.level(one_.level);
      if (one_.counted.of == Amount::Of::units) {
        add("numerator", say("said_presence", {least}));
        return add("denominator", level);
      }
      add("numerator", say("said_presence_people", {least, level}));
      return add("denominator", phrases_.amount(one_.counted));
    }
    case IndicatorType::facility_share:
      add("numerator", say("said_facility_share", {phrases_.yes_column(one_.yes_column)}));
      return add("denominator", facilities);
    case IndicatorType::adjacency:
      add("numerator",
          one_.beside_m == 0
              ? say("said_adjacency_touch", {phrases_.kinds(one_.beside)})
              : say("said_adjacency", {phrases_.kinds(one_.beside), figure(one_.beside_m)}));
      return add("denominator", facilities);
    case IndicatorType::hours:
      add("numerator",
          say(one_.on_holidays ? "said_hours_holidays" : "said_hours", {figure(one_.hours_a_day)}));
      return add("denominator", facilities);
    case IndicatorType::capacity:
      add("numerator",
          one_.capacity_column.empty()
              ? say("said_capacity_number", {phrases_.amount(one_.counted), figure(one_.capacity)})
              : say("said_capacity_column",
                    {phrases_.amount(one_.counted),
                     phrases_.amount({Amount::Of::facilities, one_.capacity_column, {}})}));
      return add("denominator", facilities);
    case IndicatorType::hierarchy: {
      std::vector<std::string> steps;
      for (const auto& step : one_.steps)
        steps.push_back(say("said_step", {phrases_.level(step.level), phrases_.kinds(step.kinds)}));
      std::string all;
      for (const auto& step : steps)
        all += (all.empty() ? "" : phrases_.language() == Language::zh ? "；" : "; ") + step;
      add("numerator", say("said_hierarchy", {all}));
      return add("denominator", phrases_.level(one_.steps.front().level));
    }
    case IndicatorType::staff:
      return tell_staff();
    case IndicatorType::unit_size:
      add("numerator", phrases_.sum(one_.numerator));
      return add("every_unit", say("said_each_unit"));
    case IndicatorType::count_per_unit:
      add("numerator", phrases_.sum(one_.numerator));
      add("denominator", phrases_.level(one_.level));
      return add("every_unit", say(one_.every_unit ? "said_each_unit" : "said_mean"));
    case IndicatorType::area_share:
    case IndicatorType::per_100_households:
    case IndicatorType::per_thousand:
    case IndicatorType::area_per_head:
    case IndicatorType::ratio:
      add("numerator", phrases_.sum(one_.numerator));
      add("denominator", phrases_.sum(one_.denominator));
      if (one_.per != 1) add("per", figure(one_.per));
      return add("every_unit", say(one_.every_unit ? "said_each_unit" : "said_together"));
  }
}

void Teller::tell_facilities() {
  add("kinds", phrases_.kinds(one_.kinds));
  std::vector<std::string> only;
  if (one_.size) only.push_back(phrases_.size(*one_.size, one_.size_at_least));
  if (!one_.yes_column.empty() && one_.type != IndicatorType::facility_share)
    only.push_back(say("said_yes", {phrases_.yes_column(one_.yes_column)}));
  add("only", phrases_.join(only));
}

void Teller::tell_circles() {
  if (one_.circles.empty()) return;
  if (one_.type != IndicatorType::joint_circle) {
    const NearEnough& circle = one_.circles.front();
    add("distance", phrases_.distance(circle));
    add("modes", phrases_.modes(circle));
    if (!circle.radius_m && circle.minutes)
      add("speed",
          circle.kmh ? say("said_speed", {figure(*circle.kmh)}) : say("said_speed_of_profile"));
    add("limit", phrases_.limit(circle));
    add("direction", phrases_.direction(circle));
    return;
  }
  for (std::size_t i = 0; i < one_.circles.size(); ++i) {
    const NearEnough& circle = one_.circles[i];
    std::vector<std::string> parts{phrases_.limit(circle), phrases_.distance(circle)};
    if (!circle.modes.empty()) parts.push_back(phrases_.modes(circle));
    if (!circle.radius_m && circle.direction == Direction::from_facility)
      parts.push_back(phrases_.direction(circle));
    std::string text = say("said_circle", {phrases_.kinds(circle.kinds), phrases_.join(parts)});
    if (circle.weight != 1) text = say("said_weight", {text, figure(circle.weight)});
    add("circle", text, {std::to_string(i + 1)});
  }
}

void Teller::tell_target() {
  if (one_.base_value) {
    const std::string value = figure(*one_.base_value) + " " + in(phrases_.language(), one_.unit);
    add("base",
        one_.base_year ? say("said_in_year", {value, std::to_string(*one_.base_year)}) : value);
  }
  add("target", one_.target ? target_text(one_, phrases_.language()) : say("said_no_target"));
  if (one_.target) add("bindingness", bindingness_text(one_.bindingness, phrases_.language()));
  if (!one_.target && !one_.base_value) add("unit", in(phrases_.language(), one_.unit));
}

void Teller::tell_honesty() {
  add("verified", say(!one_.verified         ? "said_unverified"
                      : one_.assumed.empty() ? "said_verified"
                                             : "said_verified_but"));
  if (!one_.assumed.empty()) add("assumed", say("said_assumed", {phrases_.join(one_.assumed)}));
  add("note", in(phrases_.language(), one_.note));
}

}  // namespace

std::vector<Fact> facts_of(const Indicator& indicator, const StandardWords& words,
                           Language language) {
  return Teller{indicator, words, language}.tell();
}

std::string type_text(IndicatorType type, Language language) {
  return say(key_of(type), language);
}

std::string target_text(const Indicator& indicator, Language language) {
  if (!indicator.target) return "-";
  const Target& target = *indicator.target;
  constexpr const char* kSigns[] = {"≥ ", "≤ ", "≈ ", "= "};
  std::string text = kSigns[static_cast<std::size_t>(target.comparison)] + figure(target.value) +
                     " " + in(language, indicator.unit);
  if (target.comparison == Comparison::about)
    text += " ±" + figure(target.tolerance_percent) + " %";
  return target.year ? say("said_in_year", language, {text, std::to_string(*target.year)}) : text;
}

std::string bindingness_text(Bindingness bindingness, Language language) {
  return say(bindingness == Bindingness::binding    ? "said_binding"
             : bindingness == Bindingness::expected ? "said_expected"
                                                    : "said_not_stated",
             language);
}

}  // namespace lifecircle
