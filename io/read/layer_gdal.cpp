#include <algorithm>
#include <set>
#include <utility>

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "io/read/database_table.hpp"
#include "io/read/dxf.hpp"
#include "io/read/gdal_open.hpp"
#include "io/read/gdal_rows.hpp"
#include "io/read/layer_rows.hpp"
#include "io/read/sorted_rows.hpp"

namespace lifecircle {
namespace {

/// Small letters for the English ones, as SQLite compares names.
std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return text;
}

/// Which names of a GeoPackage are stored tables, in small letters. All others (views, virtual
/// tables, tables that are not in the file) are computed by the file's own SQL, which may never end
/// or read something else. Looked for as what they are, not as what they are not: a file writes its
/// own words into the list.
std::set<std::string> stored_tables(GDALDataset& dataset) {
  std::set<std::string> names;
  OGRLayer* found = dataset.ExecuteSQL(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'", nullptr,
      nullptr);
  if (found == nullptr) return names;
  for (OGRFeatureUniquePtr row{found->GetNextFeature()}; row; row.reset(found->GetNextFeature()))
    names.insert(lower(row->GetFieldAsString(0)));
  dataset.ReleaseResultSet(found);
  return names;
}

/// What the user, a .cpg file or the language byte says of a Shapefile's texts. 0 and 0x57 only say
/// "whatever the machine had", and a .cpg may say what nobody knows.
std::optional<TextEncoding> said_encoding(const LayerSource& source, OGRLayer& layer) {
  const auto says = [&](const char* name) {
    const char* value = layer.GetMetadataItem(name, "SHAPEFILE");
    return std::string{value == nullptr ? "" : value};
  };
  if (!source.encoding.empty()) return TextEncoding{source.encoding, "text_stated"};
  const std::string name = says("SOURCE_ENCODING"), language = says("LDID_VALUE");
  if (name.empty() || !Decoder::from(name)) return std::nullopt;
  if (!says("ENCODING_FROM_CPG").empty()) return TextEncoding{name, "text_cpg"};
  if (language.empty() || language == "0" || language == "87") return std::nullopt;
  return TextEncoding{name, "text_language_byte"};
}

/// A table of PostgreSQL's usual schema goes by its bare name.
std::string public_name(const std::string& table) {
  return table.find('.') == std::string::npos ? "public." + table : table;
}

/// Which column of a database's table is read as its geometry: the one that is `named`, else the
/// first, and others are told of. Geography without a type modifier says no system: it is longitude
/// and latitude of WGS 84 by definition.
Result<GeometryColumn> column_of_geometry(const LayerSource& source, GDALDataset& database,
                                          OGRLayer& table, const std::string& named,
                                          Problems& problems) {
  const std::vector<std::string> columns = geometry_columns(table);
  const std::string name = table.GetName();
  GeometryColumn chosen;
  if (!named.empty()) {
    const auto found = std::find(columns.begin(), columns.end(), named);
    if (found == columns.end())
      return not_there("no_such_column", place_of(source, name), named, columns);
    chosen.at = static_cast<int>(found - columns.begin());
    chosen.layer = name + '(' + named + ')';
  } else if (columns.size() > 1) {
    std::string others;
    for (std::size_t i = 1; i < columns.size(); ++i)
      others += (others.empty() ? "" : ", ") + columns[i];
    problems.add({.key = "database_geometries",
                  .file = source.file,
                  .layer = name,
                  .args = {columns[0], others, name + '(' + columns[1] + ')'},
                  .set_aside = false});
  }
  if (columns.empty()) return chosen;
  const auto at = static_cast<std::size_t>(chosen.at);
  const OGRSpatialReference* crs =
      table.GetLayerDefn()->GetGeomFieldDefn(chosen.at)->GetSpatialRef();
  if (!ToLonLat::says_something(crs) && is_geography(database, name, columns[at])) {
    chosen.crs.emplace();
    chosen.crs->importFromEPSG(4326);
    chosen.crs->SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  }
  return chosen;
}

}  // namespace

Result<std::unique_ptr<RawRows>> open_gdal_rows(const LayerSource& source, Problems& problems) {
  const auto family = family_of(source.file);
  if (!family) return family.error();
  if (family.value() == FileFamily::geotiff || family.value() == FileFamily::srtm)
    return Error{Fault::input, "raster_is_no_layer", source.file};
  const bool shapefile = family.value() == FileFamily::shapefile;
  const bool dxf = family.value() == FileFamily::dxf;

  auto opened = open_dataset(source.file, family.value(), Holds::layers, {});
  if (!opened) return opened.error();
  Dataset dataset = std::move(opened).value();

  const GdalMessages messages;
  const bool database = family.value() == FileFamily::postgis;
  const bool geopackage = family.value() == FileFamily::gpkg;
  const auto stored = geopackage ? stored_tables(*dataset) : std::set<std::string>{};
  std::set<std::string> computed;
  std::vector<std::string> names;
  OGRLayer* chosen = nullptr;
  OGRLayer* by_column = nullptr;  // of "table(column)"
  std::string geometry;           // that column
  for (OGRLayer* layer : dataset->GetLayers()) {
    if (geopackage && !stored.contains(lower(layer->GetName()))) {
      computed.insert(layer->GetName());
      continue;
    }
    if (dxf && !EQUAL(layer->GetName(), kDxfLayer)) continue;  // the blocks
    names.emplace_back(layer->GetName());
    if (source.layer.empty()
            ? names.size() == 1
            : source.layer == names.back() || source.layer == public_name(names.back()))
      chosen = layer;
    if (!database) continue;
    for (const std::string& table : {names.back(), public_name(names.back())})
      if (auto column = column_in_brackets(source.layer, table)) {
        by_column = layer;
        geometry = std::move(*column);
      }
  }
  if (chosen == nullptr)
    chosen = by_column;
  else
    geometry.clear();
  if (computed.contains(source.layer))
    return Error{Fault::input, "layer_is_view", place_of(source, source.layer)};
  if (names.empty()) {
    if (!computed.empty())
      return Error{Fault::input, "layer_is_view", place_of(source, *computed.begin())};
    return Error{Fault::input, "no_layers", source.file};
  }
  if (chosen == nullptr) return not_there("no_such_layer", source.file, source.layer, names);
  if (source.layer.empty() && names.size() > 1) {
    std::string list;
    for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
    return Error{Fault::input, "which_layer", source.file, {list}};
  }

  std::optional<TextEncoding> said;
  if (shapefile) {
    said = said_encoding(source, *chosen);
    auto raw = open_dataset(source.file, family.value(), Holds::layers, {"ENCODING="});
    if (!raw) return raw.error();
    dataset = std::move(raw).value();
    chosen = dataset->GetLayer(0);
    if (chosen == nullptr) return Error{Fault::input, "no_layers", source.file};
  }
  if (dxf) {
    if (const auto whole = check_dxf_end(source.file); !whole) return whole.error();
    said = dxf_encoding(source);
  }
  GeometryColumn column;
  if (database) {
    auto found = column_of_geometry(source, *dataset, *chosen, geometry, problems);
    if (!found) return found.error();
    column = std::move(found).value();
  }
  auto rows = std::make_unique<GdalRows>(source, std::move(dataset), chosen, shapefile || dxf,
                                         std::move(column));
  const auto ready = rows->prepare_text(said, problems);
  if (!ready) return ready.error();
  if (dxf) return dxf_rows(source, std::move(rows));
  if (database && rows->id_name().empty()) return sorted_rows(std::move(rows));
  return std::unique_ptr<RawRows>{std::move(rows)};
}

}  // namespace lifecircle
