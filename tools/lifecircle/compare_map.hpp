#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/study/report.hpp"
#include "io/write/sheet/sheet.hpp"
#include "tools/lifecircle/side_by_side.hpp"

namespace lifecircle {

/// One picture of a comparison: what a scenario changes of a service, or which homes flip between
/// alternatives.
struct ChangeView {
  std::optional<std::size_t> scenario;  ///< none: over all alternatives
  std::size_t service = 0;              ///< of the study as it is
};

/// All views that show something: of each scenario each service, then of the range.
std::vector<ChangeView> change_views(const SideBySide& of);

/// "plan 2025: clinics in 15 minutes", in both languages.
Words title_of(const SideBySide& of, const ChangeView& view);

/// Facilities that change the service of a view; none of a range.
std::size_t changed_facilities_of(const SideBySide& of, const ChangeView& view);

/// The map of a view: homes that change over all homes, facilities new, moved and closed over those
/// there are. `layers` holds what the sheet points at.
struct ChangeMap {
  std::vector<Layer> layers;
  MapSheet sheet;
};
ChangeMap change_map(const SideBySide& of, const ChangeView& view, const Session& session);

/// Layers of the interactive map with the look each has for each view. `layers` holds what the map
/// points at.
std::vector<ReportMapLayer> interactive_change_map(const SideBySide& of,
                                                   const std::vector<ChangeView>& views,
                                                   const Session& session,
                                                   std::vector<std::unique_ptr<Layer>>& layers);

}  // namespace lifecircle
