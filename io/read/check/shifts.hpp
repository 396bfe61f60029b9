#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "engine/network/join.hpp"
#include "engine/study/finding.hpp"
#include "io/frame/frame.hpp"

/// The parts check_web_maps is made of. Not for other rooms.
namespace lifecircle::check_sources {

/// What degrees in China may be.
enum class Degrees { wgs84, gcj02, bd09 };
inline constexpr std::array kDegrees{Degrees::wgs84, Degrees::gcj02, Degrees::bd09};

const char* crs_key(Degrees what);  ///< "gcj02": what a study file says
std::string name_of(Degrees what);  ///< "GCJ-02"
Degrees degrees_stated(const std::string& crs);

/// Where places of a plane would be if their numbers were something else.
class Shifts {
 public:
  Shifts(const Frame& frame, const Ground& ground) : frame_{frame}, ground_{ground} {}

  Point moved(Point p, Degrees from, Degrees to) const;
  bool inside_china(Point p) const;
  /// How far the nearest road is, `far_m` at most.
  double to_roads_m(Point p, double far_m) const;

 private:
  const Frame& frame_;
  const Ground& ground_;
  mutable std::vector<Segment> near_;
};

/// A thing of the source that is asked about: its place, its name and all it says.
struct Thing {
  Point at;
  std::string name;
  std::vector<std::string> texts;
};

/// A thing elsewhere that is where it says. Lines are streets.
struct Known {
  std::string name;
  Shape shape;
};

struct Verdict {
  Degrees is;
  std::vector<Finding::Sentence> evidence;
};

/// Things that bear a name that stands once among the others, or one that ends with it (four
/// characters or more); or whose texts name a street. By how far they are from it; pairs that stay
/// more than 300 m apart whatever the degrees are say nothing.
std::optional<Verdict> ask_names(const std::vector<Thing>& things, Degrees stated,
                                 const std::vector<Known>& known, const Shifts& shifts);

/// By how far things are from roads, against the same things moved elsewhere.
std::optional<Verdict> ask_roads(const std::vector<Thing>& things, Degrees stated,
                                 const Shifts& shifts);

/// Of at least one value.
double median(std::vector<double> values);

}  // namespace lifecircle::check_sources
