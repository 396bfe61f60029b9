#pragma once

#include <span>
#include <vector>

#include "engine/network/join.hpp"

namespace lifecircle {

/// What lies around one home, the same for all modes: the ways to all pieces, and which of them a
/// barrier blocks, found out when somebody asks. Used again and again; one for each thread.
class Surroundings {
 public:
  void look(const Ground& ground, Point p, double limit_m);

  const std::vector<Leg>& ways() const { return ways_; }
  bool known_blocked(std::size_t i) const { return blocked_[i] == kBlocked; }
  bool blocked(std::size_t i) {
    if (blocked_[i] == kUnknown) blocked_[i] = ground_->blocked(ways_[i]) ? kBlocked : kFree;
    return blocked_[i] == kBlocked;
  }

 private:
  static constexpr char kFree = 0, kBlocked = 1, kUnknown = 2;
  const Ground* ground_ = nullptr;
  std::vector<Leg> ways_;
  std::vector<char> blocked_;
};

/// One home's legs for one mode, without those that can never win: of the legs to one edge a few
/// are left of hundreds, whatever the question. Exact: the best total is that of all legs
/// (semantics.md). Used again and again; one for each thread. O(ways), and a look at the barriers
/// for those that may win.
class UsefulLegs {
 public:
  /// A leg that may win, for questions in the directions it is kept for.
  struct Way {
    EdgeId edge;
    Duration leg;
    PlaceTimes times;
    bool to = false, from = false;
  };

  /// Ways in the order of their places; none is blocked. `here` must have looked.
  const std::vector<Way>& around(const ModeGraph& graph, Surroundings& here, bool to, bool from);

  /// The shortest leg that no barrier blocks, of the last look; of equally short ones the first.
  const Leg* shortest();

 private:
  struct OwnLeg {
    std::size_t way;  ///< its place in the surroundings
    EdgeId edge;
    Duration time;
    PlaceTimes times;
  };
  static constexpr char kTo = 1, kFrom = 2;

  void keep_on_edge(std::size_t first, std::size_t last, bool to, bool from);
  void keep_in_direction(std::size_t first, std::size_t last, char bit, bool rightwards,
                         bool leftwards, bool inwards);

  const ModeGraph* graph_ = nullptr;
  Surroundings* here_ = nullptr;
  std::vector<OwnLeg> legs_;
  std::vector<char> keep_;
  std::vector<std::size_t> kept_;
  std::vector<Way> ways_;
};

}  // namespace lifecircle
