#pragma once

#include <string>
#include <string_view>

namespace lifecircle::page {

// The files beside this one that become parts of a page, as they are built into the program.
std::string_view page_css();
std::string_view tables_js();
std::string_view map_js();
std::string_view map_library();         ///< MapLibre GL JS, an ES module
std::string_view map_library_worker();  ///< its worker, another
std::string_view map_library_css();
std::string_view map_library_licence();

/// The map library for a page: the three files one after the other, in zlib's format, in base64.
/// Some 0.6 MB; takes 0.2 s.
std::string packed_map_library();

/// The source expression by which a policy (CSP) admits an inline script or style of exactly these
/// bytes: 'sha256-...'.
std::string admitted(std::string_view inline_text);

}  // namespace lifecircle::page
