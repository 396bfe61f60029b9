#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "engine/places/point.hpp"

namespace lifecircle {

/// One thing that is wrong, or most likely wrong, with the data of a study, and why we think so.
struct Finding {
  /// A sentence of the message catalogue; `args` fill its places.
  struct Sentence {
    std::string key;
    std::vector<std::string> args = {};
    auto operator<=>(const Sentence&) const = default;
  };
  Sentence what;                        ///< its remedy says what to do
  std::string where = {};               ///< "study.toml:31 [[facilities]] 2", "roads.shp, 17"
  std::vector<Sentence> evidence = {};  ///< what was measured
  /// Lines of TOML, a key each, to put where `where` says in place of lines of the same keys;
  /// empty: see the remedy.
  std::string fix = {};
  std::optional<std::int64_t> people = {};  ///< concerned, thousandths of the headline measure
  std::optional<Point> at = {};             ///< an example on the plane
  bool stops = false;  ///< nothing can be computed, or nobody counted, until it is mended
};

/// What stops the study first, then by people concerned, most first; not known is less than known.
/// Then by content, so that equal studies give equal lists.
inline void rank_findings(std::vector<Finding>& findings) {
  const auto rank = [](const Finding& f) {
    return std::tuple{!f.stops, !f.people, -f.people.value_or(0), f.what, f.where, f.fix};
  };
  std::ranges::sort(findings, {}, rank);
}

}  // namespace lifecircle
