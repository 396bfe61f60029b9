// The side that reads: one process that waits, and splits itself for every file.

#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <exception>
#include <map>
#include <new>
#include <sstream>
#include <string>
#include <utility>

#include <fcntl.h>
#include <ogr_spatialref.h>

#include "engine/base/memory.hpp"
#include "io/read/child/channel.hpp"
#include "io/read/child/reader_process.hpp"
#include "io/read/child/row_wire.hpp"
#include "io/read/child/whole.hpp"
#include "io/read/database.hpp"
#include "io/read/gdal_open.hpp"

namespace lifecircle {
namespace {

/// Rows go out in frames of about so many bytes.
constexpr std::size_t kFrame = 128 * 1024;

void limit(int what, std::int64_t most) {
  const rlimit to{static_cast<rlim_t>(most), static_cast<rlim_t>(most)};
  setrlimit(static_cast<__rlimit_resource>(what), &to);
}

const auto kRefuse = SCMP_ACT_ERRNO(EACCES);

/// No way to anywhere that is not open yet. Filters add up: none takes another's back.
bool forbid_connections() {
  const scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  if (filter == nullptr) return false;
  int failed = 0;
  for (const int call : {SCMP_SYS(socket), SCMP_SYS(connect)})
    failed |= seccomp_rule_add(filter, kRefuse, call, 0);
  failed |= seccomp_load(filter);
  seccomp_release(filter);
  return failed == 0;
}

/// No program, no one to listen to, no file opened for writing, moved or removed. What is refused
/// fails as if it were not permitted; drivers know how to go on without.
bool forbid_all_but_reading() {
  const scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
  if (filter == nullptr) return false;
  const auto refuse = kRefuse;
  int failed = 0;
  for (const int call : {SCMP_SYS(socketpair),
                         SCMP_SYS(bind),
                         SCMP_SYS(listen),
                         SCMP_SYS(accept),
                         SCMP_SYS(accept4),
                         SCMP_SYS(execve),
                         SCMP_SYS(execveat),
                         SCMP_SYS(ptrace),
                         SCMP_SYS(fork),
                         SCMP_SYS(vfork),
                         SCMP_SYS(kill),
                         SCMP_SYS(unlink),
                         SCMP_SYS(unlinkat),
                         SCMP_SYS(rename),
                         SCMP_SYS(renameat),
                         SCMP_SYS(renameat2),
                         SCMP_SYS(mkdir),
                         SCMP_SYS(mkdirat),
                         SCMP_SYS(rmdir),
                         SCMP_SYS(link),
                         SCMP_SYS(linkat),
                         SCMP_SYS(symlink),
                         SCMP_SYS(symlinkat),
                         SCMP_SYS(chmod),
                         SCMP_SYS(fchmod),
                         SCMP_SYS(fchmodat),
                         SCMP_SYS(chown),
                         SCMP_SYS(fchown),
                         SCMP_SYS(fchownat),
                         SCMP_SYS(lchown),
                         SCMP_SYS(truncate),
                         SCMP_SYS(mknod),
                         SCMP_SYS(mknodat),
                         SCMP_SYS(creat),
                         SCMP_SYS(mount),
                         SCMP_SYS(umount2),
                         SCMP_SYS(openat2),
                         SCMP_SYS(io_uring_setup),
                         SCMP_SYS(process_vm_readv),
                         SCMP_SYS(process_vm_writev)})
    failed |= seccomp_rule_add(filter, refuse, call, 0);
  for (const auto flag : {O_WRONLY, O_RDWR, O_CREAT, O_TRUNC}) {
    const auto bit = static_cast<scmp_datum_t>(flag);
    const scmp_arg_cmp in_second{1, SCMP_CMP_MASKED_EQ, bit, bit},
        in_third{2, SCMP_CMP_MASKED_EQ, bit, bit};
    failed |= seccomp_rule_add_array(filter, refuse, SCMP_SYS(open), 1, &in_second);
    failed |= seccomp_rule_add_array(filter, refuse, SCMP_SYS(openat), 1, &in_third);
  }
  failed |= seccomp_load(filter);
  seccomp_release(filter);
  return failed == 0;
}

/// Answers one who wants one file.
class FileReader {
 public:
  /// `of_database`: may open a socket until its table is open.
  FileReader(Channel to, bool of_database) : to_{std::move(to)}, of_database_{of_database} {}

  void serve() {
    Death nobody;
    std::string asked;
    while (to_.receive(asked, nobody, -1) == Channel::Arrival::frame) {
      Unpacker from{asked};
      switch (from.number()) {
        case kOpen:
          open(from);
          break;
        case kWant:
          want(from);
          break;
        case kWhole:
          return answer_whole(to_, std::move(asked));
        default:
          return;
      }
    }
  }

 private:
  void open(Unpacker& from) {
    const LayerSource source = unpack_source(from);
    const bool csv = from.number() != 0;
    Problems problems;
    auto rows = csv ? open_csv_rows(source, problems) : open_gdal_rows(source, problems);
    if (of_database_ && !forbid_connections()) _exit(kNoFence);
    if (!rows) return say(rows.error());
    rows_ = std::move(rows).value();
    Packer head;
    head.number(kHead);
    head.problems(problems);
    head.text(rows_->layer());
    head.texts(rows_->names());
    head.text(rows_->id_name());
    head.number(rows_->has_geometry() ? 1 : 0);
    head.text(wkt_of(rows_->crs()));
    head.number(static_cast<std::int64_t>(rows_->expected()));
    to_.send(head.bytes());
  }

  static std::string wkt_of(const OGRSpatialReference* crs) {
    if (crs == nullptr) return {};
    char* text = nullptr;
    const char* const options[] = {"FORMAT=WKT2_2019", nullptr};
    const GdalMessages quiet;
    crs->exportToWkt(&text, options);
    std::string wkt = text == nullptr ? "" : text;
    CPLFree(text);
    return wkt;
  }

  void want(Unpacker& from) {
    if (rows_ == nullptr) return;
    const bool geometry = from.number() != 0;
    std::vector<int> columns;
    for (std::int64_t left = from.number(); left > 0 && from.good(); --left)
      columns.push_back(static_cast<int>(from.number()));
    if (const auto ready = rows_->want(columns, geometry); !ready) return say(ready.error());
    Packer frame;
    frame.number(kReady);
    if (!to_.send(frame.bytes())) return;
    send_rows();
  }

  /// Until the end, or until something else is wanted.
  void send_rows() {
    Packer frame;
    frame.number(kRows);
    for (LayerRow row;;) {
      Problems problems;
      const auto more = rows_->next(row, problems);
      if (!more) {
        to_.send(frame.bytes());
        return say(more.error(), problems);
      }
      if (!more.value()) {
        to_.send(frame.bytes());
        frame.clear();
        frame.number(kEnd);
        frame.problems(problems);
        to_.send(frame.bytes());
        return;
      }
      pack(frame, row, problems);
      if (frame.bytes().size() < kFrame) continue;
      if (!to_.send(frame.bytes()) || to_.has_arrival()) return;
      frame.clear();
      frame.number(kRows);
    }
  }

  void say(const Error& error, const Problems& problems = {}) {
    Packer frame;
    frame.number(kError);
    frame.error(error);
    frame.problems(problems);
    to_.send(frame.bytes());
  }

  Channel to_;
  bool of_database_;
  std::unique_ptr<RawRows> rows_;
};

/// In the process that reads one file, and ends with it.
[[noreturn]] void read_one(Channel to, const std::string& limits) {
  std::istringstream words{limits};
  std::int64_t memory_mb = 1024, seconds = 60, share = 0;
  int of_database = 0;
  words >> memory_mb >> seconds >> of_database >> share;
  if (kMemoryIsLimited) limit(RLIMIT_AS, memory_mb << 20);
  if (kMemoryIsLimited && share > 0)
    limit(RLIMIT_DATA, static_cast<std::int64_t>(memory_held()) + share);
  limit(RLIMIT_CPU, seconds);
  if (of_database != 0) {
    allow_databases(true);
    setenv("PGOPTIONS", "-c statement_timeout=600000", 0);
    setenv("PGCONNECT_TIMEOUT", "20", 0);
  }
  limit(RLIMIT_FSIZE, 0);
  limit(RLIMIT_CORE, 0);
  signal(SIGXFSZ, SIG_IGN);
  // Libraries may talk while they die; what is to be said the other side says.
  if (const int nowhere = ::open("/dev/null", O_WRONLY); nowhere >= 0 && kMemoryIsLimited) {
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    ::close(nowhere);
  }
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !forbid_all_but_reading() ||
      (of_database == 0 && !forbid_connections()))
    _exit(kNoFence);
  to.before_sending([] {
    // What was read without the memory it took may be anything.
    if (memory_was_refused() && memory_left()) _exit(kNoMemory);
  });
  try {
    FileReader{std::move(to), of_database != 0}.serve();
  } catch (const std::bad_alloc&) {
    _exit(kNoMemory);
  } catch (...) {
    _exit(kBroken);
  }
  _exit(0);
}

/// The process that waits: who reads for whom, and how they ended.
class WaitingProcess {
 public:
  explicit WaitingProcess(int descriptor) : asked_{descriptor} {
    sigset_t children;
    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    sigprocmask(SIG_BLOCK, &children, nullptr);
    ended_ = signalfd(-1, &children, SFD_CLOEXEC);
  }

  int serve() {
    for (;;) {
      std::vector<pollfd> wait{{asked_.descriptor(), POLLIN, 0}, {ended_, POLLIN, 0}};
      for (const auto& [descriptor, death] : untold_) wait.push_back({descriptor, POLLOUT, 0});
      if (poll(wait.data(), wait.size(), -1) < 0 && errno != EINTR) return 1;
      if (wait[1].revents != 0) collect();
      tell();
      if (wait[0].revents != 0 && !start()) return leave();
    }
  }

 private:
  bool start() {
    std::string limits;
    const int descriptor = asked_.receive_descriptor(limits);
    if (descriptor < 0) return false;
    const pid_t child = fork();
    if (child == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      for (const auto& [pid, other] : reading_) ::close(other);
      for (const auto& [other, death] : untold_) ::close(other);
      ::close(ended_);
      asked_.close();
      read_one(Channel{descriptor}, limits);
    }
    if (child < 0)
      untold_[descriptor] = Death{.exit_code = kNoMemory};
    else
      reading_[child] = descriptor;
    return true;
  }

  void collect() {
    signalfd_siginfo some[16];
    (void)!read(ended_, some, sizeof some);
    int status = 0;
    rusage used{};
    for (pid_t pid; (pid = wait4(-1, &status, WNOHANG, &used)) > 0;) {
      const auto found = reading_.find(pid);
      if (found == reading_.end()) continue;
      untold_[found->second] = Death{.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0,
                                     .exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 0,
                                     .peak_kb = used.ru_maxrss};
      reading_.erase(found);
    }
  }

  void tell() {
    std::erase_if(untold_, [](const auto& one) {
      if (!Channel::send_death(one.first, one.second)) return false;
      ::close(one.first);
      return true;
    });
  }

  int leave() {
    for (const auto& [pid, descriptor] : reading_) kill(pid, SIGKILL);
    return 0;
  }

  Channel asked_;
  int ended_ = -1;
  std::map<pid_t, int> reading_;
  std::map<int, Death> untold_;
};

}  // namespace

int serve_readers(int descriptor) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  // Who stops the program stops its readers by going; a word to all of them comes too early.
  for (const int word : {SIGINT, SIGTERM, SIGHUP}) signal(word, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
  prepare_gdal();
  return WaitingProcess{descriptor}.serve();
}

}  // namespace lifecircle
