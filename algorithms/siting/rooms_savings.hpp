#pragma once

#include <cstdint>
#include <vector>

#include "algorithms/siting/rooms_state.hpp"

namespace lifecircle::siting {

/// What each closed candidate seems to save if it is opened: the fractional knapsack of its room by
/// what the demands in its reach lose more where they are; and of those who would only leave their
/// room to others, what these others would save, each counted once.
///
/// Kept up to date along the steps of a state: only what lies around a step is counted anew.
class RoomSavings {
 public:
  RoomSavings(const Relation& relation, const RoomProblem& question, const RoomState& state);

  /// Of a closed candidate, as of the last look_again().
  double of(std::uint32_t c) const { return saving_[c]; }
  /// Before the state forgets its steps.
  void before_forget();
  /// Before the state takes its steps back: what was counted since the first is old then.
  void before_undo();
  void look_again();
  std::int64_t work() const { return work_; }

 private:
  void note_steps();
  void note(std::uint32_t c);
  void look_who_waits(std::uint32_t c);
  double saving(std::uint32_t c);
  double of_those_who_leave_room(std::uint32_t d, std::uint32_t e);
  double knapsack(double room);

  struct Waiting {
    double rate;  ///< what the demand would save there, by its load
    std::uint32_t demand;
  };
  struct Offer {
    double rate, gain, load;
  };
  const Relation& relation_;
  const RoomProblem& question_;
  const RoomState& state_;
  std::vector<double> saving_;
  std::vector<std::vector<Waiting>> waiting_;  ///< [candidate] that is open: who gains most first
  std::vector<std::uint8_t> is_old_;
  std::vector<std::uint32_t> old_;  ///< whose savings, or who waits there, is to be counted anew
  std::size_t noted_ = 0;           ///< of the steps of the state
  std::vector<Offer> offers_;
  std::uint32_t stamp_ = 0;                       ///< of the candidate in saving()
  std::vector<std::uint32_t> next_, next_stamp_;  ///< [candidate] first in waiting_ not counted
  std::vector<std::uint32_t> is_counted_;         ///< [demand] stamp
  std::int64_t work_ = 0;
};

}  // namespace lifecircle::siting
