#include "tools/lifecircle/report_map.hpp"

#include <algorithm>
#include <array>

#include "algorithms/study/code_words.hpp"
#include "tools/lifecircle/report_tables.hpp"

namespace lifecircle {
namespace {

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

}  // namespace lifecircle
