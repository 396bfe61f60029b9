#include <algorithm>
#include <span>
#include <string>
#include <tuple>
#include <utility>

#include "io/read/town_parts.hpp"

namespace lifecircle::town_parts {

Result<Done> read_compounds(const StudyFile& study, const Reading& reading, Town& town) {
  for (const CompoundSource& source : study.compounds) {
    auto read = town_parts::read(source.from, {source.code}, false, reading);
    if (!read) return read.error();
    Features& features = read.value().features;
    const int code = source.code.empty() ? -1 : features.column(source.code);
    for (std::size_t i = 0; i < features.size(); ++i) {
      Shape& area = features.shape[i];
      if (area.parts.empty()) continue;  // told by the reader
      if (area.kind != ShapeKind::area) {
        reading.problems.add({.key = "compound_is_no_area",
                              .file = features.file,
                              .layer = features.layer,
                              .row = features.row[i]});
        continue;
      }
      if (source.walls)
        for (auto ring : area.parts) {
          if (ring.front() != ring.back()) ring.push_back(ring.front());
          town.barriers.add(std::span<const Point>{ring});
        }
      town.compounds.push_back(
          {.code = code < 0 ? std::string{} : features.columns[static_cast<std::size_t>(code)][i],
           .area = std::move(area),
           .gates = {}});
    }
  }
  std::ranges::sort(town.compounds, {},
                    [](const Compound& c) { return std::tie(c.code, c.area.parts); });
  return Done{};
}

}  // namespace lifecircle::town_parts
