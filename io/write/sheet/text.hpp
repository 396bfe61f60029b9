#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <pango/pangocairo.h>

#include "engine/base/result.hpp"

namespace lifecircle {

/// Text of others as it may stand on paper: valid UTF-8 in one line. Control characters and marks
/// that turn a line round show as '?', ends of lines as spaces; of marks heaped on one letter four
/// stay; what is longer than `most` letters ends in "…".
std::string paper_text(std::string_view text, std::size_t most);

enum class Weight { regular, bold };
enum class Side { left, middle, right };

struct TextLook {
  double size_mm = 2.6;   ///< of the em
  double width_mm = 100;  ///< room: longer text is broken into lines
  int lines = 1;          ///< at most; what is left ends in "…"
  Weight weight = Weight::regular;
  Side side = Side::left;
};

/// Words laid out for paper. Sizes in millimetres.
class TextBlock {
 public:
  double width_mm() const { return width_mm_; }
  double height_mm() const { return height_mm_; }
  bool has_unknown() const;  ///< letters that no font of this machine has
  /// In the colour that is set; the upper left corner of the room at x, y.
  void draw(cairo_t* paper, double x, double y) const;

 private:
  friend class Typesetter;
  struct Unref {
    void operator()(PangoLayout* layout) const { g_object_unref(layout); }
  };
  std::unique_ptr<PangoLayout, Unref> layout_;
  double width_mm_ = 0, height_mm_ = 0;
};

/// Sets text by pango, in Noto Sans CJK and, letter by letter, in what else has the letter. Nothing
/// of it hangs on locale, screen or printer. For one thread.
class Typesetter {
 public:
  Typesetter();
  /// Whether Chinese can be set on this machine.
  bool knows_chinese() const;
  /// `text` is never read as markup, and goes through paper_text.
  TextBlock set(std::string_view text, const TextLook& look) const;

 private:
  struct Unref {
    void operator()(gpointer object) const { g_object_unref(object); }
  };
  std::unique_ptr<PangoFontMap, Unref> fonts_;
  std::unique_ptr<PangoContext, Unref> context_;
};

}  // namespace lifecircle
