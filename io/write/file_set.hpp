#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/base/result.hpp"

namespace lifecircle {

/// Moves a set of finished files to their names in `folder`, all of them or none.
///
/// `work` is a folder within `folder`: work/new holds the files, work/old takes what they replace.
/// A list of the names (work/commit) is on the disk before the first is moved. Whoever is killed in
/// between leaves that list, and finish_dead_run moves the rest in: after it there is all of the
/// old set or all of the new one. Where a move fails, what was moved is moved back.
///
/// Every file is replaced in one step (rename), so its name always leads to the old or the
/// new one; only where the file system knows no hard links, and for a file geodatabase, which is a
/// folder, is there a moment without. What SQLite
/// keeps beside a GeoPackage (-wal, -shm, -journal), and the indexes that others keep beside a
/// Shapefile, go with the old file: beside the new one they would spoil it.
Result<Done> move_in(const std::filesystem::path& work, const std::filesystem::path& folder,
                     const std::vector<std::string>& names, const std::string& shown);

/// Ends what a dead run left in `work`, then removes it. The caller holds the lock of `folder`.
Result<Done> finish_dead_run(const std::filesystem::path& work, const std::filesystem::path& folder,
                             const std::string& shown);

/// Whether a name may be one of ours: not empty, not hidden, without '/' and control
/// characters, 200 bytes at most.
bool is_plain_file_name(const std::string& name);

}  // namespace lifecircle
