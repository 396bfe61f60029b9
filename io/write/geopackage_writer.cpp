#include "io/write/geopackage_writer.hpp"

#include <cassert>
#include <cstddef>
#include <set>

#include <ogrsf_frmts.h>

#include "io/write/clean_text.hpp"
#include "io/write/gdal_fields.hpp"

namespace lifecircle {
namespace {

RowBox box_of(const OGRGeometry& geometry, std::size_t row) {
  OGREnvelope box;
  geometry.getEnvelope(&box);
  return {static_cast<std::int64_t>(row) + 1, box.MinX, box.MaxX, box.MinY, box.MaxY};
}

}  // namespace

bool GeoPackageWriter::create(const std::string& path) {
  RegisterOGRGeoPackage();
  GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GPKG");
  if (driver == nullptr) return false;
  CPLStringList options;
  options.SetNameValue("VERSION", "1.2");
  data_.reset(driver->Create(path.c_str(), 0, 0, 0, GDT_Unknown, options.List()));
  return data_ != nullptr;
}

bool GeoPackageWriter::begin_table(const Table& like, OGRwkbGeometryType type) {
  const std::string geometry = free_column_name(like, "geom");
  CPLStringList options;
  options.SetNameValue("FID", free_column_name(like, "fid").c_str());
  options.SetNameValue("GEOMETRY_NAME", geometry.c_str());
  options.SetNameValue("SPATIAL_INDEX", "NO");  // made here: SpatialIndex
  options.SetNameValue("ASPATIAL_VARIANT", "GPKG_ATTRIBUTES");
  const std::string title = clean_text(title_of(like, language_));
  if (!title.empty()) options.SetNameValue("DESCRIPTION", title.c_str());

  type_ = like.has_shapes ? type : wkbNone;
  OGRSpatialReference reference{crs_.reference()};
  layer_ = data_->CreateLayer(like.name.c_str(), like.has_shapes ? &reference : nullptr, type_,
                              options.List());
  if (layer_ == nullptr) return false;
  for (const TableColumn& column : like.columns) {
    OGRFieldDefn field{column.name.c_str(), field_type(column)};
    if (layer_->CreateField(&field) != OGRERR_NONE) return false;
  }
  if (layer_->SyncToDisk() != OGRERR_NONE) return false;
  if (like.has_shapes) index_.emplace(*data_, like.name, geometry);
  expected_.push_back({like.name, 0, like.has_shapes, 0});
  return data_->StartTransaction() == OGRERR_NONE;
}

bool GeoPackageWriter::add(const Table& batch, const Slab& slab) {
  OGRFeature feature{layer_->GetLayerDefn()};
  std::uint64_t& rows = expected_.back().rows;
  for (std::size_t row = slab.first_row; row < slab.last_row; ++row) {
    feature.SetFID(OGRNullFID);  // the next one
    for (std::size_t i = 0; i < batch.columns.size(); ++i) {
      assert(batch.columns[i].size() == batch.rows());
      set_field(feature, static_cast<int>(i), batch.columns[i], row);
    }
    if (type_ != wkbNone) {
      auto geometry = geometry_of(batch.shapes, row, slab, type_);
      if (geometry) boxes_.push_back(box_of(*geometry, rows));
      feature.SetGeometryDirectly(geometry.release());
    }
    if (layer_->CreateFeature(&feature) != OGRERR_NONE) return false;
    ++rows;
  }
  return true;
}

bool GeoPackageWriter::end_table() {
  if (index_) index_->fill(boxes_);
  expected_.back().shapes = boxes_.size();
  index_.reset();
  boxes_ = {};
  return data_->CommitTransaction() == OGRERR_NONE && layer_->SyncToDisk() == OGRERR_NONE;
}

bool GeoPackageWriter::finish(const std::vector<Layer>& layers,
                              const std::vector<const Table*>& tables) {
  if (data_->StartTransaction() != OGRERR_NONE) return false;
  describe_columns(*data_, tables, language_);
  styles_ = add_styles(*data_, layers, language_);
  return data_->CommitTransaction() == OGRERR_NONE;
}

// SQL takes names that differ by case for the same.
Result<Done> check_geopackage_names(const std::vector<const Table*>& tables,
                                    const std::string& shown) {
  std::set<std::string> names{"layer_styles"};
  for (const Table* table : tables) {
    const std::string name = lower_ascii(table->name);
    const bool reserved = name.empty() || name.starts_with("gpkg_") || name.starts_with("rtree_") ||
                          name.starts_with("sqlite_");
    if (reserved || !names.insert(name).second) {
      return Error{Fault::input, "output_layer_name", shown, {table->name}};
    }
    std::set<std::string> columns;
    for (const TableColumn& column : table->columns) {
      if (column.name.empty() || !columns.insert(lower_ascii(column.name)).second) {
        return Error{Fault::input, "output_column_name", shown, {table->name, column.name}};
      }
    }
  }
  return Done{};
}

}  // namespace lifecircle
