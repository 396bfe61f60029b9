#include "engine/base/memory.hpp"

#include <fcntl.h>
#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace lifecircle {
namespace {

std::atomic<bool> refused_here{false};
std::atomic<std::atomic<bool>*> refused{&refused_here};

/// kB that the kernel counts under a name ("VmData:"); 0 where it says nothing. Takes no memory.
std::uint64_t counted_kb(const char* name) {
  char text[4096];
  const int file = ::open("/proc/self/status", O_RDONLY | O_CLOEXEC);
  if (file < 0) return 0;
  const ssize_t size = ::read(file, text, sizeof text - 1);
  ::close(file);
  if (size <= 0) return 0;
  text[size] = '\0';
  const char* const found = std::strstr(text, name);
  return found == nullptr ? 0 : std::strtoull(found + std::strlen(name), nullptr, 10);
}

/// Bytes of the heap that nobody uses.
std::uint64_t free_in_heap() {
  return mallinfo2().fordblks;
}

}  // namespace

std::uint64_t memory_held() {
  return counted_kb("VmData:") * 1024;
}

std::optional<std::uint64_t> memory_left() {
  rlimit limit{};
  if (getrlimit(RLIMIT_DATA, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return std::nullopt;
  const std::uint64_t held = memory_held();
  const std::uint64_t unused = std::min(free_in_heap(), held);
  const std::uint64_t used = held - unused, allowed = limit.rlim_cur;
  return allowed > used ? allowed - used : 0;
}

std::string memory_text(std::uint64_t bytes) {
  constexpr double kMega = 1 << 20, kGiga = 1 << 30;
  const auto all = static_cast<double>(bytes);
  char text[32];
  if (all >= kGiga)
    std::snprintf(text, sizeof text, "%.1f GB", all / kGiga);
  else
    std::snprintf(text, sizeof text, "%.0f MB", all / kMega);
  return text;
}

void expect_memory(std::string_view key, std::uint64_t bytes,
                   const std::vector<std::uint64_t>& counts) {
  const auto left = memory_left();
  if (!left || bytes <= *left) return;
  Error error{Fault::limit, std::string{key}, "", {memory_text(bytes), memory_text(*left)}};
  for (const std::uint64_t count : counts) error.args.push_back(std::to_string(count));
  throw MemoryShort{std::move(error)};
}

bool memory_was_refused() {
  return *refused.load();
}

void note_refusal() {
  *refused.load() = true;
}

void keep_refusal_in(std::atomic<bool>& place) {
  place = memory_was_refused();
  refused = &place;
}

void insist_on_memory() {
  if (memory_was_refused() && memory_left()) throw std::bad_alloc{};
}

}  // namespace lifecircle
