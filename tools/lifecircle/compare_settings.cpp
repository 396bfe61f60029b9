#include "tools/lifecircle/compare_settings.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "algorithms/study/code_words.hpp"
#include "algorithms/study/table_builder.hpp"
#include "io/read/row_edits.hpp"
#include "tools/lifecircle/report_tables.hpp"

namespace lifecircle {
namespace {

/// "county.gpkg facilities: +2 -1 ~3", a line for each layer a scenario edits; and what it closes.
std::string edits_of(const Told& told, Language language) {
  std::set<const RowEdits*> known;
  std::string text;
  StudyFile study = told.study;
  const auto add = [&](const std::shared_ptr<const RowEdits>& edits, const std::string& file,
                       const std::string& layer) {
    if (!edits || !known.insert(edits.get()).second) return;
    text += (text.empty() ? "" : "; ") + shown_path(file, told.study) +
            (layer.empty() ? "" : " " + layer) + ": " +
            say("compare_edits", language,
                {std::to_string(edits->added.size()), std::to_string(edits->removed.size()),
                 std::to_string(edits->changed.size())});
  };
  for_each_layer(study, [&](LayerSource& of) { add(of.edits, of.file, of.layer); });
  for_each_osm_file(study, [&](const std::string& file, std::shared_ptr<const RowEdits>& edits) {
    add(edits, file, {});
  });
  for (const ClosingSource& closing : told.study.closings)
    text += (text.empty() ? "" : "; ") +
            (closing.all
                 ? say("compare_closes_all", language, {closing.kind})
                 : say("compare_closes", language,
                       {closing.kind, std::to_string(closing.ids.size() + closing.rows.size())}));
  return text;
}

/// Road classes whose speed is another, by from which to which: "4.8 km/h" to "4 km/h".
std::map<std::pair<std::string, std::string>, std::string> changed_speeds(const Profile& before,
                                                                          const Profile& after) {
  const auto text = [](const std::optional<double>& kmh) {
    return kmh ? fmt::format("{:g} km/h", *kmh) : std::string{"-"};
  };
  std::map<std::pair<std::string, std::string>, std::string> changes;
  for (const auto& [road_class, speed] : after.speed) {
    const auto known = before.speed.find(road_class);
    const std::string from = known == before.speed.end() ? "-" : text(known->second.kmh);
    if (from == text(speed.kmh)) continue;
    std::string& classes = changes[{from, text(speed.kmh)}];
    classes += (classes.empty() ? "" : " ") + road_class;
  }
  return changes;
}

/// Data files of one study that another has not.
std::string files_without(const Told& of, const Told& other) {
  std::string files;
  const auto theirs = other.study.input_files();
  for (const std::string& file : of.study.input_files())
    if (std::ranges::find(theirs, file) == theirs.end())
      files += (files.empty() ? "" : ", ") + shown_path(file, of.study);
  return files.empty() ? "-" : files;
}

/// Rules, speeds and files that are others in a scenario.
std::string settings_of(const SideBySide& of, const Told& told, Language language) {
  const StudyRules& rules = of.base().study.rules;
  const CodeWords words{rules, language};
  std::vector<std::string> all;
  const auto add = [&](const std::string& what, const std::string& from, const std::string& to) {
    if (from == to) return;
    const std::string text = what + ": " + from + " → " + to;
    if (std::ranges::find(all, text) == all.end()) all.push_back(text);
  };
  const auto year = [&](const StudyRules& of_study) {
    return of_study.year ? std::to_string(*of_study.year) : "-";
  };
  add(say("report_rule_year", language), year(rules), year(told.study.rules));
  const auto limits = [](const AccessLimits& access) {
    return fmt::format("{} / {} / {} m", access.town_m, access.country_m, access.unknown_m);
  };
  add(say("report_rule_limits", language), limits(rules.access), limits(told.study.rules.access));
  for (const auto& [name, profile] : rules.profiles)
    if (const auto other = told.study.rules.profiles.find(name);
        other != told.study.rules.profiles.end())
      add(words.modes(name) + ", " + say("report_rule_access", language),
          fmt::format("{:.2f} km/h", profile.access_kmh),
          fmt::format("{:.2f} km/h", other->second.access_kmh));
  for (const auto& [name, profile] : rules.profiles)
    if (const auto other = told.study.rules.profiles.find(name);
        other != told.study.rules.profiles.end())
      for (const auto& [change, classes] : changed_speeds(profile, other->second))
        add(words.modes(name) + ", " + classes, change.first, change.second);
  add(say("report_sheet_sources", language), files_without(of.base(), told),
      files_without(told, of.base()));
  const auto& names = texts_of(of.services, "scenario");
  const auto& headline = integers_of(of.services, "headline");
  for (std::size_t r = 0; r < of.services.rows(); ++r) {
    if (headline[r] != 1 || names[r] != told.study.scenario) continue;
    const auto text = [&](const char* column) { return texts_of(of.services, column)[r]; };
    if (text("base_rule").empty() || text("rule").empty()) continue;
    const std::string service = words.service(text("service"));
    add(service, words.rule(text("base_rule")), words.rule(text("rule")));
    add(service, words.speeds(text("base_speeds_kmh")), words.speeds(text("speeds_kmh")));
  }
  std::string text;
  for (const std::string& one : all) text += (text.empty() ? "" : "; ") + one;
  return text;
}

}  // namespace

Table scenarios_table(const SideBySide& of, Language language) {
  TableBuilder t{"scenarios", "What each scenario says", "各情景的内容"};
  const auto name = t.text("scenario", "scenario", "情景"), file = t.text("file", "file", "文件"),
             edits = t.text("edits", "rows of layers", "图层要素的编辑"),
             settings = t.text("rules", "otherwise than as it is", "与现状不同的口径");
  for (std::size_t i = 0; i < of.scenarios(); ++i) {
    const Told& told = of.scenario(i);
    t.put(name, told.study.scenario);
    t.put(file, shown_path(told.study.scenario_path, told.study));
    t.put(edits, edits_of(told, language));
    t.put(settings, settings_of(of, told, language));
  }
  return t.finish();
}

std::string scenario_in_words(const SideBySide& of, std::size_t scenario, Language language) {
  const Told& told = of.scenario(scenario);
  const std::string edits = edits_of(told, language), settings = settings_of(of, told, language);
  return edits + (edits.empty() || settings.empty() ? "" : "; ") + settings;
}

}  // namespace lifecircle
