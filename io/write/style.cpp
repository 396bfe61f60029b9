#include "io/write/style.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

#include <fmt/format.h>

#include "io/write/clean_text.hpp"
#include "io/write/drawing.hpp"

namespace lifecircle {
namespace {

constexpr double kPixelMm = 0.28;    // a pixel of SLD, by definition
constexpr double kOutlineMm = 0.15;  // of areas
constexpr std::string_view kOutline = "#404040";

/// "51,102,170,255", as QGIS writes colours.
std::string rgba(const std::string& colour) {
  const std::string hex = colour_of(colour);
  const auto part = [&](std::size_t at) { return std::stoi(hex.substr(at, 2), nullptr, 16); };
  return fmt::format("{},{},{},255", part(1), part(3), part(5));
}

// ---------------------------------------------------------------------------- QML

std::string property(std::string_view key, std::string_view value) {
  return fmt::format("<prop k=\"{}\" v=\"{}\"/>", key, value);
}

std::string qml_symbol(const Drawing& drawing, const Drawn& one, std::size_t number) {
  std::string type, layer, body, alpha = "1";
  switch (drawing.kind) {
    case ShapeKind::point:
      type = "marker";
      layer = "SimpleMarker";
      body = property("name", "circle") + property("color", rgba(one.colour)) +
             property("outline_style", "no") +
             property("size", fmt::format("{}", drawing.size_mm)) + property("size_unit", "MM");
      break;
    case ShapeKind::line:
      type = "line";
      layer = "SimpleLine";
      body = property("line_color", rgba(one.colour)) + property("line_style", "solid") +
             property("line_width", fmt::format("{}", drawing.size_mm)) +
             property("line_width_unit", "MM") + property("capstyle", "round") +
             property("joinstyle", "round");
      break;
    case ShapeKind::area:
      type = "fill";
      layer = "SimpleFill";
      alpha = fmt::format("{}", drawing.opacity);
      body = property("color", rgba(one.colour)) + property("style", "solid") +
             property("outline_color", rgba(std::string{kOutline})) +
             property("outline_style", "solid") +
             property("outline_width", fmt::format("{}", kOutlineMm)) +
             property("outline_width_unit", "MM");
      break;
  }
  return fmt::format(
      "<symbol type=\"{}\" name=\"{}\" alpha=\"{}\" clip_to_extent=\"1\" force_rhr=\"0\">"
      "<layer class=\"{}\" enabled=\"1\" locked=\"0\" pass=\"0\">{}</layer></symbol>",
      type, number, alpha, layer, body);
}

std::string expression_of(const Drawing& drawing, const Drawn& one) {
  const std::string by = sql_name(drawing.by);
  if (one.is_rest) return by + " IS NULL";
  return fmt::format("{0} > {1} AND {0} <= {2}", by, one.low, one.high);
}

std::string qml_classes(const Drawing& drawing, std::string& type, std::string& attributes) {
  const bool rules =
      drawing.look == Style::Look::ramp && std::ranges::any_of(drawing.classes, &Drawn::is_rest);
  std::string list;
  for (std::size_t i = 0; i < drawing.classes.size(); ++i) {
    const Drawn& one = drawing.classes[i];
    const std::string label = xml_text(one.label);
    if (rules) {
      list += fmt::format("<rule key=\"class{0}\" symbol=\"{0}\" filter=\"{1}\" label=\"{2}\"/>", i,
                          xml_text(expression_of(drawing, one)), label);
    } else if (drawing.look == Style::Look::ramp) {
      list += fmt::format(
          "<range lower=\"{}\" upper=\"{}\" symbol=\"{}\" label=\"{}\" render=\"true\"/>", one.low,
          one.high, i, label);
    } else {
      list += fmt::format(
          "<category value=\"{}\" type=\"{}\" symbol=\"{}\" label=\"{}\" render=\"true\"/>",
          xml_text(one.value), drawing.by_type, i, label);
    }
  }
  if (rules) {
    type = "RuleRenderer";
    return fmt::format("<rules key=\"all\">{}</rules>", list);
  }
  attributes = fmt::format(" attr=\"{}\"", xml_text(drawing.by));
  if (drawing.look == Style::Look::ramp) {
    type = "graduatedSymbol";
    attributes += " graduatedMethod=\"GraduatedColor\"";
    return fmt::format("<ranges>{}</ranges>", list);
  }
  type = "categorizedSymbol";
  return fmt::format("<categories>{}</categories>", list);
}

std::string qml_of(const Table& table, const Drawing& drawing, Language language) {
  std::string aliases;
  for (const TableColumn& column : table.columns) {
    const std::string& title = language == Language::zh ? column.title_zh : column.title_en;
    if (title.empty() || title == column.name) continue;
    aliases +=
        fmt::format("<alias field=\"{}\" name=\"{}\"/>", xml_text(column.name), xml_text(title));
  }
  std::string type = "singleSymbol", attributes, classes, symbols;
  if (drawing.look != Style::Look::plain) classes = qml_classes(drawing, type, attributes);
  for (std::size_t i = 0; i < drawing.classes.size(); ++i) {
    symbols += qml_symbol(drawing, drawing.classes[i], i);
  }
  // Circles of several places overlap: those of more time lie below.
  const bool stacked = drawing.kind == ShapeKind::area && drawing.look == Style::Look::ramp;
  const std::string order =
      stacked ? fmt::format(
                    "<orderby><orderByClause asc=\"0\" nullsFirst=\"1\">&quot;{}&quot;"
                    "</orderByClause></orderby>\n",
                    xml_text(drawing.by))
              : "";
  return fmt::format(
      "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
      "<qgis version=\"3.22.0\" styleCategories=\"Symbology|Fields\">\n"
      "<renderer-v2 type=\"{}\"{} symbollevels=\"0\" enableorderby=\"{}\" forceraster=\"0\">\n"
      "{}\n<symbols>{}</symbols>\n{}</renderer-v2>\n<aliases>{}</aliases>\n</qgis>\n",
      type, attributes, stacked ? 1 : 0, classes, symbols, order, aliases);
}

// ---------------------------------------------------------------------------- SLD

std::string parameter(std::string_view name, std::string_view value) {
  return fmt::format("<se:SvgParameter name=\"{}\">{}</se:SvgParameter>", name, value);
}

std::string pixels(double mm) {
  return fmt::format("{:.2f}", mm / kPixelMm);
}

std::string sld_symbol(const Drawing& drawing, const Drawn& one) {
  const std::string colour = colour_of(one.colour);
  switch (drawing.kind) {
    case ShapeKind::point:
      return fmt::format(
          "<se:PointSymbolizer><se:Graphic><se:Mark><se:WellKnownName>circle</se:WellKnownName>"
          "<se:Fill>{}</se:Fill></se:Mark><se:Size>{}</se:Size></se:Graphic></se:PointSymbolizer>",
          parameter("fill", colour), pixels(drawing.size_mm));
    case ShapeKind::line:
      return fmt::format("<se:LineSymbolizer><se:Stroke>{}{}{}</se:Stroke></se:LineSymbolizer>",
                         parameter("stroke", colour),
                         parameter("stroke-width", pixels(drawing.size_mm)),
                         parameter("stroke-linecap", "round"));
    case ShapeKind::area:
      break;
  }
  return fmt::format(
      "<se:PolygonSymbolizer><se:Fill>{}{}</se:Fill><se:Stroke>{}{}</se:Stroke></"
      "se:PolygonSymbolizer>",
      parameter("fill", colour), parameter("fill-opacity", fmt::format("{}", drawing.opacity)),
      parameter("stroke", kOutline), parameter("stroke-width", pixels(kOutlineMm)));
}

std::string compare(std::string_view how, const Drawing& drawing, const std::string& with) {
  return fmt::format(
      "<ogc:{0}><ogc:PropertyName>{1}</ogc:PropertyName><ogc:Literal>{2}</ogc:Literal></ogc:{0}>",
      how, xml_text(drawing.by), xml_text(with));
}

std::string sld_filter(const Drawing& drawing, const Drawn& one) {
  if (drawing.look == Style::Look::plain) return {};
  if (drawing.look == Style::Look::categories) {
    if (one.is_rest) return "<se:ElseFilter/>";
    return fmt::format("<ogc:Filter>{}</ogc:Filter>",
                       compare("PropertyIsEqualTo", drawing, one.value));
  }
  if (one.is_rest) {
    return fmt::format(
        "<ogc:Filter><ogc:PropertyIsNull><ogc:PropertyName>{}</ogc:PropertyName>"
        "</ogc:PropertyIsNull></ogc:Filter>",
        xml_text(drawing.by));
  }
  return fmt::format("<ogc:Filter><ogc:And>{}{}</ogc:And></ogc:Filter>",
                     compare("PropertyIsGreaterThan", drawing, fmt::format("{}", one.low)),
                     compare("PropertyIsLessThanOrEqualTo", drawing, fmt::format("{}", one.high)));
}

std::string sld_of(const Table& table, const Drawing& drawing) {
  std::string rules;
  for (const Drawn& one : drawing.classes) {
    const std::string label = xml_text(one.label);
    rules += fmt::format(
        "<se:Rule><se:Name>{0}</se:Name><se:Description><se:Title>{0}</se:Title></se:Description>"
        "{1}{2}</se:Rule>\n",
        label, sld_filter(drawing, one), sld_symbol(drawing, one));
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<StyledLayerDescriptor xmlns=\"http://www.opengis.net/sld\" "
      "xmlns:ogc=\"http://www.opengis.net/ogc\" xmlns:se=\"http://www.opengis.net/se\" "
      "version=\"1.1.0\">\n<NamedLayer><se:Name>{0}</se:Name><UserStyle><se:Name>{0}</se:Name>"
      "<se:FeatureTypeStyle>\n{1}</se:FeatureTypeStyle></UserStyle></NamedLayer>\n"
      "</StyledLayerDescriptor>\n",
      xml_text(table.name), rules);
}

}  // namespace

StyleTexts style_texts(const Table& table, const Style& style, Language language) {
  const Drawing drawing = drawing_of(table, style, language);
  return {qml_of(table, drawing, language), sld_of(table, drawing)};
}

}  // namespace lifecircle
