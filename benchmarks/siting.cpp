// Siting on published and made problems: value, bounds, gap, time. Every certificate is checked.
//
//   lifecircle_siting_bench DATA [pmed | mclp | NewYork60 | pmedcap | rooms | made | made-rooms]...
//
// DATA is the folder with pmed/, mclp/ and pmedcap1.txt (OR-Library; New York and Bronx).

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "algorithms/siting/check.hpp"
#include "algorithms/siting/exact/solver_process.hpp"
#include "algorithms/siting/greedy.hpp"
#include "algorithms/siting/rooms.hpp"
#include "algorithms/siting/solve.hpp"
#include "algorithms/siting/swap.hpp"
#include "engine/base/parallel.hpp"
#include "tests/algorithms/siting/instances.hpp"

namespace {

using namespace lifecircle;
using namespace lifecircle::siting;
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}
/// Of this process, all threads.
double processor_seconds() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         1e-6 * static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec);
}
double solver_seconds() {
  rusage used{};
  getrusage(RUSAGE_CHILDREN, &used);
  return static_cast<double>(used.ru_utime.tv_sec) +
         1e-6 * static_cast<double>(used.ru_utime.tv_usec);
}

double gap_percent(std::int64_t value, std::int64_t bound) {
  return 100 * std::abs(static_cast<double>(bound - value)) /
         std::max(1.0, static_cast<double>(value));
}

void tell(const std::string& name, const Relation& relation, const Problem& problem,
          std::int64_t published, const Effort& effort) {
  const auto start = Clock::now();
  const double before = processor_seconds(), solver_before = solver_seconds();
  const Solved s = solve(relation, problem, effort);
  const double wall = seconds_since(start), spent = processor_seconds() - before;
  const double solver = solver_seconds() - solver_before;
  const auto check_start = Clock::now();
  const Flaw flaw = check(relation, problem, s.certificate);
  fmt::print(
      "| {} | {} | {} | {} | {:.3f} % | {} | {} | {:.1f} s, {:.1f} s, {:.1f} s | {}, {:.1f} s, "
      "{:.1f} MB |\n",
      name, published, s.answer.value, s.answer.bound, gap_percent(s.answer.value, s.answer.bound),
      s.answer.bound_by_solver ? std::to_string(*s.answer.bound_by_solver) : "-", s.nodes, wall,
      spent, solver, flaw_name(flaw), seconds_since(check_start),
      static_cast<double>(to_text(s.certificate).size()) / 1e6);
  std::fflush(stdout);
}

void all_pmed(const std::string& folder) {
  std::ifstream in{folder + "/pmed/optima.txt"};
  std::string name, word;
  in >> name >> word;
  Effort effort;
  effort.nodes = 20'000;
  for (std::int64_t optimum = 0; in >> name >> optimum;) {
    const auto pmed = test::read_pmed(folder + "/pmed/" + name + ".txt");
    tell(name, pmed.relation, pmed.problem, optimum, effort);
  }
}

template <class Wants>
void all_mclp(const std::string& folder, const Wants& wants) {
  for (const auto& [city, radius] : {std::pair{"NewYork", 400}, std::pair{"Bronx", 600}})
    for (std::uint32_t p = 50; p <= 100; p += 10) {
      if (!wants("mclp") && !wants(fmt::format("{}{}", city, p))) continue;
      const auto read = test::read_city(fmt::format("{}/mclp/{}.txt", folder, city), radius, p);
      std::ifstream in{fmt::format("{}/mclp/{}_{}_{}.txt", folder, city, p, radius)};
      std::string word;
      std::int64_t published = 0;
      in >> word >> published;
      Effort effort;
      effort.search.variants = 4;
      effort.nodes = 40;
      effort.solver.seconds = 3000;  // on the clock, and the machine may be busy
      // The two that are proven by others; the rest would take it hours.
      if (city != std::string{"NewYork"} || p > 60) effort.solver.nodes = 0;
      tell(fmt::format("{} p={}", city, p), read.relation, read.problem, published, effort);
    }
}

void all_pmedcap(const std::string& folder) {
  int number = 0;
  for (const auto& r : test::read_pmedcap(folder + "/pmedcap1.txt", 20)) {
    const auto start = Clock::now();
    const RoomAnswer a = solve_with_room(r.relation, r.problem);
    const double wall = seconds_since(start);
    fmt::print("| pmedcap {} | {} | {} | {} | {:.3f} % | {} | - | {:.1f} s | {} |\n", ++number,
               r.published, a.answer.value, a.answer.bound,
               gap_percent(a.answer.value, a.answer.bound),
               a.answer.bound_by_solver ? std::to_string(*a.answer.bound_by_solver) : "-", wall,
               flaw_name(check_room(r.relation, r.problem, a)));
    std::fflush(stdout);
  }
}

void tell_with_rooms(const std::string& name, const Relation& relation, const RoomProblem& asked,
                     const Effort& effort) {
  const auto start = Clock::now();
  const double before = processor_seconds();
  const RoomAnswer a = solve_with_room(relation, asked, effort);
  const double wall = seconds_since(start), spent = processor_seconds() - before;
  const auto check_start = Clock::now();
  const Flaw flaw = check_room(relation, asked, a);
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  fmt::print("| {} | - | {} | {} | {:.3f} % | - | - | {:.1f} s, {:.1f} s, - | {}, {:.1f} s |\n",
             name, a.answer.value, a.answer.bound, gap_percent(a.answer.value, a.answer.bound),
             wall, spent, flaw_name(flaw), seconds_since(check_start));
  fmt::print("peak memory {} MB\n", used.ru_maxrss / 1024);
  std::fflush(stdout);
}

/// New York's 60 sites of 400 m, each with room for 20,000 people.
void city_with_rooms(const std::string& folder) {
  const auto read = test::read_city(folder + "/mclp/NewYork.txt", 400, 60);
  RoomProblem asked{read.problem, read.problem.weight, {}};
  asked.room.assign(read.relation.candidates(), 20'000);
  Effort effort;
  effort.root_rounds = 1000;
  effort.search.room_work = 4'000'000'000;
  effort.solver.nodes = 0;
  tell_with_rooms("New York, 60 sites with room for 20,000", read.relation, asked, effort);
}

/// Demands in 400 clusters, candidates among them, on a plane of 40 x 40 km; who is within `reach`
/// metres is covered.
test::Instance make_city(std::uint32_t demands, std::uint32_t candidates, double reach) {
  constexpr double kSide = 40'000;
  std::mt19937_64 random{1};
  const auto share = [&] { return static_cast<double>(random() >> 11) / 9007199254740992.0; };
  std::vector<std::pair<double, double>> middle, demand, candidate;
  for (int k = 0; k < 400; ++k) middle.emplace_back(kSide * share(), kSide * share());
  test::Instance made;
  const auto near = [&] {
    const auto& m = middle[random() % middle.size()];
    return std::pair{m.first + 3'000 * (share() + share() - 1),
                     m.second + 3'000 * (share() + share() - 1)};
  };
  for (std::uint32_t d = 0; d < demands; ++d) {
    demand.push_back(near());
    made.problem.weight.push_back(1000 + static_cast<std::int64_t>(random() % 200'000));
  }
  for (std::uint32_t c = 0; c < candidates; ++c) candidate.push_back(near());
  std::vector<TimeBetween> rows;
  std::vector<std::uint32_t> by_x(demands);
  for (std::uint32_t d = 0; d < demands; ++d) by_x[d] = d;
  std::ranges::sort(by_x, {}, [&](std::uint32_t d) { return demand[d].first; });
  for (std::uint32_t c = 0; c < candidates; ++c) {
    auto at = std::ranges::lower_bound(by_x, candidate[c].first - reach, {},
                                       [&](std::uint32_t d) { return demand[d].first; });
    for (; at != by_x.end() && demand[*at].first <= candidate[c].first + reach; ++at) {
      const double metres = std::hypot(demand[*at].first - candidate[c].first,
                                       demand[*at].second - candidate[c].second);
      if (metres <= reach) rows.push_back({c, *at, Duration::seconds(metres / 1.3)});
    }
  }
  made.relation = Relation{candidates, demands, rows};
  return made;
}

/// The size of a study: 100 of 1,000 candidates with room for two thirds of all together.
void made_with_rooms() {
  auto [relation, problem] = make_city(100'000, 1'000, 3'000);
  fmt::print("made with rooms: {} pairs\n", relation.size());
  std::int64_t all = 0;
  for (const std::int64_t w : problem.weight) all += w;
  problem.sites = 100;
  RoomProblem asked{problem, problem.weight, {}};
  asked.room.assign(relation.candidates(), all / 150);
  Effort effort;
  effort.solver.nodes = 0;
  tell_with_rooms("made, 100,000 x 1,000, p=100 with room, most served", relation, asked, effort);
  asked.problem.aim = Aim::least_time;
  asked.problem.far = Duration::seconds(3'600);
  tell_with_rooms("made, 100,000 x 1,000, p=100 with room, least time", relation, asked, effort);
  asked.problem.sites.reset();
  for (std::uint32_t c = 0; c < relation.candidates(); ++c)
    asked.problem.cost.push_back(50 + c * 37 % 101);
  asked.problem.budget = 8'000;
  tell_with_rooms("made, 100,000 x 1,000, a budget of 8,000 with room, least time", relation, asked,
                  effort);
}

void made() {
  auto start = Clock::now();
  auto [relation, problem] = make_city(100'000, 10'000, 1'200);
  problem.sites = 100;
  fmt::print("made: {} pairs in {:.1f} s\n", relation.size(), seconds_since(start));
  start = Clock::now();
  const Loaded loaded = load(relation, problem);
  const CoreColumns columns{loaded.core};
  fmt::print("core of {} demands and {} pairs in {:.1f} s\n", loaded.core.demands(),
             loaded.core.entries.size(), seconds_since(start));
  start = Clock::now();
  const auto first = greedy(loaded.core, columns);
  const double greedy_seconds = seconds_since(start);
  const auto better = improve(loaded.core, columns, first, 0, 1);
  fmt::print("greedy {:.2f} s, swaps {:.2f} s: loss {} to {}\n", greedy_seconds,
             seconds_since(start) - greedy_seconds, loss_of(loaded.core, first),
             loss_of(loaded.core, better));
  Effort effort;
  effort.kicks = 50;
  effort.search = {.regions = 64, .variants = 0};
  effort.root_rounds = 4000;
  effort.nodes = 1;
  effort.solver.nodes = 0;
  tell("made, 100,000 x 10,000, p=100", relation, problem, 0, effort);
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  fmt::print("peak memory {} MB\n", used.ru_maxrss / 1024);
}

}  // namespace

int main(int count, char** words) {
  if (count == 2 && std::string{words[1]} == "__solve") return serve_solver(STDIN_FILENO);
  if (count < 2) {
    fmt::print(stderr,
               "lifecircle_siting_bench DATA [pmed | mclp | NewYork60 | pmedcap | rooms | made | "
               "made-rooms]...\n");
    return 2;
  }
  solve_in_children({"/proc/self/exe", "__solve"});
  set_threads(2);
  fmt::print(
      "| problem | published | value | bound, certified | gap | bound by CBC | nodes | wall, our "
      "processor time, CBC's | certificate: check, time, size |\n");
  const std::vector<std::string> asked(words + 2, words + count);
  const auto wants = [&](const std::string& what) {
    return asked.empty() || std::ranges::find(asked, what) != asked.end();
  };
  if (wants("pmed")) all_pmed(words[1]);
  all_mclp(words[1], wants);
  if (wants("pmedcap")) all_pmedcap(words[1]);
  if (wants("rooms")) city_with_rooms(words[1]);
  if (wants("made")) made();
  if (wants("made-rooms")) made_with_rooms();
  return 0;
}
