#pragma once

#include <string>
#include <vector>

#include "algorithms/indicators/joint.hpp"
#include "engine/study/table.hpp"

namespace lifecircle {

/// What the columns of each joint circle begin with: its code in small letters, all but letters and
/// digits made "_" ("S1-a": "s1_a"; an "i" before a digit). Where two of a study's standards have
/// the same, the standard's code stands before it ("ningde_2023_n13"), then a number behind it
/// ("_2"). It hangs on the standards the study names alone, not on what can be computed.
std::vector<std::string> joint_stems(const std::vector<JointCircle>& joints,
                                     const std::vector<Standard>& standards);

/// Behind the columns of `people`, for each joint circle: how many of its circles a home has
/// (`_has`), which it lacks, in words between semicolons (`_lacks`), and whether it fulfils the
/// rule (`_met`). All of them are missing where the indicator is not for the home. Where a layer
/// has a column of such a name already, a number goes between: "z20_2_has".
void add_joint_columns_of_homes(Table& people, const std::vector<JointCircle>& joints,
                                const indicators::Known& known);

/// Behind the columns of `units`: the completeness in percent (`_complete`: the mean share of the
/// circles that people have, by the circles' weights) and the circle that most people lack
/// (`_lacks`; nothing where nobody lacks one). Missing for units without anyone the indicator is
/// for. Each completeness is another style of the layer, and its own where it has none.
void add_joint_columns_of_units(Layer& units, const std::vector<JointCircle>& joints,
                                const indicators::Known& known);

}  // namespace lifecircle
