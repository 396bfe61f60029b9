#pragma once

#include <vector>

#include "io/write/sheet/sheet.hpp"
#include "tools/lifecircle/compare_view.hpp"

namespace lifecircle {

/// The map of a view: homes that change over all homes, facilities new, moved and closed over those
/// there are. `layers` holds what the sheet points at.
struct ChangeMap {
  std::vector<Layer> layers;
  MapSheet sheet;
};
ChangeMap change_map(const SideBySide& of, const ChangeView& view, const Session& session);

}  // namespace lifecircle
