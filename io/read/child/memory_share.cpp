#include "io/read/child/memory_share.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <utility>

#include "engine/base/memory.hpp"

namespace lifecircle {
namespace {

/// Less is no memory for anything, and 0 would be no limit.
constexpr std::uint64_t kLeast = std::uint64_t{1} << 20;

}  // namespace

MemoryShare MemoryShare::of_what_is_left(unsigned part) {
  MemoryShare share;
  const auto left = memory_left();
  if (!left) return share;
  rlimit limit{};
  getrlimit(RLIMIT_DATA, &limit);
  share.bytes_ = std::min<std::uint64_t>(std::max(*left / part, kLeast), limit.rlim_cur);
  limit.rlim_cur -= share.bytes_;
  setrlimit(RLIMIT_DATA, &limit);
  return share;
}

MemoryShare::MemoryShare(MemoryShare&& other) noexcept : bytes_{std::exchange(other.bytes_, 0)} {}

MemoryShare& MemoryShare::operator=(MemoryShare&& other) noexcept {
  if (this != &other) {
    give_back();
    bytes_ = std::exchange(other.bytes_, 0);
  }
  return *this;
}

void MemoryShare::give_back() {
  if (bytes_ == 0) return;
  rlimit limit{};
  getrlimit(RLIMIT_DATA, &limit);
  if (limit.rlim_cur != RLIM_INFINITY) limit.rlim_cur += std::exchange(bytes_, 0);
  setrlimit(RLIMIT_DATA, &limit);
}

}  // namespace lifecircle
