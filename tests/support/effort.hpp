#pragma once

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <stdexcept>
#include <string>
#include <string_view>

namespace lifecircle::test {

/// How much random input is tried and how many real answers are judged, as a share of what CI
/// tries: LIFECIRCLE_RUNS, such as 10 in a night with time to spare; where it is not given,
/// LIFECIRCLE_PRESET_RUNS, by which the presets of slow builds try less; or else 1. Whatever is no
/// number above 0 is refused: it would change unseen what is tried.
inline double effort() {
  const char* given = std::getenv("LIFECIRCLE_RUNS");
  if (given == nullptr) given = std::getenv("LIFECIRCLE_PRESET_RUNS");
  if (given == nullptr) return 1;
  const std::string_view text{given};
  double share = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), share);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(share) ||
      share <= 0)
    throw std::invalid_argument("LIFECIRCLE_RUNS or LIFECIRCLE_PRESET_RUNS is \"" +
                                std::string{text} + "\": give a number above 0, such as 0.1 or 10");
  return share;
}

/// `runs` by the effort; at least one, however little the effort.
inline int by_effort(int runs) {
  return static_cast<int>(
      std::clamp(std::round(runs * effort()), 1.0, double{std::numeric_limits<int>::max()}));
}

}  // namespace lifecircle::test
