#pragma once

#include <string>
#include <vector>

#include <osmium/osm/tag.hpp>

#include "engine/base/result.hpp"
#include "io/read/osm.hpp"

namespace lifecircle::osm {

/// One part of a filter: key=a|b, key=*, key!=a|b, key!=*.
struct Condition {
  std::string key;
  bool negative = false;
  std::vector<std::string> values;  ///< none: any value
};

/// All of these must hold.
using Conditions = std::vector<Condition>;

Result<Conditions> parse_filter(const std::string& text);

/// Whether all conditions hold. A value that is a list ("clinic;doctors") holds each of
/// its parts; a key that is not there holds nothing, so key!=... is true of it.
bool all_hold(const Conditions& conditions, const osmium::TagList& tags);

}  // namespace lifecircle::osm
