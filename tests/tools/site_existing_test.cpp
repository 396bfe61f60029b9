// What exists, and what it is worth, of every way to plan with it: existing.csv.

#include "tests/tools/site_county.hpp"

namespace lifecircle::test {
namespace {

class SiteExisting : public SiteCounty {
 protected:
  /// Rows of existing.csv by the facility.
  std::map<std::string, Row> existing(const std::string& keys, const std::string& out) {
    const Ended ended = site(keys, out);
    EXPECT_EQ(ended.code, 0) << ended.err;
    std::map<std::string, Row> all;
    for (const Row& row : rows(at(out + "/existing.csv"))) all[row.at("id")] = row;
    return all;
  }
};

TEST_F(SiteExisting, IsToldOfThoughItIsIgnoredOrWeighedInAnotherWay) {
  const auto kept = existing("sites = 0", "kept");
  const auto ignored = existing("sites = 2\nexisting = \"ignore\"", "ignored");
  const auto around = existing("sites = 0\nsurroundings = \"beds\"", "around");
  ASSERT_GT(kept.size(), 3u);
  EXPECT_EQ(ignored.size(), kept.size());
  EXPECT_EQ(around.size(), kept.size());
  double needed = 0;
  for (const auto& [id, row] : kept) {
    for (const auto* other : {&ignored, &around}) {
      ASSERT_TRUE(other->contains(id)) << id;
      EXPECT_EQ(other->at(id).at("in_reach_people"), row.at("in_reach_people")) << id;
      EXPECT_EQ(other->at(id).at("only_people"), row.at("only_people")) << id;
    }
    EXPECT_EQ(row.at("stays"), "1");
    EXPECT_EQ(around.at(id).at("stays"), "1");
    EXPECT_EQ(ignored.at(id).at("stays"), "");
    EXPECT_EQ(row.at("adds_people"), "");
    EXPECT_EQ(around.at(id).at("adds_people"), "");
    EXPECT_NE(ignored.at(id).at("adds_people"), "");
    needed += std::stod(row.at("only_people"));
  }
  EXPECT_GT(needed, 0);
  // With two more sites fewer people hang on one that stays.
  const auto beside = existing("sites = 2\nsurroundings = \"beds\"", "beside");
  for (const auto& [id, row] : beside)
    EXPECT_LE(std::stod(row.at("only_people")), std::stod(around.at(id).at("only_people"))) << id;
}

/// Of one that closes nothing is lost if it closes: its people are gained if it reopens.
TEST_F(SiteExisting, SaysOfClosedOnesWhatReopeningGives) {
  const auto all = existing("sites = 3\nexisting = \"may_close\"", "out");
  int closed = 0;
  for (const auto& [id, row] : all) {
    EXPECT_NE(row.at("only_people").empty(), row.at("adds_people").empty()) << id;
    EXPECT_EQ(row.at("only_people").empty(), row.at("stays") == "0") << id;
    closed += row.at("stays") == "0" && std::stod(row.at("adds_people")) > 0;
  }
  EXPECT_GT(closed, 0);
}

}  // namespace
}  // namespace lifecircle::test
