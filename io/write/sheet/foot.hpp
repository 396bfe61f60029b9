#pragma once

#include <string>
#include <vector>

#include <cairo.h>

#include "io/write/sheet/paper.hpp"
#include "io/write/sheet/sheet.hpp"
#include "io/write/sheet/text.hpp"

namespace lifecircle {

/// What stands above a map: title and subtitle in the middle.
class Head {
 public:
  Head(const Typesetter& letters, const MapSheet& sheet, double width_mm);
  double height_mm() const;
  void draw(cairo_t* paper, const PaperRect& at) const;

 private:
  std::vector<TextBlock> lines_;
};

/// What stands below it: the notes, each with a number, then attribution, review number and date in
/// one line. Notes beyond a quarter of the paper are counted in a line of their own.
class Foot {
 public:
  Foot(const Typesetter& letters, const MapSheet& sheet, double width_mm);
  double height_mm() const;
  void draw(cairo_t* paper, const PaperRect& at) const;

 private:
  std::vector<TextBlock> notes_;
  std::vector<TextBlock> last_;  ///< side by side in one line
};

}  // namespace lifecircle
