#include <algorithm>
#include <cmath>
#include <numeric>

#include "algorithms/coverage/rates.hpp"
#include "algorithms/siting/core.hpp"
#include "algorithms/study/result_tables.hpp"
#include "algorithms/study/siting_result.hpp"
#include "algorithms/study/table_builder.hpp"

namespace lifecircle {
namespace {

using siting::Wide;

constexpr const char* kBlue = "#0072b2";
constexpr const char* kOrange = "#d55e00";
constexpr const char* kGreen = "#009e73";
constexpr const char* kGrey = "#999999";

double share(std::int64_t part, std::int64_t all) {
  return Rate{part, all, 0}.percent().value_or(kNoNumber);
}

double total_weight(const SitingQuestion& q) {
  Wide sum = 0;
  for (const std::int64_t w : q.problem.weight) sum += w;
  return static_cast<double>(sum);
}

/// What the groups of a strict order have, the first first: "elderly 1200.000; people 80.500".
std::string groups_in_words(const SitingQuestion& q, std::int64_t value) {
  if (!q.order) return {};
  std::string words;
  const auto each = people_by_group(q, value);
  const std::size_t measures = q.plan->weights.size();
  for (std::size_t g = 0; g < each.size(); ++g) {
    char number[40];
    std::snprintf(number, sizeof number, "%.3f", whole(each[g]));
    words += (words.empty() ? "" : "; ") + q.groups[g] +
             (q.first_classes > 1 ? " " + std::to_string(g / measures + 1) : "") + " " + number;
  }
  return words;
}

/// Columns that say which siting a row is of.
struct OfSiting {
  TableBuilder::Text siting, ground;
  explicit OfSiting(TableBuilder& t)
      : siting{t.text("siting", "siting", "选址")},
        ground{t.text("ground", "planned for (digits of the code)", "规划单元（代码前几位）")} {}
  void put(TableBuilder& t, const SitingResult& r) const {
    t.put(siting, r.question.plan->name);
    t.put(ground, r.question.ground);
  }
};

/// Columns of people, one a measure of any result.
class OfPeople {
 public:
  OfPeople(TableBuilder& t, const std::vector<SitingResult>& results, const std::string& name,
           const std::string& en, const std::string& zh)
      : t_{t} {
    for (const SitingResult& r : results)
      for (const auto& [measure, factor] : r.question.plan->weights)
        if (std::ranges::find(names_, measure) == names_.end()) {
          names_.push_back(measure);
          columns_.push_back(
              t.number(name + "_" + measure, en + ": " + measure, zh + ":" + measure, 3));
        }
  }
  void put(const SitingResult& r, const std::vector<std::int64_t>& people) {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      double value = kNoNumber;
      for (std::size_t m = 0; m < people.size(); ++m)
        if (r.question.plan->weights[m].first == names_[i]) value = whole(people[m]);
      t_.put(columns_[i], value);
    }
  }

 private:
  TableBuilder& t_;
  std::vector<std::string> names_;
  std::vector<TableBuilder::Number> columns_;
};

Point place_of(const Shape& shape) {
  return shape.kind == ShapeKind::point ? shape.parts.front().front() : centroid(shape);
}

/// The sites whose shape is of a kind, or all; `shapes` where they are drawn.
void put_sites(const std::vector<SitingResult>& results, TableBuilder& t,
               std::optional<ShapeKind> kind) {
  const OfSiting of{t};
  const auto order = t.integer("order", "order of building", "建设次序");
  const auto id = t.text("id", "id", "编号");
  const auto called = t.text("name", "name", "名称");
  const auto standing = t.text("standing", "standing", "性质");
  const auto cost = t.number("cost", "cost", "成本", 3);
  OfPeople in_reach{t, results, "in_reach", "people in reach", "可达人口"};
  OfPeople gained{t, results, "gained", "newly covered at its turn", "按次序新增覆盖"};
  OfPeople only{t, results, "only", "covered by no other", "仅由其覆盖"};
  Shapes* shapes = kind ? &t.shapes(*kind) : nullptr;
  for (const SitingResult& r : results)
    for (std::size_t i = 0; i < r.sites.size(); ++i) {
      const SiteOfAnswer& site = r.sites[i];
      const Facility& place = r.question.places[site.candidate];
      if (kind && place.shape.kind != *kind) continue;
      of.put(t, r);
      t.put(order, static_cast<std::int64_t>(i + 1));
      t.put(id, place.id);
      t.put(called, place.name);
      t.put(standing, place.stated.contains(kSiteRequired) ? "required" : "chosen");
      t.put(cost, r.question.problem.cost.empty() ? kNoNumber
                                                  : whole(r.question.problem.cost[site.candidate]));
      in_reach.put(r, site.in_reach);
      gained.put(r, site.gained);
      only.put(r, site.only);
      if (shapes != nullptr) shapes->add(place.shape);
    }
}

Layer sites_layer(const std::vector<SitingResult>& results, ShapeKind kind, std::string name,
                  std::string en, std::string zh) {
  TableBuilder t{std::move(name), std::move(en), std::move(zh)};
  put_sites(results, t, kind);
  return {t.finish(), {.colour = kOrange, .size = 3.2}};
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
      t.put(alone, whole(gain));
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
  const auto site = t.text("nearest", "nearest open facility or site", "最近的设施或新点");
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
      const bool before =
          is_covered(*service.service, service.variants[demand.variant], DemandId{demand.home});
      const auto row = q.relation.of_demand(d);
      const auto at =
          std::ranges::find_if(row, [&](const siting::Pair& p) { return open[p.other] != 0; });
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

void put_existing(const std::vector<SitingResult>& results, TableBuilder& t, Shapes* shapes) {
  const OfSiting of{t};
  const auto id = t.text("id", "id", "编号");
  const auto called = t.text("name", "name", "名称");
  const auto kind = t.text("kind", "kind", "类别");
  const auto stays = t.integer("stays", "stays open", "是否保留");
  OfPeople in_reach{t, results, "in_reach", "people in reach", "可达人口"};
  OfPeople only{t, results, "only", "lost if it alone closes", "若关闭则失去覆盖"};
  for (const SitingResult& r : results)
    for (const SiteOfAnswer& site : r.existing) {
      const Facility& place = r.question.places[site.candidate];
      of.put(t, r);
      t.put(id, place.id);
      t.put(called, place.name);
      t.put(kind, place.kind);
      t.put(stays, site.is_open ? 1 : 0);
      in_reach.put(r, site.in_reach);
      only.put(r, site.only);
      if (shapes != nullptr) shapes->add(place_of(place.shape));
    }
}

}  // namespace

const char* proof_name(const siting::Solved& solved) {
  if (!solved.answer.feasible) return "hopeless";
  if (solved.answer.is_proven_best()) return "proven";
  return solved.answer.is_best_says_solver() ? "solver" : "bounded";
}

std::vector<std::int64_t> people_by_group(const SitingQuestion& q, std::int64_t value) {
  auto each = q.order->by_group(value);
  each.resize(q.groups.size(), 0);
  for (std::size_t g = 0; g < each.size(); ++g) each[g] += q.covered_anyhow[g];
  return each;
}

double shown_value(const SitingQuestion& q, std::int64_t value) {
  const auto number = static_cast<double>(value);
  switch (q.plan->aim) {
    case SitingAim::cover_most:
      if (q.order) return whole(people_by_group(q, value).front());
      return number * q.weight_unit / static_cast<double>(q.problem.once);
    case SitingAim::cover_all:
      return q.problem.cost.empty() ? number : number / 1e3;
    case SitingAim::least_time:
      return number / 6e4 / std::max(1.0, total_weight(q));
    case SitingAim::least_worst:
      break;
  }
  return number / 6e4;
}

const char* value_unit(const SitingQuestion& q) {
  switch (q.plan->aim) {
    case SitingAim::cover_most:
      return "people";
    case SitingAim::cover_all:
      return q.problem.cost.empty() ? "sites" : "cost";
    case SitingAim::least_time:
      return "mean minutes";
    case SitingAim::least_worst:
      break;
  }
  return "minutes";
}

double gap_percent(const SitingResult& r, std::int64_t value, std::int64_t bound) {
  const double v = shown_value(r.question, value), b = shown_value(r.question, bound);
  if (value == bound) return 0;
  const double gap = v != 0 ? 100 * std::abs(b - v) / std::abs(v) : 100;
  return gap;
}

Table siting_table(const std::vector<SitingResult>& results, const StudyRules& rules) {
  TableBuilder t{"siting", "Sites and what is proven about them", "选址结果与证明"};
  const OfSiting of{t};
  const auto service = t.text("service", "service", "服务");
  const auto aim = t.text("aim", "aim", "目标");
  const auto minutes = t.number("minutes", "minutes", "分钟", 3);
  const auto modes = t.text("modes", "modes (best of)", "出行方式(取最优)");
  const auto speeds = t.text("speeds_kmh", "speeds, km/h", "速度(公里/小时)");
  const auto measure = t.text("measure", "measure", "指标");
  const auto factor = t.number("factor", "factor", "权重", 3);
  const auto candidates = t.integer("candidates", "candidates", "候选点数");
  const auto existing = t.integer("existing", "existing facilities", "现有设施数");
  const auto closed = t.integer("closed", "of these closed", "其中关闭");
  const auto sites = t.integer("sites", "new sites", "新建点数");
  const auto spent = t.number("spent", "cost", "总成本", 3);
  const auto before = t.number("before", "covered before", "选址前覆盖", 3);
  const auto after = t.number("after", "covered after", "选址后覆盖", 3);
  const auto rerun =
      t.number("rerun", "covered in a rerun with all sites", "加入全部新点后重算的覆盖", 3);
  const auto total = t.number("total", "in scope", "范围内总数", 3);
  const auto before_rate = t.number("before_percent", "% before", "选址前覆盖率(%)", 2);
  const auto after_rate = t.number("after_percent", "% after", "选址后覆盖率(%)", 2);
  const auto value = t.number("value", "value of the aim", "目标值", 3);
  const auto bound = t.number("bound", "proven bound", "已证明的界", 3);
  const auto unit = t.text("value_unit", "in", "单位");
  const auto gap = t.number("gap_percent", "gap in %", "差距(%)", 4);
  const auto proof = t.text("proof", "proof", "证明");
  const auto cut = t.integer("stopped_by_clock", "stopped by the clock", "是否因时限中止");
  const auto order = t.text("by_order", "value by group in order", "按优先次序的目标值");
  const auto order_bound = t.text("bound_by_order", "bound by group in order", "按优先次序的界");
  for (const SitingResult& r : results)
    for (std::size_t m = 0; m < r.people.size(); ++m) {
      const SitingQuestion& q = r.question;
      const siting::Answer& answer = r.solved.answer;
      const SitedPeople& people = r.people[m];
      of.put(t, r);
      t.put(service, q.plan->service);
      t.put(aim, siting_aim_name(q.plan->aim));
      t.put(minutes, q.problem.limit.minutes());
      const Service& asked = *std::ranges::find(rules.services, q.plan->service, &Service::name);
      t.put(modes, names_text(asked.modes));
      t.put(speeds, speeds_text(asked.modes, rules.profiles));
      t.put(measure, people.measure);
      t.put(factor, whole(q.plan->weights[m].second));
      t.put(candidates, static_cast<std::int64_t>(q.places.size() - q.existing));
      t.put(existing, static_cast<std::int64_t>(q.existing));
      t.put(closed, std::ranges::count(r.existing, false, &SiteOfAnswer::is_open));
      t.put(sites, static_cast<std::int64_t>(r.sites.size()));
      std::int64_t cost = 0;
      for (const std::uint32_t c : answer.sites) cost += q.problem.cost_of(c);
      t.put(spent, q.problem.cost.empty() ? kNoNumber : whole(cost));
      t.put(before, whole(people.before));
      t.put(after, answer.feasible ? whole(people.after) : kNoNumber);
      t.put(rerun, answer.feasible ? whole(people.rerun) : kNoNumber);
      t.put(total, whole(people.total));
      t.put(before_rate, share(people.before, people.total));
      t.put(after_rate, answer.feasible ? share(people.after, people.total) : kNoNumber);
      t.put(value, answer.feasible ? shown_value(q, answer.value) : kNoNumber);
      t.put(bound, answer.feasible ? shown_value(q, answer.bound) : kNoNumber);
      t.put(unit, value_unit(q));
      t.put(gap, answer.feasible ? gap_percent(r, answer.value, answer.bound) : kNoNumber);
      t.put(proof, proof_name(r.solved));
      t.put(cut, r.solved.cut ? 1 : 0);
      t.put(order, groups_in_words(q, answer.value));
      t.put(order_bound, groups_in_words(q, answer.bound));
    }
  return t.finish();
}

Table sites_table(const std::vector<SitingResult>& results) {
  TableBuilder t{"sites", "Sites in the order of building", "新建点（按建设次序）"};
  put_sites(results, t, std::nullopt);
  return t.finish();
}

Table gain_table(const std::vector<SitingResult>& results) {
  TableBuilder t{"gain", "What each number of sites gives", "新建点数与收益"};
  const OfSiting of{t};
  const auto sites = t.integer("sites", "sites", "点数");
  const auto value = t.number("value", "best found", "已得最优值", 3);
  const auto bound = t.number("bound", "none can beat", "已证明的界", 3);
  const auto unit = t.text("value_unit", "in", "单位");
  const auto gap = t.number("gap_percent", "gap in %", "差距(%)", 4);
  for (const SitingResult& r : results)
    for (const siting::GainPoint& point : r.curve) {
      of.put(t, r);
      t.put(sites, point.sites);
      t.put(value, shown_value(r.question, point.value));
      t.put(bound, shown_value(r.question, point.bound));
      t.put(unit, value_unit(r.question));
      t.put(gap, gap_percent(r, point.value, point.bound));
    }
  return t.finish();
}

Table existing_table(const std::vector<SitingResult>& results) {
  TableBuilder t{"existing", "Existing facilities and what is lost if one closes",
                 "现有设施及关闭的影响"};
  put_existing(results, t, nullptr);
  return t.finish();
}

std::vector<Layer> siting_layers(const std::vector<SitingResult>& results, const Answers& answers) {
  std::vector<Layer> layers;
  layers.push_back(sites_layer(results, ShapeKind::point, "sites", "Sites", "新建点"));
  for (auto [kind, name, en, zh] :
       {std::tuple{ShapeKind::line, "sites_lines", "Sites (lines)", "新建点（线）"},
        std::tuple{ShapeKind::area, "sites_areas", "Sites (areas)", "新建点（面）"}}) {
    Layer layer = sites_layer(results, kind, name, en, zh);
    if (layer.table.rows() > 0) layers.push_back(std::move(layer));
  }
  TableBuilder existing{"existing", "Existing facilities", "现有设施"};
  Shapes& shapes = existing.shapes(ShapeKind::point);
  put_existing(results, existing, &shapes);
  layers.push_back(
      {existing.finish(),
       {.look = Style::Look::categories,
        .by = "stays",
        .classes = {{"1", "stays", "保留", "#000000"}, {"0", "closes", "关闭", "#cc0000"}},
        .size = 2.0}});
  layers.push_back(candidates_layer(results, answers));
  layers.push_back(homes_layer(results, answers));
  return layers;
}

}  // namespace lifecircle
