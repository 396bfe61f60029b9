#include "io/write/count_back.hpp"

#include <cstdint>
#include <memory>
#include <string_view>

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "io/write/gdal_errors.hpp"

namespace lifecircle {
namespace {

void know(std::string_view driver) {
  if (driver == "FlatGeobuf") RegisterOGRFlatGeobuf();
  if (driver == "ESRI Shapefile") RegisterOGRShape();
}

struct Count {
  std::uint64_t rows = 0, shapes = 0;
};

Count count_of(OGRLayer& layer) {
  Count count;
  layer.ResetReading();
  while (const std::unique_ptr<OGRFeature> feature{layer.GetNextFeature()}) {
    ++count.rows;
    if (feature->GetGeometryRef() != nullptr) ++count.shapes;
  }
  return count;
}

Error wrong(const std::string& shown, const char* what, std::uint64_t wanted, std::uint64_t found) {
  return Error{Fault::storage,
               "output_read_back_wrong",
               shown,
               {what, fmt::format("{}", wanted), fmt::format("{}", found)}};
}

}  // namespace

Result<Done> count_back(const std::string& path, const std::string& shown, const char* driver,
                        const Written& written) {
  GdalErrors errors;
  const auto unread = [&] {
    return Error{
        Fault::storage, "output_not_read_back", shown, {shown_words(errors.first(), path, shown)}};
  };
  know(driver);
  const char* const drivers[] = {driver, nullptr};
  std::unique_ptr<GDALDataset> data{
      GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR,
                        drivers, nullptr, nullptr)};
  OGRLayer* layer = data ? data->GetLayer(0) : nullptr;
  if (layer == nullptr) return unread();
  const Count all = count_of(*layer);
  if (errors.count() > 0) return unread();
  if (auto same = compare_counts(shown, written, all.rows, all.shapes); !same) return same;
  OGREnvelope box;
  if (layer->TestCapability(OLCFastSpatialFilter) != 0 && written.shapes > 0 &&
      layer->GetExtent(&box) == OGRERR_NONE) {
    layer->SetSpatialFilterRect(box.MinX, box.MinY, box.MaxX, box.MaxY);
    const Count indexed = count_of(*layer);
    if (indexed.shapes != written.shapes)
      return wrong(shown, "spatial index", written.shapes, indexed.shapes);
  }
  data.reset();
  if (errors.count() > 0) return unread();
  return Done{};
}

Result<Done> compare_counts(const std::string& shown, const Written& written, std::uint64_t rows,
                            std::uint64_t shapes) {
  if (rows != written.rows) return wrong(shown, "rows", written.rows, rows);
  if (shapes != written.shapes) return wrong(shown, "shapes", written.shapes, shapes);
  return Done{};
}

}  // namespace lifecircle
