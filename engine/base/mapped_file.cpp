#include "engine/base/mapped_file.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>

namespace lifecircle {
namespace {

/// An open file, closed at the end of its life.
struct OpenFile {
  int number;
  explicit OpenFile(int n) : number{n} {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (number >= 0) ::close(number);
  }
};

Error not_read(const std::string& path, int reason) {
  return Error{Fault::storage, "prepared_not_read", path, {std::strerror(reason)}};
}

}  // namespace

Result<Bytes> map_file(const std::string& path) {
  // Without O_NONBLOCK a pipe would wait for who writes to it.
  const OpenFile file{::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
  struct stat status {};
  if (file.number < 0 || ::fstat(file.number, &status) != 0) return not_read(path, errno);
  if (!S_ISREG(status.st_mode)) return not_read(path, S_ISDIR(status.st_mode) ? EISDIR : EINVAL);
  const auto size = static_cast<std::size_t>(status.st_size);
  if (size == 0) return Bytes{};
  void* const at = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, file.number, 0);
  if (at == MAP_FAILED) return not_read(path, errno);
  return Bytes{{static_cast<const std::byte*>(at), size},
               std::shared_ptr<const void>{
                   at, [size](const void* mapped) { ::munmap(const_cast<void*>(mapped), size); }}};
}

void bring_near(std::span<const std::byte> part) {
  if (part.empty()) return;
  const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  const auto first = reinterpret_cast<std::uintptr_t>(part.data());
  const std::uintptr_t from = first / page * page;
  const std::size_t size = first + part.size() - from;
  // A kernel too old for it brings every page when it is looked at: the same, but slower.
#ifdef MADV_POPULATE_READ
  if (::madvise(reinterpret_cast<void*>(from), size, MADV_POPULATE_READ) == 0) return;
#endif
  ::madvise(reinterpret_cast<void*>(from), size, MADV_WILLNEED);
}

}  // namespace lifecircle
