// Damaged files: no changed byte gets past the checksums, and what is not checked may be wrong but
// never makes a search crash, hang or read beside.

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstring>
#include <set>

#include "engine/base/messages.hpp"
#include "tests/engine/prepared/prepared_town.hpp"
#include "tests/engine/prepared/use_everything.hpp"
#include "tests/support/property.hpp"

namespace lifecircle::test {
namespace {

/// What opening and looking through a file says; "" where nothing is wrong with it.
std::string said_of(const std::string& file, bool check) {
  auto opened = PreparedNetwork::open(as_mapped(file), "here.net");
  if (!opened) return opened.error().key;
  if (!check) return "";
  const auto done = opened.value().check();
  return done ? "" : done.error().key;
}

/// Whether anything came out of it to be used.
bool use(const std::string& file, const RandomTown& town, const std::vector<Profile>& profiles) {
  auto opened = PreparedNetwork::open(as_mapped(file), "here.net");
  if (!opened) return false;
  bool any = false;
  for (const Profile& profile : profiles) {
    const auto graph = opened.value().graph(profile);
    if (!graph) continue;
    any = true;
    UseEverything{town, graph.value()};
  }
  return any;
}

TEST(Damage, NoChangedByteGetsPastTheChecksums) {
  for (const std::uint64_t seed : {3u, 4u}) {
    const PreparedTown made{make_town(nasty(seed, 8)), 2};
    std::string file = made.file();
    ASSERT_EQ(said_of(file, true), "");
    std::set<std::string> said;
    for (std::size_t at = 0; at < file.size(); ++at)
      for (const int change : {1 << (at % 8), 0xff}) {
        const char was = file[at];
        file[at] = static_cast<char>(file[at] ^ change);
        const std::string what = said_of(file, true);
        EXPECT_NE(what, "") << "byte " << at << " of " << file.size() << " xor " << change;
        said.insert(what);
        file[at] = was;
      }
    // Another byte order takes four changed bytes.
    EXPECT_EQ(said, (std::set<std::string>{"prepared_cut", "prepared_damaged", "prepared_not_one",
                                           "prepared_version"}));
  }
}

TEST(Damage, AFileThatWasCutOffIsRefusedWherever) {
  const PreparedTown made{make_town(nasty(3, 30)), 3};
  const std::string file = made.file();
  for (std::size_t part = 0; part < 200; ++part) {
    const std::string cut = file.substr(0, file.size() * part / 200);
    const std::string said = said_of(cut, false);
    EXPECT_TRUE(said == "prepared_cut" || said == "prepared_not_one") << part << " " << said;
  }
  EXPECT_EQ(said_of(file + '\0', false), "prepared_cut");
}

TEST(Damage, WhatIsNotOursIsSaidToBeSo) {
  const PreparedTown made{make_town(nasty(3, 8)), 1};
  const std::string file = made.file();
  const auto with = [&](std::size_t at, std::initializer_list<unsigned char> bytes) {
    std::string changed = file;
    for (const unsigned char b : bytes) changed[at++] = static_cast<char>(b);
    return said_of(changed, false);
  };
  EXPECT_EQ(with(8, {1, 2, 3, 4}), "prepared_byte_order");
  EXPECT_EQ(with(12, {kPreparedFormat + 1, 0, 0, 0}), "prepared_version");
  EXPECT_EQ(with(0, {'P', 'K'}), "prepared_not_one");
  EXPECT_EQ(said_of("", false), "prepared_not_one");
  EXPECT_FALSE(PreparedNetwork::open(::testing::TempDir()));
  EXPECT_FALSE(PreparedNetwork::open("/dev/null"));
  EXPECT_EQ(PreparedNetwork::open("/nowhere/at/all").error().key, "prepared_not_read");
  for (const char* key : {"prepared_byte_order", "prepared_version", "prepared_not_one",
                          "prepared_cut", "prepared_damaged", "prepared_not_read"})
    for (const Language language : {Language::en, Language::zh})
      EXPECT_FALSE(say_remedy(key, language).empty()) << key;
}

TEST(Damage, UncheckedBytesMakeNothingCrash) {
  const RandomTown town = make_town(nasty(7, 8));
  const PreparedTown made{town, 2};
  const std::string whole = made.file();
  ASSERT_TRUE(use(whole, town, made.profiles()));
  // Of slow builds every n-th byte, another one each bit.
  const auto stride = static_cast<std::size_t>(std::max(1.0, std::ceil(1 / effort())));
  std::size_t refused = 0, used = 0;
  for (std::size_t at = 0; at < whole.size(); at += stride) {
    std::string file = whole;
    file[at] = static_cast<char>(file[at] ^ (1 << (at / stride % 8)));
    mend_head(file);
    ++(use(file, town, made.profiles()) ? used : refused);
  }
  std::printf("[  figures ] %zu bytes: %zu flips refused, %zu used\n", whole.size(), refused, used);
  EXPECT_GT(refused, 0u);
  EXPECT_GT(used, 0u);
}

TEST(Damage, UncheckedNumbersMakeNothingCrash) {
  holds_for_all(3000, [](const Recipe& drawn) {
    const RandomTown town = make_town(drawn);
    const PreparedTown made{town, 1 + drawn.seed % 3};
    std::string file = made.file();
    Dice dice{drawn.seed, 73};
    for (std::uint32_t change = 1 + dice.below(4); change > 0; --change) {
      // Numbers that are likely to be taken for others: those there, and the ends of ranges.
      const std::size_t at = dice.below(file.size() / 4) * 4,
                        other = dice.below(file.size() / 4) * 4;
      std::uint32_t value = 0;
      std::memcpy(&value, file.data() + at, sizeof value);
      constexpr std::uint32_t kNumbers[] = {0,          1,          2,          0x7fffffff,
                                            0x80000000, 0x40000000, 0xffffffff, 0xfffffffe};
      switch (dice.below(4)) {
        case 0:
          value = kNumbers[dice.below(8)];
          break;
        case 1:
          value += dice.below(2) != 0 ? 1u : ~0u;
          break;
        case 2:
          std::memcpy(&value, file.data() + other, sizeof value);
          break;
        default:
          value ^= 1u << dice.below(32);
      }
      std::memcpy(file.data() + at, &value, sizeof value);
    }
    mend_head(file);
    use(file, town, made.profiles());
  });
}

}  // namespace
}  // namespace lifecircle::test
