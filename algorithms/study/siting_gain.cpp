#include <algorithm>
#include <cmath>

#include "algorithms/study/siting_columns.hpp"
#include "algorithms/study/siting_result.hpp"

namespace lifecircle {
namespace {

using namespace siting_columns;

double gap(const SitingResult& r, const siting::GainPoint& point) {
  if (point.value == point.bound) return 0;
  const double v = shown_gain(r, point.value), b = shown_gain(r, point.bound);
  return v != 0 ? 100 * std::abs(b - v) / std::abs(v) : 100;
}

}  // namespace

double shown_gain(const SitingResult& r, std::int64_t value) {
  if (r.question.plan->aim == SitingAim::cover_all)
    return static_cast<double>(value) * r.question.weight_unit;
  return shown_value(r.question, value);
}

const char* gain_unit(const SitingResult& r) {
  if (r.question.plan->aim != SitingAim::cover_all) return value_unit(r.question);
  return r.question.by_factor ? "people by factor" : "people";
}

Table gain_table(const std::vector<SitingResult>& results) {
  TableBuilder t{"gain", "What fewer sites, or less money, give", "点数或投入与收益"};
  const OfSiting of{t};
  const auto along = t.text("along", "limited: sites or cost", "所限制的量（点数或成本）");
  const auto most = t.number("most", "at most", "上限", 3);
  const auto sites = t.integer("sites", "sites of the best found", "最优方案点数");
  const auto built = t.integer("new_sites", "of these new", "其中新建");
  const auto stay = t.integer("stay", "of these existing ones that stay", "其中保留的现有设施");
  const auto spent = t.number("spent", "their cost", "其成本", 3);
  const auto value = t.number("value", "best found", "已得最优值", 3);
  const auto bound = t.number("bound", "none can beat", "已证明的界", 3);
  const auto unit = t.text("value_unit", "in", "单位");
  const auto wishes = t.number("value_wishes", "of the best found wishes", "最优值中毗邻意愿", 3);
  const auto percent = t.number("gap_percent", "gap in %", "差距(%)", 4);
  const auto order = t.text("by_order", "best found by group in order", "按优先次序的已得最优值");
  const auto order_bound = t.text("bound_by_order", "bound by group in order", "按优先次序的界");
  const auto left_out =
      t.integer("left_out", "numbers of sites between this row and the one before, not computed",
                "与上一行之间未计算的点数个数");
  for (const SitingResult& r : results) {
    const SitingQuestion& q = r.question;
    const bool by_cost = r.curve.along == siting::Along::cost;
    for (std::size_t i = 0; i < r.curve.points.size(); ++i) {
      const siting::GainPoint& point = r.curve.points[i];
      std::int64_t cost = 0;
      for (const std::uint32_t c : point.sites) cost += q.problem.cost_of(c);
      const auto existing =
          std::ranges::count_if(point.sites, [&](std::uint32_t c) { return c < q.existing; });
      const auto all = static_cast<std::int64_t>(point.sites.size());
      of.put(t, r);
      t.put(along, by_cost ? "cost" : "sites");
      t.put(most, by_cost ? whole(point.most) : static_cast<double>(point.most));
      t.put(sites, all);
      t.put(built, all - existing);
      t.put(stay, q.plan->existing == ExistingSites::may_close ? existing : kNoInteger);
      t.put(spent, q.problem.cost.empty() ? kNoNumber : whole(cost));
      t.put(value, shown_gain(r, point.value));
      t.put(bound, shown_gain(r, point.bound));
      t.put(unit, gain_unit(r));
      t.put(wishes, has_wishes(q) ? shown_wishes(q, point.sites) : kNoNumber);
      t.put(percent, gap(r, point));
      t.put(order, groups_in_words(q, point.value));
      t.put(order_bound, groups_in_words(q, point.bound));
      t.put(left_out, r.curve.left_out_before(i));
    }
  }
  return t.finish();
}

}  // namespace lifecircle
