#include "tests/support/judge.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <tuple>

namespace lifecircle::test {
namespace {

/// Whether two segments come within `reach` of each other, in long doubles.
struct Spot {
  long double x, y;
};
long double to_segment(Spot p, Spot a, Spot b) {
  const long double dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
  long double t = length2 > 0 ? ((p.x - a.x) * dx + (p.y - a.y) * dy) / length2 : 0;
  t = std::clamp(t, 0.0L, 1.0L);
  return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}
bool within_reach(Spot a, Spot b, Spot c, Spot d, long double reach) {
  if (std::min({to_segment(c, a, b), to_segment(d, a, b), to_segment(a, c, d),
                to_segment(b, c, d)}) <= reach)
    return true;
  // No end is near the other segment: they meet only if they cross well inside.
  const auto height = [](Spot p, Spot q, Spot r) {
    return ((q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x)) /
           std::max(1e-9L, std::hypot(q.x - p.x, q.y - p.y));
  };
  return std::min(height(a, b, c), height(a, b, d)) < -reach / 2 &&
         std::max(height(a, b, c), height(a, b, d)) > reach / 2 &&
         std::min(height(c, d, a), height(c, d, b)) < -reach / 2 &&
         std::max(height(c, d, a), height(c, d, b)) > reach / 2;
}
Spot spot(Point p) {
  return {static_cast<long double>(p.x), static_cast<long double>(p.y)};
}

constexpr long double kSame_mm = 0.001L;

}  // namespace

Judge::Judge(const Roads& roads, const Barriers& barriers, const Profile& profile,
             bool whole_history)
    : profile_{profile},
      whole_history_{whole_history},
      position_{roads.position},
      closed_{roads.closed} {
  make_pieces(roads);
  price(roads);
  find_junctions(roads);
  for (std::size_t part = 0; part + 1 < barriers.part_first.size(); ++part)
    for (std::uint64_t i = barriers.part_first[part]; i + 1 < barriers.part_first[part + 1]; ++i)
      barriers_.emplace_back(barriers.points[i], barriers.points[i + 1]);

  if (!profile_.obeys_turn_rules) return;
  for (const TurnRule& rule : roads.turn_rules) {
    if (rule.vertices.size() < 3 || !rule.modes.has(profile_.mode)) continue;
    longest_ = std::max(longest_, rule.vertices.size());
    if (!rule.only) {
      bans_.push_back(rule.vertices);
      continue;
    }
    // "Must go on to" a street this mode cannot enter says nothing.
    History before = rule.vertices;
    const std::uint32_t wanted = before.back();
    before.pop_back();
    const bool possible = std::ranges::any_of(pieces_at_[before.back()], [&](std::size_t p) {
      return (pieces_[p].open[1] && start(p, true) == before.back() && stop(p, true) == wanted) ||
             (pieces_[p].open[0] && start(p, false) == before.back() && stop(p, false) == wanted);
    });
    if (possible) only_[before].push_back(wanted);
  }
}

void Judge::make_pieces(const Roads& roads) {
  pieces_at_.resize(roads.vertex_count());
  for (std::size_t i = 0; i < roads.line_count(); ++i) {
    RoadKind kind = roads.kinds[roads.line_kind[i]];
    if (!roads.line_times.empty() && roads.line_times[i]) {
      if (!roads.line_times[i]->forward_s) kind.not_forward = Modes::all();
      if (!roads.line_times[i]->backward_s) kind.not_backward = Modes::all();
    }
    const auto line = roads.line(i);
    for (std::size_t v = 0; v + 1 < line.size(); ++v) {
      if (line[v] == line[v + 1]) continue;
      pieces_at_[line[v]].push_back(pieces_.size());
      pieces_at_[line[v + 1]].push_back(pieces_.size());
      pieces_.push_back({.from = line[v], .to = line[v + 1], .kind = kind, .line = i});
    }
  }
}

std::optional<double> Judge::kmh_on(const RoadKind& kind) const {
  if (kind.forbidden.has(profile_.mode)) return std::nullopt;
  double kmh = 0;
  const auto named = profile_.speed.find(kind.road_class);
  if (named != profile_.speed.end() && named->second.kmh)
    kmh = *named->second.kmh;
  else if (kind.allowed.has(profile_.mode))
    kmh = profile_.allowed_kmh;
  if (profile_.obeys_speed_limits && kind.speed_limit_kmh > 0)
    kmh = std::min(kmh, kind.speed_limit_kmh * profile_.speed_limit_factor);
  return kmh > 0 ? std::optional{kmh} : std::nullopt;
}

Judge::Time Judge::by_speed(double mm, double kmh) const {
  return static_cast<Time>(std::floor(mm / (kmh / 3.6) + 0.5));
}

void Judge::price(const Roads& roads) {
  for (Piece& piece : pieces_) {
    const auto kmh = kmh_on(piece.kind);
    if (!kmh) continue;
    piece.open[1] = !piece.kind.not_forward.has(profile_.mode);
    piece.open[0] = !piece.kind.not_backward.has(profile_.mode);
    piece.time[0] = piece.time[1] = by_speed(distance_mm(at(piece.from), at(piece.to)), *kmh);
    piece.joinable = (piece.open[0] || piece.open[1]) && !piece.kind.bridge && !piece.kind.tunnel &&
                     std::ranges::count(profile_.no_access, piece.kind.road_class) == 0;
  }
  if (roads.line_times.empty()) return;
  for (std::size_t first = 0; first < pieces_.size();) {
    std::size_t last = first;
    while (last < pieces_.size() && pieces_[last].line == pieces_[first].line) ++last;
    if (roads.line_times[pieces_[first].line]) share_stated(roads, first, last);
    first = last;
  }
}

/// A stated time by length, from that end of the line from which its places read smaller.
void Judge::share_stated(const Roads& roads, std::size_t first, std::size_t last) {
  std::vector<std::size_t> run;
  for (std::size_t p = first; p < last; ++p) run.push_back(p);
  std::vector<Point> forth{at(pieces_[first].from)};
  for (const std::size_t p : run) forth.push_back(at(pieces_[p].to));
  const std::vector<Point> back(forth.rbegin(), forth.rend());
  if (back < forth) std::ranges::reverse(run);
  double length = 0;
  for (const std::size_t p : run) length += distance_mm(at(pieces_[p].from), at(pieces_[p].to));
  const StatedTimes& times = *roads.line_times[pieces_[first].line];
  for (const bool along : {false, true}) {
    const auto seconds = along ? times.forward_s : times.backward_s;
    if (!seconds) continue;
    const Time whole = static_cast<Time>(std::floor(*seconds * 1e3 + 0.5));
    Time before = 0;
    double share = 0;
    for (std::size_t i = 0; i < run.size(); ++i) {
      const Piece& piece = pieces_[run[i]];
      share += length > 0 ? distance_mm(at(piece.from), at(piece.to)) / length
                          : 1.0 / static_cast<double>(run.size());
      Time until = static_cast<Time>(std::floor(static_cast<double>(whole) * share + 0.5));
      if (until > whole || i + 1 == run.size()) until = whole;
      pieces_[run[i]].time[along ? 1 : 0] = until - before;
      before = until;
    }
  }
}

void Judge::find_junctions(const Roads& roads) {
  junction_.assign(roads.vertex_count(), false);
  for (std::uint32_t v = 0; v < roads.vertex_count(); ++v) {
    const auto& here = pieces_at_[v];
    if (here.empty()) continue;
    if (here.size() != 2 || closed_[v] != Modes::none()) {
      junction_[v] = true;
      continue;
    }
    const auto leaving = [&](std::size_t p) {
      return pieces_[p].from == v ? pieces_[p].kind : pieces_[p].kind.reversed();
    };
    junction_[v] = leaving(here[0]) != leaving(here[1]).reversed();
  }
  for (const TurnRule& rule : roads.turn_rules)
    if (rule.vertices.size() >= 3)
      for (const std::uint32_t v : {rule.vertices[1], rule.vertices[rule.vertices.size() - 2]})
        if (!pieces_at_[v].empty()) junction_[v] = true;
}

bool Judge::crosses_barrier(const std::vector<std::pair<Point, Point>>& barriers, Point from,
                            double x, double y, double distance) {
  constexpr double kTouch_mm = 2;
  if (distance <= 2 * kTouch_mm) return false;
  const Spot a = spot(from), b{x, y};
  const long double cut = kTouch_mm / static_cast<long double>(distance);
  const Spot c{a.x + cut * (b.x - a.x), a.y + cut * (b.y - a.y)},
      d{b.x - cut * (b.x - a.x), b.y - cut * (b.y - a.y)};
  // Most barriers lie metres beside the leg's box: nothing fine has to be measured there.
  constexpr double kFar_mm = 1000;
  const double west = std::min<double>(from.x, x) - kFar_mm,
               east = std::max<double>(from.x, x) + kFar_mm,
               south = std::min<double>(from.y, y) - kFar_mm,
               north = std::max<double>(from.y, y) + kFar_mm;
  return std::ranges::any_of(barriers, [&](const auto& s) {
    if (std::max(s.first.x, s.second.x) < west || std::min(s.first.x, s.second.x) > east ||
        std::max(s.first.y, s.second.y) < south || std::min(s.first.y, s.second.y) > north)
      return false;
    return within_reach(c, d, spot(s.first), spot(s.second), kSame_mm);
  });
}

/// A piece without length has its whole time at one point: both its ends are nearest.
void Judge::add_places(std::size_t piece, const SegmentPlace& place, Time time,
                       std::vector<Leg>& legs) const {
  legs.push_back({piece, place.share, time, place.distance_mm, place.x, place.y});
  if (at(pieces_[piece].from) == at(pieces_[piece].to)) {
    legs.back().share = 0;
    legs.push_back({piece, 1, time, place.distance_mm, place.x, place.y});
  }
}

std::vector<Judge::Leg> Judge::legs(Point p, double limit_m) const {
  std::vector<Leg> legs;
  // Real towns have 100,000 pieces and barriers: those whose box lies beyond the limit are not
  // looked at closely.
  const double reach_mm = limit_m * 1e3 + 1000;
  const auto is_far = [&](Point a, Point b) {
    return std::max(a.x, b.x) < p.x - reach_mm || std::min(a.x, b.x) > p.x + reach_mm ||
           std::max(a.y, b.y) < p.y - reach_mm || std::min(a.y, b.y) > p.y + reach_mm;
  };
  std::vector<std::pair<Point, Point>> near;
  for (const auto& [a, b] : barriers_)
    if (!is_far(a, b)) near.emplace_back(a, b);
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    if (!pieces_[i].joinable || is_far(at(pieces_[i].from), at(pieces_[i].to))) continue;
    const SegmentPlace on = nearest_on_segment(at(pieces_[i].from), at(pieces_[i].to), p);
    if (on.distance_mm > limit_m * 1e3 || crosses_barrier(near, p, on.x, on.y, on.distance_mm))
      continue;
    add_places(i, on, by_speed(on.distance_mm, profile_.access_kmh), legs);
  }
  return legs;
}

std::optional<double> Judge::distance_to_roads_m(Point p) const {
  std::optional<double> best;
  for (const Piece& piece : pieces_)
    if (const double d = nearest_on_segment(at(piece.from), at(piece.to), p).distance_mm / 1e3;
        piece.joinable && (!best || d < *best))
      best = d;
  return best;
}

/// Places of pieces on the border: where they cross it; where they run along it, both ends of the
/// stretch.
std::vector<Judge::Leg> Judge::crossings(const Shape& shape) const {
  std::vector<Leg> legs;
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    if (!pieces_[i].joinable) continue;
    const Point a = std::min(at(pieces_[i].from), at(pieces_[i].to)),
                b = std::max(at(pieces_[i].from), at(pieces_[i].to));
    for (const auto& part : shape.parts)
      for (std::size_t k = 0; k + 1 < part.size(); ++k) {
        const Point c = part[k], d = part[k + 1];
        if (!within_reach(spot(a), spot(b), spot(c), spot(d), kSame_mm)) continue;
        const double rx = double{1} * b.x - a.x, ry = double{1} * b.y - a.y,
                     sx = double{1} * d.x - c.x, sy = double{1} * d.y - c.y;
        const double cross = rx * sy - ry * sx;
        if (cross != 0) {
          const double share = std::clamp(
              ((double{1} * c.x - a.x) * sy - (double{1} * c.y - a.y) * sx) / cross, 0.0, 1.0);
          add_places(i, {share, a.x + share * rx, a.y + share * ry, 0}, 0, legs);
          continue;
        }
        for (const Point p : {a, b, c, d})
          if (to_segment(spot(p), spot(a), spot(b)) <= kSame_mm &&
              to_segment(spot(p), spot(c), spot(d)) <= kSame_mm) {
            SegmentPlace on = nearest_on_segment(a, b, p);
            on.distance_mm = 0;
            add_places(i, on, 0, legs);
          }
      }
  }
  return legs;
}

/// One leg a piece, from the border's nearest place; of equally near ones that with the smallest
/// share, then place.
std::vector<Judge::Leg> Judge::border(const Shape& shape, double limit_m) const {
  std::vector<Leg> legs;
  for (std::size_t i = 0; i < pieces_.size(); ++i) {
    if (!pieces_[i].joinable) continue;
    const Point a = at(pieces_[i].from), b = at(pieces_[i].to);
    std::vector<std::tuple<double, double, Point, SegmentPlace>> offers;
    const auto offer = [&](Point border, const SegmentPlace& on) {
      const double distance =
          std::sqrt((border.x - on.x) * (border.x - on.x) + (border.y - on.y) * (border.y - on.y));
      offers.emplace_back(distance, on.share, border, on);
    };
    for (const Point end : {a, b})
      offer(nearest_on_outline(shape, end).place, nearest_on_segment(a, b, end));
    for (const auto& part : shape.parts)
      for (const Point corner : part) offer(corner, nearest_on_segment(a, b, corner));
    const auto& [distance, share, from, on] =
        *std::ranges::min_element(offers, [](const auto& s, const auto& t) {
          return std::tie(std::get<0>(s), std::get<1>(s), std::get<2>(s)) <
                 std::tie(std::get<0>(t), std::get<1>(t), std::get<2>(t));
        });
    if (distance > limit_m * 1e3 || crosses_barrier(barriers_, from, on.x, on.y, distance))
      continue;
    add_places(i, {share, on.x, on.y, distance}, by_speed(distance, profile_.access_kmh), legs);
  }
  return legs;
}

Judge::Join Judge::join(const Facility& facility, double limit_m) const {
  const auto legs_of = [&](const std::vector<Point>& points) {
    std::vector<Leg> all;
    for (const Point p : points)
      for (const Leg& leg : legs(p, limit_m)) all.push_back(leg);
    return all;
  };
  if (const auto found = legs_of(facility.entrances); !found.empty())
    return {Ladder::entrances, found};
  if (const auto found = legs_of(facility.gates); !found.empty()) return {Ladder::gates, found};
  if (facility.shape.kind == ShapeKind::point) {
    std::vector<Point> points;
    for (const auto& part : facility.shape.parts) points.push_back(part.at(0));
    return {Ladder::point, legs_of(points)};
  }
  if (const auto found = crossings(facility.shape); !found.empty())
    return {Ladder::crossings, found};
  if (const auto found = border(facility.shape, limit_m); !found.empty())
    return {Ladder::border, found};
  return {Ladder::centroid, legs_of({centroid(facility.shape)})};
}

Judge::Time Judge::offset(std::size_t piece, bool along, double share) const {
  const Time whole = pieces_[piece].time[along ? 1 : 0];
  const Time part = static_cast<Time>(std::floor(share * static_cast<double>(whole) + 0.5));
  // The share is counted from the smaller end, the offset from where one starts.
  const bool same = (at(pieces_[piece].from) <= at(pieces_[piece].to)) == along;
  return same ? part : whole - part;
}

double Judge::order(std::size_t piece, bool along, double share) const {
  return (at(pieces_[piece].from) <= at(pieces_[piece].to)) == along ? share : -share;
}

bool Judge::forbidden(const History& history, std::uint32_t next) const {
  const auto ends_with = [](const History& way, const History& end) {
    return way.size() >= end.size() && std::equal(end.rbegin(), end.rend(), way.rbegin());
  };
  for (const auto& [before, wanted] : only_)
    if (ends_with(history, before) && std::ranges::count(wanted, next) == 0) return true;
  History on = history;
  on.push_back(next);
  return std::ranges::any_of(bans_, [&](const History& ban) { return ends_with(on, ban); });
}

Judge::History Judge::remember(History history, std::uint32_t next) const {
  history.push_back(next);
  const auto may_matter = [&](const History& way) {
    const auto begins = [&](const History& rule) {
      return way.size() <= rule.size() && std::equal(way.begin(), way.end(), rule.begin());
    };
    return std::ranges::any_of(
               bans_, [&](const History& ban) { return way.size() < ban.size() && begins(ban); }) ||
           std::ranges::any_of(only_, [&](const auto& rule) { return begins(rule.first); });
  };
  if (whole_history_) {
    const std::size_t most = longest_ > 0 ? longest_ - 1 : 0;
    if (history.size() > most) history.erase(history.begin());
    return history;
  }
  while (!history.empty() && !may_matter(history)) history.erase(history.begin());
  return history;
}

}  // namespace lifecircle::test
