#include "io/write/checked_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "io/write/outputs.hpp"

namespace lifecircle {
namespace {

constexpr std::size_t kBlock = std::size_t{1} << 20;

std::string megabytes(std::uint64_t bytes) {
  return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
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

Result<CheckedFile> CheckedFile::create(const std::string& path, const std::string& shown) {
  Descriptor file{::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666)};
  if (file.get() < 0) return write_failure(shown, errno);
  return CheckedFile{path, shown, std::move(file)};
}

Result<Done> CheckedFile::add(std::string_view bytes) {
  waiting_ += bytes;
  return waiting_.size() < kBlock ? Done{} : write_out();
}

Result<Done> CheckedFile::write_out() {
  sum_.add(waiting_);
  for (std::string_view rest = waiting_; !rest.empty();) {
    const ssize_t put = ::write(file_.get(), rest.data(), rest.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return write_failure(shown_, errno);
    if (put == 0) return write_failure(shown_, ENOSPC);
    rest.remove_prefix(static_cast<std::size_t>(put));
  }
  waiting_.clear();
  return Done{};
}

Result<Done> CheckedFile::finish() {
  if (Result<Done> put = write_out(); !put) return put;
  if (::fsync(file_.get()) != 0) return write_failure(shown_, errno);
  if (!file_.close()) return write_failure(shown_, errno);
  const Result<std::string> there = sha256_of(path_);
  if (!there) return Error{there.error().fault, there.error().key, shown_, there.error().args};
  if (there.value() != sum_.hex()) {
    return Error{Fault::storage, "output_read_back_differs", shown_};
  }
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
