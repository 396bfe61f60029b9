// What is kept in a file comes back as it was, and answers as it did.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "engine/base/messages.hpp"
#include "tests/engine/prepared/prepared_town.hpp"
#include "tests/engine/prepared/use_everything.hpp"
#include "tests/support/property.hpp"
#include "tests/support/real_graph.hpp"
#include "tests/support/test_data.hpp"

namespace lifecircle::test {
namespace {

void expect_same(const ModeGraph& a, const ModeGraph& b) {
  EXPECT_EQ(a.parts(), b.parts());
  const auto of_a = a.hierarchy(), of_b = b.hierarchy();
  ASSERT_TRUE(of_a && of_b);
  EXPECT_EQ(of_a->topology().parts(), of_b->topology().parts());
  EXPECT_EQ(of_a->climbing(), of_b->climbing());
  EXPECT_EQ(of_a->descending(), of_b->descending());
}

TEST(Prepared, WhatIsKeptComesBackAndAnswersAsItDid) {
  holds_for_all(300, [](const Recipe& drawn) {
    const RandomTown town = make_town(drawn);
    const PreparedTown made{town, 1 + drawn.seed % 3};
    const std::string file = made.file();
    RC_ASSERT(!file.empty());
    auto opened = PreparedNetwork::open(as_mapped(file), "here");
    RC_ASSERT(bool{opened});
    PreparedNetwork& prepared = opened.value();
    RC_ASSERT(bool{prepared.check()});
    RC_ASSERT(prepared.network()->parts() == made.network().parts());
    RC_ASSERT(prepared.head().key == PreparedTown::head().key);
    RC_ASSERT(prepared.head().ground == PreparedTown::head().ground);
    RC_ASSERT(prepared.head().program == PreparedTown::head().program);
    ProfileKeys keys = made.keys();
    keys.emplace(made.profiles().front().name, "");  // it was written without
    RC_ASSERT(prepared.profile_keys() == keys);
    for (std::size_t i = 0; i < made.profiles().size(); ++i) {
      auto graph = prepared.graph(made.profiles()[i]);
      RC_ASSERT(bool{graph});
      expect_same(made.graph(i), graph.value());
      RC_ASSERT(UseEverything(town, graph.value()).answers() ==
                UseEverything(town, made.graph(i)).answers());
    }
  });
}

TEST(Prepared, AHierarchyOfSeveralProfilesTogetherIsExactForEach) {
  holds_for_all(500, [](const Recipe& drawn) {
    const RandomTown town = make_town(drawn);
    const PreparedTown made{town, 3};
    Dice dice{drawn.seed, 72};
    for (std::size_t i = 0; i < 3; ++i) {
      const ModeGraph& graph = made.graph(i);
      if (graph.state_count() == 0) return;
      const std::vector<std::pair<StateId, Label>> starts{
          {StateId{dice.below(graph.state_count())}, Label{Duration{}, FacilityId{0}}}};
      const ModeGraph without{made.network(), made.profiles()[i]};
      for (const Direction direction : {Direction::to_facility, Direction::from_facility}) {
        const NearestField field{without, direction, starts, Duration::never()};
        const auto labels =
            nearest_labels(*graph.hierarchy(), direction, starts, Duration::never());
        for (std::size_t s = 0; s < graph.state_count(); ++s)
          RC_ASSERT(labels[StateId{s}] == field.at(StateId{s}));
      }
    }
  });
}

TEST(Prepared, ProfilesOfTheSameStatesShareOneTopology) {
  Recipe recipe = nasty(5, 20).without({Odd::turn_rules});
  const PreparedTown without{make_town(recipe), 3};
  EXPECT_EQ(without.graph(0).hierarchy()->shared_topology(),
            without.graph(2).hierarchy()->shared_topology());
  auto opened = PreparedNetwork::open(as_mapped(without.file()), "here");
  ASSERT_TRUE(opened);
  const auto first = opened.value().graph(without.profiles()[0]),
             third = opened.value().graph(without.profiles()[2]);
  ASSERT_TRUE(first && third);
  EXPECT_EQ(first.value().hierarchy()->shared_topology(),
            third.value().hierarchy()->shared_topology());
}

TEST(Prepared, TheBytesAreTheSameForAnyNumberOfThreads) {
  const RandomTown town = make_town(nasty(3, 200));
  std::string bytes;
  for (const int count : {1, 2, 8}) {
    set_threads(count);
    const std::string file = PreparedTown{town, 3}.file();
    ASSERT_FALSE(file.empty());
    if (bytes.empty()) bytes = file;
    EXPECT_TRUE(file == bytes) << count << " threads";
  }
  set_threads(0);
}

TEST(Prepared, AProfileThatIsNotThereIsSaid) {
  const PreparedTown made{make_town(nasty(3, 20)), 1};
  auto opened = PreparedNetwork::open(as_mapped(made.file()), "here.net");
  ASSERT_TRUE(opened);
  const auto none = opened.value().graph(random_town_profiles()[1]);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().key, "prepared_no_profile");
  EXPECT_EQ(none.error().where, "here.net");
}

/// A file of its own, gone at the end.
class OneFile {
 public:
  explicit OneFile(const std::string& bytes) { std::ofstream{path_, std::ios::binary} << bytes; }
  ~OneFile() { std::filesystem::remove(path_); }
  const std::string& path() const { return path_; }

 private:
  std::string path_ = ::testing::TempDir() + "prepared_test_" + std::to_string(::getpid());
};

TEST(Prepared, XianComesBackFromAFile) {
  const std::string path = data("xian/Xian.road-t.gz");
  if (path.empty()) GTEST_SKIP() << "no xian";
  const RealGraph city = read_city(path);
  ModeGraph graph = city.graph();
  ModeGraph* const only = &graph;
  ASSERT_TRUE(make_hierarchies({&only, 1}));
  const ModeGraph* const kept = &graph;
  std::string bytes;
  ASSERT_TRUE(write_prepared(PreparedTown::head(), city.network(), {&kept, 1}, {},
                             [&](std::string_view more) {
                               bytes += more;
                               return Result<Done>{Done{}};
                             }));
  std::printf("[  figures ] %zu bytes: %.1f a junction, %.1f an edge\n", bytes.size(),
              static_cast<double>(bytes.size()) / static_cast<double>(city.network().node_count()),
              static_cast<double>(bytes.size()) / static_cast<double>(city.network().edge_count()));
  const OneFile file{bytes};
  auto opened = PreparedNetwork::open(file.path());
  ASSERT_TRUE(opened) << say(opened.error().key, Language::en, opened.error().args);
  ASSERT_TRUE(opened.value().check());
  const auto again = opened.value().graph(graph.profile());
  ASSERT_TRUE(again);
  EXPECT_EQ(opened.value().network()->parts(), city.network().parts());
  expect_same(graph, again.value());

  std::vector<std::pair<StateId, Label>> starts;
  for (std::uint32_t i = 0; i < 200; ++i)
    starts.emplace_back(StateId{i * 97 % graph.state_count()}, Label{Duration{}, FacilityId{i}});
  const ModeGraph without{city.network(), graph.profile()};
  const NearestField before{without, Direction::to_facility, starts, Duration::minutes(15)},
      after{again.value(), Direction::to_facility, starts, Duration::minutes(15)};
  const auto swept = nearest_labels(*again.value().hierarchy(), Direction::to_facility, starts,
                                    Duration::minutes(15));
  for (std::size_t s = 0; s < graph.state_count(); ++s) {
    ASSERT_EQ(before.at(StateId{s}), after.at(StateId{s})) << s;
    ASSERT_EQ(before.at(StateId{s}), swept[StateId{s}]) << s;
  }
}

}  // namespace
}  // namespace lifecircle::test
