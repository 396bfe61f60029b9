#include "io/write/sheet/legend.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace lifecircle {
namespace {

// Millimetres, at full size.
constexpr double kText = 2.6, kHead = 3.2, kSampleWide = 7, kSampleHigh = 3, kGap = 1.6;
constexpr double kBetween = 0.7, kColumn = 48, kBetweenColumns = 4;

}  // namespace

Legend::Legend(const Typesetter& letters, const std::vector<LayerClasses>& bottom_first,
               Language language, double width_mm, double most_height_mm)
    : letters_{&letters}, language_{language}, width_mm_{width_mm} {
  find_entries(bottom_first);
  if (entries_.empty()) return;
  for (const double size : {1.0, 0.9, 0.8, 0.7, 0.6}) {
    size_ = size;
    set_entries();
    if (flow(most_height_mm)) return;
  }
  cut(most_height_mm);
}

void Legend::find_entries(const std::vector<LayerClasses>& bottom_first) {
  for (std::size_t i = bottom_first.size(); i-- > 0;) {
    const LayerClasses& layer = bottom_first[i];
    if (!layer.layer->in_legend || std::ranges::find(layer.occurs, 1) == layer.occurs.end())
      continue;
    const Table& table = layer.layer->layer->table;
    const std::string& zh = table.title_zh;
    const std::string& en = table.title_en;
    const std::string& title = (language_ == Language::zh ? zh : en).empty()
                                   ? (language_ == Language::zh ? en : zh)
                                   : (language_ == Language::zh ? zh : en);
    const bool classed = layer.drawing.look != Style::Look::plain;
    if (classed && !title.empty()) entries_.push_back({nullptr, 0, title, true});
    for (std::size_t of = 0; of < layer.occurs.size(); ++of) {
      if (layer.occurs[of] == 0) continue;
      const Drawn& drawn = layer.drawing.classes[of];
      std::string text = drawn.label;
      if (text.empty()) text = classed ? drawn.value : title.empty() ? table.name : title;
      entries_.push_back({&layer, of, std::move(text), false});
    }
  }
}

TextBlock Legend::words(const Entry& entry) const {
  const double column = (width_mm_ + kBetweenColumns * size_) / static_cast<double>(columns_) -
                        kBetweenColumns * size_;
  const double room = entry.layer == nullptr ? column : column - (kSampleWide + kGap) * size_;
  return letters_->set(entry.text, {.size_mm = kText * size_,
                                    .width_mm = std::max(room, 1.0),
                                    .lines = entry.heading ? 2 : 3,
                                    .weight = entry.heading ? Weight::bold : Weight::regular});
}

/// As many columns as there is width for; heights by the room that leaves.
void Legend::set_entries() {
  const double column = (kColumn + kBetweenColumns) * size_;
  columns_ = static_cast<std::size_t>(
      std::max(1.0, std::floor((width_mm_ + kBetweenColumns * size_) / column)));
  columns_ = std::min(columns_, entries_.size());
  for (Entry& entry : entries_)
    entry.height =
        std::max(words(entry).height_mm(), entry.layer == nullptr ? 0 : kSampleHigh * size_) +
        kBetween * size_;
  head_mm_ = (kHead * 1.45 + kBetween) * size_;
}

/// Deals the entries out to columns as low as can be; false where that is too high.
bool Legend::flow(double most_height) {
  const auto deal = [&](double high) {
    std::size_t column = 0;
    double top = 0;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      Entry& entry = entries_[i];
      // A heading is not left alone at the foot of a column.
      const double needed =
          entry.height + (entry.heading && i + 1 < entries_.size() ? entries_[i + 1].height : 0);
      if (top > 0 && top + needed > high) ++column, top = 0;
      if (column >= columns_ || top + needed > high) return false;
      entry.column = column;
      entry.top = top;
      top += entry.height;
    }
    return true;
  };
  const double room = most_height - head_mm_;
  double all = 0, highest = 0;
  for (const Entry& entry : entries_) {
    all += entry.height;
    highest = std::max(highest, entry.height);
  }
  for (double high = std::max(all / static_cast<double>(columns_), highest); high <= room;
       high += 0.5)
    if (deal(high)) {
      height_mm_ = head_mm_ + high;
      return true;
    }
  if (!deal(room)) return false;
  height_mm_ = most_height;
  return true;
}

void Legend::cut(double most_height) {
  const std::vector<Entry> all = entries_;
  const auto classes = [](const std::vector<Entry>& entries) {
    return std::ranges::count_if(entries, [](const Entry& e) { return e.layer != nullptr; });
  };
  const auto fits = [&](std::size_t kept) {
    entries_.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(kept));
    const auto left_out = classes(all) - classes(entries_);
    entries_.push_back(
        {nullptr, 0, say("sheet_more_classes", language_, {std::to_string(left_out)}), false});
    set_entries();
    return flow(most_height);
  };
  std::size_t kept = 0;
  for (std::size_t too_many = all.size(); kept + 1 < too_many;) {
    const std::size_t middle = (kept + too_many) / 2;
    (fits(middle) ? kept : too_many) = middle;
  }
  if (fits(kept)) return;
  height_mm_ = most_height;  // not even that line has room: it stands there all the same
}

void Legend::draw(cairo_t* paper, double x, double y) const {
  if (entries_.empty()) return;
  const double column = (width_mm_ + kBetweenColumns * size_) / static_cast<double>(columns_);
  cairo_set_source_rgb(paper, 0, 0, 0);
  letters_
      ->set(say("sheet_legend", language_),
            {.size_mm = kHead * size_, .width_mm = width_mm_, .weight = Weight::bold})
      .draw(paper, x, y);
  for (const Entry& entry : entries_) {
    const double left = x + static_cast<double>(entry.column) * column;
    const double top = y + head_mm_ + entry.top;
    const TextBlock block = words(entry);
    if (entry.layer == nullptr) {
      cairo_set_source_rgb(paper, 0, 0, 0);
      block.draw(paper, left, top);
      continue;
    }
    const double line = std::min(block.height_mm(), kText * 1.45 * size_);
    draw_sample(paper, entry.layer->drawing, entry.style_class,
                {left, top + std::max(0.0, (line - kSampleHigh * size_) / 2), kSampleWide * size_,
                 kSampleHigh * size_});
    cairo_set_source_rgb(paper, 0, 0, 0);
    block.draw(paper, left + (kSampleWide + kGap) * size_, top);
  }
}

}  // namespace lifecircle
