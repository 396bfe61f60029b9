#include <algorithm>

#include "algorithms/circle/circles.hpp"
#include "engine/base/loop_teller.hpp"
#include "engine/base/parallel.hpp"

namespace lifecircle {
namespace {

/// The circle of one place on a tile.
struct PlaceSamples {
  std::size_t place;
  TileSamples samples;

  bool covers(std::uint16_t number) const {
    return (samples.covered[number / Grid::kTileBlocks] >> (number % Grid::kTileBlocks) & 1) != 0;
  }
};

/// A block that circles of several places reach: its zones are how many, or which one alone.
class CountedBlock final : public ZonedBlock {
 public:
  /// `all`: the places on the tile, in order; `next`: where each one's mixed blocks go on.
  template <class ZoneOf>
  void set(Tile tile, std::uint16_t number, std::span<const PlaceSamples> all,
           std::vector<std::size_t>& next, ZoneOf zone_of) {
    i = std::int64_t{tile.i} * Grid::kTile + number % Grid::kTileBlocks * Grid::kBlock;
    j = std::int64_t{tile.j} * Grid::kTile + number / Grid::kTileBlocks * Grid::kBlock;
    mixed_.clear();
    std::array<int, Grid::kCorners> count = {};
    std::array<std::size_t, Grid::kCorners> last = {};
    for (std::size_t p = 0; p < all.size(); ++p) {
      const auto& blocks = all[p].samples.mixed;
      const bool covers = all[p].covers(number);
      const CornerValues* values = nullptr;
      if (next[p] < blocks.size() && blocks[next[p]].number == number) {
        values = &blocks[next[p]++].values;
        mixed_.push_back(values);
      }
      if (!covers && values == nullptr) continue;
      for (std::size_t c = 0; c < zone.size(); ++c) {
        if (!covers && values->at[c] < 0) continue;
        ++count[c];
        last[c] = all[p].place;
      }
    }
    for (std::size_t c = 0; c < zone.size(); ++c) zone[c] = zone_of(count[c], last[c]);
  }

  /// Where the first of the circles whose border lies between the corners has it.
  double border_between(int a, int b) const override {
    for (const CornerValues* values : mixed_) {
      const double at_a = values->at[at(a)], at_b = values->at[at(b)];
      if ((at_a >= 0) != (at_b >= 0)) return at_a / (at_a - at_b);
    }
    return 0.5;
  }
  bool joined(int sw) const override { return zone[at(sw)] < zone[at(sw + 1)]; }

 private:
  static std::size_t at(int c) { return static_cast<std::size_t>(c); }
  std::vector<const CornerValues*> mixed_;
};

/// Draws zones that hang on which circles cover a corner, tile by tile.
template <class ZoneOf>
std::vector<std::pair<Zone, Shape>> counted_areas(const CircleBase& base, std::size_t count,
                                                  const LegsOf& legs_of, const CircleRules& rules,
                                                  const Progress& progress, ZoneOf zone_of) {
  const Grid grid = Grid::of_tolerance(rules.tolerance_m);
  const double limit_mm = 1e3 * base.access.most_m();
  const Duration limit = rules.limits.back();
  struct Scratch {
    CircleSearch search;
    std::vector<Strip> strips;
  };
  const auto make_scratch = [&] { return Scratch{CircleSearch{base, rules}, {}}; };
  std::vector<std::vector<Tile>> tiles_of(count);
  LoopTeller searching{progress, "stage_search", count};
  parallel_for(count, make_scratch, [&](std::size_t p, Scratch& scratch) {
    if (!searching.go_on()) return;
    scratch.search.search(legs_of(p));
    tiles_of[p] = strips_by_tile(scratch.search.strips(limit), grid, limit_mm).tiles;
  });
  std::vector<std::pair<Tile, std::size_t>> places;
  for (std::size_t p = 0; p < count; ++p)
    for (const Tile tile : tiles_of[p]) places.emplace_back(tile, p);
  std::ranges::sort(places);
  std::vector<std::size_t> first;
  for (std::size_t k = 0; k < places.size(); ++k)
    if (k == 0 || places[k].first != places[k - 1].first) first.push_back(k);
  const std::size_t tiles = first.size();
  first.push_back(places.size());

  std::vector<std::vector<BorderPath>> paths(tiles);
  LoopTeller drawing{progress, "stage_circles", tiles};
  parallel_for(tiles, make_scratch, [&](std::size_t t, Scratch& scratch) {
    if (searching.stopped() || !drawing.go_on()) return;
    const Tile tile = places[first[t]].first;
    std::vector<PlaceSamples> all;
    for (std::size_t k = first[t]; k < first[t + 1]; ++k) {
      scratch.search.search(legs_of(places[k].second));
      const std::vector<Strip>& strips = scratch.search.strips(limit);
      scratch.strips.clear();
      strips_by_tile(strips, grid, limit_mm).copy(tile, strips, scratch.strips);
      all.push_back({places[k].second, {}});
      scratch.search.sampler().sample(scratch.strips, tile, all.back().samples);
    }
    std::vector<std::uint16_t> mixed;
    for (const PlaceSamples& p : all)
      for (const auto& block : p.samples.mixed) mixed.push_back(block.number);
    std::ranges::sort(mixed);
    mixed.erase(std::unique(mixed.begin(), mixed.end()), mixed.end());
    std::vector<std::size_t> next(all.size(), 0);
    CountedBlock block;
    for (const std::uint16_t number : mixed) {
      block.set(tile, number, all, next, zone_of);
      add_paths(block, grid, paths[t]);
    }
  });
  std::vector<BorderPath> all;
  for (const auto& some : paths) all.insert(all.end(), some.begin(), some.end());
  return areas_of(all, grid, {rules.simplify_m});
}

}  // namespace

std::vector<std::pair<int, Shape>> overlaps(const CircleBase& base, std::size_t count,
                                            const LegsOf& legs_of, const CircleRules& rules,
                                            const Progress& progress) {
  std::vector<std::pair<int, Shape>> areas;
  for (auto& [zone, area] : counted_areas(
           base, count, legs_of, rules, progress,
           [](int covered, std::size_t) { return covered == 0 ? kOutside : Zone{covered}; }))
    areas.emplace_back(zone, std::move(area));
  return areas;
}

std::vector<std::pair<std::size_t, Shape>> marginal_areas(const CircleBase& base, std::size_t count,
                                                          const LegsOf& legs_of,
                                                          const CircleRules& rules,
                                                          const Progress& progress) {
  std::vector<std::pair<std::size_t, Shape>> areas;
  for (auto& [zone, area] :
       counted_areas(base, count, legs_of, rules, progress, [](int covered, std::size_t last) {
         return covered == 1 ? static_cast<Zone>(last) : kOutside;
       }))
    areas.emplace_back(static_cast<std::size_t>(zone), std::move(area));
  return areas;
}

}  // namespace lifecircle
