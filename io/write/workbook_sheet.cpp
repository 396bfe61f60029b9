#include "io/write/workbook_sheet.hpp"

#include <algorithm>
#include <cassert>
#include <cstdio>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "io/write/clean_text.hpp"
#include "io/write/workbook_cell.hpp"
#include "io/write/workbook_text.hpp"

namespace lifecircle {
namespace {

// Widths in digits, heights in points.
constexpr std::size_t kLeastWidth = 7, kMostWidth = 42, kHeadWidth = 14, kSpace = 2;
constexpr double kTitleLine = 22, kHeadLine = 15, kNoteLine = 13, kLineSpace = 4;
constexpr std::size_t kWrappedLines = 4;  // longer texts are not wrapped: one would fill the page
constexpr std::size_t kRowsATurn = 4096;
class SheetWriter {
 public:
  SheetWriter(const Sheet& sheet, const SheetPlace& place)
      : sheet_{sheet},
        table_{*sheet.table},
        place_{place},
        last_column_{table_.columns.empty() ? 0 : table_.columns.size() - 1} {
    for (std::size_t i = 0; i < table_.columns.size(); ++i) heads_.push_back(head_of(i));
  }

  Result<SheetCount> write() {
    set_widths();
    put_title();
    put_heads();
    if (!put_rows()) return Error{Fault::interrupted, "output_interrupted", place_.shown};
    put_notes();
    set_up_page();
    if (failure_ != LXW_NO_ERROR)
      return Error{
          Fault::storage, "output_workbook_failed", place_.shown, {lxw_strerror(failure_)}};
    count_.rows = next_row_;
    return count_;
  }

 private:
  bool has_groups() const { return !sheet_.groups.empty(); }
  bool grouped(std::size_t column) const {
    return std::ranges::any_of(sheet_.groups, [&](const HeadGroup& group) {
      return column >= group.first && column < group.first + group.columns;
    });
  }
  std::string head_of(std::size_t column) const {
    const TableColumn& of = table_.columns[column];
    std::string head = in_language({of.title_zh, of.title_en}, place_.language);
    if (head.empty()) head = of.name;
    if (column >= sheet_.units.size()) return head;
    const std::string& unit = in_language(sheet_.units[column], place_.language);
    if (unit.empty()) return head;
    return head + (place_.language == Language::zh ? "\n（" + unit + "）" : "\n(" + unit + ")");
  }

  void keep(lxw_error error) {
    if (failure_ == LXW_NO_ERROR) failure_ = error;
  }
  /// A text as it may be written; says so where it is cut.
  std::string taken(std::string_view text, std::size_t row, const std::string& column) {
    SheetText cell = sheet_text(text, place_.language);
    if (cell.cut) {
      Problem problem;
      problem.key = "output_workbook_text_cut";
      problem.layer = place_.told;
      problem.row = static_cast<std::int64_t>(row) + 1;
      problem.args = {column, fmt::format("{}", cell.letters)};
      problem.set_aside = false;
      place_.problems.add(std::move(problem));
    }
    if (!cell.text.empty()) {
      ++count_.texts;
      count_.add_cell(cell.text);
    }
    return std::move(cell.text);
  }
  void put_text(std::size_t row, std::size_t column, std::string_view text, lxw_format* format) {
    const std::string cell = taken(text, row, heads_.empty() ? "" : heads_[column]);
    keep(worksheet_write_string(place_.sheet, row_of(row), column_of(column), cell.c_str(),
                                format));  // an empty one is a cell with borders
  }
  /// A text over several columns of a row.
  void put_over(std::size_t row, std::size_t first, std::size_t last, std::string_view text,
                lxw_format* format) {
    if (first == last) return put_text(row, first, text, format);
    const std::string cell = taken(text, row, "");
    keep(worksheet_merge_range(place_.sheet, row_of(row), column_of(first), row_of(row),
                               column_of(last), cell.c_str(), format));
  }
  void put_line_over_all(std::string_view text, lxw_format* format, double line_height) {
    std::size_t width = 0;
    for (const std::size_t one : widths_) width += one;
    // Larger letters than those that widths are counted in take more.
    const double scale = line_height / kHeadLine;
    width = std::max(kLeastWidth, static_cast<std::size_t>(static_cast<double>(width) / scale));
    const std::string clean = clean_text(text.substr(0, 4000));
    set_height(next_row_, sheet_lines(clean, width), line_height);
    put_over(next_row_++, 0, last_column_, text, format);
  }
  void set_height(std::size_t row, std::size_t lines, double line_height) {
    constexpr double kHighest = 409;  // that Excel allows
    const double height = line_height * static_cast<double>(lines) + kLineSpace;
    keep(worksheet_set_row(place_.sheet, row_of(row), std::min(height, kHighest), nullptr));
  }

  void set_widths() {
    for (std::size_t i = 0; i < table_.columns.size(); ++i) {
      std::size_t widest = 0, lines = 1;
      for (std::size_t row = 0; row < table_.rows(); ++row) {
        const CellSize size = cell_size(table_.columns[i], row, kMostWidth);
        widest = std::max(widest, size.width);
        lines = std::max(lines, size.lines);
      }
      wrapped_.push_back(lines > 1 && lines <= kWrappedLines);
      const std::size_t head = std::min(sheet_width(clean_text(heads_[i])), kHeadWidth);
      widths_.push_back(std::clamp(std::max(widest, head), kLeastWidth, kMostWidth) + kSpace);
      keep(worksheet_set_column(place_.sheet, column_of(i), column_of(i),
                                static_cast<double>(widths_.back()), nullptr));
    }
  }

  void put_title() {
    put_line_over_all(in_language(title_of(sheet_), place_.language), place_.formats.title(),
                      kTitleLine);
  }

  void put_heads() {
    if (table_.columns.empty()) return;
    lxw_format* const format = place_.formats.head();
    first_head_ = next_row_;
    if (has_groups()) {
      set_height(next_row_, 1, kHeadLine);
      for (std::size_t i = 0; i < heads_.size();) {
        const auto group = std::ranges::find(sheet_.groups, i, &HeadGroup::first);
        if (group == sheet_.groups.end()) {
          put_text(next_row_, i, heads_[i], format);
          ++i;
          continue;
        }
        assert(group->columns > 0 && i + group->columns <= heads_.size());
        put_over(next_row_, i, i + group->columns - 1, in_language(group->title, place_.language),
                 format);
        i += group->columns;
      }
      ++next_row_;
    }
    std::size_t lines = 1;
    for (std::size_t i = 0; i < heads_.size(); ++i)
      lines = std::max(lines, sheet_lines(clean_text(heads_[i]), widths_[i] - 1));
    set_height(next_row_, lines, kHeadLine);
    for (std::size_t i = 0; i < heads_.size(); ++i) {
      if (!has_groups() || grouped(i))
        put_text(next_row_, i, heads_[i], format);
      else  // The text stands in the row above, which is written: only the lower cell is added
            // here.
        keep(worksheet_merge_range(place_.sheet, row_of(next_row_ - 1), column_of(i),
                                   row_of(next_row_), column_of(i), "", format));
    }
    first_row_ = ++next_row_;
    // Now, while this is the row being written: the library takes no range above it.
    const std::size_t filtered = table_.rows() - (sheet_.total_row && table_.rows() > 0 ? 1 : 0);
    keep(worksheet_autofilter(place_.sheet, row_of(first_row_ - 1), 0,
                              row_of(first_row_ + filtered - 1), column_of(last_column_)));
  }

  /// False: stopped.
  bool put_rows() {
    for (std::size_t row = 0; row < table_.rows() && !table_.columns.empty(); ++row) {
      if (row % kRowsATurn == 0 && !place_.go_on(row)) return false;
      const bool total = sheet_.total_row && row + 1 == table_.rows();
      for (std::size_t i = 0; i < table_.columns.size(); ++i) put_cell(row, i, total);
      ++next_row_;
    }
    return place_.go_on(table_.rows());
  }
  void put_cell(std::size_t row, std::size_t i, bool total) {
    const TableColumn& column = table_.columns[i];
    const bool is_text = std::holds_alternative<std::vector<std::string>>(column.values);
    const bool is_whole = std::holds_alternative<std::vector<std::int64_t>>(column.values);
    lxw_format* const format = is_text
                                   ? place_.formats.text(wrapped_[i], total)
                                   : place_.formats.number(is_whole ? 0 : column.decimals, total);
    const WorkbookCell cell = workbook_cell(column, row);
    if (const auto* number = std::get_if<double>(&cell)) {
      char digits[32];
      const int size = std::snprintf(digits, sizeof digits, "%.16G", *number);  // as the library
      ++count_.numbers;
      count_.add_cell({digits, static_cast<std::size_t>(size)});
      keep(worksheet_write_number(place_.sheet, row_of(next_row_), column_of(i), *number, format));
    } else {
      put_text(next_row_, i, std::get<std::string>(cell), format);
    }
  }

  void put_notes() {
    for (const Words& note : sheet_.notes)
      put_line_over_all(in_language(note, place_.language), place_.formats.note(), kNoteLine);
  }

  void set_up_page() {
    lxw_worksheet* const sheet = place_.sheet;
    constexpr std::uint8_t kA4 = 9;
    worksheet_set_paper(sheet, kA4);
    worksheet_set_landscape(sheet);
    worksheet_fit_to_pages(sheet, 1, 0);  // as many pages long as it takes
    worksheet_set_margins(sheet, 0.5, 0.5, 0.6, 0.6);
    worksheet_center_horizontally(sheet);
    keep(worksheet_set_footer(
        sheet, place_.language == Language::zh ? "&C第 &P 页，共 &N 页" : "&CPage &P of &N"));
    keep(worksheet_ignore_errors(sheet, LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576"));
    if (table_.columns.empty()) return;
    keep(worksheet_repeat_rows(sheet, row_of(first_head_), row_of(first_row_ - 1)));
    worksheet_freeze_panes(sheet, row_of(first_row_), 0);
  }

  static lxw_row_t row_of(std::size_t row) { return static_cast<lxw_row_t>(row); }
  static lxw_col_t column_of(std::size_t column) { return static_cast<lxw_col_t>(column); }

  const Sheet& sheet_;
  const Table& table_;
  const SheetPlace& place_;
  std::size_t last_column_;
  std::vector<std::string> heads_;
  std::vector<std::size_t> widths_;
  std::vector<bool> wrapped_;
  std::size_t next_row_ = 0, first_head_ = 0, first_row_ = 0;
  SheetCount count_;
  lxw_error failure_ = LXW_NO_ERROR;
};

}  // namespace

Words title_of(const Sheet& sheet) {
  if (!sheet.title.zh.empty() || !sheet.title.en.empty()) return sheet.title;
  const Table& table = *sheet.table;
  if (table.title_zh.empty() && table.title_en.empty()) return {table.name, table.name};
  return {table.title_zh, table.title_en};
}

std::uint64_t rows_around(const Sheet& sheet) {
  return 1 + (sheet.table->columns.empty() ? 0 : 1) + (sheet.groups.empty() ? 0 : 1) +
         sheet.notes.size();
}

Result<SheetCount> write_sheet(const Sheet& sheet, const SheetPlace& place) {
  return SheetWriter{sheet, place}.write();
}

}  // namespace lifecircle
