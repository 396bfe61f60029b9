// How long circles take, beside what is usually done: the union of buffers by GEOS over a plain
// search by Boost.Graph, and a concave hull of what is reached. One process, one thread, the same
// roads and places; answers are compared before times are told.
//   lifecircle_bench STUDY.toml [circles]

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <vector>

#include <geos_c.h>
#include <boost/graph/dijkstra_shortest_paths_no_color_map.hpp>
#include <boost/property_map/vector_property_map.hpp>

#include "algorithms/circle/circles.hpp"
#include "engine/base/parallel.hpp"
#include "engine/network/boost_graph.hpp"
#include "io/read/study_file.hpp"
#include "io/read/town.hpp"

namespace lifecircle {
namespace {

using Clock = std::chrono::steady_clock;
double ms_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

struct Enough {};
struct UpTo : boost::default_dijkstra_visitor {
  const std::vector<std::uint32_t>* time;
  std::uint32_t limit;
  template <class Graph>
  void examine_vertex(StateId s, const Graph&) {
    if ((*time)[s.index()] > limit) throw Enough{};
  }
};

/// Plain Dijkstra from a junction, ended at the limit.
void boost_search(const ModeGraph& graph, StateId start, std::uint32_t limit,
                  std::vector<std::uint32_t>& time) {
  const auto times = boost::make_iterator_property_map(time.begin(), boost_graph::index_map());
  UpTo visitor;
  visitor.time = &time;
  visitor.limit = limit;
  try {
    boost::dijkstra_shortest_paths_no_color_map(
        graph, start, boost::dummy_property_map{}, times, boost_graph::weight_map(),
        boost_graph::index_map(), std::less<>{}, boost::closed_plus<std::uint32_t>{},
        std::numeric_limits<std::uint32_t>::max(), 0u, visitor);
  } catch (const Enough&) {
  }
}

/// GEOS with its handle, for a benchmark's short life.
struct Geos {
  GEOSContextHandle_t handle = GEOS_init_r();
  ~Geos() { GEOS_finish_r(handle); }

  GEOSGeometry* polygon(const std::vector<std::pair<double, double>>& ring) const {
    GEOSCoordSequence* places =
        GEOSCoordSeq_create_r(handle, static_cast<unsigned>(ring.size()), 2);
    for (unsigned i = 0; i < ring.size(); ++i)
      GEOSCoordSeq_setXY_r(handle, places, i, ring[i].first, ring[i].second);
    return GEOSGeom_createPolygon_r(handle, GEOSGeom_createLinearRing_r(handle, places), nullptr,
                                    0);
  }
  GEOSGeometry* united(std::vector<GEOSGeometry*>& parts) const {
    GEOSGeometry* all = GEOSGeom_createCollection_r(handle, GEOS_GEOMETRYCOLLECTION, parts.data(),
                                                    static_cast<unsigned>(parts.size()));
    GEOSGeometry* whole = GEOSUnaryUnion_r(handle, all);
    GEOSGeom_destroy_r(handle, all);
    return whole;
  }
  double area_m2(const GEOSGeometry* shape) const {
    double area = 0;
    GEOSArea_r(handle, shape, &area);
    return area / 1e6;
  }
};

/// A strip as a polygon, its round ends with 8 segments a quadrant.
GEOSGeometry* polygon_of(const Geos& geos, const Strip& s, double limit_mm) {
  constexpr int kQuadrant = 8;
  const auto r = [&](double q) {
    return std::max(0.0, std::min(limit_mm, std::max(double{s.ra} - s.ca * (q - s.low),
                                                     double{s.rb} - s.cb * (s.high - q))));
  };
  // Where what is left bends: at the ends, where the limit begins to bind, and between both sides.
  std::vector<double> at{s.low, s.high};
  const auto add = [&](double q) {
    if (std::isfinite(q) && q > s.low && q < s.high) at.push_back(q);
  };
  add(s.low + (s.ra - limit_mm) / s.ca);
  add(s.high - (s.rb - limit_mm) / s.cb);
  add(s.low + s.ra / s.ca);
  add(s.high - s.rb / s.cb);
  add((s.ra - s.rb + s.ca * s.low + s.cb * s.high) / (s.ca + s.cb));
  std::ranges::sort(at);
  std::vector<std::pair<double, double>> ring;
  const auto put = [&](double q, double angle, double far) {  // angle from the piece's direction
    const double c = std::cos(angle), d = std::sin(angle);
    ring.emplace_back(s.ax + s.ux * q + far * (s.ux * c - s.uy * d),
                      s.ay + s.uy * q + far * (s.uy * c + s.ux * d));
  };
  constexpr double kRight = 1.5707963267948966;
  for (const double q : at) put(q, -kRight, r(q));
  if (s.high >= s.length)
    for (int k = 1; k < 2 * kQuadrant; ++k)
      put(s.high, -kRight + kRight * k / kQuadrant, r(s.high));
  for (auto q = at.rbegin(); q != at.rend(); ++q) put(*q, kRight, r(*q));
  if (s.low <= 0)
    for (int k = 1; k < 2 * kQuadrant; ++k) put(s.low, kRight + kRight * k / kQuadrant, r(s.low));
  ring.push_back(ring.front());
  GEOSGeometry* polygon = geos.polygon(ring);
  GEOSGeometry* valid = GEOSBuffer_r(geos.handle, polygon, 0, kQuadrant);
  GEOSGeom_destroy_r(geos.handle, polygon);
  return valid;
}

int run(const std::string& path, std::size_t count) {
  auto study = read_study_file(path, LIFECIRCLE_DATA_DIR "/profiles");
  if (!study) return std::printf("%s\n", study.error().key.c_str()), 1;
  Problems problems;
  const auto loaded = load_town(study.value(), problems);
  if (!loaded) return std::printf("%s\n", loaded.error().key.c_str()), 1;
  const Town& town = loaded.value().town;
  set_threads(1);

  const Network network{town.roads};
  const Ground ground{network, town.barriers};
  const ModeGraph graph{network, study.value().rules.profiles.at("walk")};
  CircleRules rules{.direction = Direction::from_facility, .limits = {Duration::minutes(15)}};
  const Geos geos;
  const double access_m = study.value().rules.access.of(Setting::town);

  std::vector<std::vector<Leg>> legs;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t h = i * town.homes.size() / count;
    legs.push_back(ground.legs(graph, town.homes.at[h], access_m));
    if (legs.back().empty()) legs.pop_back();
  }
  std::printf("%zu circles of 15 minutes on foot, legs up to %g m\n", legs.size(), access_m);

  const ModeGraph* const graphs[] = {&graph};
  const auto clearance_start = Clock::now();
  const CircleBase base{ground, graphs, access_m};
  std::printf("once for all circles: %.0f ms\n", ms_since(clearance_start));
  CircleSearch circle_search{base, rules};
  double search_ms = 0, strips_ms = 0, all_strips = 0;
  std::vector<std::vector<Strip>> strips(legs.size());
  for (std::size_t i = 0; i < legs.size(); ++i) {
    auto start = Clock::now();
    circle_search.search({&legs[i], 1});
    search_ms += ms_since(start);
    start = Clock::now();
    circle_search.strips(rules.limits[0]);
    strips_ms += ms_since(start);
    strips[i] = circle_search.strips(rules.limits[0]);
    all_strips += static_cast<double>(strips[i].size());
  }
  const double n = static_cast<double>(legs.size());
  std::printf("search %.3f ms, strips %.3f ms a circle (%.0f strips)\n", search_ms / n,
              strips_ms / n, all_strips / n);

  // The judges are slow: every so-manieth circle.
  const std::size_t step = std::max<std::size_t>(1, legs.size() / 20);
  double union_ms = 0, plain_ms = 0, hull_ms = 0, boost_ms = 0;
  std::vector<double> true_area(legs.size(), 0), hull_area(legs.size(), 0);
  std::vector<std::uint32_t> times(graph.state_count());
  std::size_t judged = 0;
  for (std::size_t i = 0; i < legs.size(); i += step) {
    if (strips[i].empty()) continue;
    ++judged;
    auto start = Clock::now();
    boost_search(graph, StateId{network.tail(legs[i][0].place.edge).index()},
                 static_cast<std::uint32_t>(rules.limits[0].ticks()), times);
    boost_ms += ms_since(start);
    start = Clock::now();
    std::vector<GEOSGeometry*> parts;
    for (const Strip& s : strips[i]) parts.push_back(polygon_of(geos, s, 1e3 * access_m));
    GEOSGeometry* whole = geos.united(parts);
    union_ms += ms_since(start);
    true_area[i] = geos.area_m2(whole);
    GEOSGeom_destroy_r(geos.handle, whole);

    start = Clock::now();
    parts.clear();
    std::vector<GEOSGeometry*> points;
    for (const Strip& s : strips[i]) {
      GEOSCoordSequence* line = GEOSCoordSeq_create_r(geos.handle, 2, 2);
      GEOSCoordSeq_setXY_r(geos.handle, line, 0, s.ax + double{s.low} * s.ux,
                           s.ay + double{s.low} * s.uy);
      GEOSCoordSeq_setXY_r(geos.handle, line, 1, s.ax + double{s.high} * s.ux,
                           s.ay + double{s.high} * s.uy);
      GEOSGeometry* road = GEOSGeom_createLineString_r(geos.handle, line);
      parts.push_back(GEOSBuffer_r(geos.handle, road, 40e3, 8));
      GEOSGeom_destroy_r(geos.handle, road);
    }
    GEOSGeom_destroy_r(geos.handle, geos.united(parts));
    plain_ms += ms_since(start);

    start = Clock::now();
    for (const Strip& s : strips[i])
      points.push_back(GEOSGeom_createPointFromXY_r(geos.handle, s.ax, s.ay));
    GEOSGeometry* many = GEOSGeom_createCollection_r(geos.handle, GEOS_MULTIPOINT, points.data(),
                                                     static_cast<unsigned>(points.size()));
    GEOSGeometry* hull = GEOSConcaveHull_r(geos.handle, many, 0.2, 0);
    hull_ms += ms_since(start);
    hull_area[i] = geos.area_m2(hull);
    GEOSGeom_destroy_r(geos.handle, many);
    GEOSGeom_destroy_r(geos.handle, hull);
  }
  const double m = static_cast<double>(judged);
  std::printf(
      "judged %zu circles, a circle: Boost.Graph search %.3f ms, union of the strips by GEOS "
      "%.1f ms, union of 40 m buffers %.1f ms, concave hull %.2f ms\n",
      judged, boost_ms / m, union_ms / m, plain_ms / m, hull_ms / m);
  const double whole_judge = (boost_ms + union_ms) / m;
  double hull_error = 0;
  for (std::size_t i = 0; i < legs.size(); i += step)
    if (true_area[i] > 0) hull_error += std::abs(hull_area[i] - true_area[i]) / true_area[i];
  std::printf("concave hull: area wrong by %.1f %%\n", 100 * hull_error / m);
  for (const double tolerance : {10.0, 5.0, 2.0}) {
    rules.tolerance_m = tolerance;
    CircleSearch drawn{base, rules};
    double draw_ms = 0, worst = 0, error = 0, rings = 0, points = 0;
    for (std::size_t i = 0; i < legs.size(); ++i) {
      drawn.search({&legs[i], 1});
      const auto start = Clock::now();
      const Shape circle = drawn.circles().front();
      draw_ms += ms_since(start);
      rings += static_cast<double>(circle.parts.size());
      for (const auto& ring : circle.parts) points += static_cast<double>(ring.size());
      if (true_area[i] <= 0) continue;
      const double wrong = std::abs(area_m2(circle) - true_area[i]) / true_area[i];
      worst = std::max(worst, wrong);
      error += wrong;
    }
    const double ours = (search_ms + draw_ms) / n;
    std::printf(
        "tolerance %g m: drawing %.3f ms, whole %.3f ms a circle; %.0f times faster than the "
        "union; area differs by %.3f %% (worst %.3f %%); %.1f rings, %.0f points\n",
        tolerance, (draw_ms - strips_ms) / n, ours, whole_judge / ours, 100 * error / m,
        100 * worst, rings / n, points / n);
  }
  return 0;
}

}  // namespace
}  // namespace lifecircle

int main(int count, char** words) {
  std::setvbuf(stdout, nullptr, _IOLBF, 0);
  if (count < 2) return std::printf("lifecircle_bench STUDY.toml [circles]\n"), 2;
  return lifecircle::run(words[1], count > 2 ? std::strtoull(words[2], nullptr, 10) : 1000);
}
