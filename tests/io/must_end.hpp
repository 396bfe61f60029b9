#pragma once

#include <sys/resource.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "io/read/child/reader_process.hpp"

namespace lifecircle::test {

/// What happens while this lives ends within two minutes (else the tests are killed: it hangs), and
/// the process has never held more than 2 GiB.
class MustEnd {
 public:
  MustEnd() { ::alarm(120); }
  ~MustEnd() {
    ::alarm(0);
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    if (kMemoryIsLimited) {
      EXPECT_LT(used.ru_maxrss, 2 << 20) << "KiB";
    }
  }
  MustEnd(const MustEnd&) = delete;
  MustEnd& operator=(const MustEnd&) = delete;
};

}  // namespace lifecircle::test
