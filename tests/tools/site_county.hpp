#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/tools/site_folder.hpp"

namespace lifecircle::test {

/// The made county with one siting of stations.
class SiteCounty : public siting::SiteOfACounty {
 protected:
  using Ended = siting::Ended;
  using Row = std::map<std::string, std::string>;

  static std::string bytes(const std::string& path) { return siting::bytes_of(path); }
  void write(const std::string& name, const std::string& text) const {
    siting::write(folder / name, text);
  }
  static Ended run(const std::vector<std::string>& words) { return siting::run(words); }
  static std::vector<Row> rows(const std::string& path) { return siting::rows_of(path); }
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
};

}  // namespace lifecircle::test
