#include <algorithm>
#include <optional>

#include "algorithms/circle/circles.hpp"
#include "algorithms/circle/strips_of.hpp"
#include "engine/base/loop_teller.hpp"
#include "engine/base/parallel.hpp"

namespace lifecircle {
namespace {

/// Corners belong to the facility that leaves most, ties to the smaller one.
class SharedBlock final : public ZonedBlock {
 public:
  void set(Tile tile, std::uint16_t number, std::span<const Sampler::Share> shares,
           Sampler::ShareBounds bounds) {
    i = std::int64_t{tile.i} * Grid::kTile + number % Grid::kTileBlocks * Grid::kBlock;
    j = std::int64_t{tile.j} * Grid::kTile + number / Grid::kTileBlocks * Grid::kBlock;
    shares_ = shares;
    bounds_ = bounds;
    // Times are whole milliseconds, what is left in floats is not: so near each other, they tie.
    constexpr float kTie = 0.5f;
    for (std::size_t c = 0; c < zone.size(); ++c) {
      most_[c] = Strip::kClosed;
      zone[c] = kOutside;
      for (const Sampler::Share& share : shares) most_[c] = std::max(most_[c], share.time.at[c]);
      const auto first = std::ranges::find_if(shares, [&](const Sampler::Share& share) {
        return share.time.at[c] >= std::max(0.0f, most_[c] - kTie);
      });
      if (first != shares.end()) zone[c] = static_cast<Zone>(first->facility.index());
    }
  }

  double border_between(int a, int b) const override {
    const Zone za = zone[at(a)], zb = zone[at(b)];
    if (za == kOutside || zb == kOutside) {
      // Where the one ends: told alike in every block that has both corners.
      const Sampler::Share& share = of(za == kOutside ? zb : za);
      const double at_a = std::max(share.left.at[at(a)], bounds_.floor),
                   at_b = std::max(share.left.at[at(b)], bounds_.floor);
      return at_a / (at_a - at_b);
    }
    const auto at_a = lead(a, b), at_b = lead(b, a);
    return at_a && at_b && *at_a + *at_b > 0 ? std::clamp(*at_a / (*at_a + *at_b), 0.0, 1.0) : 0.5;
  }
  bool joined(int sw) const override {
    const int se = sw + 1, nw = sw + Grid::kSide, ne = nw + 1;
    if (zone[at(sw)] == kOutside || zone[at(se)] == kOutside) {
      const bool inside = zone[at(sw)] != kOutside;
      const Sampler::Share& share = of(inside ? zone[at(sw)] : zone[at(se)]);
      double sum = 0;
      for (const int c : {sw, se, nw, ne}) sum += std::max(share.left.at[at(c)], bounds_.floor);
      return (sum >= 0) == inside;
    }
    double sum = 0;
    for (const auto& [c, next] : {std::pair{sw, se}, {ne, nw}}) sum += lead(c, next).value_or(0);
    for (const auto& [c, next] : {std::pair{se, sw}, {nw, ne}}) sum -= lead(c, next).value_or(0);
    return sum >= 0;
  }

 private:
  static std::size_t at(int c) { return static_cast<std::size_t>(c); }
  const Sampler::Share& of(Zone z) const {
    return *std::ranges::lower_bound(
        shares_, static_cast<std::size_t>(z), {},
        [](const Sampler::Share& share) { return share.facility.index(); });
  }
  /// How much more the facility of a corner leaves there than that of the next one; nothing where
  /// the other's leg would be too long, or a barrier lies before it: there the border is no matter
  /// of time.
  std::optional<double> lead(int c, int next) const {
    const double other = of(zone[at(next)]).time.at[at(c)];
    if (other < std::max(most_[at(next)] - bounds_.margin, bounds_.floor)) return std::nullopt;
    return most_[at(c)] - other;
  }

  std::span<const Sampler::Share> shares_;
  Sampler::ShareBounds bounds_ = {};
  std::array<float, Grid::kCorners> most_;
};

}  // namespace

std::vector<std::pair<FacilityId, Shape>> split_by_nearest(
    const CircleBase& base, std::span<const NearestField* const> fields, const CircleRules& rules,
    const Progress& progress) {
  const std::vector<Strip> strips = strips_of(base, fields, rules.limits.back(), true);
  const Grid grid = Grid::of_tolerance(rules.tolerance_m);
  const StripsByTile by_tile = strips_by_tile(strips, grid, 1e3 * base.access.most_m());
  std::vector<std::vector<BorderPath>> paths(by_tile.tiles.size());
  struct Scratch {
    Sampler sampler;
    std::vector<Strip> strips;
    SharedBlock block;
  };
  LoopTeller teller{progress, "stage_circles", by_tile.tiles.size()};
  parallel_for(
      by_tile.tiles.size(),
      [&] {
        return Scratch{Sampler{*base.ground, base.access, grid}, {}, {}};
      },
      [&](std::size_t t, Scratch& scratch) {
        if (!teller.go_on()) return;
        scratch.strips.clear();
        by_tile.copy(by_tile.tiles[t], strips, scratch.strips);
        scratch.sampler.share(scratch.strips, by_tile.tiles[t],
                              [&](std::uint16_t number, std::span<const Sampler::Share> shares,
                                  Sampler::ShareBounds bounds) {
                                scratch.block.set(by_tile.tiles[t], number, shares, bounds);
                                add_paths(scratch.block, grid, paths[t]);
                              });
      });
  std::vector<BorderPath> all;
  for (const auto& some : paths) all.insert(all.end(), some.begin(), some.end());
  std::vector<std::pair<FacilityId, Shape>> areas;
  for (auto& [zone, area] : areas_of(all, grid, {rules.simplify_m}))
    areas.emplace_back(FacilityId{static_cast<FacilityId::Rep>(zone)}, std::move(area));
  return areas;
}

}  // namespace lifecircle
