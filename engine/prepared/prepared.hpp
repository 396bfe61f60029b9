#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "engine/network/mode_graph.hpp"
#include "engine/network/network.hpp"
#include "engine/prepared/sections.hpp"
#include "engine/prepared/small_parts.hpp"
#include "engine/search/hierarchy/hierarchy.hpp"

namespace lifecircle {

/// Makes for every graph, and has it carry, its hierarchy. Graphs of one network whose states are
/// the same share one topology, of all the steps that any of them takes: the order, which takes
/// nearly all of the time, is found once; a profile that takes part of the steps alone gets 2 to 14
/// % more steps with shortcuts than over an order of its own. The same for any number of threads.
/// False if `progress` asked to stop.
bool make_hierarchies(std::span<ModeGraph* const> graphs, const Progress& progress = {});

/// By the name of a profile, of what its graph is made beside the roads: 64 hex digits.
using ProfileKeys = std::map<std::string, std::string>;

/// The bytes of a prepared file (see sections.hpp) of a network and some graphs over it, each with
/// the hierarchy it carries, a piece at a time. Same values, same bytes. Refuses, with an Error,
/// what PreparedNetwork would not open.
Result<Done> write_prepared(const PreparedHead& head, const Network& network,
                            std::span<const ModeGraph* const> graphs, const ProfileKeys& keys,
                            const std::function<Result<Done>(std::string_view)>& put);
/// How many bytes those are.
std::uint64_t prepared_bytes(const Network& network, std::span<const ModeGraph* const> graphs,
                             const ProfileKeys& keys);

/// A network with the graphs and hierarchies of some profiles, as they lie in a file that is mapped
/// read-only.
///
/// What is opened is looked through once (sound.hpp), and refused where it is not sound; so
/// whatever bytes a file has, searches, joins, sweeps and matrices run on what comes out of it to
/// their end and read nothing beside. Whether it is what was written is for check().
///
/// Of a made county of 1.46 million junctions, 1.96 million edges and 5.6 million points the
/// network has 66 bytes a junction, the topology that profiles share 33, and each profile some 120;
/// that is all the memory there is to it, and processes that map one file share it. One profile is
/// opened in 73 ms of processor time (all cores take part), 50 a million junctions; check() of
/// three takes 0.4 s.
///
/// Not safe to use from several threads at once; what comes out of it is.
class PreparedNetwork {
 public:
  /// Head, table and the network itself. `where` is what errors call it.
  static Result<PreparedNetwork> open(const std::string& path);
  static Result<PreparedNetwork> open(Bytes bytes, const std::string& where);

  const PreparedHead& head() const { return file_.head(); }
  const SectionFile& file() const { return file_; }
  const std::shared_ptr<const Network>& network() const { return network_; }
  std::vector<std::string> profiles() const;
  /// The profiles and the keys they were written with, "" for none.
  ProfileKeys profile_keys() const;
  /// What an array belongs to, for people: "network", "walk", "topology 1".
  std::string owner_name(std::uint32_t owner) const;

  /// The graph of a profile, found by its name, with its hierarchy. `profile` must be as it was
  /// when the file was made: its key tells. network() must outlive it.
  Result<ModeGraph> graph(const Profile& profile);

  /// Every byte against its checksum, and everything there is looked through.
  Result<Done> check();

 private:
  explicit PreparedNetwork(SectionFile file) : file_{std::move(file)} {}
  Error damaged(const std::string& what) const;
  Result<Done> take_network();
  Result<std::shared_ptr<const Topology>> topology(std::uint32_t number);

  SectionFile file_;
  std::shared_ptr<const Network> network_;
  std::vector<ModeName> modes_;
  std::vector<std::shared_ptr<const Topology>> topologies_;  ///< those looked through
};

}  // namespace lifecircle
