#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/quantity.hpp"
#include "engine/places/places.hpp"

namespace lifecircle {

/// What is asked of new sites; the models behind it are those of algorithms/siting.
enum class SitingAim : std::uint8_t {
  cover_most,  ///< most people within the limit (maximal covering)
  cover_all,   ///< least cost that serves all who can be served (set covering)
  least_time,  ///< least time of all people together (p-median)
  least_worst  ///< least time of the worst served (p-center)
};
/// "cover_most", ...: as studies and files name it.
const char* siting_aim_name(SitingAim aim);
std::optional<SitingAim> siting_aim_named(const std::string& name);

/// What becomes of the facilities that exist.
enum class ExistingSites : std::uint8_t {
  keep,       ///< they serve, and stay
  may_close,  ///< each counts among the sites if it stays, or closes
  ignore      ///< as if there were none
};

/// The ground planned for at once: everything, or each county, township or unit for itself, by the
/// first 6, 9 or all digits of the codes of units.
enum class SitingBy : std::uint8_t { whole, county, township, unit };

/// One question of where to build. Factors, costs and budgets are in thousandths.
struct SitingPlan {
  std::string name;
  std::string service;  ///< of the study: its kinds, modes, scope and direction
  SitingAim aim = SitingAim::cover_most;
  std::optional<std::uint32_t> sites;  ///< at most, beside those that are kept
  std::optional<std::int64_t> budget;  ///< what all sites may cost
  std::optional<Duration> limit = {};  ///< none: the service's
  std::vector<std::pair<std::string, std::int64_t>> weights = {};  ///< measure -> factor; not empty
  /// Groups of people, the first before all others (strict order) and so on; none: by weights.
  std::vector<std::string> order = {};
  /// First those who live in units of which a smaller share is covered now.
  std::optional<double> worst_units_below_percent = {};
  std::map<std::string, std::int64_t> unit_groups = {};  ///< Unit::group -> factor
  std::int64_t backup = 0;  ///< how much a second site in reach counts beside the first
  ExistingSites existing = ExistingSites::keep;
  std::optional<std::uint32_t> closings = {};  ///< at most, of those that may close
  /// Column of a [[supply]] of the service: who has much of it in reach already counts the less
  /// (1 - access / norm), and existing facilities count only so. Empty: not asked.
  std::string surroundings = {};
  /// Column of a [[supply]] of the service: sites and facilities have room for as many of its
  /// measure as its norm says, and who finds none is not covered. Empty: room does not count.
  std::string rooms = {};
  SitingBy by = SitingBy::whole;

  bool asks_strict_order() const { return !order.empty() || worst_units_below_percent; }
};

/// Ground where people count more, or before all others.
struct SitingArea {
  std::vector<Shape> parts;
  std::int64_t factor = 1000;
  bool first = false;
};

/// Where one siting may build: places as facilities are read, with what they state under these
/// names in Facility::stated, and what they will have under SitingPlan::rooms.
inline constexpr const char* kSiteCost = "site_cost";
inline constexpr const char* kSiteRequired = "site_required";
inline constexpr const char* kSiteForbidden = "site_forbidden";
/// What a site beside something wished for is worth, in weight.
inline constexpr const char* kSiteWish = "site_wish";
/// Outlines of estates: who lives in one is served, too, by what stands within so much of it.
struct AdjacentOutlines {
  std::vector<Shape> outlines;
  double within_mm = 0;
};
struct SitingPlaces {
  std::vector<Facility> candidates;  ///< sorted (sort_facilities), each place once
  std::vector<SitingArea> areas;
  AdjacentOutlines adjacent = {};
  bool has_costs = false;
};

}  // namespace lifecircle
