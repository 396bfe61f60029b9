#pragma once

#include <memory>
#include <vector>

#include "engine/study/report.hpp"
#include "tools/lifecircle/compare_view.hpp"

namespace lifecircle {

/// Layers of the interactive map of a comparison with the look each has for each view. `layers`
/// holds what the map points at.
std::vector<ReportMapLayer> interactive_change_map(const SideBySide& of,
                                                   const std::vector<ChangeView>& views,
                                                   const Session& session,
                                                   std::vector<std::unique_ptr<Layer>>& layers);

}  // namespace lifecircle
