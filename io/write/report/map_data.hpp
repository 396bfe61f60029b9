#pragma once

#include <string>
#include <vector>

#include "engine/base/messages.hpp"
#include "engine/study/report.hpp"
#include "io/frame/frame.hpp"

namespace lifecircle::page {

/// The layers of the interactive map as the page's script reads them (map.js), and what of the
/// results is not in it or not exactly.
struct MapData {
  std::string json;
  std::vector<std::string> notes;  ///< sentences, text
};

/// The map of a page. At most kReportFeatures features and kReportVertices vertices: of layers, the
/// smaller ones come in first; outlines are simplified (map_shapes.hpp) as far as it takes.
MapData map_data(const ReportPage& page, const Frame& frame, Language language);

}  // namespace lifecircle::page
