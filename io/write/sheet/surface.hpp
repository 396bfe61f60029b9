#pragma once

#include <functional>
#include <string>

#include <cairo.h>

#include "engine/base/result.hpp"
#include "io/write/sheet/sheet.hpp"

namespace lifecircle {

/// What `draw` draws on a white paper, in millimetres from its upper left corner, as the bytes of a
/// file without a date or anything else of the moment. `title` goes into the file's own
/// description; `date` too where it is one (2026-11-28). Errors: no memory.
Result<std::string> bytes_of_drawing(SheetFormat format, const Paper& paper, double dots_per_inch,
                                     const std::string& title, const std::string& date,
                                     const std::function<void(cairo_t*)>& draw);

}  // namespace lifecircle
