#include "io/write/gdal_fields.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "io/write/clean_text.hpp"

namespace lifecircle {

OGRFieldType field_type(const TableColumn& column) {
  constexpr std::array<OGRFieldType, 3> kTypes{OFTInteger64, OFTReal, OFTString};
  return kTypes[column.values.index()];
}

void set_field(OGRFeature& feature, int field, const TableColumn& column, std::size_t row) {
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values)) {
    const std::int64_t value = (*integers)[row];
    value == kNoInteger ? feature.SetFieldNull(field)
                        : feature.SetField(field, static_cast<GIntBig>(value));
  } else if (const auto* numbers = std::get_if<std::vector<double>>(&column.values)) {
    const double value = (*numbers)[row];
    std::isfinite(value) ? feature.SetField(field, value) : feature.SetFieldNull(field);
  } else {
    const std::string& value = std::get<std::vector<std::string>>(column.values)[row];
    value.empty() ? feature.SetFieldNull(field)
                  : feature.SetField(field, clean_text(value).c_str());
  }
}

}  // namespace lifecircle
