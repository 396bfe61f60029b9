#pragma once

#include <algorithm>
#include <utility>
#include <vector>

#include "engine/base/id.hpp"

namespace lifecircle {

/// The queue of Dijkstra's algorithm with lazy deletion: smallest key first, equal keys by
/// state, so that states settle in the same order on every machine.
template <class Key>
class StateHeap {
 public:
  using Entry = std::pair<Key, StateId>;

  bool empty() const { return entries_.empty(); }
  void clear() { entries_.clear(); }
  void push(Key key, StateId state) {
    entries_.emplace_back(key, state);
    std::ranges::push_heap(entries_, std::ranges::greater{});
  }
  Entry pop() {
    std::ranges::pop_heap(entries_, std::ranges::greater{});
    const Entry least = entries_.back();
    entries_.pop_back();
    return least;
  }

 private:
  std::vector<Entry> entries_;
};

}  // namespace lifecircle
