#include "engine/network/turns.hpp"

#include <algorithm>
#include <cassert>

namespace lifecircle {

TurnMemory::TurnMemory(std::span<const std::vector<Arc>> banned)
    : child_(1), ends_(1), shorter_{0}, last_(1) {
  for (const auto& arcs : banned) {
    assert(arcs.size() >= 2);
    State state = 0;
    for (std::size_t i = 0; i + 1 < arcs.size(); ++i) {
      const auto [at, is_new] =
          child_[state].try_emplace(arcs[i], static_cast<State>(last_.size()));
      const State child = at->second;
      if (is_new) {
        child_.emplace_back();
        ends_.emplace_back();
        shorter_.push_back(0);
        last_.push_back(arcs[i]);
      }
      state = child;
    }
    ends_[state][arcs.back()] = true;
  }
  // Breadth first, so that shorter ways are linked before longer ones lean on them.
  std::vector<State> queue;
  for (const auto& [arc, child] : child_[0]) queue.push_back(child);
  for (std::size_t i = 0; i < queue.size(); ++i)
    for (const auto& [arc, child] : child_[queue[i]]) {
      shorter_[child] = next(shorter_[queue[i]], arc);
      queue.push_back(child);
    }
}

bool TurnMemory::forbids(State state, Arc arc) const {
  for (;; state = shorter_[state]) {
    if (ends_[state].contains(arc)) return true;
    if (state == 0) return false;
  }
}

TurnMemory::State TurnMemory::next(State state, Arc arc) const {
  for (;; state = shorter_[state]) {
    const auto child = child_[state].find(arc);
    if (child != child_[state].end()) return child->second;
    if (state == 0) return 0;
  }
}

}  // namespace lifecircle
