// Facilities that a plan names with the year they open: the study's year says which are there, and
// what it says is, byte for byte, what files say from which the others were taken by hand.

#include <cstdio>

#include <nlohmann/json.hpp>

#include "tests/tools/scenario_town.hpp"

namespace lifecircle::test {
namespace {

/// The sample's study, and a table of planned facilities beside it.
class Planned : public ScenarioTown {
 protected:
  struct Row {
    const char* id;
    const char* name;
    const char* opens;
    const char* closes;
    bool in_2022, in_2025;
    std::string place = {};
  };
  /// Zhengning's seven (正宁县, by 2025: three of town, four of the country), at homes of as many
  /// units, and others for every case.
  std::vector<Row> rows{{"p1", "北城社区", "2025", "", false, true},
                        {"p2", "西城社区", "2025年", "", false, true},
                        {"p3", "周家镇周城社区", "2025年底前", "", false, true},
                        {"p4", "南邑村", "2024-06-30", "", false, true},
                        {"p5", "王录村", "2023/7/1", "", false, true},
                        {"p6", "上南村", "20230901", "", false, true},
                        {"p7", "上官庄村", "2025年12月", "", false, true},
                        {"q1", "旧站", "", "2024", true, false},
                        {"q2", "老站", "1987", "2022年3月", false, false},
                        {"q3", "远期", "2030", "", false, false},
                        {"q4", "已建", "2022", "", true, true},
                        {"q5", "不知", "待定", "", false, false},
                        {"q6", "颠倒", "2024", "2020", false, false}};

  void SetUp() override {
    ScenarioTown::SetUp();
    std::size_t unit = 0;
    const auto units = codes_of_units();
    for (Row& row : rows) row.place = home_in(units[unit++ * 3 % units.size()]);
    write_planned([](const Row&) { return true; });
    study_of("planned.csv", "");
  }
  template <class F>
  void write_planned(F holds) const {
    std::ofstream file{folder.path / "planned.csv"};
    file << "id,name,x,y,opens,closes\n";
    for (const Row& row : rows)
      if (holds(row))
        file << row.id << ',' << row.name << ',' << row.place.substr(0, row.place.find(',')) << ','
             << row.place.substr(row.place.find(',') + 2) << ',' << row.opens << ',' << row.closes
             << '\n';
  }
  /// The sample's study with one more source; `year` is a line under [study].
  void study_of(const std::string& file, const std::string& year, bool dated = true) const {
    std::string text = bytes_of(fs::path{LIFECIRCLE_SOURCE_DIR} / "data" / "sample" / "study.toml");
    text.insert(text.find("[study]\n") + 8, year);
    text += "\n[[facilities]]\nkind = \"service_center\"\nfile = \"" + file +
            "\"\nid = \"id\"\nname = \"name\"\nx = \"x\"\ny = \"y\"\ncrs = \"EPSG:4545\"\n" +
            (dated ? "opens = \"opens\"\ncloses = \"closes\"\n" : "") +
            "[[services]]\nname = \"service_center_15min\"\nkinds = [\"service_center\"]\nmodes = "
            "[\"walk\"]\nminutes = 15\n";
    std::ofstream{study} << text;
  }
  std::vector<std::string> codes_of_units() const {
    GDALAllRegister();
    const std::unique_ptr<GDALDataset> file{
        GDALDataset::Open(county.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY)};
    std::vector<std::string> codes;
    for (const auto& feature : *file->GetLayerByName("dwellings")) {
      const std::string code = feature->GetFieldAsString("code");
      if (std::ranges::find(codes, code) == codes.end()) codes.push_back(code);
    }
    std::ranges::sort(codes);
    return codes;
  }
};

TEST_F(Planned, AreThoseOfTheYearByteForByte) {
  study_of("planned.csv", "year = 2022\n");
  const Ended in_2022 = run({"run", study.string(), "--out", at("in_2022")});
  ASSERT_EQ(in_2022.code, 0) << in_2022.err;
  // Told beside the numbers: 7 of the plan and 远期 open later, 老站 is closed.
  EXPECT_NE(in_2022.out.find("Of 13 facilities of kind service_center, 8 open after 2022 and 1 are "
                             "closed by its end"),
            std::string::npos)
      << in_2022.out;
  EXPECT_NE(in_2022.out.find("'待定'"), std::string::npos) << in_2022.out;
  EXPECT_NE(in_2022.out.find("opens in 2024 and closes in 2020"), std::string::npos) << in_2022.out;
  const auto record = nlohmann::json::parse(bytes_of(folder.path / "in_2022" / "run.json"));
  EXPECT_EQ(record.at("parameters").at("year"), 2022);
  const auto& centers =
      record.at("read").at("facilities_at_the_end_of_the_year").at("service_center");
  EXPECT_EQ(centers.at("open_later"), 8);
  EXPECT_EQ(centers.at("closed_by_then"), 1);

  // In the plan's year, as a scenario of two lines.
  const Ended in_2025 = run_with("[study]\nyear = 2025\n", folder.path / "in_2025");
  ASSERT_EQ(in_2025.code, 0) << in_2025.err;

  for (const bool plan : {false, true}) {
    write_planned([&](const Row& row) { return plan ? row.in_2025 : row.in_2022; });
    study_of("planned.csv", "", false);
    const Ended by_hand = run({"run", study.string(), "--out", at("hand")});
    ASSERT_EQ(by_hand.code, 0) << by_hand.err;
    EXPECT_GE(
        expect_same_results(folder.path / "hand", folder.path / (plan ? "in_2025" : "in_2022")),
        8u);
  }
  EXPECT_NE(bytes_of(folder.path / "in_2022" / "services.csv"),
            bytes_of(folder.path / "in_2025" / "services.csv"));
}

/// What the plan's year brings is told as any scenario is.
TEST_F(Planned, AreComparedWithToday) {
  study_of("planned.csv", "year = 2022\n");
  std::ofstream{folder.path / "plan.toml"}
      << "[scenario]\nname = \"规划2025\"\n[study]\nyear = 2025\n";
  const Ended compared =
      run({"compare", study.string(), "--scenario", at("plan.toml"), "--out", at("compared")});
  ASSERT_EQ(compared.code, 0) << compared.err;
  double gained = 0, lost = 0;
  for (const auto& row : rows_of(folder.path / "compared" / "compare.csv"))
    if (row.at("service") == "service_center_15min" && row.at("headline") == "1" &&
        row.at("counted") == "people") {
      gained += std::stod(row.at("gained"));
      lost += std::stod(row.at("lost"));
    } else if (!row.at("gained").empty() && row.at("service") != "service_center_15min") {
      EXPECT_EQ(std::stod(row.at("gained")), 0) << row.at("service");
    }
  std::printf("[  figures ] %.0f people gain a centre by 2025, %.0f lose one\n", gained, lost);
  EXPECT_GT(gained, 0);
}

/// Nothing is guessed: a study with dates and without a year is one sentence, and so is a year that
/// changes nothing.
TEST_F(Planned, NeedAYear) {
  const Ended none = run({"run", study.string(), "--out", at("out")});
  EXPECT_EQ(none.code, 3);
  EXPECT_NE(none.err.find("does not say which year it is about"), std::string::npos) << none.err;
  EXPECT_NE(none.err.find("study.toml:"), std::string::npos) << none.err;
  study_of("planned.csv", "year = 2025\n", false);
  const Ended nothing = run({"run", study.string(), "--out", at("out")});
  EXPECT_EQ(nothing.code, 3);
  EXPECT_NE(nothing.err.find("The year changes nothing"), std::string::npos) << nothing.err;
  study_of("planned.csv", "year = \"2025\"\n");
  const Ended text = run({"run", study.string(), "--out", at("out")});
  EXPECT_EQ(text.code, 3);
  EXPECT_NE(text.err.find("year must be a year"), std::string::npos) << text.err;
}

}  // namespace
}  // namespace lifecircle::test
