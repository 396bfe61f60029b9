#pragma once

#include <string>
#include <vector>

namespace lifecircle {

/// The files beside `path` that are read along with it and change what it says: attributes, system
/// and encoding of a Shapefile, column types of a CSV, the place of a picture, what a database has
/// not yet written home. Those that exist, sorted; none for a folder.
std::vector<std::string> companions_of(const std::string& path);

/// Whether none of them has this ending (".dbf"), in letters of any size.
bool lacks_companion(const std::string& path, const std::string& ending);

/// The name of something beside `path` and named after it, or in it where it is a folder, that is
/// a pipe, a device or a socket, or a link to one: whoever reads it waits, or reads without end. ""
/// where there is none. Costs a look at every name in the folder.
std::string odd_companion_of(const std::string& path);

}  // namespace lifecircle
