#include "io/write/report/report_html.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "io/write/clean_text.hpp"
#include "io/write/report/page_text.hpp"
#include "io/write/report/parts.hpp"
#include "io/write/sha256.hpp"
#include "tests/io/result_files.hpp"
#include "tests/support/html_tokens.hpp"
#include "tests/support/property.hpp"
#include "tests/support/report_town.hpp"

namespace lifecircle {
namespace {

using test::html_tables;
using test::html_text_of;
using test::html_tokens;
using test::HtmlToken;
using test::report_town;

std::string page_of(const ReportPage& page, Language language = Language::zh) {
  const Result<std::string> html = report_html(page, test::wuhan(), language);
  EXPECT_TRUE(html) << html.error().key;
  return html ? html.value() : std::string{};
}

/// What a page shows of a table, computed from the table alone.
test::HtmlTable cells_of(const ReportTable& report, Language language) {
  const Table& table = *report.table;
  const auto word = [&](const std::string& zh, const std::string& en) {
    return page::shown(language == Language::zh ? zh : en);
  };
  std::vector<ReportColumn> columns = report.columns;
  if (columns.empty())
    for (std::size_t i = 0; i < table.columns.size(); ++i) columns.push_back({.column = i});
  test::HtmlTable out(1);
  if (!report.row_marks.empty())
    out[0].push_back(word(report.marks_title.zh, report.marks_title.en));
  for (const ReportColumn& one : columns)
    out[0].push_back(word(table.columns[one.column].title_zh, table.columns[one.column].title_en));
  for (std::size_t row = 0; row < table.rows(); ++row) {
    std::vector<std::string> line;
    if (!report.row_marks.empty()) {
      const Words& words = report.marks[report.row_marks[row]].words;
      line.push_back(word(words.zh, words.en));
    }
    for (const ReportColumn& one : columns) {
      const std::string text = page::cell(table.columns[one.column], row);
      line.push_back(text.empty() ? "—" : text);
    }
    out.push_back(line);
  }
  return out;
}

void expect_every_cell(const ReportPage& page, Language language) {
  const auto tables = html_tables(html_tokens(page_of(page, language)));
  std::size_t at = 0;
  for (const ReportSection& section : page.sections)
    for (const ReportTable& table : section.tables) {
      ASSERT_LT(at, tables.size());
      EXPECT_EQ(tables[at++], cells_of(table, language)) << section.id;
    }
  EXPECT_EQ(at, tables.size());
}

TEST(ReportHtml, EveryCellOfEveryTableIsThereOnceInItsPlace) {
  expect_every_cell(report_town({.gaps = 300})->page, Language::zh);
  expect_every_cell(report_town()->page, Language::en);
  expect_every_cell(report_town({.names = test::hostile_names()})->page, Language::zh);
}

TEST(ReportHtml, TheAnswerComesFirst) {
  const std::string page = page_of(report_town()->page);
  std::size_t last = 0;
  for (const char* words :
       {"<h1>", "87.3 %", "class=\"figures\"", "id=\"indicators\"", "id=\"maps\"", "id=\"map\"",
        "id=\"gaps\"", "id=\"units\"", "id=\"sources\""}) {
    const std::size_t at = page.find(words, last);
    ASSERT_NE(at, std::string::npos) << words;
    last = at;
  }
}

TEST(ReportHtml, MarksStandInWordsAndALook) {
  const auto tokens = html_tokens(page_of(report_town()->page));
  std::map<std::string, int> looks;
  for (const HtmlToken& token : tokens)
    if (token.kind == HtmlToken::Kind::open && token.name == "tr" &&
        token.attributes.contains("class"))
      ++looks[token.attributes.at("class")];
  EXPECT_EQ(looks, (std::map<std::string, int>{{"bad", 2}, {"good", 2}, {"doubtful", 1}}));
}

/// The tags of a page in order, without their attributes and the boxes that long texts get.
std::vector<std::string> tags_of(const std::vector<HtmlToken>& tokens) {
  std::vector<std::string> tags;
  for (const HtmlToken& token : tokens)
    if (token.name != "div" && token.kind != HtmlToken::Kind::text)
      tags.push_back((token.kind == HtmlToken::Kind::open ? "" : "/") + token.name);
  return tags;
}

/// Nothing of the data has become a tag, an attribute, a script, a style or a line of its own.
void expect_nothing_but_text(const ReportPage& page, const std::string& html) {
  const auto tokens = html_tokens(html);
  EXPECT_EQ(tags_of(tokens), tags_of(html_tokens(page_of(report_town()->page))));
  static const std::set<std::string> kAttributes{
      "alt",         "aria-label", "aria-live", "charset",    "class",    "colspan", "content",
      "data-filter", "hidden",     "data-sort", "http-equiv", "href",     "id",      "lang",
      "name",        "role",       "scope",     "src",        "tabindex", "type"};
  for (const HtmlToken& token : tokens) {
    for (const auto& [name, value] : token.attributes) {
      EXPECT_TRUE(kAttributes.contains(name)) << name;
      EXPECT_TRUE(name != "href" || value.starts_with("#")) << value;
      EXPECT_TRUE(name != "src" || value.starts_with("data:image/")) << value.substr(0, 40);
    }
  }
  for (const char* mark : {"\u2028", "\u2029", "\u202e", "\u2066", "\u200f", "\x1b", "\x07", "\r"})
    EXPECT_EQ(html.find(mark), std::string::npos) << "a character that steers";
  EXPECT_EQ(clean_text(html), html);

  const auto map = nlohmann::json::parse(html_text_of(tokens, "lc-data"));
  ASSERT_EQ(map["layers"].size(), page.map.size());
  for (std::size_t i = 0; i < page.map.size(); ++i) {
    const Table& table = page.map[i].layer->table;
    for (std::size_t c = 0; c < table.columns.size(); ++c)
      for (std::size_t row = 0; row < table.rows(); ++row)
        EXPECT_EQ(map["layers"][i]["values"][c][row].get<std::string>(),
                  page::cell(table.columns[c], row));
  }
}

TEST(ReportHtml, HostileNamesStayText) {
  const auto town = report_town({.names = test::hostile_names()});
  expect_nothing_but_text(town->page, page_of(town->page));
}

TEST(ReportHtml, RandomTextStaysText) {
  test::holds_for_all(40, [] {
    const std::uint64_t seed = *rc::gen::arbitrary<std::uint64_t>();
    std::vector<std::string> names;
    for (std::uint64_t i = 0; i < 9; ++i) names.push_back(test::hostile_text(seed + i));
    const auto town = report_town({.names = names});
    expect_nothing_but_text(town->page, page_of(town->page));
    if (testing::Test::HasFailure())
      RC_FAIL("see above; hostile_text seed " + std::to_string(seed));
  });
}

TEST(ReportHtml, TextIsEncodedForWhereItStands) {
  EXPECT_EQ(page::html("a<b> & \"c\" 'd'"), "a&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;");
  EXPECT_EQ(page::json("</script><!-- \"\\ & \u2028"),
            "\"\\u003c/script\\u003e\\u003c!-- \\\"\\\\ \\u0026 ?\"");
  EXPECT_EQ(page::css("a\"}</style>名"), "\"a\\22 \\7d \\3c \\2f style\\3e 名\"");
  EXPECT_EQ(page::shown("a\tb\r\nc\x1b\u202e\xff"), "a b  c??\uFFFD");
  EXPECT_EQ(page::shortened("名字abc", 2), "名字…");
  EXPECT_EQ(page::shortened("名字", 2), "名字");
  // RFC 4648, 10.
  EXPECT_EQ(page::base64(""), "");
  EXPECT_EQ(page::base64("f"), "Zg==");
  EXPECT_EQ(page::base64("fo"), "Zm8=");
  EXPECT_EQ(page::base64("foo"), "Zm9v");
  EXPECT_EQ(page::base64("foobar"), "Zm9vYmFy");
  EXPECT_EQ(page::base64("\xff\xfe\xfd"), "//79");
  // The hash of nothing, as every guide to CSP has it.
  EXPECT_EQ(page::admitted(""), "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
}

TEST(ReportHtml, ThePolicyAdmitsThesePartsAndNothingElse) {
  for (const bool with_map : {true, false}) {
    const auto town = report_town();
    if (!with_map) town->page.map.clear();
    const auto tokens = html_tokens(page_of(town->page));
    std::string policy;
    std::set<std::string> scripts, styles;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const auto& attributes = tokens[i].attributes;
      if (tokens[i].kind != HtmlToken::Kind::open) continue;
      if (tokens[i].name == "meta" && attributes.contains("http-equiv"))
        policy = attributes.at("content");
      if (tokens[i].name == "script" && !attributes.contains("type"))
        scripts.insert(page::admitted(tokens[i + 1].text));
      if (tokens[i].name == "style") styles.insert(page::admitted(tokens[i + 1].text));
    }
    EXPECT_EQ(scripts.size(), with_map ? 2U : 1U);
    EXPECT_EQ(styles.size(), 1U);
    EXPECT_EQ(policy.find("unsafe"), std::string::npos) << policy;
    EXPECT_EQ(policy.find("http"), std::string::npos) << policy;
    std::map<std::string, std::set<std::string>> directives;
    std::istringstream parts{policy};
    for (std::string part; std::getline(parts, part, ';');) {
      std::istringstream words{part};
      std::string name, word;
      words >> name;
      while (words >> word) directives[name].insert(word);
    }
    if (with_map) scripts.insert("blob:");
    EXPECT_EQ(directives["default-src"], std::set<std::string>{"'none'"});
    EXPECT_EQ(directives["script-src"], scripts);
    EXPECT_EQ(directives["style-src"], styles);
    const std::set<std::string> own =
        with_map ? std::set<std::string>{"blob:", "data:"} : std::set<std::string>{"'none'"};
    EXPECT_EQ(directives["connect-src"], own);
    EXPECT_EQ(directives["worker-src"], own);
  }
}

TEST(ReportHtml, OnlyAPageWithAMapCarriesTheLibraryAndItsLicence) {
  const auto town = report_town();
  const std::string with = page_of(town->page);
  EXPECT_NE(with.find("Redistributions in binary form must reproduce"), std::string::npos);
  town->page.map.clear();
  const std::string without = page_of(town->page);
  EXPECT_LT(without.size(), 60'000U);
  for (const char* words : {"lc-library", "lc-data", "MapLibre", "href=\"#map\""})
    EXPECT_EQ(without.find(words), std::string::npos) << words;
}

TEST(ReportHtml, SamePageSameBytes) {
  const auto one = report_town({.names = test::hostile_names()});
  const auto other = report_town({.names = test::hostile_names()});
  for (const Language language : {Language::zh, Language::en})
    EXPECT_TRUE(page_of(one->page, language) == page_of(other->page, language));
  EXPECT_FALSE(page_of(one->page, Language::zh) == page_of(one->page, Language::en));
}

TEST(ReportHtml, IdsAreOnceInAPageAndPlain) {
  const auto town = report_town();
  town->page.sections[0].id = "\"><b>";
  town->page.sections[1].id = "gaps";
  town->page.sections[3].id = "map";
  town->page.sections[4].id = "lc-data";
  std::set<std::string> ids, links;
  for (const HtmlToken& token : html_tokens(page_of(town->page))) {
    if (token.attributes.contains("id")) {
      const std::string& id = token.attributes.at("id");
      EXPECT_TRUE(ids.insert(id).second) << id << " is there twice";
    }
    if (token.attributes.contains("href")) links.insert(token.attributes.at("href").substr(1));
  }
  EXPECT_EQ(links, (std::set<std::string>{"gaps", "map", "lc-section-1", "lc-section-3",
                                          "lc-section-4", "lc-section-5"}));
  EXPECT_TRUE(std::ranges::includes(ids, links));
}

TEST(ReportHtml, RowsBeyondTheLimitAreCountedInAWord) {
  const auto town = report_town({.gaps = kReportRows + 5});
  const std::string page = page_of(town->page, Language::en);
  EXPECT_EQ(html_tables(html_tokens(page))[1].size(), kReportRows + 1);
  EXPECT_NE(page.find("The first 20000 of 20005 rows are shown"), std::string::npos);
  const std::string whole = page_of(report_town({.gaps = kReportRows})->page, Language::en);
  EXPECT_EQ(whole.find("rows are shown; the result"), std::string::npos);
}

TEST(ReportHtml, ATableWithoutRowsSaysSo) {
  const auto town = report_town({.communities = 0, .gaps = 0});
  const auto tables = html_tables(html_tokens(page_of(town->page)));
  EXPECT_EQ(tables[1], (test::HtmlTable{{"序号", "社区", "人口变化", "最近设施分钟数"}, {"无"}}));
  EXPECT_EQ(tables[2].size(), 3U) << "head, nothing, total";
  EXPECT_EQ(tables[2].back()[1], "合计 Total");
}

TEST(ReportHtml, APictureThatIsNoneIsRefused) {
  const auto town = report_town();
  auto& bytes = town->page.sections[1].pictures[0].bytes;
  for (const char* wrong : {"", "<html><body>", "GIF89a", "not <svg"}) {
    bytes = wrong;
    const auto html = report_html(town->page, test::wuhan(), Language::zh);
    ASSERT_FALSE(html) << wrong;
    EXPECT_EQ(html.error().key, "report_picture_kind");
  }
  bytes = "\x89PNG\r\n\x1A\nand so on";
  EXPECT_NE(page_of(town->page).find("src=\"data:image/png;base64,iVBORw0KGgphbmQgc28gb24=\""),
            std::string::npos);
}

TEST(ReportHtml, WhatItCarriesIsWhatTheVendorReadmeSays) {
  const std::string readme =
      test::bytes_of(std::string{LIFECIRCLE_SOURCE_DIR} + "/io/write/report/vendor/README.md");
  for (const auto bytes : {page::map_library(), page::map_library_worker(), page::map_library_css(),
                           page::map_library_licence()}) {
    Sha256 sum;
    sum.add(bytes);
    EXPECT_NE(readme.find(sum.hex()), std::string::npos);
  }
  EXPECT_NE(readme.find("6.17.0"), std::string::npos);
  EXPECT_NE(page::map_library().find("maplibre-gl-js/blob/v6.17.0/"), std::string_view::npos);
}

}  // namespace
}  // namespace lifecircle
