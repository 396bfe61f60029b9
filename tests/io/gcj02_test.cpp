#include "io/frame/gcj02.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "io/frame/china.hpp"
#include "tests/support/property.hpp"

namespace lifecircle {
namespace {

/// On the ground; plain enough for what lies metres apart.
double metres(LonLat a, LonLat b) {
  constexpr double kDegree_m = 111'320;
  return std::hypot((a.lon - b.lon) * std::cos(a.lat * std::numbers::pi / 180), a.lat - b.lat) *
         kDegree_m;
}

rc::Gen<LonLat> places_in_china() {
  return rc::gen::suchThat(rc::gen::map(rc::gen::pair(rc::gen::inRange(73'000'000, 135'500'000),
                                                      rc::gen::inRange(3'500'000, 54'000'000)),
                                        [](const auto& p) {
                                          return LonLat{p.first / 1e6, p.second / 1e6};
                                        }),
                           [](const LonLat& p) { return in_china(p) != InChina::outside; });
}

TEST(Gcj02, MeetsThePublishedAnchor) {
  const LonLat gcj02 = gcj02_of_wgs84({116.404, 39.915});
  EXPECT_NEAR(gcj02.lon, 116.41024449916938, 1e-13);
  EXPECT_NEAR(gcj02.lat, 39.91640428150164, 1e-13);
}

TEST(Gcj02, ShiftsByHundredsOfMetresAndComesBackWithinAMicrometre) {
  test::holds_for_all(2000, [] {
    const LonLat wgs84 = *places_in_china();
    const LonLat gcj02 = gcj02_of_wgs84(wgs84);
    const double shift = metres(wgs84, gcj02);
    RC_ASSERT(shift > 1 && shift < 900);
    RC_ASSERT(metres(wgs84_of_gcj02(gcj02), wgs84) < 1e-6);
    // And the other way: what is taken back is found again.
    RC_ASSERT(metres(gcj02_of_wgs84(wgs84_of_gcj02(wgs84)), wgs84) < 1e-6);
  });
}

TEST(Bd09, ShiftsOnceMoreAndComesBackWithinAMicrometre) {
  test::holds_for_all(2000, [] {
    const LonLat gcj02 = *places_in_china();
    const LonLat bd09 = bd09_of_gcj02(gcj02);
    const double shift = metres(gcj02, bd09);
    RC_ASSERT(shift > 400 && shift < 1600);
    RC_ASSERT(metres(gcj02_of_bd09(bd09), gcj02) < 1e-6);
  });
}

TEST(Gcj02, EachRoundIsNearer) {
  // Below a few nanometres the last digit of a double decides.
  static constexpr double kFloor_m = 2e-8;
  test::holds_for_all(500, [] {
    const LonLat place = *places_in_china();
    const LonLat gcj02 = gcj02_of_wgs84(place), bd09 = bd09_of_gcj02(place);
    double last_gcj02 = 1e9, last_bd09 = 1e9;
    for (int rounds = 0; rounds <= kGcj02Rounds; ++rounds) {
      const double error = metres(wgs84_of_gcj02(gcj02, rounds), place);
      RC_ASSERT(error < std::max(last_gcj02 / 20, kFloor_m));
      last_gcj02 = error;
    }
    for (int rounds = 0; rounds <= kBd09Rounds; ++rounds) {
      const double error = metres(gcj02_of_bd09(bd09, rounds), place);
      RC_ASSERT(error < std::max(last_bd09 / 20, kFloor_m));
      last_bd09 = error;
    }
  });
}

TEST(Gcj02, IsStatedInManySpellings) {
  for (const char* text : {"gcj02", "GCJ-02", "gcj_02", " GCJ 02 ", "Gcj02"})
    EXPECT_EQ(shifted_crs(text), ShiftedCrs::gcj02) << text;
  for (const char* text : {"bd09", "BD-09", "bd09ll", "BD09LL", "bd-09-ll"})
    EXPECT_EQ(shifted_crs(text), ShiftedCrs::bd09) << text;
  for (const char* text : {"", "gcj", "gcj2", "bd09mc", "EPSG:4490", "wgs84", "gcj02x"})
    EXPECT_EQ(shifted_crs(text), std::nullopt) << text;
}

TEST(InChina, KnowsTownsOnBothSidesOfTheBorder) {
  struct Town {
    const char* name;
    double lon, lat;
  };
  for (const Town& t :
       {Town{"Beijing", 116.4, 39.9}, Town{"Xi'an", 108.95, 34.3}, Town{"Urumqi", 87.6, 43.8},
        Town{"Lhasa", 91.1, 29.65}, Town{"Kunming", 102.7, 25.0}, Town{"Harbin", 126.6, 45.8},
        Town{"Chengdu", 104.1, 30.65}, Town{"Guangzhou", 113.3, 23.1}, Town{"Golmud", 94.9, 36.4},
        Town{"Hohhot", 111.7, 40.8}})
    EXPECT_EQ(in_china({t.lon, t.lat}), InChina::inside) << t.name;
  for (const Town& t : {Town{"Dandong", 124.38, 40.12},    Town{"Heihe", 127.5, 50.24},
                        Town{"Hunchun", 130.36, 42.86},    Town{"Fangchuan", 130.6, 42.42},
                        Town{"Mohe Beiji", 122.35, 53.48}, Town{"Fuyuan", 134.3, 48.36},
                        Town{"Manzhouli", 117.45, 49.58},  Town{"Erenhot", 111.96, 43.65},
                        Town{"Khorgas", 80.42, 44.21},     Town{"Tacheng", 82.98, 46.75},
                        Town{"Kanas", 87.03, 48.7},        Town{"Alashankou", 82.57, 45.17},
                        Town{"Wuqia", 73.95, 39.71},       Town{"Tashkurgan", 75.23, 37.77},
                        Town{"Zhangmu", 85.98, 27.99},     Town{"Gyirong", 85.33, 28.4},
                        Town{"Yadong", 88.91, 27.48},      Town{"Medog", 95.33, 29.33},
                        Town{"Purang", 81.18, 30.29},      Town{"Ruili", 97.85, 24.01},
                        Town{"Mengla", 101.56, 21.48},     Town{"Hekou", 103.96, 22.53},
                        Town{"Pingxiang", 106.76, 22.1},   Town{"Dongxing", 107.97, 21.54},
                        Town{"Suifenhe", 131.15, 44.4},    Town{"Hong Kong", 114.17, 22.3},
                        Town{"Macau", 113.54, 22.19},      Town{"Sanya", 109.5, 18.25},
                        Town{"Taipei", 121.56, 25.03},     Town{"Hualien", 121.6, 23.98},
                        Town{"Sansha", 112.34, 16.83},     Town{"Weihai", 122.12, 37.5},
                        Town{"Shengsi", 122.8, 30.7},      Town{"Ji'an", 126.19, 41.12}})
    EXPECT_NE(in_china({t.lon, t.lat}), InChina::outside) << t.name;
  for (const Town& t : {Town{"Ulaanbaatar", 106.9, 47.9},
                        Town{"Choibalsan", 114.53, 48.07},
                        Town{"Pyongyang", 125.75, 39.03},
                        Town{"Seoul", 127.0, 37.55},
                        Town{"Chongjin", 129.8, 41.8},
                        Town{"Vladivostok", 131.9, 43.1},
                        Town{"Chita", 113.5, 52.03},
                        Town{"Almaty", 76.9, 43.25},
                        Town{"Osh", 72.8, 40.5},
                        Town{"Karakol", 78.4, 42.49},
                        Town{"Kathmandu", 85.3, 27.7},
                        Town{"Thimphu", 89.64, 27.47},
                        Town{"Leh", 77.58, 34.16},
                        Town{"Delhi", 77.2, 28.6},
                        Town{"Gilgit", 74.3, 35.9},
                        Town{"Hanoi", 105.85, 21.03},
                        Town{"Da Nang", 108.2, 16.05},
                        Town{"Myitkyina", 97.4, 25.38},
                        Town{"Lashio", 97.75, 22.94},
                        Town{"Manila", 121, 14.6},
                        Town{"Naha", 127.7, 26.2},
                        Town{"Jeju", 126.5, 33.5},
                        Town{"Fukuoka", 130.4, 33.6},
                        Town{"Luang Prabang", 102.13, 19.89},
                        Town{"Kota Kinabalu", 116.07, 5.98},
                        Town{"Andorra", 1.5, 42.5},
                        Town{"nowhere", 0, 0}})
    EXPECT_EQ(in_china({t.lon, t.lat}), InChina::outside) << t.name;
  EXPECT_EQ(in_china({std::nan(""), 30}), InChina::outside);
}

}  // namespace
}  // namespace lifecircle
