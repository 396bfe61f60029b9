#pragma once

#include <vector>

#include "algorithms/indicators/joint.hpp"
#include "engine/base/messages.hpp"
#include "engine/study/table.hpp"

namespace lifecircle {

/// Joint circles taken apart: how many of the headline measure are within each circle and which is
/// missing most, how many have exactly so many of them, how many have as many as the rule wants,
/// and how complete the circles are on average (by the weights of the circles). For everything,
/// town and country, townships and units.
Table joint_table(const std::vector<JointCircle>& joints, const indicators::Known& known,
                  Language language);

}  // namespace lifecircle
