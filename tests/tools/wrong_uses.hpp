#pragma once

#include <string>
#include <vector>

namespace lifecircle::test {

struct WrongCommandLine {
  std::string title;
  std::vector<std::string> words;
};

/// The good study with `from` replaced by `to`; or with `to` at its end, where `from` is empty.
struct WrongStudy {
  std::string title;
  std::string from, to;
};

const std::vector<WrongCommandLine>& wrong_command_lines();
const std::string& good_study();
const std::vector<WrongStudy>& wrong_studies();

}  // namespace lifecircle::test
