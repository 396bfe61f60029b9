#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/messages.hpp"
#include "engine/base/problems.hpp"
#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "engine/study/indicator.hpp"
#include "engine/study/table.hpp"

namespace lifecircle {

/// A title over neighbouring columns: a service over its 5, 10 and 15 minutes.
struct HeadGroup {
  std::size_t first = 0, columns = 1;
  Words title;
};

/// A table as one sheet of a workbook (its shapes are not written).
struct Sheet {
  const Table* table = nullptr;   ///< outlives the writing
  Words title = {};               ///< over the table, and the sheet's name; empty: the table's own
  std::vector<Words> units = {};  ///< of the first columns, below their titles; may be empty
  std::vector<HeadGroup> groups = {};  ///< from the left, not overlapping
  std::vector<Words> notes = {};       ///< lines under the table
  bool total_row = false;              ///< the last row is the total: bold, no row to filter
};

/// Writes tables as one Excel workbook (.xlsx), to be printed and handed in: a title over the
/// table, one or two rows of heads that stay in view, a filter, borders, A4 landscape as wide as a
/// page with the heads on every page.
///
/// Cells hold what the CSV of the same table holds (csv.hpp): numbers are numbers, rounded to the
/// decimals of their column and shown with them, percents no fractions; what is missing is an empty
/// cell. Excel keeps 15 digits: whole numbers with more, which may be codes, and numbers beyond
/// 1e307 are texts. A text is never a formula, a link or a number, whatever it looks like, so no
/// apostrophe is put before it. Texts too long for Excel are cut with a mark and a Problem
/// (workbook_text.hpp): its layer is "results.xlsx, sheet" (it has no file, which would be an
/// input), its row as Excel counts.
///
/// Same tables, same bytes: dates are fixed, nothing hangs on the clock or the locale.
///
/// The library (libxlsxwriter) does not notice when its temporary files find the disk full. So the
/// finished file is opened again, every part unpacked and read as XML, and what stands in the cells
/// of every sheet compared with what was meant. Temporary files stand in the folder of `path`,
/// without a name.
///
/// `path` must not exist; `shown` is what errors call it. An Error, before anything is written,
/// where a sheet would have more than 1,048,576 rows or 16,384 columns. Written a row at a time:
/// 100,000 rows of 3 texts and 7 numbers take 3 s of processor time, 6 MB of memory, and as
/// much again as the packed file (4 MB), and 100 MB of disk on the way; a million rows ten times
/// the time, disk and file. (The library holding all cells, which merged heads seem to ask for,
/// takes 157 MB and 1.5 GB.)
Result<Done> write_workbook(const std::string& path, const std::string& shown,
                            const std::vector<Sheet>& sheets, Language language, Problems& problems,
                            const Progress& progress = {});

/// About how many bytes it will take, temporary files included: for the check of free space.
std::uint64_t workbook_size_forecast(const std::vector<Sheet>& sheets);

}  // namespace lifecircle
