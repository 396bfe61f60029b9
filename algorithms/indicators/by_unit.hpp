#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "algorithms/circle/land.hpp"
#include "algorithms/coverage/answers.hpp"
#include "engine/study/finding.hpp"
#include "engine/study/indicator.hpp"

/// What indicators are made of: exact sums for each unit.
namespace lifecircle::indicators {

using Sentence = Finding::Sentence;

/// A sum for each unit of a town, and last for what lies in none; thousandths, so that any roll-up
/// is exact.
using ByUnit = std::vector<std::int64_t>;

/// What the data leave open of a sum: units or facilities that are asked and do not say, of how
/// many. Counts, by place; empty where nobody is asked. Nothing they might say is less than
/// nothing.
struct Open {
  ByUnit lacking, asked;
  std::vector<std::string> columns;  ///< those that are not filled in, each once
  bool of_units = false;             ///< units are asked, or else facilities

  void ask(std::size_t place, std::size_t places, bool lacks, const std::string& column);
  void add(const Open& other);
};

/// A sum of what is stated, and what is not.
struct Sums {
  ByUnit total;
  Open open = {};
};

/// A circle whose ground is measured: of a service of the answers, or all that lies within a
/// radius.
struct LandCircle {
  std::optional<std::size_t> service = {};
  std::vector<const Shape*> around = {};
  double radius_m = 0;
};

/// Everything an indicator may hang on.
struct Known {
  const Town& town;
  const StudyRules& rules;
  const Answers& answers;
  /// How much of a land lies in each unit, and last in none, and how much of that in at least so
  /// many (one or more) of the circles; those of services each within its own limit and as its
  /// variant of that name travels ("stated", "beside").
  std::function<std::vector<LandShare>(std::size_t land, const std::vector<LandCircle>& circles,
                                       std::size_t at_least, const std::string& travel)>
      land_reached = {};

  std::size_t units() const { return town.units.size(); }
  ByUnit nothing() const { return ByUnit(units() + 1, 0); }
};

/// Rounded to the nearest.
std::int64_t thousandths_of(double value);

/// Whom an indicator is for.
bool concerns_unit(const Indicator& indicator, const Known& known, std::size_t unit);
/// Ground of a unit, or of none: whose setting is not known is not asked where the scope is one.
bool concerns_ground(const Indicator& indicator, const Known& known, std::size_t unit);
bool concerns_home(const Indicator& indicator, const Known& known, std::size_t home);
/// Facilities of the study area alone: a neighbour's are in no sum.
bool concerns_facility(const Indicator& indicator, const Known& known, const Facility& facility);
/// Where a home or facility is counted.
inline std::size_t place_in(const std::optional<UnitId>& unit, const Known& known) {
  return unit ? unit->index() : known.units();
}

/// Which facilities count: of these kinds, large enough, with what the indicator asks of them.
/// Admitted neighbours among them.
enum class Counts : std::uint8_t { no, yes, unknown };
/// Of these kinds a facility that does not state its size, or what else is asked, is unknown.
std::vector<Counts> which_count(const Indicator& indicator, const std::vector<std::string>& kinds,
                                const Known& known);
/// Those that are known to count.
std::vector<char> that_count(const Indicator& indicator, const std::vector<std::string>& kinds,
                             const Known& known);

/// What cannot be known stops an indicator (`needs`); what is incomplete is told beside it.
struct Told {
  std::vector<Sentence> needs, remarks;
  void need(Sentence sentence);    ///< each once
  void remark(Sentence sentence);  ///< each once
};

/// Sums of an amount over what the indicator concerns.
Sums sum_of(const Amount& amount, const Indicator& indicator, const Known& known, Told& told);
Sums sum_of(const std::vector<Amount>& amounts, const Indicator& indicator, const Known& known,
            Told& told);

/// The land of a name; not there, it is needed.
std::optional<std::size_t> land_named(const std::string& name, const Known& known, Told& told);
std::optional<std::size_t> measure_named(const std::string& name, const Homes& homes);

/// Where some source of people does not count a measure, nobody knows how many are missing: told.
void remark_partly_counted(const std::string& measure, const Known& known, Told& told);

/// Kinds the study has no source of, told; false if it has none of them.
bool has_kinds(const std::vector<std::string>& kinds, const Known& known, Told& told);
/// Whether any source of these kinds states a column; where none does, it is needed. An empty name
/// asks nothing.
bool is_stated(const std::string& column, const std::vector<std::string>& kinds,
               const Known& known);
void need_column(const std::string& column, const std::vector<std::string>& kinds,
                 const Known& known, Told& told);
/// Whether the units, settings and groups are known that the indicator's scope hangs on.
void need_scope(const Indicator& indicator, const Known& known, Told& told);
void need_units(const Known& known, Told& told);

/// Whether codes of units are those of divisions: 12 digits or more.
bool has_division_codes(const Known& known);

/// Units that belong together at a level, each known by its first unit. Codes of 12 digits tell
/// them; where codes say nothing, the study is one county and one city, and that is told.
std::vector<std::size_t> leader_of(Level level, const Known& known, Told& told);

}  // namespace lifecircle::indicators
