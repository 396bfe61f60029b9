#pragma once

#include <cstdint>

#include "tools/make_town/geopackage.hpp"

namespace lifecircle::county {

/// Says of a facility what a county's records say beside its size: opening hours, room for
/// residents, sports grounds open to the public. Of the kinds alone whose records have it; some
/// records leave out the hours.
void state_facts(FacilityRow& row, bool town, std::uint64_t draw);

}  // namespace lifecircle::county
