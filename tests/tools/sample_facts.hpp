#pragma once

// What the layers of results.gpkg do not say, noted in plain tables beside them for the SQL of
// sample_rates.hpp.

#include <string>
#include <vector>

#include "tests/tools/judged_study.hpp"
#include "tests/tools/sql.hpp"

namespace lifecircle::test {

/// Layers people, units and facilities as tables. They must be such that whoever asks by the
/// setting of a home asks by that of its unit, and that nobody lives in no unit.
void read_results(Sql& sql, const std::string& results);
/// Table opening (id, least): minutes of the shortest day of a service centre of known hours.
void note_opening_hours(Sql& sql, const std::string& county);
/// Table pairs (one, other, metres): facilities up to so far from each other.
void note_pairs(Sql& sql, const std::string& results, double up_to_m);
/// Table came (id, households): service centres, and who has each as the nearest within half an
/// hour on foot.
void note_who_comes(Sql& sql, JudgedStudy& judged, const std::string& mode = "walk",
                    const std::string& table = "came");
/// A column of people with seconds; of who never gets there, null.
void add_times(Sql& sql, const std::string& column, const std::vector<std::string>& homes,
               const std::vector<JudgedStudy::Time>& times);

/// Minutes a place is open on its shortest day, by its stated hours: of every day or some, parts of
/// a day in the 12 hours of 上午 and 下午 or in 24.
int shortest_day(const std::string& hours);
/// Metres between two places in degrees, on the ellipsoid of China's coordinates; good to a
/// millionth over some hundred metres.
double metres_between(double lon, double lat, double other_lon, double other_lat);

}  // namespace lifecircle::test
