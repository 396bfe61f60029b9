#include "tools/lifecircle/compare_map.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "tools/lifecircle/compare_settings.hpp"
#include "tools/lifecircle/report_tables.hpp"

namespace lifecircle {
namespace {

/// A rate before and after in one line: "81.5 % -> 84.2 %".
std::string rates_of(const SideBySide& of, const ChangeView& view) {
  const std::string& service = service_of(of, view).name;
  const Table& table = view.scenario ? of.services : of.range->services;
  const auto& services = texts_of(table, "service");
  const auto& headline = integers_of(table, "headline");
  for (std::size_t r = 0; r < table.rows(); ++r) {
    if (services[r] != service || headline[r] != 1) continue;
    if (view.scenario &&
        texts_of(table, "scenario")[r] != of.scenario(*view.scenario).study.scenario)
      continue;
    const double from = numbers_of(table, view.scenario ? "base_percent" : "lowest_percent")[r],
                 to = numbers_of(table, view.scenario ? "percent" : "highest_percent")[r];
    if (!std::isfinite(from) || !std::isfinite(to)) return {};
    return fmt::format("{:.2f} % {} {:.2f} %", from, view.scenario ? "→" : "–", to);
  }
  return {};
}

Layer homes_layer(const SideBySide& of, const ChangeView& view) {
  const Layer& all = homes_of(of, view);
  const std::string column = column_of(of, view);
  const auto& words = texts_of(all.table, column);
  Layer homes{
      columns_only(rows_where(all.table, [&](std::size_t r) { return is_shown(words[r], view); }),
                   {column}),
      style_of(of, view)};
  homes.style.size = 1.1;
  homes.table.title_en = view.scenario ? "Homes that change" : "Homes that flip";
  homes.table.title_zh = view.scenario ? "有变化的居住点" : "结果不一致的居住点";
  return homes;
}

/// By which rules the study as it is was counted, and what the scenarios say otherwise.
std::vector<Words> notes_of(const SideBySide& of, const ChangeView& view, const Session& session) {
  std::vector<Words> notes = map_notes(of.base().reported(session), service_of(of, view));
  notes.front() = {say("compare_map_base", Language::zh, {notes.front().zh}),
                   say("compare_map_base", Language::en, {notes.front().en})};
  for (std::size_t i = 0; i < of.scenarios(); ++i) {
    if (view.scenario && *view.scenario != i) continue;
    const auto said = [&](Language language) {
      const std::string words = scenario_in_words(of, i, language);
      return of.scenario(i).study.scenario + ": " + (words.empty() ? "-" : words);
    };
    notes.insert(notes.end() - 1, {said(Language::zh), said(Language::en)});
  }
  return notes;
}

}  // namespace

ChangeMap change_map(const SideBySide& of, const ChangeView& view, const Session& session) {
  const Service& service = service_of(of, view);
  const Told& base = of.base();
  ChangeMap map;
  if (const Layer* units = layer_named(base, "units")) {
    Layer outlines{columns_only(units->table, {"code", "name"}), {}};
    outlines.table.title_en = "Borders of units";
    outlines.table.title_zh = "单元边界";
    outlines.style = {.colour = "#ffffff", .size = 0.15, .opacity = 0.45};
    map.layers.push_back(std::move(outlines));
  }
  const Layer& people = *layer_named(base, "people");
  Layer others{columns_only(people.table, {"id"}), {}};
  others.table.title_en = "Other homes";
  others.table.title_zh = "其他居住点";
  others.style = {.colour = "#c9ced3", .size = 0.35};
  map.layers.push_back(std::move(others));
  const Table& facilities = layer_named(base, "facilities")->table;
  const auto& kinds = texts_of(facilities, "kind");
  Layer existing{
      columns_only(
          rows_where(facilities, [&](std::size_t r) { return asks_for(service, kinds[r]); }),
          {"name"}),
      {.colour = "#5b6770", .size = 1.3}};
  existing.table.title_en = "Facilities as they are";
  existing.table.title_zh = "现状设施";
  map.layers.push_back(homes_layer(of, view));
  map.layers.push_back(std::move(existing));
  if (view.scenario) {
    const Layer& all = of.changes[*view.scenario].facilities;
    const auto& changed = texts_of(all.table, "kind");
    Layer some{
        columns_only(
            rows_where(all.table, [&](std::size_t r) { return asks_for(service, changed[r]); }),
            {"name", "change"}),
        all.style};
    some.style.size = 2.4;
    some.table.title_en = "Facilities that change";
    some.table.title_zh = "有变化的设施";
    map.layers.push_back(std::move(some));
  }
  for (const Layer& layer : map.layers)
    map.sheet.layers.push_back({&layer, true,
                                layer.table.name == "units"                   ? "name"
                                : layer.table.name.starts_with("facilities_") ? "name"
                                                                              : ""});
  map.sheet.title = title_of(of, view);
  const std::string line = base.study.rules.name + "  " + rates_of(of, view);
  map.sheet.subtitle = {line, line};
  map.sheet.notes = notes_of(of, view, session);
  map.sheet.date = base.study.rules.date;
  map.sheet.language = session.language;
  map.sheet.paper = Paper::a4_landscape();
  return map;
}

}  // namespace lifecircle
