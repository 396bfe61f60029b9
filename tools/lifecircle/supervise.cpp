#include "tools/lifecircle/supervise.hpp"

#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <ext/stdio_filebuf.h>
#include <filesystem>
#include <iostream>
#include <new>
#include <system_error>
#include <variant>

#include "engine/base/memory.hpp"
#include "io/write/outputs.hpp"
#include "tools/lifecircle/console.hpp"
#include "tools/lifecircle/help.hpp"
#include "tools/lifecircle/options.hpp"
#include "tools/lifecircle/program.hpp"

namespace lifecircle {
namespace {

/// What both processes see.
struct Page {
  std::atomic<bool> refused{false};  ///< memory, to the worker
  std::atomic<bool> ended{false};    ///< the worker knows its exit code
  char stage[64] = {};               ///< a key
};
Page* page = nullptr;
/// Who held this part of what is allowed, and aborts, may have been refused more.
constexpr std::uint64_t kMuch = 3;
std::atomic<pid_t> worker{0};

/// What libraries say on standard error while they work and die. It is shown, but where they die
/// for want of memory: then one sentence says it all.
class Noise {
 public:
  Noise() : file_{memfd_create("noise", MFD_CLOEXEC)} {}
  ~Noise() {
    if (file_ >= 0) close(file_);
  }
  Noise(const Noise&) = delete;
  Noise& operator=(const Noise&) = delete;

  /// In the worker: std::cerr alone still goes where it went.
  void take() {
    const int own = file_ < 0 ? -1 : fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    if (own < 0) return;
    // For ever: it is used to the very end of the process.
    static __gnu_cxx::stdio_filebuf<char> err{own, std::ios::out};
    std::cerr.rdbuf(&err);
    dup2(file_, STDERR_FILENO);
  }
  void show() const {
    char some[4096];
    if (file_ < 0 || lseek(file_, 0, SEEK_SET) != 0) return;
    for (ssize_t size; (size = read(file_, some, sizeof some)) > 0;)
      std::cerr.write(some, size).flush();
  }

 private:
  int file_;
};

/// The terminal tells both of a Ctrl-C; what one person tells one process is handed on.
extern "C" void hand_on(int signal, siginfo_t* info, void*) {
  if (info->si_code != SI_KERNEL && worker > 0) kill(worker, signal);
}

/// What a command writes: a folder, or a file of its own.
struct Destination {
  std::string path;
  bool is_folder = false;
};
Destination target_of(const Command& command) {
  if (const auto* run = std::get_if<RunOptions>(&command.verb)) return {run->out, true};
  if (const auto* compare = std::get_if<CompareOptions>(&command.verb)) return {compare->out, true};
  if (const auto* check = std::get_if<CheckOptions>(&command.verb)) return {check->out, false};
  if (const auto* matrix = std::get_if<MatrixOptions>(&command.verb)) return {matrix->out, false};
  if (const auto* circles = std::get_if<CirclesOptions>(&command.verb))
    return {circles->out, false};
  return {};
}

/// Who begins to write where a dead run wrote takes away what that left.
void clear_after_death(const Destination& target) {
  if (target.path.empty()) return;
  (void)(target.is_folder ? Outputs::begin(target.path) : Outputs::begin_file(target.path));
}

int say_memory_full(const std::vector<std::string>& words, const Result<Command>& command) {
  const Terminal terminal = terminal_of_process();
  Session session{std::cout, std::cerr};
  session.language = language_of(words, terminal.language);
  session.colour = terminal.colour;
  session.json = command && command.value().json;
  const std::uint64_t allowed = command ? command.value().max_memory : 0;
  const int code = complain(memory_full(allowed, page->stage, session.language), session);
  std::cout.flush();
  return code;
}

}  // namespace

bool limits_memory(const std::vector<std::string>& words) {
  const auto end = std::ranges::find(words, "--");
  return std::any_of(words.begin(), end, [](const std::string& word) {
    return word == "--max-memory" || word.starts_with("--max-memory=");
  });
}

void tell_supervisor(std::string_view stage) {
  if (page == nullptr || page->stage == stage) return;
  const std::size_t size = std::min(stage.size(), sizeof page->stage - 1);
  stage.copy(page->stage, size);
  page->stage[size] = '\0';
}

int supervise(const std::vector<std::string>& words, const std::function<int()>& work) {
  const auto command = read_command(words);
  void* const shared =
      mmap(nullptr, sizeof(Page), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (!command || shared == MAP_FAILED) return work();
  page = new (shared) Page;
  const Destination target = target_of(command.value());
  std::error_code ignored;
  const bool was_there = std::filesystem::exists(target.path, ignored);
  const auto clear = [&] {
    clear_after_death(target);
    if (target.is_folder && !was_there) std::filesystem::remove(target.path, ignored);
  };

  struct sigaction action {};
  action.sa_sigaction = &hand_on;
  action.sa_flags = static_cast<int>(SA_SIGINFO | SA_RESTART);
  sigset_t words_of_user, before;
  sigemptyset(&words_of_user);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&words_of_user, signal);
  sigprocmask(SIG_BLOCK, &words_of_user, &before);
  const pid_t parent = getpid();
  Noise noise;
  const pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(static_cast<int>(Fault::interrupted));
    sigprocmask(SIG_SETMASK, &before, nullptr);
    keep_refusal_in(page->refused);
    noise.take();
    const int code = work();
    page->ended = true;
    std::exit(code);
  }
  if (child < 0) {
    sigprocmask(SIG_SETMASK, &before, nullptr);
    return work();
  }
  worker = child;
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction old {};
    sigaction(signal, nullptr, &old);
    if (old.sa_handler != SIG_IGN) sigaction(signal, &action, nullptr);
  }
  sigprocmask(SIG_SETMASK, &before, nullptr);

  int status = 0;
  rusage used{};
  while (wait4(child, &status, 0, &used) < 0 && errno == EINTR) {
  }
  worker = 0;
  if (WIFEXITED(status) && page->ended) {
    noise.show();
    // Without memory even removing files may fail.
    if (WEXITSTATUS(status) == static_cast<int>(Fault::limit)) clear();
    return WEXITSTATUS(status);
  }
  // Libraries end their process where they get no memory or no thread, by exit() or abort(); of a
  // thread nobody but its library knows that it was refused.
  const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  const bool much =
      static_cast<std::uint64_t>(used.ru_maxrss) * 1024 > command.value().max_memory / kMuch;
  if (page->refused || signal == 0 || (much && (signal == SIGABRT || signal == SIGTRAP))) {
    clear();
    return say_memory_full(words, command);
  }
  noise.show();
  // As if there had been one process alone; without a second picture of its memory.
  const rlimit no_core{0, 0};
  setrlimit(RLIMIT_CORE, &no_core);
  struct sigaction plain {};
  plain.sa_handler = SIG_DFL;
  sigaction(signal, &plain, nullptr);
  raise(signal);
  return kOurFault;
}

}  // namespace lifecircle
