// Workbooks: what two foreign readers find in them, and that they are the same on every rerun.

#include "io/write/workbook.hpp"

#include <unistd.h>

#include <charconv>
#include <clocale>
#include <cmath>
#include <iostream>
#include <limits>

#include <gtest/gtest.h>
#include <minizip/unzip.h>

#include "io/write/csv.hpp"
#include "io/write/workbook_check.hpp"
#include "io/write/workbook_text.hpp"
#include "tests/io/workbooks.hpp"
#include "tests/io/zip_files.hpp"

namespace lifecircle {
namespace {

using test::bytes_of;
using test::Rows;
using test::Scratch;

constexpr std::int64_t kMostDigits = 999'999'999'999'999;

/// Names that a spreadsheet could take for something else.
const std::vector<std::string> kHostile{"=1+1",
                                        "=cmd|'/c calc'!A1",
                                        "+86 10 6612",
                                        "-5",
                                        "@SUM(A1:A9)",
                                        "http://example.org/a?b=1&c=2",
                                        "mailto:a@example.org",
                                        "internal:Sheet1!A1",
                                        "external:c:\\a.xlsx",
                                        "{=SUM(A1)}",
                                        "007",
                                        "1e5",
                                        "2020-01-31",
                                        "12:30",
                                        "TRUE",
                                        "#N/A",
                                        "'quoted",
                                        " spaces ",
                                        "a\tb",
                                        "two\nlines",
                                        "<t>&amp;\"</t>]]>",
                                        "_x0041_",
                                        "𠮷野家",
                                        "第一卫生院（分院）"};

Table some_table(std::uint64_t& state, std::size_t rows) {
  Table table;
  table.name = "t";
  std::vector<std::string> names;
  std::vector<std::int64_t> counts;
  std::vector<double> shares, metres;
  for (std::size_t i = 0; i < rows; ++i) {
    const std::uint32_t kind = test::next_random(state) % 8;
    names.push_back(kind == 0  ? ""
                    : kind < 6 ? kHostile[test::next_random(state) % kHostile.size()]
                               : "家 " + std::to_string(i));
    const auto large = static_cast<std::int64_t>(test::next_random(state)) << 31;
    counts.push_back(kind == 1   ? kNoInteger
                     : kind == 2 ? std::numeric_limits<std::int64_t>::max() - 1
                     : kind == 3 ? kMostDigits + static_cast<std::int64_t>(i % 2)
                     : kind == 4 ? -(large % kMostDigits)
                                 : static_cast<std::int64_t>(test::next_random(state) % 1000));
    const double share = test::next_random(state) % 1'000'000 / 10'000.0;
    shares.push_back(kind == 2   ? kNoNumber
                     : kind == 5 ? 0.125 + static_cast<double>(i)  // as far from one as the other
                     : kind == 6 ? std::numeric_limits<double>::infinity()
                                 : share);
    metres.push_back(kind == 3 ? -0.0 : (test::next_random(state) - 1e9) * 0.37);
  }
  table.columns = {{"name", "Name", "名称", names, 0},
                   {"count", "Count", "人数", counts, 0},
                   {"share", "Share, %", "覆盖率(%)", shares, 2},
                   {"metres", "Metres", "米", metres, static_cast<int>(rows % 5)}};
  return table;
}

/// What the CSV file says in a cell, its guards against spreadsheets taken away.
std::string plain_cell(const TableColumn& column, std::size_t row) {
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values))
    return (*integers)[row] == kNoInteger ? "" : std::to_string((*integers)[row]);
  if (const auto* numbers = std::get_if<std::vector<double>>(&column.values))
    return csv_number((*numbers)[row], column.decimals);
  return std::get<std::vector<std::string>>(column.values)[row];
}

bool is_number(const TableColumn& column, std::size_t row) {
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values))
    return std::abs((*integers)[row]) <= kMostDigits;
  return std::holds_alternative<std::vector<double>>(column.values);
}

double number_in(const std::string& text) {
  double value = kNoNumber;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

Problems write(const std::string& path, const std::vector<Sheet>& sheets,
               Language language = Language::zh) {
  Problems problems;
  const auto done = write_workbook(path, "a.xlsx", sheets, language, problems);
  EXPECT_TRUE(done) << done.error().key;
  return problems;
}

/// One part of a workbook, unpacked.
std::string part_of(const std::string& file, const std::string& part) {
  std::string bytes;
  void* const zip = unzOpen64(file.c_str());
  if (zip == nullptr || unzLocateFile(zip, part.c_str(), 1) != UNZ_OK ||
      unzOpenCurrentFile(zip) != UNZ_OK) {
    ADD_FAILURE() << "no " << part;
    return bytes;
  }
  char block[4096];
  for (int got = 0; (got = unzReadCurrentFile(zip, block, sizeof block)) > 0;)
    bytes.append(block, static_cast<std::size_t>(got));
  unzClose(zip);
  return bytes;
}

bool has(const std::string& text, const std::string& piece) {
  return text.find(piece) != std::string::npos;
}

/// A table of two services over three limits, with all that a sheet may have.
struct Example {
  Table table;
  Sheet sheet;
  Example() {
    table.name = "services";
    table.title_en = "Coverage";
    table.title_zh = "设施覆盖率一览表";
    const auto percents = [](double a, double b) { return std::vector<double>{a, b, (a + b) / 2}; };
    table.columns = {{"unit", "Unit", "社区", std::vector<std::string>{"东街", "西街", "合计"}, 0},
                     {"c5", "5 min", "5 分钟", percents(12.25, 50), 1},
                     {"c10", "10 min", "10 分钟", percents(80, kNoNumber), 1},
                     {"s5", "5 min", "5 分钟", percents(1, 2), 1},
                     {"s10", "10 min", "10 分钟", percents(3, 4), 1},
                     {"people", "People", "人口", std::vector<std::int64_t>{1200, 800, 2000}, 0}};
    sheet.table = &table;
    sheet.units = {{}, {"%", "%"}, {"%", "%"}, {"%", "%"}, {"%", "%"}, {"人", "persons"}};
    sheet.groups = {{1, 2, {"卫生站", "Clinic"}}, {3, 2, {"小学", "School"}}};
    sheet.notes = {{"注：步行 4.8 km/h。", "Note: on foot, 4.8 km/h."}};
    sheet.total_row = true;
  }
};

TEST(Workbook, HasTitleHeadsRowsTotalAndNotes) {
  if (!test::has_libreoffice()) GTEST_SKIP() << "no LibreOffice here";
  const Scratch scratch;
  const Example example;
  write(scratch / "a.xlsx", {example.sheet});
  const auto sheets = test::shown_by_libreoffice(scratch / "a.xlsx");
  ASSERT_EQ(sheets.size(), 1U);
  const auto& [name, rows] = *sheets.begin();
  EXPECT_EQ(name, "设施覆盖率一览表");
  const Rows wanted{
      {"\"设施覆盖率一览表", "", "", "", "", ""},
      {"\"社区", "\"卫生站", "", "\"小学", "", "\"人口\n（人）"},
      {"", "\"5 分钟\n（%）", "\"10 分钟\n（%）", "\"5 分钟\n（%）", "\"10 分钟\n（%）", ""},
      {"\"东街", "12.2", "80.0", "1.0", "3.0", "1200"},
      {"\"西街", "50.0", "", "2.0", "4.0", "800"},
      {"\"合计", "31.1", "", "1.5", "3.5", "2000"},
      {"\"注：步行 4.8 km/h。", "", "", "", "", ""}};
  EXPECT_EQ(rows, wanted);
}

TEST(Workbook, SaysHowItIsLookedAtAndPrinted) {
  const Scratch scratch;
  const Example example;
  write(scratch / "a.xlsx", {example.sheet}, Language::en);
  const std::string sheet = part_of(scratch / "a.xlsx", "xl/worksheets/sheet1.xml"),
                    book = part_of(scratch / "a.xlsx", "xl/workbook.xml"),
                    styles = part_of(scratch / "a.xlsx", "xl/styles.xml");
  // Title, heads of two rows, groups; the note.
  for (const char* merged : {"A1:F1", "B2:C2", "D2:E2", "A2:A3", "F2:F3", "A7:F7"})
    EXPECT_TRUE(has(sheet, "<mergeCell ref=\"" + std::string{merged} + "\"/>")) << merged;
  EXPECT_TRUE(has(sheet, "<mergeCells count=\"6\">")) << sheet;
  EXPECT_TRUE(has(sheet,
                  "<pane ySplit=\"3\" topLeftCell=\"A4\" activePane=\"bottomLeft\" "
                  "state=\"frozen\"/>"));
  EXPECT_TRUE(has(sheet, "<autoFilter ref=\"A3:F5\"/>")) << "the total is no row to filter";
  EXPECT_TRUE(has(sheet, "<pageSetUpPr fitToPage=\"1\"/>"));
  EXPECT_TRUE(has(sheet, "<pageSetup paperSize=\"9\"")) << "A4";
  EXPECT_TRUE(has(sheet, "orientation=\"landscape\""));
  EXPECT_TRUE(has(sheet, "fitToHeight=\"0\"")) << "as wide as a page, as long as it takes";
  EXPECT_TRUE(has(book,
                  "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"0\">"
                  "Coverage!$2:$3</definedName>"))
      << book;
  EXPECT_TRUE(has(styles, "formatCode=\"0.0\"")) << styles;
  EXPECT_TRUE(has(sheet, "<row r=\"6\">")) << "the total";
  EXPECT_FALSE(has(sheet, "<f>"));
  EXPECT_FALSE(has(sheet, "hyperlink"));
  EXPECT_TRUE(has(sheet, "5 min\n(%)")) << sheet;
}

TEST(Workbook, ColumnsAreAsWideAsTheyNeed) {
  const Scratch scratch;
  Table table;
  table.name = "t";
  table.columns = {{"a", "", "", std::vector<std::string>{"一二三四五六七八九十", "x"}, 0},
                   {"b", "", "", std::vector<std::string>{"abcdefghij", std::string(5000, 'x')}, 0},
                   {"c", "", "", std::vector<std::int64_t>{1, 2}, 0},
                   {"d", "", "", std::vector<double>{123456789.25, kNoNumber}, 3}};
  write(scratch / "a.xlsx", {{&table}});
  const std::string sheet = part_of(scratch / "a.xlsx", "xl/worksheets/sheet1.xml");
  // The library adds 0.71 for the edges of a column.
  for (const auto& [column, width] :
       {std::pair{1, "22.7109375"}, {2, "44.7109375"}, {3, "9.7109375"}, {4, "15.7109375"}})
    EXPECT_TRUE(has(sheet, "<col min=\"" + std::to_string(column) + "\" max=\"" +
                               std::to_string(column) + "\" width=\"" + width + "\""))
        << sheet.substr(0, 1500);
}

TEST(Workbook, HoldsWhatTheCsvHoldsForLibreOffice) {
  if (!test::has_libreoffice()) GTEST_SKIP() << "no LibreOffice here";
  const std::uint64_t seed = 20'261'128;
  std::cout << "[   seed   ] " << seed << '\n';
  std::uint64_t state = seed;
  const Scratch scratch;
  std::vector<Table> tables;
  for (int i = 0; i < 12; ++i) tables.push_back(some_table(state, test::next_random(state) % 300));
  std::vector<Sheet> written;
  for (const Table& table : tables) {
    written.push_back({&table});
    written.back().title.en = "Table " + std::to_string(written.size());
  }
  EXPECT_TRUE(write(scratch / "a.xlsx", written, Language::en).empty());
  auto sheets = test::shown_by_libreoffice(scratch / "a.xlsx");
  ASSERT_EQ(sheets.size(), tables.size());
  std::size_t numbers = 0, texts = 0;
  for (std::size_t t = 0; t < tables.size(); ++t) {
    const Rows& rows = sheets[written[t].title.en];
    ASSERT_EQ(rows.size(), 2 + tables[t].rows()) << t;
    for (std::size_t row = 0; row < tables[t].rows(); ++row)
      for (std::size_t c = 0; c < tables[t].columns.size(); ++c) {
        const TableColumn& column = tables[t].columns[c];
        std::string wanted = plain_cell(column, row);
        if (!wanted.empty()) ++(is_number(column, row) ? numbers : texts);
        // Texts stand in quotes, formulas and numbers would not.
        if (!wanted.empty() && !is_number(column, row)) wanted = '"' + wanted;
        EXPECT_EQ(rows[row + 2][c], wanted)
            << "seed " << seed << ", table " << t << ", row " << row << ", column " << column.name;
      }
  }
  EXPECT_GT(numbers, 2000U);
  EXPECT_GT(texts, 1000U);
}

TEST(Workbook, HoldsWhatTheCsvHoldsForOurOwnReader) {
  const std::uint64_t seed = 77;
  std::cout << "[   seed   ] " << seed << '\n';
  std::uint64_t state = seed;
  const Scratch scratch;
  for (int run = 0; run < 40; ++run) {
    Table table = some_table(state, 1 + test::next_random(state) % 120);
    // Rows that hold nothing are none to this reader.
    std::vector<std::int64_t> row_numbers;
    for (std::size_t i = 0; i < table.rows(); ++i)
      row_numbers.push_back(static_cast<std::int64_t>(i));
    table.columns.push_back({"row", "", "", row_numbers, 0});
    const std::string file = scratch / "a" + std::to_string(run) + ".xlsx";
    write(file, {{&table}});
    auto rows = test::read_sheet(file, "t");
    ASSERT_EQ(rows.size(), table.rows() + 1) << "and the heads";
    for (std::size_t row = 0; row < table.rows(); ++row) {
      const auto& cells = rows[static_cast<std::int64_t>(row) + 3];
      ASSERT_EQ(cells.size(), table.columns.size());
      for (std::size_t c = 0; c < table.columns.size(); ++c) {
        const TableColumn& column = table.columns[c];
        const std::string wanted = plain_cell(column, row);
        if (is_number(column, row) && !wanted.empty()) {
          EXPECT_EQ(number_in(cells[c]), number_in(wanted))
              << "seed " << seed << ", run " << run << ", row " << row << ", " << column.name;
        } else {  // which leaves codes of characters as they are written
          EXPECT_EQ(cells[c], sheet_text(wanted, Language::en).text)
              << "seed " << seed << ", run " << run << ", row " << row << ", " << column.name;
        }
      }
    }
  }
}

TEST(Workbook, CutsTextsTooLongAndSaysSo) {
  const Scratch scratch;
  Table table;
  table.name = "t";
  std::string long_text;
  while (long_text.size() < 120'000) long_text += "很长的名称";
  table.columns = {{"n", "", "", std::vector<std::int64_t>{1, 2}, 0},
                   {"name", "Name", "名称", std::vector<std::string>{"short", long_text}, 0}};
  const Problems problems = write(scratch / "a.xlsx", {{&table}});
  ASSERT_EQ(problems.list().size(), 1U);
  const Problem& problem = problems.list().front();
  EXPECT_EQ(problem.key, "output_workbook_text_cut");
  EXPECT_EQ(problem.file, "");
  EXPECT_EQ(problem.layer, "a.xlsx, t");
  EXPECT_EQ(problem.row, 4) << "as Excel counts";
  EXPECT_EQ(problem.args, (std::vector<std::string>{"名称", "40000"}));
  EXPECT_FALSE(problem.set_aside);
  const auto rows = test::read_sheet(scratch / "a.xlsx", "t");
  EXPECT_EQ(rows.at(4)[1], sheet_text(long_text, Language::zh).text);
  EXPECT_TRUE(rows.at(4)[1].ends_with("……（已截断）"));
}

TEST(Workbook, NumbersBeyondExcelAreTexts) {
  const Scratch scratch;
  Table table;
  table.name = "t";
  const double huge = std::numeric_limits<double>::max();
  table.columns = {
      {"whole", "", "",
       std::vector<std::int64_t>{kMostDigits, kMostDigits + 1, -kMostDigits - 1,
                                 (std::int64_t{1} << 53) + 1, 610'902'001'001},
       0},
      {"number", "", "", std::vector<double>{huge, -huge, 1e306, 123456789012345678.0, 0.1}, 0}};
  write(scratch / "a.xlsx", {{&table}});
  const std::string sheet = part_of(scratch / "a.xlsx", "xl/worksheets/sheet1.xml");
  for (const char* number : {"999999999999999", "610902001001", "1E+306"})
    EXPECT_TRUE(has(sheet, "<v>" + std::string{number} + "</v>")) << number;
  for (const std::string& text :
       {std::string{"1000000000000000"}, std::string{"-1000000000000000"},
        std::string{"9007199254740993"}, csv_number(huge, 0), csv_number(-huge, 0)})
    EXPECT_TRUE(has(sheet, "<t>" + text + "</t>")) << text;
}

TEST(Workbook, SheetsOfOneTitleGetNumbers) {
  const Scratch scratch;
  Table table;
  table.name = "gaps";
  table.columns = {{"n", "", "", std::vector<std::int64_t>{1}, 0}};
  Sheet other{&table, {"覆盖缺口: [A/B]", "Gaps: [A/B]"}};
  write(scratch / "a.xlsx", {{&table}, {&table}, other, other, {&table, {"History", ""}}});
  const std::string book = part_of(scratch / "a.xlsx", "xl/workbook.xml");
  for (const char* name :
       {"gaps", "gaps (2)", "覆盖缺口- -A-B-", "覆盖缺口- -A-B- (2)", "History (2)"})
    EXPECT_TRUE(has(book, "<sheet name=\"" + std::string{name} + "\"")) << book;
}

TEST(Workbook, MayBeEmpty) {
  const Scratch scratch;
  Table heads, nothing;
  heads.name = "heads";
  heads.columns = {{"n", "", "", std::vector<std::int64_t>{}, 0},
                   {"m", "", "", std::vector<std::string>{}, 0}};
  nothing.name = "nothing";
  Sheet total{&heads, {"合计", ""}};
  total.total_row = true;
  write(scratch / "a.xlsx", {{&heads}, {&nothing}, total});
  EXPECT_TRUE(
      has(part_of(scratch / "a.xlsx", "xl/worksheets/sheet1.xml"), "<autoFilter ref=\"A2:B2\"/>"));
  const auto rows = test::read_sheet(scratch / "a.xlsx", "heads");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows.at(2), (std::vector<std::string>{"n", "m"}));
}

TEST(Workbook, TooManyRowsOrColumnsAreRefusedBeforeAnythingIsWritten) {
  const Scratch scratch;
  Table long_table, wide_table;
  long_table.name = wide_table.name = "t";
  long_table.columns = {{"n", "", "", std::vector<std::int64_t>(1'048'575), 0}};
  for (int i = 0; i < 16'385; ++i)
    wide_table.columns.push_back({std::to_string(i), "", "", std::vector<std::int64_t>{}, 0});
  Problems problems;
  const auto too_long =
      write_workbook(scratch / "a.xlsx", "a.xlsx", {{&long_table}}, Language::en, problems);
  ASSERT_FALSE(too_long);
  EXPECT_EQ(too_long.error().key, "output_workbook_too_long");
  EXPECT_EQ(too_long.error().fault, Fault::limit);
  EXPECT_EQ(too_long.error().args, (std::vector<std::string>{"t", "1048577", "1048576"}));
  const auto too_wide =
      write_workbook(scratch / "a.xlsx", "a.xlsx", {{&wide_table}}, Language::en, problems);
  ASSERT_FALSE(too_wide);
  EXPECT_EQ(too_wide.error().key, "output_workbook_too_wide");
  EXPECT_TRUE(test::names_in(scratch.path()).empty());
}

TEST(Workbook, SameTablesSameBytesWhateverTheClockAndTheLocale) {
  const Scratch scratch;
  const Example example;
  std::uint64_t state = 5;
  const Table random = some_table(state, 500);
  const std::vector<Sheet> sheets{example.sheet, {&random}};
  write(scratch / "a.xlsx", sheets);
  ::usleep(1'100'000);  // times in files are in seconds
  const std::string before = std::setlocale(LC_ALL, nullptr);
  for (const char* locale : {"de_DE.UTF-8", "fr_FR.UTF-8", "C.UTF-8"})
    if (std::setlocale(LC_ALL, locale) != nullptr) break;
  write(scratch / "b.xlsx", sheets);
  std::setlocale(LC_ALL, before.c_str());
  EXPECT_EQ(bytes_of(scratch / "a.xlsx"), bytes_of(scratch / "b.xlsx"));
  EXPECT_EQ(test::names_in(scratch.path()), (std::set<std::string>{"a.xlsx", "b.xlsx"}))
      << "no temporary file is left";
  EXPECT_TRUE(has(part_of(scratch / "a.xlsx", "docProps/core.xml"), "2000-01-01T00:00:00Z"));
}

// ------------------------------------------------------------------------ reading back

std::string checked(const std::string& path, const std::vector<SheetCount>& counts) {
  const auto done = check_workbook(path, "a.xlsx", counts);
  return done ? "" : done.error().key;
}

TEST(WorkbookCheck, FindsWhatIsMissing) {
  const Scratch scratch;
  const std::string book = "<workbook><sheets><sheet/></sheets></workbook>",
                    rows = "<worksheet><row><c><v>1</v></c><c><is><t>a</t></is></c></row><row/>",
                    name = "xl/worksheets/sheet1.xml";
  const auto check = [&](const std::vector<test::Zipped>& parts, SheetCount count) {
    count.add_cell("1");
    count.add_cell("a");
    test::put(scratch / "a.xlsx", test::zip_of(parts));
    return checked(scratch / "a.xlsx", {count});
  };
  const test::Zipped list{"xl/workbook.xml", book};
  const std::string wrong = "output_read_back_wrong", unread = "output_not_read_back";
  EXPECT_EQ(check({list, {name, rows + "</worksheet>"}}, {2, 1, 1}), "");
  EXPECT_EQ(check({list, {name, rows + "</worksheet>"}}, {3, 1, 1}), wrong);
  EXPECT_EQ(check({list, {name, rows + "</worksheet>"}}, {2, 2, 1}), wrong);
  EXPECT_EQ(check({list, {name, rows + "</worksheet>"}}, {2, 1, 0}), wrong);
  EXPECT_EQ(check({{name, rows + "</worksheet>"}}, {2, 1, 1}), wrong) << "no list of sheets";
  EXPECT_EQ(check({list}, {2, 1, 1}), wrong) << "no sheet";
  EXPECT_EQ(check({list, {name, rows}}, {2, 1, 1}), unread) << "an end that is cut off";
  EXPECT_EQ(check({list, {name, ""}}, {0, 0, 0}), unread) << "an empty part";
  EXPECT_EQ(check({list, {name, rows + "</worksheet>"}, {"docProps/app.xml", "<a>"}}, {2, 1, 1}),
            unread)
      << "whatever part";
}

TEST(WorkbookCheck, FindsEveryByteThatIsCutOffOrChanged) {
  const Scratch scratch;
  const Example example;
  write(scratch / "a.xlsx", {example.sheet});
  SheetCount count{7, 13, 13};
  for (const char* cell : {"设施覆盖率一览表",
                           "社区",
                           "卫生站",
                           "小学",
                           "人口\n（人）",
                           "5 分钟\n（%）",
                           "10 分钟\n（%）",
                           "5 分钟\n（%）",
                           "10 分钟\n（%）",
                           "东街",
                           "12.2",
                           "80",
                           "1",
                           "3",
                           "1200",
                           "西街",
                           "50",
                           "2",
                           "4",
                           "800",
                           "合计",
                           "31.1",
                           "1.5",
                           "3.5",
                           "2000",
                           "注：步行 4.8 km/h。"})
    count.add_cell(cell);
  ASSERT_EQ(checked(scratch / "a.xlsx", {count}), "");
  const std::string whole = bytes_of(scratch / "a.xlsx");
  // The last two bytes are the size of a remark, which there is none of.
  for (std::size_t size = 0; size < whole.size() - 2; size += 7) {
    test::put(scratch / "b.xlsx", whole.substr(0, size));
    EXPECT_EQ(checked(scratch / "b.xlsx", {count}), "output_not_read_back") << size;
  }
  // The packed bytes of the sheet.
  const std::size_t at = whole.find("xl/worksheets/sheet1.xml") + 24;
  for (std::size_t i = at; i < at + 400; i += 3) {
    std::string other = whole;
    other[i] = static_cast<char>(other[i] ^ 0x10);
    test::put(scratch / "b.xlsx", other);
    EXPECT_NE(checked(scratch / "b.xlsx", {count}), "") << i;
  }
  SheetCount other_number{7, 13, 13};
  other_number.sum = count.sum + 1;
  EXPECT_EQ(checked(scratch / "a.xlsx", {other_number}), "output_read_back_wrong");
}

}  // namespace
}  // namespace lifecircle
