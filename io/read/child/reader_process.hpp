#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "io/read/layer_rows.hpp"

namespace lifecircle {

/// False in builds with sanitizers: they reserve terabytes of addresses, and talk while they die.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kMemoryIsLimited = false;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
inline constexpr bool kMemoryIsLimited = false;
#else
inline constexpr bool kMemoryIsLimited = true;
#endif
#else
inline constexpr bool kMemoryIsLimited = true;
#endif

/// What a process that reads one file may use.
struct ReaderLimits {
  std::int64_t memory_mb = 4096;  ///< of address space
  std::int64_t cpu_seconds = 1800;
  int silent_seconds = 1800;  ///< without a row, on the clock
};

/// From now on files are opened and read by other processes, one a file, so that what a file does
/// to its reader (a crash, work without end, all the memory) ends in one sentence and nothing else.
/// `command` starts a program that calls serve_readers() with its standard input; it is started
/// once, is ready in some 70 ms, and splits itself for every file in about 1 ms. Nothing is started
/// before the first file. Without this call files are read in this process.
///
/// So are OSM files and rasters, which come whole (io/read/child/whole.hpp).
///
/// A reader may use so much memory and time, write no file, open no socket and start no program.
/// Rows come over a socket in frames that are checked when they are taken apart; nothing is written
/// to disk. Once for the process; for tests, again; an empty command takes it back.
void read_in_children(std::vector<std::string> command, const ReaderLimits& limits = {});

/// The other side: answers those who ask on the socket, and returns when they are gone.
int serve_readers(int descriptor);

/// open_gdal_rows or open_csv_rows, in another process if read_in_children() says so.
Result<std::unique_ptr<RawRows>> open_raw_rows(const LayerSource& source, bool csv,
                                               Problems& problems);

}  // namespace lifecircle
