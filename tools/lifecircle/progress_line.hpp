#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>

#include "engine/base/messages.hpp"

namespace lifecircle {

/// Says how far the work is, on standard error.
///
/// On a terminal: one line that is rewritten five times a second, once the work has
/// taken longer than a second: stage, share done, time left. The time left of a stage
/// is its time so far, times what is left over what is done; it is shown after the stage's first
/// second. Elsewhere: one line for each stage that took longer than a second, when it is over.
class ProgressLine {
 public:
  using Clock = std::function<std::chrono::steady_clock::time_point()>;

  ProgressLine(std::ostream& err, Language language, bool live, int width,
               Clock clock = &std::chrono::steady_clock::now);
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void tell(std::string_view stage, std::uint64_t done, std::uint64_t all);
  /// Takes the line away; what is told after begins a new one.
  void finish();

 private:
  void begin_stage(std::string_view stage, std::chrono::steady_clock::time_point now);
  void end_stage(std::chrono::steady_clock::time_point now);

  std::ostream& err_;
  Language language_;
  bool live_;
  int width_;
  Clock clock_;
  std::string stage_;
  std::chrono::steady_clock::time_point start_, stage_start_, last_;
  bool shown_ = false;
};

/// "12 s", "3 min 20 s", "2 h 5 min", in words of the language.
std::string shown_time(double seconds, Language language);

}  // namespace lifecircle
