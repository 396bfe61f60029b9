#include "io/read/raw_numbers.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "io/frame/zones.hpp"

namespace lifecircle {
namespace {

/// Numbers of one axis.
struct Range {
  double low, high;
  bool within(double least, double most) const { return low >= least && high <= most; }
};

bool is_northing(Range r) {
  return r.within(300'000, 6'100'000);  // 3 to 55 degrees north
}

/// The zone of a whole range of eastings, or 0.
int zone_of(Range eastings) {
  const auto low = zone_of_easting(eastings.low), high = zone_of_easting(eastings.high);
  return low && high && low->number == high->number ? low->number : 0;
}

bool is_plain_easting(Range r) {
  return r.within(100'000, 900'000);
}

RawNumbers::Look look_at(Range x, Range y) {
  if (x.within(-180, 180.000001) && y.within(-90, 90))
    return {x.within(3, 55) && y.within(73, 90) ? NumberForm::polar : NumberForm::degrees, 0};
  if (x.within(3, 55) && y.within(73, 136)) return {NumberForm::degrees_swapped, 0};
  if (const int zone = zone_of(x); zone != 0 && is_northing(y)) return {NumberForm::zoned, zone};
  if (const int zone = zone_of(y); zone != 0 && is_northing(x))
    return {NumberForm::zoned_swapped, zone};
  // Nothing to tell them apart where the northing has six digits, too: south of 9 degrees north.
  if (is_plain_easting(x) && y.within(1e6, 6.1e6)) return {NumberForm::metres, 0};
  if (is_plain_easting(y) && x.within(1e6, 6.1e6)) return {NumberForm::metres_swapped, 0};
  return {};
}

std::string plain(double value) {
  return std::abs(value) <= 1000 ? fmt::format("{:.6g}", value) : fmt::format("{:.0f}", value);
}

}  // namespace

std::string RawNumbers::Seen::text() const {
  return plain(box.west) + ", " + plain(box.south);
}

void RawNumbers::add(const LonLatBox& row) {
  if (row.empty()) return;
  Seen& seen = looks_[look_at({row.west, row.east}, {row.south, row.north})];
  ++seen.rows;
  seen.box.add(row);
  ++rows_;
  box_.add(row);
}

const std::pair<const RawNumbers::Look, RawNumbers::Seen>* RawNumbers::look_of_most(
    double share) const {
  for (const auto& look : looks_)
    if (static_cast<double>(look.second.rows) >= share * static_cast<double>(rows_)) return &look;
  return nullptr;
}

bool RawNumbers::mostly(std::initializer_list<NumberForm> forms) const {
  std::uint64_t rows = 0;
  for (const auto& [look, seen] : looks_)
    if (std::ranges::find(forms, look.form) != forms.end()) rows += seen.rows;
  return rows > rows_ / 2;
}

std::string RawNumbers::span() const {
  if (box_.empty()) return "–";
  return fmt::format("{}, {} – {}, {}", plain(box_.west), plain(box_.south), plain(box_.east),
                     plain(box_.north));
}

std::string guess_crs(const RawNumbers& numbers) {
  if (numbers.rows() == 0 || numbers.mostly({NumberForm::degrees, NumberForm::polar}))
    return "EPSG:4490";
  const auto* look = numbers.look_of_most(0.51);
  if (look != nullptr && look->first.form == NumberForm::zoned)
    return GaussZone{look->first.zone}.epsg_with_zone();
  return "EPSG:n";
}

}  // namespace lifecircle
