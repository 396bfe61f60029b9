#pragma once

#include <string>

#include "engine/base/result.hpp"
#include "tools/lifecircle/side_by_side.hpp"

namespace lifecircle {

/// report.html of a comparison: the first service's rates in one sentence, all rates side by side,
/// what the scenarios say, who gains and who loses, the interval where they are alternatives, maps
/// of change, units by how much they change, data and rules, problems. Same inputs, same bytes.
Result<std::string> compare_report(const SideBySide& of, const Session& session);

}  // namespace lifecircle
