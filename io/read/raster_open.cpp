#include "io/read/raster_open.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "io/read/layer_crs.hpp"

namespace lifecircle {

namespace {

void tell_doubts(const LayerSource& source, const LayerCrs& crs, const RawNumbers& numbers,
                 Problems& problems) {
  auto doubt = doubt_of(crs, numbers);
  if (!doubt) return;
  if (doubt->key == "crs_looks_swapped") doubt->key = "raster_looks_swapped";
  problems.add({.key = std::move(doubt->key),
                .file = source.file,
                .layer = {},
                .args = std::move(doubt->args),
                .set_aside = false});
}

/// Errors whose remedy is a key that rasters have not.
bool names_axes(const std::string& key) {
  return key == "crs_missing_swapped" || key == "crs_missing_meridian_swapped" ||
         key == "crs_swapped";
}

}  // namespace

Result<Raster> open_raster(const LayerSource& source, Problems& problems,
                           std::initializer_list<FileFamily> families) {
  const auto family = family_of(source.file);
  if (!family) return family.error();
  if (std::find(families.begin(), families.end(), family.value()) == families.end())
    return Error{Fault::input, "layer_is_no_raster", source.file};
  auto opened = open_dataset(source.file, family.value(), Holds::cells);
  if (!opened) return opened.error();
  Raster raster;
  raster.dataset = std::move(opened).value();
  const GdalMessages quiet;
  raster.width = raster.dataset->GetRasterXSize();
  raster.height = raster.dataset->GetRasterYSize();
  if (raster.dataset->GetRasterCount() < 1 || raster.width < 1 || raster.height < 1)
    return Error{Fault::input, "raster_empty", source.file};
  raster.band = raster.dataset->GetRasterBand(1);
  if (GDALDataTypeIsComplex(raster.band->GetRasterDataType()) != 0)
    return Error{Fault::input, "raster_complex", source.file};
  if (raster.dataset->GetGeoTransform(raster.grid.data()) != CE_None ||
      GDALInvGeoTransform(raster.grid.data(), raster.inverse.data()) == 0)
    return Error{Fault::input, "raster_no_place", source.file};
  LonLatBox box;
  for (const std::int64_t column : {std::int64_t{0}, raster.width})
    for (const std::int64_t row : {std::int64_t{0}, raster.height}) {
      const auto c = static_cast<double>(column), r = static_cast<double>(row);
      if (!std::isfinite(raster.x(c, r)) || !std::isfinite(raster.y(c, r)))
        return Error{Fault::input, "raster_no_place", source.file};
      box.add(raster.x(c, r), raster.y(c, r));
    }
  RawNumbers numbers;
  numbers.add(box);
  auto crs = choose_crs(source, "", raster.dataset->GetSpatialRef(), false, numbers, problems);
  if (!crs && names_axes(crs.error().key))
    return Error{Fault::input, "raster_swapped", source.file};
  if (!crs) return crs.error();
  if (crs.value().swap) return Error{Fault::input, "raster_swapped", source.file};
  raster.to_lonlat = crs.value().to_lonlat;
  tell_doubts(source, crs.value(), numbers, problems);
  problems.note(std::move(crs.value().conversion));
  return raster;
}

}  // namespace lifecircle
