#include "io/read/standard_file.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "io/read/standard_indicator.hpp"
#include "io/read/standard_parts.hpp"
#include "io/read/toml.hpp"

namespace lifecircle {

Result<Standard> parse_standard(std::string_view bytes, const std::string& name,
                                const StandardWords& words) {
  const auto file = parse_toml(bytes, name);
  if (!file) return file.error();
  TomlFaults faults{name};
  TomlTable table{file.value(),
                  "",
                  {"code", "name_zh", "name_en", "place_zh", "place_en", "source", "note_zh",
                   "note_en", "indicators"},
                  faults};
  Standard standard;
  standard.code = need_text(table, "code");
  if (table.has("code") && !is_standard_code(standard.code))
    table.fault("standard_bad_code", "code", {});
  standard.name = need_words(table, "name");
  standard.place = words_if_any(table, "place");
  standard.source = need_text(table, "source");
  standard.note = words_if_any(table, "note");
  if (!table.has("indicators")) table.fault("standard_no_indicators", "indicators", {});
  IndicatorReader reader{words, faults};
  for (const TomlValue* indicator : table.tables("indicators"))
    standard.indicators.push_back(reader.read(*indicator, standard.indicators.size() + 1));
  if (faults.first) return *faults.first;
  return standard;
}

Result<Standard> read_standard_file(const std::string& path, const StandardWords& words) {
  const auto bytes = read_small_file(path);
  if (!bytes) return bytes.error();
  auto standard = parse_standard(bytes.value(), path, words);
  if (!standard) return standard;
  if (const auto stem = std::filesystem::path{path}.stem().string(); stem != standard.value().code)
    return Error{Fault::input, "standard_other_name", path, {standard.value().code, stem}};
  return standard;
}

std::vector<std::string> standard_codes(const std::string& folder) {
  namespace fs = std::filesystem;
  std::vector<std::string> codes;
  std::error_code failed;
  for (fs::directory_iterator entry{folder, failed}, end; !failed && entry != end;
       entry.increment(failed)) {
    const std::string stem = entry->path().stem().string();
    if (entry->path().extension() == ".toml" && stem != "kinds" && stem != "columns")
      codes.push_back(stem);
  }
  std::ranges::sort(codes);
  return codes;
}

std::string standard_path(const std::string& folder, const std::string& code) {
  return (std::filesystem::path{folder} / (code + ".toml")).string();
}

}  // namespace lifecircle
