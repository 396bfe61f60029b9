#include "io/write/svg.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "io/write/clean_text.hpp"
#include "io/write/drawing.hpp"

namespace lifecircle {
namespace {

constexpr double kWidth = 960, kMargin = 16, kLine = 20, kSwatch = 14;

class Picture {
 public:
  Picture(std::span<const PictureLayer> layers, Language language)
      : layers_{layers}, language_{language} {
    low_x_ = low_y_ = std::numeric_limits<double>::max();
    high_x_ = high_y_ = -low_x_;
    for (const PictureLayer& one : layers)
      if (one.in_legend)
        for (const Point p : one.layer->table.shapes.points) {
          low_x_ = std::min<double>(low_x_, p.x);
          low_y_ = std::min<double>(low_y_, p.y);
          high_x_ = std::max<double>(high_x_, p.x);
          high_y_ = std::max<double>(high_y_, p.y);
        }
    if (low_x_ > high_x_) low_x_ = low_y_ = 0, high_x_ = high_y_ = 1e6;
    const double round = 0.04 * std::max({high_x_ - low_x_, high_y_ - low_y_, 1e5});
    low_x_ -= round;
    low_y_ -= round;
    high_x_ += round;
    high_y_ += round;
    scale_ = kWidth / (high_x_ - low_x_);
    height_ = (high_y_ - low_y_) * scale_;
  }

  std::string draw(const std::vector<std::string>& notes) {
    const double foot = kMargin + kLine * static_cast<double>(notes.size() + 1);
    out_ += fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {0:.0f} {1:.0f}\" "
        "width=\"{0:.0f}\" "
        "height=\"{1:.0f}\" font-family=\"'Noto Sans CJK SC','Microsoft YaHei',sans-serif\" "
        "font-size=\"14\">\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n",
        kWidth, height_ + foot);
    // What lies beyond the view is cut off.
    out_ += fmt::format("<svg width=\"{:.0f}\" height=\"{:.1f}\">\n", kWidth, height_);
    for (const PictureLayer& one : layers_) draw_layer(*one.layer);
    draw_legend();
    out_ += "</svg>\n";
    draw_scale_bar(height_ + kMargin);
    double y = height_ + kMargin + kLine;
    for (const std::string& note : notes) {
      out_ += fmt::format(
          "<text x=\"{:.0f}\" y=\"{:.0f}\" font-size=\"12\" fill=\"#555555\">{}</text>\n", kMargin,
          y, xml_text(note));
      y += kLine;
    }
    return out_ + "</svg>\n";
  }

 private:
  double x(Point p) const { return (p.x - low_x_) * scale_; }
  double y(Point p) const { return (high_y_ - p.y) * scale_; }

  void draw_layer(const Layer& layer) {
    const Drawing drawing = drawing_of(layer, language_);
    const Shapes& shapes = layer.table.shapes;
    const bool area = shapes.kind == ShapeKind::area;
    // Widths of styles are millimetres on paper; a pixel here is a quarter of one.
    const double width = std::max(0.5, 4 * drawing.size_mm);
    out_ +=
        area ? fmt::format("<g fill-rule=\"evenodd\" stroke-width=\"1\" fill-opacity=\"{:g}\">\n",
                           drawing.opacity)
             : fmt::format("<g fill=\"none\" stroke-linecap=\"round\" stroke-width=\"{:g}\">\n",
                           width);
    for (std::size_t row = 0; row < shapes.size(); ++row) {
      const auto found = class_of(drawing, layer.table, row);
      if (!found) continue;
      const std::string colour = colour_of(drawing.classes[*found].colour);
      std::string path;
      for (std::uint64_t part = shapes.shape_first[row]; part < shapes.shape_first[row + 1]; ++part)
        add_part(shapes, part, path);
      if (path.empty()) continue;
      if (shapes.kind == ShapeKind::point)
        out_ += fmt::format("<path d=\"{}\" stroke=\"{}\" stroke-width=\"{:g}\"/>\n", path, colour,
                            2 * width);
      else
        out_ += fmt::format("<path d=\"{}\" {}=\"{}\"{}/>\n", path, area ? "fill" : "stroke",
                            colour, area ? " stroke=\"#ffffff\"" : "");
    }
    out_ += "</g>\n";
  }

  void add_part(const Shapes& shapes, std::uint64_t part, std::string& path) const {
    const auto first = shapes.part_first[part], last = shapes.part_first[part + 1];
    double low_x = 1e30, low_y = 1e30, high_x = -1e30, high_y = -1e30;
    for (std::uint64_t i = first; i < last; ++i) {
      low_x = std::min(low_x, x(shapes.points[i]));
      high_x = std::max(high_x, x(shapes.points[i]));
      low_y = std::min(low_y, y(shapes.points[i]));
      high_y = std::max(high_y, y(shapes.points[i]));
    }
    if (high_x < 0 || low_x > kWidth || high_y < 0 || low_y > height_) return;
    for (std::uint64_t i = first; i < last; ++i)
      path += fmt::format("{}{:.1f} {:.1f}", i == first ? "M" : "L", x(shapes.points[i]),
                          y(shapes.points[i]));
    if (shapes.kind == ShapeKind::area) path += "Z";
    if (shapes.kind == ShapeKind::point) path += "h0";
  }

  void draw_legend() {
    std::vector<Drawn> entries;
    for (const PictureLayer& one : layers_)
      if (one.in_legend)
        for (const Drawn& drawn : drawing_of(*one.layer, language_).classes)
          entries.push_back(drawn);
    if (entries.empty()) return;
    std::size_t longest = 0;
    for (const Drawn& e : entries) longest = std::max(longest, e.label.size());
    out_ += fmt::format(
        "<rect x=\"{0:.0f}\" y=\"{0:.0f}\" width=\"{1:.0f}\" height=\"{2:.0f}\" fill=\"#ffffff\" "
        "fill-opacity=\"0.85\"/>\n",
        kMargin / 2, 3 * kMargin + 7.5 * static_cast<double>(longest),
        kMargin + kLine * static_cast<double>(entries.size()));
    double at = kMargin;
    for (const Drawn& e : entries) {
      out_ += fmt::format(
          "<rect x=\"{0:.0f}\" y=\"{1:.0f}\" width=\"{2:.0f}\" height=\"{2:.0f}\" fill=\"{3}\"/>"
          "<text x=\"{4:.0f}\" y=\"{5:.0f}\">{6}</text>\n",
          kMargin, at, kSwatch, colour_of(e.colour), kMargin + kSwatch + 8, at + kSwatch - 2,
          xml_text(e.label));
      at += kLine;
    }
  }

  /// A round number of metres, between a twelfth and a quarter of the width.
  void draw_scale_bar(double top) {
    const double width_m = (high_x_ - low_x_) / 1e3;
    double bar = std::pow(10, std::floor(std::log10(width_m / 4)));
    for (const double times : {2.0, 2.5})
      if (bar * times <= width_m / 4) bar *= times;
    const double length = bar * 1e3 * scale_;
    const std::string label =
        bar >= 1000 ? fmt::format("{:g} km", bar / 1000) : fmt::format("{:g} m", bar);
    out_ += fmt::format(
        "<path d=\"M{0:.1f} {1:.0f}v6h{2:.1f}v-6\" fill=\"none\" stroke=\"#333333\"/>"
        "<text x=\"{3:.1f}\" y=\"{4:.0f}\" text-anchor=\"end\" font-size=\"12\">{5}</text>\n",
        kWidth - kMargin - length, top - 8, length, kWidth - kMargin - length - 6, top, label);
  }

  std::span<const PictureLayer> layers_;
  Language language_;
  double low_x_, low_y_, high_x_, high_y_;  ///< of the view, millimetres of the plane
  double scale_, height_;
  std::string out_;
};

}  // namespace

std::string svg_picture(std::span<const PictureLayer> layers, const std::vector<std::string>& notes,
                        Language language) {
  return Picture{layers, language}.draw(notes);
}

}  // namespace lifecircle
