#include "io/write/kml.hpp"

#include <cmath>
#include <iterator>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <ogr_geometry.h>

#include "io/write/checked_file.hpp"
#include "io/write/clean_text.hpp"
#include "io/write/drawing.hpp"
#include "io/write/geopackage_sql.hpp"

namespace lifecircle {
namespace {

constexpr std::string_view kAreaOpacity = "66";  // of ff: the picture below must show
constexpr double kPixelMm = 0.28;                // a pixel of SLD, so that lines look as in QGIS
constexpr std::string_view kNoClass = "#808080";

// ------------------------------------------------------------------------------ styles

/// aabbggrr, as KML has it.
std::string kml_colour(const std::string& rgb, std::string_view opacity) {
  const std::string hex = lower_ascii(colour_of(rgb));
  return std::string{opacity} + hex.substr(5, 2) + hex.substr(3, 2) + hex.substr(1, 2);
}

std::string style_of(const Drawing& drawing, const std::string& id, const std::string& colour) {
  const std::string full = kml_colour(colour, "ff");
  std::string body;
  switch (drawing.kind) {
    case ShapeKind::point:
      body = fmt::format("<IconStyle><color>{}</color></IconStyle>", full);
      break;
    case ShapeKind::line:
      body = fmt::format("<LineStyle><color>{}</color><width>{:.2f}</width></LineStyle>", full,
                         drawing.size_mm / kPixelMm);
      break;
    case ShapeKind::area:
      body = fmt::format(
          "<LineStyle><color>{}</color><width>2</width></LineStyle>"
          "<PolyStyle><color>{}</color></PolyStyle>",
          full, kml_colour(colour, kAreaOpacity));
  }
  return fmt::format("<Style id=\"{}\">{}</Style>\n", id, body);
}

std::string class_id(std::size_t number) {
  return fmt::format("class{}", number);
}

std::string head_of(const LayerPlan& plan, const Drawing& drawing) {
  const Table& table = plan.layer.table;
  const std::string& title = title_of(table, plan.language);
  const std::string name = xml_text(title.empty() ? table.name : title);
  std::string text = fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n<name>{0}</name>\n"
      // One line in the list of places, not one a row.
      "<Style id=\"list\"><ListStyle><listItemType>checkHideChildren</listItemType></ListStyle>"
      "</Style>\n",
      name);
  for (std::size_t i = 0; i < drawing.classes.size(); ++i)
    text += style_of(drawing, class_id(i), drawing.classes[i].colour);
  text += style_of(drawing, "other", std::string{kNoClass});
  text += fmt::format("<Schema name=\"{}\" id=\"row\">", xml_text(table.name));
  for (const TableColumn& column : table.columns) {
    const std::string& label = title_of(column, plan.language);
    text += fmt::format(
        "<SimpleField type=\"{}\" name=\"{}\"><displayName>{}</displayName></SimpleField>",
        std::holds_alternative<std::vector<std::string>>(column.values) ? "string" : "double",
        xml_text(column.name), xml_text(label.empty() ? column.name : label));
  }
  // A folder, as a document without rows is no layer to GDAL.
  return text +
         fmt::format("</Schema>\n<Folder>\n<name>{}</name>\n<styleUrl>#list</styleUrl>\n", name);
}

// ------------------------------------------------------------------------------- rows

std::string value_text(const TableColumn& column, std::size_t row) {
  if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values)) {
    const std::int64_t value = (*integers)[row];
    return value == kNoInteger ? "" : fmt::format("{}", value);
  }
  if (const auto* numbers = std::get_if<std::vector<double>>(&column.values)) {
    const double value = (*numbers)[row];
    return std::isfinite(value) ? fmt::format("{}", value) : "";
  }
  return xml_text(std::get<std::vector<std::string>>(column.values)[row]);
}

void append_coordinates(std::string& line, const OGRSimpleCurve& curve) {
  line += "<coordinates>";
  for (int i = 0; i < curve.getNumPoints(); ++i) {
    if (i > 0) line += ' ';
    // Adding 0 makes 0 of -0.
    fmt::format_to(std::back_inserter(line), "{},{}", curve.getX(i) + 0.0, curve.getY(i) + 0.0);
  }
  line += "</coordinates>";
}

void append_polygon(std::string& line, const OGRPolygon& polygon) {
  line += "<Polygon><tessellate>1</tessellate>";
  bool outer = true;
  for (const OGRLinearRing* ring : polygon) {
    const char* const boundary =
        std::exchange(outer, false) ? "outerBoundaryIs" : "innerBoundaryIs";
    line += fmt::format("<{}><LinearRing>", boundary);
    append_coordinates(line, *ring);
    line += fmt::format("</LinearRing></{}>", boundary);
  }
  line += "</Polygon>";
}

void append_geometry(std::string& line, const OGRGeometry& geometry) {
  switch (wkbFlatten(geometry.getGeometryType())) {
    case wkbPoint: {
      const OGRPoint& point = *geometry.toPoint();
      line += fmt::format("<Point><coordinates>{},{}</coordinates></Point>", point.getX() + 0.0,
                          point.getY() + 0.0);
      break;
    }
    case wkbLineString:
      line += "<LineString><tessellate>1</tessellate>";
      append_coordinates(line, *geometry.toLineString());
      line += "</LineString>";
      break;
    case wkbPolygon:
      append_polygon(line, *geometry.toPolygon());
      break;
    default:
      line += "<MultiGeometry>";
      for (const OGRGeometry* part : *geometry.toGeometryCollection()) append_geometry(line, *part);
      line += "</MultiGeometry>";
  }
}

class Kml final : public LayerWriter {
 public:
  Kml(const LayerPlan& plan, Drawing drawing, CheckedFile file)
      : plan_{plan}, drawing_{std::move(drawing)}, file_{std::move(file)} {
    for (const TableColumn& column : plan_.layer.table.columns)
      openings_.push_back(fmt::format("<SimpleData name=\"{}\">", xml_text(column.name)));
  }

  Result<Done> add(const Table& batch, const Slab& slab) override {
    std::string line;
    for (std::size_t row = slab.first_row; row < slab.last_row; ++row) {
      const auto drawn = class_of(drawing_, batch, row);
      line = fmt::format(
          "<Placemark><styleUrl>#{}</styleUrl><ExtendedData><SchemaData schemaUrl=\"#row\">",
          drawn ? class_id(*drawn) : "other");
      for (std::size_t i = 0; i < openings_.size(); ++i) {
        const std::string value = value_text(batch.columns[i], row);
        if (!value.empty()) line += openings_[i] + value + "</SimpleData>";
      }
      line += "</SchemaData></ExtendedData>";
      if (const auto geometry = geometry_of(batch.shapes, row, slab, plan_.type))
        append_geometry(line, *geometry);
      line += "</Placemark>\n";
      if (Result<Done> put = file_.add(line); !put) return put;
    }
    return Done{};
  }

  Result<Done> finish(Written& written) override {
    if (Result<Done> put = file_.add("</Folder>\n</Document>\n</kml>\n"); !put) return put;
    if (Result<Done> done = file_.finish(); !done) return done;
    return check_kml(plan_.path, plan_.shown, written);
  }

 private:
  const LayerPlan& plan_;
  Drawing drawing_;
  CheckedFile file_;
  std::vector<std::string> openings_;
};

}  // namespace

Result<std::unique_ptr<LayerWriter>> begin_kml(const LayerPlan& plan) {
  Drawing drawing = drawing_of(plan.layer, plan.language);
  Result<CheckedFile> file = CheckedFile::create(plan.path, plan.shown);
  if (!file) return file.error();
  if (auto put = file.value().add(head_of(plan, drawing)); !put) return put.error();
  return std::unique_ptr<LayerWriter>{
      std::make_unique<Kml>(plan, std::move(drawing), std::move(file).value())};
}

}  // namespace lifecircle
