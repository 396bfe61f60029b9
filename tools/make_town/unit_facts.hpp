#pragma once

#include <array>
#include <cstdint>

#include "tools/make_town/drawn.hpp"

namespace lifecircle::county {

/// What a county's yearbook of communities states of a unit, by column.
inline constexpr std::array<const char*, 16> kUnitColumns{
    "building_area_m2", "commerce_area_m2",     "service_area_m2",     "workers",
    "police_officers",  "police_auxiliaries",   "disaster_informants", "childrens_organisations",
    "agency_service",   "disabled_association", "red_cross",           "has_5g",
    "wedding_council",  "facilities_council",   "health_committee",    "satisfaction_survey"};

struct UnitFacts {
  const char* group = "";  ///< new 新建, old 老旧, relocation 易地搬迁安置, or not said
  std::array<std::int64_t, kUnitColumns.size()> values{};  ///< by kUnitColumns
};
UnitFacts unit_facts(const County& county, std::size_t unit, const DrawnUnit& drawn);

}  // namespace lifecircle::county
