#pragma once

#include <cstddef>
#include <string>

#include <cpl_error.h>

namespace lifecircle {

/// While it lives, counts what GDAL calls failures on this thread and keeps the first in
/// words; nothing is printed. GDAL tells some failures only here, and some only while
/// a file is closed: ask after closing. Nests with others as a stack.
class GdalErrors {
 public:
  GdalErrors() { CPLPushErrorHandlerEx(&GdalErrors::hear, this); }
  GdalErrors(const GdalErrors&) = delete;
  GdalErrors& operator=(const GdalErrors&) = delete;
  ~GdalErrors() { CPLPopErrorHandler(); }

  int count() const { return count_; }
  const std::string& first() const { return first_; }

 private:
  static void CPL_STDCALL hear(CPLErr kind, CPLErrorNum /*number*/, const char* words) {
    if (kind != CE_Failure && kind != CE_Fatal) return;
    auto& self = *static_cast<GdalErrors*>(CPLGetErrorHandlerUserData());
    if (self.count_++ == 0) self.first_ = words;
  }

  int count_ = 0;
  std::string first_;
};

/// GDAL's words, with the name people know instead of that of the hidden folder.
inline std::string shown_words(std::string words, const std::string& path,
                               const std::string& shown) {
  for (std::size_t at = 0; (at = words.find(path, at)) != std::string::npos; at += shown.size()) {
    words.replace(at, path.size(), shown);
  }
  return words;
}

}  // namespace lifecircle
