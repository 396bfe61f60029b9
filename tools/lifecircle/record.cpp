#include "tools/lifecircle/record.hpp"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <system_error>

#include <nlohmann/json.hpp>

#include "algorithms/study/table_builder.hpp"
#include "engine/base/parallel.hpp"
#include "io/read/companions.hpp"
#include "io/read/database.hpp"
#include "io/read/layer_rows.hpp"
#include "io/read/profile_file.hpp"
#include "io/write/outputs.hpp"
#include "io/write/sha256.hpp"

namespace lifecircle {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

std::int64_t modified(const fs::path& path) {
  std::error_code failed;
  const auto time = fs::last_write_time(path, failed);
  return failed ? 0 : time.time_since_epoch().count();
}

std::uint64_t size_of(const fs::path& path) {
  std::error_code failed;
  if (!fs::is_directory(path, failed)) return fs::file_size(path, failed);
  std::uint64_t sum = 0;
  for (fs::recursive_directory_iterator at{path, failed}, end; !failed && at != end;
       at.increment(failed))
    if (at->is_regular_file()) sum += at->file_size();
  return sum;
}

Json services_json(const StudyRules& rules) {
  Json all = Json::array();
  for (const Service& s : rules.services)
    all.push_back({{"name", s.name},
                   {"kinds", s.kinds},
                   {"modes", s.modes},
                   {"limit_ms", s.limit.ticks()},
                   {"rule", "t <= limit"},
                   {"scope", s.scope == Scope::everyone ? "everyone"
                             : s.scope == Scope::town   ? "town"
                                                        : "country"},
                   {"direction", direction_name(s.direction)}});
  return all;
}

Json slope_json(const Slope& slope) {
  if (!slope.matters()) return "level";
  Json factors = Json::array();
  for (const auto& [grade, factor] : slope.grades)
    factors.push_back({{"grade", grade}, {"factor", factor}});
  return {{"law", slope.name()},
          {"speed_factor_by_grade", std::move(factors)},
          {"steepest", slope.steepest ? Json(*slope.steepest) : Json(nullptr)},
          {"not_on", slope.not_on},
          {"source", slope.source}};
}

/// Which rasters the times of slopes hang on, and what was done to their heights.
Json elevation_json(const StudyFile& study, const std::optional<RoadHeights>& heights) {
  if (!heights) return {{"rasters", Json::array()}, {"times", "level: no elevation is named"}};
  Json rasters = Json::array();
  for (const LayerSource& source : study.elevation)
    rasters.push_back({{"file", shown_path(source.file, study)}, {"crs", source.crs}});
  return {{"rasters", std::move(rasters)},
          {"times", "by slope, where the profile has a law"},
          {"smoothed_over_m", RoadHeights::kWindowMm / 1e3},
          {"heights_every_m_at_least", RoadHeights::kPartMm / 1e3},
          {"steepest_grade_counted", Slope::kSteepestCounted},
          {"bridges_and_tunnels", "rise evenly from end to end"},
          {"roads_taken_as_level", heights->level_edges()},
          {"km_taken_as_level", heights->level_m() / 1e3}};
}

Json profiles_json(const StudyRules& rules) {
  Json all = Json::object();
  for (const auto& [name, p] : rules.profiles) {
    Json speeds = Json::object();
    for (const auto& [road_class, speed] : p.speed)
      speeds[road_class] = {{"kmh", speed.kmh ? Json(*speed.kmh) : Json("not here")},
                            {"source", speed.source}};
    all[name] = {{"mode", mode_names()[static_cast<std::size_t>(p.mode)]},
                 {"access_kmh", p.access_kmh},
                 {"allowed_kmh", p.allowed_kmh},
                 {"obeys_speed_limits", p.obeys_speed_limits},
                 {"speed_limit_factor", p.speed_limit_factor},
                 {"obeys_turn_rules", p.obeys_turn_rules},
                 {"u_turns_at_junctions", "allowed unless a turn rule forbids them"},
                 {"no_access", p.no_access},
                 {"slope", slope_json(p.slope)},
                 {"sources", p.sources},
                 {"speeds", std::move(speeds)}};
  }
  return all;
}

Json circles_json(const StudyRules& rules) {
  if (!rules.circles) return nullptr;
  const CirclePlan& plan = *rules.circles;
  Json limits = Json::array();
  for (const Duration limit : plan.limits) limits.push_back(limit.ticks());
  return {{"services", plan.services},
          {"limits_ms_below_their_own", std::move(limits)},
          {"tolerance_m", plan.tolerance_m},
          {"simplify_m", plan.simplify_m},
          {"rings", plan.rings}};
}

/// How many facilities of each kind are open at the study's time.
Json hours_json(const Town& town) {
  std::map<std::string, std::map<std::string, int>> counts;
  for (const Facility& f : town.facilities) ++counts[f.kind][openness_name(f.hours)];
  Json all = Json::object();
  for (const auto& [kind, of] : counts)
    for (const Openness state : {Openness::open, Openness::closed, Openness::unknown}) {
      const auto found = of.find(openness_name(state));
      all[kind][openness_name(state)] = found == of.end() ? 0 : found->second;
    }
  return all;
}

/// Facilities of each kind that are there at the end of the study's year, and those that are not.
Json years_json(const Town& town) {
  Json all = Json::object();
  for (const auto& [kind, others] : town.other_years)
    all[kind] = {{"there", std::ranges::count(town.facilities, kind, &Facility::kind)},
                 {"open_later", others.open_later},
                 {"closed_by_then", others.closed_by_then}};
  return all;
}

Json supply_json(const StudyRules& rules) {
  Json all = Json::array();
  for (const SupplyPlan& plan : rules.supply) {
    Json bands = Json::array();
    for (const DistanceBand& band : plan.bands)
      bands.push_back(
          {{"until_ms", band.until.ticks()}, {"weight", static_cast<double>(band.weight) / 1e6}});
    all.push_back({{"service", plan.service},
                   {"column", plan.column},
                   {"measure", plan.measure},
                   {"norm_per_1000", static_cast<double>(plan.norm_micro) / 1e6},
                   {"bands", std::move(bands)},
                   {"taken", "at the nearest, nearest homes first, until the room is full"},
                   {"own_gates_of_residents", "not passed"}});
  }
  return all;
}

Json land_json(const Town& town) {
  Json all = Json::array();
  for (const Land& land : town.lands)
    all.push_back({{"name", land.name}, {"parcels", land.parcels.size()}});
  return all;
}

Json table_json(const Table& table) {
  Json rows = Json::array();
  for (std::size_t r = 0; r < table.rows(); ++r) {
    Json row = Json::object();
    for (const TableColumn& c : table.columns)
      std::visit(
          [&](const auto& values) {
            using V = typename std::decay_t<decltype(values)>::value_type;
            if constexpr (std::is_same_v<V, double>)
              row[c.name] = std::isfinite(values[r]) ? Json(values[r]) : Json(nullptr);
            else if constexpr (std::is_same_v<V, std::int64_t>)
              row[c.name] = values[r] == kNoInteger ? Json(nullptr) : Json(values[r]);
            else
              row[c.name] = values[r];
          },
          c.values);
    rows.push_back(std::move(row));
  }
  return rows;
}

/// Facilities by mode and step of the ladder, read off the layer.
Json ladder_json(const StudyResult& result) {
  Json all = Json::object();
  for (const Layer& layer : result.layers) {
    if (layer.table.name != "facilities") continue;
    for (const TableColumn& c : layer.table.columns) {
      if (!c.name.ends_with("_joined_by")) continue;
      std::map<std::string, int> counts;
      for (const auto& step : std::get<std::vector<std::string>>(c.values)) ++counts[step];
      all[c.name.substr(0, c.name.size() - 10)] = counts;
    }
  }
  return all;
}

Json problems_json(const Problems& problems) {
  Json all = Json::array();
  for (const auto& [key, count] : problems.counts()) {
    const auto example = std::ranges::find(problems.list(), key, &Problem::key);
    Json entry{{"key", key}, {"count", count}};
    if (example != problems.list().end()) {
      entry["rows_set_aside"] = example->set_aside;
      entry["example_en"] = say(key, Language::en, example->args);
      entry["example_zh"] = say(key, Language::zh, example->args);
    }
    all.push_back(std::move(entry));
  }
  return all;
}

/// What was declared, what the file says and what was done, for every layer that was read: with
/// coordinates, or (`of_texts`) with texts that are not plain UTF-8.
Json conversions_json(const Problems& problems, const StudyFile& study, bool of_texts) {
  const auto or_null = [](const std::string& text) {
    return text.empty() ? Json(nullptr) : Json(text);
  };
  Json all = Json::array();
  for (const Conversion& c : problems.conversions()) {
    if (c.steps.empty() || c.steps.front().key.starts_with("text_") != of_texts) continue;
    Json en = Json::array(), zh = Json::array();
    for (const Conversion::Step& step : c.steps) {
      en.push_back(say(step.key, Language::en, step.args));
      zh.push_back(say(step.key, Language::zh, step.args));
    }
    all.push_back({{"file", shown_path(c.file, study)},
                   {"layer", or_null(c.layer)},
                   {"stated", or_null(c.stated)},
                   {"file_says", or_null(c.found)},
                   {"done_en", std::move(en)},
                   {"done_zh", std::move(zh)}});
  }
  return all;
}

}  // namespace

std::string shown_path(const std::string& path, const StudyFile& study) {
  if (path.empty() || is_database(path)) return path;
  // A standard of the program, wherever the program is.
  if (std::ranges::find(study.standard_files, path) != study.standard_files.end() &&
      fs::path{path}.parent_path().filename() == "standards")
    return "standards/" + fs::path{path}.filename().string();
  const fs::path folder = fs::absolute(study.path).lexically_normal().parent_path();
  const fs::path relative = fs::absolute(path).lexically_normal().lexically_relative(folder);
  return relative.empty() ? path : relative.generic_string();
}

namespace {

Result<InputFile> take_table(const LayerSource& table) {
  std::vector<std::string> sums;
  std::uint64_t bytes = 0;
  const auto done = for_each_row(table, [&](std::string_view row) {
    Sha256 sum;
    sum.add(row);
    sums.push_back(sum.hex());
    bytes += row.size();
  });
  if (!done) return done.error();
  std::ranges::sort(sums);
  Sha256 all;
  for (const std::string& sum : sums) all.add(sum);
  const std::string name = place_of(table, table.layer);
  return InputFile{name, name, all.hex(), bytes, 0, true};
}

}  // namespace

std::vector<std::string> files_of(const StudyFile& study) {
  std::vector<std::string> files;
  for (const std::string& path : study.input_files()) {
    files.push_back(path);
    for (std::string& companion : companions_of(path)) files.push_back(std::move(companion));
  }
  files.push_back(study.path);
  if (!study.scenario_path.empty()) files.push_back(study.scenario_path);
  return files;
}

Result<std::vector<InputFile>> take_inputs(const StudyFile& study) {
  std::vector<std::string> paths{study.path};
  if (!study.scenario_path.empty()) paths.push_back(study.scenario_path);
  for (const auto& path : study.input_files()) {
    paths.push_back(path);
    for (auto& companion : companions_of(path)) paths.push_back(std::move(companion));
  }
  std::vector<InputFile> inputs;
  for (const auto& path : paths) {
    const auto sum = sha256_of(path);
    if (!sum) return sum.error();
    inputs.push_back({path, shown_path(path, study), sum.value(), size_of(path), modified(path)});
  }
  for (const LayerSource& table : study.tables()) {
    auto input = take_table(table);
    if (!input) return input.error();
    inputs.push_back(std::move(input).value());
  }
  return inputs;
}

Result<Done> check_unchanged(const std::vector<InputFile>& inputs) {
  for (const InputFile& input : inputs)
    if (!input.is_table &&
        (size_of(input.path) != input.bytes || modified(input.path) != input.modified))
      return Error{Fault::storage, "run_input_changed", input.path};
  return Done{};
}

Table problems_table(const Problems& problems, const StudyFile& study, Language language) {
  TableBuilder t{"problems", "Rows set aside and doubts", "未采用的数据行与存疑事项"};
  const auto set_aside = t.text("set_aside", "set aside", "是否剔除");
  const auto file = t.text("file", "file", "文件");
  const auto layer = t.text("layer", "layer", "图层");
  const auto row = t.integer("row", "row", "行号");
  const auto key = t.text("key", "kind of problem", "问题类型");
  const auto what = t.text("what", "what", "问题");
  const auto remedy = t.text("what_to_do", "what to do", "建议");
  for (const Problem& p : problems.list()) {
    t.put(set_aside, p.set_aside ? "yes" : "no");
    t.put(file, shown_path(p.file, study));
    t.put(layer, p.layer);
    t.put(row, p.row < 0 ? kNoInteger : p.row);
    t.put(key, p.key);
    t.put(what, say(p.key, language, p.args));
    t.put(remedy, say_remedy(p.key, language, p.args));
  }
  return t.finish();
}

std::string run_record(const StudyFile& study, const LoadedTown& loaded, const Network& network,
                       const std::optional<RoadHeights>& heights, const StudyResult& result,
                       const Problems& problems, const std::vector<InputFile>& inputs,
                       const Session& session) {
  const StudyRules& rules = study.rules;
  const Town& town = loaded.town;
  Json files = Json::array();
  for (const InputFile& input : inputs)
    files.push_back({{"file", input.shown}, {"bytes", input.bytes}, {"sha256", input.sha256}});
  Json groups = Json::array();
  for (const GroupTravel& g : rules.group_travel)
    groups.push_back({{"measure", g.measure}, {"instead", g.instead}});
  Json measures = Json::array();
  for (std::size_t m = 0; m < town.homes.measures.size(); ++m) {
    std::int64_t sum = 0;
    for (const std::int64_t count : town.homes.count[m]) sum += count;
    measures.push_back({{"name", town.homes.measures[m].name},
                        {"unit", town.homes.measures[m].unit},
                        {"total", whole(sum)}});
  }
  const LonLat centre = loaded.frame.centre();
  Json study_record{{"program", {{"name", "lifecircle"}, {"version", session.version}}},
                    {"study", rules.name},
                    {"scenario", study.scenario.empty() ? Json(nullptr) : Json(study.scenario)},
                    {"inputs", std::move(files)},
                    {"parameters",
                     {{"services", services_json(rules)},
                      {"profiles", profiles_json(rules)},
                      {"beside", rules.beside},
                      {"groups", std::move(groups)},
                      {"access_limit_m",
                       {{"town", rules.access.town_m},
                        {"country", rules.access.country_m},
                        {"unknown", rules.access.unknown_m}}},
                      {"gap_distance_m",
                       {{"town", rules.gaps.town_m},
                        {"country", rules.gaps.country_m},
                        {"unknown", rules.gaps.unknown_m}}},
                      {"facilities", rules.region == Region::own ? "own" : "with_neighbours"},
                      {"unit_shares_percent", rules.unit_shares_percent},
                      {"elevation", elevation_json(study, heights)},
                      {"barriers_from_osm", study.barriers_from_osm},
                      {"reached_edges", rules.reached_edges},
                      {"circles", circles_json(rules)},
                      {"result_crs", study.crs}}},
                    {"frame",
                     {{"projection", loaded.frame.definition()},
                      {"centre_lon", centre.lon},
                      {"centre_lat", centre.lat},
                      {"largest_scale_error", loaded.frame.scale_error(loaded.box)},
                      {"wgs84_is_cgcs2000", "taken as equal (decimetres)"},
                      {"times", "whole milliseconds, each straight piece rounded half up"}}},
                    {"read",
                     {{"road_lines", town.roads.line_count()},
                      {"junctions", network.node_count()},
                      {"edges", network.edge_count()},
                      {"pieces", network.piece_count()},
                      {"road_km", network.length_m() / 1e3},
                      {"turn_rules", network.turn_bans().size()},
                      {"turn_rules_without_roads", network.unplaced_turn_rules()},
                      {"barrier_lines", town.barriers.size()},
                      {"facilities", town.facilities.size()},
                      {"facilities_joined_by", ladder_json(result)},
                      {"units", town.units.size()},
                      {"land", land_json(town)},
                      {"homes", town.homes.size()},
                      {"counted", std::move(measures)},
                      {"homes_outside_the_area", loaded.outside_places},
                      {"counted_outside_the_area", whole(loaded.outside_count)}}},
                    {"coordinates", conversions_json(problems, study, false)},
                    {"texts", conversions_json(problems, study, true)},
                    {"islands", table_json(result.islands)},
                    {"problems", problems_json(problems)},
                    {"results", table_json(result.services)}};
  if (rules.time) {
    study_record["parameters"]["time"] = {
        {"at", rules.time->text},
        {"unknown_hours_count_as", rules.time->unknown_open ? "open" : "closed"}};
    study_record["read"]["facilities_by_hours"] = hours_json(town);
  }
  if (rules.year) {
    study_record["parameters"]["year"] = *rules.year;
    study_record["read"]["facilities_at_the_end_of_the_year"] = years_json(town);
  }
  if (!rules.supply.empty()) study_record["parameters"]["supply"] = supply_json(rules);
  if (!town.compounds.empty()) {
    std::size_t own_gates = 0;
    for (const Compound& compound : town.compounds) own_gates += compound.gates.size();
    study_record["read"]["compounds"] = {{"areas", town.compounds.size()},
                                         {"gates_of_their_own", own_gates}};
  }
  if (town.gates.all() > 0)
    study_record["read"]["gates_for_visitors_on_foot"] = {
        {"open", town.gates.open}, {"closed", town.gates.closed}, {"unknown", town.gates.unknown}};
  return study_record.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string run_log(const std::vector<StageTime>& stages, const StudyResult& result,
                    const std::vector<InputFile>& inputs,
                    const std::vector<NetworkOrigin>& networks, const std::string& out,
                    const Session& session) {
  Json searches = Json::array();
  for (const SearchLog::Entry& s : result.searches)
    searches.push_back({{"profile", s.profile},
                        {"job", s.job},
                        {"count", s.count},
                        {"way", search_way_name(s.way)}});
  Json times = Json::array();
  for (const StageTime& s : stages) times.push_back({{"stage", s.stage}, {"seconds", s.seconds}});
  Json paths = Json::array();
  for (const InputFile& input : inputs)
    paths.push_back(fs::absolute(input.path).lexically_normal().generic_string());
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  Json log{{"command", session.command},
           {"finished_unix", std::chrono::duration_cast<std::chrono::seconds>(
                                 std::chrono::system_clock::now().time_since_epoch())
                                 .count()},
           {"threads", threads()},
           {"peak_memory_mb", static_cast<double>(usage.ru_maxrss) / 1024},
           {"stages", std::move(times)},
           {"searches", std::move(searches)},
           {"inputs", std::move(paths)},
           {"out", fs::absolute(out).lexically_normal().generic_string()}};
  for (const NetworkOrigin& n : networks) {
    log[n.which] = {{"prepared", n.prepared}};
    if (!n.file.empty())
      log[n.which]["file"] = fs::absolute(n.file).lexically_normal().generic_string();
  }
  return log.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::vector<Headline> headlines(const Table& services) {
  const auto column = [&](const char* name) -> const TableColumn& {
    return *std::ranges::find(services.columns, std::string{name}, &TableColumn::name);
  };
  const auto text = [&](const char* name, std::size_t r) {
    return std::get<std::vector<std::string>>(column(name).values)[r];
  };
  const auto number = [&](const char* name, std::size_t r) {
    return std::get<std::vector<double>>(column(name).values)[r];
  };
  std::vector<Headline> all;
  for (std::size_t r = 0; r < services.rows(); ++r)
    if (std::get<std::vector<std::int64_t>>(column("headline").values)[r] == 1)
      all.push_back({text("service", r), text("counted", r), text("unit", r), text("speeds_kmh", r),
                     text("rule", r), number("rate_percent", r), number("covered", r),
                     number("total", r)});
  return all;
}

}  // namespace lifecircle
