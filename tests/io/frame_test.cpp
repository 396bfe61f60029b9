#include "io/frame/frame.hpp"

#include <cmath>
#include <limits>
#include <random>
#include <thread>
#include <vector>

#include <geodesic.h>
#include <gtest/gtest.h>

#include "engine/base/parallel.hpp"
#include "engine/places/shape.hpp"

namespace lifecircle {
namespace {

LonLatBox box_of(double west, double south, double east, double north) {
  LonLatBox box;
  box.add(west, south);
  box.add(east, north);
  return box;
}

Frame xian() {
  return Frame::around(box_of(108.6, 34.0, 109.3, 34.5)).value();
}

geod_geodesic cgcs2000() {
  geod_geodesic earth;
  geod_init(&earth, 6378137, 1 / 298.257222101);
  return earth;
}

TEST(LonLatBox, GrowsByPointsAndBoxes) {
  LonLatBox box;
  EXPECT_TRUE(box.empty());
  box.add(LonLatBox{});
  EXPECT_TRUE(box.empty());
  box.add(108, 34);
  EXPECT_FALSE(box.empty());
  box.add(box_of(109, 33, 110, 33.5));
  EXPECT_EQ(box.west, 108);
  EXPECT_EQ(box.east, 110);
  EXPECT_EQ(box.south, 33);
  EXPECT_EQ(box.north, 34);
}

TEST(Frame, HangsOnTheCentreRoundedToAHundredthOfADegree) {
  const Frame frame = Frame::around(box_of(108.601, 34.003, 109.302, 34.498)).value();
  EXPECT_EQ(frame.centre().lon, 108.95);
  EXPECT_EQ(frame.centre().lat, 34.25);
  EXPECT_EQ(frame.to_plane(108.95, 34.25), (Point{0, 0}));
  EXPECT_EQ(frame.definition(),
            "+proj=tmerc +lat_0=34.25 +lon_0=108.95 +k=1 +x_0=0 +y_0=0 +ellps=GRS80 +units=m "
            "+no_defs");
  EXPECT_EQ(Frame::around(box_of(-0.002, -0.002, 0.001, 0.001)).value().definition().find("-0.00"),
            std::string::npos);
}

TEST(Frame, GoesToThePlaneAndBackWithinAMillimetre) {
  std::mt19937 random{20240501};
  for (const LonLatBox& box : {box_of(108.6, 34.0, 109.3, 34.5), box_of(-51.3, -30.3, -51.0, -29.9),
                               box_of(70, 75, 88, 83.9), box_of(-5, -5, 13, 13)}) {
    const Frame frame = Frame::around(box).value();
    std::uniform_real_distribution<double> lon{box.west, box.east}, lat{box.south, box.north};
    geod_geodesic earth = cgcs2000();
    for (int i = 0; i < 2000; ++i) {
      const double x = lon(random), y = lat(random);
      if (!frame.holds(x, y)) continue;
      const Point p = frame.to_plane(x, y);
      const LonLat back = frame.to_lonlat(p);
      double metres = 0;
      geod_inverse(&earth, y, x, back.lat, back.lon, &metres, nullptr, nullptr);
      EXPECT_LT(metres, 0.001) << x << " " << y;
      EXPECT_EQ(frame.to_plane(back.lon, back.lat), p);
    }
  }
}

TEST(Frame, DistancesAreTrueWithinTheScaleError) {
  std::mt19937 random{7};
  for (const double half : {0.1, 0.5, 1.0, 3.0}) {
    const LonLatBox box = box_of(108.95 - half, 34.25 - half, 108.95 + half, 34.25 + half);
    const Frame frame = Frame::around(box).value();
    const double error = frame.scale_error(box);
    std::uniform_real_distribution<double> at{-half, half}, step{-0.02, 0.02};
    geod_geodesic earth = cgcs2000();
    double worst = 0;
    for (int i = 0; i < 3000; ++i) {
      const double lon = 108.95 + at(random), lat = 34.25 + at(random);
      const double lon2 = std::clamp(lon + step(random), box.west, box.east);
      const double lat2 = std::clamp(lat + step(random), box.south, box.north);
      double metres = 0;
      geod_inverse(&earth, lat, lon, lat2, lon2, &metres, nullptr, nullptr);
      const double plane = distance_mm(frame.to_plane(lon, lat), frame.to_plane(lon2, lat2)) / 1000;
      EXPECT_NEAR(plane, metres, metres * error * 1.001 + 0.0015);
      if (metres > 500) worst = std::max(worst, std::abs(plane - metres) / metres);
    }
    EXPECT_GT(worst, error * 0.5) << "the stated error is far from what happens";
  }
}

TEST(Frame, SaysItsScaleErrorAsTheHeaderDoes) {
  const Frame frame = xian();
  const auto ppm = [&](double kilometres) {
    const double degrees = kilometres / (111.32 * std::cos(34.25 * 3.14159265358979 / 180));
    return frame.scale_error(box_of(108.95, 34.25, 108.95 + degrees, 34.25)) * 1e6;
  };
  EXPECT_NEAR(ppm(20), 5, 0.2);
  EXPECT_NEAR(ppm(100), 123, 2);
  EXPECT_EQ(frame.scale_error(LonLatBox{}), 0);
}

TEST(Frame, RefusesBoxesItCannotServe) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(Frame::around(LonLatBox{}).error().key, "frame_empty");
  EXPECT_EQ(Frame::around(box_of(80, 30, 98.1, 40)).error().key, "frame_too_wide");
  EXPECT_EQ(Frame::around(box_of(80, 20, 81, 38.1)).error().key, "frame_too_wide");
  EXPECT_EQ(Frame::around(box_of(80, 80, 81, 84.1)).error().key, "frame_off_earth");
  EXPECT_EQ(Frame::around(box_of(80, -91, 81, 0)).error().key, "frame_off_earth");
  EXPECT_EQ(Frame::around(box_of(179, 0, 181, 1)).error().key, "frame_off_earth");
  EXPECT_EQ(Frame::around(box_of(455000, 3800000, 456000, 3810000)).error().key, "frame_off_earth");
  EXPECT_EQ(Frame::around(LonLatBox{80, nan, 81, nan}).error().key, "frame_off_earth");
  EXPECT_TRUE(Frame::around(box_of(80, 30, 98, 40)));
}

TEST(Frame, HoldsWhatIsNear) {
  const Frame frame = xian();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_TRUE(frame.holds(108.95, 34.25));
  EXPECT_TRUE(frame.holds(117, 34.25));
  EXPECT_TRUE(frame.holds(108.95, 43.2));
  EXPECT_FALSE(frame.holds(108.95, 43.4));  // more than 1,000 km
  EXPECT_FALSE(frame.holds(118.1, 34.25));
  EXPECT_FALSE(frame.holds(-71.05, 34.25));
  EXPECT_FALSE(frame.holds(108.95, -34.25));
  EXPECT_FALSE(frame.holds(nan, 34));
  EXPECT_FALSE(frame.holds(108, nan));
  EXPECT_FALSE(frame.holds(infinity, 34));
  EXPECT_FALSE(frame.holds(108, -infinity));
  EXPECT_FALSE(frame.holds(455000, 3800000));
}

TEST(Frame, HoldsNothingThatThePlaneDoesNot) {
  for (const double south : {-84.0, -40.0, -0.5, 34.0, 60.0, 75.5}) {
    const Frame frame = Frame::around(box_of(100, south, 100, south + 8.5)).value();
    for (double lat = std::max(-84.0, frame.centre().lat - 10); lat <= 84; lat += 0.25)
      for (double lon = 90; lon <= 110; lon += 0.25) {
        if (!frame.holds(lon, lat)) continue;
        const Point p = frame.to_plane(lon, lat);
        ASSERT_LE(std::abs(p.x), 1'000'000'001) << lon << " " << lat;
        ASSERT_LE(std::abs(p.y), 1'000'000'001) << lon << " " << lat;
      }
  }
}

/// Against the geodesic polygons of PROJ (Karney, 2013), with a point each 50 m of their sides: the
/// areas of ground are those of the ellipsoid, where the plane's own are up to 0.4 % larger.
TEST(Frame, KnowsTheGroundOfAnAreaWhereverItLies) {
  geod_geodesic earth;
  geod_init(&earth, 6378137, 1 / 298.257222101);
  for (const double south : {0.0, 20.0, 34.0, 45.0, 53.0}) {
    const Frame frame = Frame::around(box_of(105, south, 111, south + 1)).value();
    for (const int east_km : {0, 50, 100, 300}) {
      Shape shape{ShapeKind::area, {{}, {}}};
      geod_polygon polygon, hole;
      geod_polygon_init(&polygon, 0);
      geod_polygon_init(&hole, 0);
      const auto add = [&](double x_m, double y_m, std::size_t ring, geod_polygon& to) {
        const Point p{static_cast<std::int32_t>(1e3 * (1e3 * east_km + x_m)),
                      static_cast<std::int32_t>(1e3 * y_m)};
        shape.parts[ring].push_back(p);
        const LonLat at = frame.to_lonlat(p);
        geod_polygon_addpoint(&earth, &to, at.lat, at.lon);
      };
      const auto square = [&](double from, double side, std::size_t ring, geod_polygon& to) {
        const double corners[][2] = {{0, 0}, {side, 0}, {side, side}, {0, side}};
        for (int c = 0; c < 4; ++c)
          for (double s = 0; s < 1; s += 50 / side)
            add(from + corners[c][0] + s * (corners[(c + 1) % 4][0] - corners[c][0]),
                from + corners[c][1] + s * (corners[(c + 1) % 4][1] - corners[c][1]), ring, to);
        shape.parts[ring].push_back(shape.parts[ring].front());
      };
      square(0, 5000, 0, polygon);
      square(1000, 1000, 1, hole);
      double whole = 0, gone = 0;
      geod_polygon_compute(&earth, &polygon, 0, 1, &whole, nullptr);
      geod_polygon_compute(&earth, &hole, 0, 1, &gone, nullptr);
      const double ours = area_on_earth_m2(shape, frame.radius_m());
      EXPECT_NEAR(ours / (whole - gone), 1, east_km <= 100 ? 1e-7 : 2e-6)
          << south << " degrees, " << east_km << " km east";
      if (east_km == 300) {
        EXPECT_GT(area_m2(shape) / ours, 1.002);
      }
    }
  }
}

TEST(Frame, AnswersTheSameFromAnyThread) {
  const Frame frame = xian();
  const Frame other = Frame::around(box_of(-51.3, -30.3, -51.0, -29.9)).value();
  constexpr std::size_t kPlaces = 4000;
  const auto lon = [](std::size_t i) { return 108.5 + 0.0002 * static_cast<double>(i); };
  const auto lat = [](std::size_t i) { return 34 + 0.0001 * static_cast<double>(i); };
  std::vector<Point> alone(kPlaces), together(kPlaces), apart(kPlaces);
  for (std::size_t i = 0; i < kPlaces; ++i) alone[i] = frame.to_plane(lon(i), lat(i));
  parallel_for(
      kPlaces, [] { return 0; },
      [&](std::size_t i, int&) {
        (void)other.to_plane(-51.1, -30.1);  // two frames in turn in one thread
        together[i] = frame.to_plane(lon(i), lat(i));
      });
  EXPECT_EQ(alone, together);
  std::vector<std::jthread> threads;
  for (std::size_t t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (std::size_t i = t; i < kPlaces; i += 4) apart[i] = frame.to_plane(lon(i), lat(i));
    });
  threads.clear();
  EXPECT_EQ(alone, apart);
}

}  // namespace
}  // namespace lifecircle
