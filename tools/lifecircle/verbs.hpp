#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/messages.hpp"
#include "engine/base/progress.hpp"
#include "engine/base/quantity.hpp"
#include "engine/base/result.hpp"
#include "io/read/layer.hpp"
#include "io/read/siting_tables.hpp"
#include "io/read/study_file.hpp"
#include "io/write/vector_file.hpp"

namespace lifecircle {

/// What every verb is given beside its options: where to write and how to speak.
///
/// `out` is for results only, `err` for talk. A verb returns the program's exit code;
/// what went wrong it tells with complain() (console.hpp).
struct Session {
  std::ostream& out;
  std::ostream& err;
  Language language = Language::en;
  bool language_stated = false;  ///< on the command line: it goes before a study's own
  bool quiet = false;            ///< no talk but errors
  bool json = false;             ///< one JSON document on `out` instead of text
  bool colour = false;           ///< `err` may be coloured
  std::string version = {};
  std::string data_folder = {};           ///< holds profiles/ and standards/
  std::string cache_folder = {};          ///< the user's own of prepared networks; empty: none
  std::vector<std::string> command = {};  ///< the words after "lifecircle", for the report
  Progress progress = {};                 ///< false once the user has interrupted
  std::function<void()> clear_line = {};  ///< takes a progress line away
  /// What to complain of in place of an error that has another reason than it knows.
  std::function<std::optional<Error>(const Error&)> doubts = {};

  /// To be called before the results are printed, and before any talk (complain and remark do).
  void end_progress() const {
    if (clear_line) clear_line();
  }

  std::string profile_folder() const { return data_folder + "/profiles"; }
  std::string standard_folder() const { return data_folder + "/standards"; }
};

/// Exit codes that are no Fault of an input.
inline constexpr int kDone = 0, kCheckFailed = 1, kOurFault = 70;

struct RunOptions {
  std::string study;
  std::string scenario;                                         ///< file laid over it, or empty
  std::string out;                                              ///< folder
  std::vector<VectorFormat> formats{VectorFormat::geopackage};  ///< of the map layers
  bool workbook = false;                     ///< all tables in one Excel workbook as well
  bool report = false;                       ///< report.html, also without standards
  std::vector<std::string> map_formats;      ///< pdf, svg, png: a map sheet of each service
  bool strict = false;                       ///< rows that cannot be used are an error
  std::string database, schema;              ///< "PG:..." to write the results to as well, or empty
  std::optional<double> fail_under_percent;  ///< of every service's headline measure
  std::string cache;    ///< folder of prepared networks to read and write; empty: see Session
  std::string network;  ///< file of one, which must be of these roads; empty: none
};

struct CompareOptions {
  std::string study;
  std::vector<std::string> scenarios;    ///< files, in the order of the table
  std::string out;                       ///< folder
  bool report = false;                   ///< report.html
  std::vector<std::string> map_formats;  ///< pdf, svg, png: a map sheet of each change
  bool range = false;   ///< scenarios are alternatives: rates as intervals, places that flip
  std::string cache;    ///< folder of prepared networks; empty: the user's own
  std::string network;  ///< file of one of the study's roads; empty: none
};

/// Where to build: a study's [[siting]], or tables without a map.
struct SiteOptions {
  std::string study;               ///< empty: tables
  std::string scenario;            ///< file laid over it, or empty
  std::vector<std::string> names;  ///< of its sitings; empty: all
  SitingTableFiles tables;
  SitingAim aim = SitingAim::cover_most;  ///< of tables, as all below
  std::optional<std::uint32_t> sites;
  std::optional<std::int64_t> budget;  ///< thousandths
  std::optional<std::uint32_t> closings;
  std::optional<Duration> limit;
  std::int64_t backup = 0;  ///< thousandths
  std::string out;          ///< folder
  std::string cache;        ///< as of RunOptions
  std::string network;      ///< as of RunOptions
  bool quick = false;       ///< a tenth of the search, and no solver: for a meeting
};

/// Holds what `site` proved against its tables.
struct VerifyOptions {
  std::vector<std::string> proofs;  ///< files
};

struct CheckOptions {
  std::string study;
  std::string out;  ///< CSV file; empty: none
};

/// Roads named on the command line.
struct RoadOptions {
  std::vector<std::string> osm;         ///< OSM files
  std::optional<LayerSource> layer;     ///< or one layer of lines
  std::optional<LayerSource> barriers;  ///< lines or areas no leg may cross, beside those of OSM
  RoadColumns columns;
};

struct MatrixOptions {
  RoadOptions roads;
  LayerSource from, to;
  std::string from_id, to_id;  ///< columns; empty: the row
  std::string mode = "walk";
  Duration limit;
  double access_m = AccessLimits{}.unknown_m;  ///< nothing tells town from country here
  std::string out;                             ///< CSV file; the unconnected points go beside it
  std::string cache, network;                  ///< as of RunOptions
};

/// What `circles` draws.
enum class CircleProduct : std::uint8_t {
  each,       ///< a circle for every place
  dissolved,  ///< all places together
  split,      ///< by the nearest place
  overlaps,   ///< by the number of places that reach the ground
  alone,      ///< what only one place reaches
  roads       ///< the roads every place reaches
};

struct CirclesOptions {
  RoadOptions roads;
  std::vector<std::string> at;        ///< "lon,lat" in degrees
  std::optional<LayerSource> places;  ///< or a layer of points, lines or areas
  std::string id;                     ///< column of it; empty: the row
  std::optional<LayerSource> people;  ///< points whose people are counted
  std::string count;                  ///< column of it; empty: each row is one
  std::vector<std::string> modes{"walk"};
  Direction direction = Direction::to_facility;
  std::vector<Duration> limits;  ///< growing
  CircleProduct product = CircleProduct::each;
  bool rings = false;
  double access_m = AccessLimits{}.unknown_m;  ///< nothing tells town from country here
  double tolerance_m = 5;
  double simplify_m = 0;
  std::string out;  ///< the end of its name says the format; .svg: a picture
  std::string out_crs = "EPSG:4490";
  std::string cache, network;  ///< as of RunOptions
};

struct NetworkOptions {
  RoadOptions roads;
  std::vector<std::string> modes;  ///< profiles; empty: all there are
};

/// Prepares a network for searches and keeps it in a file.
struct NetworkBuildOptions {
  std::string study;  ///< a study's roads and profiles; empty: `roads` and `modes`
  RoadOptions roads;
  std::vector<std::string> modes;  ///< empty: all there are
  std::string out;                 ///< the file; empty: in the cache folder, by its key
  std::string cache;               ///< that folder; empty: the user's own
};

/// Looks through a file of a prepared network.
struct NetworkCheckOptions {
  std::string file;
};

struct StandardsOptions {
  std::string standard;   ///< its code, or a file; empty: all there are
  std::string indicator;  ///< of it, with its readings; empty: all
};

int run_verb(const RunOptions& options, Session& session);
int compare_verb(const CompareOptions& options, Session& session);
int site_verb(const SiteOptions& options, Session& session);
int verify_verb(const VerifyOptions& options, Session& session);
int check_verb(const CheckOptions& options, Session& session);
int matrix_verb(const MatrixOptions& options, Session& session);
int circles_verb(const CirclesOptions& options, Session& session);
int network_verb(const NetworkOptions& options, Session& session);
int network_build_verb(const NetworkBuildOptions& options, Session& session);
int network_check_verb(const NetworkCheckOptions& options, Session& session);
int standards_verb(const StandardsOptions& options, Session& session);

/// The work of `run` on a study that has been read: everything from opening the sources
/// to moving the results to their place and saying what they are.
int run_study(const StudyFile& study, const RunOptions& options, Session& session);

/// A profile of the data folder, or an Error with the names there are.
Result<Profile> profile_named(const std::string& name, const Session& session);

}  // namespace lifecircle
