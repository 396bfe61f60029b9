#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>
#include <ogr_geometry.h>

#include "io/frame/zones.hpp"
#include "io/read/check/check_sources.hpp"
#include "io/read/check/sources.hpp"
#include "io/read/geometry.hpp"
#include "io/read/layer_rows.hpp"
#include "io/read/raster_place.hpp"

namespace lifecircle {

namespace {

using check_sources::Role;
using check_sources::Source;
using check_sources::sources_of;

constexpr double kBeside_deg = 0.05;  ///< boxes nearer than this (some 5 km) lie together
constexpr std::size_t kSample = RasterPlace::kSample;

/// Where a source lies, and some of its raw numbers as its rows or its grid give them, axes put
/// right.
struct Lie {
  LonLatBox box;   ///< of what lies on Earth
  LonLatBox core;  ///< without the outermost tenth to each side: no stray row makes it wide
  std::vector<double> x, y;
  std::string crs;  ///< as understood
  std::optional<CrsDoubt> doubt;
  bool is_guess = false;  ///< nobody says what the numbers are: it has no box
};

/// The middle eight tenths of the values that are any: [first, last], an empty range of none.
std::pair<double, double> middle_of(std::vector<double> values) {
  std::erase_if(values, [](double v) { return std::isnan(v); });
  if (values.empty()) return {1, 0};
  std::ranges::sort(values);
  const std::size_t off = values.size() / 10;
  return {values[off], values[values.size() - 1 - off]};
}

/// Every so-and-so-many of the numbers, so that no more than kSample are left.
void thin_out(std::vector<double>& values) {
  const std::size_t step = (values.size() + kSample - 1) / kSample;
  if (step <= 1) return;
  std::size_t to = 0;
  for (std::size_t i = 0; i < values.size(); i += step) values[to++] = values[i];
  values.resize(to);
}

Result<Lie> lie_of(const Source& source) {
  Lie lie;
  if (source.osm) {
    const auto box = osm_extent(source.layer.file);
    if (!box) return box.error();
    lie.box = lie.core = box.value();
    return lie;
  }
  if (source.raster) {
    auto place = raster_place(source.layer);
    if (!place) return place.error();
    lie.box = lie.core = place.value().box;
    lie.x = std::move(place.value().x);
    lie.y = std::move(place.value().y);
    lie.crs = place.value().crs;
    return lie;
  }
  Problems ignored;
  auto opened = LayerRows::open(
      source.layer, {.columns = {}, .geometry_optional = source.may_lack_places}, ignored);
  if (!opened) return opened.error();
  LayerRows& rows = opened.value();
  for (LayerRow row;;) {
    const auto more = rows.next(row, ignored);
    if (!more) return more.error();
    if (!more.value()) break;
    LonLatBox raw;
    add_raw_extent(row.geometry.get(), raw);
    if (raw.empty()) continue;
    lie.x.push_back((raw.west + raw.east) / 2);
    lie.y.push_back((raw.south + raw.north) / 2);
    add_extent(row.geometry.get(), rows.to_lonlat(), lie.box);
  }
  lie.crs = rows.to_lonlat().name();
  lie.doubt = rows.crs_doubt();
  thin_out(lie.x);
  thin_out(lie.y);
  if (lie.box.empty()) return lie;
  std::vector<double> lon = lie.x, lat = lie.y;
  rows.to_lonlat().apply(lon, lat);
  for (std::size_t i = 0; i < lon.size(); ++i)
    if (!(std::abs(lon[i]) <= 180 && std::abs(lat[i]) <= 90)) lon[i] = lat[i] = std::nan("");
  const auto [west, east] = middle_of(std::move(lon));
  const auto [south, north] = middle_of(std::move(lat));
  lie.core = {west, south, east, north};
  return lie;
}

/// The numbers of a source whose system nobody says, or says so that it cannot be read.
std::optional<Lie> numbers_of(Source source, const Error& error) {
  if (!error.key.starts_with("crs_") || source.osm || source.raster) return std::nullopt;
  source.layer.crs = "EPSG:4547";  // of plain metres: any will do, its numbers alone are looked at
  auto lie = lie_of(source);
  if (!lie) return std::nullopt;
  lie.value().box = lie.value().core = {};
  lie.value().is_guess = true;
  return std::move(lie).value();
}

LonLatBox wider(LonLatBox box, double by) {
  return {box.west - by, box.south - by, box.east + by, box.north + by};
}
bool holds(const LonLatBox& box, double lon, double lat) {
  return lon >= box.west && lon <= box.east && lat >= box.south && lat <= box.north;
}
/// Two sources lie together if their boxes meet, strays left out: a county's roads and the clinics
/// of one of its towns, either way round.
bool together(const Lie& a, const Lie& b) {
  if (a.core.empty() || b.core.empty()) return false;
  const LonLatBox near_a = wider(a.core, kBeside_deg);
  return near_a.west <= b.core.east && b.core.west <= near_a.east && near_a.south <= b.core.north &&
         b.core.south <= near_a.north;
}

/// Systems people in China mix up, the likelier first.
std::vector<std::string> candidates() {
  std::vector<std::string> all{"EPSG:4490"};
  for (int zone = 25; zone <= 45; ++zone) {
    all.push_back(GaussZone{zone}.epsg_without_zone());
    all.push_back(GaussZone{zone}.epsg_with_zone());
  }
  for (int zone = 13; zone <= 23; ++zone) {
    all.push_back(GaussZone{zone}.epsg_without_zone());
    all.push_back(GaussZone{zone}.epsg_with_zone());
  }
  for (int zone = 43; zone <= 53; ++zone) all.push_back(fmt::format("EPSG:{}", 32600 + zone));
  all.push_back("EPSG:3857");
  return all;
}

struct Fit {
  std::string crs;
  bool swapped = false;  ///< against what is stated
  double off = 1e9;      ///< degrees between the middles
  double share = 0;
};

/// The system that brings nine tenths of the sample to where the others are.
std::optional<Fit> best_fit(const Lie& lie, const LonLatBox& others) {
  const LonLatBox there = wider(others, kBeside_deg);
  std::optional<Fit> best;
  for (const bool swapped : {false, true})
    for (const std::string& crs : candidates()) {
      const auto to = ToLonLat::make(crs, nullptr, "", RawNumbers{});
      if (!to) continue;
      std::vector<double> x = swapped ? lie.y : lie.x, y = swapped ? lie.x : lie.y;
      if (to.value().of_angles() &&
          std::ranges::any_of(x, [](double v) { return std::abs(v) > 360; }))
        continue;
      to.value().apply(x, y);
      std::size_t inside = 0;
      double lon = 0, lat = 0;
      for (std::size_t i = 0; i < x.size(); ++i) {
        if (!holds(there, x[i], y[i])) continue;
        ++inside;
        lon += x[i];
        lat += y[i];
      }
      if (inside * 10 < x.size() * 9) continue;
      const auto n = static_cast<double>(inside);
      const double off = std::hypot(lon / n - (others.west + others.east) / 2,
                                    lat / n - (others.south + others.north) / 2);
      // Equal systems differ by rounding alone; then the likelier stays.
      if (best && off > best->off - 1e-3) continue;
      best = Fit{crs, swapped, off, n / static_cast<double>(x.size())};
    }
  return best;
}

/// Tells what fits, and writes it as the fix. A raster is not turned round: no line mends it.
void tell_fit(const Fit& fit, const Source& source, Finding& finding) {
  const std::string share = fmt::format("{:.0f}", fit.share * 100);
  if (fit.swapped && source.raster) {
    finding.evidence.push_back({"check_with_axes", {fit.crs, share}});
    return;
  }
  const std::string axes = source.layer.axes == Axes::swapped ? "as_written" : "swapped";
  finding.fix = "crs = \"" + fit.crs + "\"" + (fit.swapped ? "\naxes = \"" + axes + "\"" : "");
  std::string keys = finding.fix;
  std::ranges::replace(keys, '\n', ' ');
  finding.evidence.push_back({"check_with_fix", {keys, share}});
}

std::string shown(const LonLatBox& box) {
  return fmt::format("{:.4f}, {:.4f} - {:.4f}, {:.4f}", box.west, box.south, box.east, box.north);
}

/// Numbers that cannot be what they were read as. With exchanged axes the key to write is known.
std::optional<Finding> of_doubt(const Source& source, const Lie& lie) {
  if (!lie.doubt) return std::nullopt;
  Finding finding{.what = {lie.doubt->key, lie.doubt->args},
                  .where = source.stated_at,
                  .evidence = {{"check_file", {place_of(source.layer, source.layer.layer)}}},
                  .stops = true};
  if (lie.doubt->key == "crs_looks_swapped") finding.fix = "axes = \"swapped\"";
  if (lie.doubt->key == "crs_looks_unswapped") finding.fix = "axes = \"as_written\"";
  return finding;
}

}  // namespace

std::vector<Finding> check_readable(const StudyFile& study, const Progress& progress) {
  std::vector<Finding> findings;
  std::map<std::string, std::size_t> told;  // one error, one finding
  for (const Source& source : sources_of(study)) {
    if (!tell(progress, "stage_check", 0, 0)) break;
    const auto lie = lie_of(source);
    if (lie) {
      if (auto doubtful = of_doubt(source, lie.value())) findings.push_back(std::move(*doubtful));
      continue;
    }
    const Error& error = lie.error();
    // What nobody allowed to open is named table by table, so that all of it is known beforehand.
    const std::string place = error.key == "database_not_allowed"
                                  ? place_of(source.layer, source.layer.layer)
                                  : error.where;
    const auto [at, is_new] = told.try_emplace(error.key + '\n' + place, findings.size());
    if (is_new)
      findings.push_back({.what = {error.key, error.args},
                          .where = source.stated_at,
                          .evidence = {{"check_file", {place}}},
                          .stops = true});
    else
      findings[at->second].where += ", " + source.stated_at;
  }
  return findings;
}

std::vector<Finding> check_where(const StudyFile& study, const Progress& progress) {
  const std::vector<Source> sources = sources_of(study);
  std::vector<Lie> lies;
  std::vector<std::size_t> known;
  for (std::size_t s = 0; s < sources.size(); ++s) {
    if (!tell(progress, "stage_check", s, sources.size())) return {};
    auto lie = lie_of(sources[s]);
    if (lie) {
      lies.push_back(std::move(lie).value());
    } else if (auto numbers = numbers_of(sources[s], lie.error())) {
      lies.push_back(std::move(*numbers));
    } else {
      continue;  // told by check_readable
    }
    known.push_back(s);
  }
  // How many others each lies with. Of two that differ the roads are believed.
  std::vector<std::size_t> with(lies.size());
  for (std::size_t a = 0; a < lies.size(); ++a)
    for (std::size_t b = 0; b < lies.size(); ++b)
      if (a != b && together(lies[a], lies[b])) ++with[a];
  const auto is_road = [&](std::size_t i) {
    return sources[known[i]].role == Role::roads || sources[known[i]].role == Role::osm_roads;
  };
  std::size_t middle = 0;
  for (std::size_t i = 0; i < lies.size(); ++i)
    if (std::pair{with[i], is_road(i)} > std::pair{with[middle], is_road(middle)}) middle = i;
  if (lies.empty() || lies[middle].core.empty()) return {};
  LonLatBox others;
  std::vector<char> there(lies.size());
  for (std::size_t i = 0; i < lies.size(); ++i) {
    there[i] = i == middle || together(lies[i], lies[middle]);
    if (there[i]) others.add(lies[i].core);
  }

  std::vector<Finding> findings;
  std::map<std::pair<std::string, std::string>, std::size_t> told;  // one layer, one finding
  for (std::size_t i = 0; i < lies.size(); ++i) {
    const Lie& lie = lies[i];
    if (lie.x.empty() && lie.box.empty()) continue;  // no row has a place: told elsewhere
    if (there[i]) continue;
    const Source& source = sources[known[i]];
    Finding finding{.what = {"check_elsewhere", {place_of(source.layer, source.layer.layer)}},
                    .where = source.stated_at,
                    .stops = true};
    const std::string crs = lie.crs.empty() ? "WGS 84" : lie.crs;
    finding.evidence = {lie.core.empty()
                            ? Finding::Sentence{"check_read_as_nowhere", {crs}}
                            : Finding::Sentence{"check_read_as", {crs, shown(lie.core)}},
                        {"check_others_are", {shown(others)}}};
    if (lie.is_guess) finding.what.key = "check_crs_found";
    if (lie.is_guess) finding.evidence = {{"check_others_are", {shown(others)}}};
    if (const auto fit = lie.x.empty() ? std::nullopt : best_fit(lie, others))
      tell_fit(*fit, source, finding);
    if (lie.is_guess && finding.fix.empty()) continue;  // check_readable says all that is known
    const auto [at, is_new] =
        told.try_emplace({finding.what.args.front(), finding.fix}, findings.size());
    if (is_new)
      findings.push_back(std::move(finding));
    else
      findings[at->second].where += ", " + source.stated_at;
  }
  return findings;
}

}  // namespace lifecircle
