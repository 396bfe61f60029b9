#pragma once

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "io/read/study_file.hpp"
#include "io/read/town.hpp"
#include "tests/io/layer_files.hpp"

namespace lifecircle::test {

/// A street along the 34th parallel, a clinic on it, and what a test adds.
class Hamlet {
 public:
  Hamlet() {
    write("roads.csv", "wkt\n\"LINESTRING(108 34,108.05 34)\"\n");
    write("clinics.csv", "id,lon,lat\nc1,108.002,34\n");
    write("area.csv",
          "wkt\n\"POLYGON((108 33.98,108.04 33.98,108.04 34.02,108 34.02,108 33.98))\"\n");
  }
  void write(const std::string& name, const std::string& text) const { folder_.write(name, text); }
  std::string file(const std::string& name) const { return folder_.file(name); }

  static std::string layer(const std::string& name) {
    return "file = \"" + name + "\"\ncrs = \"EPSG:4490\"\n";
  }
  static std::string area() { return "[area]\n" + layer("area.csv"); }
  static std::string homes(const std::string& more) {
    return "[[people]]\n" + layer("homes.csv") + "id = \"id\"\n" + more;
  }

  Result<LoadedTown> load(const std::string& more) {
    problems = {};
    const std::string toml =
        "[[network.roads]]\n" + layer("roads.csv") + class_column +
        "[[facilities]]\nkind = \"clinic\"\n" + layer("clinics.csv") +
        "id = \"id\"\n[[services]]\nname = \"a\"\nkinds = [\"clinic\"]\nmodes = "
        "[\"walk\"]\nminutes = 15\n" +
        more;
    const auto study = parse_study(toml, file("study.toml"),
                                   std::string{LIFECIRCLE_SOURCE_DIR} + "/data/profiles", true);
    if (!study) return study.error();
    return load_town(study.value(), problems);
  }
  LoadedTown loaded(const std::string& more) {
    auto town = load(more);
    if (town) return std::move(town).value();
    ADD_FAILURE() << town.error().key << " " << town.error().where;
    return {.town = {}, .frame = frame_around(108, 33.9, 108.1, 34.1), .box = {}};
  }
  std::vector<std::string> args(const std::string& key) const {
    for (const Problem& p : problems.list())
      if (p.key == key) return p.args;
    return {};
  }

  Problems problems;
  std::string class_column = "";

 private:
  Folder folder_;
};

}  // namespace lifecircle::test
