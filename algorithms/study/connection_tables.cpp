#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <set>

#include "algorithms/coverage/rates.hpp"
#include "algorithms/study/result_tables.hpp"
#include "algorithms/study/table_builder.hpp"

namespace lifecircle {

namespace {

/// Profiles that differ in speed alone ("walk@4.5", "walk/m") come near the same roads: of them the
/// first speaks, under the name of the mode they are made of.
std::optional<std::string> speaks_as(const std::string& profile,
                                     const std::map<std::string, ModeAnswer>& modes) {
  const std::string base = profile.substr(0, profile.find_first_of("@/"));
  if (base == profile) return base;
  if (modes.contains(base)) return std::nullopt;
  for (const auto& [other, answer] : modes)
    if (other.substr(0, other.find_first_of("@/")) == base) {
      if (other != profile) return std::nullopt;
      return base;
    }
  return base;
}

}  // namespace

Table unconnected_table(const Answers& answers, const Town& town) {
  TableBuilder t{"unconnected", "Points no road comes near", "未连接路网的点"};
  const auto what = t.text("what", "what", "对象");
  const auto id = t.text("id", "id", "编号");
  const auto mode_name = t.text("mode", "mode", "方式");
  const auto distance =
      t.number("distance_m", "metres to the nearest road", "到最近道路距离(米)", 1);
  const auto people = t.number("count", "people", "人数", 3);
  const auto row = [&](const char* kind, const std::string& the_id, const std::string& mode,
                       const Connection& met, double count) {
    if (met.connected) return;
    t.put(what, kind);
    t.put(id, the_id);
    t.put(mode_name, mode);
    t.put(distance, met.distance_m < 0 ? kNoNumber : met.distance_m);
    t.put(people, count);
  };
  for (const auto& [profile, answer] : answers.modes) {
    const auto speaks = speaks_as(profile, answers.modes);
    if (!speaks) continue;
    const std::string& mode = *speaks;
    for (std::size_t f = 0; f < town.facilities.size(); ++f)
      row("facility", town.facilities[f].id, mode, answer.survey.facilities[FacilityId{f}],
          kNoNumber);
    for (std::size_t h = 0; h < answers.home_count; ++h)
      row("home", answers.homes.id[h], mode, answer.survey.homes[DemandId{h}],
          answers.homes.count.empty() ? kNoNumber : whole(answers.homes.count[0][h]));
    for (std::size_t h = answers.home_count; h < answers.homes.size(); ++h)
      row("unit", answers.homes.id[h], mode, answer.survey.homes[DemandId{h}], kNoNumber);
  }
  return t.finish();
}

Table islands_table(const Answers& answers, const Town& town) {
  constexpr std::size_t kListed = 50;
  TableBuilder t{"islands", "Connected parts of the roads", "路网连通分量"};
  const auto mode_name = t.text("mode", "mode", "方式");
  const auto rank = t.integer("rank", "rank", "序号");
  const auto of_all = t.integer("of_all", "of so many parts", "分量总数");
  const auto junctions = t.integer("junctions", "junctions", "路口数");
  const auto length = t.number("length_km", "km of road", "道路长度(公里)", 3);
  const auto people = t.number("count", "people", "人数", 3);
  const auto homes = t.integer("homes", "homes", "居住点数");
  const auto facilities = t.integer("facilities", "facilities", "设施数");
  for (const auto& entry : answers.modes) {
    const auto speaks = speaks_as(entry.first, answers.modes);
    if (!speaks) continue;
    const std::string& mode = *speaks;
    const ModeAnswer& answer = entry.second;
    struct In {
      std::int64_t people = 0, homes = 0, facilities = 0;
    };
    std::vector<In> in(answer.islands.count());
    for (std::size_t h = 0; h < answers.home_count; ++h) {
      const auto edge = answer.survey.homes[DemandId{h}].edge;
      if (!edge) continue;
      In& here = in[answer.islands.of_edge(answer.graph, *edge)];
      here.people += answers.homes.count.empty() ? 0 : answers.homes.count[0][h];
      ++here.homes;
    }
    for (std::size_t f = 0; f < town.facilities.size(); ++f)
      if (const auto edge = answer.survey.facilities[FacilityId{f}].edge)
        ++in[answer.islands.of_edge(answer.graph, *edge)].facilities;
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < in.size(); ++i)
      if (answer.islands.junctions[i] > 0) order.push_back(i);
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
      return std::tuple{in[a].people, answer.islands.junctions[a], answer.islands.length_m[a]} >
             std::tuple{in[b].people, answer.islands.junctions[b], answer.islands.length_m[b]};
    });
    for (std::size_t r = 0; r < std::min(order.size(), kListed); ++r) {
      const std::size_t i = order[r];
      t.put(mode_name, mode);
      t.put(rank, static_cast<std::int64_t>(r + 1));
      t.put(of_all, static_cast<std::int64_t>(order.size()));
      t.put(junctions, static_cast<std::int64_t>(answer.islands.junctions[i]));
      t.put(length, answer.islands.length_m[i] / 1e3);
      t.put(people, whole(in[i].people));
      t.put(homes, in[i].homes);
      t.put(facilities, in[i].facilities);
    }
  }
  return t.finish();
}

namespace {

bool none_open(const Town& town, const StudyRules& rules, const ServiceAnswer& service) {
  for (std::size_t f = 0; f < town.facilities.size(); ++f)
    if (service.kinds[FacilityId{f}] != 0 && rules.counts_as_open(town.facilities[f].hours))
      return false;
  return true;
}

}  // namespace

void find_doubts(const Answers& answers, const Town& town, const StudyRules& rules,
                 const Network& network, Problems& problems) {
  const auto doubt = [&](std::string key, std::vector<std::string> args) {
    Problem problem;
    problem.key = std::move(key);
    problem.args = std::move(args);
    problem.set_aside = false;
    problems.add(std::move(problem));
  };
  const auto people = [](std::int64_t thousandths) { return std::to_string(thousandths / 1000); };
  const std::string counted =
      answers.homes.measures.empty() ? "places" : answers.homes.measures.front().name;
  const auto count = [&](std::size_t h) {
    return answers.homes.count.empty() ? 1000 : answers.homes.count[0][h];
  };
  for (const auto& [profile, answer] : answers.modes) {
    const auto speaks = speaks_as(profile, answers.modes);
    if (!speaks) continue;
    const std::string& mode = *speaks;
    std::map<std::string, std::size_t> unnamed;
    std::vector<std::size_t> roads_of_kind(network.kinds().size());
    for (std::size_t e = 0; e < network.edge_count(); ++e)
      ++roads_of_kind[network.kind_index(EdgeId{e})];
    for (std::size_t k = 0; k < network.kinds().size(); ++k)
      if (roads_of_kind[k] > 0 && !answer.graph.profile().names(network.kinds()[k].road_class))
        unnamed[network.kinds()[k].road_class] += roads_of_kind[k];
    for (const auto& [road_class, roads] : unnamed)
      doubt("class_not_in_profile", {road_class, mode, std::to_string(roads)});
    std::int64_t alone = 0;
    std::size_t homes = 0, facilities = 0;
    for (std::size_t h = 0; h < answers.home_count; ++h)
      if (!answer.survey.homes[DemandId{h}].connected) alone += count(h), ++homes;
    for (std::size_t f = 0; f < town.facilities.size(); ++f)
      if (!answer.survey.facilities[FacilityId{f}].connected) ++facilities;
    if (homes > 0)
      doubt("homes_unconnected", {mode, std::to_string(homes), people(alone), counted});
    if (facilities > 0) doubt("facilities_unconnected", {mode, std::to_string(facilities)});
  }
  std::int64_t residents = 0;
  std::size_t compounds = 0, gates = 0;
  for (std::size_t c = 0; c < answers.residents.compounds.size(); ++c) {
    if (answers.residents.compounds[c]->gates.empty() || answers.residents.homes[c].empty())
      continue;
    ++compounds;
    gates += answers.residents.compounds[c]->gates.size();
    for (const DemandId home : answers.residents.homes[c])
      if (home.index() < answers.home_count) residents += count(home.index());
  }
  if (compounds > 0)
    doubt("residents_pass_own_gates",
          {people(residents), counted, std::to_string(compounds), std::to_string(gates)});
  for (const ServiceAnswer& service : answers.services) {
    const Variant& v = service.headline();
    std::int64_t at_edge = 0, unknown = 0;
    for (std::size_t h = 0; h < answers.home_count; ++h) {
      if (service.service->scope != Scope::everyone && answers.homes.setting[h] == Setting::unknown)
        unknown += count(h);
      if (!in_scope(*service.service, answers.homes.setting[h])) continue;
      const Duration edge = v.to_edge[DemandId{h}];
      if (edge <= service.service->limit && edge < v.homes[DemandId{h}].nearest.time())
        at_edge += count(h);
    }
    if (at_edge > 0)
      doubt("roads_end_within_reach", {service.service->name, people(at_edge), counted});
    if (unknown > 0) doubt("setting_unknown", {service.service->name, people(unknown), counted});
    if (std::ranges::none_of(service.kinds, [](char k) { return k != 0; }))
      doubt("service_without_facilities", {service.service->name});
    else if (none_open(town, rules, service))
      doubt("service_closed", {service.service->name, rules.time->text});
  }
}

}  // namespace lifecircle
