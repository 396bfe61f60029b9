#include <algorithm>
#include <tuple>

#include "algorithms/coverage/rates.hpp"
#include "algorithms/study/siting_columns.hpp"

namespace lifecircle {
namespace {

using namespace siting_columns;

constexpr const char* kBlue = "#0072b2";
constexpr const char* kOrange = "#d55e00";
constexpr const char* kGreen = "#009e73";
constexpr const char* kGrey = "#999999";

Layer sites_layer(const std::vector<SitingResult>& results, const DrawnSites& drawn,
                  std::string name, std::string en, std::string zh) {
  TableBuilder t{std::move(name), std::move(en), std::move(zh)};
  put_sites(results, t, drawn);
  return {t.finish(), {.colour = kOrange, .size = 3.2}};
}

/// Points by which people come into sites: what a study reads with entrances = ... or gates = ...
Layer doors_layer(const std::vector<SitingResult>& results, std::vector<Point> Facility::*doors,
                  std::string name, std::string en, std::string zh) {
  TableBuilder t{std::move(name), std::move(en), std::move(zh)};
  const auto site = t.text("site", "site", "新建点");
  const auto of = t.text("of", "layer of the site", "新建点所在图层");
  Shapes& shapes = t.shapes(ShapeKind::point);
  const auto apart = told_apart(results);
  for (std::size_t n = 0; n < results.size(); ++n)
    for (std::size_t i = 0; i < results[n].sites.size(); ++i) {
      const Facility& place = results[n].question.places[results[n].sites[i].candidate];
      for (const Point p : place.*doors) {
        t.put(site, apart[n][i]);
        t.put(of, layer_of_site(place));
        shapes.add(p);
      }
    }
  return {t.finish(), {.colour = kOrange, .size = 1.6}};
}

Layer candidates_layer(const std::vector<SitingResult>& results, const Answers& answers) {
  TableBuilder t{"candidates", "Candidate sites", "候选点"};
  const OfSiting of{t};
  const auto id = t.text("id", "id", "编号");
  const auto called = t.text("name", "name", "名称");
  const auto chosen = t.integer("chosen", "chosen", "是否选中");
  const auto forbidden = t.integer("forbidden", "forbidden", "是否禁选");
  const auto alone = t.number("alone", "newly covered if it alone were built (first measure)",
                              "单独建设时新增覆盖（首个指标）", 3);
  Shapes& shapes = t.shapes(ShapeKind::point);
  const ServiceAnswer& service = answers.services.front();
  for (const SitingResult& r : results) {
    const SitingQuestion& q = r.question;
    const auto m = static_cast<std::size_t>(
        std::ranges::find(answers.homes.measures, q.plan->weights.front().first, &Measure::name) -
        answers.homes.measures.begin());
    const auto variant = static_cast<std::uint32_t>(
        &headline_of(service, q.plan->weights.front().first) - service.variants.data());
    for (std::size_t c = q.existing; c < q.places.size(); ++c) {
      std::int64_t gain = 0;
      for (const siting::Pair& pair : q.relation.of_candidate(c)) {
        const auto& demand = q.demands[pair.other];
        if (demand.home == SitingQuestion::kWish || demand.variant != variant) continue;
        const bool now =
            q.plan->existing != ExistingSites::ignore &&
            is_covered(*service.service, service.variants[variant], DemandId{demand.home});
        if (!now) gain += answers.homes.count[m][demand.home];
      }
      of.put(t, r);
      t.put(id, q.places[c].id);
      t.put(called, q.places[c].name);
      t.put(chosen, std::ranges::binary_search(r.solved.answer.sites, c) ? 1 : 0);
      t.put(forbidden, q.problem.standing[c] == siting::Standing::forbidden ? 1 : 0);
      t.put(alone, q.has_rooms() ? kNoNumber : whole(gain));  // there it hangs on the others
      shapes.add(place_of(q.places[c].shape));
    }
  }
  return {t.finish(),
          {.look = Style::Look::categories,
           .by = "chosen",
           .classes = {{"1", "chosen", "选中", kOrange}, {"0", "not chosen", "未选", kGrey}},
           .size = 1.6}};
}

Layer homes_layer(const std::vector<SitingResult>& results, const Answers& answers) {
  TableBuilder t{"homes", "Who is covered before and after", "选址前后覆盖情况"};
  const OfSiting of{t};
  const auto id = t.text("id", "id", "编号");
  std::vector<TableBuilder::Number> counts;
  for (const Measure& m : answers.homes.measures)
    counts.push_back(t.number(m.name, m.name, m.name, 3));
  const auto state = t.text("state", "covered: before, gained, lost, never",
                            "覆盖：before 原有、gained 新增、lost 失去、never 未覆盖");
  const auto site =
      t.text("nearest", "nearest open facility or site; with rooms, where the home has its places",
             "最近的设施或新点；计名额时为安排去处");
  const auto seconds = t.number("seconds", "seconds to it", "到达秒数", 3);
  Shapes& shapes = t.shapes(ShapeKind::point);
  const ServiceAnswer& service = answers.services.front();
  for (const SitingResult& r : results) {
    const SitingQuestion& q = r.question;
    std::vector<char> open(q.places.size(), 0);
    for (std::size_t c = 0; c < open.size(); ++c)
      open[c] = q.problem.standing[c] == siting::Standing::kept;
    for (const std::uint32_t c : r.solved.answer.sites) open[c] = 1;
    for (std::size_t d = 0; d < q.demands.size(); ++d) {
      const auto& demand = q.demands[d];
      if (demand.home == SitingQuestion::kWish || demand.variant != q.demands.front().variant)
        continue;
      bool before =
          is_covered(*service.service, service.variants[demand.variant], DemandId{demand.home});
      if (r.placed) before = r.placed_before[d] != siting::RoomAnswer::kNowhere;
      const auto row = q.relation.of_demand(d);
      const auto at = std::ranges::find_if(row, [&](const siting::Pair& p) {
        return r.placed ? r.placed->site_of.size() > d && p.other == r.placed->site_of[d]
                        : open[p.other] != 0;
      });
      const bool after = at != row.end() || (before && !q.plan->surroundings.empty());
      of.put(t, r);
      t.put(id, answers.homes.id[demand.home]);
      for (std::size_t m = 0; m < counts.size(); ++m)
        t.put(counts[m], whole(answers.homes.count[m][demand.home]));
      t.put(state, before ? (after ? "before" : "lost") : (after ? "gained" : "never"));
      t.put(site, at == row.end() ? "" : q.places[at->other].id);
      t.put(seconds, at == row.end() ? kNoNumber : at->time.seconds());
      shapes.add(answers.homes.at[demand.home]);
    }
  }
  return {t.finish(),
          {.look = Style::Look::categories,
           .by = "state",
           .classes = {{"gained", "newly covered", "新增覆盖", kGreen},
                       {"lost", "no longer covered", "不再覆盖", "#cc0000"},
                       {"before", "covered before", "原已覆盖", kBlue},
                       {"never", "not covered", "仍未覆盖", kGrey}},
           .size = 1.2}};
}

}  // namespace

const char* layer_of_site(const Facility& site) {
  switch (site.shape.kind) {
    case ShapeKind::line:
      return "sites_lines";
    case ShapeKind::area:
      return "sites_areas";
    case ShapeKind::point:
      break;
  }
  return "sites";
}

std::vector<Layer> siting_layers(const std::vector<SitingResult>& results, const Answers& answers,
                                 const Town& town) {
  std::vector<Layer> layers;
  layers.push_back(sites_layer(results, {ShapeKind::point, town}, "sites", "Sites", "新建点"));
  for (auto [kind, name, en, zh] :
       {std::tuple{ShapeKind::line, "sites_lines", "Sites (lines)", "新建点（线）"},
        std::tuple{ShapeKind::area, "sites_areas", "Sites (areas)", "新建点（面）"}}) {
    Layer layer = sites_layer(results, {kind, town}, name, en, zh);
    if (layer.table.rows() > 0) layers.push_back(std::move(layer));
  }
  for (auto [doors, name, en, zh] :
       {std::tuple{&Facility::entrances, "sites_entrances", "Entrances of sites", "新建点出入口"},
        std::tuple{&Facility::gates, "sites_gates", "Gates of sites", "新建点大门"}}) {
    Layer layer = doors_layer(results, doors, name, en, zh);
    if (layer.table.rows() > 0) layers.push_back(std::move(layer));
  }
  TableBuilder existing{"existing", "Existing facilities", "现有设施"};
  Shapes& shapes = existing.shapes(ShapeKind::point);
  put_existing(results, existing, &shapes);
  Style style{.look = Style::Look::categories,
              .by = "stays",
              .classes = {{"1", "stays", "保留", "#000000"}, {"0", "closes", "关闭", "#cc0000"}},
              .size = 2.0};
  if (std::ranges::any_of(results, [](const SitingResult& r) {
        return r.question.plan->existing == ExistingSites::ignore;
      }))
    style.classes.push_back({"", "ignored", "不计", kGrey});
  layers.push_back({existing.finish(), std::move(style)});
  layers.push_back(candidates_layer(results, answers));
  layers.push_back(homes_layer(results, answers));
  return layers;
}

}  // namespace lifecircle
