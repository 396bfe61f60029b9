#include "io/write/sheet/text.hpp"

#include <algorithm>
#include <cstddef>

#include "io/write/clean_text.hpp"

namespace lifecircle {
namespace {

constexpr const char* kFamily = "Noto Sans CJK SC";
constexpr double kPointsPerMm = 72 / 25.4;  // pango is used to points: a layout is in them

/// Marks and overrides of direction.
bool turns(gunichar c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

bool ends_line(gunichar c) {
  return c == '\t' || c == '\n' || c == '\r' || c == 0x2028 || c == 0x2029;
}

bool lies_on_another(gunichar c) {
  const GUnicodeType type = g_unichar_type(c);
  return type == G_UNICODE_NON_SPACING_MARK || type == G_UNICODE_ENCLOSING_MARK ||
         type == G_UNICODE_FORMAT;
}

}  // namespace

std::string paper_text(std::string_view text, std::size_t most) {
  constexpr std::size_t kMarks = 4;
  const std::string clean = clean_text(text);
  std::string out;
  std::size_t letters = 0, marks = 0;
  const char* next = clean.data();
  for (const char* at = next; at < clean.data() + clean.size(); at = next) {
    next = g_utf8_next_char(at);
    const gunichar c = g_utf8_get_char(at);
    if (lies_on_another(c) && !turns(c)) {
      if (++marks > kMarks) continue;
    } else {
      if (letters == most) return out + "…";
      marks = 0;
      ++letters;
    }
    if (turns(c))
      out += '?';
    else if (ends_line(c))
      out += ' ';
    else
      out.append(at, next);
  }
  return out;
}

bool TextBlock::has_unknown() const {
  return pango_layout_get_unknown_glyphs_count(layout_.get()) > 0;
}

void TextBlock::draw(cairo_t* paper, double x, double y) const {
  cairo_save(paper);
  cairo_translate(paper, x, y);
  cairo_scale(paper, 1 / kPointsPerMm, 1 / kPointsPerMm);
  cairo_move_to(paper, 0, 0);
  pango_cairo_show_layout(paper, layout_.get());
  cairo_new_path(paper);
  cairo_restore(paper);
}

Typesetter::Typesetter()
    : fonts_{pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT)},
      context_{pango_font_map_create_context(fonts_.get())} {
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context_.get(), options);
  cairo_font_options_destroy(options);
  pango_cairo_context_set_resolution(context_.get(), 72);
  // Han letters as they are written in China, whatever the language of the sheet.
  pango_context_set_language(context_.get(), pango_language_from_string("zh-cn"));
  pango_context_set_base_dir(context_.get(), PANGO_DIRECTION_LTR);
  pango_context_set_round_glyph_positions(context_.get(), FALSE);
}

bool Typesetter::knows_chinese() const {
  return !set("图例社区服务设施", {}).has_unknown();
}

TextBlock Typesetter::set(std::string_view text, const TextLook& look) const {
  constexpr std::size_t kLettersALine = 300;
  const std::string words = paper_text(text, kLettersALine * static_cast<std::size_t>(look.lines));
  TextBlock block;
  block.layout_.reset(pango_layout_new(context_.get()));
  PangoLayout* layout = block.layout_.get();

  PangoFontDescription* font = pango_font_description_new();
  pango_font_description_set_family_static(font, kFamily);
  pango_font_description_set_weight(
      font, look.weight == Weight::bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size(font, look.size_mm * kPointsPerMm * PANGO_SCALE);
  pango_layout_set_font_description(layout, font);
  pango_font_description_free(font);

  pango_layout_set_single_paragraph_mode(layout, TRUE);
  pango_layout_set_auto_dir(layout, FALSE);
  pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width(layout, static_cast<int>(look.width_mm * kPointsPerMm * PANGO_SCALE));
  pango_layout_set_height(layout, -look.lines);
  pango_layout_set_alignment(layout, look.side == Side::left     ? PANGO_ALIGN_LEFT
                                     : look.side == Side::middle ? PANGO_ALIGN_CENTER
                                                                 : PANGO_ALIGN_RIGHT);
  pango_layout_set_text(layout, words.data(), static_cast<int>(words.size()));

  PangoRectangle box;
  pango_layout_get_extents(layout, nullptr, &box);
  block.width_mm_ = box.width / kPointsPerMm / PANGO_SCALE;
  block.height_mm_ = words.empty() ? 0 : box.height / kPointsPerMm / PANGO_SCALE;
  return block;
}

}  // namespace lifecircle
