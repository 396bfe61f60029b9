#include "io/read/osm_tags.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <system_error>

namespace lifecircle::osm {
namespace {

constexpr int kMostLevels = 10;

/// Bytes of the well-formed character that `text` begins with; 0: there is none.
std::size_t character_bytes(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned lead = byte(0);
  if (lead < 0x80) return 1;
  std::size_t bytes = 0;
  if (lead >= 0xC2 && lead < 0xE0) bytes = 2;
  if (lead >= 0xE0 && lead < 0xF0) bytes = 3;
  if (lead >= 0xF0 && lead < 0xF5) bytes = 4;
  if (bytes == 0 || bytes > text.size()) return 0;
  std::uint32_t value = lead & (0x7FU >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0U) != 0x80) return 0;
    value = (value << 6U) | (byte(i) & 0x3FU);
  }
  const bool overlong = (bytes == 3 && value < 0x800) || (bytes == 4 && value < 0x10000);
  if (overlong || (value >= 0xD800 && value < 0xE000) || value > 0x10FFFF) return 0;
  return bytes;
}

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
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    const std::size_t bytes = character_bytes(text);
    if (bytes == 0) {
      clean += '?';
    } else {
      clean += text.substr(0, bytes);
    }
    text.remove_prefix(std::max<std::size_t>(bytes, 1));
  }
  return clean;
}

}  // namespace lifecircle::osm
