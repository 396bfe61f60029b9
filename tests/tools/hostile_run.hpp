#pragma once

#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/base/messages.hpp"
#include "io/write/clean_text.hpp"
#include "tools/lifecircle/program.hpp"

namespace lifecircle::test {

/// What the program says to these words, and what it complains of.
struct Answer {
  int code = 0;
  std::string out, err;
};

inline Answer ask(const std::vector<std::string>& words) {
  std::ostringstream out, err;
  Terminal terminal;
  terminal.data_folder = std::string{LIFECIRCLE_SOURCE_DIR} + "/data";
  const int code = run_program(words, out, err, terminal);
  return {code, out.str(), err.str()};
}

/// No control character but the end of a line, no mark of direction, and valid UTF-8.
inline void expect_plain_terminal(const std::string& said, const std::string& what) {
  std::istringstream lines{said};
  for (std::string line; std::getline(lines, line);)
    EXPECT_EQ(line, fill("{0}", {clean_text(line)})) << what;
}

}  // namespace lifecircle::test
