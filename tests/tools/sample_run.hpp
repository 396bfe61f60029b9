#pragma once

// The sample study as it is shipped, beside a small county made for it.

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "io/read/csv.hpp"
#include "tests/tools/little_town.hpp"

namespace lifecircle::test {

using CsvRow = std::map<std::string, std::string>;

/// The rows of a table, heads to cells.
inline std::vector<CsvRow> csv_rows(const std::string& path) {
  auto csv = CsvFile::open(path, false, "UTF-8");
  if (!csv) throw std::runtime_error{"no " + path};
  std::vector<CsvRow> rows;
  const std::vector<std::string> head = csv.value().head();
  for (CsvFile::Record record; csv.value().next(record).value();) {
    CsvRow row;
    for (std::size_t c = 0; c < head.size(); ++c) row[head[c]] = record.fields[c];
    rows.push_back(std::move(row));
  }
  return rows;
}

/// Made and run; `edit` may change the study before.
struct SampleRun {
  little::Folder folder;
  std::string county = (folder.path / "county.gpkg").string();
  std::string study = (folder.path / "study.toml").string();
  std::string results = (folder.path / "out" / "results.gpkg").string();

  explicit SampleRun(const std::function<void(std::string&)>& edit = {}) {
    namespace fs = std::filesystem;
    const fs::path source{LIFECIRCLE_SOURCE_DIR};
    const std::string make = (fs::path{LIFECIRCLE_BINARY_DIR} / "tools" / "make_town").string() +
                             " --junctions 2000 --seed 1 --out " + county + " --study " +
                             (source / "data" / "sample" / "study.toml").string() + " > " +
                             (folder.path / "made.txt").string();
    if (std::system(make.c_str()) != 0) throw std::runtime_error{"no county"};
    if (edit) {
      std::string text = little::bytes_of(study);
      edit(text);
      std::ofstream{study, std::ios::binary} << text;
    }
    std::ostringstream out, err;
    Terminal terminal;
    terminal.data_folder = (source / "data").string();
    if (run_program({"run", study, "--out", (folder.path / "out").string(), "--quiet"}, out, err,
                    terminal) != 0)
      throw std::runtime_error{err.str()};
  }
  std::vector<CsvRow> indicators() const {
    return csv_rows((folder.path / "out" / "indicators.csv").string());
  }
};

}  // namespace lifecircle::test
