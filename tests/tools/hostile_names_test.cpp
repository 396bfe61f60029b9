// A study whose names are markup, formulas, control characters, bytes that are no text, paths: each
// of them stays a text wherever it ends, and nothing else than with plain names comes about.

#include <cstdlib>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <expat.h>
#include <gdal_priv.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <minizip/unzip.h>
#include <ogrsf_frmts.h>
#include <nlohmann/json.hpp>

#include "engine/base/messages.hpp"
#include "io/write/clean_text.hpp"
#include "io/write/report/page_text.hpp"
#include "tests/io/workbooks.hpp"
#include "tests/support/hostile_town.hpp"
#include "tests/support/html_tokens.hpp"
#include "tests/tools/hostile_run.hpp"

namespace lifecircle::test {
namespace {

/// One end of a line for all.
std::string with_plain_ends(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] != '\r')
      plain += text[i];
    else if (i + 1 == text.size() || text[i + 1] != '\n')
      plain += '\n';
  return plain;
}

/// A text in one line, as pages and terminals show it.
std::string in_a_line(const std::string& text) {
  return page::shown(with_plain_ends(text));
}

constexpr std::size_t kPlainServices = 2;  // enough to tell what else there is

/// The little town with these names, and what a run of it gave.
class TownRun {
 public:
  TownRun(const std::vector<HostileName>& names, std::size_t services,
          const std::vector<std::string>& more) {
    write_hostile_town(scratch_ / "town", names, services);
    std::vector<std::string> words{
        "run", scratch_ / "town/study.toml", "--out", scratch_ / "out", "--report", "--lang", "en"};
    words.insert(words.end(), more.begin(), more.end());
    answer = ask(words);
    EXPECT_EQ(answer.code, 0) << answer.err;
  }
  Answer answer;
  std::string result(const std::string& name) const { return scratch_ / "out/" + name; }
  std::set<std::string> names() const { return names_in(scratch_ / "out"); }
  std::set<std::string> beside() const { return names_in(scratch_.path()); }
  std::vector<std::string> results(const std::string& ending) const {
    std::vector<std::string> found;
    for (const std::string& name : names())
      if (name.ends_with(ending)) found.push_back(result(name));
    return found;
  }

 private:
  Scratch scratch_;
};

/// Tags with the names of their attributes; and what stands in those that are no text.
std::set<std::string> markup_of(const std::vector<HtmlToken>& tokens) {
  std::set<std::string> seen;
  for (const HtmlToken& token : tokens) {
    if (token.kind != HtmlToken::Kind::open) continue;
    seen.insert(token.name);
    for (const auto& [name, value] : token.attributes) {
      seen.insert(token.name + ' ' + name);
      if (name == "id" || name == "class" || name == "href" || name == "type" || name == "scope" ||
          name == "role")
        seen.insert(token.name + ' ' + name + '=' + value);
      if (name == "src") seen.insert(token.name + ' ' + value.substr(0, value.find(',')));
    }
  }
  return seen;
}

/// Scripts that run, and styles but for the title that they print at the foot of a page.
std::vector<std::string> scripts_and_styles(const std::vector<HtmlToken>& tokens,
                                            const std::string& title) {
  std::vector<std::string> texts;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i)
    if (tokens[i].kind == HtmlToken::Kind::open &&
        (tokens[i].name == "style" ||
         (tokens[i].name == "script" && !tokens[i].attributes.contains("type"))))
      texts.push_back(tokens[i + 1].text);
  const std::string at_foot = page::css(page::shortened(title, 60));
  for (std::string& text : texts)
    if (const std::size_t at = text.find(at_foot); at != std::string::npos)
      text.erase(at, at_foot.size());
  return texts;
}

void expect_text_in_the_page(const TownRun& hostile, const TownRun& plain) {
  const std::string html = bytes_of(hostile.result("report.html"));
  const auto tokens = html_tokens(html);
  const auto other = html_tokens(bytes_of(plain.result("report.html")));
  std::set<std::string> expected = markup_of(other);
  expected.insert("div class=long");             // the box of a long text
  expected.insert("div class=table wide very");  // and of the table that holds it
  EXPECT_EQ(markup_of(tokens), expected);
  EXPECT_EQ(scripts_and_styles(tokens, hostile_study_name(hostile_town_names()).held),
            scripts_and_styles(other, hostile_study_name(plain_town_names()).held));
  EXPECT_EQ(clean_text(html), html);
  for (const char* mark : {"\u2028", "\u202e", "\u2066", "\u200f", "\x1b", "\r"})
    EXPECT_EQ(html.find(mark), std::string::npos) << "a character that steers";

  std::multiset<std::string> texts;
  std::string title;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind == HtmlToken::Kind::text) texts.insert(tokens[i].text);
    if (tokens[i].kind == HtmlToken::Kind::open && tokens[i].name == "title")
      title = tokens[i + 1].text;
  }
  EXPECT_EQ(title, in_a_line(hostile_study_name(hostile_town_names()).held));
  // A unit, a service, an indicator (whose file holds each end of a line as it is).
  for (const HostileName& name : hostile_town_names())
    EXPECT_GE(texts.count(in_a_line(name.held)), name.written == name.held ? 3U : 2U)
        << name.held.substr(0, 99);

  const auto map = nlohmann::json::parse(html_text_of(tokens, "lc-data"));
  std::multiset<std::string> values;
  for (const auto& layer : map["layers"])
    for (const auto& column : layer["values"])
      for (const auto& value : column)
        if (value.is_string()) values.insert(value.get<std::string>());
  for (const HostileName& name : hostile_town_names())
    EXPECT_GE(values.count(in_a_line(name.held)), 2U) << name.held.substr(0, 99);
}

/// Every part of a workbook, unpacked.
std::map<std::string, std::string> parts_of(const std::string& file) {
  std::map<std::string, std::string> parts;
  void* const zip = unzOpen64(file.c_str());
  if (zip == nullptr) return parts;
  for (int at = unzGoToFirstFile(zip); at == UNZ_OK; at = unzGoToNextFile(zip)) {
    char name[256] = {};
    unzGetCurrentFileInfo64(zip, nullptr, name, sizeof name, nullptr, 0, nullptr, 0);
    unzOpenCurrentFile(zip);
    char block[4096];
    std::string& bytes = parts[name];
    for (int got = 0; (got = unzReadCurrentFile(zip, block, sizeof block)) > 0;)
      bytes.append(block, static_cast<std::size_t>(got));
    unzCloseCurrentFile(zip);
  }
  unzClose(zip);
  return parts;
}

/// Elements of an XML document with their attributes; an empty set where it is none.
struct XmlMarkup {
  std::set<std::string> elements;
  std::set<std::string> kinds;  ///< attribute t of cells
  std::string text;
};

XmlMarkup xml_of(const std::string& bytes, const std::string& name) {
  XmlMarkup seen;
  XML_Parser parser = XML_ParserCreate(nullptr);
  XML_SetUserData(parser, &seen);
  XML_SetElementHandler(
      parser,
      [](void* to, const char* element, const char** attributes) {
        XmlMarkup& markup = *static_cast<XmlMarkup*>(to);
        markup.elements.insert(element);
        for (; *attributes != nullptr; attributes += 2) {
          markup.elements.insert(std::string{element} + ' ' + attributes[0]);
          if (element == std::string{"c"} && attributes[0] == std::string{"t"})
            markup.kinds.insert(attributes[1]);
        }
      },
      nullptr);
  XML_SetCharacterDataHandler(parser, [](void* to, const char* text, int length) {
    static_cast<XmlMarkup*>(to)->text.append(text, static_cast<std::size_t>(length));
  });
  EXPECT_EQ(XML_Parse(parser, bytes.data(), static_cast<int>(bytes.size()), 1), XML_STATUS_OK)
      << name << ": " << XML_ErrorString(XML_GetErrorCode(parser)) << " in line "
      << XML_GetCurrentLineNumber(parser);
  XML_ParserFree(parser);
  return seen;
}

/// All cells of a workbook that GDAL takes for texts, and no field of it may be something else
/// because of a name.
std::multiset<std::string> texts_in(const std::string& file) {
  std::multiset<std::string> texts;
  const std::unique_ptr<GDALDataset> book{
      GDALDataset::Open(file.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY)};
  if (book == nullptr) ADD_FAILURE() << "GDAL does not open " << file;
  if (book == nullptr) return texts;
  for (OGRLayer* layer : book->GetLayers())
    for (const auto& row : *layer)
      for (int f = 0; f < row->GetFieldCount(); ++f)
        if (row->IsFieldSetAndNotNull(f) && row->GetFieldDefnRef(f)->GetType() == OFTString)
          texts.insert(row->GetFieldAsString(f));
  return texts;
}

void expect_texts_in_workbooks(const TownRun& hostile, const TownRun& plain) {
  for (const std::string file : {"results.xlsx", "indicators.xlsx"}) {
    const auto parts = parts_of(hostile.result(file)), others = parts_of(plain.result(file));
    EXPECT_GE(parts.size(), 9U);
    std::set<std::string> elements, expected, kinds;
    for (const auto& [name, bytes] : parts) {
      const XmlMarkup markup = xml_of(bytes, file + ' ' + name);
      elements.insert(markup.elements.begin(), markup.elements.end());
      kinds.insert(markup.kinds.begin(), markup.kinds.end());
    }
    for (const auto& [name, bytes] : others) {
      const XmlMarkup markup = xml_of(bytes, name);
      expected.insert(markup.elements.begin(), markup.elements.end());
    }
    expected.insert("t xml:space");  // which spaces at an end ask for
    elements.insert("t xml:space");
    EXPECT_EQ(elements, expected) << file;
    EXPECT_FALSE(elements.contains("f") || elements.contains("hyperlink")) << "a formula or a link";
    EXPECT_EQ(kinds, std::set<std::string>{"inlineStr"}) << "whatever is no number";
    const auto texts = texts_in(hostile.result(file));
    for (const HostileName& name : hostile_town_names())
      EXPECT_GE(texts.count(with_plain_ends(name.held)), 1U) << file << ' ' << name.held;
  }
}

void expect_none_runs_in_a_csv(const TownRun& hostile) {
  const auto files = hostile.results(".csv");
  EXPECT_GE(files.size(), 6U);
  std::multiset<std::string> cells;
  for (const std::string& file : files)
    for (const auto& row : csv_rows(bytes_of(file)))
      for (const std::string& cell : row) {
        // As a spreadsheet takes it: what begins so is a formula unless it is a number.
        for (const char* start : {"=", "+", "-", "@", "\t", "\n", "\uFF1D"})
          if (cell.starts_with(start)) {
            char* end = nullptr;
            std::strtod(cell.c_str(), &end);
            EXPECT_EQ(*end, '\0') << file << ": " << cell.substr(0, 99);
          }
        EXPECT_EQ(clean_text(cell), cell) << file;
        cells.insert(cell.starts_with('\'') ? cell.substr(1) : cell);
        cells.insert(cell);
      }
  for (const HostileName& name : hostile_town_names())
    EXPECT_GE(cells.count(with_plain_ends(name.held)), 3U) << name.held.substr(0, 99);
}

void expect_texts_in_layers(const TownRun& hostile, const TownRun& plain) {
  for (const char* file : {"facilities.geojson", "units.geojson", "facilities.kml", "units.kml"}) {
    if (std::string{file}.ends_with(".kml")) {
      const auto markup = xml_of(bytes_of(hostile.result(file)), file);
      EXPECT_EQ(markup.elements, xml_of(bytes_of(plain.result(file)), file).elements) << file;
    } else {
      EXPECT_TRUE(nlohmann::json::accept(bytes_of(hostile.result(file)))) << file;
    }
    const std::unique_ptr<GDALDataset> made{
        GDALDataset::Open(hostile.result(file).c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY)};
    ASSERT_NE(made, nullptr) << file;
    // The reader of KML leaves out the ends of lines that a name begins with.
    const bool trims = std::string{file}.ends_with(".kml");
    std::multiset<std::string> names;
    for (const auto& row : *made->GetLayer(0)) names.insert(row->GetFieldAsString("name"));
    EXPECT_EQ(names.size(),
              hostile_town_names().size() * (std::string{file}.starts_with("facilities") ? 2 : 1));
    for (const HostileName& name : hostile_town_names())
      EXPECT_GE(names.count(trims && name.held.starts_with('\n') ? name.held.substr(1) : name.held),
                1U)
          << file << ' ' << name.held.substr(0, 99);
  }
}

/// Styles name columns, and columns services.
void expect_whole_styles(const TownRun& hostile, const TownRun& plain) {
  const auto styles_of = [](const TownRun& run) {
    std::map<std::string, std::string> styles;
    const std::unique_ptr<GDALDataset> made{
        GDALDataset::Open(run.result("results.gpkg").c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY)};
    if (made == nullptr || made->GetLayerByName("layer_styles") == nullptr) return styles;
    for (const auto& row : *made->GetLayerByName("layer_styles"))
      for (const char* kind : {"styleQML", "styleSLD"})
        styles[std::string{row->GetFieldAsString("f_table_name")} + ' ' + kind] =
            row->GetFieldAsString(kind);
    return styles;
  };
  const auto styles = styles_of(hostile), others = styles_of(plain);
  EXPECT_EQ(styles.size(), others.size());
  EXPECT_GE(styles.size(), 10U);
  for (const auto& [name, style] : styles)
    EXPECT_EQ(xml_of(style, name).elements, xml_of(others.at(name), name).elements) << name;
}

void expect_ink_on_maps(const TownRun& hostile, const TownRun& plain) {
  const auto drawn = hostile.results(".svg"), printed = hostile.results(".pdf");
  EXPECT_EQ(drawn.size(), hostile_town_names().size());
  EXPECT_EQ(printed.size(), hostile_town_names().size());
  std::set<std::string> expected;
  for (const std::string& name : plain.names())
    if (name.ends_with(".svg")) expected.merge(xml_of(bytes_of(plain.result(name)), name).elements);
  for (const std::string& file : drawn)
    for (const std::string& element : xml_of(bytes_of(file), file).elements)
      EXPECT_TRUE(expected.contains(element)) << file << ": " << element;
  for (const std::string& file : printed) {
    int status = 1;
    const std::string facts = output_of("pdfinfo '" + file + "'", status);
    if (status == 127) GTEST_SKIP() << "no pdfinfo here";
    EXPECT_EQ(status, 0) << facts;
    EXPECT_THAT(facts, ::testing::ContainsRegex("JavaScript: +no"));
    EXPECT_THAT(facts, ::testing::Not(::testing::HasSubstr("Error"))) << file;
  }
}

void expect_plain_names_of_files(const TownRun& hostile, const TownRun& plain) {
  std::set<std::string> names = hostile.names();
  EXPECT_EQ(names.size(), plain.names().size() + 2 * (hostile_town_names().size() - kPlainServices))
      << "two maps of each service";
  std::set<std::string> of_windows;  // which tells capitals from none
  for (const std::string& name : names) {
    EXPECT_EQ(fill("{0}", {clean_text(name)}), name);
    EXPECT_EQ(name.find_first_of(" \\:*?\"<>|\t\n\r"), std::string::npos) << name;
    EXPECT_LE(name.size(), 140U) << name;
    EXPECT_TRUE(of_windows.insert(lower_ascii(name)).second) << name;
  }
  EXPECT_EQ(hostile.beside(), (std::set<std::string>{"town", "out"}));
  EXPECT_FALSE(fs::exists("/tmp/owned"));
}

void expect_them_in_the_record(const TownRun& hostile) {
  const auto record = nlohmann::json::parse(bytes_of(hostile.result("run.json")));
  const std::string all = record.dump();
  for (const HostileName& name : hostile_town_names()) {
    const std::string text = nlohmann::json(name.held).dump();
    EXPECT_NE(all.find(text.substr(1, text.size() - 2)), std::string::npos) << name.held;
  }
}

TEST(HostileNames, StayTextInEveryResult) {
  GDALAllRegister();
  const std::vector<std::string> everything{"--maps",   "svg",     "--maps",   "pdf",
                                            "--format", "gpkg",    "--format", "xlsx",
                                            "--format", "geojson", "--format", "kml"};
  const TownRun hostile{hostile_town_names(), hostile_town_names().size(), everything};
  const TownRun plain{plain_town_names(), kPlainServices, everything};
  expect_plain_terminal(hostile.answer.out, "standard output");
  expect_text_in_the_page(hostile, plain);
  expect_texts_in_workbooks(hostile, plain);
  expect_none_runs_in_a_csv(hostile);
  expect_texts_in_layers(hostile, plain);
  expect_whole_styles(hostile, plain);
  expect_ink_on_maps(hostile, plain);
  expect_plain_names_of_files(hostile, plain);
  expect_them_in_the_record(hostile);
}

TEST(HostileNames, AreTextsForLibreOffice) {
  if (!has_libreoffice()) GTEST_SKIP() << "no LibreOffice here";
  const TownRun hostile{hostile_town_names(), kPlainServices, {"--format", "xlsx"}};
  for (const std::string file : {"results.xlsx", "indicators.xlsx"}) {
    std::multiset<std::string> texts;
    for (const auto& [sheet, rows] : shown_by_libreoffice(hostile.result(file)))
      for (const auto& row : rows)
        for (const std::string& cell : row)
          if (cell.starts_with('"')) texts.insert(cell.substr(1));
    for (const HostileName& name : hostile_town_names())
      EXPECT_GE(texts.count(with_plain_ends(name.held)), 1U) << file << ' ' << name.held;
  }
}

}  // namespace
}  // namespace lifecircle::test
