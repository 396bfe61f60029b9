#include "tools/lifecircle/compare_view.hpp"

#include <algorithm>

#include "algorithms/study/compare_maps.hpp"
#include "tools/lifecircle/report_tables.hpp"

namespace lifecircle {

const Service& service_of(const SideBySide& of, const ChangeView& view) {
  return of.base().study.rules.services[view.service];
}

const Layer* layer_named(const Told& told, const char* name) {
  const auto found = std::ranges::find_if(
      told.result.layers, [&](const Layer& layer) { return layer.table.name == name; });
  return found == told.result.layers.end() ? nullptr : &*found;
}

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

bool asks_for(const Service& service, const std::string& kind) {
  return std::ranges::find(service.kinds, kind) != service.kinds.end();
}

namespace {

const TableColumn* column_named(const Table& table, const std::string& name) {
  const auto found = std::ranges::find(table.columns, name, &TableColumn::name);
  return found == table.columns.end() ? nullptr : &*found;
}

/// Facilities that change the service of a view; none of a range.
std::size_t changed_facilities_of(const SideBySide& of, const ChangeView& view) {
  if (!view.scenario) return 0;
  const auto& kinds = texts_of(of.changes[*view.scenario].facilities.table, "kind");
  return static_cast<std::size_t>(std::ranges::count_if(
      kinds, [&](const std::string& kind) { return asks_for(service_of(of, view), kind); }));
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

}  // namespace lifecircle
