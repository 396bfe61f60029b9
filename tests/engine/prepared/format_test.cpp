// A file that was kept is trusted for what the program of today would make. So whoever changes what
// networks, graphs or hierarchies are must count kPreparedFormat up: this is what reminds them.

#include <gtest/gtest.h>

#include "tests/engine/prepared/prepared_town.hpp"

namespace lifecircle::test {
namespace {

TEST(PreparedFormat, HasAnotherNumberWhenAnythingInItIsMadeInAnotherWay) {
  std::uint32_t sum = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const std::string file =
        PreparedTown{make_town(nasty(seed, static_cast<int>(5 * seed))), 3}.file();
    ASSERT_FALSE(file.empty());
    sum = static_cast<std::uint32_t>(
        crc32_z(sum, reinterpret_cast<const Bytef*>(file.data()), file.size()));
  }
  constexpr std::uint32_t kFormat = 3, kSum = 3695390066;
  EXPECT_EQ(kPreparedFormat, kFormat) << "then the sum here is another, too";
  EXPECT_EQ(sum, kSum) << "what is kept in files has changed: count kPreparedFormat up, and write "
                          "both numbers here";
}

}  // namespace
}  // namespace lifecircle::test
