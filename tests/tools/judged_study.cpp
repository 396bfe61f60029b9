#include "tests/tools/judged_study.hpp"

#include <algorithm>
#include <stdexcept>

namespace lifecircle::test {

JudgedStudy::JudgedStudy(const std::string& study) : study_{read(study)}, loaded_{load()} {}

StudyFile JudgedStudy::read(const std::string& study) {
  auto file = read_study_file(study, std::string{LIFECIRCLE_SOURCE_DIR} + "/data/profiles");
  if (!file) throw std::runtime_error{file.error().key + " " + file.error().where};
  return std::move(file).value();
}

LoadedTown JudgedStudy::load() {
  Problems problems;
  auto loaded = load_town(study_, problems);
  if (!loaded) throw std::runtime_error{loaded.error().key + " " + loaded.error().where};
  return std::move(loaded).value();
}

JudgedStudy::Mode& JudgedStudy::mode(const std::string& name) {
  if (const auto there = modes_.find(name); there != modes_.end()) return there->second;
  const bool in_metres = name.ends_with("/m");
  Profile profile = study_.rules.profiles.at(in_metres ? name.substr(0, name.size() - 2) : name);
  if (in_metres) {
    for (auto& [road_class, speed] : profile.speed)
      if (speed.kmh) speed.kmh = 3.6;
    profile.allowed_kmh = profile.access_kmh = 3.6;
  }
  const Town& town = loaded_.town;
  Mode made{Judge{town.roads, town.barriers, profile}, {}, {}};
  const auto limit_m = [&](Setting setting) { return study_.rules.access.of(setting); };
  for (std::size_t h = 0; h < town.homes.size(); ++h)
    made.homes.push_back(
        {.legs = made.judge.legs(town.homes.at[h], limit_m(town.homes.setting[h]))});
  for (const Facility& f : town.facilities)
    made.facilities.push_back({.legs = made.judge.join(f, limit_m(f.setting)).legs});
  return modes_.emplace(name, std::move(made)).first->second;
}

std::vector<JudgedStudy::Time> JudgedStudy::nearest(const std::vector<std::string>& kinds,
                                                    const std::vector<std::string>& modes) {
  std::vector<Time> best(homes().size(), Judge::kNever);
  for (const std::string& name : modes) {
    Mode& by = mode(name);
    std::vector<Judge::End> asked;
    for (std::size_t f = 0; f < by.facilities.size(); ++f)
      if (std::ranges::count(kinds, loaded_.town.facilities[f].kind) > 0)
        asked.push_back(by.facilities[f]);
    const auto times = by.judge.nearest(by.homes, asked, Direction::to_facility);
    for (std::size_t h = 0; h < best.size(); ++h) best[h] = std::min(best[h], times[h]);
  }
  return best;
}

std::vector<std::pair<JudgedStudy::Time, std::string>> JudgedStudy::nearest_of(
    const std::string& kind, const std::string& mode_name) {
  Mode& by = mode(mode_name);
  std::vector<std::pair<Time, std::string>> best(homes().size(), {Judge::kNever, ""});
  const auto is_smaller = [](const std::string& a, const std::string& b) {
    return a.size() != b.size() ? a.size() < b.size() : a < b;  // ids are numbers
  };
  for (std::size_t f = 0; f < by.facilities.size(); ++f) {
    const Facility& facility = loaded_.town.facilities[f];
    if (facility.kind != kind) continue;
    const auto times = by.judge.nearest(by.homes, {by.facilities[f]}, Direction::to_facility);
    for (std::size_t h = 0; h < best.size(); ++h)
      if (times[h] < best[h].first || (times[h] == best[h].first && times[h] != Judge::kNever &&
                                       is_smaller(facility.id, best[h].second)))
        best[h] = {times[h], facility.id};
  }
  return best;
}

}  // namespace lifecircle::test
