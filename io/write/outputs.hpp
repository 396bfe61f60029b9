#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/messages.hpp"
#include "engine/base/problems.hpp"
#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "engine/study/table.hpp"
#include "io/frame/frame.hpp"
#include "io/write/vector_file.hpp"
#include "io/write/workbook.hpp"

namespace lifecircle {

/// A set of result files that appear whole or not at all.
///
/// Files are written into a hidden folder within `folder` (so on the same file system), closed,
/// read back and counted, synced, and only commit() moves them to their names; a failed, killed or
/// interrupted run leaves what was there untouched. A run killed in the midst of commit(), whose
/// files are all complete by then, is ended by the next begin(). Leftovers of dead runs are removed
/// at start. One run at a time writes to a folder: a second is refused (flock) with a sentence.
/// Who writes one file alone (begin_file) keeps away only those who write the same one.
///
/// After a failure nothing more can be written or committed: every call tells that failure again.
/// Whatever fails, it is an Error; limits on file size show as one only where SIGXFSZ is ignored.
class Outputs {
 public:
  /// Makes `folder` if it is missing; refuses if it cannot be written or has not `expected_bytes`
  /// (at least 256 KB) left.
  static Result<Outputs> begin(const std::string& folder, std::uint64_t expected_bytes = 0);
  /// The same for `path` alone, in its folder (which may be this one: "circles.gpkg"), which must
  /// be there.
  static Result<Outputs> begin_file(const std::string& path, std::uint64_t expected_bytes = 0);
  Outputs(Outputs&&) noexcept;
  Outputs& operator=(Outputs&&) noexcept;
  ~Outputs();  ///< not committed: leaves no trace

  /// These are read: none of them is ever written over.
  void protect(std::vector<std::string> inputs);
  /// Whether a file could be written under this name; for an answer before the work is done.
  Result<Done> check(const std::string& name) const;

  // The names of files are plain: no folder, not hidden. Each refuses early where the space
  // it will need (a forecast) is not there.

  /// One GeoPackage of layers, each with its QGIS style in `layer_styles`, and of plain tables;
  /// in `crs` ("EPSG:n"). Same layers, same bytes. Read back: rows of every layer counted.
  /// See geopackage.hpp.
  Result<Done> geopackage(const std::string& name, const std::vector<Layer>& layers,
                          const std::vector<Table>& tables, const Frame& frame,
                          const std::string& crs, Language language, const Progress& progress = {});
  /// The same as one file geodatabase, a folder: `name` ends in .gdb. See filegdb.hpp.
  Result<Written> filegdb(const std::string& name, const std::vector<Layer>& layers,
                          const std::vector<Table>& tables, const Frame& frame,
                          const std::string& crs, Language language, const Progress& progress = {});
  /// One layer in the format that the end of the name says (a Shapefile is five files), in `crs`:
  /// see vector_file.hpp. `fill` adds the rows, in batches of any size, of a layer like `like`.
  using Fill = std::function<Result<Done>(VectorFile& file)>;
  Result<Written> vector(const std::string& name, const Layer& like, Parts parts,
                         const Frame& frame, const std::string& crs, Language language,
                         const Fill& fill);
  /// The same of a layer whose rows are all there.
  Result<Written> vector(const std::string& name, const Layer& layer, const Frame& frame,
                         const std::string& crs, Language language, const Progress& progress = {});
  /// UTF-8 CSV with BOM, RFC 4180, "\r\n", cells that a spreadsheet would run (= + - @ at the
  /// start of a text) written with a leading apostrophe: see csv.hpp. Read back and compared.
  Result<Done> csv(const std::string& name, const Table& table);
  /// Tables as one Excel workbook, a sheet each: see workbook.hpp. `name` ends in .xlsx. Texts that
  /// Excel cannot hold are cut, and among the problems.
  Result<Done> workbook(const std::string& name, const std::vector<Sheet>& sheets,
                        Language language, Problems& problems, const Progress& progress = {});
  Result<Done> text(const std::string& name, const std::string& bytes);
  /// A file of any bytes, some `forecast` of them, that `fill` hands over a piece at a time. Read
  /// back and compared.
  using Put = std::function<Result<Done>(std::string_view bytes)>;
  Result<Done> bytes(const std::string& name, std::uint64_t forecast,
                     const std::function<Result<Done>(const Put& put)>& fill);

  /// Moves every file to its name, all or none. Returns the paths, in the order of writing. Files
  /// of earlier runs under other names stay. Throws std::bad_alloc where memory was refused on the
  /// way (engine/base/memory.hpp): what was written then may be less than all.
  Result<std::vector<std::string>> commit();

 private:
  struct State;
  explicit Outputs(std::unique_ptr<State> state);
  static Result<Outputs> begin(const std::string& folder, const std::string& prefix,
                               std::uint64_t expected_bytes);
  std::unique_ptr<State> state_;
};

/// SHA-256 of a file's bytes (of a folder such as .gdb: of the names and sums of its sorted files),
/// as 64 hex digits. Reads in blocks: any size.
Result<std::string> sha256_of(const std::string& path);

}  // namespace lifecircle
