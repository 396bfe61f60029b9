#pragma once

#include <string>
#include <string_view>

namespace lifecircle {

/// What cairo writes as SVG, put right for files and for pages of HTML: no XML declaration; ids
/// (which cairo counts through the life of a process) numbered from 0 behind a sum of the picture,
/// so that pictures in one page do not take each other's letters; coordinates of paths to 0.01
/// point; and the title as what readers aloud and tool tips say. O(bytes).
std::string tidy_svg(std::string_view cairo_svg, const std::string& title);

}  // namespace lifecircle
