#include "io/read/named_table.hpp"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include "io/read/text.hpp"
#include "io/read/toml.hpp"

namespace lifecircle {

Result<NamedTable> NamedTable::open(const std::string& path, const std::string& encoding,
                                    Problems& problems) {
  std::error_code failed;
  if (!std::filesystem::is_regular_file(path, failed))
    return Error{Fault::storage, "toml_no_such_file", path, {path}};
  auto file = CsvFile::open(path, path.ends_with(".tsv"), encoding);
  if (!file) return file.error();
  auto texts = RowTexts::make(file.value().encoding(), path, "");
  if (!texts) return texts.error();
  texts.value().tell(problems);
  return NamedTable{path, std::move(file).value(), std::move(texts).value(), problems};
}

NamedTable::NamedTable(std::string path, CsvFile file, RowTexts texts, Problems& problems)
    : path_{std::move(path)},
      file_{std::move(file)},
      texts_{std::move(texts)},
      problems_{problems} {
  for (const std::string& name : file_.head()) head_.push_back(texts_.name(name));
}

std::optional<std::size_t> NamedTable::find(const std::string& name) const {
  const auto at = std::ranges::find(head_, name);
  if (at == head_.end()) return std::nullopt;
  return static_cast<std::size_t>(at - head_.begin());
}

Result<std::size_t> NamedTable::need(const std::string& name) const {
  if (const auto at = find(name)) return *at;
  return Error{Fault::input, "siting_no_column", path_, {name, columns()}};
}

std::string NamedTable::columns() const {
  return joined(head_);
}

Result<Done> NamedTable::each(const std::function<void(std::int64_t line)>& f) {
  while (true) {
    const auto more = file_.next(record_);
    if (!more) return more.error();
    if (!more.value()) return Done{};
    std::size_t used = record_.fields.size();
    while (used > head_.size() && trimmed(record_.fields[used - 1]).empty()) --used;
    if (!record_.is_text)
      set_aside("csv_row_not_text", {});
    else if (used > head_.size())  // what stands where cannot be known
      set_aside("csv_row_long", {std::to_string(used), std::to_string(head_.size())});
    else
      f(record_.line);
  }
}

std::string NamedTable::field(std::optional<std::size_t> column) const {
  if (!column || *column >= record_.fields.size()) return {};
  const std::string_view raw = trimmed(record_.fields[*column]);
  // A matrix of millions of rows is numbers: they are the same in every encoding there is here.
  if (std::ranges::all_of(raw, [](char c) { return static_cast<unsigned char>(c) < 0x80; }))
    return std::string{raw};
  return texts_.read(raw, record_.line, head_[*column], problems_);
}

void NamedTable::set_aside(const char* key, std::vector<std::string> args) {
  ++rows_set_aside_;
  problems_.add(
      {.key = key, .file = path_, .layer = {}, .row = record_.line, .args = std::move(args)});
}

}  // namespace lifecircle
