// The page and the maps of a comparison: what stands in the tables, that names stay names, and that
// the same comparison is the same bytes.

#include <algorithm>

#include "tests/support/html_tokens.hpp"
#include "tests/tools/scenario_town.hpp"

namespace lifecircle::test {
namespace {

class CompareReport : public ScenarioTown {
 protected:
  static constexpr const char* kHostile =
      "</script><img src=x onerror=alert(1)>\\u202e & \\\"方案\\\"";

  void SetUp() override {
    ScenarioTown::SetUp();
    const auto clinics = ids("clinic");
    const auto home = [&] {
      const auto gap = run({"run", study.string(), "--out", at("base")});
      EXPECT_EQ(gap.code, 0) << gap.err;
      const auto gaps = rows_of(folder.path / "base" / "gaps.csv");
      const auto largest = std::ranges::find_if(
          gaps, [](const auto& row) { return row.at("service") == "medical_15min_walk"; });
      return home_in(largest->at("unit_code"));
    }();
    file("plan.toml", std::string{"[scenario]\nname = \""} + kHostile +
                          "\"\n[[edit]]\nfile = \"county.gpkg\"\nlayer = \"facilities\"\nid = "
                          "\"id\"\nremove = [" +
                          std::to_string(clinics[0]) +
                          "]\n[[edit.change]]\nrow = " + std::to_string(clinics[1]) +
                          "\nat = [467500.25, 3875000.5]\n" + "[[edit.add]]\nat = [" + home +
                          "]\nset = { id = 9001, kind = \"clinic\", name = \"<script>alert(2)"
                          "</script>\" }\n");
    file("slow.toml", "[profiles.walk.speed]\nresidential = 3.6\n");
  }
  Ended compare(const char* out, std::vector<std::string> more) {
    std::vector<std::string> words{"compare", study.string(), "--scenario", at("plan.toml"),
                                   "--out",   at(out),        "--report"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
};

TEST_F(CompareReport, SaysWhatTheTablesSay) {
  for (const std::string language : {"zh", "en"}) {
    const Ended ended = compare("out", {"--lang", language});
    ASSERT_EQ(ended.code, 0) << ended.err;
    const auto tokens = html_tokens(bytes_of(folder.path / "out" / "report.html"));
    const auto tables = html_tables(tokens);
    ASSERT_GE(tables.size(), 6U);
    const auto rows = rows_of(folder.path / "out" / "compare.csv");
    std::size_t headlines = 0, told = 0;
    for (const auto& row : rows) headlines += row.at("headline") == "1";
    // Rates side by side: a row for each thing counted, with the rates the table has.
    EXPECT_EQ(tables[0].size(), headlines + 1);
    std::size_t r = 0;
    for (const auto& row : rows) {
      if (row.at("headline") != "1") continue;
      const auto& cells = tables[0].at(++r);
      ASSERT_EQ(cells.size(), 5U);
      const auto same = [&](const std::string& cell, const std::string& value) {
        return value.empty() ? cell == "—" : cell == value || std::stod(cell) == std::stod(value);
      };
      EXPECT_TRUE(same(cells[2], row.at("base_percent"))) << cells[2];
      EXPECT_TRUE(same(cells[3], row.at("percent"))) << cells[3];
      EXPECT_TRUE(same(cells[4], row.at("change_points"))) << cells[4];
      told += cells[2] != cells[3];
    }
    EXPECT_GT(told, 3U);
    for (const char* id :
         {"rates", "scenarios", "gains", "map", "maps", "units", "sources", "problems"})
      EXPECT_FALSE(html_text_of(tokens, id).empty()) << id;
    EXPECT_NE(
        html_text_of(tokens, "scenarios")
            .find(language == "zh" ? "新增 1,删除 1,修改 1" : "1 added, 1 removed, 1 changed"),
        std::string::npos)
        << html_text_of(tokens, "scenarios");
  }
}

/// Units stand by how many people change, and no row says nothing.
TEST_F(CompareReport, HasTheUnitsThatChangeMostFirst) {
  ASSERT_EQ(compare("out", {"--lang", "en"}).code, 0);
  const auto tokens = html_tokens(bytes_of(folder.path / "out" / "report.html"));
  for (const auto& table : html_tables(tokens)) {
    const auto column = std::ranges::find_if(table.front(), [](const std::string& head) {
      return head.find("change of those covered") != std::string::npos;
    });
    if (column == table.front().end()) continue;
    const auto c = static_cast<std::size_t>(column - table.front().begin());
    ASSERT_GT(table.size(), 3U);
    for (std::size_t r = 2; r < table.size(); ++r)
      EXPECT_GE(std::abs(std::stod(table[r - 1].at(c))), std::abs(std::stod(table[r].at(c)))) << r;
    return;
  }
  FAIL() << "no table of units";
}

TEST_F(CompareReport, ShowsNamesAsTextAndAsksNobody) {
  ASSERT_EQ(compare("out", {"--lang", "zh", "--maps", "svg"}).code, 0);
  const std::string page = bytes_of(folder.path / "out" / "report.html");
  const auto tokens = html_tokens(page);
  for (const HtmlToken& token : tokens) {
    if (token.kind != HtmlToken::Kind::open) continue;
    EXPECT_FALSE(token.attributes.contains("onerror")) << token.name;
    for (const char* link : {"src", "href"}) {
      const auto to = token.attributes.find(link);
      EXPECT_TRUE(to == token.attributes.end() || to->second.starts_with("data:") ||
                  to->second.starts_with("#"))
          << to->second.substr(0, 60);
    }
  }
  EXPECT_NE(html_text_of(tokens, "scenarios").find("</script><img src=x onerror=alert(1)>? & "),
            std::string::npos)
      << html_text_of(tokens, "scenarios");
  EXPECT_EQ(page.find("\u202e"), std::string::npos);
  EXPECT_EQ(page.find("<script>alert"), std::string::npos);
  EXPECT_EQ(page.find("<img src=x"), std::string::npos);
  const std::string sheet = bytes_of(folder.path / "out" / "change_1_medical_15min_walk.svg");
  ASSERT_FALSE(sheet.empty());
  EXPECT_EQ(sheet.find("<script"), std::string::npos);
  EXPECT_EQ(sheet.find("<img"), std::string::npos);
}

TEST_F(CompareReport, IsTheSameBytesForAnyNumberOfThreads) {
  std::vector<std::string> more{"--scenario", at("slow.toml"), "--range", "--maps", "png"};
  more.insert(more.end(), {"--threads", "1"});
  ASSERT_EQ(compare("one", more).code, 0);
  more.back() = "4";
  ASSERT_EQ(compare("four", more).code, 0);
  std::size_t files = 0;
  for (const auto& entry : fs::directory_iterator{folder.path / "one"}) {
    ++files;
    EXPECT_TRUE(bytes_of(entry.path()) == bytes_of(folder.path / "four" / entry.path().filename()))
        << entry.path().filename();
  }
  EXPECT_GE(files, 12U);
}

}  // namespace
}  // namespace lifecircle::test
