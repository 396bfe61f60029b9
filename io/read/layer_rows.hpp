#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/problems.hpp"
#include "engine/base/result.hpp"
#include "io/read/crs.hpp"
#include "io/read/layer.hpp"
#include "io/read/layer_crs.hpp"

class OGRGeometry;

namespace lifecircle {

/// One row of a layer, as text and as GDAL's geometry.
struct LayerRow {
  LayerRow();
  ~LayerRow();
  LayerRow(LayerRow&&) noexcept;
  LayerRow& operator=(LayerRow&&) noexcept;

  std::int64_t id = 0;
  std::vector<std::string> values;  ///< of the wanted columns, in their order
  std::unique_ptr<OGRGeometry> geometry;
  std::string fault;  ///< message key: why there is no geometry; else empty
  std::vector<std::string> fault_args;
};

/// Rows of a file before anyone asks what they mean. Heirs: GDAL's layers, CSV, the rows of a
/// file read by another process, and edited rows (row_edits.hpp).
class RawRows {
 public:
  virtual ~RawRows() = default;

  /// The layer's name, "" for a CSV.
  virtual std::string layer() const = 0;
  virtual const std::vector<std::string>& names() const = 0;
  /// A column that is no attribute but can be asked for (GeoPackage's fid), or "".
  virtual std::string id_name() const = 0;
  virtual bool has_geometry() const = 0;
  /// The layer's own CRS, or null. Lives as long as this.
  virtual const OGRSpatialReference* crs() const = 0;
  /// How many rows there will be; 0: not known.
  virtual std::uint64_t expected() const = 0;

  static constexpr int kRowId = -1;  ///< in place of a column: id_name()
  /// Sets what next() brings and starts over.
  virtual Result<Done> want(const std::vector<int>& columns, bool geometry) = 0;
  virtual Result<bool> next(LayerRow& row, Problems& problems) = 0;
};

/// Opens `source.file`'s layer with its family's reader. `problems` gets what the file as a whole
/// has.
Result<std::unique_ptr<RawRows>> open_gdal_rows(const LayerSource& source, Problems& problems);
Result<std::unique_ptr<RawRows>> open_csv_rows(const LayerSource& source, Problems& problems);

/// "streets.gpkg, layer roads": how errors name a layer.
std::string place_of(const LayerSource& source, const std::string& layer);

/// "no_such_layer" or "no_such_column" with what there is and what may have been meant.
Error not_there(const std::string& key, const std::string& where, const std::string& name,
                const std::vector<std::string>& known);

/// The rows of a layer that `source.where` admits, with the named columns and a geometry: the
/// layer's own or, in a table, made of its columns of coordinates.
class LayerRows {
 public:
  struct Wish {
    std::vector<std::string> columns;
    bool all_columns = false;
    bool geometry = true;
    bool geometry_optional = false;
  };
  static Result<LayerRows> open(const LayerSource& source, const Wish& wish, Problems& problems);

  const std::string& layer() const { return layer_; }
  const std::vector<std::string>& columns() const { return columns_; }
  const ToLonLat& to_lonlat() const { return crs_.to_lonlat; }
  /// What speaks against the layer's CRS in the rows read so far; next() tells it at the end.
  std::optional<CrsDoubt> crs_doubt() const { return doubt_of(crs_, numbers_); }
  std::uint64_t expected() const { return raw_->expected(); }
  Result<bool> next(LayerRow& row, Problems& problems);

 private:
  struct Test {
    std::size_t value;  ///< of the raw row
    std::vector<std::string> admitted;
  };
  struct Places {  ///< of the raw row's values; of a table
    std::optional<std::size_t> x, y, wkt;
  };
  Result<Done> find_places(const LayerSource& source, bool optional, std::vector<int>& raw_columns);
  Result<Done> find_crs(const LayerSource& source, Problems& problems);
  bool admits(const LayerRow& row) const;
  /// The geometry of a row of a table, and exchanged axes put right.
  void make_geometry(LayerRow& row, bool swap) const;
  void make_geometry(LayerRow& row) const;
  void look_at(const LayerRow& row);
  void tell_doubts(Problems& problems);

  std::shared_ptr<const RowEdits> edits_;  ///< that raw_ may look at
  std::unique_ptr<RawRows> raw_;
  std::string layer_, where_;
  std::vector<std::string> columns_;
  std::vector<Test> tests_;
  Places places_;
  bool table_ = false;
  std::string file_;
  LayerCrs crs_{};
  RawNumbers numbers_;                    ///< of the rows read, axes put right
  std::uint64_t outside_ = 0, near_ = 0;  ///< rows that a web map may not shift
  bool told_ = false;
};

}  // namespace lifecircle
