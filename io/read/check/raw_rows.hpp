#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "engine/study/finding.hpp"
#include "io/frame/frame.hpp"
#include "io/read/study_file.hpp"
#include "io/read/town.hpp"

/// What check_rows asks the files themselves. Not for other rooms.
namespace lifecircle::check_sources {

/// The box of the loaded roads in degrees; empty without any.
LonLatBox box_of_roads(const LoadedTown& loaded);

/// Rows that lie more than some 5 km outside the box as they are read, and inside it with x and y
/// exchanged. None of a layer that cannot be read. Reads it once.
std::set<std::int64_t> rows_exchanged(const LayerSource& source, const LonLatBox& roads);

/// Where most texts of a layer are not of the encoding they were read in, tries the others people
/// here use on the whole of it: if one reads all of them and none looks garbled, its line is the
/// fix, to be put where each source of it is stated. Reads the layer once for each.
void say_encoding(const StudyFile& study, Finding& undecodable);

}  // namespace lifecircle::check_sources
