#include "algorithms/indicators/joint.hpp"

#include <algorithm>
#include <numeric>

#include "algorithms/indicators/types.hpp"
#include "algorithms/study/table_builder.hpp"

namespace lifecircle {

using namespace indicators;

namespace {

std::int64_t people_of(const Known& known, std::size_t home) {
  const Homes& homes = known.town.homes;
  return homes.count.empty() ? 1000 : homes.count[0][home];
}

void add_up(JointCircle& joint, const Known& known) {
  const std::size_t circles = joint.within.size();
  joint.has.assign(circles, known.nothing());
  joint.exactly.assign(circles + 1, known.nothing());
  joint.total = joint.fulfilled = known.nothing();
  for (std::size_t h = 0; h < joint.asked.size(); ++h) {
    if (joint.asked[h] == 0) continue;
    const std::size_t at = place_in(known.town.homes.unit[h], known);
    const std::int64_t people = people_of(known, h);
    for (std::size_t c = 0; c < circles; ++c)
      if (joint.within[c][h] != 0) joint.has[c][at] += people;
    const std::size_t number = joint.number(h);
    joint.total[at] += people;
    joint.exactly[number][at] += people;
    if (number >= joint.needed) joint.fulfilled[at] += people;
  }
}

}  // namespace

std::size_t JointCircle::number(std::size_t home) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      within, [&](const std::vector<char>& homes) { return homes[home] != 0; }));
}

std::vector<JointCircle> joint_circles(const std::vector<IndicatorResult>& results,
                                       const Known& known) {
  std::vector<JointCircle> all;
  const std::size_t homes = known.town.homes.size();
  for (const IndicatorResult& result : results) {
    const Indicator& one = known.rules.standards[result.standard].indicators[result.indicator];
    if (one.type != IndicatorType::joint_circle || result.readings.empty()) continue;
    JointCircle joint{.standard = result.standard, .indicator = result.indicator};
    Told ignored;
    for (const NearEnough& circle : one.circles)
      if (auto ways = within(circle, one, known, ignored); !ways.empty())
        joint.within.push_back(std::move(ways.front().homes));
    if (joint.within.size() != one.circles.size()) continue;
    joint.needed =
        one.circles_needed ? static_cast<std::size_t>(*one.circles_needed) : one.circles.size();
    for (std::size_t h = 0; h < homes; ++h) joint.asked.push_back(concerns_home(one, known, h));
    add_up(joint, known);
    all.push_back(std::move(joint));
  }
  return all;
}

std::optional<std::size_t> JointShare::missing_most() const {
  for (std::size_t c = 0; c < rank.size(); ++c)
    if (rank[c] == 0 && has[c] < total) return c;
  return std::nullopt;
}

JointShare joint_share(const JointCircle& joint, const Indicator& indicator,
                       const std::vector<std::size_t>& places) {
  const auto over = [&](const ByUnit& sums) {
    std::int64_t sum = 0;
    for (const std::size_t place : places) sum += sums[place];
    return sum;
  };
  JointShare share{.total = over(joint.total)};
  double weights = 0;
  for (std::size_t c = 0; c < joint.has.size(); ++c) {
    share.has.push_back(over(joint.has[c]));
    share.complete += indicator.circles[c].weight * whole(share.has[c]);
    weights += indicator.circles[c].weight;
  }
  share.complete = weights > 0 ? share.complete / weights : 0;
  std::vector<std::size_t> order(share.has.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t c) { return share.has[c]; });
  share.rank.resize(order.size());
  for (std::size_t r = 0; r < order.size(); ++r) share.rank[order[r]] = r;
  return share;
}

}  // namespace lifecircle
