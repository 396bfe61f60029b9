#include <algorithm>
#include <cmath>
#include <ostream>
#include <set>

#include <nlohmann/json.hpp>

#include "algorithms/study/compare.hpp"
#include "io/write/outputs.hpp"
#include "tools/lifecircle/computed_study.hpp"
#include "tools/lifecircle/console.hpp"
#include "tools/lifecircle/roads_of.hpp"
#include "tools/lifecircle/text_table.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {
namespace {

using Json = nlohmann::ordered_json;

/// A study or a scenario of it, computed; of what was read only what writing needs.
struct Told {
  std::string name;  ///< "" for the study as it is
  StudyFile study;
  Frame frame;
  StudyResult result;
  Problems problems;
  std::vector<InputFile> inputs;
};

Result<Told> tell_of(StudyFile study, const NetworkCache& cache, Session& session) {
  auto inputs = take_inputs(study);
  if (!inputs) return inputs.error();
  Problems problems;
  StageClock clock;
  auto computed = computed_study(study, inputs.value(), cache, problems, clock, session);
  if (!computed) return computed.error();
  problems.sort();
  std::string name = study.scenario;
  return Told{std::move(name),
              std::move(study),
              computed.value().loaded.frame,
              std::move(computed.value().result),
              std::move(problems),
              std::move(inputs).value()};
}

Json record_of(const Told& told) {
  Json inputs = Json::array();
  for (const InputFile& input : told.inputs)
    inputs.push_back({{"file", input.shown}, {"sha256", input.sha256}, {"bytes", input.bytes}});
  return {{"scenario", told.name.empty() ? Json(nullptr) : Json(told.name)},
          {"inputs", std::move(inputs)},
          {"problems", told.problems.counts()}};
}

std::string with_sign(double value, int decimals) {
  const std::string text = fixed(value, decimals);
  return value > 0 && text.find_first_not_of("0.") != std::string::npos ? "+" + text : text;
}

/// A short table: of every service and scenario the first thing counted.
void print_changes(const Table& table, Session& session) {
  const auto column = [&](const char* name) -> const TableColumn& {
    return *std::ranges::find(table.columns, std::string{name}, &TableColumn::name);
  };
  const auto text = [&](const char* name, std::size_t r) {
    return std::get<std::vector<std::string>>(column(name).values)[r];
  };
  const auto number = [&](const char* name, std::size_t r) {
    return std::get<std::vector<double>>(column(name).values)[r];
  };
  const auto& headline = std::get<std::vector<std::int64_t>>(column("headline").values);
  std::vector<std::vector<std::string>> rows;
  std::set<std::pair<std::string, std::string>> told;
  for (std::size_t r = 0; r < table.rows(); ++r)
    if (headline[r] == 1 && told.emplace(text("scenario", r), text("service", r)).second)
      rows.push_back({fill("{0}", {text("scenario", r)}), fill("{0}", {text("service", r)}),
                      fill("{0}", {text("counted", r)}), percent(number("base_percent", r)),
                      percent(number("percent", r)), with_sign(number("change_points", r), 2),
                      fixed(number("gained", r), 0), fixed(number("lost", r), 0)});
  const auto head = [&](const char* key) { return say(key, session.language); };
  print_table(session.out,
              {head("head_scenario"), head("head_service"), head("head_counted"), head("head_base"),
               head("head_rate"), head("head_points"), head("head_gained"), head("head_lost")},
              {false, false, false, true, true, true, true, true}, rows);
}

/// What is told of a scenario's data otherwise than of the study as it is.
Problems beside(const Problems& base, const Problems& other) {
  Problems own;
  for (const auto& [key, count] : other.counts()) {
    const auto known = base.counts().find(key);
    if (known != base.counts().end() && known->second == count) continue;
    for (const Problem& problem : other.list())
      if (problem.key == key) own.add(problem);
  }
  return own;
}

}  // namespace

int compare_verb(const CompareOptions& options, Session& session) {
  const auto study = read_study_file(options.study, session.profile_folder());
  if (!study) return complain(study.error(), session);
  if (study.value().language && !session.language_stated)
    session.language = *study.value().language;
  // All files first: who waits an hour for the base should not then hear of a slip of the pen.
  std::vector<StudyFile> scenarios;
  std::set<std::string> names;
  for (const std::string& path : options.scenarios) {
    auto scenario = read_study_file(options.study, path, session.profile_folder());
    if (!scenario) return complain(scenario.error(), session);
    if (!names.insert(scenario.value().scenario).second)
      return complain(Error{Fault::input, "compare_same_name", path, {scenario.value().scenario}},
                      session);
    scenarios.push_back(std::move(scenario).value());
  }
  auto outputs = Outputs::begin(options.out);
  if (!outputs) return complain(outputs.error(), session);
  Outputs& out = outputs.value();
  std::vector<std::string> inputs = files_of(study.value());
  for (const StudyFile& scenario : scenarios)
    for (std::string& file : files_of(scenario)) inputs.push_back(std::move(file));
  out.protect(inputs);

  const NetworkCache cache = network_cache(options.cache, session);
  std::vector<Told> all;
  auto base = tell_of(study.value(), cache, session);
  if (!base) return complain(base.error(), session);
  all.push_back(std::move(base).value());
  for (StudyFile& scenario : scenarios) {
    auto told = tell_of(std::move(scenario), cache, session);
    if (!told) return complain(told.error(), session);
    all.push_back(std::move(told).value());
  }
  const Computed as_it_is{"", &all.front().result};
  std::vector<Computed> computed;
  for (std::size_t i = 1; i < all.size(); ++i) computed.push_back({all[i].name, &all[i].result});

  const Table services = compare_services(as_it_is, computed);
  const auto write = [&]() -> Result<Done> {
    if (auto done = out.csv("compare.csv", services); !done) return done;
    if (auto done = out.csv("compare_units.csv", compare_units(as_it_is, computed)); !done)
      return done;
    for (std::size_t i = 0; i < computed.size(); ++i) {
      const std::string name = "changes_" + std::to_string(i + 1);
      if (auto done = out.geopackage(name + ".gpkg", {changed_homes(as_it_is, computed[i], name)},
                                     {}, all[i + 1].frame, study.value().crs, session.language,
                                     session.progress);
          !done)
        return done;
    }
    for (std::size_t i = 0; i < all.size(); ++i)
      if (auto done = out.csv(i == 0 ? "problems.csv" : "problems_" + std::to_string(i) + ".csv",
                              problems_table(all[i].problems, all[i].study, session.language));
          !done)
        return done;
    Json record{{"program", {{"name", "lifecircle"}, {"version", session.version}}},
                {"study", all.front().study.rules.name},
                {"compared", Json::array()}};
    for (const Told& told : all) record["compared"].push_back(record_of(told));
    if (auto done = out.text("compare.json",
                             record.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
        !done)
      return done;
    for (const Told& told : all)
      if (auto done = check_unchanged(told.inputs); !done) return done;
    return Done{};
  };
  if (const auto done = write(); !done) return complain(done.error(), session);
  const auto paths = out.commit();
  if (!paths) return complain(paths.error(), session);
  session.end_progress();
  if (session.json) {
    print_json(session.out, {{"scenarios", names}, {"files", paths.value()}});
  } else if (!session.quiet) {
    print_changes(services, session);
    print_problems(all.front().problems, session.out, session);
    for (std::size_t i = 1; i < all.size(); ++i) {
      const Problems own = beside(all.front().problems, all[i].problems);
      if (own.empty()) continue;
      session.out << say("compare_problems_of", session.language, {all[i].name}) << '\n';
      print_problems(own, session.out, session);
    }
    session.out << say("run_results_at", session.language) << '\n';
    for (const auto& path : paths.value()) session.out << "  " << fill("{0}", {path}) << '\n';
  }
  return kDone;
}

}  // namespace lifecircle
