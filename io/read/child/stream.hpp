#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/base/problems.hpp"
#include "engine/base/result.hpp"

namespace lifecircle {

// Values of any size on their way to another process of this program on this machine: flat, each
// with its length before it, in pieces of at most kPiece and a little. (Rows, one a message, go by
// io/read/child/wire.hpp.)

/// Hands values to `send`, a piece at a time; a piece that is not taken ends it all.
class ByteSink {
 public:
  static constexpr std::size_t kPiece = std::size_t{1} << 20;
  using Send = std::function<bool(std::string_view piece)>;
  explicit ByteSink(Send send) : send_{std::move(send)} {}

  void number(std::int64_t value) { bytes(&value, sizeof value); }
  void real(double value) { bytes(&value, sizeof value); }
  void text(std::string_view value);
  void texts(const std::vector<std::string>& values);
  void problems(const Problems& values);
  void error(const Error& value);
  template <class T>
  void array(std::span<const T> values) {
    static_assert(std::is_trivially_copyable_v<T>);
    number(static_cast<std::int64_t>(values.size()));
    bytes(values.data(), values.size_bytes());
  }
  template <class T>
  void array(const std::vector<T>& values) {
    array(std::span<const T>{values});
  }
  /// Sends what is left. False where nobody took it.
  bool finish();

 private:
  void bytes(const void* from, std::size_t size);

  Send send_;
  std::string piece_;
  bool taken_ = true;
};

/// Takes them out again. Whoever packed them may have been broken by what it read: what does not
/// fit, or does not come, makes good() false, and all that follows empty. Never in memory: more
/// than has come, and a piece.
class ByteSource {
 public:
  /// Puts the next piece in place of the last one; false: there is none.
  using More = std::function<bool(std::string& piece)>;
  /// `most`: bytes that may come; more is more than an honest reader can hold.
  ByteSource(More more, std::uint64_t most) : more_{std::move(more)}, most_{most} {}

  std::int64_t number() { return plain<std::int64_t>(); }
  double real() { return plain<double>(); }
  std::string text();
  std::vector<std::string> texts();
  /// Adds them as if they had been found here; all or, where they do not fit, none.
  void problems(Problems& to);
  Error error();
  /// How many of something follow, `least` bytes or more each.
  std::uint64_t count(std::size_t least);
  template <class T>
  std::vector<T> array() {
    static_assert(std::is_trivially_copyable_v<T>);
    constexpr std::size_t kAtOnce = ByteSink::kPiece / sizeof(T);
    std::vector<T> values;
    for (std::uint64_t left = count(sizeof(T)); left > 0 && good_;) {
      const std::size_t some = std::min<std::uint64_t>(left, kAtOnce), had = values.size();
      values.resize(had + some);
      bytes(values.data() + had, some * sizeof(T));
      left -= some;
    }
    if (!good_) values.clear();
    return values;
  }

  bool good() const { return good_; }
  /// What came may be no such thing after all.
  void refuse() { good_ = false; }

 private:
  template <class T>
  T plain() {
    T value{};
    bytes(&value, sizeof value);
    return good_ ? value : T{};
  }
  void bytes(void* to, std::size_t size);

  More more_;
  std::string piece_;
  std::size_t taken_ = 0;  ///< of the piece
  std::uint64_t most_, come_ = 0;
  bool good_ = true;
};

}  // namespace lifecircle
