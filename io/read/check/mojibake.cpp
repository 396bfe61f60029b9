#include "io/read/check/mojibake.hpp"

#include <iconv.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "io/read/text.hpp"

namespace lifecircle {

namespace {

/// The bytes of a UTF-8 text in another encoding, or nothing where it has no such bytes. A last
/// character that is none there is left out: half of it was lost on the way.
std::optional<std::string> bytes_in(const char* encoding, const std::string& text) {
  const iconv_t handle = iconv_open(encoding, "UTF-8");
  if (handle == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  std::string rest = text;
  char* from = rest.data();
  std::size_t left = rest.size();
  std::string bytes(text.size() * 2 + 8, '\0');
  char* to = bytes.data();
  std::size_t room = bytes.size();
  const std::size_t done = iconv(handle, &from, &left, &to, &room);
  iconv_close(handle);
  constexpr std::size_t kLongestCharacter = 4;
  if (done == static_cast<std::size_t>(-1) && left > kLongestCharacter) return std::nullopt;
  bytes.resize(static_cast<std::size_t>(to - bytes.data()));
  return bytes;
}

std::vector<std::uint32_t> characters_of(std::string_view text) {
  std::vector<std::uint32_t> all;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t value = size == 1 ? lead : lead & (0x7Fu >> size);
    for (std::size_t k = 1; k < size && i + k < text.size(); ++k)
      value = value << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3Fu);
    all.push_back(value);
    i += size;
  }
  return all;
}

/// Chinese and ASCII and nothing else, with two Chinese characters at least.
bool is_chinese(const std::string& text) {
  std::size_t chinese = 0;
  for (const std::uint32_t c : characters_of(text)) {
    const bool punctuation = (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF00 && c <= 0xFFEF);
    if (c >= 0x4E00 && c <= 0x9FFF)
      ++chinese;
    else if (c >= 0x80 && !punctuation)
      return false;
  }
  return chinese >= 2;
}

/// The longest beginning that is UTF-8, if it lacks no more than a broken last character.
std::optional<std::string> as_utf8(std::string bytes) {
  for (int cut = 0; cut < 3; ++cut) {
    if (is_utf8(bytes)) return bytes;
    if (bytes.empty()) break;
    bytes.pop_back();
  }
  return std::nullopt;
}

std::optional<std::string> as_gbk(const std::string& bytes) {
  const auto decoder = Decoder::from("GBK");
  if (!decoder) return std::nullopt;
  std::string failed;
  std::string text = decoder.value().decode(bytes, &failed);
  return failed.empty() ? std::optional{text} : std::nullopt;
}

/// Western letters, Latin-1 and what Windows has in place of its controls, and more of them than of
/// ASCII's: no language is written so.
bool is_odd_western(const std::string& text) {
  std::size_t high = 0, letters = 0;
  for (const std::uint32_t c : characters_of(text)) {
    if (c >= 0x3000) return false;
    if (c >= 0x80)
      ++high;
    else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
      ++letters;
  }
  return high >= 4 && high > letters;
}

/// Whether high bytes come in pairs, as in GBK.
bool in_pairs(const std::string& bytes) {
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (static_cast<unsigned char>(bytes[i]) < 0x80) continue;
    if (++i == bytes.size() || static_cast<unsigned char>(bytes[i]) < 0xA1) return false;
  }
  return true;
}

}  // namespace

std::optional<Garbled> garbled(const std::string& text) {
  if (text.find("锟斤") != std::string::npos) return Garbled{};
  if (text.size() >= 2 && text.find_first_not_of("?") == std::string::npos) return Garbled{};
  if (is_odd_western(text)) {
    for (const char* western : {"CP1252", "ISO-8859-1"}) {
      const auto bytes = bytes_in(western, text);
      if (!bytes) continue;
      if (const auto was = as_utf8(*bytes); was && is_chinese(*was)) return Garbled{*was, "UTF-8"};
      if (const auto was = in_pairs(*bytes) ? as_gbk(*bytes) : std::nullopt;
          was && is_chinese(*was))
        return Garbled{*was, "GB18030"};
    }
    return std::nullopt;
  }
  // Up to the first byte that was lost on the way.
  if (const auto bytes = bytes_in("GB18030", text.substr(0, text.find("\uFFFD"))))
    if (const auto was = as_utf8(*bytes); was && is_chinese(*was)) return Garbled{*was, "UTF-8"};
  return std::nullopt;
}

}  // namespace lifecircle
