#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/places/area_index.hpp"
#include "engine/places/compound.hpp"
#include "engine/places/segment_index.hpp"

namespace lifecircle::town_parts {

/// Finds whose own a gate is. A part of reading a town.
class OwnGateFinder {
 public:
  static constexpr double kNearWallM = 10;

  /// `compounds`, sorted by code, must outlive it and stay where they are.
  explicit OwnGateFinder(std::vector<Compound>& compounds);

  /// Gives a gate to all compounds of the code; false if there are none.
  bool give_by_code(const OwnGate& gate, const std::string& code);
  /// Gives it to all compounds it lies in or near the outline of (closed).
  void give_by_place(const OwnGate& gate);
  /// Each gate once, sorted; how many compounds have none.
  std::size_t tidy();

 private:
  static std::vector<const Shape*> areas(const std::vector<Compound>& compounds);
  static std::vector<Segment> outlines(const std::vector<Compound>& compounds);

  std::vector<Compound>& compounds_;
  AreaIndex within_;
  SegmentIndex outlines_;
};

}  // namespace lifecircle::town_parts
