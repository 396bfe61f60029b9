#pragma once

#include <string>

#include "tools/lifecircle/circle_work.hpp"

namespace lifecircle {

/// An SVG picture of what was drawn: the rows over all roads and barriers, the places on top, and
/// two lines that say what it stands on.
std::string circle_picture(const Layer& rows, const CircleWork& work, const Barriers& barriers,
                           const CirclesOptions& options, Language language);

}  // namespace lifecircle
