#include "io/write/workbook_formats.hpp"

#include <string>

#include "io/write/csv.hpp"

namespace lifecircle {
namespace {

constexpr lxw_color_t kHeadGround = 0xDDE6EE;

}  // namespace

lxw_format* Formats::look(const Key& key) {
  const auto found = made_.find(key);
  if (found != made_.end()) return found->second;
  lxw_format* const format = workbook_add_format(book_);
  if (language_ == Language::zh) format_set_font_name(format, "宋体");
  format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
  if (key.part != Part::title && key.part != Part::note) format_set_border(format, LXW_BORDER_THIN);
  switch (key.part) {
    case Part::title:
      format_set_bold(format);
      format_set_font_size(format, 15);
      format_set_align(format, LXW_ALIGN_CENTER);
      format_set_text_wrap(format);
      break;
    case Part::head:
      format_set_bold(format);
      format_set_align(format, LXW_ALIGN_CENTER);
      format_set_text_wrap(format);
      format_set_bg_color(format, kHeadGround);
      break;
    case Part::note:
      format_set_font_size(format, 9);
      format_set_align(format, LXW_ALIGN_LEFT);
      format_set_text_wrap(format);
      break;
    case Part::text:
      format_set_align(format, LXW_ALIGN_LEFT);
      if (key.wrapped) format_set_text_wrap(format);
      break;
    case Part::number:
      format_set_align(format, LXW_ALIGN_RIGHT);
      format_set_num_format(format, csv_number(0, key.decimals).c_str());  // "0.00" is the pattern
      break;
  }
  if (key.total) format_set_bold(format);
  made_.emplace(key, format);
  return format;
}

}  // namespace lifecircle
