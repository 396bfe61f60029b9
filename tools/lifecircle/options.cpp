#include "tools/lifecircle/options.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <system_error>
#include <utility>

#include <CLI/CLI.hpp>

#include "io/read/database.hpp"
#include "io/write/postgis.hpp"
#include "io/write/vector_file.hpp"
#include "tools/lifecircle/help.hpp"
#include "tools/lifecircle/memory_hold.hpp"

namespace lifecircle {

namespace {

constexpr int kMostThreads = 1024;
constexpr int kMostPlaces = 1 << 20;
constexpr double kLongestMinutes = 24 * 60;

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) all += (all.empty() ? "" : ", ") + word;
  return all;
}

/// "build" or "check" and a file, of `network`.
constexpr const char* kNetworkWords = "ACTION";

bool belongs_everywhere(std::string_view name) {
  const auto option = std::ranges::find(option_list(), name, &OptionSpec::name);
  return option != option_list().end() && option->verbs.empty();
}
/// Whether an option says which roads, or how to read them.
bool option_is_of_roads(std::string_view name) {
  const auto option = std::ranges::find(option_list(), name, &OptionSpec::name);
  return option != option_list().end() && option->verbs == "matrix circles network";
}

std::vector<std::string> option_names(std::string_view verb) {
  std::vector<std::string> names;
  for (const OptionSpec& option : option_list())
    if (option.name.starts_with("--") && belongs_to(option, verb)) names.emplace_back(option.name);
  return names;
}

Error usage(std::string key, std::string where, std::vector<std::string> args) {
  return Error{Fault::usage, std::move(key), std::move(where), std::move(args)};
}

/// The words of one command line by option, before they mean anything.
struct GivenWords {
  std::string verb;
  std::map<std::string, std::vector<std::string>, std::less<>> given;
  std::set<std::string, std::less<>> flags;

  bool has(std::string_view name) const { return given.contains(name); }
  bool flag(std::string_view name) const { return flags.contains(name); }
  std::string text(std::string_view name) const {
    const auto found = given.find(name);
    return found == given.end() ? std::string{} : found->second.front();
  }
  std::vector<std::string> texts(std::string_view name) const {
    const auto found = given.find(name);
    return found == given.end() ? std::vector<std::string>{} : found->second;
  }
  std::string where() const { return "lifecircle " + verb; }
};

/// The name CLI11 begins its sentences with: "--out: 1 required TEXT missing".
std::string option_in(const std::string& sentence) {
  const auto start = sentence.find("--");
  if (start == std::string::npos) return {};
  return sentence.substr(start, sentence.find_first_of(": =", start) - start);
}

Error unknown_option(const std::string& word, const std::string& verb) {
  const std::string name = word.substr(0, word.find('='));
  const auto elsewhere = std::ranges::find(option_list(), name, &OptionSpec::name);
  if (!verb.empty() && elsewhere != option_list().end()) {
    std::vector<std::string> others;
    for (const auto& other : verb_names())
      if (belongs_to(*elsewhere, other)) others.push_back(other);
    return usage("cli_option_of_other_verb", "lifecircle " + verb, {name, verb, joined(others)});
  }
  const auto known = option_names(verb);
  const auto meant = did_you_mean(name, known);
  const std::string where = verb.empty() ? "lifecircle" : "lifecircle " + verb;
  if (meant.empty())
    return usage("cli_unknown_option", where, {name, verb.empty() ? "" : " " + verb});
  return usage("cli_unknown_option_meant", where, {name, joined(meant)});
}

Error unknown_verb(const std::string& word) {
  const auto meant = did_you_mean(word, verb_names());
  return usage("cli_unknown_verb", "lifecircle",
               {word, joined(meant.empty() ? verb_names() : meant)});
}

/// Takes the words apart with CLI11; nothing is required and everything is text there, so
/// that what is wrong is said in our own words.
Result<GivenWords> take_apart(const std::vector<std::string>& given) {
  GivenWords result;
  // What stands after "--" is the name of a file, whatever it looks like.
  const auto end = std::ranges::find(given, "--");
  const std::vector<std::string> words(given.begin(), end);
  const std::vector<std::string> files(end == given.end() ? end : end + 1, given.end());
  std::map<std::string, std::vector<std::string>, std::less<>> values;
  std::map<std::string, bool, std::less<>> flags;
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  app.require_subcommand(0, 1);
  const auto bind = [&](CLI::App& to, const OptionSpec& option) {
    const std::string name{option.name};
    const bool place = !name.starts_with("--");
    if (option.value.empty() && !place)
      to.add_flag(name, flags[name]);
    else if (place && option.repeatable)
      to.add_option(name, values[name])->expected(1, kMostPlaces);
    else
      to.add_option(name, values[name])->expected(1)->take_all()->allow_extra_args(false);
  };
  for (const OptionSpec& option : option_list())
    if (option.verbs.empty()) bind(app, option);
  for (const auto& verb : verb_names()) {
    CLI::App& sub = *app.add_subcommand(verb);
    sub.set_help_flag();
    sub.allow_extras();
    for (const OptionSpec& option : option_list())
      if (belongs_to(option, verb)) bind(sub, option);
  }

  // CLI11 would take --quiet=7 for yes.
  for (const auto& word : words) {
    const auto flag = std::ranges::find(
        option_list(), std::string_view{word}.substr(0, word.find('=')), &OptionSpec::name);
    if (word.starts_with("--") && word.find('=') != std::string::npos &&
        flag != option_list().end() && flag->value.empty())
      return usage("cli_flag_with_value", "lifecircle", {std::string{flag->name}});
  }
  try {
    // CLI11 takes the words from the back.
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::ParseError& error) {
    const std::string sentence = error.what();
    const std::string name = option_in(sentence);
    const auto verb = std::ranges::find_first_of(words, verb_names());
    const std::string where = verb == words.end() ? "lifecircle" : "lifecircle " + *verb;
    const auto known = std::ranges::find(option_list(), name, &OptionSpec::name);
    if (known == option_list().end()) return usage("cli_cannot_read", where, {sentence});
    if (known->value.empty()) return usage("cli_flag_with_value", where, {name});
    return usage("cli_value_missing", where, {name, std::string{known->value}});
  }

  const auto subcommands = app.get_subcommands();
  result.verb = subcommands.empty() ? "" : subcommands.front()->get_name();
  const auto extras = app.remaining(true);
  if (result.verb.empty()) {
    for (const auto& word : extras)
      if (!word.starts_with("-")) return unknown_verb(word == "help" ? words.back() : word);
    if (!extras.empty()) return unknown_option(extras.front(), "");
    return usage("cli_no_verb", "lifecircle", {joined(verb_names())});
  }
  for (const auto& word : extras)
    if (word.size() > 1 && word.starts_with("-")) return unknown_option(word, result.verb);
  if (!extras.empty()) return usage("cli_too_many_words", result.where(), {extras.front()});

  const auto place = std::ranges::find_if(option_list(), [&](const OptionSpec& option) {
    return !option.name.starts_with("--") && belongs_to(option, result.verb);
  });
  if (place == option_list().end() && !files.empty())
    return usage("cli_too_many_words", result.where(), {files.front()});
  if (place != option_list().end()) {
    auto& places = values[std::string{place->name}];
    places.insert(places.end(), files.begin(), files.end());
  }
  for (auto& [name, texts] : values)
    if (!texts.empty()) {
      for (const auto& text : texts)
        if (text.empty()) return usage("cli_empty_value", result.where(), {name});
      const auto spec = std::ranges::find(option_list(), name, &OptionSpec::name);
      // --out --strict: a value is missing, not a folder called --strict.
      for (const auto& text : texts)
        if (std::ranges::find(option_list(), std::string_view{text}, &OptionSpec::name) !=
                option_list().end() &&
            text.starts_with("--"))
          return usage("cli_value_missing", result.where(), {name, std::string{spec->value}});
      if (texts.size() > 1 && !spec->repeatable)
        return usage(name.starts_with("--") ? "cli_given_twice" : "cli_too_many_words",
                     result.where(), {name.starts_with("--") ? name : texts[1]});
      result.given[name] = texts;
    }
  for (const auto& [name, is_given] : flags)
    if (is_given) result.flags.insert(name);
  return result;
}

/// A number within [least, most], of `name`. `open`: not least itself.
Result<double> number(const GivenWords& words, const char* name, double least, double most,
                      bool open) {
  const std::string text = words.text(name);
  double value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
    return usage("cli_not_a_number", words.where(), {name, text});
  if (value < least || value > most || (open && value == least)) {
    const auto shown = [](double bound) {
      char digits[32];
      std::snprintf(digits, sizeof digits, "%g", bound);
      return std::string{digits};
    };
    return usage(open ? "cli_out_of_range_open" : "cli_out_of_range", words.where(),
                 {name, text, shown(least), shown(most)});
  }
  return value;
}

std::vector<std::string> parts(const std::string& text) {
  std::vector<std::string> found{""};
  for (const char c : text)
    if (c == ',')
      found.emplace_back();
    else
      found.back() += c;
  return found;
}

Result<Done> need(const GivenWords& words, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (words.has(name)) continue;
    const auto spec = std::ranges::find(option_list(), std::string_view{name}, &OptionSpec::name);
    const bool place = !spec->name.starts_with("--");
    return usage(place ? "cli_missing_place" : "cli_missing_option", words.where(),
                 place ? std::vector<std::string>{name, words.verb}
                       : std::vector<std::string>{name, std::string{spec->value}, words.verb});
  }
  return Done{};
}

Result<Done> read_formats(const GivenWords& words, RunOptions& run) {
  if (!words.has("--format")) return Done{};
  std::vector<VectorFormat> formats;
  for (const auto& name : words.texts("--format")) {
    if (name == "xlsx") {
      if (std::exchange(run.workbook, true))
        return usage("cli_given_twice", words.where(), {"--format " + name});
      continue;
    }
    const auto format = vector_format_of("." + name);
    if (!format || ending_of(format.value()) != "." + name)
      return usage("cli_unknown_choice", words.where(),
                   {"--format", name, "gpkg, shp, geojson, fgb, gdb, kml, xlsx"});
    if (std::ranges::find(formats, format.value()) != formats.end())
      return usage("cli_given_twice", words.where(), {"--format " + name});
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
        return usage("cli_unknown_choice", words.where(), {"--maps", name, "pdf, svg, png"});
      if (std::ranges::find(formats, name) != formats.end())
        return usage("cli_given_twice", words.where(), {"--maps " + name});
      formats.push_back(name);
    }
  return formats;
}

Result<RunOptions> run_options(const GivenWords& words) {
  if (const auto all = need(words, {"STUDY.toml", "--out"}); !all) return all.error();
  RunOptions run;
  run.study = words.text("STUDY.toml");
  if (const auto scenarios = words.texts("--scenario"); scenarios.size() > 1)
    return usage("cli_given_twice", words.where(), {"--scenario"});
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
    return usage("cli_only_with", words.where(),
                 words.has("--schema") ? std::vector<std::string>{"--schema", "--to-database"}
                                       : std::vector<std::string>{"--to-database", "--schema"});
  if (words.has("--to-database")) {
    run.database = words.text("--to-database");
    run.schema = words.text("--schema");
    if (!words.flag("--allow-database"))
      return usage("cli_only_with", words.where(), {"--to-database", "--allow-database"});
    if (!is_database(run.database)) return usage("cli_no_database", words.where(), {run.database});
    if (!is_schema_name(run.schema)) return usage("cli_no_schema", words.where(), {run.schema});
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

Result<std::optional<std::uint32_t>> whole(const GivenWords& words, const char* name) {
  if (!words.has(name)) return std::optional<std::uint32_t>{};
  const auto value = number(words, name, 0, 1'000'000, false);
  if (!value) return value.error();
  if (value.value() != std::floor(value.value()))
    return usage("cli_not_whole", words.where(), {name, words.text(name)});
  return std::optional{static_cast<std::uint32_t>(value.value())};
}

/// What is asked of tables: everything a [[siting]] of a study says itself.
Result<Done> read_siting_question(const GivenWords& words, SiteOptions& site) {
  site.tables = {words.text("--matrix"), false, words.text("--demand"), words.text("--candidates")};
  if (words.has("--sites-are")) {
    const std::string side = words.text("--sites-are");
    if (side != "from" && side != "to")
      return usage("cli_unknown_choice", words.where(), {"--sites-are", side, "from, to"});
    site.tables.sites_are_from = side == "from";
  }
  if (words.has("--aim")) {
    const auto aim = siting_aim_named(words.text("--aim"));
    if (!aim)
      return usage(
          "cli_unknown_choice", words.where(),
          {"--aim", words.text("--aim"), "cover_most, cover_all, least_time, least_worst"});
    site.aim = *aim;
  }
  const auto sites = whole(words, "--sites");
  if (!sites) return sites.error();
  site.sites = sites.value();
  const auto closings = whole(words, "--closings");
  if (!closings) return closings.error();
  site.closings = closings.value();
  if (site.closings && site.tables.candidates.empty())
    return usage("cli_only_with", words.where(), {"--closings", "--candidates"});
  for (const auto& [name, most] : {std::pair{"--budget", 1e9}, std::pair{"--backup", 1.0}}) {
    if (!words.has(name)) continue;
    const auto value = number(words, name, 0, most, false);
    if (!value) return value.error();
    const auto thousandths = static_cast<std::int64_t>(std::floor(value.value() * 1e3 + 0.5));
    if (name == std::string_view{"--budget"})
      site.budget = thousandths;
    else
      site.backup = thousandths;
  }
  if (words.has("--minutes")) {
    const auto minutes = number(words, "--minutes", 0, kLongestMinutes, true);
    if (!minutes) return minutes.error();
    site.limit = Duration::minutes(minutes.value());
  }
  if (site.aim == SitingAim::cover_all) {
    for (const char* name : {"--sites", "--budget"})
      if (words.has(name)) return usage("cli_not_for_aim", words.where(), {name, "cover_all"});
  } else if (!site.sites && !site.budget) {
    return usage("cli_how_many_sites", words.where(), {});
  }
  return Done{};
}

Result<SiteOptions> site_options(const GivenWords& words) {
  SiteOptions site;
  site.study = words.text("STUDY.toml");
  if (site.study.empty() == !words.has("--matrix"))
    return usage(site.study.empty() ? "cli_no_siting" : "cli_study_and_matrix", words.where(), {});
  if (const auto all = need(words, {"--out"}); !all) return all.error();
  site.out = words.text("--out");
  site.cache = words.text("--cache");
  site.network = words.text("--network");
  site.quick = words.flag("--quick");
  if (!site.study.empty()) {
    for (const char* name : {"--demand", "--candidates", "--sites-are", "--aim", "--sites",
                             "--closings", "--budget", "--backup", "--minutes"})
      if (words.has(name)) return usage("cli_only_with", words.where(), {name, "--matrix"});
    if (words.texts("--scenario").size() > 1)
      return usage("cli_given_twice", words.where(), {"--scenario"});
    site.scenario = words.text("--scenario");
    site.names = words.texts("--siting");
    return site;
  }
  for (const char* name : {"--scenario", "--siting", "--cache", "--network"})
    if (words.has(name)) return usage("cli_only_with", words.where(), {name, "STUDY.toml"});
  if (const auto all = need(words, {"--demand"}); !all) return all.error();
  if (const auto done = read_siting_question(words, site); !done) return done.error();
  return site;
}

Result<VerifyOptions> verify_options(const GivenWords& words) {
  if (const auto all = need(words, {"PROOF.json"}); !all) return all.error();
  return VerifyOptions{words.texts("PROOF.json")};
}

Result<CheckOptions> check_options(const GivenWords& words) {
  if (const auto all = need(words, {"STUDY.toml"}); !all) return all.error();
  CheckOptions check{words.text("STUDY.toml"), words.text("--out")};
  if (!check.out.empty() && !std::string_view{check.out}.ends_with(".csv"))
    return usage("cli_not_csv", words.where(), {check.out});
  return check;
}

Result<RoadOptions> road_options(const GivenWords& words) {
  const bool layer = words.has("--roads");
  if (layer == words.has("--osm"))
    return usage(layer ? "cli_osm_and_roads" : "cli_no_roads", words.where(), {words.verb});
  RoadOptions roads;
  roads.osm = words.texts("--osm");
  if (words.has("--barriers")) roads.barriers = layer_named(words.text("--barriers"));
  for (const auto& file : roads.osm)
    if (!is_osm_file(file)) return usage("cli_not_osm", words.where(), {file});
  for (const char* name : {"--layer", "--crs", "--class", "--oneway", "--speed-limit", "--level",
                           "--bridge", "--tunnel", "--join", "--tolerance"})
    if (!layer && words.has(name)) return usage("cli_only_with_roads", words.where(), {name});
  if (!layer) return roads;

  const std::string file = words.text("--roads");
  if (is_osm_file(file)) return usage("cli_osm_as_roads", words.where(), {file});
  roads.layer = LayerSource{};
  roads.layer->file = file;
  roads.layer->layer = words.text("--layer");
  roads.layer->crs = words.text("--crs");
  roads.columns.road_class = words.text("--class");
  roads.columns.oneway = words.text("--oneway");
  roads.columns.speed_limit = words.text("--speed-limit");
  roads.columns.level = words.text("--level");
  roads.columns.bridge = words.text("--bridge");
  roads.columns.tunnel = words.text("--tunnel");
  if (words.has("--join")) {
    const std::string join = words.text("--join");
    if (join != "ends" && join != "crossings")
      return usage("cli_unknown_choice", words.where(), {"--join", join, "ends, crossings"});
    roads.columns.node_crossings = join == "crossings";
  }
  if (words.has("--tolerance")) {
    const auto metres = number(words, "--tolerance", 0, 100, false);
    if (!metres) return metres.error();
    roads.columns.tolerance_m = metres.value();
  }
  return roads;
}

Result<MatrixOptions> matrix_options(const GivenWords& words) {
  auto roads = road_options(words);
  if (!roads) return roads.error();
  if (const auto all = need(words, {"--from", "--to", "--minutes", "--out"}); !all)
    return all.error();
  MatrixOptions matrix;
  matrix.roads = std::move(roads).value();
  matrix.from = layer_named(words.text("--from"));
  matrix.to = layer_named(words.text("--to"));
  matrix.from_id = words.text("--from-id");
  matrix.to_id = words.text("--to-id");
  matrix.from.crs = words.text("--from-crs");
  matrix.to.crs = words.text("--to-crs");
  if (words.has("--access")) {
    const auto metres = number(words, "--access", 0, 100'000, false);
    if (!metres) return metres.error();
    matrix.access_m = metres.value();
  }
  if (words.texts("--mode").size() > 1) return usage("cli_given_twice", words.where(), {"--mode"});
  if (words.has("--mode")) matrix.mode = words.text("--mode");
  const auto minutes = number(words, "--minutes", 0, kLongestMinutes, true);
  if (!minutes) return minutes.error();
  matrix.limit = Duration::minutes(minutes.value());
  matrix.out = words.text("--out");
  matrix.cache = words.text("--cache");
  matrix.network = words.text("--network");
  if (!std::string_view{matrix.out}.ends_with(".csv"))
    return usage("cli_not_csv", words.where(), {matrix.out});
  return matrix;
}

/// "5,10,15": growing times, each once.
Result<std::vector<Duration>> limits(const GivenWords& words) {
  std::vector<Duration> limits;
  for (const auto& part : parts(words.text("--minutes"))) {
    GivenWords one = words;
    one.given["--minutes"] = {part};
    const auto minutes = number(one, "--minutes", 0, kLongestMinutes, true);
    if (!minutes) return minutes.error();
    limits.push_back(Duration::minutes(minutes.value()));
    if (limits.back() == Duration{})  // less than half a millisecond
      return usage("cli_out_of_range", words.where(), {"--minutes", part, "0.00002", "10080"});
  }
  std::ranges::sort(limits);
  limits.erase(std::unique(limits.begin(), limits.end()), limits.end());
  return limits;
}

Result<CirclesOptions> circles_options(const GivenWords& words) {
  auto roads = road_options(words);
  if (!roads) return roads.error();
  if (words.has("--at") == words.has("--places"))
    return usage(words.has("--at") ? "cli_at_and_places" : "cli_no_places", words.where(), {});
  if (const auto all = need(words, {"--minutes", "--out"}); !all) return all.error();
  CirclesOptions circles;
  circles.roads = std::move(roads).value();
  circles.at = words.texts("--at");
  for (const char* name : {"--id", "--places-crs"})
    if (!words.has("--places") && words.has(name))
      return usage("cli_only_with", words.where(), {name, "--places"});
  for (const char* name : {"--count", "--people-crs"})
    if (!words.has("--people") && words.has(name))
      return usage("cli_only_with", words.where(), {name, "--people"});
  if (words.has("--places")) {
    circles.places = layer_named(words.text("--places"));
    circles.places->crs = words.text("--places-crs");
    circles.id = words.text("--id");
  }
  if (words.has("--people")) {
    circles.people = layer_named(words.text("--people"));
    circles.people->crs = words.text("--people-crs");
    circles.count = words.text("--count");
  }
  if (words.has("--mode")) circles.modes = words.texts("--mode");
  if (std::set(circles.modes.begin(), circles.modes.end()).size() < circles.modes.size())
    return usage("cli_given_twice", words.where(), {"--mode"});
  if (words.has("--direction")) {
    const std::string direction = words.text("--direction");
    if (direction != "to" && direction != "from")
      return usage("cli_unknown_choice", words.where(), {"--direction", direction, "to, from"});
    if (direction == "from") circles.direction = Direction::from_facility;
  }
  auto times = limits(words);
  if (!times) return times.error();
  circles.limits = std::move(times).value();
  if (words.has("--what")) {
    constexpr const char* kProducts[] = {"each",     "dissolved", "split",
                                         "overlaps", "alone",     "roads"};
    const auto product = std::ranges::find(kProducts, words.text("--what"));
    if (product == std::end(kProducts))
      return usage(
          "cli_unknown_choice", words.where(),
          {"--what", words.text("--what"), "each, dissolved, split, overlaps, alone, roads"});
    circles.product = static_cast<CircleProduct>(product - std::begin(kProducts));
  }
  circles.rings = words.flag("--rings");
  if (circles.rings && circles.product != CircleProduct::each &&
      circles.product != CircleProduct::dissolved)
    return usage("cli_only_with", words.where(), {"--rings", "--what each, --what dissolved"});
  if (words.has("--people") && circles.product == CircleProduct::roads)
    return usage("cli_people_of_roads", words.where(), {});
  struct Metres {
    const char* name;
    double least, most;
    double* to;
  };
  for (const auto& [name, least, most, to] :
       {Metres{"--access", 0, 100'000, &circles.access_m},
        Metres{"--precision", 0.2, 100, &circles.tolerance_m},
        Metres{"--simplify", 0, 1'000, &circles.simplify_m}}) {
    if (!words.has(name)) continue;
    const auto metres = number(words, name, least, most, false);
    if (!metres) return metres.error();
    *to = metres.value();
  }
  circles.out = words.text("--out");
  circles.cache = words.text("--cache");
  circles.network = words.text("--network");
  if (const auto format = vector_format_of(circles.out);
      !format && !circles.out.ends_with(".svg")) {
    Error error = format.error();
    error.fault = Fault::usage;
    error.args.front() += " .svg";
    return error;
  }
  if (words.has("--out-crs")) circles.out_crs = words.text("--out-crs");
  return circles;
}

Result<NetworkOptions> network_options(const GivenWords& words) {
  for (const char* name : {"--out", "--cache"})
    if (words.has(name)) return usage("cli_only_with", words.where(), {name, "network build"});
  auto roads = road_options(words);
  if (!roads) return roads.error();
  return NetworkOptions{std::move(roads).value(), words.texts("--mode")};
}

Result<NetworkBuildOptions> network_build_options(const GivenWords& words,
                                                  const std::vector<std::string>& files) {
  if (files.size() > 1) return usage("cli_too_many_words", words.where(), {files[1]});
  NetworkBuildOptions build;
  if (!files.empty()) {
    build.study = files.front();
    for (const auto& [name, values] : words.given)
      if (name == "--mode" || option_is_of_roads(name))
        return usage("cli_study_and_roads", words.where(), {name});
  } else {
    auto roads = road_options(words);
    if (!roads) return roads.error();
    build.roads = std::move(roads).value();
    build.modes = words.texts("--mode");
    if (std::set(build.modes.begin(), build.modes.end()).size() < build.modes.size())
      return usage("cli_given_twice", words.where(), {"--mode"});
  }
  build.out = words.text("--out");
  build.cache = words.text("--cache");
  if (!build.out.empty() && !build.cache.empty())
    return usage("cli_out_and_cache", words.where(), {});
  return build;
}

Result<NetworkCheckOptions> network_check_options(const GivenWords& words,
                                                  const std::vector<std::string>& files) {
  if (files.empty()) return usage("cli_no_prepared_file", words.where(), {});
  if (files.size() > 1) return usage("cli_too_many_words", words.where(), {files[1]});
  for (const auto& [name, values] : words.given)
    if (name != kNetworkWords && !belongs_everywhere(name))
      return usage("cli_only_with", words.where(), {name, "network, network build"});
  return NetworkCheckOptions{files.front()};
}

/// "network", "network build ...", "network check FILE".
Result<Command> network_command(const GivenWords& words, Command command) {
  std::vector<std::string> files = words.texts(kNetworkWords);
  const auto keep = [&](auto&& verb) -> Result<Command> {
    if (!verb) return verb.error();
    command.verb = verb.value();
    return command;
  };
  if (files.empty()) return keep(network_options(words));
  const std::string action = files.front();
  files.erase(files.begin());
  if (action == "build") return keep(network_build_options(words, files));
  if (action == "check") return keep(network_check_options(words, files));
  return usage("cli_unknown_choice", words.where(), {"network", action, "build, check"});
}

Result<StandardsOptions> standards_options(const GivenWords& words) {
  if (words.has("--indicator") && !words.has("STANDARD"))
    return usage("cli_only_with", words.where(), {"--indicator", "STANDARD"});
  return StandardsOptions{words.text("STANDARD"), words.text("--indicator")};
}

}  // namespace

LayerSource layer_named(const std::string& text) {
  LayerSource source;
  source.file = text;
  const auto colon = text.rfind(':');
  std::error_code failed;
  constexpr std::size_t kOfDatabase = 2;  // "PG:dbname=county:roads" has a second one
  if (colon == std::string::npos || (is_database(text) && colon == kOfDatabase) ||
      colon + 1 == text.size() || colon == 0 || std::filesystem::exists(text, failed))
    return source;
  source.file = text.substr(0, colon);
  source.layer = text.substr(colon + 1);
  return source;
}

Result<Command> read_command(const std::vector<std::string>& given) {
  auto taken = take_apart(given);
  if (!taken) return taken.error();
  const GivenWords& words = taken.value();
  Command command;
  command.quiet = words.flag("--quiet");
  command.json = words.flag("--json");
  command.no_progress = words.flag("--no-progress");
  command.allow_database = words.flag("--allow-database");
  if (words.has("--lang") && words.text("--lang") != "zh" && words.text("--lang") != "en")
    return usage("cli_unknown_choice", words.where(), {"--lang", words.text("--lang"), "zh, en"});
  if (words.has("--threads")) {
    const auto threads = number(words, "--threads", 1, kMostThreads, false);
    if (!threads) return threads.error();
    if (threads.value() != std::floor(threads.value()))
      return usage("cli_not_whole", words.where(), {"--threads", words.text("--threads")});
    command.threads = static_cast<int>(threads.value());
  }
  if (words.has("--max-memory")) {
    const auto bytes = memory_size(words.text("--max-memory"));
    if (!bytes)
      return usage("cli_not_a_size", words.where(), {"--max-memory", words.text("--max-memory")});
    command.max_memory = *bytes;
  }
  const auto keep = [&](auto&& verb) -> Result<Command> {
    if (!verb) return verb.error();
    command.verb = verb.value();
    return command;
  };
  if (words.verb == "run") return keep(run_options(words));
  if (words.verb == "compare") return keep(compare_options(words));
  if (words.verb == "site") return keep(site_options(words));
  if (words.verb == "verify") return keep(verify_options(words));
  if (words.verb == "check") return keep(check_options(words));
  if (words.verb == "matrix") return keep(matrix_options(words));
  if (words.verb == "circles") return keep(circles_options(words));
  if (words.verb == "standards") return keep(standards_options(words));
  return network_command(words, command);
}

}  // namespace lifecircle
