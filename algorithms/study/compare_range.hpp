#pragma once

#include <span>
#include <string>

#include "algorithms/study/compare.hpp"

namespace lifecircle {

// A rate as an interval over stated alternatives: another speed, other people, another access
// limit. The first alternative is the study as it is. All shapes lie on one plane.

/// Every row of the services tables: the lowest and the highest rate and which alternative has it,
/// of several the first ("as_it_is" is the study itself); and, where the homes' own answers add up
/// to the row in every alternative, how many homes flip and how many people live there (as the
/// first alternative counts them that has the home). A row that nobody has a rate for is there
/// without one; `alternatives` says how many have.
Table range_of_services(std::span<const Computed> alternatives);

/// The same for each unit, of headline rows whose rate is not the same in all alternatives.
Table range_of_units(std::span<const Computed> alternatives);

/// Homes that flip for some service: covered in some alternatives and not in others, of those that
/// have the home. For each service of all alternatives SERVICE_flips is flips, always or never, or
/// empty where nobody asks; SERVICE_in names the alternatives that cover the home, and the seconds
/// are the least and the most over all; the most is missing where one of them gets nowhere. Homes
/// are known by their ids; of those with the same id the first is the first.
Layer flipping_homes(std::span<const Computed> alternatives, const std::string& name);

/// How such a layer is drawn; `column` is SERVICE_flips.
Style style_of_flips(const std::string& column);

/// How many homes every alternative has, and how many only some.
struct SharedHomes {
  std::size_t in_all = 0, in_some = 0;
};
SharedHomes shared_homes(std::span<const Computed> alternatives);

}  // namespace lifecircle
