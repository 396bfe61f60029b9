#include "io/read/osm_tags.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace lifecircle::osm {
namespace {

constexpr int kMostLevels = 10;

}  // namespace

int level_of(const osmium::TagList& tags) {
  std::string_view text = trimmed(value_of(tags, "layer"));
  if (text.starts_with('+')) text.remove_prefix(1);
  int level = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), level);
  if (parsed.ec == std::errc::result_out_of_range)
    return text.starts_with('-') ? -kMostLevels : kMostLevels;
  if (parsed.ec != std::errc{}) return 0;
  return std::clamp(level, -kMostLevels, kMostLevels);
}

std::string clean_text(std::string_view text) {
  if (is_utf8(text)) return std::string{text};
  const Result<Decoder> utf8 = Decoder::from("UTF-8");
  return utf8 ? utf8.value().decode(text) : std::string{};
}

}  // namespace lifecircle::osm
