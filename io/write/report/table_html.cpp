#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "io/write/report/page_text.hpp"
#include "io/write/report/report_html.hpp"
#include "io/write/report/sections.hpp"

namespace lifecircle::page {
namespace {

constexpr std::size_t kLongText = 240;      // bytes: a cell that would be as high as a page
constexpr std::size_t kWords = 60;          // bytes: a cell of words, 20 Chinese characters
constexpr std::size_t kWide = 9;            // columns that an upright A4 page holds
constexpr std::size_t kVeryWide = 16;       // columns that a lying one does
constexpr std::size_t kFilterFrom = 16;     // rows one no longer takes in at a glance
constexpr std::string_view kMissing = "—";  // a value that is not there

const char* look_of(ReportMark::Look look) {
  switch (look) {
    case ReportMark::Look::good:
      return "good";
    case ReportMark::Look::bad:
      return "bad";
    case ReportMark::Look::doubtful:
      return "doubtful";
    case ReportMark::Look::plain:
      break;
  }
  return "plain";
}

/// Whole percents of a bar, 0 to 100; none where there is no number.
std::string bar_class(const TableColumn& column, std::size_t row) {
  double value = kNoNumber;
  if (const auto* numbers = std::get_if<std::vector<double>>(&column.values)) {
    value = (*numbers)[row];
  } else if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values)) {
    if ((*integers)[row] != kNoInteger) value = static_cast<double>((*integers)[row]);
  }
  if (!std::isfinite(value)) return {};
  return fmt::format(" bar b{:.0f}", std::clamp(value, 0.0, 100.0));
}

/// A code or a short word of plain letters and digits: it stays in one line.
bool is_code(std::string_view text) {
  return text.size() <= 20 && std::ranges::all_of(text, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  c == '-' || c == '.' || c == '_';
         });
}

std::size_t width_of(const ReportTable& table) {
  return (table.columns.empty() ? table.table->columns.size() : table.columns.size()) +
         (table.row_marks.empty() ? 0 : 1);
}

class TableWriter {
 public:
  TableWriter(const ReportTable& report, Language language)
      : report_{report}, table_{*report.table}, language_{language}, columns_{report.columns} {
    if (columns_.empty())
      for (std::size_t i = 0; i < table_.columns.size(); ++i) columns_.push_back({.column = i});
    assert(report.row_marks.empty() || report.row_marks.size() == table_.rows());
    rows_ = table_.rows();
    has_total_ = report.last_is_total && rows_ > 0;
    body_ = has_total_ ? rows_ - 1 : rows_;
    shown_ = std::min(body_, kReportRows);
  }

  std::string write() {
    const std::size_t width = width_of(report_);
    const std::string own = html(report_.caption, language_);
    const std::string caption =
        own.empty() ? html(Words{table_.title_zh, table_.title_en}, language_) : own;
    out_ += fmt::format("<div class=\"table{}{}\">\n", is_wide(report_) ? " wide" : "",
                        width > kVeryWide ? " very" : "");
    // A box that scrolls is reached by keys only where it takes the focus.
    out_ += fmt::format(
        "<div class=\"box\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\">\n<table{1}{2}>\n"
        "<caption>{0}</caption>\n<thead>\n<tr>",
        caption, report_.sortable && shown_ > 1 ? " data-sort" : "",
        shown_ >= kFilterFrom ? " data-filter" : "");
    if (!report_.row_marks.empty())
      out_ += fmt::format("<th scope=\"col\">{}</th>", html(report_.marks_title, language_));
    for (const ReportColumn& one : columns_) {
      const TableColumn& column = table_.columns[one.column];
      out_ += fmt::format("<th scope=\"col\"{}>{}</th>", is_number(column) ? " class=\"n\"" : "",
                          html(Words{column.title_zh, column.title_en}, language_));
    }
    out_ += "</tr>\n</thead>\n<tbody>\n";
    for (std::size_t row = 0; row < shown_; ++row) add_row(row);
    if (body_ == 0) add_nothing(width);
    out_ += "</tbody>\n";
    if (has_total_) {
      out_ += "<tfoot>\n";
      add_row(rows_ - 1);
      out_ += "</tfoot>\n";
    }
    out_ += "</table>\n</div>\n";
    if (shown_ < body_)
      out_ += fmt::format("<p class=\"note\">{}</p>\n",
                          html(say("report_rows_left_out", language_,
                                   {fmt::format("{}", shown_), fmt::format("{}", body_)})));
    return out_ + "</div>\n";
  }

 private:
  void add_row(std::size_t row) {
    if (report_.row_marks.empty()) {
      out_ += "<tr>";
    } else {
      const ReportMark& mark = report_.marks.at(report_.row_marks[row]);
      out_ += fmt::format("<tr class=\"{}\"><td class=\"mark\">{}</td>", look_of(mark.look),
                          html(mark.words, language_));
    }
    for (const ReportColumn& one : columns_) {
      const TableColumn& column = table_.columns[one.column];
      const std::string text = html(cell(column, row, one.decimals));
      const std::string bar = one.bar ? bar_class(column, row) : std::string{};
      if (text.empty())
        out_ +=
            fmt::format("<td class=\"{}none\">{}</td>", is_number(column) ? "n " : "", kMissing);
      else if (is_number(column))
        out_ += fmt::format("<td class=\"n{}\">{}</td>", bar, text);
      else if (text.size() > kLongText)
        out_ += fmt::format("<td><div class=\"long\" tabindex=\"0\">{}</div></td>", text);
      else
        out_ += fmt::format("<td{}>{}</td>",
                            is_code(text)          ? " class=\"code\""
                            : text.size() > kWords ? " class=\"words\""
                                                   : "",
                            text);
    }
    out_ += "</tr>\n";
  }

  void add_nothing(std::size_t width) {
    const std::string own = html(report_.when_empty, language_);
    out_ += fmt::format("<tr><td class=\"nothing\" colspan=\"{}\">{}</td></tr>\n", width,
                        own.empty() ? html(say("report_nothing", language_)) : own);
  }

  const ReportTable& report_;
  const Table& table_;
  Language language_;
  std::vector<ReportColumn> columns_;
  std::size_t rows_ = 0, body_ = 0, shown_ = 0;
  bool has_total_ = false;
  std::string out_;
};

}  // namespace

bool is_wide(const ReportTable& table) {
  return width_of(table) > kWide;
}

std::string table_html(const ReportTable& table, Language language) {
  return TableWriter{table, language}.write();
}

}  // namespace lifecircle::page
