#include "engine/places/segment_index.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include <boost/geometry/geometries/box.hpp>
#include <boost/geometry/geometries/point.hpp>
#include <boost/geometry/index/rtree.hpp>
#include <boost/geometry/strategies/strategies.hpp>

namespace lifecircle {
namespace {

namespace bg = boost::geometry;
using Corner = bg::model::point<std::int32_t, 2, bg::cs::cartesian>;
using TreeBox = bg::model::box<Corner>;

TreeBox tree_box(Point low, Point high) {
  return {Corner{low.x, low.y}, Corner{high.x, high.y}};
}

/// The tree keeps the segments themselves and makes their boxes on the way.
struct BoxOf {
  using result_type = TreeBox;
  TreeBox operator()(const Segment& s) const {
    return tree_box({std::min(s.a.x, s.b.x), std::min(s.a.y, s.b.y)},
                    {std::max(s.a.x, s.b.x), std::max(s.a.y, s.b.y)});
  }
};
struct SameNumber {
  bool operator()(const Segment& a, const Segment& b) const { return a.number == b.number; }
};

}  // namespace

struct SegmentIndex::Tree {
  bg::index::rtree<Segment, bg::index::rstar<16>, BoxOf, SameNumber> segments;
};

SegmentIndex::SegmentIndex(std::span<const Segment> segments)
    : tree_{new Tree{{segments.begin(), segments.end()}}} {}
SegmentIndex::SegmentIndex(SegmentIndex&&) noexcept = default;
SegmentIndex& SegmentIndex::operator=(SegmentIndex&&) noexcept = default;
SegmentIndex::~SegmentIndex() = default;

bool SegmentIndex::empty() const {
  return tree_->segments.empty();
}

void SegmentIndex::within(const Box& box, std::vector<Segment>& found) const {
  tree_->segments.query(bg::index::intersects(tree_box(box.low, box.high)),
                        std::back_inserter(found));
}

Box box_around(Point p, double reach_mm) {
  const auto cut = [](double v) {
    return static_cast<std::int32_t>(std::clamp(v, -2147483647.0, 2147483647.0));
  };
  const double r = std::ceil(reach_mm);
  return {{cut(p.x - r), cut(p.y - r)}, {cut(p.x + r), cut(p.y + r)}};
}

}  // namespace lifecircle
