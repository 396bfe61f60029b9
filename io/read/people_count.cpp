#include "io/read/people_count.hpp"

#include <charconv>
#include <cmath>
#include <system_error>

namespace lifecircle {

std::optional<std::int64_t> thousandths(double people) {
  if (!(people >= 0 && people <= kMostPeople)) return std::nullopt;
  return static_cast<std::int64_t>(std::floor(people * 1e3 + 0.5));
}

std::optional<std::int64_t> thousandths(const std::string& text) {
  const auto first = text.find_first_not_of(" \t"), last = text.find_last_not_of(" \t");
  if (first == std::string::npos) return std::nullopt;
  double number = 0;
  const char* end = text.data() + last + 1;
  const auto [at, failed] = std::from_chars(text.data() + first, end, number);
  if (failed != std::errc{} || at != end) return std::nullopt;
  return thousandths(number);
}

std::string people_text(std::int64_t thousandths) {
  std::string text = std::to_string(thousandths / 1000);
  if (thousandths % 1000 == 0) return text;
  text += "." + std::to_string(1000 + thousandths % 1000).substr(1);
  return text.substr(0, text.find_last_not_of('0') + 1);
}

}  // namespace lifecircle
