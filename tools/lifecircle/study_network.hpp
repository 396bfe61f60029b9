#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/problems.hpp"
#include "engine/base/result.hpp"
#include "engine/network/mode_graph.hpp"
#include "engine/network/road_heights.hpp"
#include "io/frame/frame.hpp"
#include "io/read/study_file.hpp"
#include "tools/lifecircle/record.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {

/// Where prepared networks are looked for and, if it `writes`, kept. No folder: nowhere.
struct NetworkCache {
  std::string folder;
  bool writes = false;
  std::string file = {};                 ///< this very file in place of one in a folder
  bool must = false;                     ///< not to keep it is an error, not a remark
  std::vector<std::string> inputs = {};  ///< never written over
  /// A file that `network build` wrote, looked into before all else.
  std::string given = {};
  bool given_may_differ = false;  ///< that it is of other roads is no error, and it is not used
};
/// The folder named on the command line, which may be written to, or else the user's own, which is
/// only read, where there is one. `given`: the file named there, or nothing; an Error where it is
/// no prepared network.
Result<NetworkCache> network_cache(const std::string& named, const std::string& given,
                                   const Session& session);

/// How a network came about.
enum class NetworkFrom : std::uint8_t {
  made,   ///< for this run alone
  built,  ///< made, and kept in a file for the next
  reused  ///< out of a file
};
const char* network_from_name(NetworkFrom from);

/// A network with heights and the graphs of some profiles: the same, to the last bit, wherever it
/// came from.
struct ReadyNetwork {
  std::shared_ptr<const Network> network;
  std::optional<RoadHeights> heights;
  std::map<std::string, ModeGraph> graphs;  ///< none where it was made: they are made when needed
  NetworkFrom from = NetworkFrom::made;
  std::string file;  ///< where it was found or is kept
};

/// Roads of a study as a network, out of the cache if it is there, also in a file that holds more
/// profiles. Looked for by prepared_key(), so that one of other roads is not found, and used if it
/// has all profiles with their keys. One that is damaged is said to be, and made anew. What cannot
/// be written to the cache is said, and no error. The roads are used up where the network is made
/// of them.
Result<ReadyNetwork> network_of_study(Roads&& roads, const StudyFile& study, const Frame& frame,
                                      const std::vector<InputFile>& inputs,
                                      const NetworkCache& cache, Problems& problems,
                                      Session& session);

/// The graph of a profile over the network: the one that is ready, or one made now. The network
/// must outlive it.
ModeGraph graph_of(const ReadyNetwork& ready, const Profile& profile);

/// Roads with the graphs of profiles, level ones.
Result<ReadyNetwork> network_of_roads(Roads&& roads, const std::map<std::string, Profile>& profiles,
                                      const NetworkCache& cache, Session& session);

}  // namespace lifecircle
