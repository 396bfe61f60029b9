#include "io/write/file_set.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <system_error>

#include "io/write/checked_file.hpp"
#include "io/write/filegdb.hpp"
#include "io/write/shapefile.hpp"

namespace lifecircle {
namespace {

namespace fs = std::filesystem;

// Names within the work folder.
constexpr const char* kNew = "new";
constexpr const char* kOld = "old";
constexpr const char* kCommit = "commit";  // the list: from now on, forward
constexpr const char* kUndo = "undo";      // the same list: from now on, back
constexpr const char* kEnd = "/end";       // last line of a whole list; no file name

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::symlink_status(path, ignored).type() != fs::file_type::not_found;
}

Error move_failure(const fs::path& to, const std::string& shown, int reason) {
  return Error{Fault::storage,
               "output_commit_failed",
               (fs::path{shown} / to.filename()).string(),
               {std::strerror(reason)}};
}

Result<Done> move(const fs::path& from, const fs::path& to, const std::string& shown) {
  if (std::rename(from.c_str(), to.c_str()) == 0) return Done{};
  return move_failure(to, shown, errno);
}

/// What other programs may have left beside a file, which would spoil a new one.
std::vector<std::string> companions_of(const std::string& name) {
  if (name.ends_with(".shp")) return shapefile_companions(name);
  if (!name.ends_with(".gpkg")) return {};
  return {name + "-wal", name + "-shm", name + "-journal"};
}

Result<Done> move_one_in(const fs::path& work, const fs::path& folder, const std::string& name,
                         const std::string& shown) {
  if (!is_there(work / kNew / name)) return Done{};  // moved before
  for (const std::string& companion : companions_of(name)) {
    if (!is_there(folder / companion)) continue;
    if (auto moved = move(folder / companion, work / kOld / companion, shown); !moved) return moved;
  }
  const fs::path old = work / kOld / name;
  std::error_code ignored;
  if (fs::is_directory(fs::symlink_status(folder / name, ignored))) {
    // Never moved aside unless it is what we write: a folder has no second name.
    if (!is_filegdb((folder / name).string()) || !is_filegdb((work / kNew / name).string()) ||
        is_there(old))
      return move_failure(folder / name, shown, EISDIR);
    if (auto moved = move(folder / name, old, shown); !moved) return moved;
  }
  if (is_there(folder / name) && !is_there(old)) {
    // A second name, so that the first is never without a file.
    if (::link((folder / name).c_str(), old.c_str()) != 0) {
      if (auto moved = move(folder / name, old, shown); !moved) return moved;
    }
  }
  return move(work / kNew / name, folder / name, shown);
}

Result<Done> move_one_back(const fs::path& work, const fs::path& folder, const std::string& name,
                           const std::string& shown) {
  const bool was_moved_in = !is_there(work / kNew / name);
  if (was_moved_in && is_there(folder / name)) {
    if (auto moved = move(folder / name, work / kNew / name, shown); !moved) return moved;
  }
  for (const std::string& old : companions_of(name)) {
    if (!is_there(work / kOld / old)) continue;
    if (auto moved = move(work / kOld / old, folder / old, shown); !moved) return moved;
  }
  if (!is_there(work / kOld / name)) return Done{};
  return move(work / kOld / name, folder / name, shown);
}

/// The names of a list that was written to its end; none if it was not.
std::vector<std::string> names_in(const fs::path& list) {
  std::ifstream file{list, std::ios::binary};
  std::vector<std::string> names;
  for (std::string line; std::getline(file, line);) {
    if (line == kEnd) return names;
    if (!is_plain_file_name(line)) return {};
    names.push_back(line);
  }
  return {};
}

Result<Done> all_forward(const fs::path& work, const fs::path& folder,
                         const std::vector<std::string>& names, const std::string& shown) {
  for (const std::string& name : names) {
    if (auto moved = move_one_in(work, folder, name, shown); !moved) return moved;
  }
  return sync_to_disk(folder.string(), shown);
}

Result<Done> all_back(const fs::path& work, const fs::path& folder,
                      const std::vector<std::string>& names, const std::string& shown) {
  for (auto name = names.rbegin(); name != names.rend(); ++name) {
    if (auto moved = move_one_back(work, folder, *name, shown); !moved) return moved;
  }
  return sync_to_disk(folder.string(), shown);
}

Result<Done> write_list(const fs::path& work, const std::vector<std::string>& names,
                        const std::string& shown) {
  Result<CheckedFile> list = CheckedFile::create((work / "list").string(), shown);
  if (!list) return list.error();
  for (const std::string& name : names) {
    if (auto put = list.value().add(name + "\n"); !put) return put;
  }
  if (auto put = list.value().add(std::string{kEnd} + "\n"); !put) return put;
  return list.value().finish();
}

}  // namespace

bool is_plain_file_name(const std::string& name) {
  const auto bad = [](unsigned char c) { return c < 0x20 || c == 0x7F || c == '/'; };
  return !name.empty() && name.size() <= 200 && name.front() != '.' &&
         std::ranges::none_of(name, bad);
}

Result<Done> move_in(const fs::path& work, const fs::path& folder,
                     const std::vector<std::string>& names, const std::string& shown) {
  std::error_code failure;
  fs::create_directory(work / kOld, failure);
  if (failure) return move_failure(folder, shown, failure.value());
  if (auto listed = write_list(work, names, shown); !listed) return listed;
  // The files, then the list, then the way to them: nothing points at what is not there.
  for (const fs::path& path : {work / kNew, work, folder}) {
    if (auto synced = sync_to_disk(path.string(), shown); !synced) return synced;
  }
  if (auto moved = move(work / "list", work / kCommit, shown); !moved) return moved;
  if (auto synced = sync_to_disk(work.string(), shown); !synced) return synced;

  const Result<Done> forward = all_forward(work, folder, names, shown);
  if (forward) return Done{};
  if (auto turned = move(work / kCommit, work / kUndo, shown); !turned) return turned;
  if (auto back = all_back(work, folder, names, shown); !back) return back;
  std::remove((work / kUndo).c_str());
  return forward;
}

Result<Done> finish_dead_run(const fs::path& work, const fs::path& folder,
                             const std::string& shown) {
  if (is_there(work / kUndo)) {
    if (auto back = all_back(work, folder, names_in(work / kUndo), shown); !back) return back;
  } else if (is_there(work / kCommit)) {
    if (auto forward = all_forward(work, folder, names_in(work / kCommit), shown); !forward) {
      return forward;
    }
  }
  std::error_code failure;
  fs::remove_all(work, failure);
  if (failure) return move_failure(work, shown, failure.value());
  return Done{};
}

}  // namespace lifecircle
