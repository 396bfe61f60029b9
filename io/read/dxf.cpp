#include "io/read/dxf.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <fstream>
#include <optional>
#include <utility>
#include <vector>

namespace lifecircle {
namespace {

/// The two lines of the next group: its code and its value.
bool next_group(std::istream& file, std::string& code, std::string& value) {
  if (!std::getline(file, code) || !std::getline(file, value)) return false;
  code = trimmed(code);
  while (!value.empty() && value.back() == '\r') value.pop_back();
  return true;
}

void append_utf8(std::string& text, std::uint32_t code) {
  const auto put = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6);
    put(0x80 | (code & 0x3F));
  } else {
    put(0xE0 | code >> 12);
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

class DxfRows final : public RawRows {
 public:
  DxfRows(LayerSource source, std::unique_ptr<GdalRows> rows)
      : source_{std::move(source)}, rows_{std::move(rows)} {
    const auto column = [&](const char* name) {
      const auto found = std::ranges::find(names(), name);
      return found == names().end() ? kRowId : static_cast<int>(found - names().begin());
    };
    extra_ = {column("PaperSpace"), column("BlockName")};
  }

  std::string layer() const override { return kDxfLayer; }
  const std::vector<std::string>& names() const override { return rows_->names(); }
  std::string id_name() const override { return {}; }
  bool has_geometry() const override { return true; }
  const OGRSpatialReference* crs() const override { return nullptr; }
  std::uint64_t expected() const override { return 0; }

  Result<Done> want(const std::vector<int>& columns, bool geometry) override {
    wanted_ = columns.size();
    on_paper_ = blocks_ = 0;
    std::vector<int> all = columns;
    all.insert(all.end(), extra_.begin(), extra_.end());
    return rows_->want(all, geometry);
  }

  Result<bool> next(LayerRow& row, Problems& problems) override {
    for (;;) {
      const auto more = rows_->next(row, problems);
      if (!more) return more;
      if (!more.value()) {
        say("dxf_paper", on_paper_, problems);
        say("dxf_blocks", blocks_, problems);
        return more;
      }
      const bool on_paper = says(row, 0) == "true" || says(row, 0) == "1";
      if (on_paper) {
        ++on_paper_;
        continue;
      }
      if (!says(row, 1).empty()) ++blocks_;
      row.values.resize(wanted_);
      for (std::string& text : row.values) text = without_codes(text);
      return true;
    }
  }

 private:
  std::string_view says(const LayerRow& row, std::size_t extra) const {
    if (extra_[extra] == kRowId) return {};
    return row.values[wanted_ + extra];
  }
  void say(const char* key, std::uint64_t& count, Problems& problems) const {
    if (count == 0) return;
    problems.add({.key = key,
                  .file = source_.file,
                  .layer = kDxfLayer,
                  .args = {std::to_string(std::exchange(count, 0))},
                  .set_aside = false});
  }

  LayerSource source_;
  std::unique_ptr<GdalRows> rows_;
  std::vector<int> extra_;
  std::size_t wanted_ = 0;
  std::uint64_t on_paper_ = 0, blocks_ = 0;
};

}  // namespace

std::optional<TextEncoding> dxf_encoding(const LayerSource& source) {
  if (!source.encoding.empty()) return TextEncoding{source.encoding, "text_stated"};
  constexpr int kMostGroups = 4096;  // of a head
  std::ifstream file{source.file, std::ios::binary};
  std::string code, value, variable, version, page;
  for (int i = 0; i < kMostGroups && next_group(file, code, value); ++i) {
    if (code == "0" && value == "ENDSEC") break;
    if (code == "9") variable = value;
    if (variable == "$ACADVER" && code == "1") version = value;
    if (variable == "$DWGCODEPAGE" && code == "3") page = value;
  }
  constexpr const char* kAlwaysUtf8 = "AC1021";  // AutoCAD 2007; versions sort as text
  page = lowered(page);
  if (version >= kAlwaysUtf8 || page == "ansi_1252") return std::nullopt;
  if (page == "ansi_936" || page == "gb2312") return TextEncoding{"GB18030", "text_codepage"};
  if (page.starts_with("ansi_") && Decoder::from("CP" + page.substr(5)))
    return TextEncoding{"CP" + page.substr(5), "text_codepage"};
  return std::nullopt;
}

Result<Done> check_dxf_end(const std::string& path) {
  constexpr std::streamoff kTail = 64;
  std::ifstream file{path, std::ios::binary | std::ios::ate};
  const std::streamoff size = file.tellg();
  file.seekg(std::max<std::streamoff>(0, size - kTail));
  const std::string tail{std::istreambuf_iterator<char>{file}, {}};
  std::string_view end = trimmed(tail);
  while (!end.empty() && (end.back() == '\0' || end.back() == '\x1A' || end.back() == '\n' ||
                          end.back() == '\r' || end.back() == ' '))
    end.remove_suffix(1);
  const std::size_t line = end.find_last_of("\r\n");
  if (line != std::string_view::npos && trimmed(end.substr(line + 1)) == "EOF") return Done{};
  return Error{Fault::input, "dxf_cut", path};
}

std::unique_ptr<RawRows> dxf_rows(const LayerSource& source, std::unique_ptr<GdalRows> rows) {
  return std::make_unique<DxfRows>(source, std::move(rows));
}

std::string without_codes(std::string_view text) {
  std::string plain;
  constexpr std::size_t kLength = 7;  // \U+4E2D
  while (!text.empty()) {
    std::uint32_t code = 0;
    if (text.size() >= kLength && text.starts_with("\\U+")) {
      const auto [end, failed] = std::from_chars(text.data() + 3, text.data() + kLength, code, 16);
      const bool character = code >= 0x20 && (code < 0xD800 || code > 0xDFFF);
      if (failed == std::errc{} && end == text.data() + kLength && character) {
        append_utf8(plain, code);
        text.remove_prefix(kLength);
        continue;
      }
    }
    plain += text.front();
    text.remove_prefix(1);
  }
  return plain;
}

}  // namespace lifecircle
