#include "engine/search/hierarchy/lane_kernels.hpp"

#include <cassert>

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
LIFECIRCLE_LANE_TARGET inline bool any_lane_within(Lane __attribute__((vector_size(64))) row,
                                                   Lane limit) {
  return _mm512_cmple_epi32_mask(reinterpret_cast<__m512i>(row), _mm512_set1_epi32(limit)) != 0;
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
LIFECIRCLE_LANE_TARGET inline bool any_lane_within(Lane __attribute__((vector_size(32))) row,
                                                   Lane limit) {
  const __m256i beyond =
      _mm256_cmpgt_epi32(reinterpret_cast<__m256i>(row), _mm256_set1_epi32(limit));
  return _mm256_movemask_epi8(beyond) != -1;
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
inline bool any_lane_within(Lane __attribute__((vector_size(16))) row, Lane limit) {
  return row[0] <= limit || row[1] <= limit || row[2] <= limit || row[3] <= limit;
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

const LaneKernels& lane_kernels(int lanes, Processor processor) {
  assert(lanes == 16 || lanes == 64);
#if defined(__x86_64__)
  static constexpr LaneKernels wide[] = {avx512::kernels<16>(), avx512::kernels<64>()};
  static constexpr LaneKernels middle[] = {avx2::kernels<16>(), avx2::kernels<64>()};
  if (processor == Processor::avx512) return wide[lanes == 64];
  if (processor == Processor::avx2) return middle[lanes == 64];
#endif
  static constexpr LaneKernels narrow[] = {plain::kernels<16>(), plain::kernels<64>()};
  return narrow[lanes == 64];
}

}  // namespace lifecircle
