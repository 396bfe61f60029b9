#include <algorithm>
#include <cmath>
#include <numbers>

#include <fmt/format.h>

#include "io/read/check/shifts.hpp"

namespace lifecircle::check_sources {

namespace {

constexpr double kFar_m = 200;      ///< a thing farther from all roads counts as so far
constexpr double kBeyond_m = 1000;  ///< and says nothing where there are none for so far
constexpr std::size_t kSample = 400, kFewest = 20;

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return sum / static_cast<double>(values.size());
}

std::vector<double> distances(const std::vector<Point>& points, const Shifts& shifts) {
  std::vector<double> all;
  for (const Point p : points) all.push_back(shifts.to_roads_m(p, kFar_m));
  return all;
}

/// Mean distances of the same points moved to other places.
struct Chance {
  double middle, spread, least;
  double nearest;  ///< the least of places farther away as well: whoever lies beside the roads
                   ///< comes nearer to them by any step that way
  double off(double mean) const { return (mean - middle) / spread; }
  /// Streets in rows make the spread large; then a mean far below all others is a sign, too.
  bool explains(double as_read, double then) const {
    const bool as_read_is_chance = off(as_read) > -2.5 && as_read > 0.7 * middle;
    // What chance does as well says nothing, however far from the middle.
    return !as_read_is_chance || then >= nearest || (off(then) > -5 && then > 0.6 * least);
  }
};

/// Mean distances of the points moved by so much, all round.
std::vector<double> means_around(const std::vector<Point>& points, double radius_mm,
                                 const Shifts& shifts) {
  std::vector<double> means;
  for (int i = 0; i < 16; ++i) {
    const double angle = (i + 0.5) * std::numbers::pi / 8;
    const Point by{static_cast<std::int32_t>(std::lround(radius_mm * std::cos(angle))),
                   static_cast<std::int32_t>(std::lround(radius_mm * std::sin(angle)))};
    std::vector<Point> moved;
    for (const Point p : points) moved.push_back({p.x + by.x, p.y + by.y});
    means.push_back(mean(distances(moved, shifts)));
  }
  return means;
}

Chance chance_of(const std::vector<Point>& points, const Shifts& shifts) {
  std::vector<double> means;
  for (const double radius : {250e3, 400e3, 600e3, 800e3})
    for (const double m : means_around(points, radius, shifts)) means.push_back(m);
  double nearest = std::ranges::min(means);
  for (const double radius : {1050e3, 1300e3, 1600e3})
    nearest = std::min(nearest, std::ranges::min(means_around(points, radius, shifts)));
  const double middle = median(means);
  std::vector<double> off;
  for (const double m : means) off.push_back(std::abs(m - middle));
  return {middle, std::max(1.4826 * median(off), 0.1), std::ranges::min(means), nearest};
}

/// Some of the things, the same whatever their order.
std::vector<Point> sample_of(const std::vector<Thing>& things, const Shifts& shifts) {
  std::vector<Point> points;
  for (const Thing& thing : things)
    if (shifts.to_roads_m(thing.at, kBeyond_m) < kBeyond_m) points.push_back(thing.at);
  std::ranges::sort(points);
  const std::size_t step = std::max<std::size_t>((points.size() + kSample - 1) / kSample, 1);
  std::vector<Point> sample;
  for (std::size_t i = 0; i < points.size(); i += step) sample.push_back(points[i]);
  return sample;
}

}  // namespace

std::optional<Verdict> ask_roads(const std::vector<Thing>& things, Degrees stated,
                                 const Shifts& shifts) {
  const std::vector<Point> sample = sample_of(things, shifts);
  if (sample.size() < kFewest) return std::nullopt;
  const auto as = [&](Degrees what) {
    std::vector<Point> moved;
    for (const Point p : sample) moved.push_back(shifts.moved(p, stated, what));
    return distances(moved, shifts);
  };
  const std::vector<double> as_read = as(stated);
  std::optional<Degrees> best;
  std::vector<double> then;
  for (const Degrees what : kDegrees) {
    if (what == stated) continue;
    auto found = as(what);
    if (best && mean(found) >= mean(then)) continue;
    best = what;
    then = std::move(found);
  }
  if (mean(then) >= mean(as_read)) return std::nullopt;  // the usual case, without asking chance
  const Chance chance = chance_of(sample, shifts);
  if (chance.explains(mean(as_read), mean(then))) return std::nullopt;
  // Where things belong, a step to any side takes them away from their roads.
  constexpr double kStep_mm = 120e3;
  std::vector<Point> there;
  for (const Point p : sample) there.push_back(shifts.moved(p, stated, *best));
  if (mean(then) > 0.8 * std::ranges::min(means_around(there, kStep_mm, shifts)))
    return std::nullopt;
  const auto metres = [](double value) { return fmt::format("{:.0f}", value); };
  return Verdict{
      *best,
      {{"check_roads_nearer",
        {std::to_string(sample.size()), metres(median(as_read)), metres(median(then)),
         name_of(*best)}},
       {"check_roads_chance",
        {metres(mean(as_read)), metres(mean(then)), metres(chance.middle), metres(chance.least)}}}};
}

}  // namespace lifecircle::check_sources
