#include "algorithms/circle/clearance.hpp"

#include <algorithm>

#include "engine/base/parallel.hpp"

namespace lifecircle {

Clearance::Clearance(const Ground& ground, double limit_m) {
  if (!ground.has_barriers()) return;
  const Network& network = ground.network();
  far_.assign(network.point_count(), 0);
  const double most = 1e3 * limit_m;
  parallel_for(
      network.edge_count(), [] { return std::vector<Segment>{}; },
      [&](std::size_t e, std::vector<Segment>& found) {
        const EdgeId edge{e};
        std::uint64_t number = network.first_point(edge);
        for (const Point p : network.shape(edge)) {
          // Twice as far each time, until the nearest that was found lies within what was looked
          // at.
          double far = most;
          for (double look = std::min(8e3, most);; look = std::min(2 * look, most)) {
            found.clear();
            ground.barriers_within(box_around(p, look), found);
            for (const Segment& s : found)
              far = std::min(far, nearest_on_segment(s.a, s.b, p).distance_mm);
            if (far <= look || look >= most) break;
          }
          // A float below it, and what rounding may have lost.
          far_[number++] = static_cast<float>(std::max(0.0, far * (1 - 1e-6) - 1));
        }
      },
      64);
}

}  // namespace lifecircle
