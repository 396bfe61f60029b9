#pragma once

#include <memory>
#include <vector>

#include "engine/study/report.hpp"
#include "tools/lifecircle/study_report.hpp"

namespace lifecircle {

/// Facilities of a service, each kind in a colour of its own; others are not drawn.
Style kinds_style(const Reported& of, const Service& service);

/// Layers of the interactive map, in words, with the look each has for each service: units by its
/// rate, people by whether it covers them, its facilities by their kinds, its gaps and circles.
/// `layers` holds what the map points at.
std::vector<ReportMapLayer> interactive_map(const Reported& of,
                                            std::vector<std::unique_ptr<Layer>>& layers);

}  // namespace lifecircle
