#include "tools/lifecircle/verb_options.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "io/read/database.hpp"
#include "io/write/postgis.hpp"
#include "io/write/vector_file.hpp"

namespace lifecircle {
namespace {

Result<Done> read_formats(const GivenWords& words, RunOptions& run) {
  if (!words.has("--format")) return Done{};
  std::vector<VectorFormat> formats;
  for (const auto& name : words.texts("--format")) {
    if (name == "xlsx") {
      if (std::exchange(run.workbook, true))
        return wrong_use("cli_given_twice", words.where(), {"--format " + name});
      continue;
    }
    const auto format = vector_format_of("." + name);
    if (!format || ending_of(format.value()) != "." + name)
      return wrong_use("cli_unknown_choice", words.where(),
                       {"--format", name, "gpkg, shp, geojson, fgb, gdb, kml, xlsx"});
    if (std::ranges::find(formats, format.value()) != formats.end())
      return wrong_use("cli_given_twice", words.where(), {"--format " + name});
    formats.push_back(format.value());
  }
  // The workbook holds no map: where it alone is named, layers keep their usual format.
  if (!formats.empty()) run.formats = std::move(formats);
  return Done{};
}

/// What --maps names.
Result<std::vector<std::string>> map_formats(const GivenWords& words) {
  std::vector<std::string> formats;
  if (words.has("--maps"))
    for (const auto& name : words.texts("--maps")) {
      if (name != "pdf" && name != "svg" && name != "png")
        return wrong_use("cli_unknown_choice", words.where(), {"--maps", name, "pdf, svg, png"});
      if (std::ranges::find(formats, name) != formats.end())
        return wrong_use("cli_given_twice", words.where(), {"--maps " + name});
      formats.push_back(name);
    }
  return formats;
}

}  // namespace

Result<RunOptions> run_options(const GivenWords& words) {
  if (const auto all = need(words, {"STUDY.toml", "--out"}); !all) return all.error();
  RunOptions run;
  run.study = words.text("STUDY.toml");
  if (const auto scenarios = words.texts("--scenario"); scenarios.size() > 1)
    return wrong_use("cli_given_twice", words.where(), {"--scenario"});
  run.scenario = words.text("--scenario");
  run.out = words.text("--out");
  run.cache = words.text("--cache");
  run.network = words.text("--network");
  run.strict = words.flag("--strict");
  if (const auto formats = read_formats(words, run); !formats) return formats.error();
  run.report = words.flag("--report");
  auto maps = map_formats(words);
  if (!maps) return maps.error();
  run.map_formats = std::move(maps).value();
  if (words.has("--to-database") != words.has("--schema"))
    return wrong_use("cli_only_with", words.where(),
                     words.has("--schema") ? std::vector<std::string>{"--schema", "--to-database"}
                                           : std::vector<std::string>{"--to-database", "--schema"});
  if (words.has("--to-database")) {
    run.database = words.text("--to-database");
    run.schema = words.text("--schema");
    if (!words.flag("--allow-database"))
      return wrong_use("cli_only_with", words.where(), {"--to-database", "--allow-database"});
    if (!is_database(run.database))
      return wrong_use("cli_no_database", words.where(), {run.database});
    if (!is_schema_name(run.schema)) return wrong_use("cli_no_schema", words.where(), {run.schema});
  }
  if (words.has("--fail-under")) {
    const auto rate = number(words, "--fail-under", 0, 100, false);
    if (!rate) return rate.error();
    run.fail_under_percent = rate.value();
  }
  return run;
}

Result<CompareOptions> compare_options(const GivenWords& words) {
  if (const auto all = need(words, {"STUDY.toml", "--scenario", "--out"}); !all) return all.error();
  CompareOptions compare;
  compare.study = words.text("STUDY.toml");
  compare.scenarios = words.texts("--scenario");
  compare.out = words.text("--out");
  compare.report = words.flag("--report");
  auto maps = map_formats(words);
  if (!maps) return maps.error();
  compare.map_formats = std::move(maps).value();
  compare.range = words.flag("--range");
  compare.cache = words.text("--cache");
  compare.network = words.text("--network");
  return compare;
}

Result<CheckOptions> check_options(const GivenWords& words) {
  if (const auto all = need(words, {"STUDY.toml"}); !all) return all.error();
  CheckOptions check{words.text("STUDY.toml"), words.text("--out")};
  if (!check.out.empty() && !std::string_view{check.out}.ends_with(".csv"))
    return wrong_use("cli_not_csv", words.where(), {check.out});
  return check;
}

Result<StandardsOptions> standards_options(const GivenWords& words) {
  if (words.has("--indicator") && !words.has("STANDARD"))
    return wrong_use("cli_only_with", words.where(), {"--indicator", "STANDARD"});
  return StandardsOptions{words.text("STANDARD"), words.text("--indicator")};
}

}  // namespace lifecircle
