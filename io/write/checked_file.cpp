#include "io/write/checked_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <cstring>
#include <utility>

#include <fmt/format.h>

namespace lifecircle {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 20;

std::string megabytes(std::uint64_t bytes) {
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

Result<Done> write_all(int file, std::string_view bytes, const std::string& shown) {
  while (!bytes.empty()) {
    const ssize_t put = ::write(file, bytes.data(), bytes.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return write_failure(shown, errno);
    if (put == 0) return write_failure(shown, ENOSPC);
    bytes.remove_prefix(static_cast<std::size_t>(put));
  }
  return Done{};
}

/// Reads up to `wanted` bytes, fewer only at the end of the file.
Result<std::string_view> read_block(int file, std::string& room, std::size_t wanted,
                                    const std::string& shown) {
  room.resize(std::max(room.size(), wanted));
  std::size_t have = 0;
  while (have < wanted) {
    const ssize_t got = ::read(file, room.data() + have, wanted - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0)
      return Error{Fault::storage, "output_not_read_back", shown, {std::strerror(errno)}};
    if (got == 0) break;
    have += static_cast<std::size_t>(got);
  }
  return std::string_view{room}.substr(0, have);
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this != &other) {
    close();
    number_ = other.release();
  }
  return *this;
}

Descriptor::~Descriptor() {
  close();
}

int Descriptor::release() {
  return std::exchange(number_, -1);
}

bool Descriptor::close() {
  // After EINTR the number is gone all the same on Linux: closing twice could hit another file.
  return number_ < 0 || ::close(release()) == 0 || errno == EINTR;
}

Error write_failure(const std::string& shown, int reason) {
  return Error{Fault::storage, "output_write_failed", shown, {std::strerror(reason)}};
}

Result<CheckedFile> CheckedFile::create(const std::string& path, const std::string& shown,
                                        std::size_t head_bytes) {
  Descriptor made{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666)};
  if (made.get() < 0) return write_failure(shown, errno);
  CheckedFile file{path, shown, std::move(made)};
  const std::string room(head_bytes, '\0');
  if (auto put = write_all(file.file_.get(), room, shown); !put) return put.error();
  file.head_bytes_ = head_bytes;
  file.size_ = head_bytes;
  return file;
}

Result<Done> CheckedFile::add(std::string_view bytes) {
  waiting_ += bytes;
  size_ += bytes.size();
  return waiting_.size() < kBlock ? Done{} : write_out();
}

Result<Done> CheckedFile::write_out() {
  sum_.add(waiting_);
  Result<Done> put = write_all(file_.get(), waiting_, shown_);
  waiting_.clear();
  return put;
}

Result<Done> CheckedFile::finish(std::string_view head) {
  assert(head.size() == head_bytes_);
  if (Result<Done> put = write_out(); !put) return put;
  if (!head.empty()) {
    if (::lseek(file_.get(), 0, SEEK_SET) != 0) return write_failure(shown_, errno);
    if (Result<Done> put = write_all(file_.get(), head, shown_); !put) return put;
  }
  if (::fsync(file_.get()) != 0) return write_failure(shown_, errno);
  if (!file_.close()) return write_failure(shown_, errno);

  return compare(head);
}

Result<Done> CheckedFile::compare(std::string_view head) {
  const Error differs = Error{Fault::storage, "output_read_back_differs", shown_};
  const Descriptor file{::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW)};
  if (file.get() < 0) return differs;
  std::string room;
  Result<std::string_view> block = read_block(file.get(), room, head.size(), shown_);
  if (!block) return block.error();
  if (block.value() != head) return differs;
  Sha256 sum;
  do {
    block = read_block(file.get(), room, kBlock, shown_);
    if (!block) return block.error();
    sum.add(block.value());
  } while (!block.value().empty());
  if (sum.hex() != sum_.hex()) return differs;
  return Done{};
}

Result<Done> sync_to_disk(const std::string& path, const std::string& shown) {
  Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  struct stat status {};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) return write_failure(shown, errno);
  if (::fsync(file.get()) != 0) {
    const bool folder_without_sync = S_ISDIR(status.st_mode) && (errno == EINVAL || errno == EBADF);
    if (!folder_without_sync) return write_failure(shown, errno);
  }
  if (!file.close()) return write_failure(shown, errno);
  return Done{};
}

Result<Done> check_space(const std::string& folder, std::uint64_t bytes, const std::string& shown) {
  struct statvfs system {};
  if (::statvfs(folder.c_str(), &system) != 0) return write_failure(shown, errno);
  if (system.f_blocks == 0) return Done{};
  const double free = static_cast<double>(system.f_bavail) * static_cast<double>(system.f_frsize);
  if (free >= static_cast<double>(bytes)) return Done{};
  return Error{Fault::storage,
               "output_no_space",
               shown,
               {megabytes(bytes), megabytes(static_cast<std::uint64_t>(free))}};
}

}  // namespace lifecircle
