#include "io/write/sheet/svg_text.hpp"

#include <charconv>
#include <cmath>
#include <cstddef>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "io/write/clean_text.hpp"
#include "io/write/sha256.hpp"

namespace lifecircle {
namespace {

/// The value of an attribute, or what stands in brackets, from `at` to `end`.
std::string_view until(std::string_view text, std::size_t at, char end) {
  const std::size_t stop = text.find(end, at);
  return stop == std::string_view::npos ? std::string_view{} : text.substr(at, stop - at);
}

/// "123.4375" as "123.44", "-0.5" as "-.5".
void append_rounded(std::string& out, double number) {
  const auto hundredths = static_cast<long long>(std::llround(number * 100));
  std::string text = fmt::format("{:.2f}", static_cast<double>(hundredths) / 100);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  if (text == "-0") text = "0";
  if (text.starts_with("0.")) text.erase(0, 1);
  if (text.starts_with("-0.")) text.erase(1, 1);
  // A sign parts numbers by itself.
  if (!out.empty() && text[0] != '-' &&
      (out.back() == '.' || (out.back() >= '0' && out.back() <= '9')))
    out += ' ';
  out += text;
}

/// The commands of a path, M, L, C and Z with absolute numbers, said more shortly: a line of no
/// length as "h0", and no move at the end that draws nothing.
std::string short_path(std::string_view path) {
  std::string out;
  double x = 0, y = 0;
  std::size_t move_at = std::string::npos;
  while (!path.empty()) {
    const char command = path.front();
    path.remove_prefix(1);
    if (command == ' ') continue;
    double numbers[6] = {};
    const int count = command == 'M' || command == 'L' ? 2 : command == 'C' ? 6 : 0;
    for (int i = 0; i < count; ++i) {
      path.remove_prefix(std::min(path.find_first_not_of(' '), path.size()));
      const auto read = std::from_chars(path.data(), path.data() + path.size(), numbers[i]);
      path.remove_prefix(static_cast<std::size_t>(read.ptr - path.data()));
    }
    const std::size_t here = out.size();
    if (command == 'L' && numbers[0] == x && numbers[1] == y) {
      out += "h0";
    } else {
      out += command;
      for (int i = 0; i < count; ++i) append_rounded(out, numbers[i]);
    }
    move_at = command == 'M' ? here : std::string::npos;
    if (count > 0) x = numbers[count - 2], y = numbers[count - 1];
  }
  if (move_at != std::string::npos) out.resize(move_at);
  return out;
}

/// Shortens the paths; every id, wherever it is named, becomes `prefix` and a number.
std::string rewritten(std::string_view svg, const std::string& prefix) {
  std::map<std::string, std::size_t, std::less<>> ids;
  const auto number = [&](std::string_view id) {
    return ids.try_emplace(std::string{id}, ids.size()).first->second;
  };
  std::string out;
  out.reserve(svg.size());
  struct Place {
    std::string_view before;
    char end;
  };
  constexpr Place kPath{" d=\"", '"'};
  constexpr Place kPlaces[] = {{" id=\"", '"'}, {"href=\"#", '"'}, {"url(#", ')'}};
  for (std::size_t at = 0; at < svg.size();) {
    const std::string_view rest = svg.substr(at);
    if (rest.starts_with(kPath.before)) {
      const std::string_view path = until(svg, at + kPath.before.size(), kPath.end);
      out.append(kPath.before).append(short_path(path));
      at += kPath.before.size() + path.size();
      continue;
    }
    bool named = false;
    for (const Place& place : kPlaces) {
      if (!rest.starts_with(place.before)) continue;
      const std::string_view id = until(svg, at + place.before.size(), place.end);
      out.append(place.before).append(fmt::format("{}{}", prefix, number(id)));
      at += place.before.size() + id.size();
      named = true;
      break;
    }
    if (!named) {
      out += svg[at];
      ++at;
    }
  }
  return out;
}

}  // namespace

std::string tidy_svg(std::string_view cairo_svg, const std::string& title) {
  const std::size_t start = cairo_svg.find("<svg");
  if (start != std::string_view::npos) cairo_svg.remove_prefix(start);
  Sha256 sum;
  sum.add(rewritten(cairo_svg, ""));
  std::string svg = rewritten(cairo_svg, "m" + sum.hex().substr(0, 8) + "-");
  const std::size_t head = svg.find('>');
  if (!title.empty() && head != std::string::npos)
    svg.insert(head + 1, "<title>" + xml_text(title) + "</title>");
  return svg;
}

}  // namespace lifecircle
