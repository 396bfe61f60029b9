// indicators.xlsx of a made county by two foreign readers: the rows and numbers of indicators.csv
// and joint_circles.csv.

#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/base/messages.hpp"
#include "io/write/workbook_text.hpp"
#include "tests/io/workbooks.hpp"
#include "tools/lifecircle/program.hpp"

namespace lifecircle::test {
namespace {

using Row = std::map<std::string, std::string>;  // names of columns to cells

/// The rows of a CSV file without what guards them from spreadsheets.
struct CsvTable {
  std::vector<std::string> head;
  std::vector<Row> rows;
  explicit CsvTable(const std::string& path) {
    const Rows all = csv_rows(bytes_of(path));
    head = all.front();
    for (std::size_t r = 1; r < all.size(); ++r) {
      EXPECT_EQ(all[r].size(), head.size()) << path << ", row " << r;
      Row row;
      for (std::size_t c = 0; c < head.size(); ++c)
        row[head[c]] = all[r][c].starts_with('\'') ? all[r][c].substr(1) : all[r][c];
      rows.push_back(row);
    }
  }
};

/// A sheet: what it is called, which rows of a table it holds, and which columns they have.
struct Wanted {
  std::string name;
  const CsvTable* of;
  std::function<bool(const Row&)> holds;
  std::vector<std::string> columns;
};

/// A number as it stands in a cell: all of the text.
bool same_number(const std::string& one, const std::string& other) {
  double a = 0, b = 0;
  const auto read = [](const std::string& text, double& value) {
    const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failure == std::errc{} && end == text.data() + text.size();
  };
  return read(one, a) && read(other, b) && a == b;
}

const std::set<std::string> kNumbers{"official",  "target_year", "base_year",    "value",
                                     "numerator", "denominator", "target_value", "above_target",
                                     "missing",   "base",        "change",       "people",
                                     "total",     "percent",     "missing_rank"};

/// A county whose sample study has been run, and what its workbook is to hold.
class IndicatorSheets : public ::testing::Test {
 protected:
  void SetUp() override {
    const fs::path source{LIFECIRCLE_SOURCE_DIR};
    const std::string make = (fs::path{LIFECIRCLE_BINARY_DIR} / "tools" / "make_town").string() +
                             " --junctions 1000 --seed 5 --out " + scratch_ / "county.gpkg" +
                             " --study " + (source / "data/sample/study.toml").string() + " > " +
                             scratch_ / "made.txt";
    ASSERT_EQ(std::system(make.c_str()), 0);
    std::ostringstream said, complained;
    Terminal terminal;
    terminal.data_folder = (source / "data").string();
    ASSERT_EQ(run_program({"run", scratch_ / "study.toml", "--out", scratch_ / "out", "--quiet",
                           "--lang", "en"},
                          said, complained, terminal),
              0)
        << complained.str();
    table_.emplace(scratch_ / "out/indicators.csv");
    joint_.emplace(scratch_ / "out/joint_circles.csv");
    const auto called = [](const char* key) { return sheet_name(say(key, Language::en), {}); };
    const auto is = [](const char* column, const char* value) {
      return [=](const Row& row) { return row.at(column) == value; };
    };
    wanted_ = {
        {sheet_name("Zhengning County: plan for community services in town and country, 2021-2025",
                    {}),
         &*table_,
         [](const Row& row) { return row.at("level") == "whole" && row.at("official") == "1"; },
         {"code", "name", "reading", "shown", "target", "target_year", "each_target", "reached",
          "numerator", "denominator", "missing", "base", "base_year", "change", "binding",
          "verified", "needs"}},
        {called("report_sheet_areas"), &*table_,
         [](const Row& row) {
           return row.at("official") == "1" && row.at("level") != "whole" &&
                  row.at("level") != "unit" && row.at("needs").empty();
         },
         table_->head},
        {called("report_sheet_units"), &*table_,
         [](const Row& row) { return row.at("official") == "1" && row.at("level") == "unit"; },
         table_->head},
        {called("report_sheet_others"), &*table_, is("official", "0"), table_->head},
        {called("report_joint"), &*joint_, [](const Row&) { return true; }, joint_->head},
        {called("report_sheet_missing"), &*table_,
         [](const Row& row) { return !row.at("needs").empty(); }, table_->head}};
  }

  std::string book() const { return scratch_ / "out/indicators.xlsx"; }

  /// Cells of a sheet below its title and heads, row by row, in the order of the table. Numbers are
  /// equal, and so are the texts that the sheet does not put into words.
  void expect_rows(const Wanted& sheet, const Rows& found) {
    std::vector<const Row*> expected;
    for (const Row& row : sheet.of->rows)
      if (sheet.holds(row)) expected.push_back(&row);
    EXPECT_FALSE(expected.empty()) << sheet.name;
    ASSERT_EQ(found.size(), expected.size()) << sheet.name;
    for (std::size_t r = 0; r < found.size(); ++r) {
      ASSERT_EQ(found[r].size(), sheet.columns.size()) << sheet.name;
      for (std::size_t c = 0; c < sheet.columns.size(); ++c) {
        const std::string& column = sheet.columns[c];
        const std::string& in_csv = expected[r]->at(column);
        const std::string& in_book = found[r][c];
        const std::string where = sheet.name + ", row " + std::to_string(r) + ", " + column;
        if (kNumbers.contains(column) && !in_csv.empty()) {
          ++numbers_;
          EXPECT_TRUE(same_number(in_book, in_csv))
              << where << ": " << in_book << " in the workbook, " << in_csv << " in the table";
        } else if (column == "code" || column == "clause") {
          EXPECT_EQ(in_book, in_csv) << where;
        } else if (column == "shown") {
          EXPECT_TRUE(in_book.starts_with(in_csv)) << where << ": " << in_book << ", " << in_csv;
        }
      }
    }
  }

  Scratch scratch_;
  std::optional<CsvTable> table_, joint_;
  std::vector<Wanted> wanted_;
  std::size_t numbers_ = 0;
};

TEST_F(IndicatorSheets, AreTheTableForGdal) {
  for (const Wanted& sheet : wanted_) {
    Rows found;
    for (const auto& [number, cells] : read_sheet(book(), sheet.name))
      if (number > 2) found.push_back(cells);
    expect_rows(sheet, found);
  }
  EXPECT_GT(numbers_, 5000U);
}

TEST_F(IndicatorSheets, AreTheTableForLibreOffice) {
  if (!has_libreoffice()) GTEST_SKIP() << "no LibreOffice here";
  auto shown = shown_by_libreoffice(book());
  EXPECT_EQ(shown.size(), wanted_.size() + 4) << "and two of supply, two of data and rules";
  for (const Wanted& sheet : wanted_) {
    Rows& rows = shown[sheet.name];
    ASSERT_GT(rows.size(), 2U) << sheet.name;
    Rows found{rows.begin() + 2, rows.end()};
    for (auto& cells : found)
      for (std::size_t c = 0; c < cells.size(); ++c) {
        // Texts stand in quotes; a number that is one is none.
        if (cells[c].empty()) continue;
        const bool number = kNumbers.contains(sheet.columns[c]);
        EXPECT_EQ(cells[c].starts_with('"'), !number) << sheet.name << ": " << cells[c];
        if (!number) cells[c].erase(0, 1);
      }
    expect_rows(sheet, found);
  }
  EXPECT_GT(numbers_, 5000U);
}

}  // namespace
}  // namespace lifecircle::test
