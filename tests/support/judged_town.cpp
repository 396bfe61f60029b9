#include "tests/support/judged_town.hpp"

#include <algorithm>
#include <set>
#include <sstream>
#include <tuple>

namespace lifecircle::test {
namespace {

/// A leg without the names of roads, which engine and judge do not share.
using Bare = std::tuple<std::uint64_t, double, double, double>;
template <class Legs>
std::multiset<Bare> bare(const Legs& legs) {
  std::multiset<Bare> all;
  for (const auto& leg : legs) {
    if constexpr (requires { leg.place; })
      all.emplace(leg.time.ticks(), leg.distance_mm, leg.to_x, leg.to_y);
    else
      all.emplace(leg.time, leg.distance_mm, leg.x, leg.y);
  }
  return all;
}

std::string differ(const std::string& whose, const std::multiset<Bare>& ours,
                   const std::multiset<Bare>& judged) {
  if (ours == judged) return "";
  std::ostringstream out;
  out.precision(17);
  const auto list = [&](const char* name, const std::multiset<Bare>& legs) {
    out << name << ":\n";
    for (const auto& [time, distance, x, y] : legs)
      out << "    " << time << " ms, " << distance << " mm to (" << x << ' ' << y << ")\n";
  };
  out << whose << " has other legs\n";
  list("  ours", ours);
  list("  judged", judged);
  return out.str();
}

}  // namespace

JudgedTown::JudgedTown(const RandomTown& t, const Profile& profile, bool whole_history)
    : town{t},
      network{t.roads},
      ground{network, t.barriers},
      graph{network, profile},
      judge{t.roads, t.barriers, profile, whole_history} {
  for (std::size_t h = 0; h < t.homes.size(); ++h) {
    const double limit = t.access.of(t.homes.setting[h]);
    home_legs.push_back(ground.legs(graph, t.homes.at[h], limit));
    ends.push_back({judge.legs(t.homes.at[h], limit)});
  }
  for (const Facility& f : t.facilities) {
    FacilityJoin join = join_facility(ground, graph, f, t.access.of(f.setting));
    facility_legs.push_back(std::move(join.legs));
    ladder.push_back(join.step);
    judged_joins.push_back(judge.join(f, t.access.of(f.setting)));
    ends.push_back({judged_joins.back().legs});
  }
  times = judge.times(ends);
}

std::vector<Label> JudgedTown::judged_labels(std::size_t home, Direction direction,
                                             const std::vector<bool>& admitted) const {
  std::vector<Label> labels;
  for (std::size_t f = 0; f < facilities(); ++f)
    if (const Judge::Time t = time(home, f, direction); admitted[f] && t != Judge::kNever)
      labels.emplace_back(ticks(t), FacilityId{f});
  std::ranges::sort(labels);
  return labels;
}

std::string JudgedTown::difference_in_legs() const {
  std::string all;
  for (std::size_t h = 0; h < homes(); ++h)
    all += differ("home " + std::to_string(h), bare(home_legs[h]), bare(ends[h].legs));
  for (std::size_t f = 0; f < facilities(); ++f) {
    const std::string name = "facility " + std::to_string(f);
    if (ladder[f] != judged_joins[f].step)
      all += name + " is joined by " + ladder_name(ladder[f]) + ", judged " +
             ladder_name(judged_joins[f].step) + '\n';
    auto ours = bare(facility_legs[f]), judged = bare(judged_joins[f].legs);
    if (ladder[f] == Ladder::crossings) {  // a corner belongs to two sides
      const std::set<Bare> once(ours.begin(), ours.end()),
          judged_once(judged.begin(), judged.end());
      ours = {once.begin(), once.end()};
      judged = {judged_once.begin(), judged_once.end()};
    }
    all += differ(name, ours, judged);
  }
  return all;
}

std::string show(Label label) {
  if (label.is_never()) return "never";
  return std::to_string(label.time().ticks()) + " ms to " +
         std::to_string(label.facility().index());
}
std::string show(const std::vector<Label>& labels) {
  std::string all = "[";
  for (const Label label : labels) all += (all.size() > 1 ? ", " : "") + show(label);
  return all + "]";
}

}  // namespace lifecircle::test
