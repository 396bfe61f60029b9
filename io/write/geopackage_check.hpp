#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/result.hpp"

namespace lifecircle {

/// What a table of a GeoPackage must hold when it is read back.
struct Expected {
  std::string table;
  std::uint64_t rows = 0;
  bool has_shapes = false;
  std::uint64_t shapes = 0;  ///< rows with geometry: so many in the table and in its spatial index
};

/// Opens a GeoPackage read-only, lets SQLite check every page, and counts: the rows and shapes of
/// each table, that their fids are 1 to n, that no other table is there, and `styles` rows in
/// layer_styles.
Result<Done> check_geopackage(const std::string& path, const std::string& shown,
                              const std::vector<Expected>& expected, std::uint64_t styles);

}  // namespace lifecircle
