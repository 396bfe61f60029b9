#include "io/write/sheet/foot.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <utility>

#include <fmt/format.h>

namespace lifecircle {
namespace {

constexpr double kTitle = 6, kSubtitle = 3.4, kNote = 2.3, kRule = 1.2;

double height_of(const std::vector<TextBlock>& blocks) {
  return std::accumulate(blocks.begin(), blocks.end(), 0.0, [](double sum, const TextBlock& block) {
    return sum + block.height_mm();
  });
}

}  // namespace

Head::Head(const Typesetter& letters, const MapSheet& sheet, double width_mm) {
  const auto add = [&](const Words& words, double size, Weight weight, int lines) {
    const std::string& text = in_language(words, sheet.language);
    if (!text.empty())
      lines_.push_back(letters.set(text, {.size_mm = size,
                                          .width_mm = width_mm,
                                          .lines = lines,
                                          .weight = weight,
                                          .side = Side::middle}));
  };
  add(sheet.title, kTitle, Weight::bold, 2);
  add(sheet.subtitle, kSubtitle, Weight::regular, 2);
}

double Head::height_mm() const {
  return height_of(lines_);
}

void Head::draw(cairo_t* paper, const PaperRect& at) const {
  double y = at.y;
  cairo_set_source_rgb(paper, 0, 0, 0);
  for (const TextBlock& line : lines_) {
    line.draw(paper, at.x, y);
    y += line.height_mm();
  }
}

Foot::Foot(const Typesetter& letters, const MapSheet& sheet, double width_mm) {
  const double most = sheet.paper.height_mm / 4;
  const auto set = [&](const std::string& text, int lines) {
    return letters.set(text, {.size_mm = kNote, .width_mm = width_mm, .lines = lines});
  };
  const auto& notes = sheet.notes;
  for (std::size_t i = 0; i < notes.size(); ++i) {
    const std::string& text = in_language(notes[i], sheet.language);
    TextBlock block = set(notes.size() == 1 ? text : fmt::format("{}. {}", i + 1, text), 3);
    const double line = set(" ", 1).height_mm();
    if (height_of(notes_) + block.height_mm() + (i + 1 < notes.size() ? line : 0) > most) {
      notes_.push_back(
          set(say("sheet_more_notes", sheet.language, {std::to_string(notes.size() - i)}), 1));
      break;
    }
    notes_.push_back(std::move(block));
  }
  const std::string texts[] = {
      in_language(sheet.attribution, sheet.language),
      sheet.review_number.empty()
          ? ""
          : say("sheet_review_number", sheet.language, {sheet.review_number}),
      sheet.date};
  const bool any =
      std::ranges::any_of(texts, [](const std::string& text) { return !text.empty(); });
  // Half of the line to the left, a quarter each to the middle and the right.
  for (std::size_t i = 0; any && i < 3; ++i)
    last_.push_back(letters.set(texts[i], {.size_mm = kNote,
                                           .width_mm = width_mm * (i == 0 ? 0.5 : 0.25) - 1,
                                           .side = i == 0 ? Side::left : Side::right}));
}

double Foot::height_mm() const {
  double last = 0;
  for (const TextBlock& block : last_) last = std::max(last, block.height_mm());
  return height_of(notes_) + (last > 0 ? last + kRule : 0);
}

void Foot::draw(cairo_t* paper, const PaperRect& at) const {
  double y = at.y;
  cairo_set_source_rgb(paper, 0.15, 0.15, 0.15);
  for (const TextBlock& note : notes_) {
    note.draw(paper, at.x, y);
    y += note.height_mm();
  }
  if (last_.empty()) return;
  cairo_set_line_width(paper, 0.15);
  cairo_move_to(paper, at.x, y + kRule / 2);
  cairo_line_to(paper, at.right(), y + kRule / 2);
  cairo_stroke(paper);
  const double starts[] = {0, 0.5, 0.75};
  for (std::size_t i = 0; i < last_.size(); ++i)
    last_[i].draw(paper, at.x + at.width * starts[i] + (i == 0 ? 0 : 1), y + kRule);
}

}  // namespace lifecircle
