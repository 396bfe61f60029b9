#include "algorithms/indicators/tables.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "algorithms/study/result_tables.hpp"
#include "algorithms/study/table_builder.hpp"

namespace lifecircle {

using namespace indicators;

namespace {

const char* comparison_sign(Comparison comparison) {
  switch (comparison) {
    case Comparison::at_least:
      return ">=";
    case Comparison::at_most:
      return "<=";
    case Comparison::about:
      return "about";
    case Comparison::exactly:
      return "=";
  }
  return "";
}

/// In words and as the study writes it: 建筑面积(floor_area).
std::string worded(const std::string& name, const Words& words, Language language) {
  return language == Language::zh ? words.zh + "(" + name + ")" : words.en + " (" + name + ")";
}

std::string word_of(const std::string& name, const StandardWords& words, Language language) {
  if (const auto kind = words.kinds.find(name); kind != words.kinds.end())
    return worded(name, kind->second, language);
  for (const auto* columns : {&words.facilities, &words.units, &words.people, &words.land})
    if (const auto column = columns->find(name); column != columns->end())
      return worded(name, column->second.name, language);
  return name;
}

struct Columns {
  TableBuilder::Text standard, code, name, reading, level, area_code, area, scope, kinds, counted,
      travel, modes, speeds, rule, bound, shown, unit, target, each_target, reached, binding,
      verified, needs, remarks, clause;
  TableBuilder::Integer official, target_year, base_year;
  TableBuilder::Number value, numerator, denominator, target_value, above, missing, base, change;
  explicit Columns(TableBuilder& t)
      : standard{t.text("standard", "standard", "标准")},
        code{t.text("code", "code", "编号")},
        name{t.text("name", "indicator", "指标")},
        reading{t.text("reading", "reading", "口径")},
        level{t.text("level", "level", "层级")},
        area_code{t.text("area_code", "area code", "区域代码")},
        area{t.text("area", "area", "区域")},
        scope{t.text("scope", "scope", "范围")},
        kinds{t.text("kinds", "facility kinds", "设施类别")},
        counted{t.text("counted", "counted", "统计对象")},
        travel{t.text("travel", "way of travelling", "出行假设")},
        modes{t.text("modes", "modes (best of)", "出行方式(取最优)")},
        speeds{t.text("speeds_kmh", "speeds, km/h", "速度(公里/小时)")},
        rule{t.text("rule", "rule", "判定规则")},
        bound{t.text("bound", "the true value is", "真值")},
        shown{t.text("shown", "value as printed", "指标值(修约)")},
        unit{t.text("unit", "unit", "单位")},
        target{t.text("target", "target", "目标")},
        each_target{t.text("each_target", "target of each unit", "每个单元的目标")},
        reached{t.text("reached", "target reached", "是否达标")},
        binding{t.text("binding", "binding or expected", "属性")},
        verified{t.text("verified", "figures verified", "数值已核实")},
        needs{t.text("needs", "not computed: it needs", "不能计算:缺少")},
        remarks{t.text("remarks", "remarks", "说明")},
        clause{t.text("clause", "clause", "条款")},
        official{t.integer("official", "as the standard counts", "标准口径")},
        target_year{t.integer("target_year", "target year", "目标年")},
        base_year{t.integer("base_year", "base year", "基期年")},
        value{t.number("value", "value", "指标值", 4)},
        numerator{t.number("numerator", "numerator", "分子", 3)},
        denominator{t.number("denominator", "denominator", "分母", 3)},
        target_value{t.number("target_value", "target value", "目标值", 4)},
        above{t.number("above_target", "value - target", "与目标之差", 4)},
        missing{t.number("missing", "numerator missing to the target", "达标尚缺(分子)", 3)},
        base{t.number("base", "base value", "基期值", 4)},
        change{t.number("change", "change against base", "较基期变化", 4)} {}
};

class Rows {
 public:
  Rows(const Known& known, const StandardWords& words, Language language)
      : known_{known}, words_{words}, language_{language}, areas_{areas_of(known)} {}

  void add(const IndicatorResult& result) {
    const Standard& standard = known_.rules.standards[result.standard];
    const Indicator& indicator = standard.indicators[result.indicator];
    if (result.readings.empty()) {
      put_head(standard, indicator, result);
      put_value(indicator, nullptr, areas_.front(), {}, std::nullopt, false);
      table_.put(c_.needs, all_of(result.needs));
      table_.put(c_.remarks, all_of(result.remarks));
      table_.put(c_.bound, "");
      return;
    }
    for (const IndicatorReading& reading : result.readings)
      for (const Area& area : areas_) {
        if (!says_something_of(result.level, area.kind)) continue;
        if (area.kind == Area::Kind::setting && indicator.setting) continue;  // that is all of it
        if (!reading.official && area.kind != Area::Kind::whole && area.kind != Area::Kind::setting)
          continue;
        const bool own = reading.each && is_level(result.level, area.kind);
        const std::optional<Target> target = own            ? reading.each_target
                                             : reading.each ? every_unit_reaches()
                                                            : indicator.target;
        const Outcome out = outcome_of(own ? *reading.each : reading.of, area.places, target);
        // An area the indicator does not concern is no row; all of them together are.
        if (out.denominator == 0 && out.lacking == 0 && area.kind != Area::Kind::whole) continue;
        // What units state says nothing of what lies in none.
        const Counted& of = own ? *reading.each : reading.of;
        if (area.kind == Area::Kind::no_unit && of.above.of_units) continue;
        put_head(standard, indicator, result);
        put_value(indicator, &reading, area, out, target, reading.each && !own);
        put_open(result, of, out);
      }
  }
  Table finish() { return table_.finish(); }

 private:
  void put_head(const Standard& standard, const Indicator& indicator,
                const IndicatorResult& result) {
    table_.put(c_.standard, standard.code);
    table_.put(c_.code, indicator.code);
    table_.put(c_.name, in_language(indicator.name, language_));
    table_.put(c_.reading, reading_of(indicator, result));
    table_.put(c_.clause, indicator.clause);
    std::vector<std::string> kinds = indicator.kinds;
    for (const NearEnough& circle : indicator.circles)
      for (const std::string& kind : circle.kinds)
        if (std::ranges::find(kinds, kind) == kinds.end()) kinds.push_back(kind);
    table_.put(c_.kinds, names_text(kinds));
    std::string scope = !indicator.setting                    ? "everyone"
                        : *indicator.setting == Setting::town ? "town"
                                                              : "country";
    for (const std::string& group : indicator.classes) scope += "|" + group;
    table_.put(c_.scope, scope);
    table_.put(c_.binding,
               say(indicator.bindingness == Bindingness::binding    ? "indicator_binding"
                   : indicator.bindingness == Bindingness::expected ? "indicator_expected"
                                                                    : "indicator_unstated",
                   language_));
    table_.put(c_.verified, verified_text(indicator, language_));
    table_.put(c_.base_year, indicator.base_year ? *indicator.base_year : kNoInteger);
    table_.put(c_.base, indicator.base_value.value_or(kNoNumber));
  }

  void put_value(const Indicator& indicator, const IndicatorReading* reading, const Area& area,
                 const Outcome& out, const std::optional<Target>& target, bool of_units) {
    const bool is_whole = area.kind == Area::Kind::whole;
    table_.put(c_.level, name_of(area.kind));
    table_.put(c_.area_code, area.code);
    table_.put(c_.area, area.name);
    std::string rule = rule_of(indicator);
    if (of_units && reading->each_target)
      rule += (rule.empty() ? "each " : "; each ") + shown_target(*reading->each_target);
    table_.put(c_.rule, rule);
    table_.put(c_.counted, reading == nullptr ? "" : reading->counted);
    table_.put(c_.travel, reading == nullptr ? "" : reading->travel);
    table_.put(c_.modes, reading == nullptr ? "" : names_text(reading->modes));
    table_.put(c_.speeds,
               reading == nullptr ? "" : speeds_text(reading->modes, known_.rules.profiles));
    table_.put(c_.official, reading == nullptr || reading->official ? 1 : 0);
    table_.put(c_.value, out.value.value_or(kNoNumber));
    table_.put(c_.shown, shown_value(out, indicator, of_units, language_));
    table_.put(c_.unit, of_units ? "%" : in_language(indicator.unit, language_));
    const bool computed = reading != nullptr;
    table_.put(c_.numerator, computed ? whole(out.numerator) : kNoNumber);
    table_.put(c_.denominator, computed ? whole(out.denominator) : kNoNumber);
    table_.put(c_.target, target             ? shown_target(*target)
                          : indicator.target ? shown_target(*indicator.target)
                                             : "");
    table_.put(c_.each_target,
               of_units && reading->each_target ? shown_target(*reading->each_target) : "");
    table_.put(c_.target_value, target ? target->value : kNoNumber);
    table_.put(c_.target_year,
               indicator.target && indicator.target->year ? *indicator.target->year : kNoInteger);
    table_.put(c_.reached,
               out.reached ? say(*out.reached ? "indicator_yes" : "indicator_no", language_) : "");
    table_.put(c_.above, out.above_target.value_or(kNoNumber));
    table_.put(c_.missing, out.missing.value_or(kNoNumber));
    const bool has_base =
        is_whole && computed && reading->official && indicator.base_value && out.value && !of_units;
    table_.put(c_.change, has_base ? *out.value - *indicator.base_value : kNoNumber);
  }

  /// What this very area's units and facilities do not state, and what that makes of the value.
  void put_open(const IndicatorResult& result, const Counted& of, const Outcome& out) {
    std::string needs, remarks = all_of(result.remarks);
    if (out.lacking > 0) {
      std::vector<std::string> columns = of.above.columns;
      for (const std::string& column : of.below.columns)
        if (std::ranges::find(columns, column) == columns.end()) columns.push_back(column);
      std::string names;
      for (const std::string& column : columns)
        names += (names.empty() ? "" : ", ") + word_of(column, words_, language_);
      const bool of_units = of.above.of_units || of.below.of_units;
      const std::string text =
          say(of_units ? "indicator_units_without_value" : "indicator_facilities_without_value",
              language_, {std::to_string(out.lacking), std::to_string(out.asked), names});
      if (out.bound == Bound::nothing)
        needs = text;
      else
        remarks += (remarks.empty() ? "" : "; ") + text;
    }
    table_.put(c_.needs, needs);
    table_.put(c_.remarks, remarks);
    table_.put(c_.bound, !out.value                     ? ""
                         : out.bound == Bound::at_least ? say("indicator_or_more", language_)
                         : out.bound == Bound::at_most  ? say("indicator_or_less", language_)
                                                        : "");
  }

  /// Which reading it is, and where the data hold points in place of plots, that they do.
  std::string reading_of(const Indicator& indicator, const IndicatorResult& result) const {
    std::string text = in_language(indicator.reading, language_);
    for (const Sentence& remark : result.remarks)
      if (remark.key == "indicator_beside_points")
        text += (text.empty()                ? ""
                 : language_ == Language::zh ? ";"
                                             : "; ") +
                say_in_words(remark, words_, language_);
    return text;
  }

  std::string all_of(const std::vector<Sentence>& sentences) const {
    std::string all;
    for (const Sentence& sentence : sentences)
      all += (all.empty() ? "" : "; ") + say_in_words(sentence, words_, language_);
    return all;
  }

  const Known& known_;
  const StandardWords& words_;
  Language language_;
  std::vector<Area> areas_;
  TableBuilder table_{"indicators", "Indicators", "指标"};
  Columns c_{table_};
};

}  // namespace

std::string verified_text(const Indicator& indicator, Language language) {
  if (!indicator.verified) return say("indicator_no", language);
  if (indicator.assumed.empty()) return say("indicator_yes", language);
  std::string assumed;
  for (const std::string& key : indicator.assumed) assumed += (assumed.empty() ? "" : ", ") + key;
  return say("indicator_in_part", language, {assumed});
}

std::string say_in_words(const Sentence& sentence, const StandardWords& words, Language language) {
  std::vector<std::string> args = sentence.args;
  for (std::string& arg : args) arg = word_of(arg, words, language);
  return say(sentence.key, language, args);
}

std::string shown_target(const Target& target) {
  std::string text = fmt::format("{} {}", comparison_sign(target.comparison), target.value);
  if (target.comparison == Comparison::about && target.tolerance_percent > 0)
    text += fmt::format(" (±{} %)", target.tolerance_percent);
  return text;
}

std::string shown_value(const Outcome& outcome, const Indicator& indicator, bool of_units,
                        Language language) {
  if (!outcome.value) return "";
  std::string text;
  for (int decimals = of_units ? 1 : indicator.decimals; decimals <= 6; ++decimals) {
    text = fmt::format("{:.{}f}", *outcome.value, decimals);
    if (!outcome.reached || !outcome.above_target) break;
    // What is printed must stand to the target as the value does.
    const double target = *outcome.value - *outcome.above_target;
    const double printed = std::stod(text);
    if (*outcome.reached || std::abs(printed - target) > 1e-9) break;
  }
  const std::string& unit = of_units ? std::string{"%"} : in_language(indicator.unit, language);
  return unit.empty() ? text : text + " " + unit;
}

std::string rule_of(const Indicator& indicator) {
  std::string text;
  for (const NearEnough& circle : indicator.circles) {
    const char* sign = circle.closed ? "<=" : "<";
    std::string one = circle.minutes ? fmt::format("t {} {} min", sign, *circle.minutes)
                      : circle.network_m
                          ? fmt::format("{} {} m along roads", sign, *circle.network_m)
                      : circle.radius_m ? fmt::format("{} {} m radius", sign, *circle.radius_m)
                                        : std::string{};
    if (indicator.circles.size() > 1) one = names_text(circle.kinds) + " " + one;
    if (circle.direction == Direction::from_facility) one += " from the facility";
    text += (text.empty() ? "" : "; ") + one;
  }
  if (indicator.circles_needed)
    text += fmt::format("; {} of {}", *indicator.circles_needed, indicator.circles.size());
  return text;
}

Table indicators_table(const std::vector<IndicatorResult>& results, const Known& known,
                       Language language) {
  Rows rows{known, known.rules.words, language};
  for (const IndicatorResult& result : results) rows.add(result);
  return rows.finish();
}

}  // namespace lifecircle
