#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace lifecircle {

/// One row of the world that could not be used as it was. `key` names an entry of
/// the message catalogue; `args` fill its places.
struct Problem {
  std::string key;
  std::string file;
  std::string layer;
  std::int64_t row = -1;  ///< feature id, line number or OSM id as the file counts; -1: no one row
  std::vector<std::string> args = {};
  bool set_aside = true;  ///< the row is not in the result; false: used, but worth a look
};

/// How the coordinates of one input were understood. No fault, but nothing is converted silently.
struct Conversion {
  struct Step {
    std::string key;  ///< of the message catalogue; `args` fill its places
    std::vector<std::string> args = {};
    auto operator<=>(const Step&) const = default;
  };
  std::string file, layer;
  std::string stated;  ///< by the user, as written: crs = "gcj02"; empty: nothing
  std::string found;   ///< what the file itself says; empty: nothing
  std::vector<Step> steps = {};
  auto operator<=>(const Conversion&) const = default;
};

/// What was set aside or doubted, counted by kind and listed row by row. Goes with
/// the value it belongs to, into the report: nothing is lost silently.
///
/// Every problem is counted. The rows listed are capped at `kListed` of a kind, so
/// that a hopeless file of 100 million rows cannot fill the memory; the count says
/// how many there were. Adding is not thread safe: one Problems a thread, merged
/// with `add_all` in a fixed order.
class Problems {
 public:
  static constexpr std::size_t kListed = 100'000;

  void add(Problem problem) {
    std::uint64_t& count = counts_[problem.key];
    if (count++ < kListed) list_.push_back(std::move(problem));
  }
  /// Appends another list; its counts are added even where its rows were capped.
  void add_all(Problems other) {
    for (auto& [key, count] : other.counts_) counts_[key] += count;
    for (auto& problem : other.list_) list_.push_back(std::move(problem));
    conversions_.merge(other.conversions_);
  }

  /// Each conversion is kept once, however often its layer is read, sorted.
  void note(Conversion conversion) { conversions_.insert(std::move(conversion)); }
  const std::set<Conversion>& conversions() const { return conversions_; }

  /// Whether there is no problem; conversions are none.
  bool empty() const { return counts_.empty(); }
  const std::map<std::string, std::uint64_t>& counts() const { return counts_; }
  const std::vector<Problem>& list() const { return list_; }

  /// Sorts the list by (file, layer, row, key, args), so that the order of input
  /// features leaves no trace.
  void sort();

 private:
  std::map<std::string, std::uint64_t> counts_;
  std::vector<Problem> list_;
  std::set<Conversion> conversions_;
};

}  // namespace lifecircle
