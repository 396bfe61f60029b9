#pragma once

#include <string>

namespace lifecircle {

/// What is left of the name or code of a village or community when offices write it in different
/// ways: "城北村村民委员会", "城北村委会" and "城北村" are one village, "凤仪路社区居民委员会",
/// "凤仪路社区居委会" and "凤仪路社区" one community; a code of 19 digits of a land survey
/// (座落单位代码) begins with the 12 digits of the statistical one. Spaces, also wide ones, fall.
/// Everything else is left as it is.
std::string plain_name(const std::string& text);

}  // namespace lifecircle
