#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tools/lifecircle/program.hpp"

/// What tests of `site` share: a folder, a made county, the program and its tables.
namespace lifecircle::test::siting {

namespace fs = std::filesystem;
using Json = nlohmann::json;

inline std::string bytes_of(const fs::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}
inline void write(const fs::path& path, const std::string& bytes) {
  std::ofstream{path, std::ios::binary} << bytes;
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

/// Rows of a CSV without quotes, by column.
inline std::vector<std::map<std::string, std::string>> rows_of(const fs::path& path) {
  std::ifstream in{path};
  std::string line;
  const auto cells = [](std::string text) {
    if (text.ends_with('\r')) text.pop_back();
    std::vector<std::string> all(1);
    for (const char c : text)
      if (c == ',')
        all.emplace_back();
      else
        all.back() += c;
    return all;
  };
  std::getline(in, line);
  const auto head = cells(line.substr(3));
  std::vector<std::map<std::string, std::string>> rows;
  while (std::getline(in, line)) {
    const auto values = cells(line);
    auto& row = rows.emplace_back();
    for (std::size_t c = 0; c < head.size(); ++c) row[head[c]] = values.at(c);
  }
  return rows;
}

class Site : public testing::Test {
 protected:
  void SetUp() override { fs::create_directories(folder); }
  void TearDown() override { fs::remove_all(folder); }
  std::string at(const std::string& name) const { return (folder / name).string(); }

  fs::path folder =
      fs::temp_directory_path() / ("lifecircle_site_" + std::to_string(std::random_device{}()));
};

class SiteOfACounty : public Site {
 protected:
  void SetUp() override {
    Site::SetUp();
    const std::string make = (fs::path{LIFECIRCLE_BINARY_DIR} / "tools" / "make_town").string() +
                             " --junctions 1000 --seed 3 --out " + at("county.gpkg") + " > " +
                             at("made.txt");
    ASSERT_EQ(std::system(make.c_str()), 0);
    std::string text = bytes_of(fs::path{LIFECIRCLE_SOURCE_DIR} / "data" / "sample" / "study.toml");
    text.resize(text.find("[[siting]]"));
    head = text;
  }
  void study(const std::string& sitings) { write(folder / "study.toml", head + sitings); }
  std::string head;
};

}  // namespace lifecircle::test::siting
