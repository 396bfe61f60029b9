#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "engine/base/result.hpp"

namespace lifecircle {

/// Bytes that never change, wherever they lie, as long as `kept` is kept.
struct Bytes {
  std::span<const std::byte> all;
  std::shared_ptr<const void> kept;
};

/// The bytes of a regular file as they lie, read by the system when somebody looks at them: O(1). A
/// file that is replaced (renamed over) stays as it was for who has mapped it; one that another
/// program shortens in place does not, and kills who reads beyond its end.
Result<Bytes> map_file(const std::string& path);

/// Has the system bring a part of a mapped file near, in one go instead of page by page.
void bring_near(std::span<const std::byte> part);

}  // namespace lifecircle
