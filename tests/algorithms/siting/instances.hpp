#pragma once

#include <cmath>
#include <fstream>
#include <numbers>
#include <sstream>
#include <string>
#include <vector>

#include "algorithms/siting/problem.hpp"
#include "algorithms/siting/rooms.hpp"

namespace lifecircle::test {

struct Instance {
  siting::Relation relation;
  siting::Problem problem;
};

/// A p-median problem of the OR-Library: a graph of which every node is candidate and demand; of
/// edges that are there twice the last counts.
inline Instance read_pmed(const std::string& path) {
  std::ifstream in{path};
  std::uint32_t n = 0, edges = 0, p = 0;
  in >> n >> edges >> p;
  constexpr std::uint32_t kFar = 1U << 28;
  std::vector<std::vector<std::uint32_t>> d(n, std::vector<std::uint32_t>(n, kFar));
  for (std::uint32_t e = 0; e < edges; ++e) {
    std::uint32_t a = 0, b = 0, length = 0;
    in >> a >> b >> length;
    d[a - 1][b - 1] = d[b - 1][a - 1] = length;
  }
  for (std::uint32_t k = 0; k < n; ++k) d[k][k] = 0;
  for (std::uint32_t k = 0; k < n; ++k)
    for (std::uint32_t i = 0; i < n; ++i)
      for (std::uint32_t j = 0; j < n; ++j) d[i][j] = std::min(d[i][j], d[i][k] + d[k][j]);
  std::vector<TimeBetween> rows;
  std::uint32_t far = 0;
  for (std::uint32_t i = 0; i < n; ++i)
    for (std::uint32_t j = 0; j < n; ++j) {
      rows.push_back({i, j, Duration::from_ticks(d[i][j])});
      far = std::max(far, d[i][j]);
    }
  Instance instance;
  instance.relation = siting::Relation{n, n, rows};
  instance.problem.aim = siting::Aim::least_time;
  instance.problem.sites = p;
  instance.problem.weight.assign(n, 1);
  instance.problem.far = Duration::from_ticks(far + 1);
  return instance;
}

/// A city's points with their people: every point is a candidate, who is within `radius_m` of a
/// site on a sphere of 6,378,100 m is covered.
inline Instance read_city(const std::string& path, double radius_m, std::uint32_t sites) {
  std::ifstream in{path};
  Instance instance;
  std::vector<std::pair<double, double>> at;
  int section = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.find("SECTION") != std::string::npos) {
      ++section;
      continue;
    }
    std::istringstream words{line};
    double lat = 0, lon = 0;
    std::int64_t people = 0;
    if (section == 1 && words >> lat >> lon)
      at.emplace_back(lat * std::numbers::pi / 180, lon * std::numbers::pi / 180);
    if (section == 2 && words >> people) instance.problem.weight.push_back(people);
  }
  std::vector<TimeBetween> rows;
  const auto n = static_cast<std::uint32_t>(at.size());
  for (std::uint32_t i = 0; i < n; ++i)
    for (std::uint32_t j = 0; j < n; ++j) {
      const double up = std::sin((at[i].first - at[j].first) / 2);
      const double across = std::sin((at[i].second - at[j].second) / 2);
      const double h = up * up + std::cos(at[i].first) * std::cos(at[j].first) * across * across;
      const double metres = 2 * 6378100 * std::asin(std::sqrt(h));
      if (metres <= radius_m)
        rows.push_back({i, j, Duration::from_ticks(static_cast<std::uint32_t>(metres))});
    }
  instance.relation = siting::Relation{n, n, rows};
  instance.problem.aim = siting::Aim::cover_most;
  instance.problem.sites = sites;
  return instance;
}

struct RoomInstance {
  siting::Relation relation;
  siting::RoomProblem problem;
  std::int64_t published = 0;
};

/// The first `count` of the OR-Library's capacitated p-median problems: distances are whole parts.
inline std::vector<RoomInstance> read_pmedcap(const std::string& path, int count) {
  std::ifstream in{path};
  int all = 0;
  in >> all;
  std::vector<RoomInstance> instances;
  for (int k = 0; k < std::min(all, count); ++k) {
    RoomInstance made;
    std::uint32_t number = 0, n = 0, p = 0;
    std::int64_t room = 0;
    in >> number >> made.published >> n >> p >> room;
    std::vector<std::pair<double, double>> at(n);
    for (auto& [x, y] : at) {
      std::int64_t load = 0;
      in >> number >> x >> y >> load;
      made.problem.load.push_back(load);
    }
    std::vector<TimeBetween> rows;
    std::uint32_t far = 0;
    for (std::uint32_t i = 0; i < n; ++i)
      for (std::uint32_t j = 0; j < n; ++j) {
        const auto d = static_cast<std::uint32_t>(
            std::hypot(at[i].first - at[j].first, at[i].second - at[j].second));
        rows.push_back({i, j, Duration::from_ticks(d)});
        far = std::max(far, d);
      }
    made.relation = siting::Relation{n, n, rows};
    made.problem.problem.aim = siting::Aim::least_time;
    made.problem.problem.sites = p;
    made.problem.problem.weight.assign(n, 1);
    made.problem.problem.far = Duration::from_ticks(10 * far);
    made.problem.room.assign(n, room);
    instances.push_back(std::move(made));
  }
  return instances;
}

}  // namespace lifecircle::test
