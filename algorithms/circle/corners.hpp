#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "algorithms/circle/grid.hpp"
#include "algorithms/circle/shadow.hpp"
#include "algorithms/circle/strip.hpp"

namespace lifecircle {

/// What is left, in millimetres of walking, at the corners of a block, row by row from the
/// south-west one; padded for vector instructions.
struct CornerValues {
  static constexpr int kPadded = 88;
  alignas(32) std::array<float, kPadded> at;
};

/// What a strip leaves at some places, seen from where it begins.
struct PlaceValues {
  static constexpr int kMost = 64;
  alignas(64) std::array<float, kMost> dx, dy;  ///< in
  alignas(64) std::array<float, kMost> left;    ///< by the nearest place of the stretch
  alignas(64) std::array<float, kMost> far;     ///< how far that is
  alignas(64) std::array<float, kMost> along;   ///< and where along the piece's line the place lies
};

/// The longest leg from each corner of a block.
using CornerLimits = CornerValues;

/// Raises values to what strips leave at the corners of a block, legs in a shadow left out.
///
/// A corner of two blocks gets the same value in both, to the last bit: everything is told from
/// where the strip begins. Within a tenth of a millimetre of the truth for strips of kilometres.
/// About 0.1 us a strip with vector instructions; the widest the processor has are chosen when the
/// program starts, with the same results.
class CornerKernel {
 public:
  explicit CornerKernel(Grid grid);

  /// The block's first corner is (x, y); `limits` say how long legs may be. Gives the
  /// least of the values.
  float raise(const Strip& strip, std::int64_t x, std::int64_t y, const CornerLimits& limits,
              std::span<const Shadow> shadows, CornerValues& values) const {
    return raise_(*this, strip, x, y, limits, shadows, values);
  }
  /// The same for what is left of the time, where the leg may be so long: not how much longer it
  /// might be.
  float raise_time(const Strip& strip, std::int64_t x, std::int64_t y, const CornerLimits& limits,
                   std::span<const Shadow> shadows, CornerValues& values) const {
    return raise_time_(*this, strip, x, y, limits, shadows, values);
  }
  /// Of the first `count` places.
  void look(const Strip& strip, int count, float limit_mm, PlaceValues& places) const {
    look_(strip, count, limit_mm, places);
  }
  /// For tests: the widest instructions there are, or none.
  void use_vectors(bool widest);

  alignas(64) std::array<std::int32_t, CornerValues::kPadded> east, north;  ///< of each corner

 private:
  using Raise = float (*)(const CornerKernel&, const Strip&, std::int64_t, std::int64_t,
                          const CornerLimits&, std::span<const Shadow>, CornerValues&);
  using Look = void (*)(const Strip&, int, float, PlaceValues&);
  Raise raise_, raise_time_;
  Look look_;
};

}  // namespace lifecircle
