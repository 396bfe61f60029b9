#include "algorithms/circle/circles.hpp"

#include <algorithm>

#include "algorithms/circle/ring_blocks.hpp"
#include "algorithms/circle/strips_of.hpp"
#include "engine/base/loop_teller.hpp"
#include "engine/base/parallel.hpp"

namespace lifecircle {
namespace {

/// What a thread needs to draw tiles.
struct TileScratch {
  std::vector<TileSamples> samples;  ///< [limit]
  std::vector<Strip> strips;
};

/// Growing circles, [limit], by the tiles they reach.
class Drawing {
 public:
  Drawing(std::span<const std::vector<Strip>> strips, const AccessMap& access,
          const CircleRules& rules)
      : strips_{strips}, rules_{&rules}, grid_{Grid::of_tolerance(rules.tolerance_m)} {
    for (const auto& of_limit : strips)
      by_tile_.push_back(strips_by_tile(of_limit, grid_, 1e3 * access.most_m()));
    // Rings share their borders, and are drawn as one.
    drawings_ = rules.rings ? 1 : strips.size();
    paths_.resize(tiles() * drawings_);
  }
  /// Those of the largest circle.
  std::size_t tiles() const { return by_tile_.back().tiles.size(); }

  void draw_tile(std::size_t t, Sampler& sampler, TileScratch& scratch) {
    const Tile tile = by_tile_.back().tiles[t];
    scratch.samples.resize(strips_.size());
    for (std::size_t l = 0; l < strips_.size(); ++l) {
      scratch.strips.clear();
      by_tile_[l].copy(tile, strips_[l], scratch.strips);
      sampler.sample(scratch.strips, tile, scratch.samples[l]);
    }
    if (rules_->rings) return add_ring_paths(scratch.samples, tile, grid_, paths_[t]);
    for (std::size_t l = 0; l < strips_.size(); ++l)
      add_ring_paths({&scratch.samples[l], 1}, tile, grid_, paths_[t * drawings_ + l]);
  }

  std::vector<Shape> shapes() {
    std::vector<Shape> shapes(strips_.size(), Shape{ShapeKind::area, {}});
    std::vector<BorderPath> all;
    for (std::size_t d = 0; d < drawings_; ++d) {
      all.clear();
      for (std::size_t t = 0; t < tiles(); ++t) {
        const auto& some = paths_[t * drawings_ + d];
        all.insert(all.end(), some.begin(), some.end());
      }
      for (auto& [zone, area] : areas_of(all, grid_, {rules_->simplify_m}))
        shapes[d + static_cast<std::size_t>(zone)] = std::move(area);
    }
    return shapes;
  }

 private:
  std::span<const std::vector<Strip>> strips_;
  const CircleRules* rules_;
  Grid grid_;
  std::vector<StripsByTile> by_tile_;
  std::size_t drawings_;
  std::vector<std::vector<BorderPath>> paths_;  ///< [tile][drawing]
};

}  // namespace

CircleSearch::CircleSearch(const CircleBase& base, const CircleRules& rules)
    : base_{&base},
      rules_{rules},
      sampler_{*base.ground, base.access, Grid::of_tolerance(rules.tolerance_m)},
      seen_(base.ground->network().edge_count(), 0) {
  for (const ModeGraph* graph : base.graphs) reaches_.emplace_back(*graph);
}

void CircleSearch::search(std::span<const std::vector<Leg>> legs) {
  for (std::size_t g = 0; g < reaches_.size(); ++g)
    reaches_[g].run(rules_.direction, legs[g], rules_.limits.back());
}

const std::vector<EdgeId>& CircleSearch::edges(std::size_t g, Duration limit) {
  const Reach& reach = reaches_[g];
  edges_.clear();
  if (++date_ == 0) {  // after four billion lists the dates begin again
    std::ranges::fill(seen_, 0);
    date_ = 1;
  }
  const auto list = [&](EdgeId edge) {
    if (seen_[edge.index()] == date_) return;
    seen_[edge.index()] = date_;
    edges_.push_back(edge);
  };
  for (const EdgeId edge : reach.own_edges()) list(edge);
  for (const StateId state : reach.settled()) {
    if (reach.at(state) > limit) break;  // nearest first
    for (const EdgeId edge : base_->incidence.at(reach.graph().node(state))) list(edge);
  }
  return edges_;
}

const std::vector<Strip>& CircleSearch::strips(Duration limit) {
  strips_.clear();
  for (std::size_t g = 0; g < reaches_.size(); ++g) {
    const StripMaker<Reach> maker{reaches_[g], base_->clearance};
    for (const EdgeId edge : edges(g, limit)) maker.add(edge, limit, strips_);
  }
  return strips_;
}

std::vector<Shape> CircleSearch::circles() {
  std::vector<std::vector<Strip>> of_limit;
  for (const Duration limit : rules_.limits) of_limit.push_back(strips(limit));
  Drawing drawing{of_limit, base_->access, rules_};
  TileScratch scratch;
  for (std::size_t t = 0; t < drawing.tiles(); ++t) drawing.draw_tile(t, sampler_, scratch);
  return drawing.shapes();
}

std::vector<Shape> dissolved_circles(const CircleBase& base,
                                     std::span<const NearestField* const> fields,
                                     const CircleRules& rules, const Progress& progress) {
  std::vector<std::vector<Strip>> of_limit;
  for (const Duration limit : rules.limits)
    of_limit.push_back(strips_of(base, fields, limit, false));
  Drawing drawing{of_limit, base.access, rules};
  struct Scratch {
    Sampler sampler;
    TileScratch tile;
  };
  LoopTeller teller{progress, "stage_circles", drawing.tiles()};
  parallel_for(
      drawing.tiles(),
      [&] {
        return Scratch{Sampler{*base.ground, base.access, Grid::of_tolerance(rules.tolerance_m)},
                       {}};
      },
      [&](std::size_t t, Scratch& scratch) {
        if (teller.go_on()) drawing.draw_tile(t, scratch.sampler, scratch.tile);
      });
  return drawing.shapes();
}

}  // namespace lifecircle
