#pragma once

#include <string>
#include <vector>

#include "engine/network/join.hpp"
#include "engine/search/label.hpp"
#include "tests/support/judge.hpp"
#include "tests/support/random_town.hpp"

namespace lifecircle::test {

/// A town, the engine's view of it for one profile, and the judge's.
struct JudgedTown {
  JudgedTown(const RandomTown& town, const Profile& profile, bool whole_history = false);

  const RandomTown& town;
  Network network;
  Ground ground;
  ModeGraph graph;
  Judge judge;

  std::vector<std::vector<Leg>> home_legs, facility_legs;  ///< the engine's
  std::vector<Ladder> ladder;
  std::vector<Judge::Join> judged_joins;
  std::vector<Judge::End> ends;                 ///< the judge's: homes, then facilities
  std::vector<std::vector<Judge::Time>> times;  ///< between all ends, by the judge

  std::size_t homes() const { return home_legs.size(); }
  std::size_t facilities() const { return facility_legs.size(); }
  /// Time between a home and a facility in the direction of a question, by the judge.
  Judge::Time time(std::size_t home, std::size_t facility, Direction direction) const {
    const std::size_t f = homes() + facility;
    return direction == Direction::to_facility ? times[home][f] : times[f][home];
  }
  /// The labels of a home, best first, of admitted facilities only.
  std::vector<Label> judged_labels(std::size_t home, Direction direction,
                                   const std::vector<bool>& admitted) const;

  /// "" or where the legs and ladder steps of engine and judge differ.
  std::string difference_in_legs() const;
};

inline Duration ticks(Judge::Time time) {
  return time == Judge::kNever ? Duration::never()
                               : Duration::from_ticks(static_cast<Duration::Ticks>(time));
}
std::string show(Label label);
std::string show(const std::vector<Label>& labels);

}  // namespace lifecircle::test
