#include "io/write/sheet/surface.hpp"

#include <cmath>
#include <memory>
#include <regex>

#include <cairo-pdf.h>
#include <cairo-svg.h>

#include "io/write/clean_text.hpp"
#include "io/write/sheet/png_size.hpp"
#include "io/write/sheet/svg_text.hpp"

#ifdef __SANITIZE_ADDRESS__
/// cairo 1.16 loses 768 bytes for every font of Noto's kind (CFF) that it sets into a PDF, and
/// fontconfig some 300 once. Neither is ours to mend, and neither names a function to tell it by.
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libcairo.so\nleak:libfontconfig.so\n";
}
#endif

namespace lifecircle {
namespace {

constexpr double kPointsPerMm = 72 / 25.4;

struct DestroySurface {
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
};
struct DestroyPen {
  void operator()(cairo_t* pen) const { cairo_destroy(pen); }
};
using Surface = std::unique_ptr<cairo_surface_t, DestroySurface>;

/// Called from C, where nothing may be thrown through.
cairo_status_t append(void* to, const unsigned char* bytes, unsigned int count) {
  try {
    static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), count);
    return CAIRO_STATUS_SUCCESS;
  } catch (...) {
    return CAIRO_STATUS_WRITE_ERROR;
  }
}

Surface new_surface(SheetFormat format, const Paper& paper, double dots_per_inch,
                    std::string& bytes) {
  const double wide = paper.width_mm * kPointsPerMm, high = paper.height_mm * kPointsPerMm;
  switch (format) {
    case SheetFormat::pdf:
      return Surface{cairo_pdf_surface_create_for_stream(append, &bytes, wide, high)};
    case SheetFormat::svg:
      return Surface{cairo_svg_surface_create_for_stream(append, &bytes, wide, high)};
    case SheetFormat::png:
      break;
  }
  const double dots = dots_per_inch / 25.4;
  return Surface{cairo_image_surface_create(CAIRO_FORMAT_RGB24,
                                            static_cast<int>(std::lround(paper.width_mm * dots)),
                                            static_cast<int>(std::lround(paper.height_mm * dots)))};
}

void describe_pdf(cairo_surface_t* surface, const std::string& title, const std::string& date) {
  static const std::regex day{"[0-9]{4}-[0-9]{2}-[0-9]{2}"};
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, clean_text(title).c_str());
  // Left alone it would be now; what is no date leaves none.
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                 std::regex_match(date, day) ? (date + "T00:00:00Z").c_str() : "");
}

}  // namespace

Result<std::string> bytes_of_drawing(SheetFormat format, const Paper& paper, double dots_per_inch,
                                     const std::string& title, const std::string& date,
                                     const std::function<void(cairo_t*)>& draw) {
  std::string bytes;
  const Surface surface = new_surface(format, paper, dots_per_inch, bytes);
  if (format == SheetFormat::pdf) describe_pdf(surface.get(), title, date);
  const auto failure = [](cairo_status_t status) {
    return Error{Fault::limit, "sheet_not_drawn", "", {cairo_status_to_string(status)}};
  };
  {
    const std::unique_ptr<cairo_t, DestroyPen> pen{cairo_create(surface.get())};
    const double unit = format == SheetFormat::png ? dots_per_inch / 25.4 : kPointsPerMm;
    cairo_scale(pen.get(), unit, unit);
    cairo_set_source_rgb(pen.get(), 1, 1, 1);
    cairo_paint(pen.get());
    draw(pen.get());
    cairo_show_page(pen.get());
    if (const auto status = cairo_status(pen.get())) return failure(status);
  }
  if (format == SheetFormat::png)
    if (const auto status = cairo_surface_write_to_png_stream(surface.get(), append, &bytes))
      return failure(status);
  cairo_surface_finish(surface.get());
  if (const auto status = cairo_surface_status(surface.get())) return failure(status);
  if (format == SheetFormat::svg) return tidy_svg(bytes, title);
  if (format == SheetFormat::png) return png_with_size(bytes, dots_per_inch);
  return bytes;
}

}  // namespace lifecircle
