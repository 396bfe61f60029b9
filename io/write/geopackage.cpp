#include "io/write/geopackage.hpp"

#include <cassert>
#include <cstddef>
#include <utility>
#include <variant>

#include "io/write/checked_file.hpp"
#include "io/write/gdal_errors.hpp"
#include "io/write/geopackage_check.hpp"
#include "io/write/geopackage_writer.hpp"
#include "io/write/shape_geometry.hpp"
#include "io/write/target_crs.hpp"

namespace lifecircle {
namespace {

std::vector<const Table*> all_tables(const std::vector<Layer>& layers,
                                     const std::vector<Table>& tables) {
  std::vector<const Table*> all;
  for (const Layer& layer : layers) all.push_back(&layer.table);
  for (const Table& table : tables) all.push_back(&table);
  return all;
}

/// What went wrong is in GdalErrors; this only stops the work.
Error stopped(const std::string& shown) {
  return Error{Fault::storage, "output_gdal_failed", shown, {""}};
}

/// Tells how far the rows of all tables are.
class Rows {
 public:
  Rows(const std::vector<const Table*>& tables, const Progress& progress) : progress_{progress} {
    for (const Table* table : tables) all_ += table->rows();
  }
  bool tell_more(std::uint64_t rows) {
    done_ += rows;
    return tell(progress_, "writing_results", done_, all_);
  }

 private:
  const Progress& progress_;
  std::uint64_t all_ = 0, done_ = 0;
};

Result<Done> write_table(GeoPackageWriter& writer, const Table& table, const TargetCrs& crs,
                         const Frame& frame, const std::string& shown, Rows& rows) {
  assert(!table.has_shapes || table.columns.empty() || table.shapes.size() == table.rows());
  if (!writer.begin_table(table, table.has_shapes ? layer_type(table.shapes) : wkbNone))
    return stopped(shown);
  for (std::size_t row = 0; row < table.rows();) {
    const Result<Slab> slab = next_slab(table, row, crs, frame);
    if (!slab) return slab.error();
    if (!writer.add(table, slab.value())) return stopped(shown);
    row = slab.value().last_row;
    if (!rows.tell_more(row - slab.value().first_row))
      return Error{Fault::interrupted, "output_interrupted", shown};
  }
  return writer.end_table() ? Result<Done>{Done{}} : stopped(shown);
}

}  // namespace

Result<Done> write_geopackage(const std::string& path, const std::string& shown,
                              const std::vector<Layer>& layers, const std::vector<Table>& tables,
                              const Frame& frame, const std::string& crs, Language language,
                              const Progress& progress) {
  const std::vector<const Table*> all = all_tables(layers, tables);
  if (Result<Done> names = check_geopackage_names(all, shown); !names) return names;
  const Result<TargetCrs> target = TargetCrs::of(crs, shown);
  if (!target) return target.error();

  GeoPackageWriter writer{target.value(), language};
  Rows rows{all, progress};
  {
    GdalErrors errors;
    const GeoPackageSettings settings;
    Result<Done> done = writer.create(path) ? Result<Done>{Done{}} : stopped(shown);
    for (std::size_t i = 0; done && i < all.size(); ++i)
      done = write_table(writer, *all[i], target.value(), frame, shown, rows);
    if (done && !writer.finish(layers, all)) done = stopped(shown);
    writer.close();
    // A refusal of our own says more than what GDAL says about it.
    if (!done && done.error().key != "output_gdal_failed") return done;
    if (!done || errors.count() > 0) {
      return Error{
          Fault::storage, "output_gdal_failed", shown, {shown_words(errors.first(), path, shown)}};
    }
  }
  if (Result<Done> synced = sync_to_disk(path, shown); !synced) return synced;
  return check_geopackage(path, shown, writer.expected(), writer.styles());
}

Result<Done> check_geopackage_plan(const std::vector<Layer>& layers,
                                   const std::vector<Table>& tables, const Frame& frame,
                                   const std::string& crs, const std::string& shown) {
  if (Result<Done> names = check_geopackage_names(all_tables(layers, tables), shown); !names)
    return names;
  const Result<TargetCrs> target = TargetCrs::of(crs, shown);
  if (!target) return target.error();
  return target.value().check_place(frame.centre());
}

std::uint64_t geopackage_size_forecast(const std::vector<Layer>& layers,
                                       const std::vector<Table>& tables) {
  constexpr std::uint64_t kFile = 150'000, kTable = 40'000;  // schema, triggers, styles
  constexpr std::uint64_t kRow = 12, kShape = 20, kBox = 32, kIndexEntry = 90, kPart = 9,
                          kPoint = 16;
  std::uint64_t bytes = kFile;
  for (const Table* table : all_tables(layers, tables)) {
    bytes += kTable + table->rows() * kRow;
    for (const TableColumn& column : table->columns) {
      if (const auto* texts = std::get_if<std::vector<std::string>>(&column.values)) {
        for (const std::string& text : *texts) bytes += text.size() + 2;
      } else {
        bytes += column.size() * 9;
      }
    }
    if (!table->has_shapes) continue;
    const std::uint64_t box = table->shapes.kind == ShapeKind::point ? 0 : kBox;
    bytes += table->shapes.size() * (kShape + kIndexEntry + box) +
             table->shapes.part_first.size() * kPart + table->shapes.points.size() * kPoint;
  }
  return bytes + bytes / 5;
}

}  // namespace lifecircle
