#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "io/frame/frame.hpp"

namespace lifecircle {

/// The systems of degrees that Chinese web maps give instead of WGS 84: GCJ-02 (Amap, Tencent,
/// Google in China), WGS 84 moved by 100 to 700 m, and BD-09 (Baidu), GCJ-02 moved once more.
enum class ShiftedCrs { gcj02, bd09 };

/// What a crs key says: gcj02, bd09, bd09ll, in any case, with or without '-', '_' and blanks.
std::optional<ShiftedCrs> shifted_crs(std::string_view stated);
/// "GCJ-02", "BD-09".
std::string name_of(ShiftedCrs crs);

/// The formulas below are the public ones, as they stand in eviltransform, coordtransform and many
/// more: reverse-engineered, never published by their owners, so that agreement with a vendor's own
/// points is to metres at best. They hold for every place on Earth; whether a place is shifted at
/// all is another question (io/frame/china.hpp). Anchor: WGS 84 116.404, 39.915 is GCJ-02
/// 116.41024449916938, 39.91640428150164.
LonLat gcj02_of_wgs84(LonLat wgs84);
LonLat bd09_of_gcj02(LonLat gcj02);

/// The inverses, by fixed-point iteration: start at the place itself, take off what its image is
/// off by. The shift changes by less than 1 % of a step, so each round leaves less than a hundredth
/// of the error: over China at most 4.9 m, 3.1 cm, 0.2 mm, 1.3 um, 9 nm after 1 to 5 rounds; of
/// BD-09, after the usual closed form, 0.23 m, 1.7 mm, 15 um, 0.1 um after 0 to 3.
constexpr int kGcj02Rounds = 5;
constexpr int kBd09Rounds = 3;
LonLat wgs84_of_gcj02(LonLat gcj02, int rounds = kGcj02Rounds);
LonLat gcj02_of_bd09(LonLat bd09, int rounds = kBd09Rounds);

}  // namespace lifecircle
