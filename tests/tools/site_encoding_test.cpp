// Tables of `site` as people have them: in GBK, with other names of columns, with rows that are
// none.

#include "tests/tools/site_folder.hpp"

namespace lifecircle {
namespace {

using namespace test::siting;

constexpr const char* kStation = "\xCE\xC0\xC9\xFA\xD5\xBE";  // 卫生站 in GBK
constexpr const char* kSchool = "\xD1\xA7\xD0\xA3";           // 学校 in GBK

class SiteTexts : public Site {
 protected:
  Ended ask(std::vector<std::string> more, const std::string& out = "out") {
    std::vector<std::string> words{"site",      "--matrix",     at("m.csv"), "--demand",
                                   at("d.csv"), "--candidates", at("c.csv"), "--sites",
                                   "1",         "--out",        at(out)};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  }
};

TEST_F(SiteTexts, AreReadAsGbkWhereTheyAreThatAndThatIsTold) {
  const std::string station{kStation}, school{kSchool};
  write(folder / "m.csv",
        "from_id,to_id,seconds\n1," + station + ",100\n2," + school + ",50\n3," + school + ",60\n");
  write(folder / "d.csv", "id,weight\n1,1\n2,1\n3,1\n");
  write(folder / "c.csv", "id,name\n卫生站,甲\n学校,乙\n");  // the same names in UTF-8
  const Ended said = ask({"--json"});
  ASSERT_EQ(said.code, 0) << said.err;
  const Json document = Json::parse(said.out);
  EXPECT_EQ(document["sites"], Json({"学校"}));
  EXPECT_EQ(document["problems"]["text_decoded"], 1);
  EXPECT_EQ(document["rows_set_aside"], 0);
  EXPECT_NE(bytes_of(folder / "out" / "sites.csv").find("学校"), std::string::npos);
  EXPECT_EQ(bytes_of(folder / "out" / "sites.csv").find("\uFFFD"), std::string::npos);
  // Stated, nothing is guessed; stated wrongly, nothing is silent.
  write(folder / "c.csv", "id,name\n" + station + ",A\n" + school + ",B\n");
  const Json stated = Json::parse(ask({"--json", "--encoding", "GBK"}, "stated").out);
  EXPECT_EQ(stated["sites"], Json({"学校"}));
  EXPECT_FALSE(stated["problems"].contains("text_decoded"));
  const Json wrong = Json::parse(ask({"--json", "--encoding", "UTF-8"}, "wrong").out);
  EXPECT_GT(wrong["problems"]["text_undecodable"], 0);
  EXPECT_NE(ask({"--encoding", "Klingon"}, "none").code, 0);
}

TEST_F(SiteTexts, SayWhatEachCountsWhereNoColumnIsCalledWeight) {
  write(folder / "m.csv", "from_id,to_id,seconds\n1,A,100\n2,B,50\n3,B,60\n");
  write(folder / "d.csv", "id,人口\n1,500\n2,1\n3,1\n");
  write(folder / "c.csv", "id\nA\nB\n");
  const Ended en = ask({});
  EXPECT_NE(en.out.find("each of its rows counts 1; it has id, 人口"), std::string::npos) << en.out;
  const Ended zh = ask({"--lang", "zh"});
  EXPECT_NE(zh.out.find("每行均按 1 计；现有列：id, 人口"), std::string::npos) << zh.out;
  EXPECT_NE(bytes_of(folder / "out" / "problems.csv").find("weight"), std::string::npos);
  write(folder / "d.csv", "id,weight\n1,500\n2,1\n3,1\n");
  EXPECT_EQ(ask({}).out.find("counts 1"), std::string::npos);
}

TEST_F(SiteTexts, SayBesideTheProofHowManyRowsItKnowsNothingOf) {
  write(folder / "m.csv", "from_id,to_id,seconds\n1,A,100\n2,B,50\n3,B,soon\n9,A,1\n");
  write(folder / "d.csv", "id,weight\n1,many\n2,1\n3,1\n");
  write(folder / "c.csv", "id,name\nA,x\nB,y, z\nB,y\n");  // a name with a comma, not quoted
  const Ended en = ask({});
  ASSERT_EQ(en.code, 0) << en.err;
  // "many", "soon", the name; 9 and (its row being set aside) 1 are not in the demand.
  EXPECT_NE(en.out.find("the rows that could be used: 5 were set aside"), std::string::npos)
      << en.out;
  EXPECT_NE(ask({"--lang", "zh"}).out.find("有 5 行未采用"), std::string::npos);
  EXPECT_EQ(Json::parse(bytes_of(folder / "out" / "siting.json"))["rows_set_aside"], 5);
  EXPECT_EQ(run({"verify", at("out/proof_1.json")}).code, 0);
}

}  // namespace
}  // namespace lifecircle
