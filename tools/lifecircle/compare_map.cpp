#include "tools/lifecircle/compare_map.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "algorithms/study/code_words.hpp"
#include "algorithms/study/compare_maps.hpp"
#include "tools/lifecircle/report_tables.hpp"

namespace lifecircle {
namespace {

const Service& service_of(const SideBySide& of, const ChangeView& view) {
  return of.base().study.rules.services[view.service];
}

const TableColumn* column_named(const Table& table, const std::string& name) {
  const auto found = std::ranges::find(table.columns, name, &TableColumn::name);
  return found == table.columns.end() ? nullptr : &*found;
}

const Layer* layer_named(const Told& told, const char* name) {
  const auto found = std::ranges::find_if(
      told.result.layers, [&](const Layer& layer) { return layer.table.name == name; });
  return found == told.result.layers.end() ? nullptr : &*found;
}

/// The homes a view is about, and the column that says what became of them.
const Layer& homes_of(const SideBySide& of, const ChangeView& view) {
  return view.scenario ? of.changes[*view.scenario].homes : of.range->homes;
}
std::string column_of(const SideBySide& of, const ChangeView& view) {
  return service_of(of, view).name + (view.scenario ? "_change" : "_flips");
}
Style style_of(const SideBySide& of, const ChangeView& view) {
  return view.scenario ? style_of_changed_homes(column_of(of, view))
                       : style_of_flips(column_of(of, view));
}

bool is_shown(const std::string& word, const ChangeView& view) {
  return view.scenario ? !word.empty() : word == "flips";
}

bool is_kind_of(const Service& service, const std::string& kind) {
  return std::ranges::find(service.kinds, kind) != service.kinds.end();
}

/// Facilities of a service that are in the study as it is: one look for all kinds.
Style existing_of(const Service& service, const CodeWords& en, const CodeWords& zh) {
  Style style{.look = Style::Look::categories, .by = "kind", .colour = "#5b6770", .size = 1.4};
  for (const std::string& kind : service.kinds)
    style.classes.push_back({kind, en.kinds(kind), zh.kinds(kind), style.colour});
  return style;
}

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

}  // namespace

std::vector<ChangeView> change_views(const SideBySide& of) {
  std::vector<ChangeView> all, shown;
  const std::size_t services = of.base().study.rules.services.size();
  for (std::size_t i = 0; i < of.scenarios(); ++i)
    for (std::size_t s = 0; s < services; ++s) all.push_back({i, s});
  if (of.range)
    for (std::size_t s = 0; s < services; ++s) all.push_back({std::nullopt, s});
  for (const ChangeView& view : all) {
    const TableColumn* column = column_named(homes_of(of, view).table, column_of(of, view));
    if (column == nullptr) continue;  // a service that a scenario has not
    const auto& words = std::get<std::vector<std::string>>(column->values);
    if (std::ranges::any_of(words, [&](const auto& word) { return is_shown(word, view); }) ||
        changed_facilities_of(of, view) > 0)
      shown.push_back(view);
  }
  return shown;
}

Words title_of(const SideBySide& of, const ChangeView& view) {
  const Words service = service_of(of, view).called();
  const auto in = [&](Language language) {
    const std::string& name = in_language(service, language);
    return view.scenario
               ? say("change_map_of", language, {of.scenario(*view.scenario).study.scenario, name})
               : say("flip_map_of", language, {name});
  };
  return {in(Language::zh), in(Language::en)};
}

std::size_t changed_facilities_of(const SideBySide& of, const ChangeView& view) {
  if (!view.scenario) return 0;
  const auto& kinds = texts_of(of.changes[*view.scenario].facilities.table, "kind");
  return static_cast<std::size_t>(std::ranges::count_if(
      kinds, [&](const std::string& kind) { return is_kind_of(service_of(of, view), kind); }));
}

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
          rows_where(facilities, [&](std::size_t r) { return is_kind_of(service, kinds[r]); }),
          {"name"}),
      {.colour = "#5b6770", .size = 1.3}};
  existing.table.title_en = "Facilities as it is";
  existing.table.title_zh = "现状设施";
  map.layers.push_back(homes_layer(of, view));
  map.layers.push_back(std::move(existing));
  if (view.scenario) {
    const Layer& all = of.changes[*view.scenario].facilities;
    const auto& changed = texts_of(all.table, "kind");
    Layer some{
        columns_only(
            rows_where(all.table, [&](std::size_t r) { return is_kind_of(service, changed[r]); }),
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
  map.sheet.notes = map_notes(base.reported(session), service);
  map.sheet.date = base.study.rules.date;
  map.sheet.language = session.language;
  map.sheet.paper = Paper::a4_landscape();
  return map;
}

namespace {

/// Codes of a column of classes as words, in the table and in the style.
void put_in_words(Layer& layer, const Style& style, Language language) {
  const auto label = [&](const Style::Class& one) {
    return language == Language::zh ? one.label_zh : one.label_en;
  };
  for (TableColumn& column : layer.table.columns) {
    if (column.name != style.by) continue;
    for (std::string& text : std::get<std::vector<std::string>>(column.values))
      for (const Style::Class& one : style.classes)
        if (text == one.value) {
          text = label(one);
          break;
        }
  }
}

Style style_in_words(Style style, Language language) {
  for (Style::Class& one : style.classes)
    one.value = language == Language::zh ? one.label_zh : one.label_en;
  return style;
}

/// Nothing of a layer is drawn.
Style nothing(const std::string& by) {
  return {.look = Style::Look::categories, .by = by, .classes = {}};
}

}  // namespace

std::vector<ReportMapLayer> interactive_change_map(const SideBySide& of,
                                                   const std::vector<ChangeView>& views,
                                                   const Session& session,
                                                   std::vector<std::unique_ptr<Layer>>& layers) {
  std::vector<ReportMapLayer> map;
  const Language language = session.language;
  const StudyRules& rules = of.base().study.rules;
  const CodeWords en{rules, Language::en}, zh{rules, Language::zh}, words{rules, language};
  const auto add = [&](Layer layer, const char* label) -> ReportMapLayer& {
    layers.push_back(std::make_unique<Layer>(std::move(layer)));
    map.push_back({layers.back().get(), label, true});
    return map.back();
  };
  if (const Layer* units = layer_named(of.base(), "units")) {
    Layer outlines{columns_only(units->table, {"code", "name"}), {}};
    outlines.style = {.colour = "#ffffff", .size = 0.15, .opacity = 0.35};
    add(std::move(outlines), "name");
  }
  {
    const Layer& facilities = *layer_named(of.base(), "facilities");
    Layer existing{columns_only(facilities.table, {"id", "name", "kind"}), {}};
    existing.table.title_en = "Facilities as it is";
    existing.table.title_zh = "现状设施";
    existing.table = in_words(std::move(existing.table), rules, language);
    ReportMapLayer& added = add(std::move(existing), "");
    for (const ChangeView& view : views) {
      Style style = existing_of(service_of(of, view), en, zh);
      for (Style::Class& one : style.classes) one.value = words.kinds(one.value);
      added.looks.push_back(std::move(style));
    }
  }
  std::vector<std::optional<std::size_t>> subjects;
  for (std::size_t i = 0; i < of.scenarios(); ++i) subjects.emplace_back(i);
  if (of.range) subjects.emplace_back(std::nullopt);
  for (const auto& subject : subjects) {
    const ChangeView any{subject, 0};
    const Table& all = homes_of(of, any).table;
    std::vector<std::string> names{"id", "unit_code"};
    for (const Measure& measure : of.base().loaded.town.homes.measures)
      names.push_back(measure.name);
    for (std::size_t s = 0; s < rules.services.size(); ++s) {
      names.push_back(column_of(of, {subject, s}));
      if (!subject) names.push_back(rules.services[s].name + "_in");
    }
    Layer homes{columns_only(all, names), {}};
    if (!subject)
      for (const Service& service : rules.services)
        for (TableColumn& column : homes.table.columns)
          if (column.name == service.name + "_in")
            for (std::string& text : std::get<std::vector<std::string>>(column.values))
              if (text == "as_it_is" || text.starts_with("as_it_is; "))
                text.replace(0, 8, say("word_as_it_is", language));
    for (std::size_t s = 0; s < rules.services.size(); ++s)
      put_in_words(homes, style_of(of, {subject, s}), language);
    homes.table = in_words(std::move(homes.table), rules, language);
    ReportMapLayer& added = add(std::move(homes), "");
    for (const ChangeView& view : views) {
      Style style = style_of(of, view);
      if (!view.scenario)
        std::erase_if(style.classes, [](const auto& c) { return c.value != "flips"; });
      added.looks.push_back(view.scenario == subject
                                ? style_in_words(std::move(style), language)
                                : nothing(column_of(of, {subject, view.service})));
    }
    if (!subject || of.changes[*subject].facilities.table.rows() == 0) continue;
    const Layer& changed = of.changes[*subject].facilities;
    Layer facilities{columns_only(changed.table, {"id", "name", "kind", "change"}), {}};
    // Which of them a service asks for: a column for each, nothing where it does not.
    const auto& change = texts_of(changed.table, "change");
    const auto& kinds = texts_of(changed.table, "kind");
    const Style style = style_of_changed_facilities();
    put_in_words(facilities, style, language);
    const auto in_words_of = [&](const std::string& code) {
      for (const Style::Class& one : style.classes)
        if (one.value == code) return language == Language::zh ? one.label_zh : one.label_en;
      return code;
    };
    for (const Service& service : rules.services) {
      std::vector<std::string> of_service;
      for (std::size_t r = 0; r < change.size(); ++r)
        of_service.push_back(is_kind_of(service, kinds[r]) ? in_words_of(change[r]) : "");
      facilities.table.columns.push_back(
          {"of_" + service.name, in_language(service.called(), Language::en),
           in_language(service.called(), Language::zh), std::move(of_service), 0});
    }
    facilities.table = in_words(std::move(facilities.table), rules, language);
    ReportMapLayer& drawn = add(std::move(facilities), "name");
    for (const ChangeView& view : views) {
      Style look = view.scenario == subject ? style_in_words(style, language) : nothing("");
      look.by = "of_" + service_of(of, view).name;
      drawn.looks.push_back(std::move(look));
    }
  }
  return map;
}

}  // namespace lifecircle
