#include "io/read/child/readers.hpp"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <mutex>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "io/read/child/row_wire.hpp"

namespace lifecircle {
namespace {

/// The process that waits to read for us, started when it is first needed.
class Readers {
 public:
  static Readers& of_this_process() {
    static Readers readers;
    return readers;
  }
  ~Readers() { stop(); }

  void set(std::vector<std::string> command, const ReaderLimits& limits) {
    const std::scoped_lock lock{mutex_};
    stop();
    command_ = std::move(command);
    limits_ = limits;
  }
  bool wanted() {
    const std::scoped_lock lock{mutex_};
    return !command_.empty();
  }
  ReaderLimits limits() {
    const std::scoped_lock lock{mutex_};
    return limits_;
  }
  /// A connection to a new reader; not open where none could be had.
  Channel open(bool of_database) {
    const std::scoped_lock lock{mutex_};
    if (!asked_.is_open() && !start()) return {};
    auto [ours, theirs] = Channel::pair();
    if (ours.is_open() &&
        asked_.send_descriptor(
            theirs.descriptor(),
            fmt::format("{} {} {}", limits_.memory_mb, limits_.cpu_seconds, of_database ? 1 : 0)))
      return std::move(ours);
    stop();
    return {};
  }

 private:
  bool start() {
    auto [ours, theirs] = Channel::pair();
    if (!ours.is_open()) return false;
    std::vector<char*> words;
    for (std::string& word : command_) words.push_back(word.data());
    words.push_back(nullptr);
    // Between fork and exec only calls that are safe beside other threads.
    pid_ = fork();
    if (pid_ == 0) {
      if (dup2(theirs.descriptor(), STDIN_FILENO) == STDIN_FILENO) execv(words[0], words.data());
      _exit(127);
    }
    if (pid_ < 0) return false;
    asked_ = std::move(ours);
    return true;
  }
  void stop() {
    asked_.close();
    if (pid_ > 0) waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }

  std::mutex mutex_;
  std::vector<std::string> command_;
  ReaderLimits limits_;
  Channel asked_;
  pid_t pid_ = -1;
};

Error how_it_died(const Death& death, const ReaderLimits& limits, const std::string& where) {
  const std::string memory = std::to_string(limits.memory_mb);
  // GDAL ends its process where it gets no memory; so much in use is a sign of it.
  const bool full = death.peak_kb / 1024 > limits.memory_mb / 3;
  if (death.exit_code == kNoMemory || (death.signal == SIGABRT && full))
    return {Fault::limit, "reader_no_memory", where, {memory}};
  if (death.signal == SIGKILL || death.signal == SIGXCPU)
    return {Fault::limit, "reader_stopped", where, {std::to_string(limits.cpu_seconds)}};
  if (death.exit_code == kNoFence) return {Fault::storage, "reader_no_fence", where};
  return {Fault::input,
          "reader_crashed",
          where,
          {std::to_string(death.signal != 0 ? death.signal : death.exit_code)}};
}

}  // namespace

void read_in_children(std::vector<std::string> command, const ReaderLimits& limits) {
  Readers::of_this_process().set(std::move(command), limits);
}

bool reads_in_children() {
  return Readers::of_this_process().wanted();
}

ReaderLimits reader_limits() {
  return Readers::of_this_process().limits();
}

Channel open_reader(bool of_database) {
  return Readers::of_this_process().open(of_database);
}

Error why_no_frame(Channel::Arrival how, const Death& death, const ReaderLimits& limits,
                   const std::string& where) {
  switch (how) {
    case Channel::Arrival::death:
      return how_it_died(death, limits, where);
    case Channel::Arrival::late:
      return {Fault::limit, "reader_late", where, {std::to_string(limits.silent_seconds)}};
    case Channel::Arrival::too_large:
      return {
          Fault::limit, "reader_row_too_large", where, {std::to_string(Channel::kMostBytes >> 20)}};
    default:
      return {Fault::storage, kReaderGone, where};
  }
}

}  // namespace lifecircle
