#pragma once

#include <vector>

#include "algorithms/coverage/residents.hpp"
#include "algorithms/supply/in_reach.hpp"

namespace lifecircle {

/// The same pairs as residents travel who pass gates of their own: where that is nearer, or brings
/// a facility within the limit. What in_reach() says of homes outside compounds stands as it is.
/// `pairs` are those of in_reach() for `question`; sorted before and after.
///
/// Costs for each admitted facility a search within the limit and what let_residents_pass() costs;
/// nothing where no home lies in a compound. Memory: 8 bytes a state and a home for as many
/// facilities at a time as fit into 512 MB. The same for any number of threads. False if `progress`
/// asks to stop.
bool add_resident_reach(const Ground& ground, const ReachQuestion& question,
                        const AccessLimits& access, const Residents& residents,
                        std::vector<InReach>& pairs, const Progress& progress = {});

}  // namespace lifecircle
