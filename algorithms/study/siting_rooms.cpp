#include "algorithms/study/siting_rooms.hpp"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <map>
#include <tuple>
#include <utility>

#include "algorithms/study/supply.hpp"

namespace lifecircle {
namespace {

using siting::RoomAnswer;
using siting::RoomProblem;
using siting::Standing;

constexpr std::uint32_t kNowhere = RoomAnswer::kNowhere;
/// Each point of the curve is a search of its own.
constexpr std::uint32_t kMostPoints = 10;

siting::Effort less_of(const siting::Effort& effort) {
  siting::Effort less = effort;
  less.root_rounds = std::min(effort.root_rounds, 300);
  less.search.room_work = std::min<std::int64_t>(effort.search.room_work, 100'000'000);
  less.solver.nodes = 0;
  return less;
}

bool exists(const SitingQuestion& q, std::size_t c) {
  return c < q.existing || q.problem.exists(c) || q.problem.standing_of(c) == Standing::kept;
}

/// The question as it is today: what exists serves, nothing is built.
RoomProblem as_it_is(const SitingQuestion& q) {
  RoomProblem now = q.with_rooms();
  siting::Problem& p = now.problem;
  p.standing.resize(q.room.size());
  for (std::size_t c = 0; c < q.room.size(); ++c)
    p.standing[c] = exists(q, c) ? Standing::kept : Standing::forbidden;
  p.existing.clear();
  p.closings.reset();
  p.sites.reset();
  p.budget.reset();
  return now;
}

std::vector<char> open_ones(const SitingQuestion& q, const siting::Answer& answer) {
  std::vector<char> open(q.room.size(), 0);
  for (std::size_t c = 0; c < open.size(); ++c)
    open[c] = q.problem.standing_of(c) == Standing::kept;
  for (const std::uint32_t c : answer.sites) open[c] = 1;
  return open;
}

/// How many of those who have a place at each candidate find no free one at the other open ones.
class Lost {
 public:
  Lost(const SitingQuestion& q, const RoomAnswer& placed)
      : placed_{placed},
        q_{q},
        open_{open_ones(q, placed.answer)},
        left_{q.room},
        at_(q.room.size()) {
    for (std::uint32_t d = 0; d < placed.site_of.size(); ++d)
      if (const std::uint32_t c = placed.site_of[d]; c != kNowhere) {
        left_[c] -= q.load[d];
        at_[c].push_back(d);
      }
  }
  std::int64_t taken(std::uint32_t c) const {
    std::int64_t sum = 0;
    for (const std::uint32_t d : at_[c]) sum += q_.load[d];
    return sum;
  }
  /// Of those who have no place, how many one that is closed would have room for.
  std::int64_t gained(std::uint32_t c) const {
    RoomProblem small;
    siting::Problem& p = small.problem;
    p.aim = siting::Aim::cover_most;
    p.standing = {Standing::kept};
    small.room = {q_.room[c]};
    std::vector<TimeBetween> rows;
    for (const siting::Pair& pair : q_.relation.of_candidate(c)) {
      if (pair.time > q_.problem.limit || placed_.site_of[pair.other] != kNowhere) continue;
      rows.push_back({0, static_cast<std::uint32_t>(small.load.size()), pair.time});
      small.load.push_back(q_.load[pair.other]);
    }
    p.weight = small.load;
    return siting::solve_with_room({1, small.load.size(), rows}, small, alone()).answer.value;
  }
  std::int64_t without(std::uint32_t c) const {
    std::map<std::uint32_t, std::uint32_t> number;  // of the others, here
    std::vector<TimeBetween> rows;
    RoomProblem small;
    siting::Problem& p = small.problem;
    p.aim = siting::Aim::cover_most;
    p.limit = q_.problem.limit;
    for (std::uint32_t d = 0; d < at_[c].size(); ++d) {
      p.weight.push_back(q_.load[at_[c][d]]);
      small.load.push_back(q_.load[at_[c][d]]);
      for (const siting::Pair& pair : q_.relation.of_demand(at_[c][d])) {
        if (pair.other == c || open_[pair.other] == 0 || left_[pair.other] < small.load[d] ||
            pair.time > p.limit)
          continue;
        const auto [at, is_new] =
            number.try_emplace(pair.other, static_cast<std::uint32_t>(number.size()));
        if (is_new) small.room.push_back(left_[pair.other]);
        rows.push_back({at->second, d, pair.time});
      }
    }
    if (rows.empty()) return taken(c);
    p.standing.assign(number.size(), Standing::kept);
    const siting::Relation relation{number.size(), small.load.size(), rows};
    return taken(c) - siting::solve_with_room(relation, small, alone()).answer.value;
  }

 private:
  static siting::Effort alone() {
    siting::Effort effort;
    effort.root_rounds = 100;
    effort.search.room_work = 10'000'000;
    effort.solver.nodes = 0;
    return effort;
  }
  const RoomAnswer& placed_;
  const SitingQuestion& q_;
  std::vector<char> open_;
  std::vector<std::int64_t> left_;              ///< [candidate] room that nobody has
  std::vector<std::vector<std::uint32_t>> at_;  ///< [candidate] demands
};

std::int64_t people_at(const SitingQuestion& q, const std::vector<std::uint32_t>& site_of) {
  std::int64_t sum = 0;
  for (std::size_t d = 0; d < site_of.size(); ++d)
    if (site_of[d] != kNowhere) sum += q.load[d];
  return sum;
}

bool is_all_kept(const SitingQuestion& q) {
  for (std::size_t c = 0; c < q.room.size(); ++c)
    if (exists(q, c) && q.problem.standing_of(c) != Standing::kept) return false;
  return true;
}

/// Where all that exists is kept, nothing need get worse than it is.
void keep_what_is(const SitingQuestion& q, const RoomAnswer& before, RoomAnswer& after) {
  if (!is_all_kept(q)) return;
  const bool high = q.problem.aim == siting::Aim::cover_most;
  if (!after.answer.feasible || (high ? before.answer.value <= after.answer.value
                                      : before.answer.value >= after.answer.value))
    return;
  after.site_of = before.site_of;
  after.answer.value = before.answer.value;
}

/// Facilities by what a rerun knows them by: of two that are alike in all this any will do, for
/// whoever reaches the one reaches the other, and finds as much room.
auto known_by(const Facility& place, std::int64_t room) {
  return std::tuple{place.id, place.shape.parts, place.entrances, place.gates, place.setting, room};
}

}  // namespace

SitingResult answer_with_rooms(SitingQuestion question, const siting::Effort& effort,
                               bool with_curve, const Progress& progress) {
  SitingResult r{std::move(question), {}, {}, {}, {}, {}, {}, {}};
  const SitingQuestion& q = r.question;
  siting::Effort alone = effort;  // nothing to choose: the solver's minutes would find a few people
  alone.solver.nodes = 0;
  const RoomAnswer before = siting::solve_with_room(q.relation, as_it_is(q), alone, progress);
  if (!tell(progress, "stage_siting", 0, 0)) return r;
  RoomAnswer placed = siting::solve_with_room(q.relation, q.with_rooms(), effort, progress);
  keep_what_is(q, before, placed);
  r.solved.answer = placed.answer;
  r.solved.cut = placed.cut;
  r.placed_before = before.site_of;
  SitedPeople people{q.plan->weights.front().first};
  people.before = people_at(q, before.site_of);
  people.after = people_at(q, placed.site_of);
  for (const std::int64_t load : q.load) people.total += load;
  r.people.push_back(people);
  if (placed.answer.feasible) {
    const Lost lost{q, placed};
    const auto open = open_ones(q, placed.answer);
    const auto about = [&](std::uint32_t c) {
      SiteOfAnswer site{c, open[c] != 0, {0}, {}, {0}, lost.taken(c)};
      for (const siting::Pair& pair : q.relation.of_candidate(c))
        if (pair.time <= q.problem.limit) site.in_reach[0] += q.load[pair.other];
      site.only[0] = site.is_open ? lost.without(c) : lost.gained(c);
      return site;
    };
    for (std::uint32_t c = 0; c < q.existing; ++c) r.existing.push_back(about(c));
    for (const std::uint32_t c : placed.answer.sites)
      if (c >= q.existing) r.sites.push_back(about(c));
    std::ranges::stable_sort(r.sites, std::greater<>{}, &SiteOfAnswer::taken);
    if (with_curve) {
      const siting::SolveLess solve_less = [&](const siting::Problem& less) {
        if (is_all_kept(q) && less.sites && *less.sites == 0) return before.answer;
        return siting::solve_with_room(q.relation, {less, q.load, q.room}, less_of(effort),
                                       progress)
            .answer;
      };
      r.curve = siting::gain_curve(q.relation, q.problem, placed.answer, solve_less, kMostPoints,
                                   progress);
    }
  }
  r.placed = std::move(placed);
  return r;
}

void take_rerun_with_rooms(const SitingQuestion& anew, std::int64_t by_choice_before,
                           std::int64_t by_choice_rerun, SitingResult& result) {
  const SitingQuestion& q = result.question;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> demand_of;
  for (std::uint32_t d = 0; d < anew.demands.size(); ++d)
    demand_of[{anew.demands[d].home, anew.demands[d].variant}] = d;
  std::multimap<decltype(known_by(q.places.front(), 0)), std::uint32_t> place_of;
  for (std::uint32_t c = 0; c < anew.places.size(); ++c)
    place_of.emplace(known_by(anew.places[c], anew.room[c]), c);
  std::vector<std::uint32_t> there(q.places.size(), kNowhere);
  const auto open = open_ones(q, result.placed->answer);
  for (std::size_t c = 0; c < q.places.size(); ++c) {
    if (open[c] == 0) continue;
    const auto at = place_of.find(known_by(q.places[c], q.room[c]));
    if (at == place_of.end()) continue;
    there[c] = at->second;
    place_of.erase(at);
  }
  std::vector<std::int64_t> left = anew.room;
  SitedPeople& people = result.people.front();
  people.rerun = 0;
  for (std::size_t d = 0; d < q.demands.size(); ++d) {
    const std::uint32_t site = result.placed->site_of[d];
    if (site == kNowhere || there[site] == kNowhere) continue;
    const auto at = demand_of.find({q.demands[d].home, q.demands[d].variant});
    if (at == demand_of.end()) continue;
    const std::uint32_t c = there[site];
    const auto row = anew.relation.of_demand(at->second);
    if (std::ranges::none_of(row, [&](const siting::Pair& p) { return p.other == c; }) ||
        left[c] < anew.load[at->second])
      continue;
    left[c] -= anew.load[at->second];
    people.rerun += anew.load[at->second];
  }
  people.by_choice_before = by_choice_before;
  people.by_choice_rerun = by_choice_rerun;
}

std::int64_t people_by_choice(const Ground& ground, const Answers& answers, const Town& town,
                              const StudyRules& rules, const Progress& progress) {
  std::int64_t sum = 0;
  for (const SupplyAnswer& supply : supply_answers(ground, answers, town, rules, progress))
    for (const std::int64_t people : supply.next.with_room) sum += people;
  return sum;
}

void find_room_doubts(const SitingResult& result, const AdjacentOutlines& adjacent,
                      Problems& doubts) {
  const SitingQuestion& q = result.question;
  const auto doubt = [&](const char* key, std::vector<std::string> args) {
    args.insert(args.begin(), q.plan->name);
    doubts.add({.key = key, .file = {}, .layer = {}, .args = std::move(args), .set_aside = false});
  };
  if (!adjacent.outlines.empty()) {
    char metres[32];
    std::snprintf(metres, sizeof metres, "%g", adjacent.within_mm / 1e3);
    doubt("siting_adjacent_counted", {std::to_string(adjacent.outlines.size()), metres});
  }
  std::size_t unstated = 0;
  for (std::size_t c = 0; c < q.existing; ++c)
    unstated += q.places[c].stated.contains(q.plan->rooms) ? 0 : 1;
  if (unstated > 0)
    doubt("siting_rooms_unstated",
          {std::to_string(unstated), std::to_string(q.existing), q.plan->rooms});
  std::int64_t people = 0;
  std::size_t homes = 0;
  for (std::size_t d = 0; d < q.demands.size(); ++d) {
    std::int64_t most = -1;
    for (const siting::Pair& p : q.relation.of_demand(d))
      if (q.problem.standing[p.other] != Standing::forbidden)
        most = std::max(most, q.room[p.other]);
    if (most < 0 || most >= q.load[d]) continue;
    people += q.load[d];
    ++homes;
  }
  if (homes == 0) return;
  char text[32];
  std::snprintf(text, sizeof text, "%.0f", static_cast<double>(people) / 1e3);
  doubt("siting_homes_too_large", {text, q.plan->weights.front().first, std::to_string(homes)});
}

}  // namespace lifecircle
