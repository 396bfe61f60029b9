#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "io/write/report/page_text.hpp"
#include "io/write/report/sections.hpp"

namespace lifecircle::page {
namespace {

/// What the first bytes say that a picture is; empty: neither of the two.
std::string_view media_type(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return "image/png";
  const std::string_view start = bytes.substr(0, 1024);
  const bool is_xml = start.starts_with("<") || start.starts_with("\xEF\xBB\xBF<");
  return is_xml && start.find("<svg") != std::string_view::npos ? "image/svg+xml"
                                                                : std::string_view{};
}

}  // namespace

Result<std::string> picture_html(const ReportPicture& picture, Language language) {
  const std::string_view type = media_type(picture.bytes);
  const std::string caption = html(picture.caption, language);
  if (type.empty())
    return Error{Fault::input, "report_picture_kind", shown(in(picture.caption, language))};
  return fmt::format(
      "<figure>\n<img alt=\"{0}\" src=\"data:{1};base64,{2}\">\n<figcaption>{0}</figcaption>\n"
      "</figure>\n",
      caption, type, base64(picture.bytes));
}

Result<std::string> section_html(const ReportSection& section, const std::string& id,
                                 Language language) {
  const bool lying = std::ranges::any_of(section.tables, is_wide);
  std::string out = fmt::format("<section id=\"{}\"{}>\n<h2>{}</h2>\n", id,
                                lying ? " class=\"lying\"" : "", html(section.title, language));
  for (const Words& words : section.paragraphs)
    out += fmt::format("<p>{}</p>\n", html(words, language));
  if (!section.pictures.empty()) {
    out += "<div class=\"pictures\">\n";
    for (const ReportPicture& picture : section.pictures) {
      const Result<std::string> drawn = picture_html(picture, language);
      if (!drawn) return drawn.error();
      out += drawn.value();
    }
    out += "</div>\n";
  }
  for (const ReportTable& table : section.tables) out += table_html(table, language);
  return out + "</section>\n";
}

}  // namespace lifecircle::page
