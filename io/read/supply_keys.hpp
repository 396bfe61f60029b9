#pragma once

#include <cstddef>

#include "io/read/study_file.hpp"
#include "io/read/toml.hpp"

namespace lifecircle {

/// Reads one [[supply]]: service, column, measure, norm, bands and weights. After the services and
/// all sources. Where the study is silent: the headline measure; a norm of 1,000 for serves_people
/// (a place each), while every other column must be given one; bands at the thirds of the service's
/// limit, weighing 1, 0.68 and 0.22 (Luo and Qi, Health & Place 15(4), 2009, see
/// algorithms/supply/catchment.hpp for what of that is verified).
void read_supply(const TomlValue& value, std::size_t number, TomlFaults& faults, StudyFile& study);

}  // namespace lifecircle
