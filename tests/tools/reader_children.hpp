#pragma once

#include <sys/types.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

#include "engine/base/problems.hpp"
#include "io/read/child/reader_process.hpp"

namespace lifecircle::test {

/// The program that reads.
inline std::string worker() {
  return (std::filesystem::path{LIFECIRCLE_BINARY_DIR} / "tools" / "lifecircle-work").string();
}

/// Reads in children while it lives.
struct InChildren {
  explicit InChildren(const ReaderLimits& limits = {}) {
    read_in_children({worker(), "__read"}, limits);
  }
  ~InChildren() { read_in_children({}); }
};

inline std::string told(const Problems& problems) {
  std::string text;
  for (const Problem& p : problems.list()) {
    text += p.key + '|' + p.file + '|' + p.layer + '|' + std::to_string(p.row) + '|' +
            std::to_string(p.set_aside);
    for (const auto& arg : p.args) text += '|' + arg;
    text += '\n';
  }
  for (const auto& [key, count] : problems.counts())
    text += key + " x " + std::to_string(count) + '\n';
  for (const Conversion& c : problems.conversions()) {
    text += c.file + '|' + c.stated + '|' + c.found;
    for (const auto& step : c.steps) {
      text += '|' + step.key;
      for (const auto& arg : step.args) text += ' ' + arg;
    }
    text += '\n';
  }
  return text;
}

/// Children of a process and theirs, but for itself.
inline std::vector<pid_t> below(pid_t of) {
  std::vector<pid_t> all;
  for (const auto& entry : std::filesystem::directory_iterator{"/proc"}) {
    const std::string name = entry.path().filename().string();
    if (name.find_first_not_of("0123456789") != std::string::npos) continue;
    std::ifstream stat{entry.path() / "stat"};
    std::string text{std::istreambuf_iterator<char>{stat}, {}};
    std::istringstream after{text.substr(std::min(text.size(), text.rfind(')') + 1))};
    std::string state;
    pid_t parent = 0;
    after >> state >> parent;
    if (parent != of) continue;
    all.push_back(static_cast<pid_t>(std::stol(name)));
    for (const pid_t deeper : below(all.back())) all.push_back(deeper);
  }
  return all;
}

}  // namespace lifecircle::test
