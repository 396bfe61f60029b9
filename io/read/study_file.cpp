#include "io/read/study_file.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "engine/study/asked.hpp"
#include "io/frame/gcj02.hpp"
#include "io/read/database.hpp"
#include "io/read/profile_file.hpp"
#include "io/read/scenario.hpp"
#include "io/read/standard_file.hpp"
#include "io/read/standard_words.hpp"
#include "io/read/study_sources.hpp"
#include "io/read/supply_keys.hpp"
#include "io/read/toml.hpp"

namespace lifecircle {

namespace {

constexpr double kLongestMinutes = 24 * 60;
constexpr double kFarthestM = 50'000;
constexpr double kFinestM = 0.5, kCoarsestM = 100;  // of drawings

bool is_epsg(const std::string& crs) {
  return crs.size() >= 9 && crs.size() <= 11 && crs.starts_with("EPSG:") &&
         std::ranges::all_of(crs.substr(5), [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// The rules of a study: what is asked, for whom, by which profiles.
class RuleReader {
 public:
  RuleReader(const std::string& profile_folder, TomlFaults& faults, StudyFile& study)
      : folder_{profile_folder}, faults_{faults}, study_{study}, rules_{study.rules} {}

  void read_study(const TomlValue& value);
  /// After the facilities.
  void check_year();
  void read_profiles(const TomlValue& value);
  void read_service(const TomlValue& value, std::size_t number);
  void read_group(const TomlValue& value, std::size_t number);
  void read_beside();
  void read_limits(const TomlValue& value, const char* section, double& town, double& country,
                   double& unknown);
  void read_time(const TomlValue& value);
  /// After the services.
  void read_circles(const TomlValue& value);
  /// After the services and before read_beside: circles of indicators travel by profiles of their
  /// own.
  void read_indicators(const TomlValue& value);
  /// What kinds and columns are called in reports; without the list they show their codes.
  void read_words();

 private:
  void read_year(TomlTable& table);
  bool load(const std::string& name, int line, const std::string& section);
  bool knows(const std::string& name, const std::vector<std::string>& known, const char* message,
             int line, const std::string& section);
  std::vector<std::string> modes_in_use() const;
  void ask(const NearEnough& circle, const Indicator& indicator, int line);
  void check_stated(const StatedSource& stated, const std::map<std::string, ColumnWords>& known,
                    const std::string& stated_at);

  const std::string& folder_;
  TomlFaults& faults_;
  StudyFile& study_;
  StudyRules& rules_;
  const TomlValue* changes_ = nullptr;  ///< [profiles]
  const TomlValue* beside_ = nullptr;
  std::string year_at_;  ///< where the year stands
};

bool RuleReader::knows(const std::string& name, const std::vector<std::string>& known,
                       const char* message, int line, const std::string& section) {
  if (std::ranges::find(known, name) != known.end()) return true;
  const auto meant = did_you_mean(name, known);
  faults_.add(message, line, section, {name, joined(meant.empty() ? known : meant)});
  return false;
}

void RuleReader::read_study(const TomlValue& value) {
  TomlTable table{value,
                  "[study]",
                  {"name", "crs", "language", "reached_edges", "unit_shares", "facility_region",
                   "beside", "date", "year"},
                  faults_};
  rules_.name = table.text("name", rules_.name);
  study_.crs = table.text("crs", study_.crs);
  rules_.date = table.text("date", "");
  if (rules_.date.size() > 40) table.fault("study_bad_date", "date", {});
  read_year(table);
  if (const auto shift = shifted_crs(study_.crs))
    table.fault("study_crs_shifted", "crs", {name_of(*shift)});
  else if (!is_epsg(study_.crs))
    table.fault("study_bad_crs", "crs", {study_.crs});
  if (table.has("language")) {
    const std::string language = table.text("language");
    if (table.one_of("language", language, {"zh", "en"}))
      study_.language = language == "zh" ? Language::zh : Language::en;
  }
  rules_.reached_edges = table.flag("reached_edges", rules_.reached_edges);
  rules_.unit_shares_percent = table.numbers("unit_shares", rules_.unit_shares_percent);
  const auto& shares = rules_.unit_shares_percent;
  if (shares.empty() || shares.size() > 10 ||
      std::ranges::any_of(shares, [](double share) { return !(share > 0 && share <= 100); }))
    table.fault("study_bad_shares", "unit_shares", {});
  const std::string region = table.text("facility_region", "with_neighbours");
  table.one_of("facility_region", region, {"own", "with_neighbours"});
  rules_.region = region == "own" ? Region::own : Region::with_neighbours;
  beside_ = table.table("beside");
  if (beside_ != nullptr) rules_.beside = table.text_map("beside");
}

void RuleReader::read_year(TomlTable& table) {
  if (!table.has("year")) return;
  const TomlValue& year = *table.any("year");
  year_at_ = faults_.at(table.line_of("year"), table.section());
  if (year.is(TomlValue::Kind::integer) && year.integer >= 1800 && year.integer <= 2200)
    rules_.year = static_cast<int>(year.integer);
  else
    table.fault("study_bad_year", "year", {});
}

/// After the facilities: a year without effect would be taken for one with.
void RuleReader::check_year() {
  const auto dated = std::ranges::find_if(study_.facilities, [](const FacilitySource& source) {
    return !source.opens.empty() || !source.closes.empty();
  });
  const bool any = dated != study_.facilities.end();
  if (any == rules_.year.has_value() || faults_.first) return;
  if (any)
    faults_.first = Error{Fault::input, "study_needs_year", dated->from.stated_at, {}};
  else
    faults_.first = Error{Fault::input, "study_year_of_nothing", year_at_, {}};
}

void RuleReader::read_profiles(const TomlValue& value) {
  changes_ = &value;
  for (const auto& [name, change] : value.entries)
    if (change.is(TomlValue::Kind::table))
      load(name, change.line, "[profiles." + name + "]");
    else
      faults_.add("study_wants_table", change.line, "[profiles]", {name});
}

/// Reads a profile from its file and changes it as the study says, once.
bool RuleReader::load(const std::string& name, int line, const std::string& section) {
  if (rules_.profiles.contains(name)) return true;
  const TomlValue* change = nullptr;
  std::string base = name;
  if (changes_ != nullptr) {
    if (const auto found = changes_->entries.find(name);
        found != changes_->entries.end() && found->second.is(TomlValue::Kind::table)) {
      change = &found->second;
      const auto stated = change->entries.find("base");
      if (stated != change->entries.end() && stated->second.is(TomlValue::Kind::text))
        base = stated->second.text;
      else if (stated != change->entries.end())
        faults_.add("study_wants_text", stated->second.line, section, {"base"});
    }
  }
  std::vector<std::string> known = profile_names(folder_);
  if (known.empty()) {
    faults_.add("study_no_profiles", line, section, {folder_}, Fault::storage);
    return false;
  }
  if (change == nullptr && changes_ != nullptr)
    for (const auto& entry : changes_->entries) known.push_back(entry.first);
  std::ranges::sort(known);
  known.erase(std::unique(known.begin(), known.end()), known.end());
  if (!knows(base, known, "study_unknown_profile", line, section)) return false;

  auto profile = read_profile_file(profile_path(folder_, base));
  if (!profile) {
    if (!faults_.first) faults_.first = profile.error();
    return false;
  }
  profile.value().name = name;
  if (change != nullptr) {
    const Profile of_file = profile.value();
    override_profile(*change, section, faults_, profile.value());
    for (const auto& [road_class, speed] : profile.value().speed)
      if (!of_file.names(road_class)) study_.added_classes[name].push_back(road_class);
  }
  rules_.profiles.emplace(name, std::move(profile).value());
  return true;
}

void RuleReader::read_service(const TomlValue& value, std::size_t number) {
  TomlTable table{value,
                  "[[services]] " + std::to_string(number),
                  {"name", "title", "kinds", "modes", "minutes", "scope", "direction"},
                  faults_};
  Service service;
  service.name = table.need_text("name");
  for (const auto& other : rules_.services)
    if (other.name == service.name) table.fault("study_service_twice", "name", {service.name});

  if (const TomlValue* title = table.table("title")) {
    TomlTable words{*title, table.section() + " title", {"zh", "en"}, faults_};
    service.title = {words.text("zh"), words.text("en")};
  }
  for (const char* key : {"kinds", "modes", "minutes"})
    if (!table.has(key)) table.missing(key);
  service.kinds = table.texts("kinds");
  std::set<std::string> kinds;
  for (const auto& source : study_.facilities) kinds.insert(source.kind);
  for (const auto& kind : service.kinds)
    knows(kind, {kinds.begin(), kinds.end()}, "study_unknown_kind", table.line_of("kinds"),
          table.section());
  service.modes = table.texts("modes");
  for (const auto& mode : service.modes) load(mode, table.line_of("modes"), table.section());
  for (const auto* list : {&service.kinds, &service.modes})
    for (std::size_t i = 0; i < list->size(); ++i)
      if (std::ranges::count(*list, (*list)[i]) > 1)
        table.fault("study_named_twice", list == &service.kinds ? "kinds" : "modes",
                    {list == &service.kinds ? "kinds" : "modes", (*list)[i]});

  const double minutes = table.positive("minutes", 1);
  if (minutes > kLongestMinutes)
    table.fault("study_too_many_minutes", "minutes", {"1440"});
  else
    service.limit = Duration::minutes(minutes);
  if (service.limit == Duration{}) table.fault("study_not_positive", "minutes", {"minutes"});

  const std::string scope = table.text("scope", "everyone");
  table.one_of("scope", scope, {"everyone", "town", "country"});
  service.scope = scope == "town"      ? Scope::town
                  : scope == "country" ? Scope::country
                                       : Scope::everyone;
  if (service.scope != Scope::everyone && (!study_.units || study_.units->setting.empty()))
    table.fault("study_scope_without_setting", "scope", {service.name, scope});
  const std::string direction = table.text("direction", "to");
  table.one_of("direction", direction, {"to", "from"});
  service.direction = direction == "from" ? Direction::from_facility : Direction::to_facility;
  rules_.services.push_back(std::move(service));
}

std::vector<std::string> RuleReader::modes_in_use() const {
  std::set<std::string> modes;
  for (const auto* services : {&rules_.services, &rules_.asked_by_standards})
    for (const auto& service : *services) modes.insert(service.modes.begin(), service.modes.end());
  return {modes.begin(), modes.end()};
}

void RuleReader::read_group(const TomlValue& value, std::size_t number) {
  TomlTable table{value, "[[groups]] " + std::to_string(number), {"measure", "instead"}, faults_};
  GroupTravel group;
  group.measure = table.need_text("measure");
  std::vector<std::string> measures;
  for (const auto& measure : study_.measures) measures.push_back(measure.name);
  if (!group.measure.empty())
    knows(group.measure, measures, "study_unknown_measure", table.line_of("measure"),
          table.section());
  if (!study_.measures.empty() && group.measure == study_.measures.front().name)
    table.fault("study_group_of_everyone", "measure", {group.measure});
  for (const auto& other : rules_.group_travel)
    if (other.measure == group.measure)
      table.fault("study_group_twice", "measure", {group.measure});
  if (!table.has("instead")) table.missing("instead");
  group.instead = table.text_map("instead");
  for (const auto& [mode, profile] : group.instead) {
    knows(mode, modes_in_use(), "study_mode_not_used", table.line_of("instead"), table.section());
    load(profile, table.line_of("instead"), table.section());
  }
  rules_.group_travel.push_back(std::move(group));
}

/// Where the study is silent, the two walking speeds stand beside each other; and of what
/// indicators ask, beside a speed their source states the mode's own, and beside any other four
/// fifths of it.
void RuleReader::read_beside() {
  const auto in_use = modes_in_use();
  if (beside_ == nullptr) {
    const auto known = profile_names(folder_);
    for (const auto& [one, other] : {std::pair{"walk", "walk_elderly"}, {"walk_elderly", "walk"}})
      if (std::ranges::find(in_use, one) != in_use.end() &&
          std::ranges::find(known, other) != known.end())
        rules_.beside.emplace(one, other);
    if (!rules_.standards.empty())
      for (const std::string& mode : in_use) {
        const std::size_t at = mode.find('@');
        if (rules_.beside.contains(mode) || mode.ends_with("/m")) continue;
        if (at != std::string::npos) {
          rules_.beside.emplace(mode, mode.substr(0, at));
          continue;
        }
        Profile slower = at_four_fifths(rules_.profiles.at(mode));
        const std::string name = slower.name;
        rules_.beside.emplace(mode, name);
        rules_.profiles.emplace(name, std::move(slower));
      }
  }
  const int line = beside_ == nullptr ? 0 : beside_->line;
  for (const auto& [one, other] : rules_.beside) {
    knows(one, in_use, "study_mode_not_used", line, "[study] beside");
    load(other, line, "[study] beside");
  }
}

void RuleReader::read_limits(const TomlValue& value, const char* section, double& town,
                             double& country, double& unknown) {
  TomlTable table{value, section, {"town_m", "country_m", "unknown_m"}, faults_};
  town = table.positive("town_m", town);
  country = table.positive("country_m", country);
  unknown = table.positive("unknown_m", unknown);
  for (const auto& [key, metres] :
       {std::pair{"town_m", town}, {"country_m", country}, {"unknown_m", unknown}})
    if (metres > kFarthestM) table.fault("study_too_far", key, {key, "50000"});
}

void RuleReader::read_time(const TomlValue& value) {
  TomlTable table{value, "[time]", {"at", "unknown"}, faults_};
  StudyTime time{.text = table.need_text("at"), .at = {}};
  if (const auto at = parse_day_time(time.text))
    time.at = *at;
  else if (!time.text.empty())
    table.fault("study_bad_time", "at", {time.text});
  const std::string unknown = table.text("unknown", "open");
  table.one_of("unknown", unknown, {"open", "closed"});
  time.unknown_open = unknown == "open";
  rules_.time = std::move(time);
}

void RuleReader::read_circles(const TomlValue& value) {
  TomlTable table{
      value, "[circles]", {"services", "minutes", "tolerance", "simplify", "rings"}, faults_};
  CirclePlan plan;
  std::vector<std::string> known;
  for (const Service& service : rules_.services) known.push_back(service.name);
  std::set<std::string> wanted{known.begin(), known.end()};
  if (table.has("services")) {
    wanted.clear();
    for (const auto& name : table.texts("services")) {
      if (!knows(name, known, "study_unknown_service", table.line_of("services"), table.section()))
        continue;
      if (!wanted.insert(name).second)
        table.fault("study_named_twice", "services", {"services", name});
    }
  }
  Duration longest;
  for (const Service& service : rules_.services) {
    if (!wanted.contains(service.name)) continue;
    plan.services.push_back(service.name);
    longest = std::max(longest, service.limit);
  }
  for (const double minutes : table.numbers("minutes", {})) {
    if (!(minutes > 0 && minutes <= kLongestMinutes)) {
      table.fault("study_bad_circle_minutes", "minutes", {});
      break;
    }
    const Duration limit = Duration::minutes(minutes);
    // The largest may be the services' own limit: [5, 10, 15] is what people write.
    if (limit == Duration{} || std::ranges::find(plan.limits, limit) != plan.limits.end())
      table.fault("study_bad_circle_minutes", "minutes", {});
    else if (limit > longest)
      table.fault("study_circle_beyond", "minutes",
                  {fmt::format("{}", minutes), fmt::format("{}", longest.minutes())});
    plan.limits.push_back(limit);
  }
  std::ranges::sort(plan.limits);
  plan.tolerance_m = table.number("tolerance", plan.tolerance_m);
  if (!(plan.tolerance_m >= kFinestM && plan.tolerance_m <= kCoarsestM))
    table.fault("study_bad_drawing", "tolerance", {"tolerance", "0.5", "100"});
  plan.simplify_m = table.number("simplify", plan.simplify_m);
  if (!(plan.simplify_m >= 0 && plan.simplify_m <= kCoarsestM))
    table.fault("study_bad_drawing", "simplify", {"simplify", "0", "100"});
  plan.rings = table.flag("rings", plan.rings);
  rules_.circles = std::move(plan);
}

/// Columns by a name no standard has are of no use: a slip, most likely.
void RuleReader::check_stated(const StatedSource& stated,
                              const std::map<std::string, ColumnWords>& known,
                              const std::string& stated_at) {
  for (const auto* of : {&stated.numbers, &stated.yes})
    for (const auto& [name, column] : *of) {
      const auto at = known.find(name);
      if (at != known.end() && at->second.yes_no == (of == &stated.yes)) continue;
      std::vector<std::string> names;
      for (const auto& [other, words] : known)
        if (words.yes_no == (of == &stated.yes)) names.push_back(other);
      const auto meant = did_you_mean(name, names);
      if (!faults_.first)
        faults_.first = Error{Fault::input,
                              "study_unknown_stated",
                              stated_at,
                              {name, joined(meant.empty() ? names : meant)}};
    }
}

/// A circle over the network becomes a question of its own, unless a service or an earlier circle
/// asks the same.
void RuleReader::ask(const NearEnough& circle, const Indicator& indicator, int line) {
  std::set<std::string> kinds;
  for (const auto& source : study_.facilities) kinds.insert(source.kind);
  const Service asked = service_asked(circle, indicator, kinds);
  if (circle.radius_m || asked.kinds.empty()) return;
  for (const std::string& mode : circle.modes) {
    if (!load(mode, line, "[indicators]")) return;
    const Profile& of_mode = rules_.profiles.at(mode);
    const std::string name = profile_asked(circle, mode);
    if (!rules_.profiles.contains(name))
      rules_.profiles.emplace(name, profile_asked(circle, of_mode));
  }
  for (const auto* services : {&rules_.services, &rules_.asked_by_standards})
    for (const Service& service : *services)
      if (same_question(service, asked) &&
          (!counts_land(indicator) || service.limit == asked.limit))
        return;
  rules_.asked_by_standards.push_back(asked);
}

void RuleReader::read_words() {
  const std::filesystem::path folder = std::filesystem::path{folder_}.parent_path() / "standards";
  if (auto words = read_standard_words(folder.string(), folder_))
    rules_.words = std::move(words).value();
}

void RuleReader::read_indicators(const TomlValue& value) {
  TomlTable table{value, "[indicators]", {"standards"}, faults_};
  if (!table.has("standards")) table.missing("standards");
  const std::filesystem::path folder = std::filesystem::path{folder_}.parent_path() / "standards";
  auto words = read_standard_words(folder.string(), folder_);
  if (!words) {
    if (!faults_.first) faults_.first = words.error();
    return;
  }
  rules_.words = std::move(words).value();
  for (const std::string& name : table.texts("standards")) {
    const bool is_file = name.ends_with(".toml");
    if (!is_file && !knows(name, standard_codes(folder.string()), "study_unknown_standard",
                           table.line_of("standards"), table.section()))
      continue;
    const std::string path =
        is_file
            ? (std::filesystem::path{faults_.file_at(table.line_of("standards"))}.parent_path() /
               name)
                  .string()
            : standard_path(folder.string(), name);
    auto standard = read_standard_file(path, rules_.words);
    if (!standard) {
      if (!faults_.first) faults_.first = standard.error();
      return;
    }
    for (const Standard& other : rules_.standards)
      if (other.code == standard.value().code)
        table.fault("study_named_twice", "standards", {"standards", other.code});
    for (const Indicator& indicator : standard.value().indicators)
      for (const NearEnough& circle : indicator.circles)
        ask(circle, indicator, table.line_of("standards"));
    rules_.standards.push_back(std::move(standard).value());
    study_.standard_files.push_back(path);
  }
  for (const FacilitySource& source : study_.facilities)
    check_stated(source.stated, rules_.words.facilities, source.from.stated_at);
  if (study_.units)
    check_stated(study_.units->stated, rules_.words.units, study_.units->from.stated_at);
}

/// All measures of all sources: the headline of the first source first, then as they come.
void gather_measures(TomlFaults& faults, StudyFile& study) {
  const auto add = [&](const PeopleSource& source, const Measure& measure) {
    for (const Measure& known : study.measures) {
      if (known.name != measure.name) continue;
      if (known.unit != measure.unit)
        faults.add("study_measure_two_ways", 0, source.from.stated_at, {measure.name});
      return;
    }
    study.measures.push_back(measure);
  };
  // People are the headline wherever they are counted at all.
  for (const auto& source : study.people)
    if (source.counts.front().measure.name == "people") add(source, source.counts.front().measure);
  for (const auto& source : study.people)
    for (const auto& count : source.counts) add(source, count.measure);
}

/// The study of a file that may have a scenario laid over it.
Result<StudyFile> study_of(const TomlValue& file, const std::string& path,
                           const std::string& profile_folder, bool files_must_exist,
                           TomlFaults& faults, const ScenarioReader* scenario) {
  StudyFile study;
  study.path = path;
  study.rules.name = std::filesystem::path{path}.stem().string();
  if (scenario != nullptr) {
    study.scenario_path = faults.overlay;
    study.scenario = scenario->name();
  }
  TomlTable root{
      file,
      "",
      {"study",     "area",   "network",    "barriers", "units",   "people",  "facilities",
       "services",  "groups", "access",     "gaps",     "circles", "land",    "gates",
       "compounds", "time",   "indicators", "supply",   "siting",  "profiles"},
      faults};
  for (const char* key : {"network", "people", "facilities", "services"})
    if (!root.has(key)) faults.add("study_missing_section", 0, "", {key});

  // Sources before rules, because rules name what sources bring.
  StudySources sources{files_must_exist, faults};
  if (const auto* value = root.table("area")) sources.read_area(*value, study);
  if (const auto* value = root.table("network")) sources.read_network(*value, study);
  if (const auto* value = root.table("barriers")) sources.read_barriers(*value, study);
  if (const auto* value = root.table("units")) sources.read_units(*value, study);
  std::size_t number = 0;
  for (const auto* value : root.tables("compounds"))
    sources.read_compounds(*value, ++number, study);
  number = 0;
  for (const auto* value : root.tables("gates")) sources.read_gates(*value, ++number, study);
  number = 0;
  for (const auto* value : root.tables("people")) sources.read_people(*value, ++number, study);
  number = 0;
  for (const auto* value : root.tables("facilities"))
    sources.read_facilities(*value, ++number, study);
  gather_measures(faults, study);
  number = 0;
  for (const auto* value : root.tables("land")) sources.read_land(*value, ++number, study);

  RuleReader rules{profile_folder, faults, study};
  if (const auto* value = root.table("study")) rules.read_study(*value);
  rules.check_year();
  if (scenario != nullptr) study.rules.name += " · " + scenario->name();
  if (const auto* value = root.table("profiles")) rules.read_profiles(*value);
  number = 0;
  for (const auto* value : root.tables("services")) rules.read_service(*value, ++number);
  if (const auto* value = root.table("indicators"))
    rules.read_indicators(*value);
  else
    rules.read_words();
  number = 0;
  for (const auto* value : root.tables("groups")) rules.read_group(*value, ++number);
  if (!faults.first) rules.read_beside();
  AccessLimits& access = study.rules.access;
  if (const auto* value = root.table("access"))
    rules.read_limits(*value, "[access]", access.town_m, access.country_m, access.unknown_m);
  GapDistances& gaps = study.rules.gaps;
  if (const auto* value = root.table("gaps"))
    rules.read_limits(*value, "[gaps]", gaps.town_m, gaps.country_m, gaps.unknown_m);
  if (const auto* value = root.table("circles")) rules.read_circles(*value);
  if (const auto* value = root.table("time")) rules.read_time(*value);
  number = 0;
  for (const auto* value : root.tables("supply")) read_supply(*value, ++number, faults, study);
  number = 0;
  for (const auto* value : root.tables("siting")) sources.read_siting(*value, ++number, study);
  if (scenario != nullptr && !faults.first) scenario->lay_on(study);

  if (faults.first) return *faults.first;
  if (study.elevation.empty())
    for (auto& [name, profile] : study.rules.profiles) profile.slope = {};
  return study;
}

}  // namespace

Result<StudyFile> parse_study(std::string_view bytes, const std::string& path,
                              const std::string& profile_folder, bool files_must_exist) {
  const auto parsed = parse_toml(bytes, path);
  if (!parsed) return parsed.error();
  TomlFaults faults{path};
  return study_of(parsed.value(), path, profile_folder, files_must_exist, faults, nullptr);
}

Result<StudyFile> read_study_file(const std::string& path, const std::string& profile_folder) {
  auto bytes = read_small_file(path);
  if (!bytes) return bytes.error();
  return parse_study(bytes.value(), path, profile_folder, true);
}

Result<StudyFile> read_study_file(const std::string& path, const std::string& scenario_path,
                                  const std::string& profile_folder) {
  auto study = read_toml(path);
  if (!study) return study.error();
  auto overlay = read_toml(scenario_path);
  if (!overlay) return overlay.error();
  TomlFaults of_scenario{scenario_path};
  ScenarioReader scenario{scenario_path, of_scenario};
  scenario.take(overlay.value());
  if (of_scenario.first) return *of_scenario.first;
  TomlFaults faults{.file = path, .overlay = scenario_path};
  lay_over(study.value(), std::move(overlay).value(), faults);
  auto read = study_of(study.value(), path, profile_folder, true, faults, &scenario);
  if (read && of_scenario.first) return *of_scenario.first;
  return read;
}

namespace {

/// Every layer a study names; of OSM files and rasters only `file` is set.
std::vector<LayerSource> layers_of(const StudyFile& study) {
  std::vector<LayerSource> all;
  const auto add = [&](const FeatureSource& source) {
    all.push_back(source.layer);
    for (const LocateSource& other : source.locate) all.push_back(other.from.layer);
  };
  if (study.area) add(*study.area);
  for (const auto& source : study.roads) all.push_back(source.layer);
  for (const auto& source : study.osm_roads) {
    all.emplace_back();
    all.back().file = source.file;
  }
  for (const auto& source : study.elevation) all.push_back(source);
  for (const auto& source : study.barriers) add(source);
  for (const auto& source : study.gates) add(source.from);
  for (const auto& source : study.compounds) add(source.from);
  if (study.units) {
    add(study.units->from);
    if (study.units->points) all.push_back(*study.units->points);
  }
  for (const auto& source : study.people) {
    add(source.from);
    if (source.buildings) add(*source.buildings);
  }
  for (const auto& source : study.facilities) {
    add(source.from);
    if (source.entrances) all.push_back(source.entrances->layer);
    if (source.gates) all.push_back(source.gates->layer);
  }
  for (const auto& source : study.land) add(source.from);
  for (const auto& siting : study.sitings) {
    for (const auto& source : siting.candidates) {
      if (source.places) add(source.places->from);
      if (source.within) add(*source.within);
    }
    for (const auto& area : siting.areas) add(area.from);
  }
  return all;
}

}  // namespace

std::vector<std::string> StudyFile::input_files() const {
  std::set<std::string> files;
  for (const LayerSource& layer : layers_of(*this))
    if (!is_database(layer.file)) files.insert(layer.file);
  files.insert(standard_files.begin(), standard_files.end());
  return {files.begin(), files.end()};
}

std::vector<LayerSource> StudyFile::tables() const {
  std::map<std::pair<std::string, std::string>, LayerSource> tables;
  for (const LayerSource& layer : layers_of(*this)) {
    if (!is_database(layer.file)) continue;
    LayerSource table;
    table.file = layer.file;
    table.layer = layer.layer;
    tables.try_emplace({layer.file, layer.layer}, std::move(table));
  }
  std::vector<LayerSource> all;
  for (auto& [name, table] : tables) all.push_back(std::move(table));
  return all;
}

}  // namespace lifecircle
