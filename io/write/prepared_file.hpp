#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/network/mode_graph.hpp"
#include "engine/network/road_heights.hpp"
#include "engine/network/roads.hpp"
#include "engine/prepared/prepared.hpp"

namespace lifecircle {

/// Of what a prepared network is made, as 64 hex digits: SHA-256 over the roads as they were read,
/// further words (the files heights come from, the plane), the program and the form of the file.
/// What differs in any of it has another key. 1 s for some 1 GB of roads.
std::string prepared_key(const Roads& roads, const std::vector<std::string>& further,
                         const std::string& program);
/// The same over all of each profile that its graph hangs on.
ProfileKeys profile_keys(const std::map<std::string, Profile>& profiles);
/// One for all of them.
std::string key_of_all(const ProfileKeys& keys);
/// The same over heights of the roads: graphs hang on them too, and are made after them.
std::string ground_sum(const Network& network, const RoadHeights& heights);

/// Writes a prepared network (engine/prepared), whole or not at all. Read back and compared. The
/// folder must be there. Refused while somebody else writes the same file, and where it is one of
/// `inputs`.
Result<Done> write_prepared_file(const std::string& path, const PreparedHead& head,
                                 const Network& network, std::span<const ModeGraph* const> graphs,
                                 const ProfileKeys& keys,
                                 const std::vector<std::string>& inputs = {});

}  // namespace lifecircle
