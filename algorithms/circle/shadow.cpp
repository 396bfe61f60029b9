#include "algorithms/circle/shadow.hpp"

#include <cmath>
#include <optional>

namespace lifecircle {
namespace {

/// Millimetres; as in Ground::blocked, less what floats lose: a barrier that far from an end
/// blocks.
constexpr double kTouch = 1.99;

struct Spot {
  double t, e;
};
struct Piece {
  Spot a, b;
};

Spot between(Spot a, Spot b, double share) {
  return {a.t + share * (b.t - a.t), a.e + share * (b.e - a.e)};
}
/// The part of a piece where a linear function of its ends' values fa, fb is not negative.
std::optional<Piece> cut(Piece p, double fa, double fb) {
  if (fa < 0 && fb < 0) return std::nullopt;
  if (fa < 0) p.a = between(p.a, p.b, fa / (fa - fb));
  if (fb < 0) p.b = between(p.b, p.a, fb / (fb - fa));
  return p;
}

Shadow::Line line(double a, double b, double c) {
  return {static_cast<float>(a), static_cast<float>(b), static_cast<float>(c)};
}

/// The shadow of parallel legs, on the side of the piece where `side` e is positive.
void across(const Strip& s, Piece barrier, double side, std::vector<Shadow>& shadows) {
  auto part = cut(barrier, side * barrier.a.e - kTouch, side * barrier.b.e - kTouch);
  if (part) part = cut(*part, part->a.t, part->b.t);
  if (part) part = cut(*part, s.length - part->a.t, s.length - part->b.t);
  if (!part) return;
  if (part->a.t > part->b.t) std::swap(part->a, part->b);
  const double width = part->b.t - part->a.t;
  if (width < 1) return;  // less than a millimetre of ground lies behind it
  // The distance behind the barrier's line.
  const double slope = (part->b.e - part->a.e) / width, scale = side / std::sqrt(1 + slope * slope);
  const Shadow::Line behind =
      line(-slope * scale, scale, (slope * part->a.t - part->a.e) * scale - kTouch);
  shadows.push_back({{line(1, 0, -part->a.t), line(-1, 0, part->b.t), behind, behind}});
}

/// The shadow of legs to an end of the piece, `end` along it, from which the barrier is seen;
/// ground beyond the end has side t > 0 there.
void beyond(double end, double side, Piece barrier, std::vector<Shadow>& shadows) {
  const auto part = cut(barrier, side * barrier.a.t, side * barrier.b.t);
  if (!part) return;
  const Spot a = part->a, b = part->b;
  // What lies within the touch of the end does not count: what is left before and after it does.
  const double dt = b.t - a.t, de = b.e - a.e, length2 = dt * dt + de * de;
  const auto wedge = [&](Spot p, Spot q) {
    const double turn = p.t * q.e - p.e * q.t;
    const auto norm = [](double t, double e) { return std::sqrt(t * t + e * e); };
    const double far_p = norm(p.t, p.e), far_q = norm(q.t, q.e),
                 length = norm(q.t - p.t, q.e - p.e);
    if (far_p < kTouch / 2 || far_q < kTouch / 2 || length == 0) return;
    // Seen from the end as no wider than a thousandth of a millimetre: nothing lies behind it.
    if (std::abs(turn) < 1e-3 * std::max(far_p, far_q)) return;
    const double s = turn > 0 ? 1 : -1;
    // Left of p, right of q, and beyond the line through both, as seen from the end.
    const double bt = (q.e - p.e) * s / length, be = -(q.t - p.t) * s / length;
    const double c = -(bt * p.t + be * p.e) - kTouch;
    const double pt = -p.e * s / far_p, pe = p.t * s / far_p;
    const double qt = q.e * s / far_q, qe = -q.t * s / far_q;
    shadows.push_back({{line(side, 0, -side * end), line(pt, pe, -pt * end),
                        line(qt, qe, -qt * end), line(bt, be, c - bt * end)}});
  };
  if (length2 == 0) return;
  // Where the piece enters and leaves the disc round the end.
  const double middle = -(a.t * dt + a.e * de) / length2;
  const double ct = a.t + middle * dt, ce = a.e + middle * de;
  const double half2 = (kTouch * kTouch - ct * ct - ce * ce) / length2;
  if (half2 <= 0) return wedge(a, b);
  const double half = std::sqrt(half2), in = middle - half, out = middle + half;
  if (in > 0) wedge(a, in >= 1 ? b : between(a, b, in));
  if (out < 1) wedge(out <= 0 ? a : between(a, b, out), b);
}

}  // namespace

void add_shadows(const Strip& s, const Segment& barrier, std::vector<Shadow>& shadows) {
  // Seen from a point of the roads, which is whole: what lies near it is seen exactly.
  const auto seen_from = [&](double x, double y) {
    const auto spot = [&](Point p) {
      const double dx = p.x - x, dy = p.y - y, ux = s.ux, uy = s.uy;
      return Spot{dx * ux + dy * uy, dx * uy - dy * ux};
    };
    return Piece{spot(barrier.a), spot(barrier.b)};
  };
  const Piece from_start = seen_from(s.ax, s.ay);
  if (s.high > s.low || (s.low > 0 && s.high < s.length))
    for (const double side : {1.0, -1.0}) across(s, from_start, side, shadows);
  if (s.low <= 0) beyond(0, -1, from_start, shadows);
  if (s.high >= s.length)
    beyond(s.length, 1,
           seen_from(std::round(s.ax + double{s.ux} * s.length),
                     std::round(s.ay + double{s.uy} * s.length)),
           shadows);
}

}  // namespace lifecircle
