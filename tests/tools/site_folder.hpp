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

#include "tests/tools/program_run.hpp"

/// What tests of `site` share: a folder, a made county, the program and its tables.
namespace lifecircle::test::siting {

using Json = nlohmann::json;
namespace fs = test::fs;
using test::bytes_of;
using test::Ended;
using test::rows_of;
using test::run;

inline void write(const fs::path& path, const std::string& bytes) {
  std::ofstream{path, std::ios::binary} << bytes;
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
