#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/words.hpp"
#include "engine/places/places.hpp"
#include "engine/search/label.hpp"

namespace lifecircle {

/// What an indicator asks. Plans use the same words (覆盖率) for different ones of these.
enum class IndicatorType : std::uint8_t {
  time_coverage,   ///< share of those counted who are within minutes or metres of a facility
  joint_circle,    ///< share of those counted who have all (or n) of several circles
  presence,        ///< share of units (or of people in them) in which there are enough facilities
  facility_share,  ///< share of facilities that have something: a column says yes
  area_share,      ///< 100 * area / area
  per_100_households,  ///< 100 * area / households
  per_thousand,        ///< per * places / people; `per` may be 10,000
  area_per_head,       ///< area / people
  ratio,               ///< per * amount / amount, for all that has no name of its own
  count_per_unit,      ///< an amount in each unit
  unit_size,           ///< households of each unit: at most, or about, the target
  staff,               ///< workers of each unit against one for so many households
  capacity,            ///< share of facilities that have room for those who come to them
  adjacency,           ///< share of facilities beside one of another kind
  hours,               ///< share of facilities open long enough every day
  hierarchy,           ///< share of units served at their own level and at all above it
};

/// Something that is summed up.
struct Amount {
  enum class Of : std::uint8_t {
    people,      ///< a measure of homes: "people", "elderly", "households"
    units,       ///< a column of units that holds numbers; `name` empty: their number
    facilities,  ///< a column of facilities of `kinds`; `name` empty: their number
    land,        ///< square metres of a land of the study
  };
  Of of = Of::people;
  std::string name;                ///< of the measure, column or land
  std::vector<std::string> kinds;  ///< of facilities; empty: the indicator's own
  friend bool operator==(const Amount&, const Amount&) = default;
};

/// Levels at which things are provided, the smallest first. Higher ones are told by the code of a
/// unit: 12 digits a village or community, 9 a township, 6 a county, 4 a city.
enum class Level : std::uint8_t { unit, township, county, city };

/// Who is near enough. One of minutes, network_m, radius_m.
struct NearEnough {
  std::vector<std::string> kinds;
  std::vector<std::string> modes;   ///< best of them; of a radius: none
  std::optional<double> minutes;    ///< over the network
  std::optional<double> network_m;  ///< along the network
  std::optional<double> radius_m;   ///< as the crow flies
  std::optional<double> kmh;        ///< of its first mode, where the source states one
  bool closed = true;               ///< exactly at the limit is near enough
  Direction direction = Direction::to_facility;
  double weight = 1;  ///< of one circle among several
};

enum class Comparison : std::uint8_t { at_least, at_most, about, exactly };

/// What a value is held against.
struct Target {
  double value = 0;
  Comparison comparison = Comparison::at_least;
  double tolerance_percent = 0;  ///< of about: how far off still agrees
  std::optional<int> year;
};

/// Whom a plan binds to its target.
enum class Bindingness : std::uint8_t { not_stated, expected, binding };

/// One indicator of a plan or standard, as data: what is asked, of whom, against what. Nothing of
/// it is known to code, and a planner adds another by writing it down (data/standards/README.md).
struct Indicator {
  std::string code;    ///< "Z4": unique in its standard
  Words name;          ///< as the plan calls it
  std::string quote;   ///< its own words, unabridged in what counts
  std::string clause;  ///< where they stand
  Words reading;       ///< which of several readings this is; empty: there is one
  Words note;          ///< what is inference, left open or doubtful
  IndicatorType type = IndicatorType::ratio;
  bool verified = false;             ///< the figures were seen in the text of the source itself,
  std::vector<std::string> assumed;  ///< but for the values of these keys: the source states none

  // Of whom.
  std::optional<Setting> setting;    ///< town or country alone
  std::vector<std::string> classes;  ///< of units: "new", "old", "relocation"; empty: all

  // What of. `counted` is the denominator of coverages and presences, and who comes to a capacity.
  std::vector<NearEnough> circles;    ///< of time_coverage, capacity one, of joint_circle several
  std::optional<int> circles_needed;  ///< how many of them; none: all
  Amount counted;
  std::vector<Amount> numerator, denominator;  ///< sums of these; of shares, ratios and per unit
  double per = 100;
  std::vector<std::string> kinds;  ///< facilities asked about
  std::optional<Amount> size;      ///< a column of facilities
  double size_at_least = 0;        ///< smaller ones do not count
  std::string yes_column;          ///< of facility_share, or facilities that have it alone
  int count_at_least = 1;          ///< of presence
  Level level = Level::unit;       ///< of presence, count_per_unit: what must have it
  struct Step {
    Level level;
    std::vector<std::string> kinds;
    friend bool operator==(const Step&, const Step&) = default;
  };
  std::vector<Step> steps;           ///< of hierarchy, the smallest level first
  std::vector<std::string> beside;   ///< of adjacency: kinds
  double beside_m = 0;               ///< at most, from border to border
  double hours_a_day = 0;            ///< of hours
  bool on_holidays = false;          ///< of hours: also on public holidays
  std::string capacity_column;       ///< of capacity: those counted that a facility has room for
  double capacity = 0;               ///< where there is no column: the same room in each
  double households_per_worker = 0;  ///< of staff
  bool part_counts = true;           ///< a part of so many households needs a worker as well
  double workers_at_least = 0;       ///< of staff: in units of up to
  double up_to_households = 0;       ///< this many households; none: 0
  bool up_to_closed = true;          ///< of exactly so many, too
  bool every_unit = false;  ///< of amounts per unit: the target is for each of them, not their mean

  // Against what.
  std::optional<int> base_year;
  std::optional<double> base_value;
  std::optional<Target> target;
  Bindingness bindingness = Bindingness::not_stated;
  Words unit;        ///< of the value: "%", "平方米/百户"
  int decimals = 1;  ///< as printed; compared unrounded
};

/// A plan, standard or guide.
struct Standard {
  std::string code;  ///< "zhengning-2022": the file's own name
  Words name;
  Words place;         ///< where it holds; empty: everywhere
  std::string source;  ///< number and date of the document
  Words note;
  std::vector<Indicator> indicators;  ///< in its own order
};

}  // namespace lifecircle
