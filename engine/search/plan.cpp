#include "engine/search/plan.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <numeric>
#include <tuple>

#include "engine/base/memory.hpp"
#include "engine/base/parallel.hpp"
#include "engine/network/mode_graph.hpp"
#include "engine/search/hierarchy/lane_sweep.hpp"
#include "engine/search/reach.hpp"
#include "engine/search/rows.hpp"

namespace lifecircle {
namespace {

// Measured on real and made networks (benchmarks/README.md): making a hierarchy takes as long as
// settling every state a hundred times in plain searches, or thirty times in one for labels;
constexpr std::uint64_t kMakingInStates = 100;
constexpr std::size_t kMakingInFields = 30;
// other times for one that is made, as long as two such;
constexpr std::size_t kTimesInFields = 2;
// a lane of a sweep whose lanes lie far apart, as long as settling some hundred states.
constexpr std::uint64_t kLaneInStates = 150;
constexpr std::size_t kTried = 16;

// Bytes a state while a hierarchy is made, and of the lanes of one thread.
constexpr std::uint64_t kMakingBytes = 220;
constexpr std::uint64_t kLaneBytes = 270;

/// Whether the memory that is left would do for the quick way; the other needs hardly any.
bool has_room(const ModeGraph& graph, bool made) {
  const auto left = memory_left();
  return !left || graph.state_count() * ((made ? 0 : kMakingBytes) +
                                         kLaneBytes * static_cast<std::uint64_t>(threads())) <=
                      *left;
}

std::atomic<int> forced_way = -1;

std::optional<SearchWay> forced() {
  const int way = forced_way;
  return way < 0 ? std::nullopt : std::optional{static_cast<SearchWay>(way)};
}

/// What a few of the origins reach, spread over all: how many states all of them settle. No more of
/// them than it takes to tell on which side of `threshold` it is.
std::uint64_t expected_settled(const RowQuestion& q, const std::vector<std::size_t>& origins,
                               std::uint64_t threshold) {
  constexpr std::uint64_t kClear = 8;  // times the threshold, or a part of it
  Reach reach{*q.graph};
  std::uint64_t settled = 0;
  const std::size_t tried = std::clamp<std::size_t>(origins.size() / 32, 1, kTried);
  for (std::size_t i = 0; i < tried; ++i) {
    reach.run(q.direction, q.origins[origins[i * origins.size() / tried]], q.limit);
    settled += reach.settled().size();
    const std::uint64_t expected = settled * origins.size() / (i + 1);
    if (expected > kClear * threshold || (i > 0 && expected < threshold / kClear)) return expected;
  }
  return settled * origins.size() / tried;
}

}  // namespace

const char* search_way_name(SearchWay way) {
  return way == SearchWay::sweeps ? "sweeps" : "searches";
}

void force_search_way(std::optional<SearchWay> way) {
  forced_way = way ? static_cast<int>(*way) : -1;
}

std::vector<SearchWay> prepare_fields(std::span<const FieldJob> jobs) {
  std::vector<SearchWay> ways(jobs.size(), SearchWay::searches);
  std::vector<std::size_t> order(jobs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, std::ranges::greater{},
                           [&](std::size_t j) { return jobs[j].fields; });
  std::size_t all = 0;
  for (const FieldJob& job : jobs) all += job.fields;
  std::vector<std::shared_ptr<const Topology>> topologies;
  for (const std::size_t j : order) {
    const auto [graph, fields] = jobs[j];
    if (const auto carried = graph->hierarchy(); carried != nullptr) {
      topologies.push_back(carried->shared_topology());
      ways[j] = SearchWay::sweeps;
    }
    if (const auto way = forced()) {
      if (*way == SearchWay::sweeps) hierarchy_of(*graph);
      ways[j] = *way;
      continue;
    }
    if (ways[j] == SearchWay::sweeps || fields == 0) continue;
    const auto fit = std::ranges::find_if(
        topologies, [&](const auto& topology) { return Hierarchy::fits(*topology, *graph); });
    if (fit != topologies.end()) {
      if (fields < kTimesInFields) continue;
      graph->carry(std::make_shared<const Hierarchy>(*fit, *graph));
    } else {
      // The others may come to it, too: the most fields are first.
      if ((topologies.empty() ? all : fields) < kMakingInFields) continue;
      if (!has_room(*graph, false)) continue;
      topologies.push_back(hierarchy_of(*graph)->shared_topology());
    }
    ways[j] = SearchWay::sweeps;
  }
  return ways;
}

SearchWay way_of_rows(const RowQuestion& q) {
  std::vector<std::size_t> origins;  // that come to the roads at all
  for (std::size_t o = 0; o < q.origins.size(); ++o)
    if (!q.origins[o].empty()) origins.push_back(o);
  const bool made = q.graph->hierarchy() != nullptr;
  if (origins.empty() || !LaneSweep::can_count_to(q.limit)) return SearchWay::searches;
  if (const auto way = forced()) return *way;
  // Each search settles all states at most: no need to try.
  if (!made && origins.size() < kMakingInStates) return SearchWay::searches;
  if (!has_room(*q.graph, made)) return SearchWay::searches;
  const std::uint64_t sweeps =
      kLaneInStates * origins.size() + (made ? 0 : kMakingInStates * q.graph->state_count());
  return expected_settled(q, origins, sweeps) > sweeps ? SearchWay::sweeps : SearchWay::searches;
}

void SearchLog::add(Entry entry) {
  const std::lock_guard lock{mutex_};
  entries_.push_back(std::move(entry));
}

std::vector<SearchLog::Entry> SearchLog::entries() const {
  std::vector<Entry> all;
  {
    const std::lock_guard lock{mutex_};
    all = entries_;
  }
  const auto key = [](const Entry& e) { return std::tie(e.profile, e.job, e.way); };
  std::ranges::sort(all, {}, key);
  std::vector<Entry> summed;
  for (Entry& e : all)
    if (!summed.empty() && key(summed.back()) == key(e))
      summed.back().count += e.count;
    else
      summed.push_back(std::move(e));
  return summed;
}

}  // namespace lifecircle
