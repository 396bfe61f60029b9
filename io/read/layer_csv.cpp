#include <algorithm>
#include <filesystem>
#include <utility>

#include <ogr_geometry.h>

#include "io/read/csv.hpp"
#include "io/read/gdal_open.hpp"
#include "io/read/layer_rows.hpp"
#include "io/read/text.hpp"

namespace lifecircle {
namespace {

class CsvRows final : public RawRows {
 public:
  CsvRows(LayerSource source, CsvFile csv, RowTexts texts)
      : source_{std::move(source)}, csv_{std::move(csv)}, texts_{std::move(texts)} {
    names_ = source_.columns;  // in the study's own encoding
    if (names_.empty())
      for (const std::string& name : csv_.head()) names_.push_back(texts_.name(name));
  }

  std::string layer() const override { return {}; }
  const std::vector<std::string>& names() const override { return names_; }
  std::string id_name() const override { return {}; }
  bool has_geometry() const override { return false; }
  const OGRSpatialReference* crs() const override { return nullptr; }
  std::uint64_t expected() const override { return 0; }

  Result<Done> want(const std::vector<int>& columns, bool) override {
    columns_ = columns;
    if (!begun_) return Done{};
    const bool tabs = lowered(source_.file).ends_with(".tsv");
    auto again = CsvFile::open(source_.file, tabs, source_.encoding, source_.columns);
    if (!again) return again.error();
    csv_ = std::move(again).value();
    begun_ = false;
    first_ = true;
    return Done{};
  }

  Result<bool> next(LayerRow& row, Problems& problems) override {
    begun_ = true;
    for (;;) {
      const auto more = csv_.next(record_);
      if (!more || !more.value()) return more;
      if (!record_.is_text) {
        problems.add(
            {.key = "csv_row_not_text", .file = source_.file, .layer = {}, .row = record_.line});
        continue;
      }
      if (std::exchange(first_, false) && says_names())
        problems.add({.key = "csv_head_is_row",
                      .file = source_.file,
                      .layer = {},
                      .row = record_.line,
                      .set_aside = false});
      const std::size_t width = names().size();
      std::size_t used = record_.fields.size();
      while (used > width && trimmed(record_.fields[used - 1]).empty()) --used;
      if (used != width)
        problems.add({.key = used > width ? "csv_row_long" : "csv_row_short",
                      .file = source_.file,
                      .layer = {},
                      .row = record_.line,
                      .args = {std::to_string(used), std::to_string(width)},
                      .set_aside = used > width});
      if (used > width) continue;  // what stands where cannot be known
      record_.fields.resize(width);
      row.id = record_.line;
      row.values.clear();
      for (const int column : columns_) {
        const auto c = static_cast<std::size_t>(column);
        row.values.push_back(texts_.read(record_.fields[c], record_.line, names_[c], problems));
      }
      return true;
    }
  }

 private:
  /// A row that calls a column what the study calls it is no row.
  bool says_names() const {
    for (std::size_t c = 0; c < source_.columns.size() && c < record_.fields.size(); ++c)
      if (!record_.fields[c].empty() && trimmed(record_.fields[c]) == source_.columns[c])
        return true;
    return false;
  }

  LayerSource source_;
  CsvFile csv_;
  RowTexts texts_;
  std::vector<std::string> names_;
  CsvFile::Record record_;
  std::vector<int> columns_;
  bool begun_ = false, first_ = true;
};

}  // namespace

Result<std::unique_ptr<RawRows>> open_csv_rows(const LayerSource& source, Problems& problems) {
  const std::string only = std::filesystem::path{source.file}.stem().string();
  if (!source.layer.empty() && source.layer != only)
    return not_there("no_such_layer", source.file, source.layer, {only});
  const bool tabs = lowered(source.file).ends_with(".tsv");
  auto csv = CsvFile::open(source.file, tabs, source.encoding, source.columns);
  if (!csv) return csv.error();
  auto texts = RowTexts::make(csv.value().encoding(), source.file, "");
  if (!texts) return texts.error();
  texts.value().tell(problems);
  return std::unique_ptr<RawRows>{
      new CsvRows{source, std::move(csv).value(), std::move(texts).value()}};
}

}  // namespace lifecircle
