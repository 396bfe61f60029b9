// Part of lifecircle-work alone: no refusal of memory goes unnoticed, whoever asked for it. Many
// libraries go on without what they could not get, and give less or nothing; what they gave is then
// not to be trusted.
//
// The functions of the C library, which all others stand on, by the names under which it keeps
// them: same heap, one call more.

#include <cerrno>
#include <cstddef>

#include "engine/base/memory.hpp"

// Sanitizers keep a heap of their own.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define LIFECIRCLE_OTHER_HEAP
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define LIFECIRCLE_OTHER_HEAP
#endif
#endif

#if defined(__GLIBC__) && !defined(LIFECIRCLE_OTHER_HEAP)

extern "C" {

void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* old, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);

void* malloc(std::size_t size) {
  void* const got = __libc_malloc(size);
  if (got == nullptr) lifecircle::note_refusal();
  return got;
}
void* calloc(std::size_t count, std::size_t size) {
  void* const got = __libc_calloc(count, size);
  if (got == nullptr) lifecircle::note_refusal();
  return got;
}
void* realloc(void* old, std::size_t size) {
  void* const got = __libc_realloc(old, size);
  if (got == nullptr && size > 0) lifecircle::note_refusal();
  return got;
}
void* memalign(std::size_t alignment, std::size_t size) {
  void* const got = __libc_memalign(alignment, size);
  if (got == nullptr) lifecircle::note_refusal();
  return got;
}
void* aligned_alloc(std::size_t alignment, std::size_t size) {
  return memalign(alignment, size);
}
int posix_memalign(void** to, std::size_t alignment, std::size_t size) {
  if (alignment % sizeof(void*) != 0 || (alignment & (alignment - 1)) != 0 || alignment == 0)
    return EINVAL;
  void* const got = memalign(alignment, size);
  if (got == nullptr) return ENOMEM;
  *to = got;
  return 0;
}

}  // extern "C"

#endif
