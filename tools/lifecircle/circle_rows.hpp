#pragma once

#include <string>

#include "algorithms/circle/reached.hpp"
#include "engine/study/table.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {

/// The layer `circles` writes, without rows: its columns and how it is drawn.
Layer circle_layer(const CirclesOptions& options, bool with_people);

/// Fills rows of that layer, and gives them away batch by batch.
class CircleRows {
 public:
  CircleRows(const CirclesOptions& options, bool with_people, double earth_radius_m,
             std::string speeds);

  /// One area of limit `l`: of a place (or of none), reached by `places` places.
  void add(const std::string& id, std::size_t l, std::int64_t places, std::int64_t people,
           const Shape& area);
  void add_road(const std::string& id, const std::string& mode, const std::string& road_class,
                const ReachedRoad& road);
  Table take();

 private:
  const CirclesOptions* options_;
  bool with_people_;
  double earth_radius_m_;
  std::string speeds_;
  Table table_;
};

/// Appends rows of the same columns.
void append(Table& table, const Table& rows);

}  // namespace lifecircle
