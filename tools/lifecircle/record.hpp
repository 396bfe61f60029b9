#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "algorithms/study/study.hpp"
#include "engine/base/problems.hpp"
#include "engine/base/result.hpp"
#include "engine/network/road_heights.hpp"
#include "io/read/study_file.hpp"
#include "io/read/town.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {

/// One input as it was when the run began.
struct InputFile {
  std::string path;   ///< as resolved
  std::string shown;  ///< relative to the study file's folder
  std::string sha256;
  std::uint64_t bytes = 0;
  std::int64_t modified = 0;  ///< for noticing a change during the run; not written
  bool is_table = false;      ///< of a database: `bytes` are those of its rows as they were read
};

/// The study file and every file it names: none of them is ever written over.
std::vector<std::string> files_of(const StudyFile& study);

/// Size, time and checksum of the study file, of every file it names, and of what is read with it.
/// Of a table of a database the checksum is one over the sorted SHA-256 of its rows (io/read/
/// database.hpp), and a change during the run is not noticed.
Result<std::vector<InputFile>> take_inputs(const StudyFile& study);
/// An Error if one of them changed since.
Result<Done> check_unchanged(const std::vector<InputFile>& inputs);

/// The path relative to the study file's folder, so that results do not hang on where the study
/// lies.
std::string shown_path(const std::string& path, const StudyFile& study);

/// Problems as a table: what, where, why; file names as shown_path.
Table problems_table(const Problems& problems, const StudyFile& study, Language language);

/// run.json: everything the results depend on. Same inputs, same bytes.
std::string run_record(const StudyFile& study, const LoadedTown& loaded, const Network& network,
                       const std::optional<RoadHeights>& heights, const StudyResult& result,
                       const Problems& problems, const std::vector<InputFile>& inputs,
                       const Session& session);

/// A moment of the run, for run.log.json.
struct StageTime {
  std::string stage;
  double seconds;
};
/// Where a network of the run came from.
struct NetworkOrigin {
  std::string which;     ///< "network", "other_network"
  std::string prepared;  ///< "made", "built", "reused"
  std::string file;      ///< of the cache; empty: none
};
/// run.log.json: what may differ between two equal runs: times, ways to search, threads, memory,
/// paths, the cache.
std::string run_log(const std::vector<StageTime>& stages, const StudyResult& result,
                    const std::vector<InputFile>& inputs,
                    const std::vector<NetworkOrigin>& networks, const std::string& out,
                    const Session& session);

/// The headline rates of services.csv, for people and for --fail-under.
struct Headline {
  std::string service, counted, unit, modes, rule;
  double percent;  ///< NaN: nobody to count
  double covered, total;
};
std::vector<Headline> headlines(const Table& services);

}  // namespace lifecircle
