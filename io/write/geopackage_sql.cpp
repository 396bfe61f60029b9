#include "io/write/geopackage_sql.hpp"

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <set>
#include <utility>

#include <fmt/format.h>
#include <ogrsf_frmts.h>

#include "io/write/clean_text.hpp"
#include "io/write/style.hpp"

namespace lifecircle {
namespace {

/// A statement that has no rows to give.
void run(GDALDataset& data, const std::string& sql) {
  data.ReleaseResultSet(data.ExecuteSQL(sql.c_str(), nullptr, nullptr));
}

std::string hex(const std::string& blob) {
  std::string text = "X'";
  for (const char c : blob) {
    const auto byte = static_cast<unsigned char>(c);
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  text += '\'';
  return text;
}

}  // namespace

std::optional<std::vector<std::string>> first_row(GDALDataset& data, const std::string& sql) {
  OGRLayer* answer = data.ExecuteSQL(sql.c_str(), nullptr, nullptr);
  if (answer == nullptr) return std::nullopt;
  std::optional<std::vector<std::string>> row;
  if (const std::unique_ptr<OGRFeature> feature{answer->GetNextFeature()}) {
    row.emplace();
    for (int i = 0; i < feature->GetFieldCount(); ++i) {
      row->emplace_back(feature->GetFieldAsString(i));
    }
  }
  data.ReleaseResultSet(answer);
  return row;
}

std::string free_column_name(const Table& table, std::string wanted) {
  const auto taken = [&](const TableColumn& column) { return lower_ascii(column.name) == wanted; };
  while (std::ranges::any_of(table.columns, taken)) wanted += '_';
  return wanted;
}

const std::string& title_of(const Table& table, Language language) {
  return language == Language::zh ? table.title_zh : table.title_en;
}
const std::string& title_of(const TableColumn& column, Language language) {
  return language == Language::zh ? column.title_zh : column.title_en;
}

void describe_columns(GDALDataset& data, const std::vector<const Table*>& tables,
                      Language language) {
  run(data, R"sql(CREATE TABLE gpkg_data_columns (table_name TEXT NOT NULL,
  column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT, mime_type TEXT,
  constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name)))sql");
  run(data, R"sql(CREATE TABLE gpkg_data_column_constraints (constraint_name TEXT NOT NULL,
  constraint_type TEXT NOT NULL, value TEXT, min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC,
  max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value)))sql");
  run(data, R"sql(CREATE TABLE IF NOT EXISTS gpkg_extensions (table_name TEXT,
  column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
  CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)))sql");
  for (const char* table : {"gpkg_data_columns", "gpkg_data_column_constraints"}) {
    run(data,
        fmt::format(
            "INSERT INTO gpkg_extensions (table_name, column_name, extension_name, definition, "
            "scope) VALUES ('{}', NULL, 'gpkg_schema', "
            "'http://www.geopackage.org/spec121/#extension_schema', 'read-write')",
            table));
  }
  for (const Table* table : tables) {
    std::set<std::string> used;
    for (const TableColumn& column : table->columns) {
      std::string title = clean_text(title_of(column, language));
      if (title.empty()) continue;
      while (!used.insert(title).second) title += " (" + clean_text(column.name) + ")";
      run(data,
          fmt::format("INSERT INTO gpkg_data_columns (table_name, column_name, name, title) VALUES "
                      "({}, {}, {}, {})",
                      sql_text(table->name), sql_text(column.name), sql_text(title),
                      sql_text(title)));
    }
  }
}

std::uint64_t add_styles(GDALDataset& data, const std::vector<Layer>& layers, Language language) {
  std::uint64_t styles = 0;
  // As QGIS makes it; catalog and schema must be '', not NULL, for QGIS to find the style.
  run(data, R"sql(CREATE TABLE "layer_styles" ("id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  "f_table_catalog" TEXT(256), "f_table_schema" TEXT(256), "f_table_name" TEXT(256),
  "f_geometry_column" TEXT(256), "styleName" TEXT(30), "styleQML" TEXT, "styleSLD" TEXT,
  "useAsDefault" BOOLEAN, "description" TEXT, "owner" TEXT(30), "ui" TEXT(30),
  "update_time" DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now'))))sql");
  run(data,
      fmt::format(
          "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change) "
          "VALUES ('layer_styles', 'attributes', 'layer_styles', '', '{}')",
          kGeoPackageDate));
  for (const Layer& layer : layers) {
    if (!layer.table.has_shapes) continue;
    const auto add = [&](const std::string& name, const std::string& title, const StyleTexts& style,
                         int is_default) {
      run(data,
          fmt::format(
              "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
              "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, "
              "owner, ui, update_time) VALUES ('', '', {}, {}, {}, {}, {}, {}, {}, '', NULL, '{}')",
              sql_text(layer.table.name), sql_text(free_column_name(layer.table, "geom")),
              sql_text(name), sql_text(style.qml), sql_text(style.sld), is_default, sql_text(title),
              kGeoPackageDate));
      ++styles;
    };
    add("lifecircle", title_of(layer.table, language), style_texts(layer, language), 1);
    for (const OtherStyle& other : layer.others)
      add(other.name, clean_text(language == Language::zh ? other.title_zh : other.title_en),
          style_texts(layer.table, other.style, language), 0);
  }
  return styles;
}

SpatialIndex::SpatialIndex(GDALDataset& data, std::string table, std::string geometry)
    : data_{data},
      table_{std::move(table)},
      geometry_{std::move(geometry)},
      name_{"rtree_" + table_ + "_" + geometry_} {
  first_row(data_, fmt::format("SELECT CreateSpatialIndex({}, {})", sql_text(table_),
                               sql_text(geometry_)));
  const auto trigger = first_row(
      data_, fmt::format("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = {}",
                         sql_text(name_ + "_insert")));
  if (!trigger) {
    CPLError(CE_Failure, CPLE_AppDefined, "no spatial index for %s", table_.c_str());
    return;
  }
  insert_trigger_ = trigger->front();
  run(data_, "DROP TRIGGER " + sql_name(name_ + "_insert"));
}

void SpatialIndex::fill_table(const char* suffix, std::size_t count, std::size_t at_once,
                              const std::function<std::string(std::size_t)>& row) {
  for (std::size_t i = 0; i < count;) {
    std::string sql = "INSERT INTO " + sql_name(name_ + suffix) + " VALUES ";
    const std::size_t last = std::min(count, i + at_once);
    for (std::size_t first = i; i < last; ++i) {
      if (i > first) sql += ',';
      sql += row(i);
    }
    run(data_, sql);
  }
}

void SpatialIndex::fill(const std::vector<RowBox>& boxes) {
  if (insert_trigger_.empty()) return;
  const auto root = first_row(data_, fmt::format("SELECT length(data) FROM {} WHERE nodeno = 1",
                                                 sql_name(name_ + "_node")));
  const std::size_t node_bytes = root ? std::strtoul(root->front().c_str(), nullptr, 10) : 0;
  if (node_bytes < 100) {
    CPLError(CE_Failure, CPLE_AppDefined, "no root of the spatial index of %s", table_.c_str());
    return;
  }
  if (!boxes.empty()) {
    const PackedRtree tree = pack_rtree(boxes, node_bytes);
    run(data_, fmt::format("UPDATE {} SET data = {} WHERE nodeno = 1", sql_name(name_ + "_node"),
                           hex(tree.nodes.front())));
    const std::size_t below = tree.nodes.size() - 1;
    fill_table("_node", below, 20, [&](std::size_t i) {
      return fmt::format("({},{})", i + 2, hex(tree.nodes[i + 1]));
    });
    fill_table("_parent", below, 500,
               [&](std::size_t i) { return fmt::format("({},{})", i + 2, tree.parents[i + 1]); });
    fill_table("_rowid", tree.rows.size(), 500,
               [&](std::size_t i) { return fmt::format("({},{})", tree.rows[i], tree.leaves[i]); });
  }
  run(data_, insert_trigger_);
}

}  // namespace lifecircle
