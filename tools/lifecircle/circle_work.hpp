#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "algorithms/circle/circles.hpp"
#include "algorithms/circle/homes_reached.hpp"
#include "engine/network/join.hpp"
#include "tools/lifecircle/circle_places.hpp"
#include "tools/lifecircle/circle_rows.hpp"
#include "tools/lifecircle/study_network.hpp"

namespace lifecircle {

/// What `circles` was asked for, over the roads it stands on: draws it as rows of a layer.
class CircleWork {
 public:
  /// Joins people, where they are counted, on all cores. `profiles` are those of options.modes.
  CircleWork(const CirclesOptions& options, const CommandRoads& roads, ReadyNetwork network,
             const std::map<std::string, Profile>& profiles, std::vector<Facility> places,
             PeoplePoints people);
  CircleWork(const CircleWork&) = delete;
  CircleWork& operator=(const CircleWork&) = delete;

  const std::vector<Facility>& places() const { return places_; }
  const Network& network() const { return *network_.network; }
  const std::string& speeds() const { return speeds_; }
  /// How many places, and people in thousandths, no road comes near; and how many there are.
  std::size_t lone_places() const;
  std::int64_t lone_people() const;
  std::int64_t all_people() const;

  /// The layer without rows.
  Layer layer() const { return circle_layer(options_, homes_.has_value()); }
  /// Hands out the rows, sorted by place, the largest time first, in batches: some 256 places at a
  /// time where each has its own. What `put` fails with, or Fault::interrupted where `progress`
  /// asks to stop.
  using Put = std::function<Result<Done>(const Table& rows)>;
  Result<Done> draw(double earth_radius_m, const Progress& progress, const Put& put);

 private:
  std::vector<std::vector<Leg>> legs_of(std::size_t place) const;
  std::int64_t people_within(const std::vector<Reached>& reached, std::size_t limit) const;
  std::vector<NearestField> fields() const;
  template <class Drawn, class Draw, class AddRows>
  Result<Done> in_batches(CircleRows& rows, const Progress& progress, const Put& put, Draw draw,
                          AddRows add_rows);
  Result<Done> draw_each(CircleRows& rows, const Progress& progress, const Put& put);
  Result<Done> draw_roads(CircleRows& rows, const Progress& progress, const Put& put);
  void draw_dissolved(CircleRows& rows, const Progress& progress);
  void draw_split(CircleRows& rows, const Progress& progress);
  void draw_overlaps(CircleRows& rows, const Progress& progress);
  void draw_alone(CircleRows& rows, const Progress& progress);

  CirclesOptions options_;
  std::vector<Facility> places_;
  PeoplePoints people_;
  ReadyNetwork network_;
  Ground ground_;
  std::vector<ModeGraph> graphs_;
  std::optional<CircleBase> base_;
  CircleRules rules_;
  std::string speeds_;
  std::optional<HomesByEdge> homes_;  ///< where people are counted
};

}  // namespace lifecircle
