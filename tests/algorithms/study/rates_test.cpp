#include "algorithms/coverage/rates.hpp"

#include <gtest/gtest.h>

namespace lifecircle {
namespace {

TEST(Rates, CountAFeatureThatIsSpreadOverSeveralPointsAsOnePlace) {
  const Service service{.name = "a", .kinds = {}, .modes = {}, .limit = Duration::minutes(15)};
  Answers answers;
  answers.home_count = 3;
  answers.homes.measures = {{"people", "people"}};
  answers.homes.at.resize(3);
  answers.homes.setting.resize(3);
  answers.homes.unit.resize(3);
  answers.homes.count = {{5000, 5000, 7000}};
  const Variant variant{.travel = "stated",
                        .modes = {},
                        .homes = Column<DemandId, HomeAnswer>(3),
                        .to_edge = Column<DemandId, Duration>(3)};
  const ServiceAnswer answer{.service = &service, .kinds = {}, .variants = {}};
  EXPECT_EQ(rate_of(answers, answer, variant, 0).total, 17'000);
  EXPECT_EQ(rate_of(answers, answer, variant, {}).total, 3'000) << "each home is a place";
  answers.homes.place = {250, 750, 1000};
  EXPECT_EQ(rate_of(answers, answer, variant, {}).total, 2'000);
  EXPECT_EQ(rates_by_unit(answers, answer, variant, {}, 0).back().total, 2'000);
}

}  // namespace
}  // namespace lifecircle
