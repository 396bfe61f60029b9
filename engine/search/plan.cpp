#include "engine/search/plan.hpp"

#include <algorithm>
#include <atomic>
#include <tuple>

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
// a lane of a sweep whose lanes lie far apart, as long as settling some hundred states.
constexpr std::uint64_t kLaneInStates = 150;
constexpr std::size_t kTried = 16;

std::atomic<int> forced_way = -1;

std::optional<SearchWay> forced() {
  const int way = forced_way;
  return way < 0 ? std::nullopt : std::optional{static_cast<SearchWay>(way)};
}

/// What a few of the origins reach, spread over all: how many states all of them settle.
std::uint64_t expected_settled(const RowQuestion& q) {
  Reach reach{*q.graph};
  std::uint64_t settled = 0;
  const std::size_t tried = std::clamp<std::size_t>(q.origins.size() / 32, 1, kTried);
  for (std::size_t i = 0; i < tried; ++i) {
    reach.run(q.direction, q.origins[i * q.origins.size() / tried], q.limit);
    settled += reach.settled().size();
  }
  return settled * q.origins.size() / tried;
}

}  // namespace

const char* search_way_name(SearchWay way) {
  return way == SearchWay::sweeps ? "sweeps" : "searches";
}

void force_search_way(std::optional<SearchWay> way) {
  forced_way = way ? static_cast<int>(*way) : -1;
}

SearchWay way_of_fields(const ModeGraph& graph, std::size_t fields) {
  if (const auto way = forced()) return *way;
  return graph.hierarchy() != nullptr || fields >= kMakingInFields ? SearchWay::sweeps
                                                                   : SearchWay::searches;
}

SearchWay way_of_rows(const RowQuestion& q) {
  const std::size_t origins = q.origins.size();
  const bool made = q.graph->hierarchy() != nullptr;
  if (origins == 0 || !LaneSweep::can_count_to(q.limit)) return SearchWay::searches;
  if (const auto way = forced()) return *way;
  // Each search settles all states at most: no need to try.
  if (!made && origins < kMakingInStates) return SearchWay::searches;
  const std::uint64_t sweeps =
      kLaneInStates * origins + (made ? 0 : kMakingInStates * q.graph->state_count());
  return expected_settled(q) > sweeps ? SearchWay::sweeps : SearchWay::searches;
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
