#include "io/write/sheet/png_size.hpp"

#include <cassert>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include <zlib.h>

namespace lifecircle {
namespace {

std::string big_endian(std::uint32_t number) {
  std::string bytes;
  for (const int shift : {24, 16, 8, 0}) bytes += static_cast<char>(number >> shift & 0xFF);
  return bytes;
}

}  // namespace

std::string png_with_size(const std::string& png, double dots_per_inch) {
  constexpr std::size_t kAfterHead = 8 + 4 + 4 + 13 + 4;  // signature, and IHDR, which is first
  assert(png.size() > kAfterHead && png.compare(12, 4, "IHDR") == 0);
  const std::string dots_a_metre =
      big_endian(static_cast<std::uint32_t>(std::lround(dots_per_inch / 0.0254)));
  const std::string chunk = "pHYs" + dots_a_metre + dots_a_metre + '\1';
  const auto sum =
      ::crc32(0, reinterpret_cast<const Bytef*>(chunk.data()), static_cast<uInt>(chunk.size()));
  return png.substr(0, kAfterHead) + big_endian(9) + chunk +
         big_endian(static_cast<std::uint32_t>(sum)) + png.substr(kAfterHead);
}

}  // namespace lifecircle
