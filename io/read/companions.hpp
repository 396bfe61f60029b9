#pragma once

#include <string>
#include <vector>

namespace lifecircle {

/// The files beside `path` that are read along with it and change what it says: attributes, system
/// and encoding of a Shapefile, column types of a CSV, the place of a picture, what a database has
/// not yet written home. Those that exist, sorted; none for a folder.
std::vector<std::string> companions_of(const std::string& path);

}  // namespace lifecircle
