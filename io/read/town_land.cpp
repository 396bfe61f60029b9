#include <algorithm>
#include <utility>

#include "io/read/town_parts.hpp"

namespace lifecircle::town_parts {
namespace {

Land& land_named(const std::string& name, Town& town) {
  const auto known = std::ranges::find(town.lands, name, &Land::name);
  if (known != town.lands.end()) return *known;
  town.lands.push_back({name, {}});
  return town.lands.back();
}

}  // namespace

Result<Done> read_land(const std::vector<LandSource>& sources, const Reading& reading, Town& town) {
  for (const LandSource& source : sources) {
    auto read = town_parts::read(source.from, {}, false, reading);
    if (!read) return read.error();
    Features& features = read.value().features;
    Land& land = land_named(source.name, town);
    const std::size_t file = town.land_files.size(), before = land.parcels.size();
    town.land_files.push_back({features.file, features.layer});
    for (std::size_t i = 0; i < features.size(); ++i) {
      Shape& shape = features.shape[i];
      if (shape.parts.empty()) continue;  // told by the reader
      if (shape.kind == ShapeKind::area)
        land.parcels.push_back({std::move(shape), file, features.row[i]});
      else
        reading.problems.add({.key = "land_is_no_area",
                              .file = features.file,
                              .layer = features.layer,
                              .row = features.row[i],
                              .args = {source.name}});
    }
    if (land.parcels.size() == before)
      reading.problems.add({.key = "source_without_land",
                            .file = features.file,
                            .layer = features.layer,
                            .args = {source.name},
                            .set_aside = false});
  }
  for (Land& land : town.lands)
    std::ranges::sort(
        land.parcels, {}, [](const Parcel& p) -> const auto& { return p.area.parts; });
  return Done{};
}

}  // namespace lifecircle::town_parts
