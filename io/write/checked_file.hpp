#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "engine/base/result.hpp"
#include "io/write/sha256.hpp"

namespace lifecircle {

/// An open file of the system, closed at the end of its life. -1: none.
class Descriptor {
 public:
  explicit Descriptor(int number = -1) : number_{number} {}
  Descriptor(Descriptor&& other) noexcept : number_{other.release()} {}
  Descriptor& operator=(Descriptor&& other) noexcept;
  ~Descriptor();

  int get() const { return number_; }
  int release();
  /// Closes now; false (and errno) where the system reports a failure.
  bool close();

 private:
  int number_;
};

/// A new file of our own whose every write is checked. Used in the order add...,
/// finish. Whoever does not finish leaves a file that counts for nothing.
///
/// A file may begin with a head that hangs on what follows (a count, a box): begun with the number
/// of its bytes, ended with the bytes.
class CheckedFile {
 public:
  /// `shown` is what errors call the file.
  static Result<CheckedFile> create(const std::string& path, const std::string& shown,
                                    std::size_t head_bytes = 0);

  Result<Done> add(std::string_view bytes);
  /// Bytes added so far, the head among them.
  std::uint64_t size() const { return size_; }
  /// Syncs to the disk, closes, reads the file back and compares it with what was added.
  Result<Done> finish(std::string_view head = {});

 private:
  CheckedFile(std::string path, std::string shown, Descriptor file)
      : path_{std::move(path)}, shown_{std::move(shown)}, file_{std::move(file)} {}
  Result<Done> write_out();
  Result<Done> compare(std::string_view head);

  std::string path_, shown_;
  Descriptor file_;
  std::string waiting_;  ///< added, not yet written
  std::size_t head_bytes_ = 0;
  std::uint64_t size_ = 0;
  Sha256 sum_;  ///< of all but the head
};

/// Brings a file or a folder to the disk. A file system that cannot sync folders is
/// no failure.
Result<Done> sync_to_disk(const std::string& path, const std::string& shown);

/// "No file can be larger" and its like: what the system says, as an Error.
Error write_failure(const std::string& shown, int reason);

/// Refuses where the file system of `folder` has less than `bytes` left. One that
/// does not tell its size is taken to have enough.
Result<Done> check_space(const std::string& folder, std::uint64_t bytes, const std::string& shown);

}  // namespace lifecircle
