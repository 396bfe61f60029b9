#include "tests/tools/sample_facts.hpp"

#include <gtest/gtest.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <regex>

namespace lifecircle::test {

void read_results(Sql& sql, const std::string& results) {
  sql.attach(results, "results");
  sql.run(
      "CREATE TABLE people AS SELECT * FROM results.people;"
      "CREATE INDEX home_by_unit ON people (unit_code); CREATE INDEX home_by_id ON people (id);"
      "CREATE TABLE units AS SELECT * FROM results.units;"
      "CREATE TABLE facilities AS SELECT * FROM results.facilities");
  EXPECT_EQ(sql.number("SELECT COUNT(*) FROM people JOIN units ON units.code = people.unit_code "
                       "AND units.setting = people.setting"),
            sql.number("SELECT COUNT(*) FROM people"));
  EXPECT_EQ(sql.number("SELECT COUNT(*) FROM facilities JOIN units ON units.code = "
                       "facilities.unit_code AND facilities.own = 1"),
            sql.number("SELECT COUNT(*) FROM facilities"));
  EXPECT_EQ(sql.number("SELECT COUNT(DISTINCT id) FROM people"),
            sql.number("SELECT COUNT(*) FROM people"));
}

int shortest_day(const std::string& hours) {
  if (!hours.starts_with("每天 ") && !hours.starts_with("周一至周日 ")) return 0;
  const std::regex part{"(上午|下午)?(\\d+):(\\d+)-(\\d+):(\\d+)"};
  int minutes = 0;
  for (std::sregex_iterator at{hours.begin(), hours.end(), part}, end; at != end; ++at) {
    const auto time = [&](int hour) {
      return 60 * (std::stoi((*at)[hour]) + ((*at)[1] == "下午" ? 12 : 0)) +
             std::stoi((*at)[hour + 1]);
    };
    minutes += time(4) - time(2);
  }
  return minutes;
}

void note_opening_hours(Sql& sql, const std::string& county) {
  sql.attach(county, "county");
  sql.run("CREATE TABLE opening (id, least)");
  int known = 0;
  for (const auto& row :
       sql.rows("SELECT id, hours FROM county.facilities WHERE kind = 'service_center'")) {
    if (row[1].empty()) continue;
    ++known;
    sql.run("INSERT INTO opening VALUES (" + Sql::quoted(row[0]) + ", " +
            std::to_string(shortest_day(row[1])) + ")");
  }
  EXPECT_GT(known, 0);
  sql.run("DETACH county");
}

double metres_between(double lon, double lat, double other_lon, double other_lat) {
  // CGCS2000: radii of curvature of the meridian and across it, at the middle.
  constexpr double a = 6'378'137, f = 1 / 298.257222101, e2 = f * (2 - f);
  constexpr double degree = std::numbers::pi / 180;
  const double middle = (lat + other_lat) / 2 * degree;
  const double w = 1 - e2 * std::sin(middle) * std::sin(middle);
  const double across = a / std::sqrt(w), along = a * (1 - e2) / (w * std::sqrt(w));
  return std::hypot((lon - other_lon) * degree * across * std::cos(middle),
                    (lat - other_lat) * degree * along);
}

void note_pairs(Sql& sql, const std::string& results, double up_to_m) {
  const GDALDatasetUniquePtr file{GDALDataset::Open(results.c_str(), GDAL_OF_VECTOR)};
  ASSERT_TRUE(file);
  struct Place {
    GIntBig fid;
    double lon, lat;
  };
  std::vector<Place> places;
  for (const auto& row : *file->GetLayerByName("facilities")) {
    const OGRPoint* point = row->GetGeometryRef()->toPoint();
    places.push_back({row->GetFID(), point->getX(), point->getY()});
  }
  sql.run("CREATE TABLE pairs (one, other, metres)");
  for (const Place& one : places)
    for (const Place& other : places) {
      const double metres = metres_between(one.lon, one.lat, other.lon, other.lat);
      if (one.fid == other.fid || metres > up_to_m) continue;
      // The program measures on its plane: what is so near to a limit would prove nothing.
      for (const double limit : {20.0, 100.0}) EXPECT_GT(std::abs(metres - limit), 1e-4 * limit);
      sql.run("INSERT INTO pairs VALUES (" + std::to_string(one.fid) + ", " +
              std::to_string(other.fid) + ", " + std::to_string(metres) + ")");
    }
}

void note_who_comes(Sql& sql, JudgedStudy& judged, const std::string& mode,
                    const std::string& table) {
  std::map<std::string, double> households, come;
  for (const auto& row : sql.rows("SELECT id, households FROM people"))
    households[row[0]] = row[1].empty() ? 0 : std::stod(row[1]);
  const auto nearest = judged.nearest_of("service_center", mode);
  for (std::size_t h = 0; h < nearest.size(); ++h)
    if (nearest[h].first <= 30 * 60 * 1000)
      come[nearest[h].second] += households.at(judged.homes()[h]);
  sql.run("CREATE TABLE " + table + " (id, households)");
  for (const auto& [id, number] : come)
    sql.run("INSERT INTO " + table + " VALUES (" + Sql::quoted(id) + ", " + std::to_string(number) +
            ")");
}

void add_times(Sql& sql, const std::string& column, const std::vector<std::string>& homes,
               const std::vector<JudgedStudy::Time>& times) {
  sql.run("ALTER TABLE people ADD COLUMN \"" + column + "\" REAL; BEGIN");
  for (std::size_t h = 0; h < homes.size(); ++h)
    if (times[h] != Judge::kNever)
      sql.run("UPDATE people SET \"" + column + "\" = " + std::to_string(times[h]) +
              " / 1000.0 WHERE id = " + Sql::quoted(homes[h]));
  sql.run("COMMIT");
}

}  // namespace lifecircle::test
