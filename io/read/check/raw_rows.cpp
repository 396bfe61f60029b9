#include "io/read/check/raw_rows.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include <ogr_geometry.h>

#include "io/read/check/mojibake.hpp"
#include "io/read/check/sources.hpp"
#include "io/read/geometry.hpp"
#include "io/read/layer_rows.hpp"

namespace lifecircle::check_sources {

namespace {

constexpr double kBeside_deg = 0.05;

/// What is said of a layer's texts when they are read in one encoding.
struct TextsRead {
  std::uint64_t undecodable = 0;   ///< rows with bytes that are no text
  std::uint64_t garbled = 0;       ///< rows that look read in a wrong encoding
  std::uint64_t beyond_ascii = 0;  ///< rows with other text than ASCII

  bool well() const { return undecodable == 0 && garbled == 0; }
  /// A few lost bytes among good rows are no reason to read the whole in another encoding.
  bool mostly_well() const { return undecodable * 2 < beyond_ascii; }
};

std::optional<TextsRead> read_texts(const LayerSource& source) {
  Problems problems;
  auto opened = LayerRows::open(
      source, {.columns = {}, .all_columns = true, .geometry_optional = true}, problems);
  if (!opened) return std::nullopt;
  TextsRead read;
  for (LayerRow row;;) {
    const auto more = opened.value().next(row, problems);
    if (!more) return std::nullopt;
    if (!more.value()) break;
    const auto beyond = [](const std::string& text) {
      return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) > 127; });
    };
    read.beyond_ascii += std::ranges::any_of(row.values, beyond) ? 1 : 0;
    read.garbled += std::ranges::any_of(
        row.values, [](const std::string& text) { return garbled(text).has_value(); });
  }
  std::set<std::int64_t> rows;
  for (const Problem& p : problems.list())
    if (p.key == "text_undecodable") rows.insert(p.row);
  read.undecodable = rows.size();
  return read;
}

/// The encoding in which all texts of a layer can be read and none looks garbled; none where most
/// can be read as they are.
std::optional<std::string> better_encoding(const LayerSource& source) {
  const auto now = read_texts(source);
  if (!now || now->undecodable == 0 || now->mostly_well()) return std::nullopt;
  for (const char* encoding : {"UTF-8", "GB18030"}) {
    LayerSource other = source;
    other.encoding = encoding;
    if (const auto read = read_texts(other); read && read->well()) return encoding;
  }
  return std::nullopt;
}

/// "file" or "file, layer name": whether a place in files is of a source's layer.
bool is_of(const std::string& place, const LayerSource& layer) {
  if (place == layer.file) return true;
  const std::string head = layer.file + ", layer ";
  return place.starts_with(head) &&
         (layer.layer.empty() || place.substr(head.size()) == layer.layer);
}

}  // namespace

LonLatBox box_of_roads(const LoadedTown& loaded) {
  LonLatBox box;
  for (const Point& p : loaded.town.roads.position) {
    const LonLat at = loaded.frame.to_lonlat(p);
    box.add(at.lon, at.lat);
  }
  return box;
}

std::set<std::int64_t> rows_exchanged(const LayerSource& source, const LonLatBox& roads) {
  std::set<std::int64_t> exchanged;
  if (roads.empty()) return exchanged;
  Problems ignored;
  auto opened = LayerRows::open(source, {.columns = {}, .geometry_optional = true}, ignored);
  if (!opened) return exchanged;
  LayerRows& rows = opened.value();
  const auto inside = [&](double x, double y) {
    rows.to_lonlat().apply({&x, 1}, {&y, 1});
    return x >= roads.west - kBeside_deg && x <= roads.east + kBeside_deg &&
           y >= roads.south - kBeside_deg && y <= roads.north + kBeside_deg;
  };
  for (LayerRow row;;) {
    const auto more = rows.next(row, ignored);
    if (!more || !more.value()) break;
    LonLatBox raw;
    add_raw_extent(row.geometry.get(), raw);
    if (raw.empty()) continue;
    const double x = (raw.west + raw.east) / 2, y = (raw.south + raw.north) / 2;
    if (!inside(x, y) && inside(y, x)) exchanged.insert(row.id);
  }
  return exchanged;
}

void say_encoding(const StudyFile& study, Finding& undecodable) {
  const std::string place = undecodable.where;
  std::string where;
  const auto say_where = [&](const std::string& stated_at) {
    where += (where.empty() ? "" : ", ") + stated_at;
  };
  for (const Source& source : sources_of(study)) {
    if (source.osm || source.raster || !is_of(place, source.layer)) continue;
    const auto encoding = better_encoding(source.layer);
    if (!encoding) continue;
    say_where(source.stated_at);
    undecodable.fix = "encoding = \"" + *encoding + "\"";
  }
  // Of a layer that rows are located by the key stands inside another.
  for (const auto& [located, stated_at] : located_by(study)) {
    if (!is_of(place, located->layer)) continue;
    say_where(stated_at);
    if (const auto encoding = better_encoding(located->layer))
      undecodable.evidence.push_back({"check_reads_with", {"encoding = \"" + *encoding + "\""}});
  }
  if (!where.empty()) undecodable.where = where;
}

}  // namespace lifecircle::check_sources
