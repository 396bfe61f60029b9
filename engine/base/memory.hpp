#pragma once

#include <atomic>
#include <cstdint>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/result.hpp"

namespace lifecircle {

/// Bytes that this process may still take before the system refuses it (RLIMIT_DATA: all memory of
/// its own, touched or not); nullopt: it may take whatever there is. What was given back to the
/// heap counts as free, so this is rather too much than too little.
std::optional<std::uint64_t> memory_left();

/// Bytes that count as taken: private and writable, touched or not.
std::uint64_t memory_held();

/// So much as people say it: "850 MB", "1.4 GB"; a MB is 1,048,576 bytes here.
std::string memory_text(std::uint64_t bytes);

/// That there will not be memory enough, known before it was asked for.
class MemoryShort : public std::bad_alloc {
 public:
  explicit MemoryShort(Error error) : error_{std::move(error)} {}
  const Error& error() const { return error_; }
  const char* what() const noexcept override { return "not enough memory"; }

 private:
  Error error_;
};

/// To be called before a large stage: throws MemoryShort if `bytes`, the least that the stage takes
/// at its height, are more than memory_left(). `key` names the sentence, whose places are what is
/// needed, what is left, and `counts`. Costs microseconds; nothing where there is no limit.
void expect_memory(std::string_view key, std::uint64_t bytes,
                   const std::vector<std::uint64_t>& counts);

/// Whether the system has refused memory to this process, be it to a library that said nothing of
/// it. Known only where a program tells of it with note_refusal(), which takes no memory.
bool memory_was_refused();
void note_refusal();
/// From now on the answer is kept here, where another process may see it.
void keep_refusal_in(std::atomic<bool>& place);

/// Throws std::bad_alloc if memory is limited and was refused: to be called before results are
/// shown, which are not to be trusted then.
void insist_on_memory();

}  // namespace lifecircle
