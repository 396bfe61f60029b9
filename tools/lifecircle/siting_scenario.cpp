#include "tools/lifecircle/siting_scenario.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <system_error>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "io/read/database.hpp"

namespace lifecircle {
namespace {

/// A text as TOML has it between double quotes.
std::string quoted(const std::string& text) {
  using Json = nlohmann::ordered_json;
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string quoted(const std::set<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "" : ", ") + quoted(text);
  return "[" + list + "]";
}

std::string listed(const std::vector<double>& numbers) {
  std::string list;
  for (const double number : numbers) list += fmt::format("{}{}", list.empty() ? "" : ", ", number);
  return "[" + list + "]";
}

std::string sites_of_layer(const SitingScenario& of, const std::string& layer) {
  std::set<std::string> doors;
  for (const SitingResult& r : of.results)
    for (const SiteOfAnswer& site : r.sites) {
      const Facility& place = r.question.places[site.candidate];
      if (layer != layer_of_site(place)) continue;
      if (!place.entrances.empty()) doors.insert("entrances");
      if (!place.gates.empty()) doors.insert("gates");
    }
  std::string text = "\n[[facilities]]\nkind = " + quoted(of.rules.services.front().kinds.front()) +
                     "\nfile = " + quoted(of.file) + "\nlayer = " + quoted(layer) +
                     "\nid = \"site\"\nname = \"name\"\n";
  if (of.study.units) text += "unit = \"unit_code\"\n";
  if (const std::string& rooms = of.results.front().question.plan->rooms; !rooms.empty())
    text += "numbers = { " + quoted(rooms) + " = \"supply\" }\n";
  for (const std::string& key : doors)
    text += key + " = { file = " + quoted(of.file) + ", layer = " + quoted("sites_" + key) +
            ", facility = \"site\", where = { of = " + quoted(layer) + " } }\n";
  // What is built is open, as it was for who promised it.
  if (of.rules.time) text += "hours_otherwise = \"24/7\"\n";
  return text;
}

/// Bands that end at another limit: the last is cut off there, or goes on until there.
std::string bands_until(const SupplyPlan& supply, Duration limit) {
  std::vector<double> until, weights;
  for (const DistanceBand& band : supply.bands) {
    until.push_back(std::min(band.until, limit).minutes());
    weights.push_back(static_cast<double>(band.weight) / 1e6);
    if (band.until >= limit) break;
  }
  until.back() = limit.minutes();
  return "bands = " + listed(until) + "\nweights = " + listed(weights) + "\n";
}

/// The limit of the plan, and what of the study would not go with it.
std::string limit_of_plan(const SitingScenario& of) {
  const SitingPlan& plan = *of.results.front().question.plan;
  if (!plan.limit) return {};
  std::string text = "\n[[services]]\nname = " + quoted(plan.service) +
                     fmt::format("\nminutes = {}\n", plan.limit->minutes());
  const StudyRules& rules = of.study.rules;
  if (rules.circles) {
    Duration longest;
    for (const Service& service : rules.services)
      if (std::ranges::find(rules.circles->services, service.name) != rules.circles->services.end())
        longest = std::max(longest, service.name == plan.service ? *plan.limit : service.limit);
    std::vector<double> within;
    for (const Duration limit : rules.circles->limits)
      if (limit <= longest) within.push_back(limit.minutes());
    if (within.size() < rules.circles->limits.size())
      text +=
          "\n# Circles of more minutes than any service has now are left out / "
          "超过现有最长分钟数的圈层不再绘制\n[circles]\nminutes = " +
          listed(within) + "\n";
  }
  for (std::size_t s = 0; s < rules.supply.size(); ++s) {
    const SupplyPlan& supply = rules.supply[s];
    if (supply.service != plan.service || supply.bands.empty() ||
        supply.bands.back().until == *plan.limit)
      continue;
    text += "\n# Bands end where the service does / 分段止于服务时限\n[[supply]]\nnumber = " +
            std::to_string(s + 1) + "\n" + bands_until(supply, *plan.limit);
  }
  return text;
}

/// A file as the scenario's folder sees it.
std::string seen_from(const std::string& folder, const std::string& file) {
  std::error_code failed;
  const auto seen = std::filesystem::relative(file, folder, failed);
  if (!failed && !seen.empty()) return seen.string();
  return std::filesystem::absolute(file, failed).string();
}

/// The facilities of one source that close, by their ids, or by their rows where an id is
/// another's, too.
std::string closing(const SitingScenario& of, std::size_t number,
                    const std::vector<const Facility*>& closed) {
  const FacilitySource& source = of.study.facilities[number];
  const LayerSource& layer = source.from.layer;
  const auto alike = std::ranges::count_if(of.study.facilities, [&](const FacilitySource& other) {
    return other.kind == source.kind && other.from.layer.file == layer.file &&
           other.from.layer.layer == layer.layer;
  });
  std::map<std::string, std::size_t> times;
  for (const Facility& f : of.town.facilities)
    if (f.source == number) ++times[f.id];
  std::set<std::string> ids, rows;
  std::string names;
  for (const Facility* f : closed) {
    const bool once = times[f->id] == 1;
    (once ? ids : rows).insert(once ? f->id : f->row);
    names +=
        "# closes / 关闭: " + quoted(f->id) + (f->name.empty() ? "" : " " + quoted(f->name)) + "\n";
  }
  std::string text = "\n" + names + "[[close]]\nkind = " + quoted(source.kind) + "\n";
  const bool database = is_database(layer.file);
  if (!database) text += "file = " + quoted(seen_from(of.folder, layer.file)) + "\n";
  if (!layer.layer.empty()) text += "layer = " + quoted(layer.layer) + "\n";
  if (alike > 1 || database) text += "number = " + std::to_string(number + 1) + "\n";
  if (!ids.empty()) text += "ids = " + quoted(ids) + "\n";
  if (!rows.empty()) text += "rows = " + quoted(rows) + "\n";
  return text;
}

std::string what_closes(const SitingScenario& of) {
  std::string text;
  if (of.results.front().question.plan->existing == ExistingSites::ignore) {
    for (const std::string& kind : of.rules.services.front().kinds)
      if (std::ranges::find(of.town.facilities, kind, &Facility::kind) != of.town.facilities.end())
        text +=
            "\n# Nothing of it was there when sites were chosen / "
            "选址时未计现有设施\n[[close]]\nkind = " +
            quoted(kind) + "\nall = true\n";
    return text;
  }
  std::map<std::size_t, std::vector<const Facility*>> closed;
  for (const SitingResult& r : of.results)
    for (const SiteOfAnswer& site : r.existing)
      if (!site.is_open) {
        const Facility& place = r.question.places[site.candidate];
        closed[place.source].push_back(&place);
      }
  for (const auto& [number, places] : closed) text += closing(of, number, places);
  return text;
}

}  // namespace

std::string scenario_of_sites(const SitingScenario& of) {
  const SitingPlan& plan = *of.results.front().question.plan;
  std::string text = "# " + std::string{"lifecircle compare STUDY.toml --scenario THIS --out ..."} +
                     "\n[scenario]\nname = " + quoted(plan.name) + "\n";
  if (!of.study.scenario.empty())
    text +=
        "# Asked of the study with this scenario laid over it, which is not in here / "
        "选址时研究已叠加此情景,其内容不在本文件中: " +
        quoted(of.study.scenario) + "\n";
  std::set<std::string> layers;
  for (const SitingResult& r : of.results)
    for (const SiteOfAnswer& site : r.sites)
      layers.insert(layer_of_site(r.question.places[site.candidate]));
  for (const std::string& layer : layers) text += sites_of_layer(of, layer);
  return text + limit_of_plan(of) + what_closes(of);
}

}  // namespace lifecircle
