#pragma once

#include <algorithm>
#include <vector>

namespace lifecircle::osm {

/// Sorts and drops what is there twice.
template <class T>
void sort_unique(std::vector<T>& items) {
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
}

}  // namespace lifecircle::osm
