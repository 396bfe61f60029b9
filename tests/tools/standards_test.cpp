// The verb standards: what it lists, how it explains, and what it says of files that are not right.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "engine/study/indicator_text.hpp"
#include "io/read/standard_file.hpp"
#include "io/read/standard_words.hpp"
#include "tools/lifecircle/program.hpp"

namespace lifecircle {
namespace {

namespace fs = std::filesystem;
using Line = std::vector<std::string>;

struct Answer {
  int code;
  std::string out, err;
};

Answer ask(const Line& words, Language language = Language::en, const std::string& data = {}) {
  std::ostringstream out, err;
  Terminal terminal;
  terminal.language = language;
  terminal.data_folder = data;
  const int code = run_program(words, out, err, terminal);
  return {code, out.str(), err.str()};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in{text};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

bool has_line(const std::string& text, const std::string& line) {
  const auto lines = lines_of(text);
  return std::ranges::find(lines, line) != lines.end();
}

const std::string kFolder = std::string{LIFECIRCLE_SOURCE_DIR} + "/data/standards";

TEST(StandardsVerb, ListsEveryStandardWithWhatIsVerified) {
  const Answer en = ask({"standards"});
  EXPECT_EQ(en.code, 0);
  EXPECT_EQ(en.err, "");
  EXPECT_EQ(lines_of(en.out).size(), 2 + standard_codes(kFolder).size());
  for (const auto& code : standard_codes(kFolder))
    EXPECT_NE(en.out.find("\n" + code + " "), std::string::npos) << code;
  const Answer zh = ask({"standards"}, Language::zh);
  EXPECT_NE(zh.out.find("宁德市“十四五”城乡社区服务体系建设规划"), std::string::npos);
  EXPECT_TRUE(zh.out.starts_with("代码 "));

  const auto json = nlohmann::json::parse(ask({"standards", "--json"}).out);
  ASSERT_EQ(json.at("standards").size(), standard_codes(kFolder).size());
  for (const auto& one : json.at("standards")) {
    EXPECT_EQ(one.at("indicators").get<int>(), one.at("verified").get<int>() +
                                                   one.at("verified_in_part").get<int>() +
                                                   one.at("not_verified").get<int>());
    if (one.at("code") == "gb50180-2018") {
      EXPECT_EQ(one.at("verified"), 0);
      EXPECT_EQ(one.at("verified_in_part"), 0);
    }
  }
}

TEST(StandardsVerb, ListsTheIndicatorsOfOne) {
  const Answer zh = ask({"standards", "xiangshan-2021", "--quiet"}, Language::zh);
  EXPECT_EQ(zh.code, 0);
  EXPECT_EQ(zh.err, "");
  EXPECT_NE(zh.out.find("≥ 60 平方米/百户"), std::string::npos);
  EXPECT_NE(zh.out.find("≈ 2500 户 ±10 %"), std::string::npos);
  EXPECT_NE(zh.out.find("部分假定"), std::string::npos);
  EXPECT_NE(ask({"standards", "longsha-2021"}).out.find("binding "), std::string::npos);
  EXPECT_NE(ask({"standards", "gb50180-2018"}).out.find(" NO "), std::string::npos);

  const auto json = nlohmann::json::parse(ask({"standards", "zhengning-2022", "--json"}).out);
  EXPECT_EQ(json.at("source"), "正政办发〔2022〕38号，2022-05-26");
  const auto& all = json.at("indicators");
  ASSERT_GT(all.size(), 50u);
  const auto z4 =
      std::ranges::find_if(all, [](const auto& one) { return one.at("code") == "Z4-a"; });
  ASSERT_NE(z4, all.end());
  EXPECT_EQ(z4->at("target").at("value"), 30);
  EXPECT_EQ(z4->at("target").at("comparison"), "at_least");
  EXPECT_EQ(z4->at("target").at("year"), 2025);
  EXPECT_EQ(z4->at("type"), "per_100_households");
  EXPECT_EQ(z4->at("attribute"), "expected");
  EXPECT_EQ(z4->at("unit").at("zh"), "平方米/百户");
  EXPECT_EQ(z4->at("verified"), true);
}

TEST(StandardsVerb, ExplainsAnIndicatorInFullWords) {
  const Answer en = ask({"standards", "ningde-2023", "--indicator", "N8-a"});
  EXPECT_EQ(en.code, 0);
  for (const char* line :
       {"N8-a - Rural residents within 30 minutes of basic medical care",
        "  Read as          on foot or by e-bike; people", "  Where            country alone",
        "  Numerator        of the denominator, those within the limit of a facility",
        "  Denominator      residents (people.people)",
        "  Distance         time on the way, along the roads",
        "  Travel           Walking (walk), Electric bicycle (ebike), the best of them",
        "  Speed            as the study's travel profiles say; the source states none",
        "  Limit            30 minutes, exactly so much included",
        "  Direction        people travel to the facility", "  Target           ≥ 100 %",
        "  Assumed here     modes, counted, target - not stated by the source"})
    EXPECT_TRUE(has_line(en.out, line)) << line << "\n" << en.out;
  EXPECT_NE(en.out.find("\n  The source says  “确保农村居民原则上使用"), std::string::npos);
  EXPECT_NE(en.out.find("即可享受基本医疗卫生服务” (第三章第二节(四))\n"), std::string::npos);
  const Answer zh = ask({"standards", "ningde-2023", "--indicator", "N8-a"}, Language::zh);
  for (const char* line : {"  门槛      30 分钟（含本数）", "  方向      居民前往设施",
                           "  出行方式  步行（walk）、电动自行车（ebike），取最优"})
    EXPECT_TRUE(has_line(zh.out, line)) << line << "\n" << zh.out;
}

std::string fact(const Indicator& one, const std::string& key) {
  for (const Fact& fact : facts_of(one, {}, Language::en))
    if (fact.key == key) return fact.text;
  return "no " + key;
}

/// What no standard that is shipped asks for is said as well.
TEST(StandardsVerb, SaysLimitsAndWordsThatNoShippedFileHas) {
  Indicator one;
  one.type = IndicatorType::time_coverage;
  one.kinds = {"lighthouse"};
  one.counted = {Amount::Of::people, "sailors", {}};
  one.circles.resize(1);
  one.circles[0].kinds = one.kinds;
  one.circles[0].modes = {"rowing"};
  one.circles[0].minutes = 7.5;
  EXPECT_EQ(fact(one, "kinds"), "lighthouse") << "not in the list: as it is";
  EXPECT_EQ(fact(one, "denominator"), "people.sailors");
  EXPECT_EQ(fact(one, "modes"), "rowing");
  EXPECT_EQ(fact(one, "limit"), "7.5 minutes, exactly so much included");
  one.circles[0].closed = false;
  one.circles[0].kmh = 6;
  one.circles[0].direction = Direction::from_facility;
  EXPECT_EQ(fact(one, "limit"), "7.5 minutes, exactly so much not included");
  EXPECT_EQ(fact(one, "speed"), "6 km/h, as the source states");
  EXPECT_EQ(fact(one, "direction"), "the service comes from the facility");
  one.circles[0].minutes.reset();
  one.circles[0].radius_m = 100'000;
  EXPECT_EQ(fact(one, "limit"), "100000 m, exactly so much not included");
  EXPECT_EQ(fact(one, "direction"), "no direction");
  EXPECT_EQ(fact(one, "speed"), "no speed");
  one.target = Target{0.1, Comparison::exactly, 0, 2030};
  one.unit = {"%", "%"};
  EXPECT_EQ(fact(one, "target"), "= 0.1 % (2030)");
}

TEST(StandardsVerb, ARequirementStandsForItsReadings) {
  const auto heads = [](const std::string& code) {
    std::vector<std::string> found;
    for (const auto& line : lines_of(ask({"standards", "ningde-2023", "--indicator", code}).out))
      if (line.starts_with("N")) found.push_back(line.substr(0, line.find(' ')));
    if (!found.empty() && found.front() == "Note:") found.erase(found.begin());
    return found;
  };
  EXPECT_EQ(heads("N1"), (Line{"N1"})) << "not N10";
  EXPECT_EQ(heads("N3"), (Line{"N3-a", "N3-b"})) << "not N30-1";
  EXPECT_EQ(heads("N8"), (Line{"N8-a", "N8-b", "N8-c", "N8-d"}));
  EXPECT_EQ(heads("N28"), (Line{"N28-1", "N28-2a", "N28-2b", "N28-2c", "N28-2d"}));
  EXPECT_EQ(heads("N28-2"), (Line{"N28-2a", "N28-2b", "N28-2c", "N28-2d"}));
  EXPECT_EQ(heads("N28-2c"), (Line{"N28-2c"}));
  const auto json =
      nlohmann::json::parse(ask({"standards", "ningde-2023", "--indicator", "N8", "--json"}).out);
  ASSERT_EQ(json.at("indicators").size(), 4u);
  const auto& facts = json.at("indicators")[0].at("facts");
  EXPECT_TRUE(
      std::ranges::any_of(facts, [](const auto& fact) { return fact.at("key") == "limit"; }));
}

/// Everything of every indicator can be said, with no hole in a sentence and no name unknown.
TEST(StandardsVerb, EveryIndicatorThereIsIsExplainedWhole) {
  const auto words = read_standard_words(kFolder, kFolder + "/../profiles");
  ASSERT_TRUE(words);
  int facts = 0;
  for (const auto& code : standard_codes(kFolder)) {
    const auto standard = read_standard_file(standard_path(kFolder, code), words.value());
    ASSERT_TRUE(standard) << code;
    for (const Indicator& one : standard.value().indicators)
      for (const Language language : {Language::en, Language::zh}) {
        std::vector<std::string> keys;
        for (const Fact& fact : facts_of(one, words.value(), language)) {
          ++facts;
          keys.push_back(fact.key);
          EXPECT_NE(fact.label, "") << one.code;
          for (const std::string* text : {&fact.label, &fact.text}) {
            EXPECT_EQ(text->find('{'), std::string::npos) << one.code << ": " << *text;
            EXPECT_EQ(text->find("fact_"), std::string::npos) << one.code << ": " << *text;
            EXPECT_EQ(text->find("said_"), std::string::npos) << one.code << ": " << *text;
          }
        }
        const auto has = [&](const char* key) {
          return std::ranges::find(keys, key) != keys.end();
        };
        EXPECT_TRUE(has("type") && has("whom") && has("numerator") && has("target") &&
                    has("verified"))
            << one.code;
        EXPECT_EQ(has("denominator"), one.type != IndicatorType::unit_size) << one.code;
        EXPECT_EQ(has("limit"), one.circles.size() == 1) << one.code;
        EXPECT_EQ(has("circle"), one.circles.size() > 1) << one.code;
        EXPECT_EQ(has("assumed"), !one.assumed.empty()) << one.code;
        EXPECT_EQ(has("base"), one.base_value.has_value()) << one.code;
      }
  }
  EXPECT_GT(facts, 5000);
}

/// Every sentence about indicators is said somewhere: none is only on paper.
TEST(StandardsVerb, EverySentenceAboutIndicatorsIsUsed) {
  std::string source;
  for (const char* folder : {"engine/study", "io/read", "tools/lifecircle"})
    for (const auto& entry :
         fs::recursive_directory_iterator{fs::path{LIFECIRCLE_SOURCE_DIR} / folder})
      if (entry.path().extension() == ".cpp") {
        std::ifstream file{entry.path()};
        source.append(std::istreambuf_iterator<char>{file}, {});
      }
  int sentences = 0;
  for (const Message& message : message_catalogue()) {
    std::string key{message.key};
    for (const char* head :
         {"said_", "whom_", "level_", "type_", "fact_", "standard_", "standards_", "verified_"}) {
      if (!key.starts_with(head)) continue;
      ++sentences;
      // Of a name unknown and one that may have been meant one key is made of the other; labels of
      // facts are made of the fact's key.
      if (key.ends_with("_meant")) key.resize(key.size() - 6);
      if (key.starts_with("fact_")) key.erase(0, 5);
      EXPECT_NE(source.find('"' + key + '"'), std::string::npos) << message.key;
    }
  }
  EXPECT_GT(sentences, 120);
}

/// A folder with data of its own.
class Data {
 public:
  Data() {
    std::string name = (fs::temp_directory_path() / "lifecircle_standards_XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    path_ = name;
    fs::create_directories(path_ / "standards");
    for (const char* file : {"kinds.toml", "columns.toml"})
      fs::copy_file(kFolder + "/" + file, path_ / "standards" / file);
    fs::copy(kFolder + "/../profiles", path_ / "profiles");
  }
  ~Data() { fs::remove_all(path_); }
  Data(const Data&) = delete;
  Data& operator=(const Data&) = delete;
  std::string path() const { return path_.string(); }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream{path_ / name, std::ios::binary} << text;
  }

 private:
  fs::path path_;
};

const std::string kMine = R"(code = "mine"
name_zh = "我的计划"
name_en = "My plan"
source = "here"
[[indicators]]
code = "A"
name_zh = "甲"
name_en = "A"
type = "presence"
kinds = ["clinic"]
quote = "x"
verified = true
)";

TEST(StandardsVerb, TakesAFileOfOnesOwn) {
  const Data data;
  data.write("mine.toml", kMine);
  const Answer good = ask({"standards", data.path() + "/mine.toml"});
  EXPECT_EQ(good.code, 0) << good.err;
  EXPECT_NE(good.out.find("mine - My plan"), std::string::npos);
  EXPECT_EQ(ask({"standards", "--", data.path() + "/mine.toml"}).out, good.out);

  std::string text = kMine;
  text.replace(text.find("clinic"), 6, "clinik");
  data.write("mine.toml", text);
  const Answer bad = ask({"standards", data.path() + "/mine.toml"});
  EXPECT_EQ(bad.code, 3);
  EXPECT_EQ(bad.out, "");
  EXPECT_NE(bad.err.find("mine.toml:10 [[indicators]] A"), std::string::npos) << bad.err;
  EXPECT_NE(bad.err.find("clinic"), std::string::npos) << bad.err;
}

TEST(StandardsVerb, AFolderWithoutStandardsSaysSo) {
  const Data data;
  const Answer answer = ask({"standards"}, Language::en, data.path());
  EXPECT_EQ(answer.code, 4);
  EXPECT_NE(answer.err.find("There are no standards in " + data.path() + "/standards"),
            std::string::npos)
      << answer.err;
}

TEST(StandardsVerb, ABrokenFileAmongGoodOnesIsNotPassedOver) {
  const Data data;
  data.write("standards/mine.toml", kMine);
  EXPECT_EQ(ask({"standards"}, Language::en, data.path()).code, 0);
  data.write("standards/other.toml", "code = \"other\"\n");
  const Answer answer = ask({"standards"}, Language::en, data.path());
  EXPECT_EQ(answer.code, 3);
  EXPECT_EQ(answer.out, "");
  EXPECT_NE(answer.err.find("other.toml"), std::string::npos);
}

TEST(StandardsVerb, TextsOfAFileCannotSteerTheTerminal) {
  const Data data;
  std::string text = kMine;
  text.replace(text.find("My plan"), 7, "\\u001B]0;owned\\u0007");
  text.replace(text.find("quote = \"x\""), 11, "quote = \"\\u001B[2J\"");
  data.write("mine.toml", text);
  data.write("standards/mine.toml", text);
  EXPECT_EQ(ask({"standards"}, Language::en, data.path()).out.find('\x1b'), std::string::npos);
  for (const Line& words : {Line{"standards", data.path() + "/mine.toml"},
                            Line{"standards", data.path() + "/mine.toml", "--indicator", "A"}}) {
    const Answer answer = ask(words);
    EXPECT_EQ(answer.code, 0) << answer.err;
    EXPECT_EQ(answer.out.find('\x1b'), std::string::npos) << answer.out;
  }
}

}  // namespace
}  // namespace lifecircle
