#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/messages.hpp"
#include "engine/base/result.hpp"
#include "engine/study/siting_plan.hpp"
#include "engine/study/study.hpp"
#include "io/read/layer.hpp"
#include "io/read/osm.hpp"

namespace lifecircle {

/// Where features come from: a layer of a file, or, if `osm` is not empty, the things
/// of an OSM file for which any of the filters holds.
struct LocateSource;
struct FeatureSource {
  LayerSource layer;  ///< of an OSM file only `file` counts
  std::vector<TagFilter> osm;
  std::vector<LocateSource> locate;  ///< none, or one
  std::string stated_at;             ///< "study.toml:31 [[people]] 1", for messages

  bool is_osm() const { return !osm.empty(); }
};

/// Where rows without coordinates of their own are: at the features of another source that have the
/// same values in the columns named (io/read/locate.hpp). A village's row out of a table so gets
/// the village's area.
struct LocateSource {
  FeatureSource from;
  std::vector<std::pair<std::string, std::string>> match;  ///< the row's column, the other's
};

struct RoadSource {
  LayerSource layer;
  RoadColumns columns;
  std::string stated_at;
};

struct OsmRoadSource {
  std::string file;
  bool ferries = false;
  std::string stated_at;
  std::shared_ptr<const RowEdits> edits = {};  ///< what a scenario changes of the file's objects
};

/// A measure and the column that counts it. No column: each feature counts 1.
struct CountColumn {
  Measure measure;
  std::string column;
};

/// How counts lie on the ground.
enum class Spread {
  points,     ///< all at the feature's place (of lines and areas: their centre of gravity)
  area,       ///< over the feature's area
  buildings,  ///< over the buildings in the feature's area
};

/// Where people live. A raster has one measure, "people", whose cells are the counts, and nothing
/// else.
struct PeopleSource {
  FeatureSource from;
  bool raster = false;
  std::string id;                   ///< empty: the feature's row. OSM: "osm_id"
  std::vector<CountColumn> counts;  ///< at least one; the first is the headline
  std::string unit_code;            ///< column; empty: where the point lies
  Spread spread = Spread::points;
  std::optional<FeatureSource> buildings;  ///< with Spread::buildings
};

struct EntranceSource {
  LayerSource layer;
  std::string facility;  ///< column with the facility's id
};

/// Columns that state something of a row, by the names standards have for them.
struct StatedSource {
  std::map<std::string, std::string> numbers;  ///< "beds" -> "床位数"
  std::map<std::string, std::string> yes;      ///< of yes or no
  void add_columns(std::vector<std::string>& columns) const {
    for (const auto* of : {&numbers, &yes})
      for (const auto& [name, column] : *of) columns.push_back(column);
  }
};

struct FacilitySource {
  std::string kind;
  FeatureSource from;
  std::string id, name;  ///< columns; empty: the feature's row, no name. OSM: "osm_id", "name"
  std::optional<EntranceSource> entrances;
  std::optional<EntranceSource> gates;  ///< on its border, where no entrance is near a road
  /// Column with opening hours; empty: none. OSM: "opening_hours". Not looked at without a time or
  /// a standard.
  std::string hours;
  std::string hours_otherwise;  ///< of rows that state none; understood, or empty
  std::string unit_code;        ///< column: the unit it serves; empty: the one it lies in
  StatedSource stated;
  /// Columns with the year or date it opens and closes (io/read/planned_year.hpp); empty: it is
  /// always there.
  std::string opens = {}, closes = {};
};

/// Facilities of the study that a scenario closes: as if their rows were not there. An id or a row
/// names exactly one.
struct ClosingSource {
  std::string kind;
  std::string file, layer;            ///< of the sources meant; empty: any
  std::optional<std::size_t> number;  ///< or the one of that number, from 1
  bool all = false;
  std::vector<std::string> ids;   ///< as the program tells them
  std::vector<std::string> rows;  ///< Facility::row
  std::string stated_at;
  std::vector<std::size_t> sources = {};  ///< of StudyFile::facilities: those meant
};

struct UnitSource {
  FeatureSource from;
  std::string code, name, setting;  ///< columns; name and setting may be empty
  std::string point_x,
      point_y;  ///< columns with the unit's own point, in the layer's CRS; both or none
  std::optional<LayerSource> points;  ///< or a layer of points
  std::string points_code;            ///< and its column with the unit's code
  std::string group;                  ///< column: new, old, relocation...; may be empty
  std::string township_name;          ///< column: what its township is called; may be empty
  StatedSource stated;
};

/// Gates of walls and compounds, on the roads.
struct GateSource {
  FeatureSource from;
  std::string hours;            ///< column with visitors' hours; empty: none. OSM: "opening_hours"
  std::string hours_otherwise;  ///< of rows that state none; understood, or empty
  std::string who;              ///< column: all, residents, pedestrians; empty: all
  double within_m = 5;          ///< how far from a road a gate may lie
  /// Column with the code of the compound whose residents' gate it is; empty, or where it says
  /// nothing: those it lies in or at most 10 m from.
  std::string compound;
  std::string residents_hours;  ///< column; empty, or where it says nothing: always
};

/// Compounds (小区, 大院): areas whose residents have gates of their own.
struct CompoundSource {
  FeatureSource from;
  std::string code;    ///< column; may be empty
  bool walls = false;  ///< no access leg crosses their outlines
};

/// Land of one kind; sources of one name are one land.
struct LandSource {
  std::string name;
  FeatureSource from;
};

/// Where a siting may build: rows of a layer, facilities of another kind that the study has, or
/// places along the roads.
struct CandidateSource {
  std::optional<FacilitySource> places;  ///< a layer, with what it states under kSiteCost, ...
  std::string kind;                      ///< or the kind
  double spacing_m = 0;                  ///< or how far from each other along the roads
  std::optional<std::int64_t> cost;      ///< of each, in thousandths, where no column has it
  std::optional<std::int64_t> room;      ///< the same of what the plan's `rooms` counts
  std::optional<FeatureSource> within;   ///< only on this ground (permitted land use)
  std::string beside;                    ///< a kind of facilities; empty: anywhere
  double beside_m = 0;                   ///< how near, in a straight line
  std::int64_t beside_worth = 0;         ///< 0: only there; else what it is worth, in thousandths
  std::string stated_at;
};
/// Ground where people count more, or first.
struct SitingAreaSource {
  FeatureSource from;
  std::int64_t factor = 1000;
  bool first = false;
};
/// Outlines (estates) whose people are served, too, by what stands beside them.
struct AdjacentSource {
  FeatureSource from;
  double metres = 0;
};
/// A question of where to build, asked by `lifecircle site` alone.
struct SitingSource {
  SitingPlan plan;
  std::vector<CandidateSource> candidates;
  std::vector<SitingAreaSource> areas;
  std::optional<AdjacentSource> adjacent = {};
  std::string stated_at;
};

/// A study as its file states it: every source and every rule, nothing read yet.
///
/// Holds: at least one road source, one people source, one facility source and one
/// service; every mode of a service has its profile in `rules.profiles`, every kind a
/// facility source; there is a year if and only if a facility source states when its facilities
/// open or close; names of services differ; files are resolved against the study
/// file's folder, and exist. Every measure a group names is counted somewhere.
struct StudyFile {
  std::string path;           ///< as given
  std::string scenario_path;  ///< of the scenario laid over it; empty: none
  std::string scenario;       ///< its name
  StudyRules rules;
  std::string crs = "EPSG:4490";     ///< of the result layers
  std::optional<Language> language;  ///< of the results; none: as the program's

  std::optional<FeatureSource> area;
  std::vector<RoadSource> roads;
  std::vector<OsmRoadSource> osm_roads;
  std::vector<LayerSource> elevation;  ///< rasters of heights; of each only file and crs. None:
                                       ///< all roads are level, and no profile has a slope
  bool barriers_from_osm = true;       ///< out of the OSM files of the network
  std::vector<FeatureSource> barriers;
  std::vector<GateSource> gates;
  std::vector<CompoundSource> compounds;
  std::optional<UnitSource> units;
  std::vector<PeopleSource> people;
  std::vector<FacilitySource> facilities;
  std::vector<ClosingSource> closings;  ///< of a scenario
  std::vector<LandSource> land;
  std::vector<SitingSource> sitings;        ///< read by `site` alone; names differ
  std::vector<Measure> measures;            ///< of all people sources, the headline first
  std::vector<std::string> standard_files;  ///< as found, in the order of rules.standards
  /// profile -> road classes the study gives it a speed on that its file does not name.
  std::map<std::string, std::vector<std::string>> added_classes;

  /// Every file named, sorted, each once: what run.json takes checksums of, beside `path` and
  /// `scenario_path`.
  std::vector<std::string> input_files() const;
  /// Every table of a database (io/read/database.hpp) it names, sorted, each once.
  std::vector<LayerSource> tables() const;
};

/// Calls f(source) for every source of features but rasters.
template <class F>
void for_each_feature_source(StudyFile& study, F f) {
  if (study.area) f(*study.area);
  for (FeatureSource& source : study.barriers) f(source);
  for (GateSource& source : study.gates) f(source.from);
  for (CompoundSource& source : study.compounds) f(source.from);
  if (study.units) f(study.units->from);
  for (PeopleSource& source : study.people) {
    if (!source.raster) f(source.from);
    if (source.buildings) f(*source.buildings);
  }
  for (FacilitySource& source : study.facilities) f(source.from);
  for (LandSource& source : study.land) f(source.from);
  for (SitingSource& siting : study.sitings) {
    for (CandidateSource& source : siting.candidates) {
      if (source.places) f(source.places->from);
      if (source.within) f(*source.within);
    }
    for (SitingAreaSource& area : siting.areas) f(area.from);
    if (siting.adjacent) f(siting.adjacent->from);
  }
}

/// Calls f(layer) for every layer of files that are not OSM's, where rows may be edited.
template <class F>
void for_each_layer(StudyFile& study, F f) {
  for_each_feature_source(study, [&](FeatureSource& source) {
    if (!source.is_osm()) f(source.layer);
    for (LocateSource& other : source.locate)
      if (!other.from.is_osm()) f(other.from.layer);
  });
  for (RoadSource& source : study.roads) f(source.layer);
  if (study.units && study.units->points) f(*study.units->points);
  for (FacilitySource& source : study.facilities) {
    if (source.entrances) f(source.entrances->layer);
    if (source.gates) f(source.gates->layer);
  }
}

/// Calls f(file, edits) for every place where the study reads an OSM file: what its edits are.
template <class F>
void for_each_osm_file(StudyFile& study, F f) {
  const auto features = [&](FeatureSource& source) {
    if (source.is_osm()) f(source.layer.file, source.layer.edits);
    for (LocateSource& other : source.locate)
      if (other.from.is_osm()) f(other.from.layer.file, other.from.layer.edits);
  };
  for (OsmRoadSource& source : study.osm_roads) f(source.file, source.edits);
  for_each_feature_source(study, features);
}

/// Reads a study file; its grammar, with a comment on every key, is data/sample/study.toml.
/// `profile_folder` holds the profiles ("walk.toml"); standards are in the folder `standards`
/// beside it. Strict: an unknown key, a wrong kind of value, a mode without a profile and so on are
/// Errors that name file and line.
Result<StudyFile> read_study_file(const std::string& path, const std::string& profile_folder);

/// The same from bytes; `path` gives the folder and the name for messages. Files need not exist
/// unless `files_must_exist`.
Result<StudyFile> parse_study(std::string_view bytes, const std::string& path,
                              const std::string& profile_folder, bool files_must_exist);

/// The study as a scenario changes it: its file, a study file that says only what is different
/// (data/sample/scenario.toml shows the grammar), laid over the study's. Errors name the file that
/// is wrong.
Result<StudyFile> read_study_file(const std::string& path, const std::string& scenario_path,
                                  const std::string& profile_folder);

/// Whether a file's name says OSM: .osm, .pbf, .osm.gz, .osm.bz2.
bool is_osm_file(const std::string& path);

}  // namespace lifecircle
