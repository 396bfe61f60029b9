#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/base/messages.hpp"
#include "engine/base/result.hpp"
#include "engine/study/table.hpp"
#include "io/frame/frame.hpp"

namespace lifecircle {

/// A set of result files that appear whole or not at all.
///
/// Files are written into a hidden folder beside `folder` (same file system), closed, read back and
/// counted, synced, and only commit() moves them to their names; a failed, killed or interrupted run leaves
/// what was there untouched. Stale folders of dead runs are removed at start. One run at a time
/// writes to a folder: a second is refused (flock) with a sentence.
class Outputs {
 public:
  /// Makes `folder` if it is missing; refuses if it cannot be written or space is short.
  static Result<Outputs> begin(const std::string& folder);
  Outputs(Outputs&&) noexcept;
  Outputs& operator=(Outputs&&) noexcept;
  ~Outputs();  ///< not committed: leaves no trace

  /// One GeoPackage of layers, each with its QGIS style in `layer_styles`, and of plain tables;
  /// in `crs` ("EPSG:n"). Same layers, same bytes. Read back: rows of every layer counted.
  Result<Done> geopackage(const std::string& name, const std::vector<Layer>& layers,
                          const std::vector<Table>& tables, const Frame& frame,
                          const std::string& crs, Language language);
  /// UTF-8 CSV with BOM, RFC 4180, "\r\n", cells that a spreadsheet would run (= + - @ at the
  /// start of a text) written with a leading apostrophe... see csv.hpp. Read back and compared.
  Result<Done> csv(const std::string& name, const Table& table);
  Result<Done> text(const std::string& name, const std::string& bytes);

  /// Moves every file to its name: first the old ones aside, then all new ones in. Returns final paths.
  Result<std::vector<std::string>> commit();

 private:
  struct State;
  explicit Outputs(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// SHA-256 of a file's bytes (of a folder such as .gdb: of its sorted files), as hex.
Result<std::string> sha256_of(const std::string& path);

}  // namespace lifecircle
