#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "engine/base/problems.hpp"
#include "engine/places/places.hpp"
#include "io/read/features.hpp"
#include "io/read/study_file.hpp"

namespace lifecircle {

/// Yes (1000) or no (0) of what people write: 是, 有, yes, true, 1; 否, 无, no, false, 0.
std::optional<std::int64_t> yes_or_no(const std::string& text);

/// What row `i` states in the columns of `source`. An empty cell states nothing; what is no number
/// from 0, or neither yes nor no, is told (stated_not_a_number, stated_not_yes_or_no) and states
/// nothing either.
Stated stated_of(const StatedSource& source, const Features& features, std::size_t i,
                 Problems& problems);

}  // namespace lifecircle
