#include "io/frame/frame.hpp"

#include <proj.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <numbers>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

namespace lifecircle {
namespace {

constexpr double kMaxLat = 84;
constexpr double kMaxSpan = 18;    // degrees of box, either way
constexpr double kReachLon = 9;    // degrees from the central meridian
constexpr double kReachLat = 9.1;  // a bit more than 1,000 km
constexpr double kReachMm = 1e9;   // 1,000 km
constexpr double kDegree = std::numbers::pi / 180;
constexpr double kSecondEccentricitySquared = 0.00673949677548;  // of GRS 80 and CGCS2000

using Centre = std::pair<int, int>;  // hundredths of a degree: lon, lat

std::string definition_of(Centre centre) {
  return fmt::format(
      "+proj=tmerc +lat_0={:.2f} +lon_0={:.2f} +k=1 +x_0=0 +y_0=0 +ellps=GRS80 +units=m +no_defs",
      centre.second / 100.0, centre.first / 100.0);
}

/// A thread's own PROJ objects, which no two threads may share. One a centre, kept
/// until the thread ends.
class Workshop {
 public:
  Workshop() : context_{proj_context_create()} {
    proj_context_set_enable_network(context_, 0);
    proj_log_level(context_, PJ_LOG_NONE);
  }
  ~Workshop() {
    for (auto& [centre, projection] : projections_) proj_destroy(projection);
    proj_context_destroy(context_);
  }
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;

  PJ* projection(Centre centre) {
    if (last_ != nullptr && centre == last_centre_) return last_;
    PJ*& projection = projections_[centre];
    if (projection == nullptr) {
      // The exact algorithm by name: proj.ini could choose the approximate one.
      const std::string definition = definition_of(centre) + " +algo=poder_engsager";
      projection = proj_create(context_, definition.c_str());
      if (projection == nullptr) throw std::runtime_error("PROJ cannot make " + definition);
    }
    last_centre_ = centre;
    last_ = projection;
    return projection;
  }

 private:
  PJ_CONTEXT* context_;
  std::map<Centre, PJ*> projections_;
  Centre last_centre_;
  PJ* last_ = nullptr;
};

PJ* projection_here(Centre centre) {
  thread_local Workshop workshop;
  return workshop.projection(centre);
}

struct Metres {
  double x, y;
};

Metres forward(Centre centre, double lon, double lat) {
  const PJ_COORD plane =
      proj_trans(projection_here(centre), PJ_FWD, proj_coord(lon * kDegree, lat * kDegree, 0, 0));
  return {plane.xy.x, plane.xy.y};
}

}  // namespace

void LonLatBox::add(double lon, double lat) {
  west = std::min(west, lon);
  east = std::max(east, lon);
  south = std::min(south, lat);
  north = std::max(north, lat);
}

void LonLatBox::add(const LonLatBox& other) {
  if (other.empty()) return;
  add(other.west, other.south);
  add(other.east, other.north);
}

struct Frame::Projection {
  Centre centre;
};

Result<Frame> Frame::around(const LonLatBox& box) {
  if (box.empty()) return Error{Fault::input, "frame_empty", ""};
  const auto on_earth = [](double lon, double lat) {
    return std::abs(lon) <= 180 && std::abs(lat) <= kMaxLat;  // false for NaN
  };
  const std::string text =
      fmt::format("{:.4f}, {:.4f} – {:.4f}, {:.4f}", box.west, box.south, box.east, box.north);
  if (!on_earth(box.west, box.south) || !on_earth(box.east, box.north))
    return Error{Fault::input, "frame_off_earth", "", {text}};
  if (box.east - box.west > kMaxSpan || box.north - box.south > kMaxSpan)
    return Error{Fault::input, "frame_too_wide", "", {text}};
  Frame frame;
  frame.projection_ = std::make_shared<const Projection>(
      Projection{{static_cast<int>(std::lround((box.west + box.east) * 50)),
                  static_cast<int>(std::lround((box.south + box.north) * 50))}});
  return frame;
}

Point Frame::to_plane(double lon, double lat) const {
  const Metres metres = forward(projection_->centre, lon, lat);
  const auto millimetres = [](double m) {
    // What lies out of reach is the caller's mistake, but may not become undefined behaviour.
    constexpr double kMost = std::numeric_limits<std::int32_t>::max();
    const double mm = std::floor(m * 1000 + 0.5);
    return static_cast<std::int32_t>(mm >= -kMost ? std::min(mm, kMost) : -kMost);
  };
  return {millimetres(metres.x), millimetres(metres.y)};
}

LonLat Frame::to_lonlat(Point p) const {
  const PJ_COORD place = proj_trans(projection_here(projection_->centre), PJ_INV,
                                    proj_coord(p.x / 1000.0, p.y / 1000.0, 0, 0));
  return {place.lp.lam / kDegree, place.lp.phi / kDegree};
}

bool Frame::holds(double lon, double lat) const {
  if (!(std::abs(lon) <= 180 && std::abs(lat) <= kMaxLat)) return false;
  const LonLat here = centre();
  if (std::abs(std::remainder(lon - here.lon, 360)) > kReachLon) return false;
  if (std::abs(lat - here.lat) > kReachLat) return false;
  // Within 8.5° both ways no place is more than 985 km off: saves projecting nearly all.
  constexpr double kSurely = 8.5;
  if (std::abs(std::remainder(lon - here.lon, 360)) <= kSurely &&
      std::abs(lat - here.lat) <= kSurely)
    return true;
  const Metres metres = forward(projection_->centre, lon, lat);
  return std::abs(metres.x) * 1000 <= kReachMm && std::abs(metres.y) * 1000 <= kReachMm;
}

LonLat Frame::centre() const {
  return {projection_->centre.first / 100.0, projection_->centre.second / 100.0};
}

std::string Frame::definition() const {
  return definition_of(projection_->centre);
}

double Frame::radius_m() const {
  constexpr double kEquator_m = 6378137;
  constexpr double e2 = kSecondEccentricitySquared / (1 + kSecondEccentricitySquared);
  const double sine = std::sin(centre().lat * kDegree);
  return kEquator_m * std::sqrt(1 - e2) / (1 - e2 * sine * sine);
}

double Frame::scale_error(const LonLatBox& box) const {
  if (box.empty()) return 0;
  const double lon = centre().lon;
  const double away = std::max(std::abs(box.west - lon), std::abs(box.east - lon));
  const double lat =
      box.south <= 0 && box.north >= 0 ? 0 : std::min(std::abs(box.south), std::abs(box.north));
  // The sphere's scale (Snyder, Map Projections, 1987, 8-4) with the ellipsoid's first term.
  const double cosine = std::cos(lat * kDegree);
  const double b = cosine * std::sin(std::min(away, 90.0) * kDegree);
  return (1 / std::sqrt(1 - b * b) - 1) * (1 + kSecondEccentricitySquared * cosine * cosine);
}

}  // namespace lifecircle
