#include "io/read/companions.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>

namespace lifecircle {
namespace {

namespace fs = std::filesystem;

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// By extension: the extensions of companions with the same stem.
const std::map<std::string, std::vector<std::string>>& same_stem() {
  static const std::map<std::string, std::vector<std::string>> known{
      {".shp", {".shx", ".dbf", ".prj", ".qpj", ".cpg", ".cst", ".qix", ".sbn", ".sbx"}},
      {".dbf", {".cpg", ".cst"}},
      {".csv", {".csvt", ".prj"}},
      {".tif", {".tfw", ".tifw", ".wld", ".prj"}},
      {".tiff", {".tfw", ".tiffw", ".wld", ".prj"}}};
  return known;
}

/// What comes after the whole name of any file.
constexpr const char* kAfter[] = {"-wal", "-journal", ".aux.xml", ".ovr", ".msk"};

}  // namespace

std::vector<std::string> companions_of(const std::string& path) {
  const fs::path file{path};
  std::error_code failure;
  if (!fs::is_regular_file(file, failure)) return {};
  const auto known = same_stem().find(lower(file.extension().string()));
  const fs::path folder = file.has_parent_path() ? file.parent_path() : fs::path{"."};
  std::vector<std::string> found;
  for (fs::directory_iterator entry{folder, failure}, end; !failure && entry != end;
       entry.increment(failure)) {
    const fs::path name = entry->path().filename();
    if (name == file.filename() || !entry->is_regular_file(failure)) continue;
    const bool by_stem =
        known != same_stem().end() && name.stem() == file.stem() &&
        std::ranges::find(known->second, lower(name.extension().string())) != known->second.end();
    const bool by_name = std::ranges::any_of(
        kAfter, [&](const char* after) { return name == file.filename().string() + after; });
    if (by_stem || by_name)
      found.push_back(file.has_parent_path() ? entry->path().string() : name.string());
  }
  std::ranges::sort(found);
  return found;
}

bool lacks_companion(const std::string& path, const std::string& ending) {
  return std::ranges::none_of(companions_of(path), [&](const std::string& file) {
    return lower(fs::path{file}.extension().string()) == ending;
  });
}

std::string odd_companion_of(const std::string& path) {
  fs::path file{path};
  if (!file.has_filename())
    file = file.parent_path();  // a folder may be written with a / at its end
  std::error_code failure;
  const bool inside = fs::is_directory(file, failure);
  const fs::path folder = inside                   ? file
                          : file.has_parent_path() ? file.parent_path()
                                                   : fs::path{"."};
  const std::string stem = lower(file.stem().string()) + '.';
  std::string odd;
  for (fs::directory_iterator entry{folder, failure}, end; !failure && entry != end;
       entry.increment(failure)) {
    const std::string name = entry->path().filename().string();
    if (!inside && !lower(name).starts_with(stem)) continue;
    std::error_code unknown;
    const auto kind = entry->status(unknown).type();
    const bool plain = unknown || kind == fs::file_type::regular ||
                       kind == fs::file_type::directory || kind == fs::file_type::not_found;
    if (!plain && (odd.empty() || name < odd)) odd = name;
  }
  return odd;
}

}  // namespace lifecircle
