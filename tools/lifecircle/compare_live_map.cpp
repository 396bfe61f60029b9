#include "tools/lifecircle/compare_live_map.hpp"

#include <algorithm>
#include <utility>

#include "algorithms/study/code_words.hpp"
#include "algorithms/study/compare_maps.hpp"
#include "tools/lifecircle/report_tables.hpp"

namespace lifecircle {

namespace {

/// Facilities of a service that are in the study as it is: one look for all kinds.
Style existing_of(const Service& service, const CodeWords& en, const CodeWords& zh) {
  Style style{.look = Style::Look::categories, .by = "kind", .colour = "#5b6770", .size = 1.4};
  for (const std::string& kind : service.kinds)
    style.classes.push_back({kind, en.kinds(kind), zh.kinds(kind), style.colour});
  return style;
}

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
    existing.table.title_en = "Facilities as they are";
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
        of_service.push_back(asks_for(service, kinds[r]) ? in_words_of(change[r]) : "");
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
