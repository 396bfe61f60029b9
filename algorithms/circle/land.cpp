#include "algorithms/circle/land.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <utility>

#include "algorithms/circle/regions.hpp"
#include "engine/base/loop_teller.hpp"
#include "engine/base/parallel.hpp"
#include "engine/places/segment_index.hpp"

namespace lifecircle {
namespace {

constexpr std::size_t kMostPoints = 2000;  // of one thing in a cell
constexpr std::int64_t kLeastSide = 4000;  // millimetres: smaller cells are not cut

/// A square of ground and what lies in it.
struct Cell {
  Box box;
  Region land;  ///< parcels, which may overlap
  Region within;
  std::vector<std::pair<std::size_t, Region>> units;  ///< those with ground here, in order
  std::vector<Region> circles;
};

bool is_small(const Cell& cell) {
  if (std::int64_t{cell.box.high.x} - cell.box.low.x < 2 * kLeastSide) return true;
  std::size_t units = point_count(cell.within);
  for (const auto& [unit, region] : cell.units) units += point_count(region);
  return std::max(units, point_count(cell.land)) <= kMostPoints &&
         std::ranges::all_of(cell.circles,
                             [](const Region& c) { return point_count(c) <= kMostPoints; });
}

std::array<Box, 4> quarters(const Box& box) {
  const auto middle = [](std::int32_t a, std::int32_t b) {
    return static_cast<std::int32_t>((std::int64_t{a} + b) / 2);
  };
  const Point m{middle(box.low.x, box.high.x), middle(box.low.y, box.high.y)};
  return {Box{box.low, m}, Box{{m.x, box.low.y}, {box.high.x, m.y}},
          Box{{box.low.x, m.y}, {m.x, box.high.y}}, Box{m, box.high}};
}

/// The part of a cell in a box; of no land, nothing else matters.
Cell cut(const Cell& cell, const Box& box, Overlay& overlay) {
  Cell part{box, overlay.within(cell.land, box), {}, {}, {}};
  if (part.land.empty()) return part;
  part.within = overlay.within(cell.within, box);
  for (const auto& [unit, region] : cell.units)
    if (Region here = overlay.within(region, box); !here.empty())
      part.units.emplace_back(unit, std::move(here));
  for (const Region& circle : cell.circles) part.circles.push_back(overlay.within(circle, box));
  return part;
}

/// Land of a small cell in one unit, in square metres.
struct Piece {
  std::size_t unit;
  double land_m2;
  std::vector<double> covered_m2, border_m;  ///< [circle]; of several at once one
};
struct Measured {
  std::vector<Piece> pieces;
  double outside_m2 = 0;
};

class Measurer {
 public:
  explicit Measurer(const LandQuestion& question) : question_{&question} {
    for (const Shape* circle : question.circles) {
      std::vector<Segment> border;
      for (const auto& ring : circle->parts)
        for (std::size_t i = 0; i + 1 < ring.size(); ++i)
          border.push_back({ring[i], ring[i + 1], border.size()});
      borders_.emplace_back(border);
    }
  }

  Measured measure(const Cell& cell, Overlay& overlay) const {
    Measured found;
    Region rest = overlay.united(cell.land);
    if (!question_->within.empty()) {
      const Region area = overlay.united(cell.within);
      found.outside_m2 = m2(overlay.only_in(rest, area));
      rest = overlay.in_both(rest, area);
    }
    std::vector<Region> circles;
    for (const Region& circle : cell.circles) circles.push_back(overlay.united(circle));
    if (question_->at_least > 0) circles = {in_many(circles, overlay)};
    for (const auto& [unit, region] : cell.units) {
      if (rest.empty()) return found;
      const Region ground = overlay.united(region);
      add_piece(unit, overlay.in_both(rest, ground), circles, overlay, found);
      rest = overlay.only_in(rest, ground);
    }
    add_piece(question_->units.size(), rest, circles, overlay, found);
    return found;
  }

 private:
  /// The ground in as many circles as the question wants. Circle by circle: what lies in j of those
  /// so far lay in j before, or lay in j - 1 and lies in this one.
  Region in_many(const std::vector<Region>& circles, Overlay& overlay) const {
    std::vector<Region> in(question_->at_least);  // [j]: in j + 1 at least
    for (const Region& circle : circles) {
      for (std::size_t j = in.size(); j-- > 0;) {
        Region more = j == 0 ? circle : overlay.in_both(in[j - 1], circle);
        in[j].insert(in[j].end(), std::make_move_iterator(more.begin()),
                     std::make_move_iterator(more.end()));
        in[j] = overlay.united(in[j]);
      }
    }
    return in.back();
  }

  double m2(const Region& region) const { return ground_m2(region, question_->earth_radius_m); }

  void add_piece(std::size_t unit, const Region& land, const std::vector<Region>& circles,
                 Overlay& overlay, Measured& found) const {
    if (land.empty()) return;
    Piece piece{unit, m2(land), {}, {}};
    for (const Region& circle : circles)
      piece.covered_m2.push_back(m2(overlay.in_both(land, circle)));
    piece.border_m.resize(circles.size());
    for (std::size_t c = 0; c < borders_.size(); ++c)
      piece.border_m[question_->at_least > 0 ? 0 : c] +=
          overlay.length_near(land, border_near(c, bounds(land)), 1e3 * question_->tolerance_m) /
          1e3;
    found.pieces.push_back(std::move(piece));
  }

  /// The segments of a circle's border within the tolerance of a box.
  std::vector<std::pair<Point, Point>> border_near(std::size_t circle, const Box& box) const {
    const double reach = 1e3 * question_->tolerance_m;
    std::vector<Segment> near;
    borders_[circle].within({box_around(box.low, reach).low, box_around(box.high, reach).high},
                            near);
    std::ranges::sort(near, {}, &Segment::number);
    std::vector<std::pair<Point, Point>> segments;
    for (const Segment& s : near) segments.emplace_back(s.a, s.b);
    return segments;
  }

  const LandQuestion* question_;
  std::vector<SegmentIndex> borders_;  ///< [circle]
};

/// Everything, as polygons, in one square.
Cell whole(const LandQuestion& question, std::vector<std::size_t>& mended) {
  std::vector<const Shape*> all;
  for (const auto* some : {&question.land, &question.within, &question.units, &question.circles})
    all.insert(all.end(), some->begin(), some->end());
  std::vector<Overlay::Ground> ground(all.size());
  parallel_for(
      all.size(), [] { return Overlay{}; },
      [&](std::size_t i, Overlay& overlay) { ground[i] = overlay.ground_of(*all[i]); });

  Cell cell{};
  const auto append = [](Region& to, Region& from) {
    to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
  };
  std::size_t i = 0;
  for (std::size_t l = 0; l < question.land.size(); ++l, ++i) {
    if (ground[i].mended) mended.push_back(l);
    append(cell.land, ground[i].region);
  }
  for (std::size_t w = 0; w < question.within.size(); ++w, ++i)
    append(cell.within, ground[i].region);
  for (std::size_t u = 0; u < question.units.size(); ++u, ++i)
    if (!ground[i].region.empty()) cell.units.emplace_back(u, std::move(ground[i].region));
  for (std::size_t c = 0; c < question.circles.size(); ++c, ++i)
    cell.circles.push_back(std::move(ground[i].region));

  if (cell.land.empty()) return cell;
  // Square, so that cells stay so.
  cell.box = bounds(cell.land);
  const std::int64_t side = std::max(std::int64_t{cell.box.high.x} - cell.box.low.x,
                                     std::int64_t{cell.box.high.y} - cell.box.low.y);
  const auto end = [&](std::int32_t low) {
    return static_cast<std::int32_t>(std::min<std::int64_t>(low + side, INT32_MAX));
  };
  cell.box.high = {end(cell.box.low.x), end(cell.box.low.y)};
  return cell;
}

/// The cells that hold land, cut until they are small, in an order that hangs on nothing but the
/// ground.
std::vector<Cell> small_cells(Cell all, const Progress& progress) {
  std::vector<Cell> small, large;
  const auto sort_out = [&](Cell& cell) {
    if (!cell.land.empty()) (is_small(cell) ? small : large).push_back(std::move(cell));
  };
  sort_out(all);
  while (!large.empty()) {
    std::vector<Cell> parts(4 * large.size());
    LoopTeller teller{progress, "stage_land", parts.size()};
    parallel_for(
        parts.size(), [] { return Overlay{}; },
        [&](std::size_t p, Overlay& overlay) {
          if (teller.go_on())
            parts[p] = cut(large[p / 4], quarters(large[p / 4].box)[p % 4], overlay);
        });
    large.clear();
    for (Cell& part : parts) sort_out(part);
    if (!tell(progress, "stage_land", 0, 0)) return {};
  }
  return small;
}

}  // namespace

LandShare& LandShare::operator+=(const LandShare& other) {
  land_m2 += other.land_m2;
  covered_m2 += other.covered_m2;
  doubt_m2 += other.doubt_m2;
  return *this;
}

LandShares land_shares(const LandQuestion& question, const Progress& progress) {
  LandShares shares;
  const std::vector<Cell> cells = small_cells(whole(question, shares.mended), progress);
  const Measurer measurer{question};
  std::vector<Measured> measured(cells.size());
  LoopTeller teller{progress, "stage_land", cells.size()};
  parallel_for(
      cells.size(), [] { return Overlay{}; },
      [&](std::size_t i, Overlay& overlay) {
        if (teller.go_on()) measured[i] = measurer.measure(cells[i], overlay);
      });

  const std::size_t units = question.units.size() + 1;
  const std::size_t circles = question.at_least > 0 ? 1 : question.circles.size();
  std::vector<double> land(units, 0);
  std::vector<std::vector<double>> covered(circles, land), border(circles, land);
  double outside = 0;
  for (const Measured& some : measured) {
    outside += some.outside_m2;
    for (const Piece& piece : some.pieces) {
      land[piece.unit] += piece.land_m2;
      for (std::size_t c = 0; c < circles; ++c) {
        covered[c][piece.unit] += piece.covered_m2[c];
        border[c][piece.unit] += piece.border_m[c];
      }
    }
  }
  shares.outside_m2 = std::llround(outside);
  shares.of.assign(circles, std::vector<LandShare>(units));
  for (std::size_t c = 0; c < circles; ++c)
    for (std::size_t u = 0; u < units; ++u) {
      LandShare& share = shares.of[c][u];
      share.land_m2 = std::llround(land[u]);
      share.covered_m2 = std::min<std::int64_t>(std::llround(covered[c][u]), share.land_m2);
      share.doubt_m2 = std::min<std::int64_t>(
          std::llround(std::ceil(border[c][u] * question.tolerance_m)), share.land_m2);
    }
  return shares;
}

}  // namespace lifecircle
