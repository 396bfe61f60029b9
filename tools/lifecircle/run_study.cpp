#include <algorithm>
#include <cmath>
#include <optional>
#include <ostream>
#include <type_traits>
#include <utility>
#include <variant>

#include <nlohmann/json.hpp>

#include "engine/base/memory.hpp"
#include "engine/network/join.hpp"
#include "io/read/database.hpp"
#include "io/read/town.hpp"
#include "io/write/geopackage.hpp"
#include "io/write/outputs.hpp"
#include "io/write/postgis.hpp"
#include "tools/lifecircle/computed_study.hpp"
#include "tools/lifecircle/console.hpp"
#include "tools/lifecircle/record.hpp"
#include "tools/lifecircle/roads_of.hpp"
#include "tools/lifecircle/study_network.hpp"
#include "tools/lifecircle/study_report.hpp"
#include "tools/lifecircle/text_table.hpp"
#include "tools/lifecircle/verbs.hpp"
#include "tools/lifecircle/write_results.hpp"

namespace lifecircle {

namespace {

std::uint64_t set_aside(const Problems& problems) {
  std::uint64_t sum = 0;
  for (const auto& [key, count] : problems.counts()) {
    const auto example = std::ranges::find(problems.list(), key, &Problem::key);
    if (example != problems.list().end() && example->set_aside) sum += count;
  }
  return sum;
}

void print_result(const std::vector<Headline>& lines, const Problems& problems,
                  const std::vector<std::string>& paths, Session& session) {
  if (session.json) {
    nlohmann::ordered_json rates = nlohmann::ordered_json::array();
    for (const Headline& h : lines)
      rates.push_back(
          {{"service", h.service},
           {"counted", h.counted},
           {"rate_percent", std::isfinite(h.percent) ? nlohmann::ordered_json(h.percent) : nullptr},
           {"covered", h.covered},
           {"total", h.total}});
    const nlohmann::ordered_json document{
        {"results", rates}, {"problems", problems.counts()}, {"files", paths}};
    print_json(session.out, document);
    return;
  }
  if (session.quiet) return;
  const auto head = [&](const char* key) { return say(key, session.language); };
  std::vector<std::vector<std::string>> rows;
  // A short table: the first thing counted of every service; services.csv has them all.
  std::string last;
  for (const Headline& h : lines)
    if (std::exchange(last, h.service) != h.service)
      rows.push_back({fill("{0}", {h.service}), fill("{0}", {h.counted}), percent(h.percent),
                      fixed(h.covered, 0), fixed(h.total, 0), h.rule, h.modes});
  print_table(session.out,
              {head("head_service"), head("head_counted"), head("head_rate"), head("head_covered"),
               head("head_total"), head("head_rule"), head("head_speeds")},
              {false, false, true, true, true, false, false}, rows);
  print_problems(problems, session.out, session);
  session.out << say("run_results_at", session.language) << '\n';
  for (const auto& path : paths) session.out << "  " << fill("{0}", {path}) << '\n';
}

/// The result of a study of nothing: the same tables and columns, no rows.
StudyResult without_rows(const Town& town, const StudyRules& rules) {
  Town nothing;
  for (const Land& land : town.lands) nothing.lands.push_back({land.name, {}});
  nothing.homes.measures = town.homes.measures;
  nothing.homes.count.resize(town.homes.measures.size());
  const Network network{nothing.roads};
  return compute_study(Ground{network, nothing.barriers}, nothing, rules);
}

/// The largest of all tables; `plan` has its columns, without rows.
void expect_table_of_homes(const StudyResult& plan, std::size_t homes) {
  for (const Layer& layer : plan.layers) {
    if (layer.table.name != "people") continue;
    std::uint64_t row = 0;
    for (const TableColumn& column : layer.table.columns)
      row += std::visit(
          [](const auto& values) {
            return std::uint64_t{sizeof(typename std::decay_t<decltype(values)>::value_type)};
          },
          column.values);
    expect_memory("memory_homes", row * homes, {homes, layer.table.columns.size()});
  }
}

}  // namespace

int run_study(const StudyFile& study, const RunOptions& options, Session& session) {
  StageClock clock;
  if (!options.database.empty())
    if (const auto may = check_database(options.database); !may)
      return complain(may.error(), session);
  auto outputs = Outputs::begin(options.out);
  if (!outputs) return complain(outputs.error(), session);
  outputs.value().protect(files_of(study));
  if (!options.network.empty()) outputs.value().protect({options.network});
  const auto cache = network_cache(options.cache, options.network, session);
  if (!cache) return complain(cache.error(), session);
  const auto inputs = take_inputs(study);
  if (!inputs) return complain(inputs.error(), session);
  clock.stage("checksums");

  Problems problems;
  const auto fine = [&](const LoadedTown& loaded) -> Result<Done> {
    if (const std::uint64_t rows = set_aside(problems); options.strict && rows > 0) {
      const auto first = std::ranges::find(problems.list(), true, &Problem::set_aside);
      return Error{Fault::input,
                   "run_strict",
                   first->file + (first->layer.empty() ? "" : ", " + first->layer) +
                       (first->row < 0 ? "" : ", " + std::to_string(first->row)),
                   {std::to_string(rows), say(first->key, session.language, first->args)}};
    }
    StudyRules rules = study.rules;
    rules.language = session.language;
    const StudyResult plan = without_rows(loaded.town, rules);
    expect_table_of_homes(plan, loaded.town.homes.size());
    return check_geopackage_plan(plan.layers, tables_without_layer(plan), loaded.frame, study.crs,
                                 "results.gpkg");
  };
  const auto computed =
      computed_study(study, inputs.value(), cache.value(), problems, clock, session, fine);
  if (!computed) return complain(computed.error(), session);
  const LoadedTown& loaded = computed.value().loaded;
  const StudyResult& result = computed.value().result;

  Outputs& out = outputs.value();
  std::optional<PostgisResults> database;
  const Frame& frame = loaded.frame;
  const auto write = [&]() -> Result<Done> {
    if (auto done = write_maps(out, result, study, options, frame, problems, session); !done)
      return done;
    if (auto done = write_sheets(out, result, options, problems, session); !done) return done;
    for (const Table* table :
         {&result.services, &result.units, &result.gaps, &result.unconnected, &result.islands})
      if (auto done = out.csv(table->name + ".csv", *table); !done) return done;
    for (const auto* table : {&result.land, &result.supply, &result.load})
      if (*table)
        if (auto done = out.csv((*table)->name + ".csv", **table); !done) return done;
    if (const auto& indicators =
            session.language == Language::zh ? result.indicators_zh : result.indicators_en)
      if (auto done = out.csv("indicators.csv", *indicators); !done) return done;
    if (const auto& joint = session.language == Language::zh ? result.joint_zh : result.joint_en;
        joint && joint->rows() > 0)
      if (auto done = out.csv("joint_circles.csv", *joint); !done) return done;
    const Reported reported{study, loaded, result, problems, inputs.value(), session};
    if (auto done = write_report(out, reported, options, problems); !done) return done;
    if (auto done = out.csv("problems.csv", problems_table(problems, study, session.language));
        !done)
      return done;
    if (auto done = out.text("run.json", run_record(study, loaded, *computed.value().ready.network,
                                                    computed.value().ready.heights, result,
                                                    problems, inputs.value(), session));
        !done)
      return done;
    if (!options.database.empty()) {
      auto written = write_database(result, study, options, frame, problems, session);
      if (!written) return written.error();
      database.emplace(std::move(written).value());
    }
    clock.stage("write");
    if (auto done =
            out.text("run.log.json", run_log(clock.stages(), result, inputs.value(),
                                             computed.value().networks, options.out, session));
        !done)
      return done;
    return check_unchanged(inputs.value());
  };
  if (const auto done = write(); !done) return complain(done.error(), session);
  // The database first: what can still fail then is moving files that are complete.
  if (database)
    if (const auto done = database->commit(); !done) return complain(done.error(), session);
  const auto paths = out.commit();
  if (!paths) {
    if (database) remark("run_database_ahead", {options.schema}, session);
    return complain(paths.error(), session);
  }

  session.end_progress();
  const auto lines = headlines(result.services);
  print_result(lines, problems, paths.value(), session);
  if (!options.fail_under_percent) return kDone;
  int code = kDone;
  for (const Headline& h : lines)
    if (!loaded.town.homes.measures.empty() &&
        h.counted == loaded.town.homes.measures.front().name &&
        !(h.percent >= *options.fail_under_percent)) {
      remark("run_below", {h.service, fixed(h.percent, 2), fixed(*options.fail_under_percent, 2)},
             session);
      code = kCheckFailed;
    }
  return code;
}

}  // namespace lifecircle
