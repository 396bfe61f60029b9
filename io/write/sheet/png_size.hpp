#pragma once

#include <string>

namespace lifecircle {

/// A PNG with its resolution in it (chunk pHYs, PNG 1.2, 4.2.4.2): a page prints as large as it is.
std::string png_with_size(const std::string& png, double dots_per_inch);

}  // namespace lifecircle
