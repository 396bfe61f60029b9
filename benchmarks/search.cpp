// How fast the batched search is, beside Boost.Graph: one process, one thread, the same roads and
// starts; every answer is compared before times are told. Times are of the processor, the best of
// several rounds in turn.
//   lifecircle_search_bench STUDY.toml MODE MINUTES      roads of a study
//   lifecircle_search_bench CITY.road-t.gz MINUTES       "u v seconds" a line, zipped

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <optional>
#include <string>

#include "benchmarks/boost_nearest.hpp"
#include "benchmarks/tuned_boost.hpp"
#include "engine/base/parallel.hpp"
#include "engine/search/hierarchy/lane_sweep.hpp"
#include "engine/search/hierarchy/nearest_sweep.hpp"
#include "engine/search/hierarchy/rank_order.hpp"
#include "engine/search/matrix.hpp"
#include "engine/search/nearest.hpp"
#include "io/read/study_file.hpp"
#include "io/read/town.hpp"
#include "tests/support/random_town.hpp"
#include "tests/support/real_graph.hpp"

namespace lifecircle {
namespace {

double processor_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}
template <class F>
double ms(F f) {
  const double start = processor_ms();
  f();
  return processor_ms() - start;
}

template <class F>
double wall_ms(F f) {
  const auto start = std::chrono::steady_clock::now();
  f();
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
  return took.count();
}

struct Bench {
  const ModeGraph& graph;
  Duration limit;
  std::vector<std::int64_t> weight = {};  ///< of a state

  std::vector<StateId> sources(std::size_t count) const {
    test::Dice dice{2026, 5};
    std::vector<StateId> all;
    for (std::size_t s = 0; s < graph.state_count(); ++s)
      if (!graph.leaving(StateId{s}).empty()) all.push_back(StateId{s});
    for (std::size_t i = all.size(); i > 1; --i)
      std::swap(all[i - 1], all[dice.below(static_cast<std::uint32_t>(i))]);
    std::vector<StateId> some;
    for (std::size_t i = 0; i < count; ++i) some.push_back(all[i % all.size()]);
    return some;
  }

  /// What each source covers, by some threads.
  std::vector<std::int64_t> covered(const std::vector<StateId>& sources, LaneSweep& sweep) const {
    const auto order = by_rank(sources);
    std::vector<std::int64_t> found(sources.size(), 0);
    const auto lanes = static_cast<std::size_t>(sweep.lanes());
    for (std::size_t first = 0; first < order.size(); first += lanes)
      cover_batch({order.data() + first, std::min(lanes, order.size() - first)}, sources, sweep,
                  found);
    return found;
  }
  std::vector<std::int64_t> covered_by(int threads, const std::vector<StateId>& sources) const {
    const auto order = by_rank(sources);
    std::vector<std::int64_t> found(sources.size(), 0);
    constexpr std::size_t lanes = kGroup * kMostGroups;
    set_threads(threads);
    parallel_for((order.size() + lanes - 1) / lanes,
                 [&] {
                   return LaneSweep{*hierarchy, Direction::from_facility};
                 },
                 [&](std::size_t b, LaneSweep& sweep) {
                   cover_batch(
                       {order.data() + b * lanes, std::min(lanes, order.size() - b * lanes)},
                       sources, sweep, found);
                 });
    set_threads(1);
    return found;
  }

  /// Places of sources, those near each other together.
  std::vector<std::uint32_t> by_rank(const std::vector<StateId>& sources) const {
    std::vector<std::uint32_t> ranks;
    ranks.reserve(sources.size());
    for (const StateId s : sources) ranks.push_back(hierarchy->topology().rank_of(s.index()));
    return rank_order(ranks);
  }
  void cover_batch(std::span<const std::uint32_t> batch, const std::vector<StateId>& sources,
                   LaneSweep& sweep, std::vector<std::int64_t>& found) const {
    LaneSweep::Start starts[kGroup * kMostGroups];
    std::int64_t sums[kGroup * kMostGroups] = {};
    for (std::uint32_t lane = 0; lane < batch.size(); ++lane)
      starts[lane] = {lane, hierarchy->topology().rank_of(sources[batch[lane]].index()),
                      Duration{}};
    sweep.cover(
        {starts, batch.size()}, limit, *spans,
        [&](const LaneSweep::Rows& rows) { sweep.weigh(rows, weight_by_rank.data(), sums); },
        [&](const LaneSweep::Covered& covered) {
          const std::int64_t whole = weight_before[covered.last] - weight_before[covered.first];
          for (std::uint32_t l = 0; l < kGroup; ++l)
            sums[covered.first_lane + l] += (covered.lanes >> l & 1) != 0 ? whole : 0;
        });
    for (std::size_t lane = 0; lane < batch.size(); ++lane) found[batch[lane]] = sums[lane];
  }

  const Hierarchy* hierarchy = nullptr;
  std::vector<std::int32_t> weight_by_rank = {};
  std::vector<std::int64_t> weight_before = {0};  ///< one a rank, and the end: of all lower ones
  const CellSpans* spans = nullptr;
};

void tell(const char* job, std::size_t sources, double theirs, double ours) {
  std::printf("| %-24s | %7zu | %10.2f us | %9.3f us | %6.0fx |\n", job, sources, theirs * 1e3,
              ours * 1e3, theirs / ours);
}

/// A leg of no length from a point at a junction, by some edge there.
std::vector<std::vector<Leg>> points_at(const ModeGraph& graph,
                                        const std::vector<StateId>& states) {
  const Network& network = graph.network();
  std::vector<std::optional<Place>> at(graph.state_count());
  for (std::size_t e = 0; e < network.edge_count(); ++e)
    for (const bool forward : {true, false})
      if (const Arc arc{EdgeId{e}, forward}; graph.open(arc)) {
        const auto shape = network.shape(EdgeId{e});
        const std::uint32_t piece =
            forward ? 0 : static_cast<std::uint32_t>(network.piece_count(EdgeId{e}) - 1);
        const bool smaller_first = shape[piece] <= shape[piece + 1];
        at[network.tail(arc).index()] = Place{EdgeId{e}, piece, forward == smaller_first ? 0. : 1.};
      }
  std::vector<std::vector<Leg>> points;
  for (const StateId s : states) {
    points.emplace_back();
    if (at[s.index()]) points.back().push_back({*at[s.index()], Duration{}, 0, {}, 0, 0});
  }
  return points;
}

/// 4,096 x 4,096 times without a limit.
int measure_matrix(const ModeGraph& graph, const Hierarchy& hierarchy, const Bench& bench,
                   TunedBoost& boost) {
  const auto states = bench.sources(std::min<std::size_t>(4096, graph.state_count() / 4));
  const auto points = points_at(graph, states);
  const Duration limit = Duration::from_ticks((1u << 30) - 2);
  graph.carry({std::shared_ptr<void>{}, &hierarchy});
  std::vector<TimeBetween> table;
  double ours = 1e300, handed = 1e300, theirs = 1e300;
  const Ends ends{graph, points};
  const RowQuestion question{.graph = &graph, .origins = points, .ends = &ends, .limit = limit};
  std::uint64_t sum = 0;
  for (int round = 0; round < 3; ++round) {
    ours = std::min(ours, ms([&] { table = times_between(graph, points, points, limit); }) /
                              static_cast<double>(states.size()));
    handed = std::min(handed, ms([&] {
                                for_each_row(question, [&](std::size_t, auto row) {
                                  for (const Reached& r : row) sum += r.time.ticks();
                                });
                              }) / static_cast<double>(states.size()));
  }
  for (const TimeBetween& t : table) sum -= 3 * std::uint64_t{t.time.ticks()};
  if (sum != 0) return std::printf("rows differ\n"), 1;
  graph.carry(nullptr);
  std::vector<std::uint32_t> time(graph.state_count());
  const std::size_t asked = 20;
  std::size_t at = 0;
  for (std::size_t i = 0; i < asked; ++i) {
    std::ranges::fill(time, Duration::never().ticks());
    boost.run(states[i], limit.ticks(), [&](StateId s, std::uint32_t t) { time[s.index()] = t; });
    for (; at < table.size() && table[at].from == i; ++at)
      if (table[at].time.ticks() > time[states[table[at].to].index()])
        return std::printf("matrix differs\n"), 1;
  }
  for (int round = 0; round < 3; ++round)
    theirs =
        std::min(theirs, ms([&] {
                           for (std::size_t i = 0; i < asked; ++i)
                             boost.run(states[i], limit.ticks(),
                                       [&](StateId s, std::uint32_t t) { time[s.index()] = t; });
                         }) / static_cast<double>(asked));
  std::printf("%zu pairs\n", table.size());
  tell("matrix, a row kept", states.size(), theirs, ours);
  tell("matrix, a row handed on", states.size(), theirs, handed);
  return 0;
}

int measure(const ModeGraph& graph, double minutes) {
  set_threads(1);
  std::printf("%zu states, %zu steps\n", graph.state_count(), graph.step_count());
  double prepared = processor_ms();
  const Hierarchy hierarchy{graph};
  prepared = processor_ms() - prepared;
  const double customized = ms([&] { Hierarchy again{hierarchy.shared_topology(), graph}; });
  std::printf("prepared in %.0f ms, other times in %.0f ms; %zu arcs, %zu steps, %zu cells\n",
              prepared, customized, hierarchy.topology().arc_count(), hierarchy.step_count(),
              hierarchy.topology().order().cells.size());
  const Duration limit = Duration::minutes(minutes);
  Bench bench{graph, limit};
  test::Dice dice{7, 7};
  for (std::size_t s = 0; s < graph.state_count(); ++s)
    bench.weight.push_back(1 + dice.below(9'999));
  for (std::size_t r = 0; r < graph.state_count(); ++r)
    bench.weight_by_rank.push_back(
        static_cast<std::int32_t>(bench.weight[hierarchy.topology().vertex(r)]));
  for (const std::int32_t w : bench.weight_by_rank)
    bench.weight_before.push_back(bench.weight_before.back() + w);
  std::optional<CellSpans> spans;
  const double spanned = ms([&] { spans.emplace(hierarchy, Direction::from_facility); });
  std::printf("spans of cells in %.0f ms\n", spanned);
  bench.spans = &*spans;
  bench.hierarchy = &hierarchy;
  TunedBoost boost{graph};
  LaneSweep sweep{hierarchy, Direction::from_facility};

  for (const std::size_t count : {1'000u, 10'000u, 100'000u}) {
    const auto sources = bench.sources(count);
    const auto found = bench.covered(sources, sweep);
    // The yardstick needs the same time a source, however many: it is asked for some of them.
    const std::size_t asked = std::min<std::size_t>(count, minutes > 20 ? 100 : 1000);
    std::size_t reached = 0;
    for (std::size_t i = 0; i < asked; ++i) {
      std::int64_t sum = 0;
      boost.run(sources[i], limit.ticks(), [&](StateId s, std::uint32_t) {
        sum += bench.weight[s.index()];
        ++reached;
      });
      if (sum != found[i]) return std::printf("differs at source %zu\n", i), 1;
    }
    double theirs = 1e300, ours = 1e300;
    for (int round = 0; round < 5; ++round) {
      theirs = std::min(
          theirs, ms([&] {
                    std::int64_t all = 0;
                    for (std::size_t i = 0; i < asked; ++i)
                      boost.run(sources[i], limit.ticks(),
                                [&](StateId s, std::uint32_t) { all += bench.weight[s.index()]; });
                    if (all == 1) std::printf(" ");
                  }) / static_cast<double>(asked));
      ours =
          std::min(ours, ms([&] { bench.covered(sources, sweep); }) / static_cast<double>(count));
    }
    std::printf("%zu reached each\n", reached / asked);
    tell("coverage", count, theirs, ours);
  }

  const auto many = bench.sources(100'000);
  double one = 1e300, two = 1e300;
  std::vector<std::int64_t> by_one, by_two;
  for (int round = 0; round < 7; ++round) {
    one = std::min(one, wall_ms([&] { by_one = bench.covered_by(1, many); }));
    two = std::min(two, wall_ms([&] { by_two = bench.covered_by(2, many); }));
  }
  if (by_one != by_two) return std::printf("threads differ\n"), 1;
  std::printf("two threads: %.2f times as fast as one\n", one / two);

  if (const int failed = measure_matrix(graph, hierarchy, bench, boost); failed != 0) return failed;

  const auto facilities = bench.sources(std::max<std::size_t>(10, graph.state_count() / 1000));
  std::vector<std::pair<StateId, Label>> starts;
  for (std::size_t f = 0; f < facilities.size(); ++f)
    starts.emplace_back(facilities[f], Label{Duration{}, FacilityId{f}});
  const NearestField field{graph, Direction::from_facility, starts, Duration::never()};
  const auto labels =
      nearest_labels(hierarchy, Direction::from_facility, starts, Duration::never());
  for (std::size_t s = 0; s < graph.state_count(); ++s)
    if (labels[StateId{s}] != field.at(StateId{s})) return std::printf("differs at %zu\n", s), 1;
  const auto boosted = boost_nearest(graph, starts);
  for (std::size_t s = 0; s < graph.state_count(); ++s)
    if (labels[StateId{s}].bits != boosted[s]) return std::printf("Boost differs at %zu\n", s), 1;
  double simple = 1e300, swept = 1e300, boost_ms = 1e300;
  for (int round = 0; round < 5; ++round) {
    simple = std::min(simple, ms([&] {
                        NearestField{graph, Direction::from_facility, starts, Duration::never()};
                      }));
    boost_ms = std::min(boost_ms, ms([&] { boost_nearest(graph, starts); }));
    swept =
        std::min(swept, ms([&] {
                   nearest_labels(hierarchy, Direction::from_facility, starts, Duration::never());
                 }));
  }
  tell("nearest (Boost)", facilities.size(), boost_ms, swept);
  tell("nearest (our Dijkstra)", facilities.size(), simple, swept);
  return 0;
}

int run(int count, char** words) {
  const std::string name = words[1];
  if (name.ends_with(".gz")) {
    const test::RealGraph city = test::read_city(name);
    return measure(city.graph(), count > 2 ? std::atof(words[2]) : 30);
  }
  auto study = read_study_file(name, LIFECIRCLE_DATA_DIR "/profiles");
  if (!study) return std::printf("%s\n", study.error().key.c_str()), 1;
  Problems problems;
  const auto loaded = load_town(study.value(), problems);
  if (!loaded) return std::printf("%s\n", loaded.error().key.c_str()), 1;
  const Network network{loaded.value().town.roads};
  const ModeGraph graph{network, study.value().rules.profiles.at(count > 2 ? words[2] : "walk")};
  return measure(graph, count > 3 ? std::atof(words[3]) : 15);
}

}  // namespace
}  // namespace lifecircle

int main(int count, char** words) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  if (count < 2) return std::printf("lifecircle_search_bench STUDY.toml MODE MINUTES\n"), 2;
  return lifecircle::run(count, words);
}
