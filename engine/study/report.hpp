#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/study/indicator.hpp"
#include "engine/study/table.hpp"

namespace lifecircle {

// The page that people read first, as a value: who fills it knows what the numbers mean, who writes
// it (io/write/report) knows what a page is. Tables and layers are borrowed: they must outlive it.

/// What a row of a table has come to, in words and a look: never in colour alone.
struct ReportMark {
  enum class Look : std::uint8_t { plain, good, bad, doubtful };
  Look look = Look::plain;
  Words words;  ///< "达标", "reached"; not empty
};

struct ReportColumn {
  std::size_t column = 0;  ///< of the table
  int decimals = -1;       ///< of numbers; negative: the column's own
  bool bar = false;        ///< a number in percent: a bar of that length lies behind it
};

/// A table of a section. All its rows are shown, up to report_html's limit.
struct ReportTable {
  const Table* table = nullptr;
  Words caption = {};                      ///< empty: the table's title
  std::vector<ReportColumn> columns = {};  ///< in this order; empty: all
  std::vector<ReportMark> marks = {};
  std::vector<std::uint8_t> row_marks = {};  ///< a place in `marks` for each row; empty: no marks
  Words marks_title = {};                    ///< head of the column of marks, the first one
  bool sortable = true;                      ///< by a click on a head
  bool last_is_total = false;                ///< the last row stays last however rows are sorted
  Words when_empty = {};                     ///< in place of rows; empty: "nothing"
};

struct ReportPicture {
  Words caption;      ///< also what is read aloud; not empty
  std::string bytes;  ///< an SVG or PNG file
};

struct ReportSection {
  std::string id;  ///< for links: small letters, digits, '-'; another one in the page is a mistake
  Words title;
  std::vector<Words> paragraphs = {};
  std::vector<ReportPicture> pictures = {};
  std::vector<ReportTable> tables = {};
};

/// A number to be seen from the end of the table.
struct ReportFigure {
  Words value;  ///< "87.3 %"
  Words words;  ///< of what
};

/// A layer of the interactive map.
struct ReportMapLayer {
  const Layer* layer = nullptr;
  std::string label_column = {};  ///< its name stands on the map; empty: none
  bool shown = true;              ///< at the start
  /// How it is drawn for each choice of the map; empty: as the layer says, whatever is chosen. Of
  /// categories, rows of no class are not drawn.
  std::vector<Style> looks = {};
  std::string choice_column = {};  ///< words of the choice a row belongs to; empty: of all
};

/// Where one language of some words is empty the other is shown.
struct ReportPage {
  Words title, subtitle;
  std::vector<Words>
      provenance;  ///< a line each: data of when, by whom, program, coordinate system
  Words headline;  ///< the answer, one sentence
  std::vector<ReportFigure> figures;
  std::vector<ReportSection> sections;
  std::vector<ReportMapLayer> map;  ///< the first at the bottom; none: no interactive map
  std::vector<Words>
      map_choices;         ///< what readers choose between: services; fewer than 2: no choice
  Words map_choice_title;  ///< "service", before the choice
  std::string map_before;  ///< id of the section that the interactive map precedes; empty: the end
};

}  // namespace lifecircle
