#include "io/read/supply_keys.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "io/read/text.hpp"

namespace lifecircle {
namespace {

constexpr double kLeast = 0.001, kMostNorm = 1e6;
/// A column whose numbers are people already.
constexpr const char* kPeopleColumn = "serves_people";

std::int64_t millionths(double value) {
  return static_cast<std::int64_t>(std::floor(value * 1e6 + 0.5));
}

void check_known(TomlTable& table, const char* key, const std::string& name,
                 const std::vector<std::string>& known, const char* message,
                 std::vector<std::string> args) {
  if (name.empty() || std::ranges::find(known, name) != known.end()) return;
  const auto meant = did_you_mean(name, known);
  args.insert(args.begin(), name);
  args.push_back(joined(meant.empty() ? known : meant));
  table.fault(message, key, std::move(args));
}

/// What the facilities of a service state.
std::vector<std::string> columns_of(const Service& service, const StudyFile& study) {
  std::set<std::string> columns;
  for (const FacilitySource& source : study.facilities)
    if (std::ranges::find(service.kinds, source.kind) != service.kinds.end())
      for (const auto& [name, column] : source.stated.numbers) columns.insert(name);
  return {columns.begin(), columns.end()};
}

std::vector<DistanceBand> read_bands(TomlTable& table, const Service& service) {
  const double limit = service.limit.minutes();
  const std::vector<double> minutes = table.numbers("bands", {limit / 3, limit * 2 / 3, limit});
  const std::vector<double> weights = table.numbers(
      "weights", table.has("bands") ? std::vector<double>{} : std::vector<double>{1, 0.68, 0.22});
  std::vector<DistanceBand> bands;
  for (const double until : minutes) {
    if (!(until > 0 && until <= limit)) break;
    const Duration band = Duration::minutes(until);
    if (band == Duration{} || (!bands.empty() && band <= bands.back().until)) break;
    bands.push_back({.until = band});
  }
  if (bands.empty() || bands.size() != minutes.size() || bands.back().until != service.limit) {
    table.fault("study_bad_bands", "bands", {fmt::format("{}", limit)});
    return {};
  }
  bool right = weights.size() == bands.size();
  for (std::size_t i = 0; right && i < bands.size(); ++i) {
    right = weights[i] >= kLeast && weights[i] <= (i == 0 ? 1 : weights[i - 1]);
    if (right) bands[i].weight = millionths(weights[i]);
  }
  if (!right) table.fault("study_bad_weights", table.has("weights") ? "weights" : "bands", {});
  return bands;
}

}  // namespace

void read_supply(const TomlValue& value, std::size_t number, TomlFaults& faults, StudyFile& study) {
  TomlTable table{value,
                  "[[supply]] " + std::to_string(number),
                  {"service", "column", "measure", "norm", "bands", "weights"},
                  faults};
  SupplyPlan plan;
  plan.service = table.need_text("service");
  plan.column = table.need_text("column");
  std::vector<std::string> services, measures;
  for (const Service& service : study.rules.services) services.push_back(service.name);
  for (const Measure& measure : study.measures) measures.push_back(measure.name);
  check_known(table, "service", plan.service, services, "study_unknown_service", {});
  plan.measure = table.text("measure", measures.empty() ? "" : measures.front());
  check_known(table, "measure", plan.measure, measures, "study_unknown_measure", {});

  if (!table.has("norm") && plan.column != kPeopleColumn) table.missing("norm");
  const double norm = table.number("norm", 1000);
  if (!(norm >= kLeast && norm <= kMostNorm)) table.fault("study_bad_norm", "norm", {});
  plan.norm_micro = norm >= kLeast && norm <= kMostNorm ? millionths(norm) : 1;

  const auto service = std::ranges::find(study.rules.services, plan.service, &Service::name);
  if (service == study.rules.services.end()) return;
  check_known(table, "column", plan.column, columns_of(*service, study), "study_supply_no_column",
              {plan.service});
  plan.bands = read_bands(table, *service);
  for (const SupplyPlan& other : study.rules.supply)
    if (other.service == plan.service && other.column == plan.column &&
        other.measure == plan.measure)
      table.fault("study_supply_twice", "service", {plan.service, plan.column, plan.measure});
  study.rules.supply.push_back(std::move(plan));
}

}  // namespace lifecircle
