#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// How certificates are written down. Not for other rooms.
namespace lifecircle::siting {

/// Words and numbers, a line each kind.
class CertificateWriter {
 public:
  CertificateWriter& word(std::string_view w) {
    text_ += w;
    return *this;
  }
  CertificateWriter& number(std::int64_t n) {
    text_ += ' ';
    text_ += std::to_string(n);
    return *this;
  }
  CertificateWriter& numbers(const std::vector<std::uint32_t>& all) {
    number(static_cast<std::int64_t>(all.size()));
    for (const std::uint32_t n : all) number(n);
    return *this;
  }
  void end() { text_ += '\n'; }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

/// And back, from strangers: what is wrong is asked once, at the end.
class CertificateReader {
 public:
  explicit CertificateReader(std::string_view text) : left_{text} {}
  bool good() const { return good_; }
  bool at_end() const { return left_.empty(); }

  void word(std::string_view w) {
    if (left_.substr(0, w.size()) == w)
      left_.remove_prefix(w.size());
    else
      good_ = false;
  }
  void end() { word("\n"); }
  template <class T>
  T number() {
    word(" ");
    T n{};
    const auto [next, failed] = std::from_chars(left_.data(), left_.data() + left_.size(), n);
    if (!good_ || failed != std::errc{}) {
      good_ = false;
      return T{};
    }
    left_.remove_prefix(static_cast<std::size_t>(next - left_.data()));
    return n;
  }
  bool yes_or_no() {
    const int n = number<int>();
    if (n != 0 && n != 1) good_ = false;
    return n == 1;
  }
  /// How many follow; each takes two bytes at least, so that a wrong count reserves nothing.
  std::size_t count() {
    const auto n = number<std::uint64_t>();
    if (n > left_.size() / 2) good_ = false;
    return good_ ? n : 0;
  }
  std::vector<std::uint32_t> numbers() {
    std::vector<std::uint32_t> all(count());
    for (std::uint32_t& n : all) n = number<std::uint32_t>();
    return all;
  }

 private:
  std::string_view left_;
  bool good_ = true;
};

}  // namespace lifecircle::siting
