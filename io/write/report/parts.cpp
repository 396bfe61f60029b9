#include "io/write/report/parts.hpp"

#include <zlib.h>

#include <cassert>
#include <cstddef>

#include "io/write/report/page_text.hpp"
#include "io/write/sha256.hpp"

// The assembler puts the bytes of a file between two names; compilers would take a minute over
// them as text. CMake names the folder and builds this anew when one of the files changes.
#define LIFECIRCLE_PART(name, file)                                            \
  asm(".section .rodata\n"                                                     \
      ".global lifecircle_part_" #name                                         \
      "\n"                                                                     \
      ".global lifecircle_part_" #name                                         \
      "_end\n"                                                                 \
      "lifecircle_part_" #name ": .incbin \"" LIFECIRCLE_REPORT_PARTS "/" file \
      "\"\n"                                                                   \
      "lifecircle_part_" #name                                                 \
      "_end: .byte 0\n"                                                        \
      ".previous\n");                                                          \
  extern "C" const char lifecircle_part_##name[];                              \
  extern "C" const char lifecircle_part_##name##_end[];                        \
  namespace lifecircle::page {                                                 \
  std::string_view name() {                                                    \
    return {lifecircle_part_##name, lifecircle_part_##name##_end};             \
  }                                                                            \
  }

LIFECIRCLE_PART(page_css, "page.css")
LIFECIRCLE_PART(tables_js, "tables.js")
LIFECIRCLE_PART(map_js, "map.js")
LIFECIRCLE_PART(map_library, "vendor/maplibre-gl/maplibre-gl.mjs")
LIFECIRCLE_PART(map_library_worker, "vendor/maplibre-gl/maplibre-gl-worker.mjs")
LIFECIRCLE_PART(map_library_css, "vendor/maplibre-gl/maplibre-gl.css")
LIFECIRCLE_PART(map_library_licence, "vendor/maplibre-gl/LICENSE.txt")

namespace lifecircle::page {

std::string packed_map_library() {
  std::string all{map_library()};
  (all += map_library_worker()) += map_library_css();
  uLongf size = compressBound(all.size());
  std::string packed(size, '\0');
  [[maybe_unused]] const int done =
      compress2(reinterpret_cast<Bytef*>(packed.data()), &size,
                reinterpret_cast<const Bytef*>(all.data()), all.size(), Z_BEST_COMPRESSION);
  assert(done == Z_OK);  // the bound is enough; without memory, new has thrown above
  packed.resize(size);
  return base64(packed);
}

std::string admitted(std::string_view inline_text) {
  Sha256 sum;
  sum.add(inline_text);
  const std::string hex = sum.hex();
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2)
    bytes += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
  return "'sha256-" + base64(bytes) + '\'';
}

}  // namespace lifecircle::page
