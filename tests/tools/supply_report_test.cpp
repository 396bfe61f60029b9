// A study of supply and demand from end to end: its tables once more by plain loops over the layers
// of results.gpkg, and what its report shows of them, in words.

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <regex>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include "io/read/csv.hpp"
#include "tests/io/layer_files.hpp"
#include "tools/lifecircle/program.hpp"

namespace lifecircle::test {
namespace {

namespace fs = std::filesystem;
using Row = std::map<std::string, std::string>;

std::vector<Row> rows_of(const std::string& path) {
  auto csv = CsvFile::open(path, false, "UTF-8");
  if (!csv) throw std::runtime_error("no " + path);
  std::vector<Row> rows;
  const std::vector<std::string> head = csv.value().head();
  for (CsvFile::Record record; csv.value().next(record).value();) {
    Row row;
    for (std::size_t c = 0; c < head.size(); ++c) row[head[c]] = record.fields[c];
    rows.push_back(std::move(row));
  }
  return rows;
}

std::string bytes_of(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// Townships' health centres: too far apart for anybody to reach two of them on foot so soon.
constexpr const char* kCentres = R"(
[[services]]
name = "centre_10"
title = { zh = "10分钟卫生院", en = "health centre in 10 minutes" }
kinds = ["health_center"]
modes = ["walk"]
minutes = 10
[[supply]]
service = "centre_10"
column = "beds"
norm = 100
bands = [4, 7, 10]
weights = [1, 0.5, 0.25]
)";

/// A study of nothing else.
constexpr const char* kOnlyCentres = R"(
[study]
name = "centres"
[area]
file = "county.gpkg"
layer = "area"
[[network.roads]]
file = "county.gpkg"
layer = "roads"
class = "class"
[barriers]
osm = false
[[barriers.layers]]
file = "county.gpkg"
layer = "barriers"
[units]
file = "county.gpkg"
layer = "units"
code = "code"
name = "name"
setting = "setting"
[[people]]
file = "county.gpkg"
layer = "dwellings"
id = "id"
people = "people"
[[facilities]]
kind = "health_center"
file = "county.gpkg"
layer = "facilities"
where = { kind = "health_center" }
id = "id"
name = "name"
numbers = { beds = "capacity" }
)";

struct MadeCounty {
  Folder folder;
  explicit MadeCounty(const std::string& study) {
    const std::string make = (fs::path{LIFECIRCLE_BINARY_DIR} / "tools" / "make_town").string() +
                             " --junctions 1500 --seed 2 --out " + folder.file("county.gpkg") +
                             " > " + folder.file("made.txt");
    EXPECT_EQ(std::system(make.c_str()), 0);
    folder.write("study.toml", study + kCentres);
  }
  void run(const std::string& language) const {
    std::ostringstream said, complained;
    EXPECT_EQ(run_program({"run", folder.file("study.toml"), "--out", folder.file(language),
                           "--quiet", "--lang", language},
                          said, complained, Terminal{}),
              0)
        << complained.str();
  }
  std::vector<Row> table(const std::string& name) const {
    return rows_of(folder.file("zh/" + name));
  }
};

struct Home {
  double people, seconds;
  std::string facility;
};

/// Who has how much, as the definitions say: by plain sums over pairs and tenths of people.
struct Unequal {
  double mean = 0, median = 0, gini = 0, palma = 0;
  explicit Unequal(std::vector<std::pair<double, double>> has) {  // (value, people)
    std::sort(has.begin(), has.end());
    double everyone = 0, all = 0, differences = 0;
    for (const auto& [value, people] : has) everyone += people, all += value * people;
    for (const auto& [a, n] : has)
      for (const auto& [b, m] : has) differences += std::abs(a - b) * n * m;
    mean = all / everyone;
    gini = differences / (2 * everyone * all);
    double before = 0, least = 0, most = 0;
    bool found = false;
    for (const auto& [value, people] : has) {
      least += value * std::max(0.0, std::min(before + people, 0.4 * everyone) - before);
      most += value * std::max(0.0, before + people - std::max(before, 0.9 * everyone));
      before += people;
      if (!found && before >= everyone / 2) found = true, median = value;
    }
    palma = most / least;
  }
};

const Row& the_row(const std::vector<Row>& rows, const std::string& service,
                   const std::string& level, const std::string& name) {
  const auto found = std::find_if(rows.begin(), rows.end(), [&](const Row& row) {
    return row.at("service") == service && row.at("level") == level && row.at("unit_name") == name;
  });
  if (found == rows.end()) throw std::runtime_error("no row " + level + " " + name);
  return *found;
}

void expect_number(const Row& row, const std::string& column, double expected, double within) {
  ASSERT_FALSE(row.at(column).empty()) << column;
  EXPECT_NEAR(std::stod(row.at(column)), expected, within) << column;
}

TEST(SupplyOfAStudy, IsWhatPlainLoopsOverItsLayersSay) {
  const MadeCounty county{kOnlyCentres};
  county.run("zh");
  const std::unique_ptr<GDALDataset> results{
      GDALDataset::Open(county.folder.file("zh/results.gpkg").c_str(), GDAL_OF_VECTOR)};
  ASSERT_NE(results, nullptr);
  std::map<std::string, std::vector<Home>> homes;  // of a setting; "" of all
  for (const auto& row : *results->GetLayerByName("people")) {
    const bool never = row->IsFieldSetAndNotNull(row->GetFieldIndex("centre_10_seconds")) == 0;
    const Home home{row->GetFieldAsDouble("people"),
                    never ? 1e9 : row->GetFieldAsDouble("centre_10_seconds"),
                    row->GetFieldAsString("centre_10_facility")};
    homes[""].push_back(home);
    homes[row->GetFieldAsString("setting")].push_back(home);
  }
  std::map<std::string, double> beds, came, weighted;
  for (const auto& row : *results->GetLayerByName("facilities"))
    if (std::string{row->GetFieldAsString("kind")} == "health_center")
      beds[row->GetFieldAsString("id")] = row->GetFieldAsDouble("beds");
  const auto weight = [](double seconds) {
    return seconds <= 240 ? 1 : seconds <= 420 ? 0.5 : seconds <= 600 ? 0.25 : 0;
  };
  for (const Home& home : homes[""])
    if (home.seconds <= 600) {
      came[home.facility] += home.people;
      weighted[home.facility] += home.people * weight(home.seconds);
    }
  const auto room = [&](const std::string& f) { return std::floor(beds[f] / 100 * 1e6) / 1e3; };
  ASSERT_GE(came.size(), 3u);

  double with_room = 0;
  bool somebody_is_turned_away = false, somebody_is_not = false;
  for (const Row& row : county.table("load.csv")) {
    if (row.at("service") != "centre_10") continue;
    const std::string& f = row.at("facility_id");
    ASSERT_EQ(row.at("in_reach"), row.at("nearest")) << "catchments must not overlap here";
    if (came[f] == 0) continue;
    const double taken = std::min(came[f], room(f));
    with_room += taken;
    (taken < came[f] ? somebody_is_turned_away : somebody_is_not) = true;
    expect_number(row, "supply", beds[f], 1e-9);
    expect_number(row, "nearest", came[f], 5e-4);
    expect_number(row, "turned_away", came[f] - taken, 5e-3);
    expect_number(row, "load_percent", 100 * came[f] / room(f), 5e-2);
    expect_number(row, "supply_per_1000", 1000 * beds[f] / came[f], 1e-3);
    expect_number(row, "ratio_to_norm", 1000 * beds[f] / came[f] / 100, 1e-3);
    expect_number(row, "ratio_2sfca", 1000 * beds[f] / came[f], 1e-3);
    expect_number(row, "ratio_e2sfca", 1000 * beds[f] / weighted[f], 1e-3);
  }
  EXPECT_TRUE(somebody_is_turned_away && somebody_is_not) << "the norm tells nothing apart";

  const auto supply = county.table("supply.csv");
  for (const auto& [setting, name] : std::map<std::string, std::string>{
           {"", "(all)"}, {"town", "town"}, {"country", "country"}}) {
    const Row& row = the_row(supply, "centre_10", setting.empty() ? "all" : "setting", name);
    double total = 0, covered = 0;
    std::vector<std::pair<double, double>> plain, enhanced;
    for (const Home& home : homes[setting]) {
      const bool reaches = home.seconds <= 600;
      total += home.people;
      covered += reaches ? home.people : 0;
      const std::string& f = home.facility;
      plain.emplace_back(reaches ? 1000 * beds[f] / came[f] : 0, home.people);
      enhanced.emplace_back(reaches ? 1000 * beds[f] / weighted[f] * weight(home.seconds) : 0,
                            home.people);
    }
    expect_number(row, "total", total, 5e-4);
    expect_number(row, "covered", covered, 5e-4);
    expect_number(row, "rate_percent", 100 * covered / total, 5e-3);
    if (setting.empty()) {
      expect_number(row, "with_room", with_room, 1e-2);
      expect_number(row, "room_rate_percent", 100 * with_room / total, 5e-3);
      expect_number(row, "with_room_next", with_room, 1e-2);  // there is no next one
    }
    const Unequal one{plain}, two{enhanced};
    expect_number(row, "per_1000_2sfca", one.mean, 1e-3);
    expect_number(row, "median_2sfca", one.median, 1e-3);
    expect_number(row, "gini_2sfca", one.gini, 1e-3);
    expect_number(row, "per_1000_e2sfca", two.mean, 1e-3);
    expect_number(row, "median_e2sfca", two.median, 1e-3);
    expect_number(row, "gini_e2sfca", two.gini, 1e-3);
    expect_number(row, "ratio_to_norm", one.mean / 100, 1e-3);
    if (std::isfinite(one.palma)) expect_number(row, "palma_2sfca", one.palma, 1e-2 * one.palma);
  }
}

/// The words of a page: no markup, no scripts, no style, no licence.
std::string visible(std::string page) {
  for (const auto& [from, to] : {std::pair{"<script", "</script>"},
                                 {"<style", "</style>"},
                                 {"<details class=\"licence\"", "</details>"}})
    for (std::size_t a; (a = page.find(from)) != std::string::npos;)
      page.erase(a, page.find(to, a) - a + std::string{to}.size());
  std::string text;
  bool inside = false;
  for (const char c : page) {
    if (c == '<') inside = true, text += ' ';
    if (!inside) text += c;
    if (c == '>') inside = false;
  }
  return text;
}

std::string section_of(const std::string& page, const std::string& id) {
  const std::size_t from = page.find("<section id=\"" + id + "\"");
  if (from == std::string::npos) return {};
  return visible(page.substr(from, page.find("</section>", from) - from));
}

void expect_supply(const MadeCounty& county) {
  const std::string zh = bytes_of(county.folder.file("zh/report.html")),
                    en = bytes_of(county.folder.file("en/report.html"));
  EXPECT_EQ(section_of(zh, "supply-4"), "");
  const Row all = the_row(county.table("supply.csv"), "centre_10", "all", "(all)");
  const auto figure = [&](const char* column, int decimals) {
    return fmt::format("{:.{}f}", std::stod(all.at(column)), decimals);
  };
  const std::string shown = section_of(zh, "supply-3"), said = section_of(en, "supply-3");
  using ::testing::HasSubstr;
  EXPECT_THAT(shown, HasSubstr("供需匹配:10分钟卫生院(床位)"));
  EXPECT_THAT(shown, HasSubstr("常住人口共 " + figure("total", 0)));
  EXPECT_THAT(said, HasSubstr("Is there enough: health centre in 10 minutes, beds"));
  for (const std::string& page : {shown, said}) {
    EXPECT_THAT(page, HasSubstr(figure("rate_percent", 1)));
    EXPECT_THAT(page, HasSubstr(figure("room_rate_percent", 1)));
    EXPECT_THAT(page, HasSubstr(figure("median_2sfca", 2)));
    EXPECT_THAT(page, HasSubstr(figure("gini_2sfca", 2)));
    EXPECT_THAT(page, HasSubstr("Luo"));
  }
  EXPECT_THAT(visible(zh), HasSubstr("日期:2026年十一月")) << "as it is stated, never the clock";
  // What was assumed stands beside: weights, catchment, speed, norm.
  EXPECT_THAT(shown, HasSubstr("服务范围 10 分钟;步行 4.8 公里/小时"));
  EXPECT_THAT(shown, HasSubstr("4 分钟内 1、7 分钟内 0.5、10 分钟内 0.25"));
  EXPECT_THAT(said, HasSubstr("up to 4 min: 1, up to 7 min: 0.5, up to 10 min: 0.25"));
  // The most loaded facility and the least supplied unit stand first of their tables.
  const auto load = county.table("load.csv");
  const Row* most = nullptr;
  for (const Row& row : load)
    if (row.at("service") == "centre_10" && !row.at("load_percent").empty() &&
        (most == nullptr ||
         std::stod(row.at("load_percent")) > std::stod(most->at("load_percent"))))
      most = &row;
  ASSERT_NE(most, nullptr);
  const std::size_t facilities = shown.find("负荷最高的设施", shown.find("供给最少的村(社区)"));
  ASSERT_NE(facilities, std::string::npos);
  const std::size_t first = shown.find("乡镇卫生院、社区卫生服务中心", facilities);
  ASSERT_NE(first, std::string::npos);
  EXPECT_NE(shown.substr(facilities, first - facilities).find(most->at("facility_name")),
            std::string::npos);
}

/// What only machines should read.
void expect_no_codes(const MadeCounty& county) {
  for (const std::string language : {"zh", "en"}) {
    const std::string page = visible(bytes_of(county.folder.file(language + "/report.html")));
    ASSERT_FALSE(page.empty());
    for (const char* code :
         {"medical_15min_walk", "centre_10", "with_neighbours", "units_by_own_point",
          "_percent_of_", "walk/m", "walk_elderly", "everyone", "health_center|", "t <= 15",
          "t &lt;= 15 min", "exactly_", "(all)", "beside_m", "size_at_least"})
      EXPECT_EQ(page.find(code), std::string::npos)
          << language << ": " << page.substr(page.find(code) - 100, 200);
    // Words that are a whole cell.
    for (const char* code : {"whole", "township", "setting", "country", "to", "walk", "units",
                             "people", "completeness", "zhengning-2022", "clinic"}) {
      const std::set<std::string> english{"township", "country", "people", "setting", "units"};
      if (language == "en" && english.contains(code)) continue;  // words of English, too
      const std::regex cell{"  +" + std::string{code} + "  +"};
      EXPECT_FALSE(std::regex_search(page, cell)) << language << " " << code;
    }
  }
  // Townships have names beside their codes.
  const std::unique_ptr<GDALDataset> made{
      GDALDataset::Open(county.folder.file("county.gpkg").c_str(), GDAL_OF_VECTOR)};
  const std::string page = section_of(bytes_of(county.folder.file("zh/report.html")), "townships");
  std::map<std::string, std::string> names;
  for (const auto& row : *made->GetLayerByName("units"))
    names[std::string{row->GetFieldAsString("code")}.substr(0, 9)] =
        row->GetFieldAsString("township");
  ASSERT_GE(names.size(), 3u);
  for (const auto& [code, name] : names)
    EXPECT_TRUE(std::regex_search(page, std::regex{name + " +" + code})) << name << " " << code;
}

/// A target of each unit is the plan's own, a value that is in part assumed says so.
void expect_figures_of_the_plan(const MadeCounty& county) {
  const std::string page = section_of(bytes_of(county.folder.file("zh/report.html")), "indicators");
  using ::testing::HasSubstr;
  EXPECT_THAT(page, HasSubstr("每个单元 ≥ 30 平方米/百户"));  // Z4-b
  EXPECT_THAT(page, HasSubstr("的单元达标"));
  EXPECT_THAT(page, HasSubstr("部分假定:"));
  EXPECT_THAT(page, HasSubstr("设施为点数据"));  // Z12: points, and the plan means plots
  std::map<std::string, Row> of;
  for (const Row& row : county.table("indicators.csv"))
    if (row.at("level") == "whole" && row.at("official") == "1") of[row.at("code")] = row;
  EXPECT_EQ(of["Z4-b"].at("each_target"), ">= 30");
  EXPECT_EQ(of["Z4-b"].at("target"), ">= 100");
  EXPECT_EQ(of["Z4-a"].at("each_target"), "");
  EXPECT_EQ(of["Z4-a"].at("verified"), "是");
  EXPECT_EQ(of["Z12-b"].at("verified"), "部分假定:beside_m");
  EXPECT_THAT(of["Z12-b"].at("remarks"), HasSubstr("设施为点数据"));
  for (const Row& row : county.table("joint_circles.csv"))
    EXPECT_THAT(row.at("verified"), HasSubstr("部分假定")) << row.at("code");
}

/// Of every service with gaps some are listed, its largest first.
void expect_gaps(const MadeCounty& county) {
  const std::string page = section_of(bytes_of(county.folder.file("zh/report.html")), "gaps");
  std::map<std::string, int> rows;
  for (const Row& row : county.table("gaps.csv")) ++rows[row.at("service")];
  ASSERT_GE(rows.size(), 5u);
  const std::map<std::string, std::string> titles{{"medical_15min_walk", "15分钟医疗卫生圈"},
                                                  {"kindergarten_15min_walk", "15分钟幼儿园"},
                                                  {"park_15min_walk", "15分钟公园广场"},
                                                  {"bus_stop_15min_walk", "15分钟公交站"},
                                                  {"centre_10", "10分钟卫生院"}};
  for (const auto& [service, title] : titles) {
    ASSERT_TRUE(rows.contains(service)) << service;
    EXPECT_NE(page.find(title), std::string::npos) << title;
  }
}

/// The sample study as it is shipped, dated, and one question more.
TEST(SupplyOfAStudy, IsShownInItsReportAndAllOfItInWords) {
  std::string study =
      bytes_of((fs::path{LIFECIRCLE_SOURCE_DIR} / "data" / "sample" / "study.toml").string());
  study.insert(study.find("[study]\n") + 8, "date = \"2026年十一月\"\n");
  const MadeCounty county{study};
  county.run("zh");
  county.run("en");
  expect_supply(county);
  expect_no_codes(county);
  expect_figures_of_the_plan(county);
  expect_gaps(county);
}

}  // namespace
}  // namespace lifecircle::test
