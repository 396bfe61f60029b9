#include "algorithms/circle/corners.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace lifecircle {
namespace {

/// The loop all versions are made of. No step depends on another corner, none is reordered: so all
/// of them give the same bits.
template <bool kTime>
[[gnu::always_inline]] inline float raise_all(const CornerKernel& k, const Strip& s, std::int64_t x,
                                              std::int64_t y, const CornerLimits& limits,
                                              std::span<const Shadow> shadows,
                                              CornerValues& values) {
  constexpr int n = CornerValues::kPadded;
  const auto bx = static_cast<std::int32_t>(x - s.ax), by = static_cast<std::int32_t>(y - s.ay);
  const float ux = s.ux, uy = s.uy, length = s.length, low = s.low, high = s.high;
  const float ra = s.ra, ca = s.ca, rb = s.rb, cb = s.cb, worth = s.worth;
  alignas(64) std::array<float, n> t, e, left;
  for (int i = 0; i < n; ++i) {
    const std::size_t c = static_cast<std::size_t>(i);
    const float dx = static_cast<float>(bx + k.east[c]), dy = static_cast<float>(by + k.north[c]);
    t[c] = dx * ux + dy * uy;
    e[c] = dx * uy - dy * ux;
    const float from_start = t[c] < 0 ? 0 : t[c];
    const float q = from_start > length ? length : from_start;
    const float f = t[c] - q;
    const float far = std::sqrt(f * f + e[c] * e[c]);
    const float over_a = ra - ca * (q - low), over_b = rb - cb * (high - q);
    const float most = over_a < over_b ? over_b : over_a;
    const float r = kTime || most < limits.at[c] ? most : limits.at[c];
    const float here = kTime && far > limits.at[c] ? Strip::kClosed : r - far;
    left[c] = ((q < low) | (q > high)) != 0 ? Strip::kClosed : worth * here;
  }
  for (const Shadow& shadow : shadows)
    for (int i = 0; i < n; ++i) {
      const std::size_t c = static_cast<std::size_t>(i);
      float least = shadow.lines[0].a * t[c] + shadow.lines[0].b * e[c] + shadow.lines[0].c;
      for (std::size_t l = 1; l < 4; ++l) {
        const Shadow::Line& line = shadow.lines[l];
        const float at = line.a * t[c] + line.b * e[c] + line.c;
        least = at < least ? at : least;
      }
      left[c] = least >= 0 ? Strip::kClosed : left[c];
    }
  // The least, eight at a time: the order in which they are compared is the same for all versions.
  std::array<float, 8> least;
  least.fill(std::numeric_limits<float>::max());
  for (int i = 0; i < n; i += 8)
    for (int m = 0; m < 8; ++m) {
      const std::size_t c = static_cast<std::size_t>(i + m), l = static_cast<std::size_t>(m);
      const float here = values.at[c] < left[c] ? left[c] : values.at[c];
      values.at[c] = here;
      least[l] = here < least[l] ? here : least[l];
    }
  return std::min({least[0], least[1], least[2], least[3], least[4], least[5], least[6], least[7]});
}

[[gnu::always_inline]] inline void look_at_all(const Strip& s, int count, float limit,
                                               PlaceValues& p) {
  for (int i = 0; i < count; ++i) {
    const std::size_t c = static_cast<std::size_t>(i);
    const float t = p.dx[c] * s.ux + p.dy[c] * s.uy, e = p.dx[c] * s.uy - p.dy[c] * s.ux;
    const float from_low = t < s.low ? s.low : t;
    const float q = from_low > s.high ? s.high : from_low;
    const float f = t - q;
    const float far = std::sqrt(f * f + e * e);
    const float over_a = s.ra - s.ca * (q - s.low), over_b = s.rb - s.cb * (s.high - q);
    const float most = over_a < over_b ? over_b : over_a;
    p.left[c] = (most < limit ? most : limit) - far;
    p.far[c] = far;
    p.along[c] = t;
  }
}

template <bool kTime>
float raise_plain(const CornerKernel& k, const Strip& s, std::int64_t x, std::int64_t y,
                  const CornerLimits& limits, std::span<const Shadow> shadows,
                  CornerValues& values) {
  return raise_all<kTime>(k, s, x, y, limits, shadows, values);
}
void look_plain(const Strip& s, int count, float limit, PlaceValues& places) {
  look_at_all(s, count, limit, places);
}
#if defined(__x86_64__)
template <bool kTime>
[[gnu::target("avx2")]] float raise_avx2(const CornerKernel& k, const Strip& s, std::int64_t x,
                                         std::int64_t y, const CornerLimits& limits,
                                         std::span<const Shadow> shadows, CornerValues& values) {
  return raise_all<kTime>(k, s, x, y, limits, shadows, values);
}
[[gnu::target("avx2")]] void look_avx2(const Strip& s, int count, float limit,
                                       PlaceValues& places) {
  look_at_all(s, count, limit, places);
}
bool has_avx2() {
  return __builtin_cpu_supports("avx2");
}
#endif

}  // namespace

CornerKernel::CornerKernel(Grid grid) {
  // What pads the block repeats its last corner.
  for (int i = 0; i < CornerValues::kPadded; ++i) {
    const int c = std::min(i, Grid::kCorners - 1);
    east[static_cast<std::size_t>(i)] = grid.cell * (c % Grid::kSide);
    north[static_cast<std::size_t>(i)] = grid.cell * (c / Grid::kSide);
  }
  use_vectors(true);
}

void CornerKernel::use_vectors([[maybe_unused]] bool widest) {
  raise_ = raise_plain<false>;
  raise_time_ = raise_plain<true>;
  look_ = look_plain;
#if defined(__x86_64__)
  if (widest && has_avx2()) {
    raise_ = raise_avx2<false>;
    raise_time_ = raise_avx2<true>;
    look_ = look_avx2;
  }
#endif
}

}  // namespace lifecircle
