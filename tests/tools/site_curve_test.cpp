// What fewer sites give, or less money: gain.csv, the chart and the page, of every way to ask.

#include "tests/tools/site_county.hpp"

namespace lifecircle::test {
namespace {

using SiteCurve = SiteCounty;

double number(const std::map<std::string, std::string>& row, const char* column) {
  return std::stod(row.at(column));
}

TEST_F(SiteCurve, GoesAlongTheMoneyWhereOnlyABudgetIsAsked) {
  const auto ended = site("budget = 4", "out", {"--lang", "zh"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  const auto answer = rows(at("out/siting.csv")).at(0);
  const auto points = rows(at("out/gain.csv"));
  ASSERT_EQ(points.size(), 5u);  // sites cost 1 each: 0, 1, 2, 3, 4
  for (std::size_t i = 0; i < points.size(); ++i) {
    EXPECT_EQ(points[i].at("along"), "cost");
    EXPECT_LE(number(points[i], "spent"), number(points[i], "most"));
    EXPECT_EQ(number(points[i], "sites"), number(points[i], "spent"));  // 1 each without costs
    if (i > 0) {
      EXPECT_GE(number(points[i], "value"), number(points[i - 1], "value"));
    }
  }
  EXPECT_EQ(number(points.front(), "most"), 0);
  EXPECT_EQ(number(points.back(), "most"), number(answer, "spent"));
  EXPECT_EQ(points.back().at("value"), answer.at("value"));
  EXPECT_NE(bytes(at("out/gain_1.svg")).find("成本上限"), std::string::npos);
  EXPECT_NE(bytes(at("out/report.html")).find("投入与收益"), std::string::npos);
}

TEST_F(SiteCurve, SaysWhatFewerGiveThanServeAll) {
  const auto ended = site("aim = \"cover_all\"", "out", {"--lang", "en"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  const auto answer = rows(at("out/siting.csv")).at(0);
  const auto points = rows(at("out/gain.csv"));
  ASSERT_GT(points.size(), 3u);
  EXPECT_EQ(points.front().at("along"), "sites");
  EXPECT_EQ(points.front().at("value_unit"), "people");
  EXPECT_EQ(points.back().at("sites"), answer.at("sites"));
  // The first is what exists, the last what the answer covers, and what is between is asked or
  // said.
  EXPECT_EQ(points.front().at("value"), answer.at("before"));
  EXPECT_EQ(points.back().at("value"), answer.at("after"));
  EXPECT_EQ(points.back().at("bound"), answer.at("after"));
  double numbers = 0;
  for (const Row& point : points) numbers += 1 + number(point, "left_out");
  EXPECT_EQ(numbers, number(answer, "sites") + 1);
  const bool told = bytes(at("out/gain_1.svg")).find("not computed") != std::string::npos;
  EXPECT_EQ(told, numbers > static_cast<double>(points.size()));
}

TEST_F(SiteCurve, TellsThePeopleOfEachGroupInStrictOrder) {
  const auto ended = site("sites = 3\norder = [\"elderly\", \"people\"]", "out", {"--lang", "en"});
  ASSERT_EQ(ended.code, 0) << ended.err;
  const auto answer = rows(at("out/siting.csv"));
  const auto points = rows(at("out/gain.csv"));
  ASSERT_EQ(points.size(), 4u);
  EXPECT_EQ(points.back().at("by_order"), answer.at(0).at("by_order"));
  for (const Row& point : points)
    EXPECT_TRUE(point.at("by_order").starts_with("elderly ")) << point.at("by_order");
  // Nothing built: what each group has already.
  EXPECT_EQ(points.front().at("by_order"),
            "elderly " + answer.at(0).at("before") + "; people " + answer.at(1).at("before"));
  const std::string chart = bytes(at("out/gain_1.svg"));
  std::size_t lines = 0;
  for (std::size_t p = 0; (p = chart.find("<path", p)) != std::string::npos; ++p) ++lines;
  EXPECT_EQ(lines, 3u);  // both groups, and what none can beat of the first
}

TEST_F(SiteCurve, SaysThatItCountsWhatStaysWithWhatIsNew) {
  for (const char* language : {"en", "zh"}) {
    const auto ended = site("sites = 6\nexisting = \"may_close\"", language, {"--lang", language});
    ASSERT_EQ(ended.code, 0) << ended.err;
    const std::string out = at(language);
    for (const Row& point : rows(out + "/gain.csv")) {
      EXPECT_EQ(number(point, "sites"), number(point, "new_sites") + number(point, "stay"));
      EXPECT_LE(number(point, "sites"), number(point, "most"));
    }
    EXPECT_NE(
        bytes(out + "/report.html")
            .find(language == std::string{"en"} ? "existing facilities closed" : "个现有设施中的"),
        std::string::npos);
    for (const char* file : {"/gain_1.svg", "/report.html"})
      EXPECT_NE(bytes(out + file)
                    .find(language == std::string{"en"} ? "existing ones that stay"
                                                        : "新建点与保留的现有设施合计"),
                std::string::npos)
          << file;
  }
}

/// Of two villages one site reaches one: what is asked is impossible, and what is needed is said.
TEST_F(SiteCurve, SaysWhatReachingAllTakesWhereItIsTooLittle) {
  write("m.csv", "from_id,to_id,seconds\n1,A,10\n2,B,20\n3,C,30\n");
  write("d.csv", "id,weight\n1,1\n2,1\n3,1\n");
  const auto ask = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words{"site",  "--matrix", at("m.csv"), "--demand",   at("d.csv"),
                                   "--out", at("out"),  "--aim",     "least_worst"};
    words.insert(words.end(), more.begin(), more.end());
    const Ended ended = run(words);
    EXPECT_EQ(ended.code, 0) << ended.err;
    return ended.out;
  };
  EXPECT_NE(ask({"--sites", "2"})
                .find("2 sites cannot reach all who can be reached within the "
                      "limit: that takes at least 3, and 3 are enough."),
            std::string::npos);
  EXPECT_NE(ask({"--sites", "2", "--lang", "zh"}).find("至少需要 3 个点，3 个点即可"),
            std::string::npos);
  EXPECT_NE(ask({"--budget", "1.5"})
                .find("A budget of 1.5 cannot reach all who can be reached "
                      "within the limit: that costs at least 3, and 3 is enough"),
            std::string::npos);
  const auto said = nlohmann::json::parse(ask({"--sites", "2", "--json"}));
  EXPECT_EQ(said["needed_for_all"][0]["at_least"], 3.0);
  write("c.csv", "id,standing\nA,required\nB,required\nC,\n");
  EXPECT_NE(
      ask({"--sites", "1", "--candidates", at("c.csv")}).find("What is required, with what exists"),
      std::string::npos);

  // Of a study: the page and the screen say the same.
  const Ended ended = site("sites = 0\naim = \"least_worst\"", "of_study");
  ASSERT_EQ(ended.code, 0) << ended.err;
  for (const std::string& text : {ended.out, bytes(at("of_study/report.html"))})
    EXPECT_NE(text.find("0 sites cannot reach all who can be reached within the limit"),
              std::string::npos);
}

}  // namespace
}  // namespace lifecircle::test
