#pragma once

#include <string>
#include <vector>

#include <cairo.h>

#include "engine/base/messages.hpp"
#include "io/write/sheet/ink.hpp"
#include "io/write/sheet/text.hpp"

namespace lifecircle {

/// The legend of a map: for each of its layers, the highest first, the classes that occur, under
/// the layer's title where it has classes at all.
///
/// Set in as many columns as make it lowest; what is still too high is set smaller, down to three
/// fifths, and then ends in a line that counts what is left out. What it is made of must outlive
/// it.
class Legend {
 public:
  Legend(const Typesetter& letters, const std::vector<LayerClasses>& bottom_first,
         Language language, double width_mm, double most_height_mm);
  double height_mm() const { return height_mm_; }
  void draw(cairo_t* paper, double x, double y) const;

 private:
  struct Entry {
    const LayerClasses* layer = nullptr;  ///< none: words alone
    std::size_t style_class = 0;
    std::string text;
    bool heading = false;
    std::size_t column = 0;
    double top = 0, height = 0;
  };
  void find_entries(const std::vector<LayerClasses>& bottom_first);
  void set_entries();
  bool flow(double most_height);
  void cut(double most_height);
  TextBlock words(const Entry& entry) const;

  const Typesetter* letters_;
  Language language_;
  double width_mm_, height_mm_ = 0;
  double size_ = 1;  ///< of everything, 1: as large as it should be
  std::size_t columns_ = 1;
  double head_mm_ = 0;  ///< of the word "legend" above
  std::vector<Entry> entries_;
};

}  // namespace lifecircle
