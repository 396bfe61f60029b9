#include "tools/lifecircle/report_map.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "algorithms/study/code_words.hpp"
#include "tools/lifecircle/report_tables.hpp"

namespace lifecircle {
namespace {

std::string percent(double value) {
  return std::isfinite(value) ? fmt::format("{:.1f}", value) : "-";
}
std::string counted(double value) {
  return fmt::format("{:.0f}", value);
}

/// Told apart by everyone (Okabe and Ito 2008) and from the blue and orange of people.
constexpr std::array kKindColours{"#009e73", "#cc79a7", "#e69f00", "#56b4e9",
                                  "#000000", "#7a5195", "#8c6d31"};

}  // namespace

Style kinds_style(const Reported& of, const Service& service) {
  const CodeWords zh{of.study.rules, Language::zh}, en{of.study.rules, Language::en};
  Style style{.look = Style::Look::categories, .by = "kind", .size = 2.4};
  for (std::size_t k = 0; k < service.kinds.size(); ++k) {
    const std::string& kind = service.kinds[k];
    style.classes.push_back(
        {kind, en.kinds(kind), zh.kinds(kind), kKindColours[k % kKindColours.size()]});
  }
  return style;
}

std::vector<ReportMapLayer> interactive_map(const Reported& of,
                                            std::vector<std::unique_ptr<Layer>>& layers) {
  std::vector<ReportMapLayer> map;
  const Language language = of.session.language;
  const CodeWords words{of.study.rules, language};
  const auto add = [&](const char* name, const char* label, bool shown) -> ReportMapLayer* {
    const auto at = std::ranges::find_if(
        of.result.layers, [&](const Layer& layer) { return layer.table.name == name; });
    if (at == of.result.layers.end()) return nullptr;
    layers.push_back(
        std::make_unique<Layer>(Layer{in_words(at->table, of.study.rules, language), at->style}));
    map.push_back({layers.back().get(), label, shown});
    return &map.back();
  };
  const auto& services = of.study.rules.services;
  if (ReportMapLayer* units = add("units", "name", true))
    for (const Service& service : services) {
      units->looks.push_back(units->layer->style);
      units->looks.back().by = service.name + "_percent";
    }
  if (ReportMapLayer* circles = add("circles", "", false)) circles->choice_column = "service";
  if (ReportMapLayer* gaps = add("gaps", "", true)) gaps->choice_column = "service";
  if (ReportMapLayer* people = add("people", "", true))
    for (const Service& service : services) {
      people->looks.push_back(people->layer->style);
      people->looks.back().by = service.name + "_covered";
    }
  if (ReportMapLayer* facilities = add("facilities", "name", true))
    for (const Service& service : services) {
      Style style = kinds_style(of, service);
      for (Style::Class& one : style.classes) one.value = words.kinds(one.value);
      facilities->looks.push_back(std::move(style));
    }
  return map;
}

ServiceMap service_map(const Reported& of, std::size_t s) {
  const Service& service = of.study.rules.services[s];
  ServiceMap map;
  for (const Layer& layer : of.result.layers) {
    if (layer.table.name == "units") {
      Layer outlines{columns_only(layer.table, {"code", "name"}), {}};
      outlines.table.title_en = "Borders of units";
      outlines.table.title_zh = "单元边界";
      outlines.style = {.colour = "#ffffff", .size = 0.15, .opacity = 0.45};
      map.layers.push_back(std::move(outlines));
    } else if (layer.table.name == "reached") {
      const auto& of_service = texts_of(layer.table, "service");
      Layer roads{
          columns_only(
              rows_where(layer.table, [&](std::size_t r) { return of_service[r] == service.name; }),
              {}),
          {}};
      roads.table.columns.push_back(
          {"class", "class", "等级", std::vector<std::string>(roads.table.shapes.size()), 0});
      roads.style = {.colour = "#8fb4d6", .size = 0.2, .opacity = 1};
      map.layers.push_back(std::move(roads));
    } else if (layer.table.name == "people") {
      Layer people{columns_only(layer.table, {service.name + "_covered"}), layer.style};
      people.style.by = service.name + "_covered";
      people.style.size = 0.5;
      people.table.title_en = "People";
      people.table.title_zh = "居住点";
      map.layers.push_back(std::move(people));
    } else if (layer.table.name == "facilities") {
      const auto& kinds = texts_of(layer.table, "kind");
      Layer facilities{columns_only(rows_where(layer.table,
                                               [&](std::size_t r) {
                                                 return std::ranges::find(service.kinds,
                                                                          kinds[r]) !=
                                                        service.kinds.end();
                                               }),
                                    {"name", "kind"}),
                       kinds_style(of, service)};
      facilities.style.size = 1.6;
      facilities.table.title_en = "Facilities";
      facilities.table.title_zh = "设施";
      map.layers.push_back(std::move(facilities));
    }
  }
  const auto rank = [](const Layer& layer) {
    const std::string& name = layer.table.name;
    return name == "units" ? 0 : name == "reached" ? 1 : name == "people" ? 2 : 3;
  };
  std::ranges::stable_sort(map.layers, {}, rank);
  for (const Layer& layer : map.layers)
    map.sheet.layers.push_back({&layer, true, layer.table.name == "units" ? "name" : ""});
  std::string rate;
  for (const Headline& h : headlines(of.result.services))
    if (h.service == service.name && rate.empty())
      rate =
          fmt::format("{} % ({} / {})", percent(h.percent), counted(h.covered), counted(h.total));
  const Words called = service.called();
  map.sheet.title = {say("report_map_of", Language::zh, {in_language(called, Language::zh)}),
                     say("report_map_of", Language::en, {in_language(called, Language::en)})};
  map.sheet.subtitle = {of.study.rules.name + "  " + rate, of.study.rules.name + "  " + rate};
  map.sheet.notes = map_notes(of, service);
  map.sheet.date = of.study.rules.date;
  map.sheet.language = of.session.language;
  map.sheet.paper = Paper::a4_landscape();
  return map;
}

}  // namespace lifecircle
