#include "io/write/workbook.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <clocale>
#include <cstring>
#include <filesystem>
#include <memory>
#include <utility>
#include <variant>

#include <fmt/format.h>
#include <xlsxwriter.h>

#include "io/write/checked_file.hpp"
#include "io/write/csv.hpp"
#include "io/write/workbook_check.hpp"
#include "io/write/workbook_formats.hpp"
#include "io/write/workbook_sheet.hpp"
#include "io/write/workbook_text.hpp"

namespace lifecircle {
namespace {

constexpr std::uint64_t kMostRows = LXW_ROW_MAX, kMostColumns = LXW_COL_MAX;
constexpr std::uint64_t kZip64From = 3'000'000'000;
constexpr std::time_t kCreated = 946'684'800;  // 2000-01-01

/// While it lives, this thread writes numbers with a '.', as the library prints them.
class PlainNumbers {
 public:
  PlainNumbers()
      : plain_{::newlocale(LC_NUMERIC_MASK, "C", ::duplocale(::uselocale(nullptr)))},
        before_{::uselocale(plain_)} {}
  PlainNumbers(const PlainNumbers&) = delete;
  PlainNumbers& operator=(const PlainNumbers&) = delete;
  ~PlainNumbers() {
    ::uselocale(before_);
    ::freelocale(plain_);
  }

 private:
  locale_t plain_, before_;
};

/// The library's workbook until it is closed or given up.
class Book {
 public:
  Book(const std::string& path, std::string temporary, bool large)
      : temporary_{std::move(temporary)} {
    lxw_workbook_options options{};
    options.constant_memory = LXW_TRUE;
    options.tmpdir = temporary_.data();
    options.use_zip64 = large ? LXW_TRUE : LXW_FALSE;
    book_ = workbook_new_opt(path.c_str(), &options);
    lxw_doc_properties properties{};
    properties.created = kCreated;
    if (book_ != nullptr) workbook_set_properties(book_, &properties);
  }
  Book(const Book&) = delete;
  Book& operator=(const Book&) = delete;
  ~Book() {
    if (book_ == nullptr) return;
    for (lxw_worksheet* sheet : sheets_)
      if (sheet->optimize_tmpfile != nullptr) std::fclose(sheet->optimize_tmpfile);
    lxw_workbook_free(book_);
  }

  lxw_workbook* get() const { return book_; }
  lxw_worksheet* add(const std::string& name) {
    lxw_worksheet* const sheet = workbook_add_worksheet(book_, name.c_str());
    if (sheet != nullptr) sheets_.push_back(sheet);
    return sheet;
  }
  lxw_error close() { return workbook_close(std::exchange(book_, nullptr)); }

 private:
  std::string temporary_;
  lxw_workbook* book_ = nullptr;
  std::vector<lxw_worksheet*> sheets_;
};

Result<Done> check_sizes(const std::vector<Sheet>& sheets, const std::string& shown,
                         Language language) {
  for (const Sheet& sheet : sheets) {
    const std::string title = in_language(title_of(sheet), language);
    const std::uint64_t rows = sheet.table->rows() + rows_around(sheet);
    if (rows > kMostRows)
      return Error{Fault::limit,
                   "output_workbook_too_long",
                   shown,
                   {title, fmt::format("{}", rows), fmt::format("{}", kMostRows)}};
    if (sheet.table->columns.size() > kMostColumns)
      return Error{
          Fault::limit,
          "output_workbook_too_wide",
          shown,
          {title, fmt::format("{}", sheet.table->columns.size()), fmt::format("{}", kMostColumns)}};
  }
  return Done{};
}

/// Moves the bytes of a file in memory to the disk, where every write is checked.
Result<Done> copy(const Descriptor& memory, const std::string& path, const std::string& shown) {
  Result<CheckedFile> file = CheckedFile::create(path, shown);
  if (!file) return file.error();
  std::string block(std::size_t{1} << 20, '\0');
  for (off_t at = 0;;) {
    const ssize_t got = ::pread(memory.get(), block.data(), block.size(), at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return write_failure(shown, errno);
    if (got == 0) break;
    const std::string_view bytes{block.data(), static_cast<std::size_t>(got)};
    if (auto put = file.value().add(bytes); !put) return put;
    at += got;
  }
  return file.value().finish();
}

}  // namespace

Result<Done> write_workbook(const std::string& path, const std::string& shown,
                            const std::vector<Sheet>& sheets, Language language, Problems& problems,
                            const Progress& progress) {
  if (auto fine = check_sizes(sheets, shown, language); !fine) return fine;
  const PlainNumbers numbers;
  // The library packs into memory: what it says of a full disk goes to stderr, in its own words.
  const Descriptor memory{::memfd_create("workbook", MFD_CLOEXEC)};
  if (memory.get() < 0) return write_failure(shown, errno);
  const auto failed = [&](const char* reason) {
    return Error{Fault::storage, "output_workbook_failed", shown, {reason}};
  };
  Book book{fmt::format("/proc/self/fd/{}", memory.get()),
            std::filesystem::path{path}.parent_path().string(),
            workbook_size_forecast(sheets) > kZip64From};
  if (book.get() == nullptr) return failed(std::strerror(ENOMEM));
  Formats formats{book.get(), language};
  const std::string file = std::filesystem::path{shown}.filename().string();
  std::vector<std::string> names;
  std::vector<SheetCount> counts;
  std::uint64_t rows = 0, all_rows = 0;
  for (const Sheet& sheet : sheets) all_rows += sheet.table->rows();
  for (const Sheet& sheet : sheets) {
    names.push_back(sheet_name(in_language(title_of(sheet), language), names));
    lxw_worksheet* const into = book.add(names.back());
    if (into == nullptr) return failed(std::strerror(errno));
    const auto go_on = [&](std::uint64_t done) {
      return tell(progress, "writing_results", rows + done, all_rows);
    };
    auto count = write_sheet(
        sheet, {into, formats, language, shown, file + ", " + names.back(), problems, go_on});
    if (!count) return count.error();
    counts.push_back(count.value());
    rows += sheet.table->rows();
  }
  if (const lxw_error error = book.close(); error != LXW_NO_ERROR)
    return failed(lxw_strerror(error));
  if (auto put = copy(memory, path, shown); !put) return put;
  return check_workbook(path, shown, counts);
}

std::uint64_t workbook_size_forecast(const std::vector<Sheet>& sheets) {
  constexpr std::uint64_t kBook = 20'000, kSheet = 4000, kRow = 40, kNumber = 45, kText = 70;
  std::uint64_t all = 0, largest = 0;  // as XML
  for (const Sheet& sheet : sheets) {
    std::uint64_t bytes = kSheet + sheet.table->rows() * kRow;
    for (const TableColumn& column : sheet.table->columns) {
      const auto* texts = std::get_if<std::vector<std::string>>(&column.values);
      bytes += column.size() * (texts == nullptr ? kNumber : kText);
      if (texts == nullptr) continue;
      for (const std::string& text : *texts) bytes += text.size();
    }
    all += bytes;
    largest = std::max(largest, bytes);
  }
  // The rows of all sheets, one of them once more with what stands round its rows, and the packed
  // file, which is a fifth of it or so.
  return kBook + all + largest + all / 4;
}

}  // namespace lifecircle
