#include "io/write/chart.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "io/write/clean_text.hpp"

namespace lifecircle {
namespace {

constexpr double kWidth = 720, kHeight = 400, kLeft = 96, kRight = 20, kTop = 78, kBottom = 56;

/// From and to in round steps.
struct Axis {
  double low = 0, high = 1, step = 1;
  int decimals = 0;

  Axis(double least, double most, int steps, bool whole) {
    if (!(least <= most)) least = 0, most = 1;
    if (least > 0 && least < 0.35 * most) least = 0;
    const double span = most > least ? most - least : std::max(1.0, std::abs(most) * 0.1);
    const double raw = span / steps, power = std::pow(10.0, std::floor(std::log10(raw)));
    const double digit = raw / power;
    step = power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
    if (whole) step = std::max(1.0, std::ceil(step));
    low = std::floor(least / step) * step;
    high = std::ceil(most / step) * step;
    if (high <= low) high = low + step;
    decimals = step >= 1 ? 0 : static_cast<int>(std::ceil(-std::log10(step)));
  }
  double share(double value) const { return (value - low) / (high - low); }
};

/// 1234567 as 1,234,567.
std::string number(double value, int decimals) {
  std::string text = fmt::format("{:.{}f}", value, decimals);
  const std::size_t end = std::min(text.find('.'), text.size());
  const std::size_t begin = text.starts_with('-') ? 1 : 0;
  for (std::size_t at = end; at > begin + 3;) text.insert(at -= 3, ",");
  return text;
}

std::string text_at(double x, double y, const char* anchor, const std::string& words,
                    const char* more = "") {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\"{}>{}</text>\n", x, y,
                     anchor, more, xml_text(words));
}

}  // namespace

std::string svg_chart(const Chart& chart, Language language) {
  double x_low = std::numeric_limits<double>::max(), x_high = -x_low, y_low = x_low,
         y_high = -x_low;
  for (const ChartLine& line : chart.lines)
    for (const auto& [x, y] : line.points) {
      x_low = std::min(x_low, x);
      x_high = std::max(x_high, x);
      y_low = std::min(y_low, y);
      y_high = std::max(y_high, y);
    }
  const Axis xs{x_low, x_high, 10, true}, ys{y_low, y_high, 5, false};
  const auto px = [&](double x) { return kLeft + xs.share(x) * (kWidth - kLeft - kRight); };
  const auto py = [&](double y) {
    return kHeight - kBottom - ys.share(y) * (kHeight - kTop - kBottom);
  };

  std::string out = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0:.0f} {1:.0f}\" width=\"{0:.0f}\" "
      "height=\"{1:.0f}\" font-family=\"'Noto Sans CJK SC','Microsoft YaHei',sans-serif\" "
      "font-size=\"13\" fill=\"#333333\">\n<rect width=\"100%\" height=\"100%\" "
      "fill=\"#ffffff\"/>\n",
      kWidth, kHeight);
  out += text_at(kLeft, 24, "start", in_language(chart.title, language), " font-size=\"16\"");
  double legend = kLeft;
  for (const ChartLine& line : chart.lines) {
    out += fmt::format(
        "<line x1=\"{:.0f}\" y1=\"44\" x2=\"{:.0f}\" y2=\"44\" stroke=\"{}\" "
        "stroke-width=\"2\"{}/>\n",
        legend, legend + 26, line.colour, line.dashed ? " stroke-dasharray=\"6 4\"" : "");
    out += text_at(legend + 32, 48, "start", in_language(line.title, language));
    legend += std::min(230.0, (kWidth - kLeft - kRight) / static_cast<double>(chart.lines.size()));
  }
  for (double y = ys.low; y <= ys.high + ys.step / 2; y += ys.step) {
    out += fmt::format(
        "<line x1=\"{:.0f}\" y1=\"{:.1f}\" x2=\"{:.0f}\" y2=\"{:.1f}\" stroke=\"#dddddd\"/>\n",
        kLeft, py(y), kWidth - kRight, py(y));
    out += text_at(kLeft - 8, py(y) + 4, "end", number(y, ys.decimals));
  }
  for (double x = xs.low; x <= xs.high + xs.step / 2; x += xs.step)
    out += text_at(px(x), kHeight - kBottom + 20, "middle", number(x, 0));
  out += fmt::format(
      "<line x1=\"{0:.0f}\" y1=\"{1:.0f}\" x2=\"{2:.0f}\" y2=\"{1:.0f}\" stroke=\"#333333\"/>\n",
      kLeft, kHeight - kBottom, kWidth - kRight);
  out += text_at((kLeft + kWidth - kRight) / 2, kHeight - 12, "middle",
                 in_language(chart.x_title, language));
  out += text_at(16, kTop - 16, "start", in_language(chart.y_title, language));
  for (const ChartLine& line : chart.lines) {
    std::string path;
    for (const auto& [x, y] : line.points)
      path += fmt::format("{}{:.1f} {:.1f}", path.empty() ? "M" : " L", px(x), py(y));
    out += fmt::format("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"{}/>\n", path,
                       line.colour, line.dashed ? " stroke-dasharray=\"6 4\"" : "");
    if (!line.dashed)
      for (const auto& [x, y] : line.points)
        out += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3.5\" fill=\"{}\"/>\n", px(x),
                           py(y), line.colour);
  }
  return out + "</svg>\n";
}

}  // namespace lifecircle
