#pragma once

#include <sys/resource.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "engine/base/messages.hpp"
#include "io/read/elevation.hpp"
#include "io/read/layer.hpp"
#include "io/read/osm.hpp"
#include "tests/io/layer_files.hpp"
#include "tests/tools/reader_children.hpp"

namespace lifecircle::test {

/// What became of reading a damaged file.
struct Outcome {
  std::string error;              ///< key; empty: there is a result
  std::size_t rows = 0;           ///< of the result, and what is in them
  std::vector<std::string> told;  ///< keys of problems
};

/// An error must be one sentence of the catalogue that names the file and ends the program with the
/// code for inputs, storage or limits.
inline void expect_clear(const Error& error, const std::string& path) {
  EXPECT_NE(find_message(error.key), nullptr) << error.key;
  EXPECT_NE(error.where.find(path), std::string::npos) << error.key << " at " << error.where;
  EXPECT_TRUE(error.fault == Fault::input || error.fault == Fault::storage ||
              error.fault == Fault::limit)
      << error.key;
  // A reader that had to be killed or died of it would be no crash of the program, but no reader
  // of ours may die of any of these files.
  EXPECT_FALSE(error.key.starts_with("reader_")) << error.key << " " << path;
}

template <class Value>
Outcome outcome_of(const Result<Value>& value, const std::string& path, const Problems& problems,
                   const std::function<std::size_t(const Value&)>& rows) {
  Outcome outcome;
  for (const auto& [key, count] : problems.counts()) {
    EXPECT_NE(find_message(key), nullptr) << key;
    outcome.told.push_back(key);
  }
  if (value) {
    outcome.rows = rows(value.value());
  } else {
    expect_clear(value.error(), path);
    outcome.error = value.error().key;
  }
  return outcome;
}

inline Outcome read_as_layer(const std::string& path, const Frame& frame,
                             const std::string& crs = {}) {
  LayerSource source;
  source.file = path;
  source.crs = crs;
  Problems problems;
  const auto features = read_features(source, frame, {}, false, problems);
  return outcome_of<Features>(features, path, problems, [](const Features& f) {
    std::size_t filled = f.size();  // and cells with something in them, and points
    for (const auto& column : f.columns)
      for (const auto& cell : column) filled += cell.empty() ? 0 : 1;
    for (const Shape& shape : f.shape)
      for (const auto& part : shape.parts) filled += part.size();
    return filled;
  });
}

inline Outcome read_as_raster(const std::string& path, const Frame& frame) {
  LayerSource source;
  source.file = path;
  Problems problems;
  const auto cells = read_raster(source, frame, problems);
  return outcome_of<RasterCells>(cells, path, problems,
                                 [](const RasterCells& c) { return c.at.size(); });
}

inline Outcome read_as_heights(const std::string& path, const Frame& frame,
                               const std::vector<Point>& places) {
  LayerSource source;
  source.file = path;
  Problems problems;
  const auto heights = read_heights({&source, 1}, frame, places, problems);
  return outcome_of<std::vector<double>>(heights, path, problems,
                                         [](const std::vector<double>& all) {
                                           std::size_t found = 0;
                                           for (const double metres : all)
                                             found += metres == metres ? 1 : 0;
                                           return found;
                                         });
}

/// As roads and as features, which must agree whether it can be read.
inline Outcome read_as_osm(const std::string& path, const Frame& frame) {
  Problems problems;
  const auto roads = read_osm_roads(path, frame, true, true, problems);
  const auto found = read_osm_features(path, frame, {{"building=*"}, {"type=*"}, {"amenity=*"}},
                                       {"name"}, problems);
  EXPECT_EQ(bool{roads}, bool{found}) << path;
  if (!found) expect_clear(found.error(), path);
  return outcome_of<OsmRoads>(roads, path, problems, [&](const OsmRoads& r) {
    return r.roads.line_count() + (found ? found.value().features.size() : 0);
  });
}

inline std::string bytes_of_file(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// Most memory that was resident in one process, in MB: this one, and all that have ended and been
/// waited for below it.
inline long peak_mb(int whose) {
  rusage used{};
  getrusage(whose, &used);
  return used.ru_maxrss / 1024;
}

/// Says and bounds what reading took, once all readers have ended.
inline void expect_little_memory() {
  read_in_children({});
  const long here = peak_mb(RUSAGE_SELF), children = peak_mb(RUSAGE_CHILDREN);
  std::cout << "most memory: " << here << " MB here, " << children << " MB in a reader\n";
  if (!kMemoryIsLimited) return;
  EXPECT_LE(here, 2048);
  EXPECT_LE(children, 2048);
}

/// What became of many, by word.
class Tally {
 public:
  void add(const std::string& what) { ++count_[what]; }
  std::size_t of(const std::string& what) const {
    const auto found = count_.find(what);
    return found == count_.end() ? 0 : found->second;
  }
  std::string text() const {
    std::string all;
    for (const auto& [what, count] : count_)
      all += (all.empty() ? "" : ", ") + std::to_string(count) + " " + what;
    return all;
  }

 private:
  std::map<std::string, std::size_t> count_;
};

}  // namespace lifecircle::test
