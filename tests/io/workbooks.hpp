#pragma once

// What the tests of workbooks share: tables, and two foreign readers.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/problems.hpp"
#include "io/read/layer.hpp"
#include "io/write/workbook.hpp"
#include "tests/io/result_files.hpp"

namespace lifecircle::test {

using Rows = std::vector<std::vector<std::string>>;

/// Rows of a CSV text. `mark`: what stands in quotes is given with the first of them.
inline Rows csv_rows(std::string_view text, bool mark = false) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  Rows rows{{""}};
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    std::string& cell = rows.back().back();
    if (quoted) {
      if (c != '"')
        cell += c;
      else if (i + 1 < text.size() && text[i + 1] == '"')
        cell += text[++i];
      else
        quoted = false;
    } else if (c == '"') {
      quoted = true;
      if (mark) cell += '"';
    } else if (c == ',') {
      rows.back().emplace_back();
    } else if (c == '\n') {
      rows.emplace_back(1);
    } else if (c != '\r') {
      cell += c;
    }
  }
  if (rows.back() == std::vector<std::string>{""}) rows.pop_back();
  return rows;
}

/// Cells of a sheet below its first row, read by GDAL through our own reader: rows of the sheet
/// (its second is 2), cells as texts.
inline std::map<std::int64_t, std::vector<std::string>> read_sheet(const std::string& file,
                                                                   const std::string& sheet) {
  LayerSource source;
  source.file = file;
  source.layer = sheet;
  Problems problems;
  const auto features = read_features(source, wuhan(), {}, true, problems);
  std::map<std::int64_t, std::vector<std::string>> rows;
  if (!features) {
    ADD_FAILURE() << features.error().key << ' ' << features.error().where;
    return rows;
  }
  for (std::size_t i = 0; i < features.value().size(); ++i)
    for (const auto& column : features.value().columns)
      rows[features.value().row[i]].push_back(column[i]);
  return rows;
}

/// Whether LibreOffice is here.
inline bool has_libreoffice() {
  int status = 0;
  output_of("soffice --version", status);
  return status == 0;
}

/// Every sheet as LibreOffice shows it, by name. Texts begin with a quote, numbers and what
/// formulas come to do not.
inline std::map<std::string, Rows> shown_by_libreoffice(const std::string& file) {
  const Scratch scratch;
  int status = 0;
  // As shown, texts quoted, every sheet.
  const std::string said = output_of(
      "soffice --headless -env:UserInstallation=file://" + scratch / "profile" +
          " --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,true,false,true,false,"
          "false,-1' --outdir '" +
          scratch / "out" + "' '" + file + "'",
      status);
  std::map<std::string, Rows> sheets;
  std::error_code failure;
  const std::string stem = fs::path{file}.stem().string() + "-";
  for (const auto& entry : fs::directory_iterator{scratch / "out", failure}) {
    const std::string name = entry.path().stem().string();
    EXPECT_TRUE(name.starts_with(stem)) << name;
    sheets[name.substr(stem.size())] = csv_rows(bytes_of(entry.path().string()), true);
  }
  EXPECT_FALSE(sheets.empty()) << said;
  return sheets;
}

}  // namespace lifecircle::test
