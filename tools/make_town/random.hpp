#pragma once

#include <cstdint>

namespace lifecircle::county {

/// splitmix64's finalizer (Steele, Lea, Flood, OOPSLA 2014): spreads a number over 64 bits.
constexpr std::uint64_t mix(std::uint64_t z) {
  z += 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

/// A number that belongs to (seed, a, b, c): whoever asks, and in whatever order, gets the same.
constexpr std::uint64_t hash(std::uint64_t seed, std::uint64_t a, std::uint64_t b = 0,
                             std::uint64_t c = 0) {
  return mix(mix(mix(mix(seed) ^ a) ^ b) ^ c);
}

/// A fraction of one in [0, 1), exact in a double.
constexpr double fraction(std::uint64_t bits) {
  return static_cast<double>(bits >> 11) * (1.0 / 9007199254740992.0);
}

/// A stream of random numbers. Not <random>: its distributions differ between libraries, and a
/// county must be the same on every machine.
class Random {
 public:
  constexpr explicit Random(std::uint64_t seed) : state_{mix(seed)} {}

  constexpr std::uint64_t next() { return mix(state_ += 0x9e3779b97f4a7c15); }
  /// [0, n), n > 0.
  constexpr int below(int n) {
    return static_cast<int>(((next() >> 32) * static_cast<std::uint64_t>(n)) >> 32);
  }
  /// [low, high], both included.
  constexpr int between(int low, int high) { return low + below(high - low + 1); }
  constexpr bool chance(int percent) { return below(100) < percent; }
  constexpr double unit() { return fraction(next()); }
  /// (-size, size)
  constexpr double around(double size) { return (2 * unit() - 1) * size; }

 private:
  std::uint64_t state_;
};

}  // namespace lifecircle::county
