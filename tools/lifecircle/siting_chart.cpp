#include <algorithm>
#include <iterator>
#include <string>

#include "algorithms/study/code_words.hpp"
#include "tools/lifecircle/siting_report.hpp"

namespace lifecircle {
namespace {

/// Of groups in strict order, the first's first.
constexpr const char* kColours[] = {"#0072b2", "#009e73", "#cc79a7", "#999999"};

Words said(const char* key, const std::vector<std::string>& args = {}) {
  return {say(key, Language::zh, args), say(key, Language::en, args)};
}

/// What the axis counts, and how much of it was not asked.
Words counted_along(const SitingResult& r) {
  const bool stay = r.question.plan->existing == ExistingSites::may_close;
  if (r.curve.along == siting::Along::cost)
    return said(stay ? "site_chart_cost_stay" : "site_chart_cost");
  std::int64_t left_out = 0;
  for (std::size_t i = 0; i < r.curve.points.size(); ++i) left_out += r.curve.left_out_before(i);
  Words words = said(stay ? "site_chart_sites_stay" : "site_chart_sites");
  if (left_out > 0) {
    const Words more = said("site_chart_left_out", {std::to_string(left_out)});
    words.zh += more.zh;
    words.en += more.en;
  }
  return words;
}

/// The people of one group in strict order at each point.
ChartLine line_of_group(const SitingResult& r, std::size_t group, const StudyRules& rules) {
  const SitingQuestion& q = r.question;
  Words name;
  for (const Language language : {Language::zh, Language::en})
    (language == Language::zh ? name.zh : name.en) =
        CodeWords{rules, language}.counted(q.groups[group]) +
        (q.first_classes > 1 ? " " + std::to_string(group / q.plan->weights.size() + 1) : "");
  ChartLine line{name, {}, kColours[std::min(group, std::size(kColours) - 1)]};
  for (const siting::GainPoint& point : r.curve.points)
    line.points.emplace_back(0, static_cast<double>(people_by_group(q, point.value)[group]) / 1e3);
  return line;
}

}  // namespace

Chart gain_chart(const SitingResult& r, const StudyRules& rules) {
  const SitingQuestion& q = r.question;
  const std::string name = q.plan->name + (q.ground.empty() ? "" : " " + q.ground);
  const bool by_cost = r.curve.along == siting::Along::cost;
  Chart chart{said(by_cost ? "site_chart_of_cost" : "site_chart", {name}),
              counted_along(r),
              said(siting_word_key(gain_unit(r))),
              {}};
  if (r.curve.points.empty()) return chart;
  ChartLine bound{said("site_chart_bound"), {}, "#d55e00", true};
  ChartLine value{said("site_chart_value"), {}};
  for (const siting::GainPoint& point : r.curve.points) {
    value.points.emplace_back(0, shown_gain(r, point.value));
    bound.points.emplace_back(0, shown_gain(r, point.bound));
  }
  chart.lines.push_back(std::move(bound));
  if (q.order)
    for (std::size_t g = 0; g < q.groups.size(); ++g)
      chart.lines.push_back(line_of_group(r, g, rules));
  else
    chart.lines.push_back(std::move(value));
  for (ChartLine& line : chart.lines)
    for (std::size_t i = 0; i < line.points.size(); ++i)
      line.points[i].first = static_cast<double>(r.curve.points[i].most) / (by_cost ? 1e3 : 1);
  return chart;
}

}  // namespace lifecircle
