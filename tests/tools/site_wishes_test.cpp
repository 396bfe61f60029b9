// What is wished for counts in the value, and is told apart from people.

#include "tests/tools/site_county.hpp"

namespace lifecircle::test {
namespace {

using SiteWishes = SiteCounty;

TEST_F(SiteWishes, AreToldApartFromPeople) {
  const std::string wish =
      "[[siting.candidates]]\nkind = \"pharmacy\"\n"
      "beside = { kind = \"pharmacy\", metres = 1, worth = 250 }\n";  // itself
  const Ended ended = site("sites = 3", "out", {"--lang", "en"}, wish);
  ASSERT_EQ(ended.code, 0) << ended.err;
  const Row row = rows(at("out/siting.csv")).at(0);
  int pharmacies = 0;
  for (const Row& built : rows(at("out/sites.csv")))
    pharmacies += built.at("id").starts_with("road ") ? 0 : 1;
  ASSERT_GT(pharmacies, 0);
  EXPECT_EQ(row.at("value_unit"), "people and wishes");
  EXPECT_EQ(std::stod(row.at("value_wishes")), 250 * pharmacies);
  EXPECT_EQ(row.at("value_people"), row.at("after"));
  EXPECT_NEAR(std::stod(row.at("value")),
              std::stod(row.at("value_people")) + std::stod(row.at("value_wishes")), 1e-6);
  EXPECT_EQ(rows(at("out/gain.csv")).back().at("value_wishes"), row.at("value_wishes"));
  const auto said = nlohmann::json::parse(bytes(at("out/siting.json")));
  EXPECT_EQ(said["results"][0]["value_wishes"], 250 * pharmacies);
  EXPECT_EQ(said["results"][0]["value_people"], std::stod(row.at("after")));
  EXPECT_NE(bytes(at("out/report.html")).find("of the value wishes"), std::string::npos);

  // Without wishes nothing is said of them.
  ASSERT_EQ(site("sites = 3", "plain", {"--lang", "en"}).code, 0);
  EXPECT_EQ(rows(at("plain/siting.csv")).at(0).at("value_wishes"), "");
  EXPECT_EQ(bytes(at("plain/report.html")).find("of the value wishes"), std::string::npos);
}

}  // namespace
}  // namespace lifecircle::test
