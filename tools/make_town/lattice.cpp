#include "tools/make_town/lattice.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "tools/make_town/random.hpp"

namespace lifecircle::county {
namespace {

std::int64_t whole(double mm) {
  return static_cast<std::int64_t>(std::floor(mm + 0.5));
}

/// Mountains: ridges where a slow noise is half way, and rolling ground on top.
double ground(std::uint64_t seed, double i, double j) {
  const double ridge = 1 - std::fabs(2 * noise(seed, i, j, 23) - 1);
  const double spur = 1 - std::fabs(2 * noise(seed + 1, i, j, 9) - 1);
  const double roll = noise(seed + 2, i, j, 4);
  return 620 + 620 * ridge * ridge + 260 * ridge * spur * spur + 45 * roll;
}

/// Where node (i, j) lies before it is shaken, in steps: the net is stretched and bent over
/// kilometres, so that nothing runs dead straight through a whole county. It bends by less than a
/// third, so it never folds.
struct Bent {
  double i, j;
};
Bent bend_net(std::uint64_t seed, int i, int j) {
  const auto shift = [&](std::uint64_t what) {
    return 4.0 * (noise(hash(seed, what), i, j, 28) - 0.5) +
           1.0 * (noise(hash(seed, what + 1), i, j, 11) - 0.5);
  };
  return {i + shift(16), j + shift(18)};
}

}  // namespace

Spot between(Spot a, Spot b, double part) {
  return {a.x + whole(static_cast<double>(b.x - a.x) * part),
          a.y + whole(static_cast<double>(b.y - a.y) * part)};
}

Spot beside(Spot a, Spot b, double part, double aside_mm) {
  const auto dx = static_cast<double>(b.x - a.x), dy = static_cast<double>(b.y - a.y);
  const double length = std::sqrt(dx * dx + dy * dy);
  if (length == 0) return a;
  return {a.x + whole(dx * part - dy / length * aside_mm),
          a.y + whole(dy * part + dx / length * aside_mm)};
}

Spot bent(Spot a, Spot bend, Spot b, double part) {
  const double rest = 1 - part;
  const auto at = [&](std::int64_t p, std::int64_t q, std::int64_t r) {
    return p + whole(2 * rest * part * static_cast<double>(q - p) +
                     part * part * static_cast<double>(r - p));
  };
  return {at(a.x, bend.x, b.x), at(a.y, bend.y, b.y)};
}

double noise(std::uint64_t seed, double x, double y, double wavelength) {
  const double u = x / wavelength, v = y / wavelength;
  const double u0 = std::floor(u), v0 = std::floor(v);
  const auto value = [&](double a, double b) {
    return fraction(hash(seed, static_cast<std::uint64_t>(static_cast<std::int64_t>(a)),
                         static_cast<std::uint64_t>(static_cast<std::int64_t>(b))));
  };
  const auto smooth = [](double t) { return t * t * (3 - 2 * t); };
  const double s = smooth(u - u0), t = smooth(v - v0);
  const double south = value(u0, v0) + s * (value(u0 + 1, v0) - value(u0, v0));
  const double north = value(u0, v0 + 1) + s * (value(u0 + 1, v0 + 1) - value(u0, v0 + 1));
  return south + t * (north - south);
}

Lattice::Lattice(int columns, int rows, std::uint64_t seed)
    : columns_{columns}, rows_{rows}, seed_{seed} {
  const std::size_t count =
      static_cast<std::size_t>(columns + 1) * static_cast<std::size_t>(rows + 1);
  x_.resize(count);
  y_.resize(count);
  height_.resize(count);
  for (int j = 0; j <= rows; ++j) {
    for (int i = 0; i <= columns; ++i) {
      const auto n = static_cast<std::size_t>(node(i, j));
      Random random{hash(seed, 11, n)};
      const Bent at = bend_net(seed, i, j);
      x_[n] = static_cast<std::int32_t>(whole((at.i + random.around(0.22)) * kStep));
      y_[n] = static_cast<std::int32_t>(whole((at.j + random.around(0.22)) * kStep));
      height_[n] = static_cast<std::int16_t>(whole(ground(hash(seed, 12), i, j)));
    }
  }
}

int Lattice::edge_at(int n, int direction) const {
  const int other = neighbour(n, direction);
  if (other < 0) return -1;
  const int from = direction < 2 ? n : other;
  return 2 * from + direction % 2;
}

int Lattice::neighbour(int n, int direction) const {
  const int i = node_column(n), j = node_row(n);
  switch (direction) {
    case 0:
      return i < columns_ ? n + 1 : -1;
    case 1:
      return j < rows_ ? n + columns_ + 1 : -1;
    case 2:
      return i > 0 ? n - 1 : -1;
    default:
      return j > 0 ? n - columns_ - 1 : -1;
  }
}

Lattice::Sides Lattice::sides(int e) const {
  const int i = node_column(e / 2), j = node_row(e / 2);
  const auto or_none = [&](int a, int b) { return has_cell(a, b) ? cell(a, b) : -1; };
  return e % 2 == 0 ? Sides{or_none(i, j), or_none(i, j - 1)}
                    : Sides{or_none(i - 1, j), or_none(i, j)};
}

int Lattice::cell_side(int c, int direction) const {
  const Corners k = corners(c);
  switch (direction) {
    case 0:
      return 2 * k.se + 1;
    case 1:
      return 2 * k.nw;
    case 2:
      return 2 * k.sw + 1;
    default:
      return 2 * k.sw;
  }
}

int Lattice::cell_neighbour(int c, int direction) const {
  static constexpr int kEast[] = {1, 0, -1, 0}, kNorth[] = {0, 1, 0, -1};
  const int i = cell_column(c) + kEast[direction], j = cell_row(c) + kNorth[direction];
  return has_cell(i, j) ? cell(i, j) : -1;
}

Lattice::Corners Lattice::corners(int c) const {
  const int sw = node(cell_column(c), cell_row(c));
  return {sw, sw + 1, sw + columns_ + 2, sw + columns_ + 1};
}

Spot Lattice::centre(int c) const {
  const Corners k = corners(c);
  return between(between(spot(k.sw), spot(k.ne), 0.5), between(spot(k.se), spot(k.nw), 0.5), 0.5);
}

int Lattice::cell_height(int c) const {
  const Corners k = corners(c);
  return (height(k.sw) + height(k.se) + height(k.ne) + height(k.nw)) / 4;
}

int Lattice::rise(int e) const {
  return std::abs(height(edge_from(e)) - height(edge_to(e)));
}

void Lattice::straighten(int first_column, int first_row, int last_column, int last_row) {
  const auto shift = [&](std::uint64_t what, int line) {
    return (2 * fraction(hash(seed_, what, static_cast<std::uint64_t>(line))) - 1) * 0.17;
  };
  for (int j = std::max(0, first_row); j <= std::min(rows_, last_row); ++j) {
    for (int i = std::max(0, first_column); i <= std::min(columns_, last_column); ++i) {
      const auto n = static_cast<std::size_t>(node(i, j));
      Random random{hash(seed_, 13, n)};
      const Bent at = bend_net(seed_, i, j);
      x_[n] = static_cast<std::int32_t>(whole((at.i + shift(14, i) + random.around(0.02)) * kStep));
      y_[n] = static_cast<std::int32_t>(whole((at.j + shift(15, j) + random.around(0.02)) * kStep));
    }
  }
}

void Lattice::carve(const std::vector<int>& steps) {
  for (int j = 0; j <= rows_; ++j) {
    for (int i = 0; i <= columns_; ++i) {
      const int c = cell(std::min(i, columns_ - 1), std::min(j, rows_ - 1));
      const auto n = static_cast<std::size_t>(node(i, j));
      const int away = steps[static_cast<std::size_t>(c)];
      const int above = height_[n] - 560;
      height_[n] = static_cast<std::int16_t>(560 + above * (away + 1) / (away + 7));
    }
  }
}

}  // namespace lifecircle::county
