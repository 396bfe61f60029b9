#include "io/read/text.hpp"

#include <iconv.h>

#include <array>
#include <cctype>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>

namespace lifecircle {

void Utf8Check::add(std::string_view piece) {
  for (const char c : piece) {
    const unsigned byte = static_cast<unsigned char>(c);
    if (missing_ > 0 && byte >= low_ && byte <= high_) {
      low_ = 0x80, high_ = 0xBF;
      if (--missing_ == 0 && is_long_) ++long_;
      continue;
    }
    if (missing_ > 0) {  // broken off; this byte may begin anew
      ++bad_;
      missing_ = 0;
      low_ = 0x80, high_ = 0xBF;
    }
    is_long_ = byte >= 0xE0;
    if (byte >= 0xC2 && byte <= 0xDF) {
      missing_ = 1;
    } else if (byte >= 0xE0 && byte <= 0xEF) {
      missing_ = 2;
      if (byte == 0xE0) low_ = 0xA0;   // shorter forms exist
      if (byte == 0xED) high_ = 0x9F;  // surrogates
    } else if (byte >= 0xF0 && byte <= 0xF4) {
      missing_ = 3;
      if (byte == 0xF0) low_ = 0x90;
      if (byte == 0xF4) high_ = 0x8F;  // past U+10FFFF
    } else if (byte >= 0x80) {
      ++bad_;
    }
  }
}

bool is_utf8(std::string_view text) {
  Utf8Check check;
  check.add(text);
  return check.good();
}

struct Decoder::Converter {
  iconv_t handle;
  explicit Converter(iconv_t opened) : handle{opened} {}
  ~Converter() { iconv_close(handle); }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
};

Result<Decoder> Decoder::from(const std::string& encoding) {
  std::string name = encoding;
  if (lowered(name) == "gbk" || lowered(name) == "cp936" || lowered(name) == "gb2312")
    name = "GB18030";  // holds all of them
  // "//TRANSLIT" and the like are no part of a name.
  const iconv_t handle = name.empty() || name.find('/') != std::string::npos
                             ? reinterpret_cast<iconv_t>(-1)
                             : iconv_open("UTF-8", name.c_str());
  if (handle == reinterpret_cast<iconv_t>(-1))
    return Error{Fault::input, "encoding_unknown", "", {encoding}};
  Decoder decoder;
  decoder.converter_ = std::make_shared<Converter>(handle);
  return decoder;
}

std::string Decoder::decode(std::string_view text, std::string* failed) const {
  std::string decoded;
  std::string rest{text};  // iconv wants a pointer to char
  char* from = rest.data();
  std::size_t left = rest.size();
  iconv(converter_->handle, nullptr, nullptr, nullptr, nullptr);
  std::array<char, 4096> buffer;
  while (left > 0) {
    char* to = buffer.data();
    std::size_t room = buffer.size();
    const std::size_t done = iconv(converter_->handle, &from, &left, &to, &room);
    const int why = errno;
    decoded.append(buffer.data(), static_cast<std::size_t>(to - buffer.data()));
    if (done == static_cast<std::size_t>(-1) && why != E2BIG) {
      decoded += "\xEF\xBF\xBD";
      if (failed != nullptr) *failed += *from;
      ++from;
      --left;
    }
  }
  return decoded;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kWideBlank = "\xE3\x80\x80";
  const auto blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  for (bool again = true; again;) {
    again = false;
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    if (text.starts_with(kWideBlank)) text.remove_prefix(3), again = true;
    if (text.ends_with(kWideBlank)) text.remove_suffix(3), again = true;
  }
  return text;
}

std::string in_one_line(std::string_view text) {
  std::string line;
  bool blank = false;
  for (const char c : text) {
    const bool control = (static_cast<unsigned char>(c) < 0x20) || c == 0x7F;
    if (!control && blank && !line.empty()) line += ' ';
    if (!control) line += c;
    blank = control;
  }
  return std::string{trimmed(line)};
}

std::string lowered(std::string_view text) {
  std::string small{text};
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return small;
}

std::optional<double> parse_number(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  return value;
}

std::optional<std::int64_t> parse_whole(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  std::int64_t whole = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
  if (error == std::errc{} && end == text.data() + text.size()) return whole;
  const auto value = parse_number(text);
  if (!value || !(std::abs(*value) < 9e15) || *value != std::floor(*value)) return {};
  return static_cast<std::int64_t>(*value);
}

namespace {

template <class Real>
std::string shortest(Real value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  const Real size = std::abs(value);
  const bool plain = size == 0 || (size < Real{1e15F} && size >= Real{1e-5F});
  std::array<char, 64> text;
  const auto end =
      plain ? std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed)
            : std::to_chars(text.data(), text.data() + text.size(), value);
  return {text.data(), end.ptr};
}

}  // namespace

std::string number_text(double value) {
  return shortest(value);
}
std::string number_text(float value) {
  return shortest(value);
}

}  // namespace lifecircle
