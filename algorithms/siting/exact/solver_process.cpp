#include "algorithms/siting/exact/solver_process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstring>
#include <mutex>
#include <type_traits>

#include "algorithms/siting/exact/cbc.hpp"

namespace lifecircle::siting {
namespace {

using Clock = std::chrono::steady_clock;

struct Command {
  std::mutex mutex;
  std::vector<std::string> words;
};
Command& command() {
  static Command command;
  return command;
}

/// A program or an answer as bytes, between two processes of one program.
class Packer {
 public:
  template <class T>
  void put(const T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  template <class T>
  void put(const std::vector<T>& values) {
    put(std::uint64_t{values.size()});
    if (!values.empty())
      bytes_.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
  }
  const std::string& bytes() const { return bytes_; }

 private:
  std::string bytes_;
};

class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : left_{bytes} {}
  template <class T>
  void take(T& value) {
    static_assert(std::is_trivially_copyable_v<T>);
    if (left_.size() < sizeof value) {
      good_ = false;
      return;
    }
    std::memcpy(&value, left_.data(), sizeof value);
    left_.remove_prefix(sizeof value);
  }
  template <class T>
  void take(std::vector<T>& values) {
    std::uint64_t size = 0;
    take(size);
    if (!good_ || size > left_.size() / sizeof(T)) {
      good_ = false;
      return;
    }
    values.resize(size);
    if (size > 0) std::memcpy(values.data(), left_.data(), size * sizeof(T));
    left_.remove_prefix(size * sizeof(T));
  }
  bool good() const { return good_ && left_.empty(); }

 private:
  std::string_view left_;
  bool good_ = true;
};

/// `each(field)` for all that is sent of a program.
template <class Program, class Each>
void fields(Program& p, Each each) {
  each(p.cost), each(p.lower), each(p.upper), each(p.whole), each(p.start), each(p.column);
  each(p.factor), each(p.row_lower), each(p.row_upper), each(p.known);
  each(p.cutoff);
}

/// All the bytes, or false after `end`.
bool send_all(int socket, std::string_view bytes, Clock::time_point end) {
  while (!bytes.empty()) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    pollfd ready{socket, POLLOUT, 0};
    if (left.count() <= 0) return false;
    if (poll(&ready, 1, static_cast<int>(left.count())) < 0 && errno != EINTR) return false;
    const ssize_t sent = send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno != EAGAIN && errno != EINTR) return false;
    if (sent > 0) bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

/// All the bytes until the other side closes, or false after `end`.
bool receive_all(int socket, std::string& bytes, Clock::time_point end) {
  std::vector<char> part(1 << 16);
  for (;;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
    pollfd ready{socket, POLLIN, 0};
    if (left.count() <= 0) return false;
    const int count = poll(&ready, 1, static_cast<int>(left.count()));
    if (count < 0 && errno != EINTR) return false;
    if (count <= 0) continue;
    const ssize_t got = recv(socket, part.data(), part.size(), 0);
    if (got == 0) return true;
    if (got < 0 && errno != EINTR && errno != EAGAIN) return false;
    if (got > 0) bytes.append(part.data(), static_cast<std::size_t>(got));
  }
}

/// A process with a socket to it; killed and waited for when it goes out of sight.
class Child {
 public:
  explicit Child(std::vector<std::string> words) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return;
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    argv.push_back(nullptr);
    // Between fork and exec only calls that are safe beside other threads.
    pid_ = fork();
    if (pid_ == 0) {
      if (dup2(ends[1], STDIN_FILENO) == STDIN_FILENO) execv(argv[0], argv.data());
      _exit(127);
    }
    close(ends[1]);
    socket_ = ends[0];
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (socket_ >= 0) close(socket_);
    if (pid_ <= 0) return;
    kill(pid_, SIGKILL);
    while (waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
  bool is_there() const { return pid_ > 0; }
  int socket() const { return socket_; }

 private:
  pid_t pid_ = -1;
  int socket_ = -1;
};

void limit(decltype(RLIMIT_AS) what, std::uint64_t most) {
  const rlimit limits{most, most};
  setrlimit(what, &limits);
}

}  // namespace

bool IntegerProgram::is_sound() const {
  const std::size_t columns = cost.size(), rows = row_lower.size();
  if (lower.size() != columns || upper.size() != columns || whole.size() != columns) return false;
  if (row_upper.size() != rows || start.size() != rows + 1) return false;
  if (column.size() != factor.size() || start.front() != 0) return false;
  if (static_cast<std::size_t>(start.back()) != column.size()) return false;
  for (std::size_t r = 0; r < rows; ++r)
    if (start[r] > start[r + 1]) return false;
  for (const std::int32_t c : column)
    if (c < 0 || static_cast<std::size_t>(c) >= columns) return false;
  return (known.empty() || known.size() == columns) && !std::isnan(cutoff);
}

void solve_in_children(std::vector<std::string> words) {
  const std::scoped_lock lock{command().mutex};
  command().words = std::move(words);
}

bool solves_in_children() {
  const std::scoped_lock lock{command().mutex};
  return !command().words.empty();
}

ProgramAnswer solve_apart(const IntegerProgram& program, const SolverLimits& limits) {
  std::vector<std::string> words;
  {
    const std::scoped_lock lock{command().mutex};
    words = command().words;
  }
  if (words.empty() || !program.is_sound()) return {};
  const Clock::time_point end = Clock::now() + std::chrono::seconds{limits.seconds};
  const Child child{std::move(words)};
  if (!child.is_there()) return {};
  Packer packed;
  packed.put(limits);
  fields(program, [&](const auto& field) { packed.put(field); });
  if (!send_all(child.socket(), packed.bytes(), end)) return {};
  shutdown(child.socket(), SHUT_WR);
  std::string bytes;
  const bool all = receive_all(child.socket(), bytes, end);
  if (!all) {
    ProgramAnswer late;
    late.by_clock = true;
    return late;
  }
  ProgramAnswer answer;
  Unpacker from{bytes};
  from.take(answer.how);
  from.take(answer.by_clock);
  from.take(answer.value);
  from.take(answer.bound);
  from.take(answer.solution);
  const bool fits = answer.solution.empty() || answer.solution.size() == program.cost.size();
  if (!from.good() || !fits || answer.how > ProgramAnswer::How::done) return {};
  return answer;
}

int serve_solver(int socket) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // nobody waits for it then
  // What it prints is nobody's business.
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere >= 0) dup2(nowhere, STDOUT_FILENO);
  std::string bytes;
  if (!receive_all(socket, bytes, Clock::now() + std::chrono::hours{1})) return 1;
  SolverLimits limits;
  IntegerProgram program;
  Unpacker from{bytes};
  from.take(limits);
  fields(program, [&](auto& field) { from.take(field); });
  if (!from.good() || !program.is_sound()) return 1;
  limit(RLIMIT_CORE, 0);
  limit(RLIMIT_CPU, static_cast<std::uint64_t>(limits.seconds) + 5);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  limit(RLIMIT_AS, static_cast<std::uint64_t>(limits.memory_mb) << 20);
#endif
  const ProgramAnswer answer = solve_by_cbc(program, limits);
  Packer packed;
  packed.put(answer.how);
  packed.put(answer.by_clock);
  packed.put(answer.value);
  packed.put(answer.bound);
  packed.put(answer.solution);
  return send_all(socket, packed.bytes(), Clock::now() + std::chrono::minutes{5}) ? 0 : 1;
}

}  // namespace lifecircle::siting
