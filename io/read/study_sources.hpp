#pragma once

#include <string>
#include <vector>

#include "io/read/study_file.hpp"
#include "io/read/toml.hpp"

namespace lifecircle {

/// Reads the parts of a study file that say where things come from. What it cannot make
/// sense of it leaves out and tells `faults`.
class StudySources {
 public:
  /// Paths are relative to the folder of the file they stand in.
  StudySources(bool files_must_exist, TomlFaults& faults)
      : files_must_exist_{files_must_exist}, faults_{faults} {}

  void read_area(const TomlValue& value, StudyFile& study);
  void read_network(const TomlValue& value, StudyFile& study);
  void read_barriers(const TomlValue& value, StudyFile& study);
  void read_gates(const TomlValue& value, std::size_t number, StudyFile& study);
  void read_compounds(const TomlValue& value, std::size_t number, StudyFile& study);
  void read_units(const TomlValue& value, StudyFile& study);
  void read_people(const TomlValue& value, std::size_t number, StudyFile& study);
  void read_facilities(const TomlValue& value, std::size_t number, StudyFile& study);
  void read_land(const TomlValue& value, std::size_t number, StudyFile& study);
  /// After the services and all other sources (io/read/siting_keys.cpp).
  void read_siting(const TomlValue& value, std::size_t number, StudyFile& study);

 private:
  /// A file that is named in `key`, resolved.
  std::string file(TomlTable& table, const char* key);
  std::string resolved(const std::string& stated, const TomlTable& table, const char* key);
  LayerSource layer(TomlTable& table);
  FeatureSource features(TomlTable& table);
  void read_where(TomlTable& table, LayerSource& layer);
  void read_locate(TomlTable& table, FeatureSource& source);
  void read_roads(const TomlValue& value, std::size_t number, StudyFile& study);
  void read_elevation(TomlTable& network, StudyFile& study);
  void read_osm_roads(const TomlValue& value, std::size_t number, StudyFile& study);
  /// hours_otherwise, which must be understood.
  std::string hours_otherwise(TomlTable& table);
  void read_counts(TomlTable& table, PeopleSource& people);
  CandidateSource read_candidates(const TomlValue& value, const std::string& section,
                                  const StudyFile& study, const SitingPlan& plan);
  SitingAreaSource read_siting_area(const TomlValue& value, const std::string& section);

  bool files_must_exist_;
  TomlFaults& faults_;
};

}  // namespace lifecircle
