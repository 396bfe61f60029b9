#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/messages.hpp"
#include "engine/base/quantity.hpp"
#include "engine/network/profile.hpp"
#include "engine/places/opening_hours.hpp"
#include "engine/places/places.hpp"
#include "engine/search/label.hpp"
#include "engine/study/indicator.hpp"
#include "engine/study/standard_words.hpp"

namespace lifecircle {

/// Whom a service is for.
enum class Scope { everyone, town, country };

/// Facilities must be large enough or have something to count: a column that states numbers, one
/// that says yes. Empty: all do.
struct FacilityFilter {
  std::string column, yes;
  double at_least = 0;
  bool admits(const Stated& stated) const;
  friend bool operator==(const FacilityFilter&, const FacilityFilter&) = default;
};

/// One question of a study: within `limit` of one of `kinds`, by the best of `modes`.
struct Service {
  std::string name;
  Words title = {};  ///< what reports call it; empty: its name
  std::vector<std::string> kinds;
  std::vector<std::string> modes;  ///< names of profiles; the best of them counts
  Duration limit;                  ///< closed: exactly at the limit is within
  Scope scope = Scope::everyone;
  Direction direction = Direction::to_facility;
  FacilityFilter filter = {};  ///< of standards alone

  Words called() const { return title == Words{} ? Words{name, name} : title; }
};

/// Whose facilities are admitted: everyone's that were read, or only those in the study area.
enum class Region : std::uint8_t { with_neighbours, own };

/// A measure whose people travel by profiles of their own ("elderly" walk at 3.6 km/h):
/// profile name -> the profile used in its place.
struct GroupTravel {
  std::string measure;
  std::map<std::string, std::string> instead;
};

/// How far people walk to or from a road, by setting.
struct AccessLimits {
  double town_m = 300, country_m = 1000, unknown_m = 500;
  double of(Setting s) const {
    return s == Setting::town ? town_m : s == Setting::country ? country_m : unknown_m;
  }
};

/// How near uncovered homes must lie to be one gap.
struct GapDistances {
  double town_m = 200, country_m = 1000, unknown_m = 500;
  double of(Setting s) const {
    return s == Setting::town ? town_m : s == Setting::country ? country_m : unknown_m;
  }
};

/// The time a study asks about.
struct StudyTime {
  std::string text;  ///< as stated: "weekday 19:00"
  DayTime at;
  bool unknown_open = true;  ///< what the headline takes unknown hours for; the other stands beside
};

/// Which circles of a study are drawn, and how.
struct CirclePlan {
  std::vector<std::string> services;  ///< by name, in their order
  /// Besides a service's own limit: those below it. Growing.
  std::vector<Duration> limits;
  double tolerance_m = 5;  ///< of the drawing
  double simplify_m = 0;   ///< lines made plainer may be off by as much more
  bool rings = false;      ///< between one limit and the next, not from the first
};

/// How much a facility counts for those who take up to `until`: the decay of an enhanced catchment.
struct DistanceBand {
  Duration until;                   ///< closed
  std::int64_t weight = 1'000'000;  ///< in millionths, not zero
  friend bool operator==(const DistanceBand&, const DistanceBand&) = default;
};

/// Asks whether there is enough of something for those who reach it: beds for the people.
struct SupplyPlan {
  std::string service;          ///< of the study
  std::string column;           ///< what its facilities state of it, see Stated
  std::string measure;          ///< who needs it
  std::int64_t norm_micro = 0;  ///< supply for 1,000 of the measure, in millionths; more than zero
  std::vector<DistanceBand> bands;  ///< growing; the last ends at the service's limit
};

/// Everything a result depends on besides the town itself.
struct StudyRules {
  std::string name;
  std::vector<Service> services;
  std::map<std::string, Profile> profiles;  ///< every profile a service or group names
  std::map<std::string, std::string>
      beside;  ///< profile -> the one computed beside it (walk -> walk_elderly)
  std::vector<GroupTravel> group_travel;
  AccessLimits access;
  GapDistances gaps;
  std::vector<double> unit_shares_percent = {
      100, 50};  ///< a unit counts when this share of its people is covered
  Region region = Region::with_neighbours;  ///< of the headline; the other stands beside it
  bool reached_edges = true;                ///< write the reached roads as a layer
  std::optional<CirclePlan> circles;        ///< write circles as a layer
  std::vector<SupplyPlan> supply;           ///< write supply and load tables
  std::optional<StudyTime> time;            ///< none: everything is open
  /// At whose end facilities are counted that state when they open or close; none: none states it.
  std::optional<int> year = {};
  std::vector<Standard> standards;   ///< whose indicators are computed
  StandardWords words;               ///< by which they name kinds and columns
  std::string date = {};             ///< of the study, as it is stated: printed on maps and reports
  Language language = Language::en;  ///< of words that stand in rows of layers
  /// What their circles ask and no service does: other kinds, modes, direction or facilities. Of
  /// these scope says nothing, and the limit only where it is land that is counted; kinds are those
  /// the study has.
  std::vector<Service> asked_by_standards;

  bool counts_as_open(Openness hours) const {
    return hours == Openness::open || !time || (hours == Openness::unknown && time->unknown_open);
  }
  /// The same study with unknown hours taken for what its headline does not. Has a time.
  StudyRules with_unknown_turned() const {
    StudyRules other = *this;
    other.time->unknown_open = !time->unknown_open;
    return other;
  }
};

}  // namespace lifecircle
