#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace lifecircle {

/// SHA-256 (FIPS 180-4) of bytes as they come. See also sha256_of in outputs.hpp.
class Sha256 {
 public:
  Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  ~Sha256();

  void add(std::string_view bytes);
  /// 64 lower-case hex digits of all that was added. Once; nothing may be added after.
  std::string hex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lifecircle
