#include "tools/lifecircle/progress_line.hpp"

#include <algorithm>
#include <cmath>
#include <ostream>

namespace lifecircle {

namespace {

using Seconds = std::chrono::duration<double>;
constexpr Seconds kQuietTime{1.0}, kBetween{0.2};

/// The first `columns` columns of a text; a Chinese character takes two.
std::string cut_to(const std::string& text, int columns) {
  int used = 0;
  std::size_t i = 0;
  while (i < text.size()) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    const int wide = bytes >= 3 ? 2 : 1;
    if (used + wide > columns) break;
    used += wide;
    i += bytes;
  }
  return text.substr(0, std::min(i, text.size()));
}

}  // namespace

std::string shown_time(double seconds, Language language) {
  const auto whole = static_cast<std::int64_t>(std::ceil(std::clamp(seconds, 0.0, 1e9)));
  const auto text = [](std::int64_t n) { return std::to_string(n); };
  if (whole < 60) return say("time_s", language, {text(whole)});
  if (whole < 3600) return say("time_min_s", language, {text(whole / 60), text(whole % 60)});
  return say("time_h_min", language, {text(whole / 3600), text(whole / 60 % 60)});
}

ProgressLine::ProgressLine(std::ostream& err, Language language, bool live, int width, Clock clock)
    : err_{err},
      language_{language},
      live_{live},
      width_{width},
      clock_{std::move(clock)},
      start_{clock_()},
      stage_start_{start_},
      last_{start_} {}

ProgressLine::~ProgressLine() {
  finish();
}

void ProgressLine::begin_stage(std::string_view stage, std::chrono::steady_clock::time_point now) {
  end_stage(now);
  stage_ = stage;
  stage_start_ = now;
}

void ProgressLine::end_stage(std::chrono::steady_clock::time_point now) {
  const Seconds took = now - stage_start_;
  if (!live_ && !stage_.empty() && took >= kQuietTime)
    err_ << say("progress_stage_took", language_,
                {say(stage_, language_), shown_time(took.count(), language_)})
         << '\n'
         << std::flush;
  stage_.clear();
}

void ProgressLine::tell(std::string_view stage, std::uint64_t done, std::uint64_t all) {
  const auto now = clock_();
  if (stage != stage_) begin_stage(stage, now);
  if (!live_ || now - start_ < kQuietTime || (shown_ && now - last_ < kBetween)) return;
  last_ = now;
  shown_ = true;
  std::string line = say(stage, language_);
  if (all > 0) {
    done = std::min(done, all);
    const double share = static_cast<double>(done) / static_cast<double>(all);
    line += " " + std::to_string(static_cast<int>(share * 100)) + "%";
    const Seconds took = now - stage_start_;
    if (took >= kQuietTime && done > 0 && done < all)
      line += "  " + say("progress_left", language_,
                         {shown_time(took.count() * (1 - share) / share, language_)});
  }
  err_ << "\r\033[K" << cut_to(line, width_ - 1) << std::flush;
}

void ProgressLine::finish() {
  end_stage(clock_());
  if (shown_) err_ << "\r\033[K" << std::flush;
  shown_ = false;
  start_ = clock_();
}

}  // namespace lifecircle
