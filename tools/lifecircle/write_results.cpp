#include "tools/lifecircle/write_results.hpp"

#include <utility>

#include "io/write/vector_file.hpp"
#include "tools/lifecircle/record.hpp"

namespace lifecircle {

std::vector<Table> tables_without_layer(const StudyResult& result) {
  std::vector<Table> tables{result.services};
  for (const auto* table : {&result.land, &result.supply, &result.load})
    if (*table) tables.push_back(**table);
  return tables;
}

Result<Done> write_maps(Outputs& out, const StudyResult& result, const StudyFile& study,
                        const RunOptions& options, const Frame& frame, Problems& problems,
                        const Session& session) {
  const auto keep = [&](const Result<Written>& written, const std::string& name) -> Result<Done> {
    if (!written) return written.error();
    for (Problem& remark : remarks_on(written.value(), name)) {
      remark.layer = std::exchange(remark.file, {});  // a name within the results, no input
      problems.add(std::move(remark));
    }
    return Done{};
  };
  for (const VectorFormat format : options.formats) {
    const std::string ending{ending_of(format)};
    Result<Done> done = Done{};
    if (format == VectorFormat::geopackage) {
      done = out.geopackage("results.gpkg", result.layers, tables_without_layer(result), frame,
                            study.crs, session.language, session.progress);
    } else if (format == VectorFormat::filegdb) {
      done = keep(out.filegdb("results.gdb", result.layers, tables_without_layer(result), frame,
                              study.crs, session.language, session.progress),
                  "results.gdb");
    } else {
      // These two are in degrees whatever the study says: that is their definition.
      const bool degrees = format == VectorFormat::geojson || format == VectorFormat::kml;
      for (const Layer& layer : result.layers) {
        const std::string name = layer.table.name + ending;
        done = keep(out.vector(name, layer, frame, degrees ? "EPSG:4490" : study.crs,
                               session.language, session.progress),
                    name);
        if (!done) break;
      }
    }
    if (!done) return done;
  }
  problems.sort();
  return Done{};
}

std::vector<Sheet> sheets_of(const StudyResult& result) {
  std::vector<Sheet> sheets;
  for (const Table* table :
       {&result.services, &result.units, &result.gaps, result.land ? &*result.land : nullptr,
        result.supply ? &*result.supply : nullptr, result.load ? &*result.load : nullptr,
        &result.unconnected, &result.islands})
    if (table != nullptr) sheets.push_back({table});
  return sheets;
}

Result<Done> write_sheets(Outputs& out, const StudyResult& result, const RunOptions& options,
                          Problems& problems, const Session& session) {
  if (!options.workbook) return Done{};
  Problems cut;
  if (auto done =
          out.workbook("results.xlsx", sheets_of(result), session.language, cut, session.progress);
      !done)
    return done;
  problems.add_all(std::move(cut));
  problems.sort();
  return Done{};
}

Result<PostgisResults> write_database(const StudyResult& result, const StudyFile& study,
                                      const RunOptions& options, const Frame& frame,
                                      const Problems& problems, const Session& session) {
  const Table rows = problems_table(problems, study, session.language);
  std::vector<const Table*> tables{&result.services, &result.unconnected, &result.islands, &rows};
  for (const auto* table : {&result.land, &result.supply, &result.load})
    if (*table) tables.push_back(&**table);
  return PostgisResults::write(options.database, options.schema, result.layers, tables, frame,
                               study.crs, session.language, session.progress);
}

}  // namespace lifecircle
