#include "io/read/dbf_check.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "io/read/text.hpp"

namespace lifecircle {
namespace {

constexpr std::size_t kHead = 32, kField = 32, kBlock = std::size_t{1} << 18;

std::size_t little_endian(std::string_view bytes, std::size_t at, std::size_t size) {
  std::size_t value = 0;
  for (std::size_t i = size; i-- > 0;)
    value = value << 8 | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// As any program writes them: -1, 2.50, .5, 1.5e+07, and what stands for no number.
bool is_number(std::string_view text) {
  if (text.find_first_not_of('*') == std::string_view::npos) return true;
  if (lowered(std::string{text}) == "nan" || lowered(std::string{text}) == "null") return true;
  std::size_t at = text[0] == '-' || text[0] == '+' ? 1 : 0, digits = 0;
  const auto take = [&] {
    for (; at < text.size() && is_digit(text[at]); ++at) ++digits;
  };
  take();
  if (at < text.size() && text[at] == '.') ++at;
  take();
  if (digits == 0) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    digits = 0;
    take();
    if (digits == 0) return false;
  }
  return at == text.size();
}

bool is_date(std::string_view text) {
  return text.find_first_not_of('*') == std::string_view::npos ||
         (text.size() == 8 && std::ranges::all_of(text, is_digit));
}

}  // namespace

std::optional<DbfCheck> DbfCheck::beside(const std::string& shp) {
  namespace fs = std::filesystem;
  fs::path path{shp};
  std::error_code error;
  for (const char* ending : {".dbf", ".DBF", ".Dbf"}) {
    path.replace_extension(ending);
    if (!fs::is_regular_file(path, error)) continue;
    DbfCheck check;
    check.file_.open(path, std::ios::binary);
    std::string head(kHead, '\0');
    if (!check.file_.read(head.data(), kHead)) return check;
    check.head_bytes_ = little_endian(head, 8, 2);
    if (check.head_bytes_ < kHead) return check;
    std::string fields(check.head_bytes_ - kHead, '\0');
    if (!check.file_.read(fields.data(), static_cast<std::streamsize>(fields.size()))) return check;
    std::size_t at = 1;  // the mark of deleted rows
    for (std::size_t i = 0; i + kField <= fields.size() && fields[i] != '\r'; i += kField) {
      const auto size = static_cast<unsigned char>(fields[i + 16]);
      check.fields_.push_back({fields[i + 11], at, size});
      at += size;
    }
    const std::size_t row = little_endian(head, 10, 2);
    const std::uint64_t bytes = fs::file_size(path, error);
    if (error || row < at) return check;
    check.row_bytes_ = row;
    check.rows_ = little_endian(head, 4, 4);
    check.there_ = (bytes - std::min<std::uint64_t>(bytes, check.head_bytes_)) / row;
    return check;
  }
  return {};
}

std::optional<std::string> DbfCheck::bad_value(std::uint64_t row, std::size_t field) {
  if (!is_table() || field >= fields_.size() || row >= there_) return {};
  const Field& in = fields_[field];
  if (in.kind != 'N' && in.kind != 'F' && in.kind != 'D') return {};
  if (row < block_first_ || row >= block_first_ + block_.size() / row_bytes_) {
    block_first_ = row;
    block_.resize(std::max(kBlock / row_bytes_, std::size_t{1}) * row_bytes_);
    file_.clear();
    file_.seekg(static_cast<std::streamoff>(head_bytes_ + row * row_bytes_));
    file_.read(block_.data(), static_cast<std::streamsize>(block_.size()));
    block_.resize(static_cast<std::size_t>(std::max<std::streamsize>(file_.gcount(), 0)));
    if (block_.size() < row_bytes_) return {};
  }
  const std::size_t at = static_cast<std::size_t>(row - block_first_) * row_bytes_ + in.at;
  std::string_view text = std::string_view{block_}.substr(at, in.size);
  text =
      text.substr(0, std::min(text.size(), text.find_last_not_of(std::string_view{"\0 ", 2}) + 1));
  text = trimmed(text);
  if (text.empty() || (in.kind == 'D' ? is_date(text) : is_number(text))) return {};
  return std::string{text};
}

}  // namespace lifecircle
