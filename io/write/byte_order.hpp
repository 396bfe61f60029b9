#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>

namespace lifecircle {

/// Numbers byte by byte, the small end first (the big end first: append_big_end), whatever the
/// machine's own order.
inline void append_small_end(std::string& bytes, std::uint64_t number, int count) {
  if constexpr (std::endian::native == std::endian::little) {
    bytes.append(reinterpret_cast<const char*>(&number), static_cast<std::size_t>(count));
    return;
  }
  for (int i = 0; i < count; ++i) bytes += static_cast<char>(number >> (8 * i) & 0xFF);
}

inline void append_big_end(std::string& bytes, std::uint64_t number, int count) {
  for (int i = count - 1; i >= 0; --i) bytes += static_cast<char>(number >> (8 * i) & 0xFF);
}

/// Never -0.
inline void append_double(std::string& bytes, double number) {
  append_small_end(bytes, std::bit_cast<std::uint64_t>(number + 0.0), 8);
}

}  // namespace lifecircle
