#pragma once

#include <initializer_list>
#include <iosfwd>
#include <string>
#include <vector>

#include "engine/base/problems.hpp"
#include "engine/network/roads.hpp"
#include "engine/places/places.hpp"
#include "io/frame/frame.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {

/// Roads named on the command line, on their own plane; barriers out of the OSM files.
struct CommandRoads {
  Frame frame;
  Roads roads;
  Barriers barriers;
};
Result<CommandRoads> read_command_roads(const RoadOptions& options, Problems& problems,
                                        const Session& session);

/// The files these options name, and that of every layer that is there.
std::vector<std::string> files_read(const RoadOptions& roads,
                                    std::initializer_list<const LayerSource*> layers);

/// One line a kind of problem: rows by number and example, what concerns no row in full.
void print_problems(const Problems& problems, std::ostream& out, const Session& session);
/// Prints the problems of a verb that writes no report: each kind once, with its count, on `err`.
void remark_problems(const Problems& problems, Session& session);

}  // namespace lifecircle
