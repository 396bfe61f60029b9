#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tools/lifecircle/program.hpp"

namespace lifecircle::test {

/// A made county of 1,000 junctions with the sample study up to its sitings, and `site` run on it.
class SiteCounty : public testing::Test {
 protected:
  struct Ended {
    int code;
    std::string out, err;
  };
  using Row = std::map<std::string, std::string>;

  void SetUp() override {
    std::filesystem::create_directories(folder);
    const std::string make =
        (std::filesystem::path{LIFECIRCLE_BINARY_DIR} / "tools" / "make_town").string() +
        " --junctions 1000 --seed 3 --out " + at("county.gpkg") + " > " + at("made.txt");
    ASSERT_EQ(std::system(make.c_str()), 0);
    head = bytes(std::string{LIFECIRCLE_SOURCE_DIR} + "/data/sample/study.toml");
    head.resize(head.find("[[siting]]"));
  }
  void TearDown() override { std::filesystem::remove_all(folder); }

  std::string at(const std::string& name) const { return (folder / name).string(); }
  static std::string bytes(const std::string& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream{at(name), std::ios::binary} << text;
  }
  static Ended run(std::vector<std::string> words) {
    std::ostringstream said, complained;
    Terminal terminal;
    terminal.data_folder = std::string{LIFECIRCLE_SOURCE_DIR} + "/data";
    const int code = run_program(words, said, complained, terminal);
    return {code, said.str(), complained.str()};
  }
  /// `site --quick` of one siting of stations at places along the roads.
  Ended site(const std::string& keys, const std::string& out,
             const std::vector<std::string>& more = {}, const std::string& candidates = "") {
    write("study.toml", head +
                            "[[siting]]\nname = \"stations\"\nservice = \"medical_15min_walk\"\n" +
                            keys + "\n[[siting.candidates]]\nspacing = 500\n" + candidates);
    std::vector<std::string> words{"site", at("study.toml"), "--out", at(out), "--quick"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
  /// Rows of a CSV without quotes, by column.
  static std::vector<Row> rows(const std::string& path) {
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
    const auto names = cells(line.substr(3));
    std::vector<Row> all;
    while (std::getline(in, line)) {
      const auto values = cells(line);
      Row& row = all.emplace_back();
      for (std::size_t c = 0; c < names.size(); ++c) row[names[c]] = values.at(c);
    }
    return all;
  }

  std::string head;
  std::filesystem::path folder = std::filesystem::temp_directory_path() /
                                 ("lifecircle_site_" + std::to_string(std::random_device{}()));
};

}  // namespace lifecircle::test
