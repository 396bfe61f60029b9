#pragma once

#include "engine/base/problems.hpp"
#include "engine/base/progress.hpp"
#include "engine/base/result.hpp"
#include "engine/network/mode_graph.hpp"
#include "engine/study/siting_plan.hpp"
#include "io/read/town.hpp"

namespace lifecircle {

/// Reads where a siting may build. `along` is the graph of whose roads places are taken where
/// candidates are asked for along them. What is left out and why is among `problems`; an Error
/// where nothing is left. Candidates of a town are facilities in every respect: a rerun with one
/// of them added joins it to the roads in the same way.
Result<SitingPlaces> read_siting_places(const StudyFile& study, const SitingSource& source,
                                        const LoadedTown& loaded, const ModeGraph& along,
                                        Problems& problems, const Progress& progress = {});

}  // namespace lifecircle
