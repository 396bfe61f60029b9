#include "io/write/sheet/sheet.hpp"

#include <filesystem>

#include "io/write/outputs.hpp"
#include "io/write/sheet/composition.hpp"
#include "io/write/sheet/surface.hpp"

namespace lifecircle {

Result<SheetFormat> sheet_format_of(const std::string& name) {
  if (name.ends_with(".pdf")) return SheetFormat::pdf;
  if (name.ends_with(".svg")) return SheetFormat::svg;
  if (name.ends_with(".png")) return SheetFormat::png;
  return Error{Fault::usage, "output_format_unknown", name, {".pdf, .svg, .png"}};
}

Result<std::string> sheet_bytes(const MapSheet& sheet, const Frame& frame, SheetFormat format) {
  constexpr std::size_t kLetters = 200;
  const Result<Composition> made = Composition::of(sheet, frame);
  if (!made) return made.error();
  return bytes_of_drawing(format, sheet.paper, sheet.dots_per_inch,
                          paper_text(in_language(sheet.title, sheet.language), kLetters),
                          sheet.date, [&](cairo_t* paper) { made.value().draw(paper); });
}

Result<Done> write_sheet(const std::string& path, const MapSheet& sheet, const Frame& frame) {
  const Result<SheetFormat> format = sheet_format_of(path);
  if (!format) return format.error();
  // Begun first: who may not write there need not wait for the drawing.
  Result<Outputs> outputs = Outputs::begin_file(path);
  if (!outputs) return outputs.error();
  const std::string name = std::filesystem::path{path}.filename().string();
  if (auto fine = outputs.value().check(name); !fine) return fine;
  const Result<std::string> bytes = sheet_bytes(sheet, frame, format.value());
  if (!bytes) return bytes.error();
  if (auto put = outputs.value().text(name, bytes.value()); !put) return put;
  const auto moved = outputs.value().commit();
  return moved ? Result<Done>{Done{}} : Result<Done>{moved.error()};
}

}  // namespace lifecircle
