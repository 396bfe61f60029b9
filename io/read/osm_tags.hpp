#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

#include <osmium/osm/tag.hpp>

#include "io/read/text.hpp"

namespace lifecircle::osm {

/// The value of a key; empty where the key is not there.
inline std::string_view value_of(const osmium::TagList& tags, const char* key) {
  const char* value = tags.get_value_by_key(key);
  return value == nullptr ? std::string_view{} : std::string_view{value};
}

inline bool is_one_of(std::string_view value, std::initializer_list<std::string_view> known) {
  for (const std::string_view one : known)
    if (value == one) return true;
  return false;
}

/// Calls `each` with every part between separators, trimmed; the whole text if there is none.
template <class Each>
void for_each_part(std::string_view text, char separator, Each each) {
  while (true) {
    const std::size_t end = text.find(separator);
    each(trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) return;
    text.remove_prefix(end + 1);
  }
}

/// Ground level passages under a building and "no" are no tunnels; neither is what a
/// roof covers (covered=*).
inline bool is_tunnel(const osmium::TagList& tags) {
  const std::string_view tunnel = value_of(tags, "tunnel");
  return !tunnel.empty() && tunnel != "no" && tunnel != "building_passage";
}

inline bool is_bridge(const osmium::TagList& tags) {
  const std::string_view bridge = value_of(tags, "bridge");
  return !bridge.empty() && bridge != "no";
}

/// layer=*: the whole number the value begins with, within ±10; 0 without one.
int level_of(const osmium::TagList& tags);

/// The text as UTF-8: what is none becomes U+FFFD, for PBF files may hold anything.
std::string clean_text(std::string_view text);

}  // namespace lifecircle::osm
