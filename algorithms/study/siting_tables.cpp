#include <algorithm>
#include <cmath>
#include <numeric>

#include "algorithms/coverage/rates.hpp"
#include "algorithms/siting/core.hpp"
#include "algorithms/study/result_tables.hpp"
#include "algorithms/study/siting_columns.hpp"
#include "algorithms/study/siting_result.hpp"

namespace lifecircle {
namespace {

using siting::Wide;
using namespace siting_columns;

double share(std::int64_t part, std::int64_t all) {
  return Rate{part, all, 0}.percent().value_or(kNoNumber);
}

double total_weight(const SitingQuestion& q) {
  Wide sum = 0;
  for (const std::int64_t w : q.problem.weight) sum += w;
  return static_cast<double>(sum);
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

bool has_wishes(const SitingQuestion& q) {
  return !q.demands.empty() && q.demands.back().home == SitingQuestion::kWish;
}

double shown_wishes(const SitingQuestion& q, const std::vector<std::uint32_t>& sites) {
  std::int64_t fulfilled = 0;
  for (std::size_t d = q.demands.size(); d-- > 0 && q.demands[d].home == SitingQuestion::kWish;)
    if (std::ranges::binary_search(sites, q.relation.of_demand(d).front().other))
      fulfilled += q.problem.weight[d];
  return static_cast<double>(fulfilled) * q.weight_unit;
}

const char* value_unit(const SitingQuestion& q) {
  switch (q.plan->aim) {
    case SitingAim::cover_most:
      if (q.by_factor) return has_wishes(q) ? "people by factor and wishes" : "people by factor";
      return has_wishes(q) ? "people and wishes" : "people";
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
  const auto of_people = t.number("value_people", "of the value people", "目标值中人口", 3);
  const auto of_wishes = t.number("value_wishes", "of the value wishes", "目标值中毗邻意愿", 3);
  const auto gap = t.number("gap_percent", "gap in %", "差距(%)", 4);
  const auto proof = t.text("proof", "proof", "证明");
  const auto cut = t.integer("stopped_by_clock", "stopped by the clock", "是否因时限中止");
  const auto order = t.text("by_order", "value by group in order", "按优先次序的目标值");
  const auto order_bound = t.text("bound_by_order", "bound by group in order", "按优先次序的界");
  struct OfRoom {
    TableBuilder::Text what;
    TableBuilder::Number before, rerun;
  };
  std::optional<OfRoom> by_choice;
  if (any_has_rooms(results))
    by_choice = {t.text("rooms", "covered has a place: room by", "覆盖按名额计：依据列"),
                 t.number("before_by_choice", "with a place if all go to the nearest that has one",
                          "若各自就近择有空处，选址前有名额", 3),
                 t.number("rerun_by_choice", "the same in a rerun with all sites",
                          "若各自就近择有空处，重算有名额", 3)};
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
      t.put(existing, static_cast<std::int64_t>(q.existing + r.aside.size()));
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
      const bool apart = answer.feasible && has_wishes(q);
      const double wishes = apart ? shown_wishes(q, answer.sites) : kNoNumber;
      t.put(of_people, apart ? shown_value(q, answer.value) - wishes : kNoNumber);
      t.put(of_wishes, wishes);
      t.put(gap, answer.feasible ? gap_percent(r, answer.value, answer.bound) : kNoNumber);
      t.put(proof, proof_name(r.solved));
      t.put(cut, r.solved.cut ? 1 : 0);
      t.put(order, groups_in_words(q, answer.value));
      t.put(order_bound, groups_in_words(q, answer.bound));
      if (!by_choice) continue;
      t.put(by_choice->what, q.plan->rooms);
      t.put(by_choice->before, q.has_rooms() ? whole(people.by_choice_before) : kNoNumber);
      t.put(by_choice->rerun,
            q.has_rooms() && answer.feasible ? whole(people.by_choice_rerun) : kNoNumber);
    }
  return t.finish();
}

Table sites_table(const std::vector<SitingResult>& results) {
  TableBuilder t{"sites", "Sites in the order of building", "新建点（按建设次序）"};
  put_sites(results, t, std::nullopt);
  return t.finish();
}

Table existing_table(const std::vector<SitingResult>& results) {
  TableBuilder t{"existing", "Existing facilities and what is lost if one closes",
                 "现有设施及关闭的影响"};
  put_existing(results, t, nullptr);
  return t.finish();
}

}  // namespace lifecircle
