#include "io/read/osm_open.hpp"

#include <algorithm>
#include <cctype>
#include <exception>
#include <filesystem>
#include <new>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include <osmium/io/bzip2_compression.hpp>
#include <osmium/io/file.hpp>
#include <osmium/io/gzip_compression.hpp>
#include <osmium/io/pbf_input.hpp>
#include <osmium/io/reader.hpp>
#include <osmium/io/xml_input.hpp>
#include <osmium/memory/buffer.hpp>
#include <osmium/thread/pool.hpp>

#include "io/read/layer.hpp"
#include "io/read/osm_edits.hpp"

namespace lifecircle::osm {
namespace {

std::string format_of(const std::string& path) {
  std::string lower = path;
  std::ranges::transform(lower, lower.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (const char* format : {"pbf", "osm", "osm.gz", "osm.bz2"})
    if (lower.ends_with(std::string{"."} + format)) return format;
  return {};
}

}  // namespace

Result<Source> find_source(const std::string& path) {
  namespace fs = std::filesystem;
  if (path.find("://") != std::string::npos || path.find('\0') != std::string::npos)
    return Error{Fault::input, "osm_not_local", path};
  std::error_code failure;
  const fs::file_status status = fs::status(path, failure);
  if (status.type() == fs::file_type::not_found) {
    const std::string meant = files_meant(path);
    if (meant.empty()) return Error{Fault::storage, "osm_no_file", path};
    return Error{Fault::storage, "osm_no_file_but", path, {meant}};
  }
  if (failure) return Error{Fault::storage, "osm_unreadable", path, {failure.message()}};
  if (status.type() != fs::file_type::regular) return Error{Fault::input, "osm_not_a_file", path};
  const std::string format = format_of(path);
  if (format.empty()) return Error{Fault::input, "osm_unknown_format", path};
  const fs::path full = fs::absolute(path, failure);
  if (failure) return Error{Fault::storage, "osm_unreadable", path, {failure.message()}};
  return Source{full.string(), format};
}

Result<Done> read_objects(const Reading& reading, const Progress& progress, const Each& each) {
  const Result<Source> source = find_source(reading.file.path);
  if (!source) return source.error();
  std::optional<Editing> editing;
  if (reading.file.edits) editing.emplace(reading.file.path, *reading.file.edits);
  try {
    if (editing && !editing->add(reading.kinds, each)) return Done{};
    // Threads of our own, gone when the file is read: nothing of libosmium stays behind. More than
    // a few wait for the one that takes what they unpack.
    const int spare = static_cast<int>(std::thread::hardware_concurrency()) - 2;
    osmium::thread::Pool threads{std::clamp(spare, 1, 4)};
    const osmium::io::File file{source.value().path, source.value().format};
    osmium::io::Reader reader{file, threads, reading.kinds, osmium::io::read_meta::yes};
    while (const osmium::memory::Buffer buffer = reader.read()) {
      if (!tell(progress, reading.stage, reader.offset(), reader.file_size()))
        return Error{Fault::interrupted, "osm_interrupted", reading.file.path};
      for (const auto& object : buffer.select<osmium::OSMObject>())
        if (!(editing ? editing->hand_on(object, each) : each(object))) return Done{};
    }
    reader.close();
  } catch (const std::bad_alloc&) {
    return Error{Fault::limit, "osm_too_large", reading.file.path};
  } catch (const std::system_error& failure) {
    if (failure.code() == std::errc::resource_unavailable_try_again ||
        failure.code() == std::errc::not_enough_memory)
      return Error{Fault::limit, "osm_too_large",
                   reading.file.path};  // a thread could not be started
    return Error{Fault::input, "osm_damaged", reading.file.path, {failure.what()}};
  } catch (const std::exception& failure) {
    return Error{Fault::input, "osm_damaged", reading.file.path, {failure.what()}};
  }
  return editing ? editing->finish(reading.kinds) : Done{};
}

}  // namespace lifecircle::osm
