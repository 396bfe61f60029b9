#pragma once

#include <cstddef>

#include <ogr_feature.h>

#include "engine/study/table.hpp"

namespace lifecircle {

/// What GDAL calls a column's type.
OGRFieldType field_type(const TableColumn& column);

/// Puts a row's value into a feature; what is missing becomes null, never unset: a row of other
/// columns would be another statement to prepare. Texts are clean (clean_text.hpp).
void set_field(OGRFeature& feature, int field, const TableColumn& column, std::size_t row);

}  // namespace lifecircle
