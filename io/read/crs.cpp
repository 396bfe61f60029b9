#include "io/read/crs.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <ogr_spatialref.h>

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

std::string guess_crs(const LonLatBox& numbers) {
  if (numbers.empty()) return "EPSG:4490";
  const auto within = [&](double low, double high) {
    return numbers.west >= low && numbers.east < high;
  };
  if (within(-180, 180.000001) && numbers.south >= -90 && numbers.north <= 90) return "EPSG:4490";
  // Seven and eight digits: the zone stands before the easting.
  const double zone = std::floor(numbers.west / 1e6);
  if (zone == std::floor(numbers.east / 1e6)) {
    if (zone >= 13 && zone <= 23) return fmt::format("EPSG:{}", 4478 + static_cast<int>(zone));
    if (zone >= 25 && zone <= 45) return fmt::format("EPSG:{}", 4488 + static_cast<int>(zone));
  }
  // Six: the central meridian must be asked for.
  if (within(1e5, 1e6)) return "EPSG:4534 … EPSG:4554";
  return "EPSG:n";
}

bool ToLonLat::says_something(const OGRSpatialReference* crs) {
  if (crs == nullptr || crs->IsEmpty() || crs->IsLocal()) return false;
  const char* name = crs->GetName();
  return name == nullptr || !std::string_view{name}.starts_with("Undefined ");  // GeoPackage's 0
}

ToLonLat ToLonLat::degrees() {
  return {};
}

Result<ToLonLat> ToLonLat::make(const std::string& stated, const OGRSpatialReference* of_file,
                                const std::string& where, const LonLatBox& numbers) {
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
    const std::string span = numbers.empty()
                                 ? "–"
                                 : fmt::format("{:.6g}, {:.6g} – {:.6g}, {:.6g}", numbers.west,
                                               numbers.south, numbers.east, numbers.north);
    return Error{Fault::input, "crs_missing", where, {span, guess_crs(numbers)}};
  }
  from.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  const char* name = from.GetName();
  if (!from.IsGeographic() && !from.IsProjected())
    return Error{Fault::input, "crs_no_map", where, {name == nullptr ? "" : name}};

  const std::string datum = datum_of(from);
  const bool shifted = has_own_shift(from);
  if (is_old_chinese(datum) && !shifted)
    return Error{Fault::input, "crs_old_chinese", where, {name == nullptr ? datum : name}};

  ToLonLat to_lonlat;
  OGRSpatialReference own;
  const bool has_own = own.CopyGeogCSFrom(&from) == OGRERR_NONE && is_plain_degrees(own);
  own.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  const auto take_own = [&] {
    if (is_plain_degrees(from)) return true;
    to_lonlat.there_ = transformation(from, own, true);
    to_lonlat.back_ = transformation(own, from, true);
    return to_lonlat.there_ != nullptr && to_lonlat.back_ != nullptr;
  };
  if (has_own && is_ours(datum) && !shifted && take_own()) return to_lonlat;

  OGRSpatialReference wgs84;
  wgs84.importFromEPSG(4326);
  wgs84.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  to_lonlat.there_ = transformation(from, wgs84, shifted);
  to_lonlat.back_ = transformation(wgs84, from, shifted);
  if (to_lonlat.there_ && to_lonlat.back_) return to_lonlat;
  if (has_own && on_modern_ellipsoid(own) && take_own()) return to_lonlat;
  return Error{Fault::input, "crs_no_way", where, {name == nullptr ? datum : name}};
}

void ToLonLat::apply(std::span<double> x, std::span<double> y) const {
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
  if (back_ == nullptr || lon.empty()) return;
  std::vector<int> good(lon.size());
  back_->Transform(static_cast<int>(lon.size()), lon.data(), lat.data(), nullptr, good.data());
  for (std::size_t i = 0; i < lon.size(); ++i)
    if (good[i] == 0) lon[i] = lat[i] = std::numeric_limits<double>::quiet_NaN();
}

}  // namespace lifecircle
