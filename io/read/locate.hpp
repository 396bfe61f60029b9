#pragma once

#include <string>
#include <vector>

#include "engine/base/result.hpp"
#include "io/read/features.hpp"
#include "io/read/town_parts.hpp"

namespace lifecircle::town_parts {

/// Features of a source with `locate`: rows without coordinates of their own get the shape of the
/// other source's features that agree with them in every pair of columns, to the letter or, where
/// none does, by their plain names (io/read/plain_name.hpp; counted in one problem). Areas win over
/// lines and lines over points; of several areas or lines the row gets all parts, of several points
/// the first by coordinates, and a problem says so. An empty value agrees with nothing.
///
/// Parts that lie more than 10 km apart are most likely namesakes': a problem (locate_far_apart).
///
/// Rows that are found nowhere are set aside (locate_not_found, with the value that was looked
/// for), or kept without a shape if `geometry_optional`. Rows that stand for the same feature as
/// another row are kept and told (locate_shared). How many were located by what is noted as a
/// conversion of the file.
Result<Features> read_located(const FeatureSource& source, std::vector<std::string> columns,
                              bool geometry_optional, const Reading& reading);

}  // namespace lifecircle::town_parts
