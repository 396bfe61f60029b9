#include "io/write/geojson.hpp"

#include <cmath>
#include <cstdint>
#include <iterator>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <ogr_geometry.h>
#include <nlohmann/json.hpp>

#include "io/write/checked_file.hpp"
#include "io/write/clean_text.hpp"

namespace lifecircle {
namespace {

std::string json_text(std::string_view text) {
  return nlohmann::json(clean_text(text)).dump();
}

void append_value(std::string& line, const TableColumn& column, std::size_t row) {
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values)) {
    const std::int64_t value = (*integers)[row];
    line += value == kNoInteger ? "null" : fmt::format("{}", value);
  } else if (const auto* numbers = std::get_if<std::vector<double>>(&column.values)) {
    const double value = (*numbers)[row];
    if (!std::isfinite(value)) {
      line += "null";
      return;
    }
    const std::string digits = fmt::format("{}", value);  // the shortest that reads back the same
    line += digits;
    if (digits.find_first_of(".e") == std::string::npos) line += ".0";
  } else {
    const std::string& value = std::get<std::vector<std::string>>(column.values)[row];
    line += value.empty() ? "null" : json_text(value);
  }
}

// ---------------------------------------------------------------------------- geometry

void append_place(std::string& line, double x, double y) {
  // Adding 0 makes 0 of -0.
  fmt::format_to(std::back_inserter(line), "[{},{}]", x + 0.0, y + 0.0);
}

void append_coordinates(std::string& line, const OGRGeometry& geometry);

template <class Members>
void append_list(std::string& line, const Members& members) {
  line += '[';
  const char* comma = "";
  for (const auto* member : members) {
    line += std::exchange(comma, ",");
    append_coordinates(line, *member);
  }
  line += ']';
}

void append_coordinates(std::string& line, const OGRGeometry& geometry) {
  switch (wkbFlatten(geometry.getGeometryType())) {
    case wkbPoint:
      append_place(line, geometry.toPoint()->getX(), geometry.toPoint()->getY());
      break;
    case wkbLineString: {
      const OGRLineString& curve = *geometry.toLineString();
      line += '[';
      for (int i = 0; i < curve.getNumPoints(); ++i) {
        if (i > 0) line += ',';
        append_place(line, curve.getX(i), curve.getY(i));
      }
      line += ']';
      break;
    }
    case wkbPolygon:
      append_list(line, *geometry.toPolygon());
      break;
    default:
      append_list(line, *geometry.toGeometryCollection());
  }
}

void append_geometry(std::string& line, const OGRGeometry& geometry) {
  line += R"({"type":")";
  switch (wkbFlatten(geometry.getGeometryType())) {
    case wkbPoint:
      line += "Point";
      break;
    case wkbMultiPoint:
      line += "MultiPoint";
      break;
    case wkbLineString:
      line += "LineString";
      break;
    case wkbMultiLineString:
      line += "MultiLineString";
      break;
    default:
      line += "MultiPolygon";
  }
  line += R"(","coordinates":)";
  append_coordinates(line, geometry);
  line += '}';
}

// ------------------------------------------------------------------------------- file

class GeoJson final : public LayerWriter {
 public:
  GeoJson(const LayerPlan& plan, CheckedFile file) : plan_{plan}, file_{std::move(file)} {
    for (const TableColumn& column : plan_.layer.table.columns) {
      keys_.push_back(json_text(column.name) + ':');
    }
  }

  Result<Done> add(const Table& batch, const Slab& slab) override {
    std::string line;
    for (std::size_t row = slab.first_row; row < slab.last_row; ++row) {
      line = std::exchange(separator_, ",\n");
      line += R"({"type":"Feature","properties":{)";
      for (std::size_t i = 0; i < keys_.size(); ++i) {
        if (i > 0) line += ',';
        line += keys_[i];
        append_value(line, batch.columns[i], row);
      }
      line += R"(},"geometry":)";
      const auto geometry = geometry_of(batch.shapes, row, slab, plan_.type);
      geometry ? append_geometry(line, *geometry) : void(line += "null");
      line += '}';
      if (Result<Done> put = file_.add(line); !put) return put;
    }
    return Done{};
  }

  Result<Done> finish(Written& written) override {
    const char* const end = written.rows == 0 ? "]}\n" : "\n]}\n";
    if (Result<Done> put = file_.add(end); !put) return put;
    if (Result<Done> done = file_.finish(); !done) return done;
    return check_geojson(plan_.path, plan_.shown, written);
  }

 private:
  const LayerPlan& plan_;
  CheckedFile file_;
  std::vector<std::string> keys_;
  const char* separator_ = "\n";
};

}  // namespace

Result<std::unique_ptr<LayerWriter>> begin_geojson(const LayerPlan& plan) {
  Result<CheckedFile> file = CheckedFile::create(plan.path, plan.shown);
  if (!file) return file.error();
  if (auto put = file.value().add(R"({"type":"FeatureCollection","features":[)"); !put)
    return put.error();
  return std::unique_ptr<LayerWriter>{std::make_unique<GeoJson>(plan, std::move(file).value())};
}

}  // namespace lifecircle
