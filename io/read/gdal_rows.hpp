#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ogr_spatialref.h>

#include "io/read/dbf_check.hpp"
#include "io/read/gdal_open.hpp"
#include "io/read/layer_rows.hpp"
#include "io/read/row_text.hpp"

class OGRFeature;
class OGRLayer;

namespace lifecircle {

/// Which geometry of a layer is read; only tables of databases have more than one.
struct GeometryColumn {
  int at = 0;
  std::string layer = {};                       ///< what it is then called; empty: as it is
  std::optional<OGRSpatialReference> crs = {};  ///< in place of the layer's own
};

/// The rows of one layer of an open dataset, as text and geometry.
class GdalRows final : public RawRows {
 public:
  /// `raw`: texts come as the bytes that the file holds; else GDAL has made UTF-8 of them.
  GdalRows(LayerSource source, Dataset dataset, OGRLayer* layer, bool raw,
           GeometryColumn column = {});

  std::string layer() const override;
  const std::vector<std::string>& names() const override { return names_; }
  std::string id_name() const override;
  bool has_geometry() const override;
  const OGRSpatialReference* crs() const override;
  std::uint64_t expected() const override { return expected_; }

  /// To be called once, first. `said`: the encoding of raw texts, where somebody says it. Else all
  /// of them are looked at: one bad word decides for all, since short words can be both.
  Result<Done> prepare_text(std::optional<TextEncoding> said, Problems& problems);

  Result<Done> want(const std::vector<int>& columns, bool geometry) override;
  Result<bool> next(LayerRow& row, Problems& problems) override;

 private:
  /// The table of a FileGDB must open; that of a Shapefile must be one, and one of these shapes.
  std::optional<Error> table_fault(Problems& problems);
  void tell_damaged(std::int64_t row, std::string why, Problems& problems);
  /// A number of a Shapefile that GDAL would make 0 of, or something else that is not there.
  bool is_bad_number(const OGRFeature& feature, int field, Problems& problems);
  Result<Utf8Check> look_at_texts();
  std::string text_of(const OGRFeature& feature, int field, std::int64_t row, Problems& problems);

  LayerSource source_;
  Dataset dataset_;
  OGRLayer* layer_;
  GeometryColumn column_;
  bool raw_;
  bool told_ = false;
  std::optional<RowTexts> texts_;
  std::vector<std::string> names_;
  std::uint64_t expected_ = 0, seen_ = 0;
  bool counted_ = false;      // the file says for certain how many rows it has
  bool reads_ahead_ = false;  // a complaint may be of a later row
  std::string owed_;          // such a complaint
  std::string table_failure_;
  std::optional<std::int64_t> last_;
  std::optional<DbfCheck> dbf_;
  std::vector<int> columns_;
  bool geometry_ = true;
};

}  // namespace lifecircle
