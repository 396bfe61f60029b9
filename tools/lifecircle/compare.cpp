#include <algorithm>
#include <cmath>
#include <ostream>
#include <set>

#include <nlohmann/json.hpp>

#include "io/write/outputs.hpp"
#include "tools/lifecircle/compare_map.hpp"
#include "tools/lifecircle/compare_report.hpp"
#include "tools/lifecircle/console.hpp"
#include "tools/lifecircle/file_words.hpp"
#include "tools/lifecircle/report_tables.hpp"
#include "tools/lifecircle/roads_of.hpp"
#include "tools/lifecircle/side_by_side.hpp"
#include "tools/lifecircle/text_table.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {
namespace {

using Json = nlohmann::ordered_json;

Json record_of(const Told& told) {
  Json inputs = Json::array();
  for (const InputFile& input : told.inputs)
    inputs.push_back({{"file", input.shown}, {"sha256", input.sha256}, {"bytes", input.bytes}});
  const std::string& name = told.study.scenario;
  Json record{{"scenario", name.empty() ? Json(nullptr) : Json(name)},
              {"inputs", std::move(inputs)},
              {"problems", told.problems.counts()}};
  if (told.study.rules.year) record["year"] = *told.study.rules.year;
  return record;
}

std::string with_sign(double value, int decimals) {
  const std::string text = fixed(value, decimals);
  return value > 0 && text.find_first_not_of("0.") != std::string::npos ? "+" + text : text;
}

/// A short table: of every service and scenario the first thing counted.
void print_changes(const Table& table, Session& session) {
  const auto text = [&](const char* name, std::size_t r) { return texts_of(table, name)[r]; };
  const auto number = [&](const char* name, std::size_t r) { return numbers_of(table, name)[r]; };
  const auto& headline = integers_of(table, "headline");
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

/// Of every service the first thing counted: from which rate to which.
void print_range(const Table& table, Session& session) {
  const auto& headline = integers_of(table, "headline");
  const auto& service = texts_of(table, "service");
  std::vector<std::vector<std::string>> rows;
  std::set<std::string> told;
  for (std::size_t r = 0; r < table.rows(); ++r) {
    if (headline[r] != 1 || !told.insert(service[r]).second) continue;
    const auto name = [&](const char* column) {
      const std::string& in = texts_of(table, column)[r];
      return in == "as_it_is" ? say("word_as_it_is", session.language) : fill("{0}", {in});
    };
    rows.push_back({fill("{0}", {service[r]}), fill("{0}", {texts_of(table, "counted")[r]}),
                    percent(numbers_of(table, "lowest_percent")[r]), name("lowest_in"),
                    percent(numbers_of(table, "highest_percent")[r]), name("highest_in"),
                    fixed(numbers_of(table, "flips")[r], 0)});
  }
  const auto head = [&](const char* key) { return say(key, session.language); };
  print_table(
      session.out,
      {head("head_service"), head("head_counted"), head("head_lowest"), head("head_lowest_in"),
       head("head_highest"), head("head_highest_in"), head("head_flips")},
      {false, false, true, false, true, false, true}, rows);
}

/// A sheet of each change in every format asked for: change_1_SERVICE.pdf, flips_SERVICE.pdf.
Result<Done> write_maps(Outputs& out, const SideBySide& of, const CompareOptions& options,
                        const Session& session) {
  std::vector<std::string> services;
  for (const Service& service : of.base().study.rules.services) services.push_back(service.name);
  const std::vector<std::string> words = file_words(services);
  if (options.map_formats.empty()) return Done{};
  for (const ChangeView& view : change_views(of)) {
    const ChangeMap map = change_map(of, view, session);
    const std::string name =
        (view.scenario ? "change_" + std::to_string(*view.scenario + 1) : std::string{"flips"}) +
        "_" + words[view.service] + ".";
    for (const std::string& format : options.map_formats) {
      const auto as = sheet_format_of(name + format);
      if (!as) return as.error();
      const auto bytes = sheet_bytes(map.sheet, of.base().loaded.frame, as.value());
      if (!bytes) return bytes.error();
      if (auto done = out.text(name + format, bytes.value()); !done) return done;
    }
  }
  return Done{};
}

Result<Done> write_all(Outputs& out, const SideBySide& of, const CompareOptions& options,
                       const Session& session) {
  const Told& base = of.base();
  const auto layers = [&](const std::string& name, std::vector<Layer> all) {
    return out.geopackage(name, all, {}, base.loaded.frame, base.study.crs, session.language,
                          session.progress);
  };
  if (auto done = out.csv("compare.csv", of.services); !done) return done;
  if (auto done = out.csv("compare_units.csv", of.units); !done) return done;
  for (std::size_t i = 0; i < of.scenarios(); ++i)
    if (auto done = layers("changes_" + std::to_string(i + 1) + ".gpkg",
                           {of.changes[i].homes, of.changes[i].facilities});
        !done)
      return done;
  if (of.range) {
    if (auto done = out.csv("compare_range.csv", of.range->services); !done) return done;
    if (auto done = out.csv("compare_range_units.csv", of.range->units); !done) return done;
    if (auto done = layers("range.gpkg", {of.range->homes}); !done) return done;
  }
  for (std::size_t i = 0; i < of.all.size(); ++i)
    if (auto done = out.csv(i == 0 ? "problems.csv" : "problems_" + std::to_string(i) + ".csv",
                            problems_table(of.all[i].problems, of.all[i].study, session.language));
        !done)
      return done;
  if (auto done = write_maps(out, of, options, session); !done) return done;
  if (options.report) {
    const auto page = compare_report(of, session);
    if (!page) return page.error();
    if (auto done = out.text("report.html", page.value()); !done) return done;
  }
  Json record{{"program", {{"name", "lifecircle"}, {"version", session.version}}},
              {"study", base.study.rules.name},
              {"alternatives", options.range},
              {"compared", Json::array()}};
  for (const Told& told : of.all) record["compared"].push_back(record_of(told));
  if (auto done = out.text("compare.json",
                           record.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
      !done)
    return done;
  for (const Told& told : of.all)
    if (auto done = check_unchanged(told.inputs); !done) return done;
  return Done{};
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
  if (!options.network.empty()) inputs.push_back(options.network);
  out.protect(inputs);

  const auto cache = network_cache(options.cache, options.network, session);
  if (!cache) return complain(cache.error(), session);
  const auto made =
      compared(study.value(), std::move(scenarios), options.range, cache.value(), session);
  if (!made) return complain(made.error(), session);
  const SideBySide& of = made.value();
  if (const auto done = write_all(out, of, options, session); !done)
    return complain(done.error(), session);
  const auto paths = out.commit();
  if (!paths) return complain(paths.error(), session);
  session.end_progress();
  if (session.json) {
    print_json(session.out, {{"scenarios", names}, {"files", paths.value()}});
  } else if (!session.quiet) {
    print_changes(of.services, session);
    if (of.range) print_range(of.range->services, session);
    print_problems(of.base().problems, session.out, session);
    for (std::size_t i = 0; i < of.scenarios(); ++i) {
      const Problems own = beside(of.base().problems, of.scenario(i).problems);
      if (own.empty()) continue;
      session.out << say("compare_problems_of", session.language, {of.scenario(i).study.scenario})
                  << '\n';
      print_problems(own, session.out, session);
    }
    session.out << say("run_results_at", session.language) << '\n';
    for (const auto& path : paths.value()) session.out << "  " << fill("{0}", {path}) << '\n';
  }
  return kDone;
}

}  // namespace lifecircle
