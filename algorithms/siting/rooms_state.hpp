#pragma once

#include <cstdint>
#include <vector>

#include "algorithms/siting/rooms.hpp"

namespace lifecircle::siting {

/// Which sites are open and where everybody goes, with every step written down so that it can be
/// taken back. The question is one of least_time (rooms.cpp makes coverage one).
///
/// Holds: nobody is at a closed site, and the loads at an open one are within its room.
class RoomState {
 public:
  RoomState(const Relation& relation, const RoomProblem& question);

  bool is_open(std::uint32_t c) const { return left_[c] >= 0; }
  std::int64_t left(std::uint32_t c) const { return left_[c]; }
  std::uint32_t site_of(std::uint32_t d) const { return site_of_[d]; }
  const std::vector<std::uint32_t>& sites_of_all() const { return site_of_; }
  const std::vector<std::uint32_t>& at(std::uint32_t c) const { return at_[c]; }
  /// What a demand loses where it is.
  std::int64_t loses(std::uint32_t d) const { return loses_[d]; }
  std::int64_t cost(std::uint32_t d, Duration t) const {
    return question_.problem.weight[d] * std::int64_t{t.ticks()};
  }
  std::int64_t value() const { return value_; }
  /// Pairs looked at so far.
  std::int64_t work() const { return work_; }

  void open(std::uint32_t c);
  /// Those at `c` go nowhere.
  void close(std::uint32_t c);
  /// Sends a demand to the nearest site that has room left and is better. Whether there is one.
  bool place(std::uint32_t d);
  /// A better place for a demand, if need be by sending another one elsewhere or nowhere.
  bool push(std::uint32_t d);
  /// Fetches to `c` who gains most for its load, then to the sites whose room that frees.
  void fill(std::uint32_t c);

  struct Step {
    std::uint32_t demand;  ///< or kNobody: site `site` was opened or closed
    std::uint32_t site;    ///< where the demand was
    std::int64_t lost;
  };
  static constexpr std::uint32_t kNobody = 0xffffffff;
  const std::vector<Step>& steps() const { return steps_; }
  void forget() { steps_.clear(); }
  /// Takes all steps back that are not forgotten.
  void undo();

 private:
  void move(std::uint32_t d, std::uint32_t to, std::int64_t lost);
  void put(std::uint32_t d, std::uint32_t to, std::int64_t lost);
  bool send_away(std::uint32_t o, std::uint32_t d, std::uint32_t c, std::int64_t most);

  const Relation& relation_;
  const RoomProblem& question_;
  std::vector<std::int64_t> left_;  ///< [candidate]; -1: closed. Below 0 for a moment in push()
  std::vector<std::uint32_t> site_of_;
  std::vector<std::vector<std::uint32_t>> at_;  ///< [candidate] who is there
  std::vector<std::uint32_t> place_at_;         ///< [demand] its place in that list
  std::vector<std::int64_t> loses_;
  std::vector<Step> steps_;
  std::int64_t value_ = 0;
  std::int64_t work_ = 0;
};

}  // namespace lifecircle::siting
