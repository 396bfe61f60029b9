#include "tools/lifecircle/circle_places.hpp"

#include <charconv>
#include <cmath>
#include <optional>

#include "io/read/people_count.hpp"

namespace lifecircle {
namespace {

std::optional<LonLat> lonlat_of(const std::string& text) {
  const auto comma = text.find(',');
  if (comma == std::string::npos) return std::nullopt;
  const auto degrees = [&](const char* first, const char* last) -> std::optional<double> {
    double value = 0;
    const auto [end, failed] = std::from_chars(first, last, value);
    if (failed != std::errc{} || end != last || !std::isfinite(value)) return std::nullopt;
    return value;
  };
  const char* const first = text.data();
  const auto lon = degrees(first, first + comma),
             lat = degrees(first + comma + 1, first + text.size());
  if (!lon || !lat || std::abs(*lon) > 180 || std::abs(*lat) > 90) return std::nullopt;
  return LonLat{*lon, *lat};
}

/// Rows of places without an id, or with that of another, cannot be told apart. `places` are sorted
/// by id.
void tell_doubtful_ids(const std::vector<Facility>& places, const CirclesOptions& options,
                       Problems& problems) {
  std::size_t empty = 0, twice = 0;
  std::string example;
  for (std::size_t p = 0; p < places.size(); ++p) {
    if (places[p].id.empty()) {
      ++empty;
    } else if (p > 0 && places[p].id == places[p - 1].id) {
      if (twice++ == 0) example = places[p].id;
    }
  }
  const auto add = [&](const char* key, std::vector<std::string> args) {
    problems.add({.key = key,
                  .file = options.places ? options.places->file : "",
                  .layer = {},
                  .args = std::move(args),
                  .set_aside = false});
  };
  if (empty > 0) add("circles_id_empty", {std::to_string(empty)});
  if (twice > 0) add("circles_id_twice", {std::to_string(twice), example});
}

}  // namespace

Result<std::vector<Facility>> read_circle_places(const CirclesOptions& options,
                                                 const CommandRoads& roads, Problems& problems,
                                                 const Session& session) {
  std::vector<Facility> places;
  for (const auto& text : options.at) {
    const auto at = lonlat_of(text);
    if (!at) return Error{Fault::usage, "cli_not_lonlat", "lifecircle circles", {text}};
    if (!roads.frame.holds(at->lon, at->lat))
      return Error{Fault::usage, "cli_at_far_away", "lifecircle circles", {text}};
    places.push_back({.id = text,
                      .name = {},
                      .kind = {},
                      .shape = Shape::of(roads.frame.to_plane(at->lon, at->lat)),
                      .entrances = {},
                      .gates = {}});
  }
  if (options.places) {
    std::vector<std::string> columns;
    if (!options.id.empty()) columns.push_back(options.id);
    const auto read =
        read_features(*options.places, roads.frame, columns, false, problems, session.progress);
    if (!read) return read.error();
    const Features& f = read.value();
    for (std::size_t i = 0; i < f.size(); ++i) {
      if (f.shape[i].parts.empty()) continue;
      places.push_back({.id = options.id.empty()
                                  ? std::to_string(f.row[i])
                                  : f.columns[static_cast<std::size_t>(f.column(options.id))][i],
                        .name = {},
                        .kind = {},
                        .shape = f.shape[i],
                        .entrances = {},
                        .gates = {}});
    }
    if (places.empty())
      return Error{Fault::input, "circles_no_places", options.places->file, {options.places->file}};
  }
  sort_facilities(places);
  tell_doubtful_ids(places, options, problems);
  return places;
}

Result<PeoplePoints> read_circle_people(const CirclesOptions& options, const CommandRoads& roads,
                                        Problems& problems, const Session& session) {
  PeoplePoints people;
  if (!options.people) return people;
  std::vector<std::string> columns;
  if (!options.count.empty()) columns.push_back(options.count);
  const auto read =
      read_features(*options.people, roads.frame, columns, false, problems, session.progress);
  if (!read) return read.error();
  const Features& f = read.value();
  for (std::size_t i = 0; i < f.size(); ++i) {
    const Shape& shape = f.shape[i];
    if (shape.parts.empty()) continue;
    std::int64_t count = 1000;
    if (!options.count.empty()) {
      const std::string& text = f.columns[static_cast<std::size_t>(f.column(options.count))][i];
      const auto read_count = thousandths(text);
      if (!read_count) {
        problems.add({.key = "circles_bad_count",
                      .file = f.file,
                      .layer = f.layer,
                      .row = f.row[i],
                      .args = {text}});
        continue;
      }
      count = *read_count;
    }
    people.at.push_back(shape.kind == ShapeKind::point ? shape.parts.front().front()
                                                       : centroid(shape));
    people.count.push_back(count);
  }
  if (people.at.empty())
    return Error{Fault::input, "circles_no_people", options.people->file, {options.people->file}};
  return people;
}

}  // namespace lifecircle
