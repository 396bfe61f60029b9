#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/base/messages.hpp"
#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "engine/study/table.hpp"
#include "io/frame/frame.hpp"

namespace lifecircle {

/// Results as tables of one schema of a PostGIS database, in one transaction of GDAL's PostgreSQL
/// driver: others see all of it at once or nothing, also where the program is killed.
///
/// Each layer becomes a table with `geom` (its SRID that of `crs`, with a spatial index) and `fid`,
/// each plain table one without; titles are comments of tables and columns. What is missing is
/// null. Rows and geometries are counted back before commit() may be called. Coordinates are
/// rounded as in every other format (target_crs.hpp). Styles for QGIS are in results.gpkg alone.
///
/// A schema of that name is taken only if it bears our comment, which lists our tables: those are
/// replaced, what others put beside them stays. Where something of others is built on one of them
/// (a view), nothing is changed and the server's words say so.
class PostgisResults {
 public:
  /// `connection`: "PG:...", allowed and without a password (io/read/database.hpp). `schema`: small
  /// letters, digits and '_', at most 63, none of the server's own.
  static Result<PostgisResults> write(const std::string& connection, const std::string& schema,
                                      const std::vector<Layer>& layers,
                                      const std::vector<const Table*>& tables, const Frame& frame,
                                      const std::string& crs, Language language,
                                      const Progress& progress = {});
  PostgisResults(PostgisResults&&) noexcept;
  PostgisResults& operator=(PostgisResults&&) noexcept;
  ~PostgisResults();  ///< not committed: leaves no trace

  Result<Done> commit();

 private:
  struct State;
  explicit PostgisResults(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Whether a schema may be called so.
bool is_schema_name(const std::string& name);

}  // namespace lifecircle
