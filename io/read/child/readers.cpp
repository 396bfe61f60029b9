#include "io/read/child/readers.hpp"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <mutex>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "engine/base/memory.hpp"
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
  /// A connection to a new reader; not open where none could be had.
  Reader open(unsigned part, bool of_database) {
    const std::scoped_lock lock{mutex_};
    if (!asked_.is_open() && !start()) return {};
    auto [ours, theirs] = Channel::pair();
    Reader reader{{}, limits_, MemoryShare::of_what_is_left(part)};
    if (ours.is_open() &&
        asked_.send_descriptor(theirs.descriptor(),
                               fmt::format("{} {} {} {}", limits_.memory_mb, limits_.cpu_seconds,
                                           of_database ? 1 : 0, reader.memory.bytes()))) {
      reader.channel = std::move(ours);
      return reader;
    }
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
      // What is left to this process is none of the other's limit: it gets one for each file.
      rlimit memory{};
      if (getrlimit(RLIMIT_DATA, &memory) == 0) {
        memory.rlim_cur = memory.rlim_max;
        setrlimit(RLIMIT_DATA, &memory);
      }
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

Error how_it_died(const Death& death, const Reader& reader, const std::string& where) {
  const ReaderLimits& limits = reader.limits;
  const auto own_mb = static_cast<std::int64_t>(reader.memory.bytes() >> 20);
  const bool shares = reader.memory.bytes() > 0 && own_mb < limits.memory_mb;
  const std::int64_t memory_mb = shares ? own_mb : limits.memory_mb;
  // GDAL ends its process where it gets no memory; so much in use is a sign of it.
  const bool full = death.peak_kb / 1024 > memory_mb / 3;
  if (death.exit_code == kNoMemory || (death.signal == SIGABRT && full)) {
    if (shares) note_refusal();
    return {Fault::limit,
            shares ? "reader_no_memory_left" : "reader_no_memory",
            where,
            {std::to_string(memory_mb)}};
  }
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

Reader open_reader(unsigned part, bool of_database) {
  return Readers::of_this_process().open(part, of_database);
}

Error why_no_frame(Channel::Arrival how, const Death& death, const Reader& reader,
                   const std::string& where) {
  switch (how) {
    case Channel::Arrival::death:
      return how_it_died(death, reader, where);
    case Channel::Arrival::late:
      return {Fault::limit, "reader_late", where, {std::to_string(reader.limits.silent_seconds)}};
    case Channel::Arrival::too_large:
      return {
          Fault::limit, "reader_row_too_large", where, {std::to_string(Channel::kMostBytes >> 20)}};
    default:
      return {Fault::storage, kReaderGone, where};
  }
}

}  // namespace lifecircle
