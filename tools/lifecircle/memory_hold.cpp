#include "tools/lifecircle/memory_hold.hpp"

#include <pthread.h>
#include <sys/resource.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <fstream>
#include <string>

namespace lifecircle {
namespace {

/// Of the program and its libraries, read from their files as they are needed: most comes after the
/// start.
constexpr std::uint64_t kLibraries = std::uint64_t{64} << 20;

constexpr std::size_t kStack = std::size_t{2} << 20;

struct Counted {
  std::uint64_t own = 0;      ///< private and writable, touched or not
  std::uint64_t touched = 0;  ///< of that
};
Counted count_memory() {
  Counted all;
  std::ifstream status{"/proc/self/status"};
  for (std::string name; status >> name;) {
    std::uint64_t kb = 0;
    if (name == "VmData:" && status >> kb) all.own = kb * 1024;
    if (name == "RssAnon:" && status >> kb) all.touched = kb * 1024;
  }
  return all;
}

/// Of threads that are started from now on.
void set_stacks(std::size_t bytes, std::size_t* before) {
  pthread_attr_t threads;
  if (pthread_getattr_default_np(&threads) != 0) return;
  if (before != nullptr) pthread_attr_getstacksize(&threads, before);
  if (bytes > 0) pthread_attr_setstacksize(&threads, bytes);
  pthread_setattr_default_np(&threads);
  pthread_attr_destroy(&threads);
}

}  // namespace

std::optional<std::uint64_t> memory_size(std::string_view text) {
  double number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc{} || !std::isfinite(number) || number <= 0) return std::nullopt;
  std::string unit;
  for (const char c : text.substr(static_cast<std::size_t>(end - text.data())))
    if (c != ' ') unit += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  int power = 0;
  for (const char letter : {'K', 'M', 'G', 'T'}) {
    ++power;
    const std::string one{letter};
    if (unit == one || unit == one + "B" || unit == one + "IB") {
      const double bytes = std::floor(std::ldexp(number, 10 * power));
      // Nobody has 2^60 bytes.
      if (bytes < static_cast<double>(kLeastMemory) || bytes > std::ldexp(1.0, 60))
        return std::nullopt;
      return static_cast<std::uint64_t>(bytes);
    }
  }
  return std::nullopt;
}

MemoryHold::MemoryHold(std::uint64_t bytes) {
  rlimit limit{};
  getrlimit(RLIMIT_DATA, &limit);
  before_ = limit.rlim_cur;
  const Counted now = count_memory();
  const std::uint64_t reserved = now.own - std::min(now.own, now.touched),
                      libraries = std::min(kLibraries, bytes);
  limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, bytes - libraries + reserved);
  setrlimit(RLIMIT_DATA, &limit);
  set_stacks(kStack, &stacks_before_);
}

MemoryHold::~MemoryHold() {
  set_stacks(stacks_before_, nullptr);
  rlimit limit{};
  getrlimit(RLIMIT_DATA, &limit);
  limit.rlim_cur = before_;
  setrlimit(RLIMIT_DATA, &limit);
}

}  // namespace lifecircle
