#pragma once

#include <functional>
#include <span>
#include <utility>
#include <vector>

#include "algorithms/circle/clearance.hpp"
#include "algorithms/circle/sampler.hpp"
#include "algorithms/circle/zones.hpp"
#include "engine/base/progress.hpp"
#include "engine/network/incidence.hpp"

namespace lifecircle {

/// How circles are drawn; all of it stands beside them in the report.
struct CircleRules {
  Direction direction = Direction::to_facility;
  std::vector<Duration> limits;  ///< growing; closed
  double tolerance_m = 5;        ///< of the drawing, see below
  double simplify_m = 0;         ///< lines made plainer may be off by as much more
  bool rings = false;            ///< between one limit and the next, not from the first
};

/// What all circles of a study stand on. Everything named must outlive it.
struct CircleBase {
  /// By the best of `graphs`; `legs` says how long those of the ground may be.
  CircleBase(const Ground& on, std::span<const ModeGraph* const> by, const AccessMap& legs)
      : ground{&on},
        access{legs},
        graphs(by.begin(), by.end()),
        incidence{on.network()},
        clearance{on, legs.most_m()} {}

  const Ground* ground;
  AccessMap access;
  std::vector<const ModeGraph*> graphs;
  Incidence incidence;
  Clearance clearance;
};

/// The circle of one place for each limit: all ground x that, joined by the rule of semantics.md,
/// is within the limit. Cut within edges; holes and islands kept; never across a barrier.
///
/// What the drawing promises: a place farther than the tolerance from the true border is inside
/// exactly if it is covered; so no hole or island wider than twice the tolerance is lost, and none
/// smaller than the square of the tolerance is drawn. More time or longer legs never give less
/// ground. Areas are valid (OGC): rings are closed and never touch. Products of the same circles
/// (dissolved, split, counted) agree by this promise, not to the last square metre: where between
/// two corners a border lies is told by other values in each (2 parts in a million of 61 km2).
///
/// How: every corner of a grid is decided (Sampler), its cells have the tolerance for diagonal, and
/// the border is drawn through the cells by marching squares (add_paths). Unions of buffers by GEOS
/// are exact but 25 to 50 times slower at 5 m; hulls are as fast but cover what nobody reaches: see
/// benchmarks/README.md.
///
/// Searches again and again with the same memory: one for each thread. A circle costs its search
/// within the largest limit, and the drawing of each limit.
class CircleSearch {
 public:
  CircleSearch(const CircleBase& base, const CircleRules& rules);

  /// Finds what the place reaches. `legs` are its own, [graph].
  void search(std::span<const std::vector<Leg>> legs);
  /// [limit]; of the place last searched from. Without parts where nothing is reached.
  std::vector<Shape> circles();
  /// The ground within a limit as strips, for other drawings.
  const std::vector<Strip>& strips(Duration limit);
  const std::vector<Reach>& reaches() const { return reaches_; }
  /// Edges of graph `g` with a place within the limit, each once, in no promised order.
  const std::vector<EdgeId>& edges(std::size_t g, Duration limit);
  Sampler& sampler() { return sampler_; }

 private:
  const CircleBase* base_;
  CircleRules rules_;
  Sampler sampler_;
  std::vector<Reach> reaches_;
  std::vector<std::uint32_t> seen_;  ///< edges already listed, dated
  std::uint32_t date_ = 0;
  std::vector<EdgeId> edges_;
  std::vector<Strip> strips_;
};

/// The circles of many places together, dissolved: [limit]. `fields` answer for the places in the
/// rules' direction, one for each graph of the base; the best counts. On all cores.
std::vector<Shape> dissolved_circles(const CircleBase& base,
                                     std::span<const NearestField* const> fields,
                                     const CircleRules& rules, const Progress& progress = {});

/// The ground within the largest limit by the facility it is nearest to (a network Voronoi
/// diagram): pairs of facility and area, sorted. Areas of neighbours share their border to the last
/// point. Ties go to the smaller facility; where two are equally near within 2 ms, which times
/// rounded to whole milliseconds make of places between, either may have the ground.
std::vector<std::pair<FacilityId, Shape>> split_by_nearest(
    const CircleBase& base, std::span<const NearestField* const> fields, const CircleRules& rules,
    const Progress& progress = {});

/// The legs of a place, [graph].
using LegsOf = std::function<std::vector<std::vector<Leg>>(std::size_t place)>;

/// How many of `count` places reach the ground within the largest limit: pairs of number (1, 2,
/// ...) and area, sorted; neighbours share their borders. Tile by tile: memory for the circles of
/// one tile a thread, each place searched from twice and once for each tile it reaches.
std::vector<std::pair<int, Shape>> overlaps(const CircleBase& base, std::size_t count,
                                            const LegsOf& legs_of, const CircleRules& rules,
                                            const Progress& progress = {});

/// What each place alone reaches within the largest limit, and nobody would if it closed: pairs of
/// place and area, sorted.
std::vector<std::pair<std::size_t, Shape>> marginal_areas(const CircleBase& base, std::size_t count,
                                                          const LegsOf& legs_of,
                                                          const CircleRules& rules,
                                                          const Progress& progress = {});

}  // namespace lifecircle
