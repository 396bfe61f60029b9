#include "io/write/outputs.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include "engine/base/memory.hpp"
#include "io/write/checked_file.hpp"
#include "io/write/csv.hpp"
#include "io/write/file_set.hpp"
#include "io/write/filegdb.hpp"
#include "io/write/geopackage.hpp"

namespace lifecircle {
namespace {

namespace fs = std::filesystem;

// What is hidden begins so, or, of one file alone, with this and the file's name.
constexpr const char* kPrefix = ".lifecircle";
constexpr const char* kLock = ".lock";
constexpr const char* kWork = ".tmp-";  // and the number of the process
constexpr std::uint64_t kLeastSpace = 256 * 1024;

Error folder_failure(const char* key, const std::string& shown, int reason) {
  return Error{Fault::storage, key, shown, {std::strerror(reason)}};
}

/// Makes what is missing of a path; what was made is appended to `made`, outermost first.
Result<Done> make_folders(const fs::path& folder, const std::string& shown,
                          std::vector<fs::path>& made) {
  std::vector<fs::path> missing;
  std::error_code failure;
  for (fs::path path = folder; !fs::exists(path, failure); path = path.parent_path()) {
    if (failure) return folder_failure("output_folder_not_made", shown, failure.value());
    missing.push_back(path);
  }
  for (auto path = missing.rbegin(); path != missing.rend(); ++path) {
    if (::mkdir(path->c_str(), 0777) == 0) {
      made.push_back(*path);
    } else if (errno != EEXIST) {  // else another run was faster
      return folder_failure("output_folder_not_made", shown, errno);
    }
  }
  if (!fs::is_directory(folder, failure))
    return Error{Fault::storage, "output_folder_is_file", shown};
  return Done{};
}

void remove_folders(const std::vector<fs::path>& made) {
  for (auto path = made.rbegin(); path != made.rend(); ++path) {
    if (::rmdir(path->c_str()) != 0) return;  // somebody uses it
  }
}

/// The lock of a folder, or none where the lock file was removed under our hands (try again).
Result<std::optional<Descriptor>> try_lock(const fs::path& path, const std::string& shown) {
  Descriptor lock{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666)};
  if (lock.get() < 0) {
    // Some file systems say so of every new file; of others the folder is gone.
    if (std::error_code ignored; errno == ENOENT && !fs::exists(path.parent_path(), ignored))
      return std::optional<Descriptor>{};
    return folder_failure("output_folder_not_writable", shown, errno);
  }
  int got = 0;
  do {
    got = ::flock(lock.get(), LOCK_EX | LOCK_NB);
  } while (got != 0 && errno == EINTR);
  if (got != 0 && errno == EWOULDBLOCK) return Error{Fault::storage, "output_folder_busy", shown};
  if (got != 0) return folder_failure("output_folder_not_locked", shown, errno);
  // Whoever held it before may have removed the file after we opened it: then we hold a lock nobody
  // sees.
  struct stat ours {
  }, there{};
  const bool same = ::fstat(lock.get(), &ours) == 0 && ::stat(path.c_str(), &there) == 0 &&
                    ours.st_ino == there.st_ino && ours.st_dev == there.st_dev;
  if (!same) return std::optional<Descriptor>{};
  return std::optional<Descriptor>{std::move(lock)};
}

/// What runs before us left. We hold the lock, so they are dead, whatever their numbers say.
Result<Done> clear_leftovers(const fs::path& folder, const std::string& prefix,
                             const std::string& shown) {
  std::error_code failure;
  std::vector<fs::path> leftovers;
  fs::directory_iterator entry{folder, failure};
  for (const fs::directory_iterator end; !failure && entry != end; entry.increment(failure)) {
    const std::string name = entry->path().filename().string();
    if (!name.starts_with(prefix + kWork)) continue;
    const std::string_view number = std::string_view{name}.substr((prefix + kWork).size());
    const auto digit = [](char c) { return c >= '0' && c <= '9'; };
    if (!number.empty() && std::ranges::all_of(number, digit)) leftovers.push_back(entry->path());
  }
  if (failure) return folder_failure("output_folder_not_writable", shown, failure.value());
  std::ranges::sort(leftovers);
  for (const fs::path& leftover : leftovers) {
    if (auto done = finish_dead_run(leftover, folder, shown); !done) return done;
  }
  return Done{};
}

}  // namespace

struct Outputs::State {
  std::string shown;  // the folder as the user wrote it
  fs::path folder;    // the same from the root, so that it stays wherever we go
  fs::path work;      // the hidden folder; empty: not made yet
  fs::path lock_path;
  std::vector<std::string> inputs;
  std::vector<fs::path> made;  // folders we made
  Descriptor lock;
  ::pid_t process = ::getpid();
  std::vector<std::string> names;
  std::optional<Error> failure;  // after one nothing can be committed
  bool open = true;              // neither committed nor given up

  State() = default;
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (open) close();
  }

  /// Removes all that is hidden, then lets others in.
  void close() noexcept {
    open = false;
    if (process != ::getpid()) return;  // a child's copy: the files are its parent's
    std::error_code ignored;
    // A list of moves that could not be ended stays: the next run ends it.
    const bool torn = !work.empty() &&
                      (fs::exists(work / "commit", ignored) || fs::exists(work / "undo", ignored));
    if (!work.empty() && !(torn && failure)) fs::remove_all(work, ignored);
    if (lock.get() >= 0) {
      ::unlink(lock_path.c_str());
      lock.close();
    }
    remove_folders(made);
  }

  std::string shown_file(const std::string& name) const {
    return (fs::path{shown} / name).string();
  }

  Result<Done> check_name(const std::string& name) const {
    if (!is_plain_file_name(name)) return Error{Fault::usage, "output_name_bad", shown, {name}};
    if (std::ranges::find(names, name) != names.end()) {
      return Error{Fault::usage, "output_name_twice", shown, {name}};
    }
    std::error_code ignored;
    const fs::file_type there = fs::symlink_status(folder / name, ignored).type();
    const bool free = name.ends_with(".gdb")  // a folder takes the place of its like only
                          ? is_filegdb((folder / name).string())
                          : there == fs::file_type::regular || there == fs::file_type::symlink;
    if (there != fs::file_type::not_found && !free) {
      return Error{Fault::storage, "output_name_taken", shown_file(name)};
    }
    for (const std::string& input : inputs)
      if (fs::equivalent(folder / name, input, ignored))
        return Error{Fault::usage, "output_is_input", shown_file(name)};
    return Done{};
  }

  /// One more file, written by `write(path, shown)`, or several that belong together and are named
  /// after the first.
  template <class Write>
  Result<Done> add(const std::vector<std::string>& files, std::uint64_t forecast,
                   const Write& write) {
    if (failure) return *failure;
    const std::string& name = files.front();
    Result<Done> done = Done{};
    if (!open) done = Error{Fault::storage, "output_closed", shown};
    for (std::size_t i = 0; done && i < files.size(); ++i) done = check_name(files[i]);
    if (done) done = check_space(work.string(), forecast, shown_file(name));
    if (done) done = write((work / "new" / name).string(), shown_file(name));
    if (done) {
      names.insert(names.end(), files.begin(), files.end());
    } else {
      failure = done.error();
      // What is half written takes space that others may need.
      std::error_code ignored;
      if (open) fs::remove_all(work, ignored);
    }
    return done;
  }

  /// One layer in a file, or files, of its own.
  template <class Write>
  Result<Written> add_vector(const std::string& name, std::uint64_t forecast, const Write& write) {
    const Result<VectorFormat> format = vector_format_of(name);
    Written written;
    const auto keep = [&](const std::string& path, const std::string& file) -> Result<Done> {
      if (!format) return format.error();
      const Result<Written> done = write(path, file);
      if (!done) return done.error();
      written = done.value();
      return Done{};
    };
    const std::vector<std::string> files =
        format ? files_of(format.value(), name) : std::vector<std::string>{name};
    if (Result<Done> done = add(files, forecast, keep); !done) return done.error();
    return written;
  }
};

Outputs::Outputs(std::unique_ptr<State> state) : state_{std::move(state)} {}
Outputs::Outputs(Outputs&&) noexcept = default;
Outputs& Outputs::operator=(Outputs&&) noexcept = default;
Outputs::~Outputs() = default;

Result<Outputs> Outputs::begin(const std::string& folder, std::uint64_t expected_bytes) {
  return begin(folder, kPrefix, expected_bytes);
}

Result<Outputs> Outputs::begin_file(const std::string& path, std::uint64_t expected_bytes) {
  const fs::path file{path};
  // Who names one file means a folder that is there: a slip must not make another.
  std::error_code unknown;
  if (file.has_parent_path() && !fs::exists(file.parent_path(), unknown) && !unknown)
    return Error{Fault::storage, "output_folder_missing", path, {file.parent_path().string()}};
  constexpr std::size_t kLongest = 150;  // names have 255 bytes
  return begin(file.has_parent_path() ? file.parent_path().string() : ".",
               std::string{kPrefix} + "-" + file.filename().string().substr(0, kLongest),
               expected_bytes);
}

void Outputs::protect(std::vector<std::string> inputs) {
  state_->inputs = std::move(inputs);
}

Result<Done> Outputs::check(const std::string& name) const {
  const Result<VectorFormat> format = vector_format_of(name);
  for (const std::string& file :
       format ? files_of(format.value(), name) : std::vector<std::string>{name})
    if (auto fine = state_->check_name(file); !fine) return fine;
  return Done{};
}

Result<Outputs> Outputs::begin(const std::string& folder, const std::string& prefix,
                               std::uint64_t expected_bytes) {
  auto state = std::make_unique<State>();
  state->shown = folder;
  std::error_code failure;
  if (folder.empty() || folder.find('\0') != std::string::npos) {
    return Error{Fault::usage, "output_folder_unnamed", folder};
  }
  // Not normalized: behind a link, ".." leads elsewhere than its letters say.
  state->folder = fs::absolute(folder, failure);
  if (failure) return folder_failure("output_folder_not_made", folder, failure.value());
  if (!state->folder.has_filename()) state->folder = state->folder.parent_path();  // "out/"

  state->lock_path = state->folder / (prefix + kLock);

  // A run that fails removes the folder it made, at worst between two lines of ours.
  for (int attempt = 0; attempt < 100 && state->lock.get() < 0; ++attempt) {
    if (auto made = make_folders(state->folder, folder, state->made); !made) return made.error();
    Result<std::optional<Descriptor>> lock = try_lock(state->lock_path, folder);
    if (!lock) return lock.error();
    if (lock.value()) state->lock = std::move(*lock.value());
  }
  if (state->lock.get() < 0) return Error{Fault::storage, "output_folder_busy", folder};
  if (auto cleared = clear_leftovers(state->folder, prefix, folder); !cleared)
    return cleared.error();
  if (auto space =
          check_space(state->folder.string(), std::max(expected_bytes, kLeastSpace), folder);
      !space) {
    return space.error();
  }
  const fs::path work = state->folder / (prefix + kWork + std::to_string(state->process));
  if (::mkdir(work.c_str(), 0700) != 0) {
    return folder_failure("output_folder_not_writable", folder, errno);
  }
  state->work = work;
  if (::mkdir((work / "new").c_str(), 0777) != 0) {
    return folder_failure("output_folder_not_writable", folder, errno);
  }
  return Outputs{std::move(state)};
}

Result<Done> Outputs::geopackage(const std::string& name, const std::vector<Layer>& layers,
                                 const std::vector<Table>& tables, const Frame& frame,
                                 const std::string& crs, Language language,
                                 const Progress& progress) {
  const auto write = [&](const std::string& path, const std::string& shown) {
    // GDAL takes a path that begins with /vsi for one of its virtual file systems.
    const std::string real = path.starts_with("/vsi") ? "/." + path : path;
    return write_geopackage(real, shown, layers, tables, frame, crs, language, progress);
  };
  return state_->add({name}, geopackage_size_forecast(layers, tables), write);
}

Result<Written> Outputs::filegdb(const std::string& name, const std::vector<Layer>& layers,
                                 const std::vector<Table>& tables, const Frame& frame,
                                 const std::string& crs, Language language,
                                 const Progress& progress) {
  std::uint64_t forecast = 0;
  for (const Layer& layer : layers) forecast += vector_size_forecast(VectorFormat::filegdb, layer);
  return state_->add_vector(name, forecast, [&](const std::string& path, const std::string& shown) {
    // GDAL takes a path that begins with /vsi for one of its virtual file systems.
    const std::string real = path.starts_with("/vsi") ? "/." + path : path;
    Written written;
    const auto done =
        write_filegdb(real, shown, layers, tables, frame, crs, language, written, progress);
    return done ? Result<Written>{written} : Result<Written>{done.error()};
  });
}

Result<Written> Outputs::vector(const std::string& name, const Layer& like, Parts parts,
                                const Frame& frame, const std::string& crs, Language language,
                                const Fill& fill) {
  return state_->add_vector(name, 0, [&](const std::string& path, const std::string& shown) {
    Result<VectorFile> file = VectorFile::begin(path, shown, like, parts, frame, crs, language);
    if (!file) return Result<Written>{file.error()};
    if (auto filled = fill(file.value()); !filled) return Result<Written>{filled.error()};
    return file.value().finish();
  });
}

Result<Written> Outputs::vector(const std::string& name, const Layer& layer, const Frame& frame,
                                const std::string& crs, Language language,
                                const Progress& progress) {
  const Result<VectorFormat> format = vector_format_of(name);
  const std::uint64_t forecast = format ? vector_size_forecast(format.value(), layer) : 0;
  return state_->add_vector(name, forecast, [&](const std::string& path, const std::string& shown) {
    return write_vector_file(path, shown, layer, frame, crs, language, progress);
  });
}

Result<Done> Outputs::csv(const std::string& name, const Table& table) {
  return state_->add({name}, csv_size_forecast(table),
                     [&](const std::string& path, const std::string& shown) {
                       return write_csv(path, shown, table);
                     });
}

Result<Done> Outputs::workbook(const std::string& name, const std::vector<Sheet>& sheets,
                               Language language, Problems& problems, const Progress& progress) {
  return state_->add({name}, workbook_size_forecast(sheets),
                     [&](const std::string& path, const std::string& shown) {
                       return write_workbook(path, shown, sheets, language, problems, progress);
                     });
}

Result<Done> Outputs::text(const std::string& name, const std::string& bytes) {
  return this->bytes(name, bytes.size(), [&](const Put& put) { return put(bytes); });
}

Result<Done> Outputs::bytes(const std::string& name, std::uint64_t forecast,
                            const std::function<Result<Done>(const Put& put)>& fill) {
  const auto write = [&](const std::string& path, const std::string& shown) -> Result<Done> {
    Result<CheckedFile> file = CheckedFile::create(path, shown);
    if (!file) return file.error();
    const auto put = [&](std::string_view more) { return file.value().add(more); };
    if (auto filled = fill(put); !filled) return filled;
    return file.value().finish();
  };
  return state_->add({name}, forecast + 4096, write);
}

Result<std::vector<std::string>> Outputs::commit() {
  insist_on_memory();
  State& state = *state_;
  if (state.failure) return *state.failure;
  if (!state.open) return Error{Fault::storage, "output_closed", state.shown};
  const Result<Done> moved = move_in(state.work, state.folder, state.names, state.shown);
  if (!moved) {
    state.failure = moved.error();
    return moved.error();
  }
  std::vector<std::string> paths;
  for (const std::string& name : state.names) paths.push_back(state.shown_file(name));
  if (!paths.empty()) state.made.clear();
  state.close();
  return paths;
}

}  // namespace lifecircle
