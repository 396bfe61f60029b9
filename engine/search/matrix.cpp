#include "engine/search/matrix.hpp"

#include <algorithm>

#include "engine/search/hierarchy/hierarchy.hpp"
#include "engine/search/hierarchy/lane_sweep.hpp"
#include "engine/search/reach.hpp"

namespace lifecircle {
namespace {

/// Making a hierarchy takes about as long as settling every state so often.
constexpr std::uint64_t kHierarchyPerState = 100;
constexpr std::size_t kTried = 16;

/// What a few of the origins reach, spread over all: how many states all of them settle.
std::uint64_t expected_settled(const ModeGraph& graph, std::span<const std::vector<Leg>> origins,
                               Duration limit) {
  Reach reach{graph};
  std::uint64_t settled = 0;
  const std::size_t tried = std::min(kTried, origins.size());
  for (std::size_t i = 0; i < tried; ++i) {
    reach.run(Direction::from_facility, origins[i * origins.size() / tried], limit);
    settled += reach.settled().size();
  }
  return tried == 0 ? 0 : settled * origins.size() / tried;
}

}  // namespace

const char* matrix_way_name(MatrixWay way) {
  return way == MatrixWay::sweeps ? "sweeps" : "searches";
}

std::vector<TimeBetween> times_between(const ModeGraph& graph,
                                       std::span<const std::vector<Leg>> origins,
                                       std::span<const std::vector<Leg>> destinations,
                                       Duration limit, const Progress& progress, MatrixWay* way) {
  const bool sweeps =
      LaneSweep::can_count_to(limit) && origins.size() >= kHierarchyPerState &&
      expected_settled(graph, origins, limit) > kHierarchyPerState * graph.state_count();
  if (way != nullptr) *way = sweeps ? MatrixWay::sweeps : MatrixWay::searches;
  if (!sweeps) return times_by_searches(graph, origins, destinations, limit, progress);
  return times_by_sweeps(graph, Hierarchy{graph}, origins, destinations, limit, progress);
}

}  // namespace lifecircle
