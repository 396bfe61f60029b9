#include "engine/search/hierarchy/lane_kernels.hpp"

#include <algorithm>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace lifecircle {
namespace {

#if defined(__x86_64__)

namespace avx512 {
#define LIFECIRCLE_LANE_TARGET __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq")))
#define LIFECIRCLE_LANE_BYTES 64
#define LIFECIRCLE_LANE_PROCESSOR "avx512"
LIFECIRCLE_LANE_TARGET inline Lane lowest_lane(Lane __attribute__((vector_size(64))) row) {
  typedef Lane Half __attribute__((vector_size(32)));
  const __m512i whole = reinterpret_cast<__m512i>(row);
  Half low, high;
  std::memcpy(&low, &whole, 32);
  std::memcpy(&high, reinterpret_cast<const char*>(&whole) + 32, 32);
  low = low < high ? low : high;
  const __m256i both = reinterpret_cast<__m256i>(low);
  __m128i four = _mm_min_epi32(_mm256_castsi256_si128(both), _mm256_extracti128_si256(both, 1));
  four = _mm_min_epi32(four, _mm_shuffle_epi32(four, 0x4e));
  four = _mm_min_epi32(four, _mm_shuffle_epi32(four, 0xb1));
  return _mm_cvtsi128_si32(four);
}
LIFECIRCLE_LANE_TARGET inline std::uint32_t lanes_within(Lane __attribute__((vector_size(64))) row,
                                                         Lane limit) {
  return _mm512_cmple_epi32_mask(reinterpret_cast<__m512i>(row), _mm512_set1_epi32(limit));
}
#include "engine/search/hierarchy/lane_kernels.inc"
#undef LIFECIRCLE_LANE_TARGET
#undef LIFECIRCLE_LANE_BYTES
#undef LIFECIRCLE_LANE_PROCESSOR
}  // namespace avx512

namespace avx2 {
#define LIFECIRCLE_LANE_TARGET __attribute__((target("avx2")))
#define LIFECIRCLE_LANE_BYTES 32
#define LIFECIRCLE_LANE_PROCESSOR "avx2"
LIFECIRCLE_LANE_TARGET inline Lane lowest_lane(Lane __attribute__((vector_size(32))) row) {
  const __m256i whole = reinterpret_cast<__m256i>(row);
  __m128i low = _mm_min_epi32(_mm256_castsi256_si128(whole), _mm256_extracti128_si256(whole, 1));
  low = _mm_min_epi32(low, _mm_shuffle_epi32(low, 0x4e));
  low = _mm_min_epi32(low, _mm_shuffle_epi32(low, 0xb1));
  return _mm_cvtsi128_si32(low);
}
LIFECIRCLE_LANE_TARGET inline std::uint32_t lanes_within(Lane __attribute__((vector_size(32))) row,
                                                         Lane limit) {
  const __m256i beyond =
      _mm256_cmpgt_epi32(reinterpret_cast<__m256i>(row), _mm256_set1_epi32(limit));
  const int bits = _mm256_movemask_ps(_mm256_castsi256_ps(beyond));
  return static_cast<std::uint32_t>(bits) ^ 255u;
}
#include "engine/search/hierarchy/lane_kernels.inc"
#undef LIFECIRCLE_LANE_TARGET
#undef LIFECIRCLE_LANE_BYTES
#undef LIFECIRCLE_LANE_PROCESSOR
}  // namespace avx2

#endif

namespace plain {
#define LIFECIRCLE_LANE_TARGET
#define LIFECIRCLE_LANE_BYTES 16
#define LIFECIRCLE_LANE_PROCESSOR "plain"
inline Lane lowest_lane(Lane __attribute__((vector_size(16))) row) {
  return std::min({row[0], row[1], row[2], row[3]});
}
inline std::uint32_t lanes_within(Lane __attribute__((vector_size(16))) row, Lane limit) {
  return std::uint32_t{row[0] <= limit} | std::uint32_t{row[1] <= limit} << 1 |
         std::uint32_t{row[2] <= limit} << 2 | std::uint32_t{row[3] <= limit} << 3;
}
#include "engine/search/hierarchy/lane_kernels.inc"
#undef LIFECIRCLE_LANE_TARGET
#undef LIFECIRCLE_LANE_BYTES
#undef LIFECIRCLE_LANE_PROCESSOR
}  // namespace plain

}  // namespace

Processor best_processor() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq"))
    return Processor::avx512;
  if (__builtin_cpu_supports("avx2")) return Processor::avx2;
#endif
  return Processor::plain;
}

const LaneKernels& lane_kernels(Processor processor) {
#if defined(__x86_64__)
  if (processor == Processor::avx512) return avx512::kKernels;
  if (processor == Processor::avx2) return avx2::kKernels;
#endif
  return plain::kKernels;
}

}  // namespace lifecircle
