#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "io/read/study_file.hpp"
#include "io/read/town.hpp"
#include "tests/support/judge.hpp"

namespace lifecircle::test {

/// A study's homes and how far they are from facilities, by the judge of semantics.md: neither the
/// program's network nor its search has a part in it.
class JudgedStudy {
 public:
  using Time = Judge::Time;
  /// Reads the study and everything it names.
  explicit JudgedStudy(const std::string& study);

  const std::vector<std::string>& homes() const { return loaded_.town.homes.id; }
  /// Milliseconds of each home to the nearest of these kinds by the best of these modes; "walk/m"
  /// takes a second for every metre.
  std::vector<Time> nearest(const std::vector<std::string>& kinds,
                            const std::vector<std::string>& modes);
  /// The time and the id of the facility a home comes to, of equal times the one with the smaller
  /// id.
  std::vector<std::pair<Time, std::string>> nearest_of(const std::string& kind,
                                                       const std::string& mode);

 private:
  Judge::Search& search(const std::string& mode);
  /// The smaller id, which is a number, first.
  std::vector<std::size_t> of_kinds(const std::vector<std::string>& kinds) const;
  static StudyFile read(const std::string& study);
  LoadedTown load();

  StudyFile study_;
  LoadedTown loaded_;
  std::map<std::string, Judge::Search> searches_;
};

}  // namespace lifecircle::test
