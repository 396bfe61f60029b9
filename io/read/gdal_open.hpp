#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/base/result.hpp"

class GDALDataset;

namespace lifecircle {

/// What a file is, decided by the end of its name and by nothing else: a file never
/// chooses the code that reads it.
enum class FileFamily {
  gpkg,
  shapefile,
  geojson,
  gdb,
  flatgeobuf,
  csv,
  tsv,
  xlsx,
  ods,
  geotiff,
  postgis,  ///< no file: io/read/database.hpp
  srtm,  ///< a tile of heights, placed by its name: N41E001.hgt, or N41E001.hgt.zip with it inside
  dxf    ///< a CAD drawing: io/read/dxf.hpp
};

/// Says no to every name that is not plainly a file (or, for .gdb, a folder) on this
/// machine: schemes (http://), GDAL's virtual file systems (/vsi...), text given in
/// place of a file ({...}, <...>), pipes and devices; to files that are missing or may not be
/// read; and to endings no reader is kept for.
Result<FileFamily> family_of(const std::string& path);

/// `path` made absolute, so that no driver can take its beginning for a command.
std::string absolute_path(const std::string& path);

/// Sets GDAL up once for the process: only the drivers of FileFamily, no plugins, no network, no
/// scripts, nothing from the environment that could change how a file is read. Cheap after the
/// first call; safe from any thread.
void prepare_gdal();

/// GDAL's complaints while this lives, kept instead of printed. One thread's.
class GdalMessages {
 public:
  GdalMessages();
  ~GdalMessages();
  GdalMessages(const GdalMessages&) = delete;
  GdalMessages& operator=(const GdalMessages&) = delete;

  /// The first failure since the last clear(), or "".
  const std::string& failure() const { return failure_; }
  void clear() { failure_.clear(); }
  void add_failure(const std::string& text) {
    if (failure_.empty()) failure_ = text;
  }

 private:
  std::string failure_;
};

struct CloseDataset {
  void operator()(GDALDataset* dataset) const;
};
using Dataset = std::unique_ptr<GDALDataset, CloseDataset>;

enum class Holds { layers, cells };

/// Opens a file read-only with its family's one driver. `options`: NAME=VALUE open options.
Result<Dataset> open_dataset(const std::string& path, FileFamily family, Holds holds,
                             const std::vector<std::string>& options = {});

}  // namespace lifecircle
