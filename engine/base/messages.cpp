#include "engine/base/messages.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <iterator>

#include "engine/base/secrets.hpp"

namespace lifecircle {
namespace {

// One file a room, so that a message lies near the people who write it.
constexpr Message kMessages[] = {
#include "engine/base/messages/check.inc"
#include "engine/base/messages/compare.inc"
#include "engine/base/messages/engine.inc"
#include "engine/base/messages/frame.inc"
#include "engine/base/messages/indicators.inc"
#include "engine/base/messages/layer.inc"
#include "engine/base/messages/make_town.inc"
#include "engine/base/messages/osm.inc"
#include "engine/base/messages/prepared.inc"
#include "engine/base/messages/program.inc"
#include "engine/base/messages/report.inc"
#include "engine/base/messages/run.inc"
#include "engine/base/messages/sheet.inc"
#include "engine/base/messages/siting.inc"
#include "engine/base/messages/standards.inc"
#include "engine/base/messages/study.inc"
#include "engine/base/messages/study_report.inc"
#include "engine/base/messages/town.inc"
#include "engine/base/messages/words.inc"
#include "engine/base/messages/write.inc"
};

/// One character at the start of `text`: its value and its bytes. Bytes that are no
/// UTF-8 (also overlong forms, surrogates) come one at a time with the value -1.
struct Character {
  std::int32_t value = -1;
  std::size_t bytes = 1;
};

Character first_character(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t bytes = lead >= 0xC2 && lead < 0xE0   ? 2
                            : lead >= 0xE0 && lead < 0xF0 ? 3
                            : lead >= 0xF0 && lead < 0xF5 ? 4
                                                          : 0;
  if (bytes == 0 || bytes > text.size()) return {};
  std::int32_t value = lead & (0x7F >> bytes);
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {};
    value = (value << 6) | (byte(i) & 0x3F);
  }
  const bool overlong = (bytes == 3 && value < 0x800) || (bytes == 4 && value < 0x10000);
  if (overlong || (value >= 0xD800 && value < 0xE000) || value > 0x10FFFF) return {};
  return {value, bytes};
}

/// Whether showing the character could steer a terminal or turn the line round: C0,
/// C1, bidirectional marks and overrides, line and paragraph separators, bytes that are no UTF-8.
bool steers(std::int32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || c == 0x200E || c == 0x200F ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

void append_shown(std::string& out, std::string_view text) {
  while (!text.empty()) {
    const Character c = first_character(text);
    if (steers(c.value)) {
      out += '?';
    } else {
      out += text.substr(0, c.bytes);
    }
    text.remove_prefix(c.bytes);
  }
}

}  // namespace

std::span<const Message> message_catalogue() {
  static const std::vector<Message> sorted = [] {
    std::vector<Message> all(std::begin(kMessages), std::end(kMessages));
    std::ranges::stable_sort(all, {}, &Message::key);
    return all;
  }();
  return sorted;
}

const Message* find_message(std::string_view key) {
  const std::span<const Message> all = message_catalogue();
  const auto found = std::ranges::lower_bound(all, key, {}, &Message::key);
  return found != all.end() && found->key == key ? &*found : nullptr;
}

std::string fill(std::string_view text, const std::vector<std::string>& args) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '{') {
      std::size_t place = 0;
      const char* end = text.data() + text.size();
      const auto [after, failure] = std::from_chars(text.data() + i + 1, end, place);
      if (failure == std::errc{} && after != end && *after == '}' && place < args.size()) {
        append_shown(out, without_secrets(args[place]));
        i = static_cast<std::size_t>(after - text.data()) + 1;
        continue;
      }
    }
    out += text[i++];
  }
  return out;
}

std::string say(std::string_view key, Language language, const std::vector<std::string>& args) {
  const Message* message = find_message(key);
  if (message == nullptr) return fill("{0}", {std::string{key}});
  return fill(language == Language::zh ? message->what_zh : message->what_en, args);
}

std::string say_remedy(std::string_view key, Language language,
                       const std::vector<std::string>& args) {
  const Message* message = find_message(key);
  if (message == nullptr) return {};
  return fill(language == Language::zh ? message->remedy_zh : message->remedy_en, args);
}

}  // namespace lifecircle
