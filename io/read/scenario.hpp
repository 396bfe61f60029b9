#pragma once

#include <string>
#include <vector>

#include "io/read/study_file.hpp"
#include "io/read/toml.hpp"

namespace lifecircle {

/// Takes [scenario], [[close]] and [[edit]] out of a scenario's file: its name, which facilities it
/// closes, and what it changes of the rows of layers. The rest is a study's own grammar, laid over
/// the study (lay_over).
///
/// A [[close]] names facilities of a kind by their ids as the program tells them (ids), by their
/// rows where ids are not stated once each (rows), or all of them; of several sources of the kind
/// by file, layer or number. What the scenario adds itself is never meant.
///
/// An [[edit]] names a layer of the study by file (relative to the scenario's folder) and layer,
/// the column that names its rows, and what is removed, changed and added; or an OSM file, whose
/// objects have names of their own (osm_edits.hpp): one edit holds wherever the study reads it.
/// Faults: a layer that the study does not read, an edit without anything, two edits of one row.
class ScenarioReader {
 public:
  ScenarioReader(std::string path, TomlFaults& faults) : path_{std::move(path)}, faults_{faults} {}

  /// Takes its own sections out of `root`, the scenario's file.
  void take(TomlValue& root);
  /// Lays the edits on the layers of the study it was laid over.
  void lay_on(StudyFile& study) const;
  const std::string& name() const { return name_; }

 private:
  struct Edit {
    std::string file, layer, stated_at;
    std::shared_ptr<RowEdits> rows;
  };
  void read_edit(const TomlValue& value, std::size_t number);
  void lay_on(StudyFile& study, const Edit& edit) const;
  void check_places(const RowEdits& rows) const;

  std::string path_;
  TomlFaults& faults_;
  std::string name_;
  std::vector<Edit> edits_;
  std::vector<ClosingSource> closings_;
};

}  // namespace lifecircle
