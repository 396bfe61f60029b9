#pragma once

#include <set>
#include <string>

#include "engine/network/profile.hpp"
#include "engine/study/indicator.hpp"
#include "engine/study/study.hpp"

namespace lifecircle {

/// The name of the profile by which a circle's mode travels: the mode itself; at a speed the source
/// states "walk@4.5"; for metres along the network "walk/m".
std::string profile_asked(const NearEnough& circle, const std::string& mode);
/// That profile, made of the mode's own. At a stated speed all its speeds change as the one that
/// most classes have; for metres every class it may use, and the way to it, has 3.6 km/h: a metre
/// takes a second, uphill as well.
Profile profile_asked(const NearEnough& circle, const Profile& of_mode);

/// The same at four fifths of its speeds, "car*0.8": what stands beside a mode for which nobody
/// names another speed, so that one sees how far a rate hangs on it.
Profile at_four_fifths(const Profile& of_mode);

/// A circle of an indicator over the network as a service: kinds are those of the circle the study
/// has (none of them: nothing can be asked). Where two have the same kinds, modes, direction and
/// facilities, one answer does for both, whatever their limits.
Service service_asked(const NearEnough& circle, const Indicator& indicator,
                      const std::set<std::string>& kinds_of_study);
bool same_question(const Service& a, const Service& b);
/// Whether an indicator asks how much land a circle covers: then the limits must be the same, too.
inline bool counts_land(const Indicator& indicator) {
  return indicator.counted.of == Amount::Of::land;
}

}  // namespace lifecircle
