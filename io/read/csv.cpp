#include "io/read/csv.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace lifecircle {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 18;
constexpr std::size_t kLongest = std::size_t{64} << 20;  // bytes of a record
constexpr std::size_t kWidest = 20'000;                  // fields of a record
constexpr std::string_view kMark = "\xEF\xBB\xBF";

/// The separator most frequent in the head outside quotes; a comma where none is.
char separator_in(std::string_view head) {
  std::array<std::pair<char, int>, 3> counts{{{',', 0}, {'\t', 0}, {';', 0}}};
  bool quoted = false;
  for (const char c : head) {
    if (c == '"') quoted = !quoted;
    if (!quoted && (c == '\n' || c == '\r')) break;
    if (!quoted)
      for (auto& [separator, count] : counts) count += c == separator ? 1 : 0;
  }
  return std::max_element(counts.begin(), counts.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

}  // namespace

Result<CsvFile> CsvFile::open(const std::string& path, bool tabs, const std::string& encoding,
                              const std::vector<std::string>& columns) {
  CsvFile csv;
  csv.path_ = path;
  csv.file_.open(path, std::ios::binary);
  Utf8Check check;
  bool first = true;
  do {
    csv.buffer_.clear();
    csv.fill_buffer();
    if (first && (csv.buffer_.starts_with("\xFF\xFE") || csv.buffer_.starts_with("\xFE\xFF")))
      return Error{Fault::input, "csv_utf16", path};
    // Later on, such a row is set aside alone.
    if (first &&
        csv.buffer_.substr(0, csv.buffer_.find_first_of("\r\n")).find('\0') != std::string::npos)
      return Error{Fault::input, "csv_not_text", path};
    check.add(csv.buffer_);
    first = false;
  } while (csv.file_);
  if (csv.file_.bad() || !csv.file_.eof())
    return Error{Fault::storage, "file_unreadable", path, {"CSV", ""}};
  csv.file_.clear();
  csv.file_.seekg(0);
  csv.buffer_.clear();
  csv.fill_buffer();

  const bool marked = csv.buffer_.starts_with(kMark);
  if (marked) csv.at_ = kMark.size();
  csv.encoding_ =
      encoding.empty() || marked ? encoding_of(check) : TextEncoding{encoding, "text_stated"};

  csv.separator_ = tabs ? '\t' : separator_in(std::string_view{csv.buffer_}.substr(csv.at_));
  if (!columns.empty()) {
    csv.head_ = columns;
    return csv;
  }
  Record head;
  auto there = csv.next(head);
  if (!there) return there.error();
  if (!there.value()) return Error{Fault::input, "csv_empty", path};
  csv.head_ = std::move(head.fields);
  for (std::size_t i = 0; i < csv.head_.size(); ++i) {
    csv.head_[i] = std::string{trimmed(csv.head_[i])};
    if (csv.head_[i].empty()) csv.head_[i] = fmt::format("column_{}", i + 1);
  }
  return csv;
}

void CsvFile::fill_buffer() {
  buffer_.resize(kChunk);
  file_.read(buffer_.data(), static_cast<std::streamsize>(kChunk));
  buffer_.resize(static_cast<std::size_t>(file_.gcount()));
  at_ = 0;
}

int CsvFile::peek() {
  if (at_ == buffer_.size()) {
    if (!file_) return -1;
    fill_buffer();
    if (buffer_.empty()) return -1;
  }
  return static_cast<unsigned char>(buffer_[at_]);
}

int CsvFile::get() {
  const int c = peek();
  if (c < 0) return c;
  ++at_;
  if (c == '\r') {  // CR LF and CR alone both count as LF
    if (peek() == '\n') ++at_;
    ++line_;
    return '\n';
  }
  if (c == '\n') ++line_;
  return c;
}

Result<bool> CsvFile::next(Record& record) {
  for (;;) {
    record.fields.clear();
    record.line = line_;
    record.is_text = true;
    std::string field;
    std::size_t length = 0;
    bool blank = true;
    const auto end_field = [&] {
      if (field.find('\0') != std::string::npos) record.is_text = false;
      record.fields.push_back(std::move(field));
      field.clear();
    };
    int c = get();
    if (c < 0) return false;
    bool at_start = true;  // of a field
    for (;; c = get()) {
      if (++length > kLongest || record.fields.size() > kWidest)
        return Error{Fault::limit, "csv_record_too_long", path_, {std::to_string(record.line)}};
      if (c < 0 || c == '\n') break;
      if (at_start && c == '"') {
        blank = false;
        for (;;) {
          c = get();
          if (c < 0)
            return Error{Fault::input, "csv_quote_open", path_, {std::to_string(record.line)}};
          if (++length > kLongest)
            return Error{Fault::limit, "csv_record_too_long", path_, {std::to_string(record.line)}};
          if (c == '"') {
            if (peek() != '"') break;
            get();
          }
          field += static_cast<char>(c);
        }
        at_start = false;
      } else if (c == static_cast<unsigned char>(separator_)) {
        end_field();
        at_start = true;
        blank = false;
      } else {
        if (c != ' ' && c != '\t') blank = false;
        field += static_cast<char>(c);
        at_start = false;
      }
    }
    if (blank) continue;
    end_field();
    return true;
  }
}

}  // namespace lifecircle
