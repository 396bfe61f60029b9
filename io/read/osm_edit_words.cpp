// What edits of OSM files say, as far as it can be told without the file.

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>
#include <system_error>

#include "io/read/osm_edits.hpp"

namespace lifecircle::osm {
namespace {

/// What OSM's own servers take: 255 characters, of up to 4 bytes.
constexpr std::size_t kLongestTag = 1020;

bool is_tag(const std::string& key, const std::string& value) {
  return !key.empty() && key.size() <= kLongestTag && value.size() <= kLongestTag &&
         key.find('\0') == std::string::npos && value.find('\0') == std::string::npos;
}

bool is_point(const RowEdits::Row& row) {
  return row.points.size() == 1 && location_of(row.points.front());
}

/// Over nodes that are named and places.
bool is_line(const RowEdits::Row& row) {
  return row.points.size() >= 2 && std::ranges::all_of(row.points, [](const std::string& point) {
           const auto node = ObjectName::of(point);
           return node ? node->type == osmium::item_type::node : location_of(point).has_value();
         });
}

Error wrong(const char* key, const RowEdits::Row& row, std::vector<std::string> args) {
  return Error{Fault::input, key, row.stated_at, std::move(args)};
}

std::optional<Error> fault_of(const RowEdits& edits, const RowEdits::Row& row,
                              const std::string& name) {
  for (const auto& [key, value] : row.set)
    if (!is_tag(key, value)) return wrong("edit_bad_value", row, {key});
  for (const std::string& point : row.points)
    if (edits.removed.contains(point)) return wrong("edit_row_twice", row, {point});
  if (row.points.empty() && row.wkt.empty()) return std::nullopt;
  const auto object = ObjectName::of(name);
  const bool fine = !object                                   ? is_point(row) || is_line(row)
                    : object->type == osmium::item_type::node ? is_point(row)
                    : object->type == osmium::item_type::way  ? is_line(row)
                                                              : false;
  if (!fine) return wrong("edit_osm_place", row, {});
  return std::nullopt;
}

}  // namespace

std::optional<ObjectName> ObjectName::of(const std::string& text) {
  if (text.size() < 2) return std::nullopt;
  ObjectName name;
  switch (text.front()) {
    case 'n':
      name.type = osmium::item_type::node;
      break;
    case 'w':
      name.type = osmium::item_type::way;
      break;
    case 'r':
      name.type = osmium::item_type::relation;
      break;
    default:
      return std::nullopt;
  }
  const char* const end = text.data() + text.size();
  const auto [read, failed] = std::from_chars(text.data() + 1, end, name.id);
  // One name for one object, so that no edit of it hides behind another.
  if (failed != std::errc{} || read != end || std::to_string(name.id) != text.substr(1))
    return std::nullopt;
  return name;
}

std::optional<osmium::Location> location_of(const std::string& point) {
  double lon = 0, lat = 0;
  const char* const end = point.data() + point.size();
  const auto first = std::from_chars(point.data(), end, lon);
  if (first.ec != std::errc{} || first.ptr == end || *first.ptr != ' ') return std::nullopt;
  const auto second = std::from_chars(first.ptr + 1, end, lat);
  if (second.ec != std::errc{} || second.ptr != end) return std::nullopt;
  if (!(std::abs(lon) <= 180 && std::abs(lat) <= 90)) return std::nullopt;
  return osmium::Location{lon, lat};
}

Result<Done> check_edits(const RowEdits& edits) {
  if (!edits.id.empty()) return Error{Fault::input, "edit_osm_no_column", edits.stated_at, {}};
  const auto no_name = [](const std::string& name, const std::string& stated_at) {
    return Error{Fault::input, "edit_osm_name", stated_at, {name}};
  };
  for (const auto& [name, stated_at] : edits.removed)
    if (!ObjectName::of(name)) return no_name(name, stated_at);
  for (const auto& [name, row] : edits.changed) {
    if (!ObjectName::of(name)) return no_name(name, row.stated_at);
    if (const auto fault = fault_of(edits, row, name)) return *fault;
  }
  for (const RowEdits::Row& row : edits.added) {
    if (row.set.empty() || (row.points.empty() && row.wkt.empty()))
      return wrong("edit_osm_add", row, {});
    if (const auto fault = fault_of(edits, row, {})) return *fault;
  }
  return Done{};
}

std::string edit_of(const RowEdits& edits, const std::string& layer, std::int64_t row) {
  if (layer.empty()) return {};
  const auto change = edits.changed.find(layer.front() + std::to_string(row));
  if (change != edits.changed.end()) return change->second.stated_at;
  std::int64_t node = 0, way = 0;
  for (const RowEdits::Row& added : edits.added) {
    if (added.points.size() > 1 && --way == row && layer == "way") return added.stated_at;
    if (added.points.size() == 1 && --node == row && layer == "node") return added.stated_at;
  }
  return {};
}

}  // namespace lifecircle::osm
