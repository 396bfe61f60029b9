#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace lifecircle {

/// The least memory that can be asked for, bytes.
inline constexpr std::uint64_t kLeastMemory = std::uint64_t{1} << 20;

/// "8GB", "800MB", "1.5 GiB", "700m": bytes, by powers of 1024; nullopt: no size of kLeastMemory or
/// more.
std::optional<std::uint64_t> memory_size(std::string_view text);

/// Holds this process, and the readers it starts, to so many bytes of memory while it lives: what
/// goes beyond is refused by the system and ends in std::bad_alloc. Counted is all memory of the
/// process's own, touched or not, but for what it had reserved without touching it before, and what
/// its program and libraries take. Threads should have been started before; those that libraries
/// start later get stacks of 2 MB, which count in full.
class MemoryHold {
 public:
  explicit MemoryHold(std::uint64_t bytes);
  MemoryHold(const MemoryHold&) = delete;
  MemoryHold& operator=(const MemoryHold&) = delete;
  ~MemoryHold();

 private:
  std::uint64_t before_;
  std::size_t stacks_before_ = 0;
};

}  // namespace lifecircle
