#pragma once

#include <array>
#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include <rapidcheck.h>

#include "engine/network/profile.hpp"
#include "engine/network/roads.hpp"
#include "engine/places/places.hpp"
#include "engine/study/study.hpp"

namespace lifecircle::test {

/// What may be odd about a random town. Each is drawn by itself, so that a failure
/// shrinks to the oddities it needs.
enum class Odd {
  one_ways,      ///< for all modes or for some
  modes,         ///< tags that allow or forbid
  classes,       ///< paths, steps, motorways, classes no profile knows
  structures,    ///< bridges, tunnels, levels
  gates,         ///< vertices closed to some modes
  stated_times,  ///< zero, closed directions and fractions among them
  speed_limits,
  turn_rules,    ///< no_ and only_, over one vertex or several, U-turns, nonsense
  rings,         ///< loops, and rings that meet nothing
  repeats,       ///< a vertex twice in a row, a line up and down
  zero_lengths,  ///< pieces between different vertices at one point
  twins,         ///< vertices where others are, not joined with them
  parallels,     ///< the same line again, perhaps of another kind, perhaps turned
  far_part,      ///< a part of the town that meets nothing, kilometres away
  fine_places,   ///< millimetres off the grid
  barriers,      ///< touching, crossing and along legs and roads
  areas,         ///< facilities that are lines or areas
  entrances,     ///< given entrances and gates
  count
};
inline constexpr int kOdd = static_cast<int>(Odd::count);

/// What RapidCheck draws and shrinks: from the same recipe comes the same town, on every machine.
/// Every oddity has its own dice, so that dropping one leaves the rest as it is.
struct Recipe {
  std::uint64_t seed = 0;
  int lines = 10;
  int homes = 4;
  int facilities = 3;
  std::array<bool, kOdd> odd = {};

  bool has(Odd o) const { return odd[static_cast<std::size_t>(o)]; }
  Recipe without(std::initializer_list<Odd> unwanted) const;
  Recipe with(std::initializer_list<Odd> wanted) const;
};
std::ostream& operator<<(std::ostream& out, const Recipe& recipe);

/// A town of `lines` roads on a coarse grid, where places coincide again and again.
struct RandomTown {
  Roads roads;
  Barriers barriers;
  std::vector<Facility> facilities;  ///< sorted
  Homes homes;
  AccessLimits access;
  std::int32_t step_mm = 0;  ///< width of the grid
};
RandomTown make_town(const Recipe& recipe);

/// The town in words, line by line: what a failure shows.
std::string describe(const RandomTown& town);

/// On foot; by bicycle, obeying turn rules; by car, obeying turn rules and speed limits.
std::vector<Profile> random_town_profiles();

/// Dice that roll the same on every machine (splitmix64).
class Dice {
 public:
  Dice(std::uint64_t seed, std::uint64_t stream)
      : state_{seed * 0x9e3779b97f4a7c15u + stream * 0xd1342543de82ef95u} {
    roll();
  }
  std::uint64_t roll() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  /// 0 ... count - 1.
  std::uint32_t below(std::size_t count) { return static_cast<std::uint32_t>(roll() % count); }
  bool chance(int percent) { return static_cast<int>(below(100)) < percent; }
  template <class Values>
  const auto& one_of(const Values& values) {
    return values[below(values.size())];
  }

 private:
  std::uint64_t state_;
};

}  // namespace lifecircle::test

template <>
struct rc::Arbitrary<lifecircle::test::Recipe> {
  static rc::Gen<lifecircle::test::Recipe> arbitrary();
};
