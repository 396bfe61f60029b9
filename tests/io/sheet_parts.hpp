#pragma once

// What the tests of map sheets read back: the text of a PDF, the paths of an SVG, the dots of a
// PNG.

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <cairo.h>
#include <expat.h>
#include <gtest/gtest.h>

#include "io/write/sheet/composition.hpp"
#include "io/write/sheet/sheet.hpp"
#include "tests/io/result_files.hpp"

namespace lifecircle::test {

inline constexpr SheetFormat kFormats[] = {SheetFormat::pdf, SheetFormat::svg, SheetFormat::png};

inline std::string bytes_as(SheetFormat format, const MapSheet& sheet) {
  const Result<std::string> bytes = sheet_bytes(sheet, wuhan(), format);
  EXPECT_TRUE(bytes) << bytes.error().key;
  return bytes ? bytes.value() : "";
}

inline Composition composed(const MapSheet& sheet) {
  Result<Composition> made = Composition::of(sheet, wuhan());
  EXPECT_TRUE(made);
  return std::move(made).value();
}

inline Shape square(std::int32_t x, std::int32_t y, std::int32_t half) {
  return {ShapeKind::area,
          {{{x - half, y - half},
            {x + half, y - half},
            {x + half, y + half},
            {x - half, y + half},
            {x - half, y - half}}}};
}

/// The text of a PDF as another program reads it.
inline std::string text_of_pdf(const std::string& bytes) {
  const Scratch scratch;
  put(scratch / "a.pdf", bytes);
  int status = 0;
  std::string text = output_of("pdftotext -layout '" + (scratch / "a.pdf") + "' -", status);
  EXPECT_EQ(status, 0) << "pdftotext (poppler-utils): " << text;
  return text;
}

/// A path of an SVG, its box in millimetres.
struct SvgPath {
  std::string style, d;
  PaperRect box;
};

/// Every element of an SVG that is a path; fails where the SVG is no XML.
struct SvgPaths {
  std::vector<SvgPath> paths;
  std::vector<std::string> ids, named;  ///< ids there are, and those that something refers to
  std::size_t elements = 0;

  explicit SvgPaths(const std::string& svg) {
    XML_Parser parser = XML_ParserCreate(nullptr);
    XML_SetUserData(parser, this);
    XML_SetStartElementHandler(parser,
                               [](void* self, const XML_Char* name, const XML_Char** attributes) {
                                 static_cast<SvgPaths*>(self)->begin(name, attributes);
                               });
    EXPECT_EQ(XML_Parse(parser, svg.data(), static_cast<int>(svg.size()), 1), XML_STATUS_OK)
        << XML_ErrorString(XML_GetErrorCode(parser)) << " in line "
        << XML_GetCurrentLineNumber(parser);
    XML_ParserFree(parser);
  }

 private:
  void begin(const std::string& name, const XML_Char** attributes) {
    ++elements;
    SvgPath path;
    std::string transform;
    for (; *attributes != nullptr; attributes += 2) {
      const std::string key = attributes[0], value = attributes[1];
      if (key == "style") path.style = value;
      if (key == "d") path.d = value;
      if (key == "transform") transform = value;
      if (key == "id") ids.push_back(value);
      if (key == "xlink:href") named.push_back(value.substr(1));
      if (key == "clip-path") named.push_back(value.substr(5, value.size() - 6));
    }
    if (name != "path") return;
    double scale = 1;
    if (transform.starts_with("matrix(")) scale = std::stod(transform.substr(7));
    path.box = box_of(path.d, scale * 25.4 / 72);
    paths.push_back(std::move(path));
  }

  static PaperRect box_of(const std::string& d, double scale) {
    double low[2] = {1e9, 1e9}, high[2] = {-1e9, -1e9};
    int axis = 0;
    for (const char* at = d.data(); at < d.data() + d.size();) {
      double number = 0;
      const auto read = std::from_chars(at, d.data() + d.size(), number);
      if (read.ptr == at) {
        if (*at == 'h') ++at;  // of a line of no length: "h0"
        ++at;
        continue;
      }
      low[axis] = std::min(low[axis], number * scale);
      high[axis] = std::max(high[axis], number * scale);
      axis = 1 - axis;
      at = read.ptr;
    }
    return {low[0], low[1], high[0] - low[0], high[1] - low[1]};
  }
};

/// The dots of a PNG, 0xRRGGBB.
struct Dots {
  int width = 0, height = 0;
  std::vector<std::uint32_t> colours;

  explicit Dots(const std::string& png) {
    struct Rest {
      const char* at;
      std::size_t left;
    } rest{png.data(), png.size()};
    cairo_surface_t* surface = cairo_image_surface_create_from_png_stream(
        [](void* from, unsigned char* to, unsigned int count) {
          Rest& bytes = *static_cast<Rest*>(from);
          if (bytes.left < count) return CAIRO_STATUS_READ_ERROR;
          std::copy_n(bytes.at, count, to);
          bytes.at += count;
          bytes.left -= count;
          return CAIRO_STATUS_SUCCESS;
        },
        &rest);
    EXPECT_EQ(cairo_surface_status(surface), CAIRO_STATUS_SUCCESS);
    width = cairo_image_surface_get_width(surface);
    height = cairo_image_surface_get_height(surface);
    const int stride = cairo_image_surface_get_stride(surface);
    const unsigned char* rows = cairo_image_surface_get_data(surface);
    for (int y = 0; y < height; ++y)
      for (int x = 0; x < width; ++x) {
        const unsigned char* dot = rows + y * stride + 4 * x;  // little endian: B G R
        colours.push_back(static_cast<std::uint32_t>(dot[2] << 16 | dot[1] << 8 | dot[0]));
      }
    cairo_surface_destroy(surface);
  }
  std::uint32_t at(int x, int y) const {
    return colours[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                   static_cast<std::size_t>(x)];
  }
};

}  // namespace lifecircle::test
