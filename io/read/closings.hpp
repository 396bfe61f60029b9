#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "io/read/study_file.hpp"
#include "io/read/toml.hpp"

namespace lifecircle {

/// Reads a [[close]] of a scenario, whose folder its file is relative to.
ClosingSource read_closing(const TomlValue& value, std::size_t number, const std::string& folder,
                           TomlFaults& faults);

/// Finds the sources of the study, without those `scenario` adds, that a closing means. Errors:
/// there is none.
Result<Done> find_sources(const StudyFile& study, const std::string& scenario,
                          ClosingSource& closing);

/// What a scenario closes, asked facility by facility as they are read.
class Closings {
 public:
  explicit Closings(const StudyFile& study);
  /// Whether the facility of this id and row of study.facilities[source] is closed.
  bool closes(std::size_t source, const std::string& id, const std::string& row);
  /// After all of them. Errors: what closed nothing, an id or a row that closed several.
  Result<Done> finish() const;

 private:
  struct Closed {
    std::uint64_t of_all = 0;
    std::map<std::string, std::uint64_t> ids, rows;
  };
  const std::vector<ClosingSource>& closings_;
  std::vector<std::vector<std::size_t>> of_source_;  ///< [source] closings that mean it
  std::vector<Closed> closed_;                       ///< [closing]
};

/// The same file, whatever it is called.
bool is_same_file(const std::string& a, const std::string& b);

}  // namespace lifecircle
