#include "engine/study/asked.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

namespace lifecircle {

namespace {

constexpr double kMetreASecond_kmh = 3.6;

/// The speed most classes have, the lower of two.
double usual_kmh(const Profile& profile) {
  std::map<double, int> classes;
  for (const auto& [road_class, speed] : profile.speed)
    if (speed.kmh) ++classes[*speed.kmh];
  const auto usual = std::ranges::max_element(classes, {}, [](const auto& c) { return c.second; });
  return usual == classes.end() ? 1 : usual->first;
}

std::string shortest(double number) {
  char text[32];
  const auto [end, failed] = std::to_chars(text, text + sizeof text, number);
  return failed == std::errc{} ? std::string{text, end} : std::string{};
}

}  // namespace

std::string profile_asked(const NearEnough& circle, const std::string& mode) {
  if (circle.network_m) return mode + "/m";
  return circle.kmh ? mode + "@" + shortest(*circle.kmh) : mode;
}

Profile profile_asked(const NearEnough& circle, const Profile& of_mode) {
  Profile profile = of_mode;
  profile.name = profile_asked(circle, of_mode.name);
  if (circle.network_m) {
    for (auto& [road_class, speed] : profile.speed)
      if (speed.kmh) speed = {kMetreASecond_kmh, "a metre a second, to count metres"};
    if (profile.allowed_kmh > 0) profile.allowed_kmh = kMetreASecond_kmh;
    profile.access_kmh = kMetreASecond_kmh;
    profile.obeys_speed_limits = false;
    profile.slope = {};
  } else if (circle.kmh) {
    const double factor = *circle.kmh / usual_kmh(of_mode);
    for (auto& [road_class, speed] : profile.speed)
      if (speed.kmh) speed = {*speed.kmh * factor, "as the indicator's source states"};
    profile.allowed_kmh *= factor;
    profile.access_kmh *= factor;
  }
  return profile;
}

Profile at_four_fifths(const Profile& of_mode) {
  Profile profile = of_mode;
  profile.name += "*0.8";
  profile.title_en += ", at four fifths of its speeds";
  profile.title_zh += "(速度按八成)";
  for (auto& [road_class, speed] : profile.speed)
    if (speed.kmh)
      speed = {*speed.kmh * 0.8, "assumption: four fifths of the speed it stands beside"};
  profile.allowed_kmh *= 0.8;
  profile.speed_limit_factor *= 0.8;
  return profile;
}

bool FacilityFilter::admits(const Stated& stated) const {
  const auto value = [&](const std::string& name) {
    const auto at = stated.find(name);
    return at == stated.end() ? 0 : at->second;
  };
  return (column.empty() || value(column) >= std::llround(at_least * 1000)) &&
         (yes.empty() || value(yes) != 0);
}

Service service_asked(const NearEnough& circle, const Indicator& indicator,
                      const std::set<std::string>& kinds_of_study) {
  Service service;
  for (const std::string& kind : circle.kinds)
    if (kinds_of_study.contains(kind)) service.kinds.push_back(kind);
  std::ranges::sort(service.kinds);
  for (const std::string& mode : circle.modes) service.modes.push_back(profile_asked(circle, mode));
  service.direction = circle.direction;
  if (circle.minutes) service.limit = Duration::minutes(*circle.minutes);
  if (circle.network_m) service.limit = Duration::minutes(*circle.network_m / 60);
  if (indicator.size) service.filter = {indicator.size->name, "", indicator.size_at_least};
  service.filter.yes = indicator.yes_column;
  for (const std::string& kind : service.kinds)
    service.name += (service.name.empty() ? "" : "|") + kind;
  return service;
}

bool same_question(const Service& a, const Service& b) {
  const auto sorted = [](std::vector<std::string> kinds) {
    std::ranges::sort(kinds);
    return kinds;
  };
  return a.modes == b.modes && a.direction == b.direction && a.filter == b.filter &&
         sorted(a.kinds) == sorted(b.kinds);
}

}  // namespace lifecircle
