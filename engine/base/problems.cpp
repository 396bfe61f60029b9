#include "engine/base/problems.hpp"

#include <algorithm>
#include <tuple>

namespace lifecircle {

void Problems::sort() {
  std::ranges::stable_sort(list_, [](const Problem& a, const Problem& b) {
    return std::tie(a.file, a.layer, a.row, a.key, a.args) <
           std::tie(b.file, b.layer, b.row, b.key, b.args);
  });
}

}  // namespace lifecircle
