#include "io/write/csv.hpp"

#include <clocale>
#include <limits>
#include <locale>

#include <gtest/gtest.h>

#include "io/write/clean_text.hpp"
#include "tests/io/result_files.hpp"

namespace lifecircle {
namespace {

using test::bytes_of;
using test::Scratch;

std::string written(const Table& table) {
  const Scratch scratch;
  const Result<Done> done = write_csv(scratch / "t.csv", "t.csv", table);
  EXPECT_TRUE(done);
  return bytes_of(scratch / "t.csv");
}

/// RFC 4180 by the letter, and nothing else: records of cells.
std::vector<std::vector<std::string>> read_csv(const std::string& text) {
  std::vector<std::vector<std::string>> records;
  std::vector<std::string> record;
  std::string cell;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '"') {
      for (++i; i < text.size() && (text[i] != '"' || (i + 1 < text.size() && text[i + 1] == '"'));
           ++i) {
        if (text[i] == '"') ++i;
        cell += text[i];
      }
      ++i;
    }
    while (i < text.size() && text[i] != ',' && text[i] != '\r') {
      EXPECT_NE(text[i], '"') << "a quote in the open";
      EXPECT_NE(text[i], '\n') << "a line feed in the open";
      cell += text[i++];
    }
    record.push_back(std::move(cell));
    cell.clear();
    if (i < text.size() && text[i] == ',') {
      if (++i == text.size()) ADD_FAILURE() << "ends in a comma";
      if (text[i] == ',' || text[i] == '\r') continue;
    } else {
      EXPECT_EQ(text.substr(i, 2), "\r\n");
      i += 2;
      records.push_back(std::move(record));
      record.clear();
    }
  }
  return records;
}

TEST(Csv, WritesATableByTheLetter) {
  Table table;
  table.columns = {
      {"name", "", "", std::vector<std::string>{"社区,一", "say \"hi\"", "two\nlines", ""}},
      {"people", "", "", std::vector<std::int64_t>{0, -12, kNoInteger, 9007199254740993}},
      {"share", "", "", std::vector<double>{12.345, -0.0001, kNoNumber, 1e6}, 2}};
  EXPECT_EQ(written(table),
            "\xEF\xBB\xBF"
            "name,people,share\r\n"
            "\"社区,一\",0,12.35\r\n"
            "\"say \"\"hi\"\"\",-12,0.00\r\n"
            "\"two\nlines\",,\r\n"
            ",9007199254740993,1000000.00\r\n")
      << "12.345 is a little more than its name says";
}

TEST(Csv, ATableWithoutRowsHasItsHead) {
  Table table;
  table.columns = {{"a", "", "", std::vector<double>{}}, {"b", "", "", std::vector<double>{}}};
  EXPECT_EQ(written(table),
            "\xEF\xBB\xBF"
            "a,b\r\n");
}

TEST(Csv, ALineOfOneEmptyCellIsStillALine) {
  Table table;
  table.columns = {{"a", "", "", std::vector<std::string>{"", "x"}}};
  EXPECT_EQ(written(table),
            "\xEF\xBB\xBF"
            "a\r\n\"\"\r\nx\r\n");
}

TEST(Csv, NoTextIsRunByASpreadsheet) {
  EXPECT_EQ(csv_cell("=1+1"), "'=1+1");
  EXPECT_EQ(csv_cell("=cmd|' /C calc'!A0"), "'=cmd|' /C calc'!A0");
  EXPECT_EQ(csv_cell("=HYPERLINK(\"http://x\",\"y\")"),
            "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\"");
  EXPECT_EQ(csv_cell("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(csv_cell("+86 27 1234"), "'+86 27 1234");
  EXPECT_EQ(csv_cell("-2+3"), "'-2+3");
  EXPECT_EQ(csv_cell("-"), "'-");
  EXPECT_EQ(csv_cell("--5"), "'--5");
  EXPECT_EQ(csv_cell("-.5"), "'-.5");
  EXPECT_EQ(csv_cell("-5."), "'-5.");
  EXPECT_EQ(csv_cell("\t=1"), "'\t=1");
  EXPECT_EQ(csv_cell("\r=1"), "\"'\r=1\"");
  EXPECT_EQ(csv_cell("\n=1"), "\"'\n=1\"");
  EXPECT_EQ(csv_cell("＝1+1"), "'＝1+1") << "full width";
  EXPECT_EQ(csv_cell("－1+1"), "'－1+1");
}

TEST(Csv, APlainNumberStaysAsItIs) {
  for (const char* text :
       {"-5", "+5", "-5.25", "+1e9", "-1.5E-3", "5", "0", "a=b", "小区-1", "'", ""}) {
    EXPECT_EQ(csv_cell(text), text);
  }
}

TEST(Csv, NumbersHaveFixedDecimalsAndNothingOdd) {
  EXPECT_EQ(csv_number(2.5, 0), "2") << "halves go to the even one, as IEEE 754 says";
  EXPECT_EQ(csv_number(1.005, 2), "1.00") << "which is a little less than its name says";
  EXPECT_EQ(csv_number(-0.0, 3), "0.000");
  EXPECT_EQ(csv_number(-0.0004, 3), "0.000");
  EXPECT_EQ(csv_number(-0.0006, 3), "-0.001");
  EXPECT_EQ(csv_number(1234567.891, 1), "1234567.9");
  EXPECT_EQ(csv_number(1e22, 0), "10000000000000000000000");
  EXPECT_EQ(csv_number(0.1, -3), "0");
  EXPECT_EQ(csv_number(0.1, 99), "0.10000000000000001");
  EXPECT_EQ(csv_number(kNoNumber, 3), "");
  EXPECT_EQ(csv_number(-std::numeric_limits<double>::infinity(), 3), "");
}

TEST(Csv, TheLocaleLeavesNoTrace) {
  struct Comma : std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
  };
  const std::locale before = std::locale::global(std::locale{std::locale::classic(), new Comma});
  std::setlocale(LC_ALL, "de_DE.UTF-8");  // where it is installed
  EXPECT_EQ(csv_number(1234567.5, 2), "1234567.50");
  Table table;
  table.columns = {{"n", "", "", std::vector<std::int64_t>{1234567}}};
  EXPECT_EQ(written(table),
            "\xEF\xBB\xBF"
            "n\r\n1234567\r\n");
  std::setlocale(LC_ALL, "C");
  std::locale::global(before);
}

TEST(Csv, HostileTextsComeBackAsTheyWere) {
  const std::vector<std::string> pieces{"\"",
                                        ",",
                                        "\r",
                                        "\n",
                                        "\r\n",
                                        " ",
                                        "a",
                                        "社区",
                                        "𠮷",
                                        "=",
                                        "<b>",
                                        "\x1b[31m",
                                        std::string(1, '\0'),
                                        "\xff",
                                        "\xed\xa0\x80",
                                        "'",
                                        "\t"};
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    std::uint64_t state = seed;
    Table table;
    for (int column = 0; column < 3; ++column) {
      std::vector<std::string> values;
      for (int row = 0; row < 4; ++row) {
        std::string text;
        for (auto n = test::next_random(state) % 6; n > 0; --n) {
          text += pieces[test::next_random(state) % pieces.size()];
        }
        values.push_back(text);
      }
      table.columns.push_back({"c" + std::to_string(column), "", "", values});
    }
    const auto records = read_csv(written(table).substr(3));
    ASSERT_EQ(records.size(), 5U) << "seed " << seed;
    for (std::size_t row = 0; row < 4; ++row) {
      ASSERT_EQ(records[row + 1].size(), 3U) << "seed " << seed;
      for (std::size_t column = 0; column < 3; ++column) {
        const auto& values = std::get<std::vector<std::string>>(table.columns[column].values);
        const std::string clean = clean_text(values[row]);
        const std::string& read = records[row + 1][column];
        EXPECT_TRUE(read == clean || read == "'" + clean) << "seed " << seed << ": " << read;
        EXPECT_EQ(std::string{"=+-@\t\r\n"}.find(read.empty() ? 'x' : read[0]), std::string::npos)
            << "seed " << seed << ": " << read;
      }
    }
  }
}

TEST(Csv, LongAndManyCellsPassTheBlocks) {
  Table table;
  std::vector<std::string> texts(300, std::string(10'000, 'x'));
  texts.push_back("last");
  table.columns = {{"text", "", "", texts}};
  const std::string bytes = written(table);
  EXPECT_EQ(bytes.size(), 3 + 6 + 300 * 10'002 + 6U);
  EXPECT_TRUE(bytes.ends_with("last\r\n"));
  EXPECT_GE(csv_size_forecast(table), bytes.size());
}

TEST(Csv, RefusesToWriteOverAFile) {
  const Scratch scratch;
  test::put(scratch / "t.csv", "mine");
  const Result<Done> done = write_csv(scratch / "t.csv", "t.csv", Table{});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().key, "output_write_failed");
  EXPECT_EQ(done.error().fault, Fault::storage);
  EXPECT_EQ(bytes_of(scratch / "t.csv"), "mine");
}

TEST(CleanText, KeepsCharactersAndNothingElse) {
  EXPECT_EQ(clean_text("plain\ttext\r\n"), "plain\ttext\r\n");
  EXPECT_EQ(clean_text("社区 𠮷 é"), "社区 𠮷 é");
  EXPECT_EQ(clean_text(std::string{"a\0b\x1b\x7f", 5}), "a?b??");
  EXPECT_EQ(clean_text("\xc2\x9b"), "?") << "C1";
  EXPECT_EQ(clean_text("a\xffz"), "a\xEF\xBF\xBDz");
  EXPECT_EQ(clean_text("\xc0\xaf"), "\xEF\xBF\xBD\xEF\xBF\xBD") << "overlong";
  EXPECT_EQ(clean_text("\xe7\xa4"), "\xEF\xBF\xBD\xEF\xBF\xBD") << "cut";
  EXPECT_EQ(clean_text("\xef\xbf\xbf"), "\xEF\xBF\xBD") << "no character, says XML";
}

}  // namespace
}  // namespace lifecircle
