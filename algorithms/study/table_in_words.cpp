#include <algorithm>
#include <string>
#include <variant>
#include <vector>

#include "algorithms/study/code_words.hpp"
#include "algorithms/study/result_tables.hpp"
#include "engine/study/indicator_phrases.hpp"
#include "engine/study/indicator_text.hpp"

namespace lifecircle {
namespace {

using Texts = std::vector<std::string>;

/// Whom a row of a table of indicators is about.
class OfIndicator {
 public:
  OfIndicator(const StudyRules& rules, Language language)
      : rules_{rules},
        language_{language},
        phrases_{rules.words, language, Phrases::Codes::left_out} {}

  const Indicator* find(const std::string& standard, const std::string& code) const {
    for (const Standard& one : rules_.standards)
      if (one.code == standard)
        for (const Indicator& indicator : one.indicators)
          if (indicator.code == code) return &indicator;
    return nullptr;
  }

  std::string standard(const std::string& code) const {
    const auto found = std::ranges::find(rules_.standards, code, &Standard::code);
    return found == rules_.standards.end() ? code : in_language(found->name, language_);
  }

  /// "15 minutes (exactly so much included), from the facility"
  std::string circle(const NearEnough& circle) const {
    std::vector<std::string> parts{phrases_.limit(circle)};
    if (!circle.minutes) parts.push_back(phrases_.distance(circle));
    if (!circle.radius_m && circle.direction == Direction::from_facility)
      parts.push_back(phrases_.direction(circle));
    return phrases_.join(parts);
  }

  std::string rule(const Indicator& indicator) const {
    if (indicator.type == IndicatorType::adjacency) {
      const std::string kinds = phrases_.kinds(indicator.beside);
      return indicator.beside_m == 0
                 ? phrases_.say("word_beside_touching", {kinds})
                 : phrases_.say("word_beside_at_most", {kinds, figure(indicator.beside_m)});
    }
    const char* between = language_ == Language::zh ? ";" : "; ";
    std::string all;
    for (const NearEnough& one : indicator.circles) {
      const std::string text = circle(one);
      all += (all.empty() ? "" : between) +
             (indicator.circles.size() == 1
                  ? text
                  : phrases_.say("said_circle", {phrases_.kinds(one.kinds), text}));
    }
    if (indicator.type == IndicatorType::joint_circle) all += between + enough(indicator);
    return all;
  }

  std::string enough(const Indicator& indicator) const {
    const std::string all = std::to_string(indicator.circles.size());
    return indicator.circles_needed
               ? phrases_.say("word_joint_of", {std::to_string(*indicator.circles_needed), all})
               : phrases_.say("word_all_circles", {all});
  }

  /// Without its year, which stands in a column of its own.
  std::string target(Indicator indicator, bool of_each) const {
    if (!indicator.target) return {};
    indicator.target->year.reset();
    if (!of_each) return target_text(indicator, language_);
    if (indicator.type != IndicatorType::staff)
      return phrases_.say("word_each_target", {target_text(indicator, language_)});
    std::string text = phrases_.say("word_each_staff", {figure(indicator.households_per_worker)});
    if (indicator.workers_at_least > 0)
      text = phrases_.say("word_each_staff_least", {text, figure(indicator.workers_at_least),
                                                    figure(indicator.up_to_households)});
    return text;
  }

  /// "yes", "no", or which of its values are assumed.
  std::string verified(const Indicator& indicator) const {
    if (!indicator.verified || indicator.assumed.empty())
      return phrases_.say(indicator.verified ? "indicator_yes" : "indicator_no");
    std::vector<std::string> parts;
    for (const std::string& key : indicator.assumed) {
      const std::string message = "assumed_" + key;
      const std::string part = find_message(message) == nullptr ? key : phrases_.say(message);
      if (std::ranges::find(parts, part) == parts.end()) parts.push_back(part);
    }
    return phrases_.say("indicator_in_part", {phrases_.join(parts)});
  }

 private:
  const StudyRules& rules_;
  Language language_;
  Phrases phrases_;
};

class Reworder {
 public:
  Reworder(Table& table, const StudyRules& rules, Language language)
      : table_{table}, words_{rules, language}, indicators_{rules, language}, language_{language} {}

  void reword() {
    reword_indicators();
    reword_joint();
    reword_areas();
    const auto each = [&](const char* name, auto word) {
      if (Texts* texts = column(name))
        for (std::string& text : *texts) text = word(text);
    };
    const auto plain = [&](const std::string& text) { return words_.plain(text); };
    each("service", [&](const std::string& text) { return words_.service(text); });
    each("counted", [&](const std::string& text) { return words_.counted(text); });
    for (const char* name : {"kinds", "kind"})
      each(name, [&](const std::string& text) { return words_.kinds(text); });
    for (const char* name : {"modes", "mode"})
      each(name, [&](const std::string& text) { return words_.modes(text); });
    each("speeds_kmh", [&](const std::string& text) { return words_.speeds(text); });
    each("scope", [&](const std::string& text) { return words_.scope(text); });
    each("unit_group", [&](const std::string& text) { return words_.scope(text); });
    each("travel", [&](const std::string& text) { return words_.travel(text); });
    each("supply_of", [&](const std::string& text) { return words_.column(text); });
    if (!is_of_indicators()) {
      each("rule", [&](const std::string& text) { return words_.rule(text); });
      each("unit", [&](const std::string& text) { return words_.counted(text); });
    }
    for (const char* name :
         {"direction", "facilities", "setting", "level", "row", "hours", "unknown_hours"})
      each(name, plain);
    each("standard", [&](const std::string& text) { return indicators_.standard(text); });
    for (TableColumn& one : table_.columns)
      if (one.title_en == one.name && one.title_zh == one.name) {
        const std::string word = words_.counted(one.name);
        one.title_en = one.title_zh = word;
      }
  }

 private:
  Texts* column(const char* name) {
    const auto at = std::ranges::find(table_.columns, name, &TableColumn::name);
    return at == table_.columns.end() ? nullptr : std::get_if<Texts>(&at->values);
  }
  bool is_of_indicators() { return column("standard") != nullptr && column("code") != nullptr; }

  void reword_indicators() {
    Texts *rule = column("rule"), *target = column("target"), *each = column("each_target"),
          *shown = column("shown"), *verified = column("verified");
    if (!is_of_indicators() || target == nullptr || each == nullptr || column("row") != nullptr)
      return;
    const Texts &standard = *column("standard"), &code = *column("code");
    for (std::size_t r = 0; r < code.size(); ++r) {
      const Indicator* indicator = indicators_.find(standard[r], code[r]);
      if (indicator == nullptr) continue;
      const bool of_each = !(*each)[r].empty();
      if (rule != nullptr) (*rule)[r] = indicators_.rule(*indicator);
      (*target)[r] = indicators_.target(*indicator, of_each);
      if (verified != nullptr) (*verified)[r] = indicators_.verified(*indicator);
      if (shown != nullptr && of_each && !(*shown)[r].empty())
        (*shown)[r] = say("word_units_reach", language_, {(*shown)[r]});
    }
  }

  void reword_joint() {
    Texts *row = column("row"), *what = column("what"), *rule = column("rule");
    if (!is_of_indicators() || row == nullptr || what == nullptr || rule == nullptr) return;
    const Texts &standard = *column("standard"), &code = *column("code");
    Texts* verified = column("verified");
    std::size_t circle = 0;
    bool after_circle = false;
    for (std::size_t r = 0; r < code.size(); ++r) {
      const Indicator* indicator = indicators_.find(standard[r], code[r]);
      if (indicator == nullptr) continue;
      if (verified != nullptr) (*verified)[r] = indicators_.verified(*indicator);
      const std::string& kind = (*row)[r];
      // Circles stand first of an area, in the order of the indicator.
      circle = after_circle ? circle + 1 : 0;
      after_circle = kind == "circle";
      if (kind == "circle") {
        (*what)[r] = words_.kinds((*what)[r]);
        if (circle < indicator->circles.size())
          (*rule)[r] = indicators_.circle(indicator->circles[circle]);
      } else if (kind == "exactly") {
        (*what)[r] = say("word_number_of_circles", language_, {(*what)[r]});
      } else if (kind == "rule") {
        (*what)[r] = indicators_.enough(*indicator);
        (*rule)[r] = {};
      } else {
        (*rule)[r] = say("word_completeness_rule", language_);
      }
    }
  }

  /// What an area is called; a code stays where it is one.
  void reword_areas() {
    Texts *level = column("level"), *code = column("area_code"), *name = column("area");
    if (level != nullptr && code != nullptr && name != nullptr) {
      for (std::size_t r = 0; r < level->size(); ++r) {
        const std::string& of = (*level)[r];
        if (of == "whole" || of == "no_unit") (*name)[r] = words_.plain(of);
        if (of == "setting" || of == "group") (*name)[r] = words_.scope((*code)[r]);
        if (of == "whole" || of == "setting" || of == "group") (*code)[r] = {};
      }
    }
    Texts *unit = column("unit_name"), *unit_code = column("unit_code");
    if (unit == nullptr || unit_code == nullptr) return;
    for (std::size_t r = 0; r < unit->size(); ++r) {
      if ((*unit)[r] == "(all)") (*unit)[r] = words_.plain("whole"), (*unit_code)[r] = {};
      if ((*unit)[r] == "(no unit)") (*unit)[r] = words_.plain("no_unit");
      if (level == nullptr) continue;
      if ((*level)[r] == "setting" || (*level)[r] == "unit_group")
        (*unit)[r] = words_.scope((*unit)[r]);
    }
  }

  Table& table_;
  CodeWords words_;
  OfIndicator indicators_;
  Language language_;
};

}  // namespace

Table in_words(Table table, const StudyRules& rules, Language language) {
  Reworder{table, rules, language}.reword();
  return table;
}

}  // namespace lifecircle
