#include "io/frame/china.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace lifecircle {
namespace {

constexpr double kNear_degrees = 0.6;

// Counted clockwise from the west; each line one stretch of the border or one sea.
constexpr std::array kOutline{
    // The Pamirs, Tian Shan, Alatau and Altai
    LonLat{73.1, 39.4}, LonLat{73.5, 40.0}, LonLat{74.8, 40.9}, LonLat{76.6, 41.2},
    LonLat{78.2, 41.6}, LonLat{79.8, 42.5}, LonLat{80.0, 43.2}, LonLat{80.1, 45.3},
    LonLat{81.8, 45.6}, LonLat{82.0, 46.0}, LonLat{82.6, 47.3}, LonLat{85.1, 47.4},
    LonLat{85.1, 48.4}, LonLat{86.4, 48.9}, LonLat{87.0, 49.4}, LonLat{88.0, 49.4},
    // Mongolia
    LonLat{88.5, 48.8}, LonLat{90.2, 48.0}, LonLat{91.3, 47.2}, LonLat{91.3, 45.6},
    LonLat{93.6, 45.3}, LonLat{95.6, 44.6}, LonLat{96.6, 43.1}, LonLat{99.6, 43.0},
    LonLat{101.9, 42.9}, LonLat{103.6, 42.3}, LonLat{105.1, 42.0}, LonLat{107.4, 42.8},
    LonLat{109.3, 42.8}, LonLat{110.3, 43.1}, LonLat{111.4, 43.9}, LonLat{111.1, 44.5},
    LonLat{111.4, 45.3}, LonLat{112.5, 45.4}, LonLat{113.7, 45.1}, LonLat{114.4, 45.7},
    LonLat{115.6, 45.8}, LonLat{116.2, 46.6}, LonLat{117.4, 47.0}, LonLat{119.1, 47.0},
    LonLat{118.4, 47.6}, LonLat{117.4, 47.4}, LonLat{116.0, 47.5}, LonLat{115.2, 47.9},
    LonLat{115.2, 48.6}, LonLat{115.9, 49.6}, LonLat{116.6, 50.2},
    // The Argun, Amur and Ussuri
    LonLat{117.9, 49.9}, LonLat{118.9, 50.3}, LonLat{119.0, 50.8}, LonLat{119.8, 51.7},
    LonLat{120.2, 52.3}, LonLat{119.7, 52.9}, LonLat{121.3, 53.7}, LonLat{123.6, 53.9},
    LonLat{125.9, 53.3}, LonLat{127.3, 51.4}, LonLat{127.9, 50.3}, LonLat{129.2, 49.7},
    LonLat{130.8, 49.2}, LonLat{131.4, 48.1}, LonLat{132.6, 48.1}, LonLat{135.2, 48.8},
    LonLat{135.5, 48.4}, LonLat{135.1, 47.5}, LonLat{133.5, 45.0}, LonLat{132.0, 44.9},
    LonLat{131.5, 44.7}, LonLat{131.6, 43.5}, LonLat{131.0, 42.8}, LonLat{130.9, 42.3},
    // The Tumen, Changbai Shan and Yalu
    LonLat{130.5, 42.2}, LonLat{129.9, 42.6}, LonLat{129.0, 41.8}, LonLat{128.5, 41.3},
    LonLat{127.0, 41.4}, LonLat{126.2, 40.7}, LonLat{125.2, 40.3}, LonLat{124.5, 39.8},
    // The seas
    LonLat{124.0, 38.8}, LonLat{123.6, 37.0}, LonLat{124.0, 33.0}, LonLat{124.5, 30.0},
    LonLat{124.8, 26.2}, LonLat{122.7, 25.2}, LonLat{122.3, 23.5}, LonLat{121.9, 21.7},
    LonLat{120.0, 20.0}, LonLat{118.8, 17.0}, LonLat{118.6, 14.0}, LonLat{118.0, 11.5},
    LonLat{116.0, 8.5}, LonLat{114.2, 6.3}, LonLat{112.9, 3.7}, LonLat{111.6, 3.5},
    LonLat{109.9, 6.5}, LonLat{110.3, 12.0}, LonLat{109.8, 15.5}, LonLat{108.0, 18.0},
    LonLat{107.6, 20.4}, LonLat{107.9, 21.2},
    // Indochina
    LonLat{107.3, 21.3}, LonLat{106.5, 21.7}, LonLat{105.9, 22.7}, LonLat{105.2, 23.0},
    LonLat{104.7, 22.5}, LonLat{103.9, 22.2}, LonLat{102.4, 22.3}, LonLat{101.9, 22.0},
    LonLat{102.1, 21.0}, LonLat{101.1, 20.9}, LonLat{99.9, 21.2}, LonLat{98.9, 21.9},
    LonLat{98.6, 22.9}, LonLat{98.4, 23.7}, LonLat{97.5, 23.6}, LonLat{97.3, 24.8},
    LonLat{97.9, 25.7}, LonLat{98.3, 26.8}, LonLat{98.2, 27.4}, LonLat{97.4, 27.6},
    // The Himalaya, Karakoram and Pamirs
    LonLat{96.5, 27.1}, LonLat{94.8, 26.8}, LonLat{92.1, 26.6}, LonLat{91.4, 27.1},
    LonLat{91.4, 27.6}, LonLat{90.3, 27.9}, LonLat{89.4, 27.8}, LonLat{89.2, 27.2},
    LonLat{88.8, 27.1}, LonLat{88.7, 27.7}, LonLat{87.0, 27.7}, LonLat{85.9, 27.7},
    LonLat{85.0, 28.1}, LonLat{83.9, 28.9}, LonLat{82.0, 29.8}, LonLat{81.0, 29.9},
    LonLat{79.5, 30.6}, LonLat{78.5, 31.2}, LonLat{78.2, 32.5}, LonLat{78.5, 33.3},
    LonLat{78.3, 34.1}, LonLat{77.6, 35.2}, LonLat{76.3, 35.5}, LonLat{75.6, 36.5},
    LonLat{74.4, 36.8}, LonLat{74.5, 38.2}, LonLat{73.5, 38.3}};

double to_side(LonLat p, LonLat a, LonLat b) {
  const double ux = b.lon - a.lon, uy = b.lat - a.lat;
  const double along = ((p.lon - a.lon) * ux + (p.lat - a.lat) * uy) / (ux * ux + uy * uy);
  const double share = std::clamp(along, 0.0, 1.0);
  return std::hypot(p.lon - a.lon - share * ux, p.lat - a.lat - share * uy);
}

}  // namespace

InChina in_china(LonLat place) {
  if (!(place.lon > 73 && place.lon < 136 && place.lat > 3 && place.lat < 54))
    return InChina::outside;
  bool inside = false, near = false;
  for (std::size_t i = 0; i < kOutline.size(); ++i) {
    const LonLat a = kOutline[i], b = kOutline[(i + 1) % kOutline.size()];
    near = near || to_side(place, a, b) <= kNear_degrees;
    if ((a.lat > place.lat) != (b.lat > place.lat) &&
        place.lon < a.lon + (place.lat - a.lat) / (b.lat - a.lat) * (b.lon - a.lon))
      inside = !inside;
  }
  if (!inside) return InChina::outside;
  return near ? InChina::near_border : InChina::inside;
}

}  // namespace lifecircle
