#include <algorithm>
#include <utility>

#include "engine/base/loop_teller.hpp"
#include "engine/base/parallel.hpp"
#include "engine/network/incidence.hpp"
#include "engine/search/reach.hpp"
#include "engine/search/rows.hpp"

namespace lifecircle {
namespace {

/// One search after another, by one thread.
class Searcher {
 public:
  explicit Searcher(const RowQuestion& question, const Incidence& incidence)
      : question_{&question},
        incidence_{&incidence},
        reach_{*question.graph, nullptr},
        read_in_(question.graph->network().edge_count(), 0),
        best_(question.ends->point_count(), Duration::never()) {}

  std::span<const Reached> row(std::size_t origin) {
    reach_.run(question_->direction, question_->origins[origin], question_->limit);
    ++run_;
    touched_.clear();
    for (const EdgeId edge : reach_.own_edges()) read(edge);
    for (const StateId state : reach_.settled())
      for (const EdgeId edge : incidence_->at(reach_.graph().node(state))) read(edge);
    std::ranges::sort(touched_);
    row_.clear();
    for (const std::uint32_t point : touched_)
      row_.push_back({point, std::exchange(best_[point], Duration::never())});
    return row_;
  }

 private:
  void read(EdgeId edge) {
    if (std::exchange(read_in_[edge.index()], run_) == run_) return;
    for (const End& end : question_->ends->on(edge)) {
      const Duration time = reach_.at(edge, end.times) + end.leg;
      if (time > question_->limit || time.is_never()) continue;
      Duration& best = best_[end.point];
      if (best.is_never()) touched_.push_back(end.point);
      best = std::min(best, time);
    }
  }

  const RowQuestion* question_;
  const Incidence* incidence_;
  Reach reach_;
  std::uint64_t run_ = 0;
  std::vector<std::uint64_t> read_in_;  ///< run that read it last, an edge
  std::vector<Duration> best_;          ///< one a point
  std::vector<std::uint32_t> touched_;
  std::vector<Reached> row_;
};

}  // namespace

void rows_by_searches(const RowQuestion& question, const OnRow& on_row, const Progress& progress) {
  const Incidence incidence{question.graph->network()};
  LoopTeller teller{progress, question.stage, question.origins.size()};
  parallel_for(
      question.origins.size(),
      [&] {
        return Searcher{question, incidence};
      },
      [&](std::size_t origin, Searcher& searcher) {
        if (teller.go_on()) on_row(origin, searcher.row(origin));
      });
}

}  // namespace lifecircle
