#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/problems.hpp"
#include "engine/base/result.hpp"

namespace lifecircle {

/// Puts values into bytes for another process of this program on this machine.
class Packer {
 public:
  void number(std::int64_t value);
  void text(std::string_view value);
  void texts(const std::vector<std::string>& values);
  void problems(const Problems& values);
  void error(const Error& value);

  const std::string& bytes() const { return bytes_; }
  void clear() { bytes_.clear(); }

 private:
  std::string bytes_;
};

/// Takes them out again. Whoever packed them may have been broken by what it read: what does not
/// fit makes good() false, and all that follows empty.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : rest_{bytes} {}

  std::int64_t number();
  std::string text();
  std::vector<std::string> texts();
  void problems(Problems& to);
  Error error();

  bool good() const { return good_; }
  bool at_end() const { return rest_.empty(); }
  std::size_t left() const { return rest_.size(); }  ///< bytes

 private:
  /// How many of something follow, none of which is smaller than a number.
  std::size_t count();

  std::string_view rest_;
  bool good_ = true;
};

}  // namespace lifecircle
