#include <string>
#include <vector>

#include "io/read/standard_parts.hpp"

namespace lifecircle {

namespace {

constexpr double kLongestMinutes = 24 * 60;
constexpr double kFarthestM = 50'000;
constexpr double kSlowest = 0.1, kFastest = 300;  // km/h

}  // namespace

/// What the table states of a circle, over what is there.
void PartReader::read_circle(TomlTable& table, NearEnough& circle) {
  if (table.has("kinds")) circle.kinds = kinds(table, "kinds");
  int limits = 0;
  for (const char* key : {"minutes", "network_m", "radius_m"}) limits += table.has(key) ? 1 : 0;
  if (limits > 1) table.fault("standard_two_limits", "minutes", {});
  if (limits == 1) circle.minutes = circle.network_m = circle.radius_m = std::nullopt;
  if (table.has("minutes")) circle.minutes = within(table, "minutes", 0.1, kLongestMinutes);
  if (table.has("network_m")) circle.network_m = within(table, "network_m", 1, kFarthestM);
  if (table.has("radius_m")) circle.radius_m = within(table, "radius_m", 1, kFarthestM);
  if (table.has("modes"))
    circle.modes = known_texts(table, "modes", words_.modes, "standard_unknown_mode");
  if (table.has("kmh")) circle.kmh = within(table, "kmh", kSlowest, kFastest);
  circle.closed = table.flag("closed", circle.closed);
  const std::string direction = table.text("direction", "to");
  if (table.has("direction") && table.one_of("direction", direction, {"to", "from"}))
    circle.direction = direction == "to" ? Direction::to_facility : Direction::from_facility;
  if (!circle.radius_m) return;
  for (const char* key : {"modes", "kmh", "direction"})
    if (table.has(key)) table.fault("standard_radius_of_mode", key, {key});
  circle.modes.clear();
  circle.kmh.reset();
}

void PartReader::check_circle(TomlTable& table, const NearEnough& circle) {
  if (!circle.minutes && !circle.network_m && !circle.radius_m)
    table.fault("standard_no_limit", "minutes", {});
  else if (!circle.radius_m && circle.modes.empty())
    table.fault("standard_missing_key", "modes", {"modes"});
}

NearEnough PartReader::circle(TomlTable& table) {
  NearEnough circle;
  read_circle(table, circle);
  check_circle(table, circle);
  return circle;
}

std::vector<NearEnough> PartReader::circles(TomlTable& table) {
  NearEnough common;  // holds for each that does not say otherwise
  read_circle(table, common);
  std::vector<NearEnough> all;
  const auto tables = table.tables("circles");
  for (std::size_t i = 0; i < tables.size(); ++i) {
    TomlTable inner{*tables[i],
                    table.section() + " circles " + std::to_string(i + 1),
                    {"kinds", "modes", "minutes", "network_m", "radius_m", "kmh", "closed",
                     "direction", "weight"},
                    faults_};
    if (!inner.has("kinds")) inner.fault("standard_missing_key", "kinds", {"kinds"});
    NearEnough one = common;
    read_circle(inner, one);
    check_circle(inner, one);
    one.weight = inner.positive("weight", 1);
    all.push_back(std::move(one));
  }
  if (all.size() == 1) table.fault("standard_one_circle", "circles", {});
  return all;
}

}  // namespace lifecircle
