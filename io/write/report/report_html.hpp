#pragma once

#include <cstddef>
#include <string>

#include "engine/base/messages.hpp"
#include "engine/base/result.hpp"
#include "engine/study/report.hpp"
#include "io/frame/frame.hpp"

namespace lifecircle {

/// Rows of one table that a page shows; how many were left out is said below it.
inline constexpr std::size_t kReportRows = 20'000;
/// Features and vertices of the interactive map: browsers of offices draw so many at once. Beyond
/// them layers are left out, outlines simplified, and the page says which and how much.
inline constexpr std::size_t kReportFeatures = 20'000;
inline constexpr std::size_t kReportVertices = 300'000;

/// A report as one HTML file that opens from disk, asks no network for anything, and prints on A4.
///
/// Complete without scripts: pictures and full tables. Scripts sort and filter tables and draw the
/// interactive map (MapLibre GL JS, packed into the page; with WebGL 2). The page's own policy
/// (CSP) lets only these scripts run and nothing be fetched. Words of data are text wherever they
/// stand: markup is shown, control characters and marks of direction are shown as '?'.
///
/// `frame` is that of the map's layers. Same page, same bytes; no time and no path in it. An Error
/// where a picture is neither SVG nor PNG. Size: the pictures times 4/3, some 30 bytes a cell, with
/// a map 0.6 MB and some 10 bytes a vertex.
Result<std::string> report_html(const ReportPage& page, const Frame& frame, Language language);

}  // namespace lifecircle
