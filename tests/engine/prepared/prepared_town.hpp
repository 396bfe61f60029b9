#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <zlib.h>

#include "engine/prepared/prepared.hpp"
#include "tests/support/random_town.hpp"

namespace lifecircle::test {

/// A random town as its profiles see it, with their hierarchies.
class PreparedTown {
 public:
  PreparedTown(const RandomTown& town, std::size_t profiles) : network_{town.roads} {
    profiles_ = random_town_profiles();
    profiles_.resize(std::min(profiles, profiles_.size()));
    for (const Profile& profile : profiles_)
      graphs_.push_back(std::make_unique<ModeGraph>(network_, profile));
    std::vector<ModeGraph*> all;
    for (auto& graph : graphs_) all.push_back(graph.get());
    make_hierarchies(all);
  }

  const Network& network() const { return network_; }
  const std::vector<Profile>& profiles() const { return profiles_; }
  const ModeGraph& graph(std::size_t i) const { return *graphs_[i]; }

  static PreparedHead head() { return {std::string(64, 'a'), std::string(64, 'b'), "test 1"}; }
  /// A key for every profile but the first.
  ProfileKeys keys() const {
    ProfileKeys keys;
    for (std::size_t i = 1; i < profiles_.size(); ++i)
      keys.emplace(profiles_[i].name, std::string(64, static_cast<char>('0' + i)));
    return keys;
  }
  /// The bytes of its file.
  std::string file() const {
    std::vector<const ModeGraph*> all;
    for (const auto& graph : graphs_) all.push_back(graph.get());
    std::string bytes;
    const auto done = write_prepared(head(), network_, all, keys(), [&](std::string_view more) {
      bytes += more;
      return Result<Done>{Done{}};
    });
    return done && bytes.size() == prepared_bytes(network_, all, keys()) ? bytes : "";
  }

 private:
  Network network_;
  std::vector<Profile> profiles_;
  std::vector<std::unique_ptr<ModeGraph>> graphs_;
};

/// Bytes as they would be mapped: at a whole page, and not one more of them may be touched.
inline Bytes as_mapped(std::string_view bytes) {
  struct Free {
    void operator()(std::byte* b) const { ::operator delete[](b, std::align_val_t{64}); }
  };
  std::shared_ptr<std::byte> room{
      static_cast<std::byte*>(::operator new[](bytes.size() + 1, std::align_val_t{64})), Free{}};
  std::memcpy(room.get(), bytes.data(), bytes.size());
  return {{room.get(), bytes.size()}, room};
}

/// Makes the checksum of head and table hold again, as a writer who means ill would.
inline void mend_head(std::string& file) {
  constexpr std::size_t kSections = 24, kSum = 28, kHead = 192, kRow = 64;
  std::uint32_t rows = 0;
  std::memcpy(&rows, file.data() + kSections, sizeof rows);
  if (rows > (file.size() - kHead) / kRow) return;
  std::memset(file.data() + kSum, 0, sizeof(std::uint32_t));
  const auto sum = static_cast<std::uint32_t>(
      crc32_z(0, reinterpret_cast<const Bytef*>(file.data()), kHead + rows * kRow));
  std::memcpy(file.data() + kSum, &sum, sizeof sum);
}

/// Towns that leave nothing out.
inline Recipe nasty(std::uint64_t seed, int lines) {
  Recipe recipe{.seed = seed, .lines = lines};
  recipe.odd.fill(true);
  return recipe;
}

}  // namespace lifecircle::test
