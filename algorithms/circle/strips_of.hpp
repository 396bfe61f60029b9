#pragma once

#include <span>
#include <vector>

#include "algorithms/circle/circles.hpp"
#include "algorithms/circle/strip.hpp"

namespace lifecircle {

/// The strips of all roads within `limit`, by the best of `fields`. 60 bytes a piece.
inline std::vector<Strip> strips_of(const CircleBase& base,
                                    std::span<const NearestField* const> fields, Duration limit,
                                    bool by_facility) {
  std::vector<Strip> strips;
  for (const NearestField* field : fields) {
    const StripMaker<NearestField> maker{*field, base.clearance, by_facility};
    for (std::size_t e = 0; e < base.ground->network().edge_count(); ++e)
      maker.add(EdgeId{e}, limit, strips);
  }
  return strips;
}

}  // namespace lifecircle
