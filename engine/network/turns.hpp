#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <vector>

#include "engine/network/network.hpp"

namespace lifecircle {

/// Remembers as much of the way one came as turn bans can ask for.
///
/// The banned sequences of arcs form a trie; what one remembers is the longest end of
/// the way that begins a ban: the automaton of Aho and Corasick (Comm. ACM 18, 1975). State 0
/// remembers nothing. Every other state ends in one arc, so it belongs to one junction; splitting
/// the junction into its states makes any search on the states obey the bans exactly, over any
/// number of arcs.
class TurnMemory {
 public:
  using State = std::uint32_t;

  /// Sequences of two or more arcs, each forbidden as a whole.
  explicit TurnMemory(std::span<const std::vector<Arc>> banned);

  std::size_t state_count() const { return last_.size(); }
  /// The arc one came along. Not for state 0.
  Arc last(State state) const { return last_[state]; }
  /// Whether going on along `arc` completes a ban.
  bool forbids(State state, Arc arc) const;
  /// What is remembered after going on along `arc`. Not forbidden.
  State next(State state, Arc arc) const;

 private:
  std::vector<std::map<Arc, State>> child_;  ///< tries are small: a few hundred bans in a city
  std::vector<std::map<Arc, bool>> ends_;    ///< arcs that complete a ban here
  std::vector<State> shorter_;               ///< the longest proper end that is a state too
  std::vector<Arc> last_;
};

}  // namespace lifecircle
