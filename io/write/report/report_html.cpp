#include "io/write/report/report_html.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "io/write/report/map_data.hpp"
#include "io/write/report/page_text.hpp"
#include "io/write/report/parts.hpp"
#include "io/write/report/sections.hpp"

namespace lifecircle {
namespace {

using namespace page;

bool is_plain_id(std::string_view id) {
  return !id.empty() && id.size() <= 60 && id[0] >= 'a' && id[0] <= 'z' && !id.starts_with("lc-") &&
         std::ranges::all_of(id, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

/// An id for each section: its own, or one by its number where that is no id or there already.
std::vector<std::string> ids_of(const std::vector<ReportSection>& sections) {
  std::vector<std::string> ids;
  std::set<std::string> used{"map"};
  for (const ReportSection& section : sections) {
    const bool own = is_plain_id(section.id) && used.insert(section.id).second;
    ids.push_back(own ? section.id : fmt::format("lc-section-{}", ids.size() + 1));
  }
  return ids;
}

std::string lines(const std::vector<Words>& words, Language language) {
  std::string out;
  for (const Words& one : words) out += fmt::format("<li>{}</li>\n", html(one, language));
  return out.empty() ? out : "<ul class=\"provenance\">\n" + out + "</ul>\n";
}

std::string head_of_page(const ReportPage& page, Language language) {
  std::string out = fmt::format("<header>\n<h1>{}</h1>\n", html(page.title, language));
  if (!in(page.subtitle, language).empty())
    out += fmt::format("<p class=\"subtitle\">{}</p>\n", html(page.subtitle, language));
  out += fmt::format("<div class=\"answer\">\n<p class=\"headline\">{}</p>\n",
                     html(page.headline, language));
  if (!page.figures.empty()) {
    out += "<dl class=\"figures\">\n";
    for (const ReportFigure& figure : page.figures)
      out += fmt::format("<div><dt>{}</dt><dd>{}</dd></div>\n", html(figure.words, language),
                         html(figure.value, language));
    out += "</dl>\n";
  }
  return out + "</div>\n" + lines(page.provenance, language) + "</header>\n";
}

std::string contents(const ReportPage& page, const std::vector<std::string>& ids,
                     std::size_t map_at, bool has_map, Language language) {
  std::string out =
      fmt::format("<nav aria-label=\"{}\">\n<ul>\n", html(say("report_contents", language)));
  for (std::size_t i = 0; i <= ids.size(); ++i) {
    if (has_map && i == map_at)
      out += fmt::format("<li><a href=\"#map\">{}</a></li>\n", html(say("report_map", language)));
    if (i < ids.size())
      out += fmt::format("<li><a href=\"#{}\">{}</a></li>\n", ids[i],
                         html(page.sections[i].title, language));
  }
  return out + "</ul>\n</nav>\n";
}

std::string map_section(const MapData& map, Language language) {
  const auto text = [&](const char* key) { return html(say(key, language)); };
  std::string out = fmt::format("<section id=\"map\" class=\"live\">\n<h2>{}</h2>\n",
                                html(say("report_map", language)));
  for (const std::string& note : map.notes)
    out += fmt::format("<p class=\"note\">{}</p>\n", html(note));
  if (!map.json.empty())
    out += fmt::format(
        "<p class=\"note\" id=\"lc-map-noscript\">{}</p>\n"
        "<p class=\"note\" id=\"lc-map-broken\" hidden>{}</p>\n"
        "<div id=\"lc-map\" hidden>\n<div id=\"lc-canvas\"><p>{}</p></div>\n<aside>\n"
        "<fieldset><legend>{}</legend><div id=\"lc-layers\"></div></fieldset>\n"
        "<h3>{}</h3>\n<div id=\"lc-place\" aria-live=\"polite\"><p>{}</p></div>\n"
        "<p class=\"note\">{}</p>\n</aside>\n</div>\n",
        text("report_map_noscript"), text("report_map_broken"), text("report_map_starting"),
        text("report_layers"), text("report_attributes"), text("report_map_click"),
        text("report_map_keys"));
  return out + "</section>\n";
}

/// What the scripts say, in the language of the page, and where the parts of the library end.
std::string script_texts(Language language, bool has_map) {
  std::string out = "{\"language\":";
  out += language == Language::zh ? "\"zh-CN\"" : "\"en\"";
  const auto add = [&](const char* name, const std::string& text) {
    out += fmt::format(",\"{}\":{}", name, json(text));
  };
  add("filter", say("report_filter", language));
  add("none", say("report_filter_none", language));
  add("shown", say("report_filter_shown", language));
  add("scroll", say("report_map_scroll", language));
  add("scrollMac", say("report_map_scroll_mac", language));
  add("touch", say("report_map_touch", language));
  add("zoomIn", say("report_zoom_in", language));
  add("zoomOut", say("report_zoom_out", language));
  add("map", say("report_map", language));
  add("click", say("report_map_click", language));
  if (has_map)
    out += fmt::format(",\"library\":[{},{},{}]", map_library().size(), map_library_worker().size(),
                       map_library_css().size());
  return out + "}";
}

/// The style of every page and this one's feet on paper: its title, and which page of how many.
std::string style_of(const ReportPage& page, Language language) {
  std::string count = css(say("report_page_of", language));
  for (const auto& [place, counter] : {std::pair{R"(\7b 0\7d )", "\" counter(page) \""},
                                       std::pair{R"(\7b 1\7d )", "\" counter(pages) \""}})
    if (const auto at = count.find(place); at != std::string::npos)
      count.replace(at, std::string_view{place}.size(), counter);
  return fmt::format(
      "\n{}@page {{ @bottom-left {{ content: {} }} @bottom-right {{ content: {} }} }}\n",
      page_css(), css(shortened(in(page.title, language), 60)), count);
}

/// A text of several lines, in an element that keeps them.
std::string html_lines(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out += html(text.substr(0, end)) + '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string script(std::string_view text) {
  return fmt::format("<script>{}</script>\n", text);
}

std::string block(const char* id, const char* type, std::string_view text) {
  return fmt::format("<script type=\"{}\" id=\"{}\">{}</script>\n", type, id, text);
}

}  // namespace

Result<std::string> report_html(const ReportPage& page, const Frame& frame, Language language) {
  const MapData map = map_data(page, frame, language);
  const bool has_map = !map.json.empty() || !map.notes.empty();
  const std::vector<std::string> ids = ids_of(page.sections);
  const auto before = std::ranges::find(page.sections, page.map_before, &ReportSection::id);
  const auto map_at = static_cast<std::size_t>(before - page.sections.begin());

  std::string body =
      head_of_page(page, language) + contents(page, ids, map_at, has_map, language) + "<main>\n";
  for (std::size_t i = 0; i <= ids.size(); ++i) {
    if (has_map && i == map_at) body += map_section(map, language);
    if (i == ids.size()) break;
    const Result<std::string> section = section_html(page.sections[i], ids[i], language);
    if (!section) return section.error();
    body += section.value();
  }
  body += "</main>\n";
  const std::string style = style_of(page, language);
  // Scripts and style are admitted by what they are; the map library and its worker, which MapLibre
  // turns into blob: and data: addresses, by the scripts that made them. Nothing may be fetched.
  std::string scripts = admitted(tables_js());
  std::string workers = "'none'", connections = "'none'";
  if (!map.json.empty()) {
    body += fmt::format(
        "<details class=\"licence\">\n<summary>{}</summary>\n<pre>{}</pre>\n</details>\n",
        html(say("report_licence", language)), html_lines(map_library_licence()));
    body += block("lc-data", "application/json", map.json) +
            block("lc-library", "application/octet-stream", packed_map_library());
    scripts += ' ' + admitted(map_js()) + " blob:";
    workers = "blob: data:";
    connections = "blob: data:";
  }
  body += block("lc-texts", "application/json", script_texts(language, !map.json.empty())) +
          script(tables_js());
  if (!map.json.empty()) body += script(map_js());

  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src {}; "
      "worker-src {}; style-src {}; img-src data: blob:; connect-src {}; base-uri 'none'; "
      "form-action 'none'\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<title>{}</title>\n<style>{}</style>\n</head>\n<body>\n{}</body>\n</html>\n",
      language == Language::zh ? "zh-CN" : "en", scripts, workers, admitted(style), connections,
      html(page.title, language), style, body);
}

}  // namespace lifecircle
