#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "algorithms/coverage/answers.hpp"

namespace lifecircle {

/// A rate and what it is made of. Counts in thousandths.
struct Rate {
  std::int64_t covered = 0;
  std::int64_t total = 0;
  std::int64_t unconnected = 0;  ///< part of total - covered: no road within the access limit
  /// Nothing of nobody. Never printed as all (or none) with two decimals where it is not.
  std::optional<double> percent() const {
    if (total == 0) return std::nullopt;
    const double share = 100.0 * static_cast<double>(covered) / static_cast<double>(total);
    if (covered == 0 || covered == total) return share;
    return std::clamp(share, 0.01, 99.99);
  }
};

/// Whether a variant covers a home: closed threshold.
inline bool is_covered(const Service& service, const Variant& variant, DemandId home) {
  const Label label = variant.homes[home].nearest;
  return !label.is_never() && label.time() <= service.limit;
}

/// The way of travelling in which a measure's headline rate is counted: its own, if it has one.
const Variant& headline_of(const ServiceAnswer& service, const std::string& measure);

/// Rate of one measure for one variant over homes in scope; `unit`: only there. The place of
/// `measure` in Homes::measures, or none for the number of places.
Rate rate_of(const Answers& answers, const ServiceAnswer& service, const Variant& variant,
             std::optional<std::size_t> measure);

/// The same for every unit, and last for homes in no unit.
std::vector<Rate> rates_by_unit(const Answers& answers, const ServiceAnswer& service,
                                const Variant& variant, std::optional<std::size_t> measure,
                                std::size_t units);

/// Shares of units: those whose own point is covered (of those with one), and those with at least
/// `percent` of the headline measure covered (of those with anyone). In whole units times 1000.
Rate units_by_own_point(const Answers& answers, const ServiceAnswer& service,
                        const Variant& variant, const Town& town);
Rate units_by_share(const std::vector<Rate>& by_unit, std::size_t units, double percent);

}  // namespace lifecircle
