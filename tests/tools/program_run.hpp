#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "tools/lifecircle/program.hpp"

/// What tests of the program share: running it, and reading what it wrote.
namespace lifecircle::test {

namespace fs = std::filesystem;

inline std::string bytes_of(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

struct Ended {
  int code;
  std::string out, err;
};
inline Ended run(std::vector<std::string> words) {
  std::ostringstream said, complained;
  Terminal terminal;
  terminal.data_folder = std::string{LIFECIRCLE_SOURCE_DIR} + "/data";
  const int code = run_program(words, said, complained, terminal);
  return {code, said.str(), complained.str()};
}

/// A CSV of ours: [row][column by name].
inline std::vector<std::map<std::string, std::string>> rows_of(const fs::path& path) {
  std::ifstream in{path};
  const auto cells = [](std::string line) {
    if (line.ends_with('\r')) line.pop_back();
    std::vector<std::string> all(1);
    bool quoted = false;
    for (const char c : line)
      if (c == '"')
        quoted = !quoted;
      else if (c == ',' && !quoted)
        all.emplace_back();
      else
        all.back() += c;
    return all;
  };
  std::string line;
  std::getline(in, line);
  const auto head = cells(line.substr(3));  // after the mark of UTF-8
  std::vector<std::map<std::string, std::string>> rows;
  while (std::getline(in, line)) {
    const auto values = cells(line);
    auto& row = rows.emplace_back();
    for (std::size_t c = 0; c < head.size(); ++c) row[head[c]] = values.at(c);
  }
  return rows;
}

}  // namespace lifecircle::test
