#pragma once

#include <cstdint>

namespace lifecircle {

/// A part of this process's memory, lent to another that works for it: while this lives, this
/// process may take so much less, so that both together stay within what one was given. Nothing
/// where memory is not limited.
class MemoryShare {
 public:
  MemoryShare() = default;
  /// One `part`-th of what is left, or nothing.
  static MemoryShare of_what_is_left(unsigned part);
  MemoryShare(MemoryShare&& other) noexcept;
  MemoryShare& operator=(MemoryShare&& other) noexcept;
  ~MemoryShare() { give_back(); }

  /// 0: there is no limit.
  std::uint64_t bytes() const { return bytes_; }

 private:
  void give_back();
  std::uint64_t bytes_ = 0;
};

}  // namespace lifecircle
