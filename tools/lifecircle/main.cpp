// The program that people call. It answers help and version by itself, in milliseconds;
// for work it becomes lifecircle-work, which lies beside it and is linked to the big
// libraries (loading those takes longer than any answer here).

#include <cstdio>
#include <filesystem>
#include <iostream>
#include <string>
#include <system_error>
#include <vector>

#include <unistd.h>

#include "tools/lifecircle/console.hpp"
#include "tools/lifecircle/help.hpp"

namespace {

int front(int count, char** words_of_c) {
  const std::vector<std::string> words(words_of_c + (count > 0 ? 1 : 0), words_of_c + count);
  const auto terminal = lifecircle::terminal_of_process();
  const auto language = lifecircle::language_of(words, terminal.language);
  if (const auto answer = lifecircle::quick_answer(words, language, LIFECIRCLE_VERSION)) {
    std::cout << *answer << std::flush;
    return std::cout ? 0 : static_cast<int>(lifecircle::Fault::storage);
  }

  std::error_code failed;
  const auto here = std::filesystem::read_symlink("/proc/self/exe", failed);
  const std::string worker = (here.parent_path() / "lifecircle-work").string();
  execv(worker.c_str(), words_of_c);
  lifecircle::print_error(std::cerr, {lifecircle::Fault::storage, "program_no_worker", worker, {}},
                          language, terminal.colour);
  return static_cast<int>(lifecircle::Fault::storage);
}

}  // namespace

int main(int count, char** words) {
  try {
    return front(count, words);
  } catch (...) {
    std::fputs("lifecircle: out of memory\n", stderr);
    return static_cast<int>(lifecircle::Fault::limit);
  }
}
