#pragma once

#include <string>

namespace lifecircle {

/// Whether a zip file (a spreadsheet is one, a tile of heights may be) would unpack to more than
/// 1 GiB, to more than 200 times its size (and 16 MiB), to more than 10,000 files, or to more than
/// its own list says. False for what is no zip file: its driver will say so. Costs unpacking it
/// once, in little memory. `absolute`: an absolute path; after prepare_gdal().
bool unpacks_too_large(const std::string& absolute);

}  // namespace lifecircle
