#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <ogr_spatialref.h>

#include "engine/base/messages.hpp"
#include "io/read/gdal_open.hpp"
#include "io/read/raw_numbers.hpp"

namespace lifecircle::test {

/// By PROJ, the judge: what the numbers of a place are in a system.
inline LonLat in_system(LonLat place, const std::string& epsg) {
  prepare_gdal();
  OGRSpatialReference from, to;
  from.importFromEPSG(4490);
  to.importFromEPSG(std::stoi(epsg.substr(5)));
  from.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  to.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  const std::unique_ptr<OGRCoordinateTransformation> way{
      OGRCreateCoordinateTransformation(&from, &to)};
  EXPECT_TRUE(way->Transform(1, &place.lon, &place.lat));
  return place;
}

inline RawNumbers numbers_of(const std::vector<LonLat>& rows) {
  RawNumbers numbers;
  for (const LonLat& row : rows) {
    LonLatBox box;
    box.add(row.lon, row.lat);
    numbers.add(box);
  }
  return numbers;
}

/// A message and what to do about it.
inline std::string said(const std::string& key, const std::vector<std::string>& args,
                        Language language) {
  return say(key, language, args) + " " + say_remedy(key, language, args);
}

}  // namespace lifecircle::test
