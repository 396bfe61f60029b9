#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/base/messages.hpp"
#include "engine/study/indicator.hpp"

namespace lifecircle {

/// A line of a chart.
struct ChartLine {
  Words title;                                    ///< in the legend
  std::vector<std::pair<double, double>> points;  ///< growing in x; finite
  std::string colour = "#0072b2";
  bool dashed = false;
};

/// Lines over two axes, each with round numbers.
struct Chart {
  Words title, x_title, y_title;
  std::vector<ChartLine> lines;
};

/// The chart as an SVG picture of 720 by 400: axes begin at the least value seen, or at zero where
/// that is near. Where words are empty in one language the other's are shown. Words are text
/// wherever they stand. Same chart, same bytes.
std::string svg_chart(const Chart& chart, Language language);

}  // namespace lifecircle
