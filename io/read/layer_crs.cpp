#include "io/read/layer_crs.hpp"

#include <cmath>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "io/frame/china.hpp"
#include "io/frame/zones.hpp"
#include "io/read/layer_rows.hpp"
#include "io/read/text.hpp"

namespace lifecircle {
namespace {

constexpr double kMost = 0.5 + 1e-9;  // more than a half
constexpr double kNearlyAll = 0.9;

std::string stated_text(const LayerSource& source) {
  std::string text;
  if (!trimmed(source.crs).empty()) text = fmt::format("crs = \"{}\"", trimmed(source.crs));
  if (source.axes == Axes::swapped)
    text += std::string{text.empty() ? "" : ", "} + "axes = \"swapped\"";
  return text;
}

/// What the numbers alone say: a system to read them in, or why they say none.
struct Recognised {
  std::string crs;  ///< empty: degrees
  bool swap = false;
  std::string key;  ///< of the problem that tells
  std::vector<std::string> args;
};

Error not_recognised(const RawNumbers& numbers, const std::string& where) {
  if (const auto* most = numbers.look_of_most(kMost)) {
    const std::string sample = most->second.text();
    const auto metres = [&](bool swapped) {
      const LonLatBox& box = most->second.box;
      // Further than 1.5 degrees and an overlap from its meridian, a place is in no 3-degree zone.
      const double low = swapped ? box.south : box.west, high = swapped ? box.north : box.east;
      const bool wide = std::abs(low - 500'000) > 210'000 || std::abs(high - 500'000) > 210'000;
      return Error{Fault::input,
                   swapped ? "crs_missing_meridian_swapped" : "crs_missing_meridian",
                   where,
                   {sample, zones_by_meridian(wide ? 6 : 3), wide ? "6" : "3"}};
    };
    if (most->first.form == NumberForm::degrees_swapped)
      return Error{Fault::input, "crs_missing_swapped", where, {sample}};
    if (most->first.form == NumberForm::metres) return metres(false);
    if (most->first.form == NumberForm::metres_swapped) return metres(true);
  }
  if (numbers.mostly({NumberForm::zoned, NumberForm::zoned_swapped})) {
    std::string zones;
    for (const auto& [look, seen] : numbers.looks())
      if (look.zone != 0)
        zones += fmt::format("{}{} ({})", zones.empty() ? "" : ", ", look.zone, seen.rows);
    return Error{Fault::input, "crs_missing_zones", where, {zones}};
  }
  return Error{Fault::input, "crs_missing", where, {numbers.span(), guess_crs(numbers)}};
}

Result<Recognised> recognise(const RawNumbers& numbers, bool is_table, const std::string& where) {
  if (is_table && (numbers.rows() == 0 || numbers.mostly({NumberForm::degrees, NumberForm::polar})))
    return Recognised{.crs = "",
                      .swap = false,
                      .key = numbers.rows() == 0 ? "" : "crs_assumed_degrees",
                      .args = {}};
  const auto* most = numbers.look_of_most(kNearlyAll);
  const bool zoned = most != nullptr && numbers.rows() > 0 && most->first.zone != 0;
  if (!zoned) return not_recognised(numbers, where);
  const GaussZone zone{most->first.zone};
  const bool swap = most->first.form == NumberForm::zoned_swapped;
  return Recognised{.crs = zone.epsg_with_zone(),
                    .swap = swap,
                    .key = swap ? "crs_recognised_swapped" : "crs_recognised",
                    .args = {most->second.text(), std::to_string(zone.degrees_wide()),
                             std::to_string(zone.number), zone.epsg_with_zone()}};
}

/// That a layer said to be of a web map has degrees.
Result<Done> check_degrees(const LayerSource& source, const RawNumbers& numbers,
                           const std::string& where) {
  if (numbers.rows() == 0 || numbers.mostly({NumberForm::degrees})) return Done{};
  const std::string stated{trimmed(source.crs)};
  if (numbers.mostly({NumberForm::degrees_swapped, NumberForm::polar}))
    return Error{Fault::input, "crs_swapped", where, {stated, numbers.span()}};
  if (numbers.mostly({NumberForm::degrees, NumberForm::polar})) return Done{};
  return Error{Fault::input, "crs_wants_degrees", where, {stated, numbers.span()}};
}

}  // namespace

bool must_look(const LayerSource& source, const OGRSpatialReference* of_file) {
  return shifted_crs(source.crs).has_value() ||
         (trimmed(source.crs).empty() && !ToLonLat::says_something(of_file));
}

Result<LayerCrs> choose_crs(const LayerSource& source, const std::string& layer,
                            const OGRSpatialReference* of_file, bool is_table,
                            const RawNumbers& numbers, Problems& problems) {
  const std::string where = place_of(source, layer);
  LayerCrs chosen{.to_lonlat = ToLonLat::degrees(),
                  .swap = source.axes == Axes::swapped,
                  .conversion = {.file = source.file,
                                 .layer = layer,
                                 .stated = stated_text(source),
                                 .found = shown_crs(of_file)}};
  std::vector<Conversion::Step>& steps = chosen.conversion.steps;
  const auto tell = [&](std::string key, std::vector<std::string> args) {
    problems.add({.key = std::move(key),
                  .file = source.file,
                  .layer = layer,
                  .args = std::move(args),
                  .set_aside = false});
  };
  std::string crs = source.crs;
  if (trimmed(crs).empty() && !ToLonLat::says_something(of_file)) {
    auto recognised = recognise(numbers, is_table, where);
    if (!recognised) return recognised.error();
    Recognised& found = recognised.value();
    if (!found.key.empty()) tell(found.key, found.args);
    chosen.swap = chosen.swap != found.swap;
    crs = found.crs;
    if (!crs.empty()) steps.push_back({"crs_done_recognised", found.args});
    if (crs.empty()) steps.push_back({"crs_done_assumed"});
  } else if (shifted_crs(crs)) {
    if (const auto good = check_degrees(source, numbers, where); !good) return good.error();
    tell(shifted_crs(crs) == ShiftedCrs::gcj02 ? "crs_gcj02" : "crs_bd09", {});
  }
  if (chosen.swap) steps.push_back({"crs_done_swapped"});
  if (crs.empty() && !ToLonLat::says_something(of_file)) return chosen;
  auto made = ToLonLat::make(crs, of_file, where, numbers);
  if (!made) return made.error();
  chosen.to_lonlat = std::move(made).value();
  steps.push_back(chosen.to_lonlat.step());
  return chosen;
}

namespace {

/// Whether the middle of a box lies in China when read as x, y.
bool lies_in_china(const ToLonLat& to_lonlat, double x, double y) {
  to_lonlat.apply({&x, 1}, {&y, 1});
  return in_china({x, y}) != InChina::outside;
}

}  // namespace

std::optional<CrsDoubt> doubt_of(const LayerCrs& crs, const RawNumbers& numbers) {
  const auto* most = numbers.look_of_most(kMost);
  if (most == nullptr || numbers.rows() == 0) return std::nullopt;
  const auto& look = most->first;
  const auto& seen = most->second;
  const ToLonLat& to_lonlat = crs.to_lonlat;
  const double x = (seen.box.west + seen.box.east) / 2, y = (seen.box.south + seen.box.north) / 2;
  const bool here = lies_in_china(to_lonlat, x, y);
  const auto doubt = [&](std::string key, std::vector<std::string> more) {
    std::vector<std::string> args{to_lonlat.name().empty() ? "EPSG:4490" : to_lonlat.name(),
                                  seen.text(), std::to_string(seen.rows),
                                  std::to_string(numbers.rows())};
    args.insert(args.end(), more.begin(), more.end());
    return CrsDoubt{std::move(key), std::move(args)};
  };
  const bool like_swapped =
      look.form == NumberForm::degrees_swapped || look.form == NumberForm::polar ||
      look.form == NumberForm::zoned_swapped || look.form == NumberForm::metres_swapped;
  if (like_swapped && !here && lies_in_china(to_lonlat, y, x))
    return doubt(crs.swap ? "crs_looks_unswapped" : "crs_looks_swapped", {});
  if (to_lonlat.of_angles()) {
    if (look.form == NumberForm::zoned)
      return doubt("crs_looks_zoned", {GaussZone{look.zone}.epsg_with_zone()});
    if (look.form == NumberForm::metres) return doubt("crs_looks_metres", {});
    return std::nullopt;
  }
  if (look.form == NumberForm::degrees && !here && in_china({x, y}) != InChina::outside)
    return doubt("crs_looks_degrees", {});
  if (!to_lonlat.false_easting()) return std::nullopt;
  const auto own_zone = zone_of_easting(*to_lonlat.false_easting());
  if (look.form == NumberForm::metres && own_zone)
    return doubt("crs_zone_left_out",
                 {std::to_string(own_zone->number), own_zone->epsg_without_zone()});
  if (look.form != NumberForm::zoned) return std::nullopt;
  const GaussZone zone{look.zone};
  if (std::abs(*to_lonlat.false_easting() - (zone.number * 1e6 + 500'000)) < 1) return std::nullopt;
  return doubt("crs_zone_differs", {std::to_string(zone.number),
                                    std::to_string(zone.degrees_wide()), zone.epsg_with_zone()});
}

}  // namespace lifecircle
