#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include <fmt/format.h>

#include "io/read/study_sources.hpp"

namespace lifecircle {
namespace {

constexpr double kLeast = 0.001, kMost = 1e6, kMostCost = 1e9;
constexpr double kNearestM = 20, kFarthestM = 100'000, kLongestMinutes = 24 * 60;

std::int64_t thousandths(double value) {
  return static_cast<std::int64_t>(std::floor(value * 1e3 + 0.5));
}

void check_known(TomlTable& table, const char* key, const std::string& name,
                 const std::vector<std::string>& known, const char* message) {
  if (name.empty() || std::ranges::find(known, name) != known.end()) return;
  const auto meant = did_you_mean(name, known);
  table.fault(message, key, {name, joined(meant.empty() ? known : meant)});
}

/// A number within bounds, in thousandths; `otherwise` where it is not there.
std::int64_t amount(TomlTable& table, const char* key, double least, double most,
                    std::int64_t otherwise) {
  if (!table.has(key)) return otherwise;
  const double value = table.number(key, least);
  if (!(value >= least && value <= most)) {
    table.fault("siting_out_of_range", key,
                {key, fmt::format("{}", least), fmt::format("{:.0f}", most)});
    return otherwise;
  }
  return thousandths(value);
}

std::optional<std::uint32_t> whole(TomlTable& table, const char* key) {
  const TomlValue* value = table.any(key);
  if (value == nullptr) return std::nullopt;
  if (!value->is(TomlValue::Kind::integer) || value->integer < 0 || value->integer > 1'000'000) {
    table.fault("siting_not_whole", key, {key});
    return std::nullopt;
  }
  return static_cast<std::uint32_t>(value->integer);
}

/// name -> factor, in thousandths.
std::map<std::string, std::int64_t> factors(TomlTable& table, const char* key, TomlFaults& faults) {
  std::map<std::string, std::int64_t> all;
  const TomlValue* value = table.table(key);
  if (value == nullptr) return all;
  if (value->entries.empty()) table.fault("study_empty", key, {key});  // no silent default
  for (const auto& [name, factor] : value->entries) {
    const bool is_number =
        factor.is(TomlValue::Kind::integer) || factor.is(TomlValue::Kind::number);
    if (!is_number || !(factor.number >= kLeast && factor.number <= kMost))
      faults.add("siting_out_of_range", factor.line, table.section(),
                 {std::string{key} + "." + name, "0.001", "1000000"});
    else
      all[name] = thousandths(factor.number);
  }
  return all;
}

std::vector<std::string> kinds_of(const StudyFile& study) {
  std::set<std::string> kinds;
  for (const FacilitySource& source : study.facilities) kinds.insert(source.kind);
  return {kinds.begin(), kinds.end()};
}

void read_who(TomlTable& table, const StudyFile& study, TomlFaults& faults, SitingPlan& plan) {
  std::vector<std::string> measures;
  for (const Measure& measure : study.measures) measures.push_back(measure.name);
  if (measures.empty()) return;
  for (const char* key : {"measure", "weights", "order"})
    for (const char* other : {"measure", "weights", "order"})
      if (std::string_view{key} < other && table.has(key) && table.has(other))
        table.fault("siting_two_of_who", other, {key, other});
  const std::string measure = table.text("measure", measures.front());
  check_known(table, "measure", measure, measures, "study_unknown_measure");
  plan.order = table.texts("order");
  for (const std::string& one : plan.order)
    check_known(table, "order", one, measures, "study_unknown_measure");
  if (std::set(plan.order.begin(), plan.order.end()).size() < plan.order.size())
    table.fault("siting_order_twice", "order", {});
  for (const auto& [name, factor] : factors(table, "weights", faults)) {
    check_known(table, "weights", name, measures, "study_unknown_measure");
    plan.weights.emplace_back(name, factor);
  }
  for (const std::string& one : plan.order) plan.weights.emplace_back(one, 1000);
  if (plan.weights.empty()) plan.weights.emplace_back(measure, 1000);
  plan.unit_groups = factors(table, "unit_groups", faults);
  if (!plan.unit_groups.empty() && (!study.units || study.units->group.empty()))
    table.fault("siting_no_unit_groups", "unit_groups", {});
  if (table.has("worst_units_below")) {
    const double percent = table.number("worst_units_below", 100);
    if (!(percent > 0 && percent <= 100))
      table.fault("siting_out_of_range", "worst_units_below", {"worst_units_below", "0", "100"});
    else
      plan.worst_units_below_percent = percent;
    if (!study.units) table.fault("siting_needs_units", "worst_units_below", {"worst_units_below"});
  }
}

/// Room is for people of the one measure that its [[supply]] names.
void read_rooms(TomlTable& table, const StudyFile& study, SitingPlan& plan) {
  const auto supply = std::ranges::find_if(study.rules.supply, [&](const SupplyPlan& s) {
    return s.service == plan.service && s.column == plan.rooms &&
           (!table.has("measure") || s.measure == plan.weights.front().first);
  });
  if (supply == study.rules.supply.end())
    table.fault(
        "siting_no_rooms", "rooms",
        {plan.service, plan.rooms, table.has("measure") ? plan.weights.front().first : "-"});
  else if (!table.has("measure") && !table.has("weights") && !table.has("order"))
    plan.weights = {{supply->measure, 1000}};
  if (plan.aim != SitingAim::cover_most && plan.aim != SitingAim::least_time)
    table.fault("siting_not_for_aim", "rooms", {"rooms", siting_aim_name(plan.aim)});
  for (const char* other :
       {"weights", "order", "worst_units_below", "backup", "surroundings", "by"})
    if (table.has(other)) table.fault("siting_two_of_who", "rooms", {"rooms", other});
}

void read_what_exists(TomlTable& table, const StudyFile& study, SitingPlan& plan) {
  const std::string existing = table.text("existing", "keep");
  table.one_of("existing", existing, {"keep", "may_close", "ignore"});
  if (existing == "may_close") plan.existing = ExistingSites::may_close;
  if (existing == "ignore") plan.existing = ExistingSites::ignore;
  plan.closings = whole(table, "closings");
  if (plan.closings && plan.existing != ExistingSites::may_close)
    table.fault("siting_only_with", "closings", {"closings", "existing = \"may_close\""});
  plan.surroundings = table.text("surroundings");
  plan.rooms = table.text("rooms");
  if (!plan.rooms.empty()) read_rooms(table, study, plan);
  if (!plan.rooms.empty() && plan.existing == ExistingSites::ignore)
    table.fault("siting_two_of_who", "rooms", {"rooms", "existing = \"ignore\""});
  if (plan.surroundings.empty()) return;
  const auto supply = std::ranges::find_if(study.rules.supply, [&](const SupplyPlan& s) {
    return s.service == plan.service && s.column == plan.surroundings;
  });
  if (supply == study.rules.supply.end())
    table.fault("siting_no_supply", "surroundings", {plan.service, plan.surroundings});
  if (plan.existing != ExistingSites::keep)
    table.fault("siting_two_of_who", "surroundings", {"existing", "surroundings"});
}

}  // namespace

CandidateSource StudySources::read_candidates(const TomlValue& value, const std::string& section,
                                              const StudyFile& study, const SitingPlan& plan) {
  std::vector<std::string> keys{"id",     "name", "cost",    "required", "forbidden", "within",
                                "beside", "kind", "spacing", "hours",    "entrances", "room"};
  for (const char* key : {"osm", "locate", "file", "layer", "crs", "axes", "encoding", "where", "x",
                          "y", "wkt", "columns"})
    keys.emplace_back(key);
  TomlTable table{value, section, keys, faults_};
  CandidateSource source;
  source.stated_at = table.stated_at();
  const int ways = table.has("file") + table.has("kind") + table.has("spacing");
  if (ways != 1) table.fault("siting_candidates_from", "file", {});
  if (table.has("file")) {
    FacilitySource places;
    places.from = features(table);
    places.id = table.text("id", places.from.is_osm() ? "osm_id" : "");
    places.name = table.text("name", places.from.is_osm() ? "name" : "");
    if (const TomlValue* cost = table.any("cost");
        cost != nullptr && cost->is(TomlValue::Kind::text))
      places.stated.numbers[kSiteCost] = table.text("cost");
    if (const TomlValue* room = table.any("room");
        room != nullptr && room->is(TomlValue::Kind::text) && !plan.rooms.empty())
      places.stated.numbers[plan.rooms] = table.text("room");
    if (table.has("required")) places.stated.yes[kSiteRequired] = table.text("required");
    if (table.has("forbidden")) places.stated.yes[kSiteForbidden] = table.text("forbidden");
    if (const TomlValue* entrances = table.table("entrances")) {
      TomlTable inner{*entrances,
                      section + " entrances",
                      {"file", "layer", "crs", "axes", "encoding", "where", "facility"},
                      faults_};
      places.entrances = EntranceSource{layer(inner), inner.need_text("facility")};
      if (places.id.empty()) table.fault("study_entrances_without_id", "entrances", {"entrances"});
    }
    source.places = std::move(places);
  } else {
    for (const char* key : {"id", "name", "required", "forbidden", "entrances", "where", "osm"})
      if (table.has(key)) table.fault("siting_only_with", key, {key, "file"});
  }
  if (!source.places || !source.places->stated.numbers.contains(kSiteCost))
    if (table.has("cost")) source.cost = amount(table, "cost", 0, kMostCost, 0);
  if (plan.rooms.empty()) {
    if (table.has("room")) table.fault("siting_only_with", "room", {"room", "rooms"});
  } else if (!table.has("room")) {
    table.missing("room");
  } else if (!source.places || !source.places->stated.numbers.contains(plan.rooms)) {
    source.room = amount(table, "room", 0, kMostCost, 0);
  }
  source.kind = table.text("kind");
  check_known(table, "kind", source.kind, kinds_of(study), "study_unknown_kind");
  if (table.has("spacing")) {
    source.spacing_m = table.number("spacing", kNearestM);
    if (!(source.spacing_m >= kNearestM && source.spacing_m <= kFarthestM))
      table.fault("siting_out_of_range", "spacing", {"spacing", "20", "100000"});
  }
  if (const TomlValue* within = table.table("within")) {
    TomlTable inner{*within,
                    section + " within",
                    {"osm", "locate", "file", "layer", "crs", "axes", "encoding", "where"},
                    faults_};
    source.within = features(inner);
  }
  if (const TomlValue* beside = table.table("beside")) {
    TomlTable inner{*beside, section + " beside", {"kind", "metres", "worth"}, faults_};
    source.beside = inner.need_text("kind");
    check_known(inner, "kind", source.beside, kinds_of(study), "study_unknown_kind");
    source.beside_m = static_cast<double>(amount(inner, "metres", 0, 10'000, 100'000)) / 1e3;
    source.beside_worth = amount(inner, "worth", kLeast, kMost, 0);
  }
  return source;
}

SitingAreaSource StudySources::read_siting_area(const TomlValue& value,
                                                const std::string& section) {
  TomlTable table{
      value,
      section,
      {"osm", "locate", "file", "layer", "crs", "axes", "encoding", "where", "factor", "first"},
      faults_};
  SitingAreaSource area;
  area.from = features(table);
  area.factor = amount(table, "factor", kLeast, kMost, 1000);
  area.first = table.flag("first", false);
  if (table.has("factor") == table.has("first")) table.fault("siting_area_how", "factor", {});
  return area;
}

void StudySources::read_siting(const TomlValue& value, std::size_t number, StudyFile& study) {
  const std::string here = "[[siting]] " + std::to_string(number);
  TomlTable table{value,
                  here,
                  {"name",        "service", "aim",        "sites",    "budget",
                   "minutes",     "measure", "weights",    "order",    "worst_units_below",
                   "unit_groups", "backup",  "existing",   "closings", "surroundings",
                   "rooms",       "by",      "candidates", "areas",    "adjacent"},
                  faults_};
  SitingSource source;
  source.stated_at = table.stated_at();
  SitingPlan& plan = source.plan;
  plan.name = table.text("name", "siting " + std::to_string(number));
  for (const SitingSource& other : study.sitings)
    if (other.plan.name == plan.name) table.fault("siting_name_twice", "name", {plan.name});
  plan.service = table.need_text("service");
  std::vector<std::string> services;
  for (const Service& service : study.rules.services) services.push_back(service.name);
  check_known(table, "service", plan.service, services, "study_unknown_service");
  const std::string aim = table.text("aim", siting_aim_name(plan.aim));
  if (table.one_of("aim", aim, {"cover_most", "cover_all", "least_time", "least_worst"}))
    plan.aim = *siting_aim_named(aim);
  plan.sites = whole(table, "sites");
  if (table.has("budget")) plan.budget = amount(table, "budget", 0, kMostCost, 0);
  if (plan.aim == SitingAim::cover_all) {
    for (const char* key : {"sites", "budget"})
      if (table.has(key)) table.fault("siting_not_for_aim", key, {key, aim});
  } else if (!plan.sites && !plan.budget) {
    table.fault("siting_how_many", "sites", {});
  }
  if (table.has("minutes")) {
    const double minutes = table.number("minutes", 1);
    if (!(minutes > 0 && minutes <= kLongestMinutes))
      table.fault("siting_out_of_range", "minutes", {"minutes", "0", "1440"});
    else
      plan.limit = Duration::minutes(minutes);
  }
  read_who(table, study, faults_, plan);
  plan.backup = amount(table, "backup", 0, 1, 0);
  read_what_exists(table, study, plan);
  const std::string by = table.text("by", "whole");
  if (table.one_of("by", by, {"whole", "county", "township", "unit"}) && by != "whole") {
    plan.by = by == "county"     ? SitingBy::county
              : by == "township" ? SitingBy::township
                                 : SitingBy::unit;
    if (!study.units) table.fault("siting_needs_units", "by", {"by"});
  }
  std::size_t n = 0;
  for (const auto* candidates : table.tables("candidates"))
    source.candidates.push_back(read_candidates(
        *candidates, here + " [[siting.candidates]] " + std::to_string(++n), study, plan));
  if (source.candidates.empty()) table.missing("candidates");
  n = 0;
  for (const auto* area : table.tables("areas"))
    source.areas.push_back(
        read_siting_area(*area, here + " [[siting.areas]] " + std::to_string(++n)));
  if (const TomlValue* adjacent = table.table("adjacent")) {
    TomlTable inner{
        *adjacent,
        here + " adjacent",
        {"osm", "locate", "file", "layer", "crs", "axes", "encoding", "where", "metres"},
        faults_};
    source.adjacent = AdjacentSource{
        features(inner), static_cast<double>(amount(inner, "metres", 0, 10'000, 0)) / 1e3};
    // Coverage knows nothing of it: only where places are promised is it counted.
    if (plan.rooms.empty()) table.fault("siting_only_with", "adjacent", {"adjacent", "rooms"});
    if (plan.aim != SitingAim::cover_most)
      table.fault("siting_not_for_aim", "adjacent", {"adjacent", aim});
  }
  const bool first_areas = std::ranges::any_of(source.areas, &SitingAreaSource::first);
  if (plan.aim != SitingAim::cover_most)
    for (const char* key : {"order", "worst_units_below", "backup", "surroundings"})
      if (table.has(key)) table.fault("siting_not_for_aim", key, {key, aim});
  if (first_areas && plan.aim != SitingAim::cover_most)
    table.fault("siting_not_for_aim", "areas", {"first", aim});
  // Strict order has no factors: what would be lost silently is refused.
  if (plan.asks_strict_order() || first_areas) {
    for (const char* key : {"weights", "unit_groups", "surroundings"})
      if (table.has(key)) table.fault("siting_two_of_who", key, {key, "order"});
    if (std::ranges::any_of(source.areas, [](const SitingAreaSource& a) { return !a.first; }))
      table.fault("siting_two_of_who", "areas", {"factor", "order"});
  }
  if (plan.by != SitingBy::whole && plan.existing == ExistingSites::may_close)
    table.fault("siting_two_of_who", "by", {"by", "existing = \"may_close\""});
  const bool wishes = std::ranges::any_of(
      source.candidates, [](const CandidateSource& c) { return c.beside_worth > 0; });
  if (!plan.rooms.empty() && wishes)
    table.fault("siting_two_of_who", "candidates", {"beside.worth", "rooms"});
  if (!plan.rooms.empty() && first_areas)
    table.fault("siting_two_of_who", "areas", {"first", "rooms"});
  if (wishes && plan.aim != SitingAim::cover_most)
    table.fault("siting_not_for_aim", "candidates", {"beside.worth", aim});
  if (wishes && (plan.asks_strict_order() || first_areas))
    table.fault("siting_two_of_who", "candidates", {"beside.worth", "order"});
  if (plan.backup > 0 && (plan.asks_strict_order() || first_areas))
    table.fault("siting_two_of_who", "backup", {"backup", "order"});
  study.sitings.push_back(std::move(source));
}

}  // namespace lifecircle
