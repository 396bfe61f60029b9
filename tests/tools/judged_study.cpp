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

Judge::Search& JudgedStudy::search(const std::string& mode) {
  if (const auto there = searches_.find(mode); there != searches_.end()) return there->second;
  const bool in_metres = mode.ends_with("/m");
  const auto end = std::min(mode.find('/'), mode.find('*'));
  Profile profile = study_.rules.profiles.at(mode.substr(0, end));
  if (mode.ends_with("*0.8")) {
    for (auto& [road_class, speed] : profile.speed)
      if (speed.kmh) *speed.kmh *= 0.8;
    profile.allowed_kmh *= 0.8;
    profile.speed_limit_factor *= 0.8;
  }
  if (in_metres) {
    for (auto& [road_class, speed] : profile.speed)
      if (speed.kmh) speed.kmh = 3.6;
    profile.allowed_kmh = profile.access_kmh = 3.6;
  }
  const Town& town = loaded_.town;
  const Judge judge{town.roads, town.barriers, profile};
  const auto limit_m = [&](Setting setting) { return study_.rules.access.of(setting); };
  std::vector<Judge::End> homes, facilities;
  for (std::size_t h = 0; h < town.homes.size(); ++h)
    homes.push_back({.legs = judge.legs(town.homes.at[h], limit_m(town.homes.setting[h]))});
  for (const Facility& f : town.facilities)
    facilities.push_back({.legs = judge.join(f, limit_m(f.setting)).legs});
  return searches_.try_emplace(mode, judge, homes, facilities, Direction::to_facility)
      .first->second;
}

std::vector<std::size_t> JudgedStudy::of_kinds(const std::vector<std::string>& kinds) const {
  const auto& all = loaded_.town.facilities;
  std::vector<std::size_t> asked;
  for (std::size_t f = 0; f < all.size(); ++f)
    if (std::ranges::count(kinds, all[f].kind) > 0) asked.push_back(f);
  std::ranges::sort(asked, {}, [&](std::size_t f) { return std::stoll(all[f].id); });
  return asked;
}

std::vector<JudgedStudy::Time> JudgedStudy::nearest(const std::vector<std::string>& kinds,
                                                    const std::vector<std::string>& modes) {
  std::vector<Time> best(homes().size(), Judge::kNever);
  for (const std::string& mode : modes) {
    const auto found = search(mode).nearest(of_kinds(kinds));
    for (std::size_t h = 0; h < best.size(); ++h) best[h] = std::min(best[h], found[h].time);
  }
  return best;
}

std::vector<std::pair<JudgedStudy::Time, std::string>> JudgedStudy::nearest_of(
    const std::string& kind, const std::string& mode) {
  const auto asked = of_kinds({kind});
  std::vector<std::pair<Time, std::string>> all;
  for (const auto& [time, facility] : search(mode).nearest(asked))
    all.emplace_back(time,
                     time == Judge::kNever ? "" : loaded_.town.facilities[asked[facility]].id);
  return all;
}

}  // namespace lifecircle::test
