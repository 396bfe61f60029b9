#include "tools/lifecircle/interrupt.hpp"

#include <atomic>
#include <csignal>

namespace lifecircle {

namespace {

// A signal handler can reach nothing else than this.
std::atomic<bool> asked{false};
static_assert(std::atomic<bool>::is_always_lock_free);

extern "C" void ask_to_stop(int) {
  asked.store(true, std::memory_order_relaxed);
}

}  // namespace

void listen_for_interrupts() {
  struct sigaction action {};
  action.sa_handler = &ask_to_stop;
  // Once: the next signal finds the default again.
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigemptyset(&action.sa_mask);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
    struct sigaction before {};
    sigaction(signal, nullptr, &before);
    if (before.sa_handler != SIG_IGN) sigaction(signal, &action, nullptr);  // nohup stays nohup
  }
  for (const int signal : {SIGPIPE, SIGXFSZ}) std::signal(signal, SIG_IGN);
}

bool interrupted() {
  return asked.load(std::memory_order_relaxed);
}

void set_interrupted(bool value) {
  asked.store(value);
}

}  // namespace lifecircle
