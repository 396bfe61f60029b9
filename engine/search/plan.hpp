#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/base/quantity.hpp"

namespace lifecircle {

class ModeGraph;
struct RowQuestion;

/// Two ways to the same answer.
enum class SearchWay : std::uint8_t {
  searches,  ///< Dijkstra's algorithm, once for each
  sweeps     ///< over a hierarchy of the graph, many at once
};
const char* search_way_name(SearchWay way);

/// So many whole fields of a graph.
struct FieldJob {
  const ModeGraph* graph;
  std::size_t fields;
};
/// In which way each job is to be done: by sweeps where its graph carries a hierarchy, or now has
/// one made because there are fields enough; graphs of the same roads share a topology where it
/// fits.
std::vector<SearchWay> prepare_fields(std::span<const FieldJob> jobs);
/// The way of searches within a limit, by what a few of the origins reach.
SearchWay way_of_rows(const RowQuestion& question);

/// For tests: all jobs go this way from now on, whatever they cost, as far as it can count to their
/// limits; nothing: the way that pays.
void force_search_way(std::optional<SearchWay> way);

/// What was searched in which way: for the log of a run, where nothing but time depends on it. May
/// be written by many threads.
class SearchLog {
 public:
  struct Entry {
    std::string profile;
    std::string job;  ///< "nearest", "supply", "homes reached", "matrix"
    std::uint64_t count = 0;
    SearchWay way = SearchWay::searches;
  };
  void add(Entry entry);
  /// Jobs of one kind in one way counted together, in order of profile and job.
  std::vector<Entry> entries() const;

 private:
  mutable std::mutex mutex_;
  std::vector<Entry> entries_;
};

}  // namespace lifecircle
