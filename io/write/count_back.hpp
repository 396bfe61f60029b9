#pragma once

#include <cstdint>
#include <string>

#include "engine/base/result.hpp"
#include "io/write/vector_file.hpp"

namespace lifecircle {

/// Opens a finished file of one layer read-only with a driver of GDAL ("ESRI Shapefile",
/// "FlatGeobuf"), reads every row, and compares how many rows and shapes there are with `written`;
/// where the file has a spatial index, also how many shapes that leads to.
Result<Done> count_back(const std::string& path, const std::string& shown, const char* driver,
                        const Written& written);

/// An Error where other rows or shapes were found than written.
Result<Done> compare_counts(const std::string& shown, const Written& written, std::uint64_t rows,
                            std::uint64_t shapes);

}  // namespace lifecircle
