#include "io/read/crs.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <ogr_spatialref.h>

#include "io/frame/china.hpp"
#include "io/read/gdal_open.hpp"
#include "io/read/text.hpp"

namespace lifecircle {
namespace {

constexpr double kOffTheMap = 2e8;  // in any unit; zone 45 has eastings of 45,500,000 m

/// A datum's name without case, blanks and underscores: files spell them in many ways.
std::string datum_of(const OGRSpatialReference& crs) {
  const char* name = crs.GetAttrValue("DATUM");
  std::string plain;
  for (const char c : lowered(name == nullptr ? "" : name))
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) plain += c;
  return plain;
}

bool says(const std::string& text, std::initializer_list<std::string_view> words) {
  for (const std::string_view word : words)
    if (text.find(word) != std::string::npos) return true;
  return false;
}

bool is_ours(const std::string& datum) {
  return says(datum, {"wgs84", "wgs1984", "worldgeodeticsystem1984", "china2000", "cgcs2000",
                      "chinageodeticcoordinatesystem2000", "chinesegeodetic"});
}

bool is_old_chinese(const std::string& datum) {
  return says(datum, {"beijing1954", "beijing54", "xian1980", "xian80", "newbeijing"});
}

bool has_own_shift(const OGRSpatialReference& crs) {
  std::array<double, 7> shift{};
  if (crs.GetTOWGS84(shift.data(), 7) != OGRERR_NONE) return false;
  for (const double value : shift)
    if (value != 0) return true;
  return false;
}

bool on_modern_ellipsoid(const OGRSpatialReference& crs) {
  return std::abs(crs.GetSemiMajor() - 6378137) < 0.01 &&
         std::abs(crs.GetInvFlattening() - 298.2572) < 0.001;
}

bool is_plain_degrees(const OGRSpatialReference& crs) {
  return crs.IsGeographic() && std::abs(crs.GetAngularUnits() - 0.0174532925199433) < 1e-12 &&
         crs.GetPrimeMeridian() == 0;
}

using Transformation = std::shared_ptr<OGRCoordinateTransformation>;

Transformation transformation(const OGRSpatialReference& from, const OGRSpatialReference& to,
                              bool guessed) {
  OGRCoordinateTransformationOptions options;
  options.SetBallparkAllowed(guessed);
  return Transformation{OGRCreateCoordinateTransformation(&from, &to, options),
                        OGRCoordinateTransformation::DestroyCT};
}

/// EPSG:n and WKT only: GDAL's "any text" also takes web addresses and files.
Result<OGRSpatialReference> stated_crs(const std::string& stated, const std::string& where) {
  OGRSpatialReference crs;
  const std::string_view text = trimmed(stated);
  if (lowered(text.substr(0, 5)) == "epsg:") {
    int code = 0;
    const auto [end, error] = std::from_chars(text.data() + 5, text.data() + text.size(), code);
    if (error == std::errc{} && end == text.data() + text.size() && code > 0 &&
        crs.importFromEPSG(code) == OGRERR_NONE)
      return crs;
  } else if (text.find('[') != std::string_view::npos &&
             crs.importFromWkt(std::string{text}.c_str()) == OGRERR_NONE) {
    return crs;
  }
  return Error{Fault::input, "crs_unknown", where, {std::string{text}}};
}

}  // namespace

bool ToLonLat::says_something(const OGRSpatialReference* crs) {
  if (crs == nullptr || crs->IsEmpty() || crs->IsLocal()) return false;
  const char* name = crs->GetName();
  return name == nullptr || !std::string_view{name}.starts_with("Undefined ");  // GeoPackage's 0
}

ToLonLat ToLonLat::degrees() {
  return {};
}

std::string shown_crs(const OGRSpatialReference* crs) {
  if (!ToLonLat::says_something(crs)) return {};
  const char* name = crs->GetName();
  const char* authority = crs->GetAuthorityName(nullptr);
  const char* code = crs->GetAuthorityCode(nullptr);
  std::string shown = name == nullptr ? "" : name;
  if (authority != nullptr && code != nullptr)
    shown = fmt::format("{}:{}{}{}", authority, code, shown.empty() ? "" : ", ", shown);
  return shown;
}

Result<ToLonLat> ToLonLat::make(const std::string& stated, const OGRSpatialReference* of_file,
                                const std::string& where, const RawNumbers& numbers) {
  ToLonLat to_lonlat;
  if (const auto shift = shifted_crs(stated)) {
    to_lonlat.shift_ = shift;
    to_lonlat.name_ = name_of(*shift);
    to_lonlat.step_ = {*shift == ShiftedCrs::gcj02 ? "crs_done_gcj02" : "crs_done_bd09"};
    return to_lonlat;
  }
  prepare_gdal();
  const GdalMessages quiet;
  OGRSpatialReference from;
  if (!trimmed(stated).empty()) {
    auto said = stated_crs(stated, where);
    if (!said) return said.error();
    from = said.value();
  } else if (ToLonLat::says_something(of_file)) {
    from = *of_file;
  } else {
    return Error{Fault::input, "crs_missing", where, {numbers.span(), guess_crs(numbers)}};
  }
  from.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  to_lonlat.describe(from);
  return std::move(to_lonlat).find_way(from, where);
}

void ToLonLat::describe(const OGRSpatialReference& from) {
  name_ = shown_crs(&from);
  of_angles_ = from.IsGeographic() != 0;
  const char* method = from.GetAttrValue("PROJECTION");
  if (method == nullptr || of_angles_ || from.GetLinearUnits() != 1) return;
  if (says(lowered(method), {"transverse_mercator", "gauss_kruger"}))
    false_easting_ = from.GetProjParm("false_easting");
}

/// Fills there_, back_ and step_.
Result<ToLonLat> ToLonLat::find_way(const OGRSpatialReference& from, const std::string& where) && {
  const char* name = from.GetName();
  if (!from.IsGeographic() && !from.IsProjected())
    return Error{Fault::input, "crs_no_map", where, {name == nullptr ? "" : name}};

  const std::string datum = datum_of(from);
  const bool shifted = has_own_shift(from);
  if (is_old_chinese(datum) && !shifted)
    return Error{Fault::input, "crs_old_chinese", where, {name == nullptr ? datum : name}};

  OGRSpatialReference own;
  const bool has_own = own.CopyGeogCSFrom(&from) == OGRERR_NONE && is_plain_degrees(own);
  own.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  const auto take_own = [&](const char* step) {
    step_ = {step, {name_}};
    if (is_plain_degrees(from)) return true;
    there_ = transformation(from, own, true);
    back_ = transformation(own, from, true);
    return there_ != nullptr && back_ != nullptr;
  };
  if (has_own && is_ours(datum) && !shifted &&
      take_own(is_plain_degrees(from) ? "crs_done_degrees" : "crs_done_unprojected"))
    return std::move(*this);

  OGRSpatialReference wgs84;
  wgs84.importFromEPSG(4326);
  wgs84.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  step_ = {shifted ? "crs_done_parameters" : "crs_done_transformed", {name_}};
  there_ = transformation(from, wgs84, shifted);
  back_ = transformation(wgs84, from, shifted);
  if (there_ && back_) return std::move(*this);
  if (has_own && on_modern_ellipsoid(own) && take_own("crs_done_equal")) return std::move(*this);
  return Error{Fault::input, "crs_no_way", where, {name == nullptr ? datum : name}};
}

namespace {

/// One place to or from WGS 84; outside China nothing is shifted.
LonLat unshifted_place(LonLat place, ShiftedCrs crs) {
  if (in_china(place) == InChina::outside) return place;
  return wgs84_of_gcj02(crs == ShiftedCrs::bd09 ? gcj02_of_bd09(place) : place);
}
LonLat shifted_place(LonLat wgs84, ShiftedCrs crs) {
  if (in_china(wgs84) == InChina::outside) return wgs84;
  const LonLat gcj02 = gcj02_of_wgs84(wgs84);
  return crs == ShiftedCrs::bd09 ? bd09_of_gcj02(gcj02) : gcj02;
}

template <class Shift>
void shift_all(std::span<double> x, std::span<double> y, ShiftedCrs crs, Shift shift) {
  for (std::size_t i = 0; i < x.size(); ++i) {
    const bool on_earth = std::abs(x[i]) <= 180 && std::abs(y[i]) <= 90;
    constexpr double kNowhere = std::numeric_limits<double>::quiet_NaN();
    const LonLat to = on_earth ? shift(LonLat{x[i], y[i]}, crs) : LonLat{kNowhere, kNowhere};
    x[i] = to.lon;
    y[i] = to.lat;
  }
}

}  // namespace

void ToLonLat::apply(std::span<double> x, std::span<double> y) const {
  if (shift_) return shift_all(x, y, *shift_, unshifted_place);
  if (there_ == nullptr || x.empty()) return;
  // Cylindrical projections wrap what is far off the map back onto it.
  for (std::size_t i = 0; i < x.size(); ++i)
    if (!(std::abs(x[i]) < kOffTheMap && std::abs(y[i]) < kOffTheMap))
      x[i] = y[i] = std::numeric_limits<double>::quiet_NaN();
  std::vector<int> good(x.size());
  there_->Transform(static_cast<int>(x.size()), x.data(), y.data(), nullptr, good.data());
  for (std::size_t i = 0; i < x.size(); ++i)
    if (good[i] == 0) x[i] = y[i] = std::numeric_limits<double>::quiet_NaN();
}

void ToLonLat::unapply(std::span<double> lon, std::span<double> lat) const {
  if (shift_) return shift_all(lon, lat, *shift_, shifted_place);
  if (back_ == nullptr || lon.empty()) return;
  std::vector<int> good(lon.size());
  back_->Transform(static_cast<int>(lon.size()), lon.data(), lat.data(), nullptr, good.data());
  for (std::size_t i = 0; i < lon.size(); ++i)
    if (good[i] == 0) lon[i] = lat[i] = std::numeric_limits<double>::quiet_NaN();
}

}  // namespace lifecircle
