#include "io/write/target_crs.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <cmath>
#include <mutex>
#include <string_view>
#include <utility>

#include "engine/base/parallel.hpp"
#include "io/frame/gcj02.hpp"
#include "io/write/gdal_errors.hpp"

namespace lifecircle {
namespace {

constexpr int kCgcs2000 = 4490;
constexpr int kWgs84 = 4326;
constexpr double kAccuracyMetres = 2;
constexpr std::size_t kBlock = 8192;

std::optional<int> epsg_code(std::string_view crs) {
  constexpr std::string_view kAuthority = "EPSG:";
  if (crs.size() <= kAuthority.size()) return std::nullopt;
  for (std::size_t i = 0; i < kAuthority.size(); ++i) {
    if ((crs[i] & ~0x20) != (kAuthority[i] & ~0x20)) return std::nullopt;
  }
  int code = 0;
  const char* end = crs.data() + crs.size();
  const auto [after, failure] = std::from_chars(crs.data() + kAuthority.size(), end, code);
  if (failure != std::errc{} || after != end || code <= 0) return std::nullopt;
  return code;
}

std::unique_ptr<OGRSpatialReference> system_of(int code) {
  auto system = std::make_unique<OGRSpatialReference>();
  if (system->importFromEPSG(code) != OGRERR_NONE) return nullptr;
  system->SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  return system;
}

/// The EPSG code of the longitudes and latitudes beneath a system; 0: not known.
int degrees_beneath(const OGRSpatialReference& system) {
  const std::unique_ptr<OGRSpatialReference> degrees{system.CloneGeogCS()};
  const char* code = degrees ? degrees->GetAuthorityCode(nullptr) : nullptr;
  return code != nullptr ? std::atoi(code) : 0;
}

std::unique_ptr<OGRCoordinateTransformation> way_from_degrees(const OGRSpatialReference& to) {
  // CGCS2000 and WGS 84 are one to us (decimetres), but the registry knows other systems by one of
  // them only.
  for (const int from : {kCgcs2000, kWgs84}) {
    const auto degrees = system_of(from);
    OGRCoordinateTransformationOptions options;
    options.SetBallparkAllowed(false);
    options.SetDesiredAccuracy(kAccuracyMetres);
    std::unique_ptr<OGRCoordinateTransformation> way;
    if (degrees) way.reset(OGRCreateCoordinateTransformation(degrees.get(), &to, options));
    if (way) return way;
  }
  return nullptr;
}

/// What one thread converts with.
struct Converter {
  GdalErrors quiet;  // what fails shows as infinity
  std::unique_ptr<OGRCoordinateTransformation> way;
};

}  // namespace

Result<TargetCrs> TargetCrs::of(const std::string& crs, const std::string& shown) {
  GdalErrors quiet;
  OSRSetPROJEnableNetwork(0);
  const std::optional<int> code = epsg_code(crs);
  TargetCrs target;
  target.crs_ = crs;
  target.shown_ = shown;
  if (const auto shift = shifted_crs(crs))
    return Error{Fault::input, "output_crs_shifted", shown, {name_of(*shift)}};
  if (code) target.reference_ = system_of(*code);
  const OGRSpatialReference* system = target.reference_.get();
  if (system == nullptr || system->GetAxesCount() != 2 ||
      (system->IsGeographic() == 0 && system->IsProjected() == 0)) {
    return Error{Fault::input, "output_crs_unknown", shown, {crs}};
  }
  if (*code == kCgcs2000 || *code == kWgs84) return target;

  constexpr std::array<int, 3> kShiftNotPublic{4214, 4610,
                                               4555};  // Beijing 54, Xian 80, New Beijing
  if (std::ranges::find(kShiftNotPublic, degrees_beneath(*system)) == kShiftNotPublic.end()) {
    target.from_degrees_ = way_from_degrees(*system);
  }
  if (!target.from_degrees_) return Error{Fault::input, "output_crs_no_way", shown, {crs}};
  if (system->IsProjected() != 0) target.grain_ = 1e4;
  return target;
}

Result<Done> TargetCrs::check_place(LonLat place) const {
  constexpr double kAround = 3;
  double west = 0, south = 0, east = 0, north = 0;
  if (reference_->IsProjected() == 0 ||
      !reference_->GetAreaOfUse(&west, &south, &east, &north, nullptr))
    return Done{};
  // An area may go over the date line.
  double from_west = std::remainder(place.lon - (west - kAround), 360.0);
  if (from_west < 0) from_west += 360;
  double width = east - west + 2 * kAround;
  if (east < west) width += 360;
  if (from_west <= width && place.lat >= south - kAround && place.lat <= north + kAround)
    return Done{};
  return Error{Fault::input, "output_crs_elsewhere", shown_, {crs_}};
}

Result<Coordinates> TargetCrs::convert(std::span<const Point> points, const Frame& frame) const {
  Coordinates to{std::vector<double>(points.size()), std::vector<double>(points.size())};
  std::atomic<bool> failed{false};  // the same for any order of blocks
  std::mutex cloning;  // GDAL's objects are for one thread at a time, even to be cloned
  const auto make_converter = [&] {
    auto converter = std::make_unique<Converter>();
    const std::lock_guard alone{cloning};
    if (from_degrees_) converter->way.reset(from_degrees_->Clone());
    return converter;
  };
  parallel_for((points.size() + kBlock - 1) / kBlock, make_converter,
               [&](std::size_t block, const std::unique_ptr<Converter>& converter) {
                 const std::size_t first = block * kBlock;
                 const std::size_t last = std::min(first + kBlock, points.size());
                 for (std::size_t i = first; i < last; ++i) {
                   const LonLat place = frame.to_lonlat(points[i]);
                   to.x[i] = place.lon;
                   to.y[i] = place.lat;
                 }
                 if (from_degrees_) {
                   if (!converter->way) return failed.store(true);
                   // What cannot be converted comes back as infinity.
                   converter->way->Transform(static_cast<int>(last - first), &to.x[first],
                                             &to.y[first]);
                 }
                 for (std::size_t i = first; i < last; ++i) {
                   if (!std::isfinite(to.x[i]) || !std::isfinite(to.y[i])) failed.store(true);
                   to.x[i] = std::round(to.x[i] * grain_) / grain_;
                   to.y[i] = std::round(to.y[i] * grain_) / grain_;
                 }
               });
  if (failed.load()) return Error{Fault::input, "output_crs_too_far", shown_, {crs_}};
  return to;
}

}  // namespace lifecircle
