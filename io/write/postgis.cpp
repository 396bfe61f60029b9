#include "io/write/postgis.hpp"

#include <algorithm>
#include <cstdint>
#include <sstream>
#include <string_view>
#include <utility>

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "io/read/database.hpp"
#include "io/read/text.hpp"
#include "io/write/clean_text.hpp"
#include "io/write/gdal_errors.hpp"
#include "io/write/gdal_fields.hpp"
#include "io/write/geopackage_sql.hpp"
#include "io/write/shape_geometry.hpp"
#include "io/write/target_crs.hpp"

namespace lifecircle {

namespace {

/// Marks a schema as ours; the names of the tables that we put there follow.
constexpr std::string_view kComment = "lifecircle results: ";

std::string quoted(const std::string& text) {
  std::string sql = "'";
  for (const char c : text) sql += c == '\'' ? "''" : std::string(1, c);
  return sql + "'";
}

struct Expected {
  std::string table;
  std::uint64_t rows, shapes;
};

/// While it lives rows go to the server by COPY.
class ByCopy {
 public:
  ByCopy() { CPLSetThreadLocalConfigOption("PG_USE_COPY", "YES"); }
  ByCopy(const ByCopy&) = delete;
  ByCopy& operator=(const ByCopy&) = delete;
  ~ByCopy() { CPLSetThreadLocalConfigOption("PG_USE_COPY", nullptr); }
};

}  // namespace

bool is_schema_name(const std::string& name) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !name.empty() && name.size() <= 63 && std::ranges::all_of(name, fits) &&
         !(name[0] >= '0' && name[0] <= '9') && !name.starts_with("pg_") && name != "public" &&
         name != "information_schema" && name != "topology" && name != "tiger";
}

struct PostgisResults::State {
  std::string shown, schema;
  std::unique_ptr<GDALDataset> data;
  GdalErrors* errors = nullptr;
  std::vector<Expected> expected;

  Error failed() const {
    const std::string words = errors == nullptr ? std::string{} : in_one_line(errors->first());
    return {Fault::storage, "output_database_failed", shown, {schema, words}};
  }
  bool sql(const std::string& text) const {
    const int before = errors->count();
    data->ReleaseResultSet(data->ExecuteSQL(text.c_str(), nullptr, nullptr));
    return errors->count() == before;
  }

  /// Our tables of the run before go, and nothing else: who has put something beside them, or built
  /// on them, keeps it. (What is built on them makes the whole fail.)
  Result<Done> make_schema(const std::vector<const Table*>& tables) const {
    const auto comment = first_row(*data,
                                   "SELECT coalesce(obj_description(oid, 'pg_namespace'), '') FROM "
                                   "pg_namespace WHERE nspname = " +
                                       quoted(schema));
    if (comment && !comment->front().starts_with(kComment))
      return Error{Fault::storage, "output_schema_of_another", shown, {schema}};
    if (!comment && !sql("CREATE SCHEMA " + schema)) return failed();
    if (comment) {
      std::istringstream before{comment->front().substr(kComment.size())};
      for (std::string table; before >> table;)
        if (!sql("DROP TABLE IF EXISTS " + schema + ".\"" + table + '"')) return failed();
    }
    std::string names{kComment};
    for (const Table* table : tables) names += table->name + ' ';
    if (!sql("COMMENT ON SCHEMA " + schema + " IS " + quoted(names))) return failed();
    return Done{};
  }

  Result<Done> add(const Table& table, const TargetCrs& crs, const Frame& frame,
                   Language language) {
    const OGRwkbGeometryType type = table.has_shapes ? layer_type(table.shapes) : wkbNone;
    CPLStringList options;
    options.SetNameValue("SCHEMA", schema.c_str());
    options.SetNameValue("GEOMETRY_NAME", free_column_name(table, "geom").c_str());
    options.SetNameValue("FID", free_column_name(table, "fid").c_str());
    options.SetNameValue("LAUNDER", "NO");
    OGRSpatialReference reference{crs.reference()};
    OGRLayer* layer = data->CreateLayer(table.name.c_str(), table.has_shapes ? &reference : nullptr,
                                        type, options.List());
    if (layer == nullptr) return failed();
    for (const TableColumn& column : table.columns) {
      OGRFieldDefn field{column.name.c_str(), field_type(column)};
      if (layer->CreateField(&field) != OGRERR_NONE) return failed();
    }
    Expected counts{table.name, 0, 0};
    for (std::size_t row = 0; row < table.rows();) {
      const Result<Slab> slab = next_slab(table, row, crs, frame);
      if (!slab) return slab.error();
      OGRFeature feature{layer->GetLayerDefn()};
      for (row = slab.value().first_row; row < slab.value().last_row; ++row) {
        feature.SetFID(OGRNullFID);
        for (std::size_t i = 0; i < table.columns.size(); ++i)
          set_field(feature, static_cast<int>(i), table.columns[i], row);
        if (type != wkbNone) {
          auto geometry = geometry_of(table.shapes, row, slab.value(), type);
          if (geometry) ++counts.shapes;
          feature.SetGeometryDirectly(geometry.release());
        }
        if (layer->CreateFeature(&feature) != OGRERR_NONE) return failed();
        ++counts.rows;
      }
    }
    if (layer->SyncToDisk() != OGRERR_NONE || errors->count() > 0) return failed();
    expected.push_back(counts);
    return describe(table, language);
  }

  Result<Done> describe(const Table& table, Language language) const {
    const std::string name = schema + ".\"" + table.name + '"';
    if (!sql("COMMENT ON TABLE " + name + " IS " + quoted(clean_text(title_of(table, language)))))
      return failed();
    for (const TableColumn& column : table.columns)
      if (!sql("COMMENT ON COLUMN " + name + ".\"" + column.name + "\" IS " +
               quoted(clean_text(title_of(column, language)))))
        return failed();
    return Done{};
  }

  Result<Done> count_back(const std::vector<const Table*>& tables) const {
    for (std::size_t i = 0; i < tables.size(); ++i) {
      const std::string geometry = tables[i]->has_shapes
                                       ? ", count(\"" + free_column_name(*tables[i], "geom") + "\")"
                                       : ", 0";
      const auto counted = first_row(*data, "SELECT count(*) AS rows" + geometry + " FROM " +
                                                schema + ".\"" + tables[i]->name + '"');
      const Expected& e = expected[i];
      if (!counted || (*counted)[0] != std::to_string(e.rows) ||
          (*counted)[1] != std::to_string(e.shapes))
        return failed();
    }
    return Done{};
  }
};

PostgisResults::PostgisResults(std::unique_ptr<State> state) : state_{std::move(state)} {}
PostgisResults::PostgisResults(PostgisResults&&) noexcept = default;
PostgisResults& PostgisResults::operator=(PostgisResults&&) noexcept = default;
PostgisResults::~PostgisResults() {
  const GdalErrors quiet;
  if (state_ && state_->data) state_->data->RollbackTransaction();
  state_.reset();
}

Result<PostgisResults> PostgisResults::write(const std::string& connection,
                                             const std::string& schema,
                                             const std::vector<Layer>& layers,
                                             const std::vector<const Table*>& tables,
                                             const Frame& frame, const std::string& crs,
                                             Language language, const Progress& progress) {
  const Result<TargetCrs> target = TargetCrs::of(crs, connection);
  if (!target) return target.error();
  RegisterOGRPG();
  GdalErrors errors;
  const ByCopy by_copy;
  auto state = std::make_unique<State>();
  state->shown = connection;
  state->schema = schema;
  state->errors = &errors;
  const char* drivers[] = {"PostgreSQL", nullptr};
  state->data.reset(static_cast<GDALDataset*>(
      GDALOpenEx(connection.c_str(), GDAL_OF_VECTOR | GDAL_OF_UPDATE, drivers, nullptr, nullptr)));
  if (!state->data)
    return Error{Fault::storage, "database_unreachable", connection, {server_says(errors.first())}};
  if (state->data->StartTransaction() != OGRERR_NONE) return state->failed();
  PostgisResults results{std::move(state)};
  State& at = *results.state_;
  std::vector<const Table*> all;
  for (const Layer& layer : layers) all.push_back(&layer.table);
  all.insert(all.end(), tables.begin(), tables.end());
  if (auto made = at.make_schema(all); !made) return made.error();
  std::uint64_t done = 0;
  for (const Table* table : all) {
    if (!tell(progress, "writing_results", done++, all.size()))
      return Error{Fault::interrupted, "output_interrupted", connection};
    if (auto added = at.add(*table, target.value(), frame, language); !added) return added.error();
  }
  if (auto counted = at.count_back(all); !counted) return counted.error();
  at.errors = nullptr;
  return results;
}

Result<Done> PostgisResults::commit() {
  GdalErrors errors;
  state_->errors = &errors;
  if (state_->data->CommitTransaction() != OGRERR_NONE || errors.count() > 0) {
    const Error failure = state_->failed();
    state_->errors = nullptr;
    return failure;
  }
  state_->data.reset();
  return Done{};
}

}  // namespace lifecircle
