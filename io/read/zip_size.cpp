#include "io/read/zip_size.hpp"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include <cpl_vsi.h>

namespace lifecircle {
namespace {

/// The list of a zip file may lie. Costs unpacking it once.
bool unpacks_to_more(const std::string& path, vsi_l_offset bytes) {
  VSILFILE* file = VSIFOpenL(path.c_str(), "rb");
  if (file == nullptr) return false;
  std::vector<char> buffer(std::size_t{1} << 16);
  vsi_l_offset read = 0;
  std::size_t now = 0;
  while (read <= bytes && (now = VSIFReadL(buffer.data(), 1, buffer.size(), file)) > 0) read += now;
  VSIFCloseL(file);
  return read > bytes;
}

}  // namespace

bool unpacks_too_large(const std::string& absolute) {
  constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 30;
  constexpr std::uint64_t kMostRatio = 200;
  constexpr std::uint64_t kFreeBytes = std::uint64_t{16} << 20;  // small files may have any ratio
  constexpr std::size_t kMostEntries = 10'000;
  VSIDIR* folder = VSIOpenDir(("/vsizip/" + absolute).c_str(), -1, nullptr);
  if (folder == nullptr) return false;  // no zip file: its driver will say so
  std::uint64_t bytes = 0;
  std::size_t entries = 0;
  std::vector<std::pair<std::string, vsi_l_offset>> names;
  while (const VSIDIREntry* entry = VSIGetNextDirEntry(folder)) {
    bytes += entry->bSizeKnown ? static_cast<std::uint64_t>(entry->nSize) : 0;
    if (++entries > kMostEntries || bytes > kMostBytes) break;
    names.emplace_back(entry->pszName, entry->bSizeKnown ? entry->nSize : 0);
  }
  VSICloseDir(folder);
  std::error_code error;
  const std::uint64_t packed = std::filesystem::file_size(absolute, error);
  if (entries <= kMostEntries && bytes <= kMostBytes &&
      (bytes <= kFreeBytes || error || bytes / kMostRatio <= packed) &&
      std::none_of(names.begin(), names.end(), [&](const auto& entry) {
        return unpacks_to_more("/vsizip/" + absolute + "/" + entry.first, entry.second);
      }))
    return false;
  return true;
}

}  // namespace lifecircle
