#pragma once

#include <cassert>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace lifecircle {

/// Whose mistake it is; the number is the program's exit code.
enum class Fault { usage = 2, input = 3, storage = 4, limit = 5, interrupted = 130 };

/// Why an input was refused, in words its owner can act on. `key` names an entry
/// of the message catalogue (engine/base/messages.hpp), which says in Chinese and
/// English what is wrong and what to do; `args` fill its places {0}, {1}, ...
struct Error {
  Fault fault = Fault::input;
  std::string key;
  std::string where;  ///< "roads.gpkg, layer streets, row 17"
  std::vector<std::string> args = {};
};

/// A T, or the reason there is none. Only code that meets the outside world
/// returns one; once a value exists its invariants hold and nothing after fails.
/// (C++20 has no std::expected; this is the part of it that we use.)
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_{std::move(value)} {}
  Result(Error error) : state_{std::move(error)} {}

  explicit operator bool() const { return std::holds_alternative<T>(state_); }
  const T& value() const& { return assert(*this), std::get<T>(state_); }
  T& value() & { return assert(*this), std::get<T>(state_); }
  T&& value() && { return assert(*this), std::get<T>(std::move(state_)); }
  const Error& error() const { return assert(!*this), std::get<Error>(state_); }

 private:
  std::variant<T, Error> state_;
};

/// A Result of something that gives nothing but success.
struct Done {};

}  // namespace lifecircle
