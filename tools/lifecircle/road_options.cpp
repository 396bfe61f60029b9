#include "tools/lifecircle/verb_options.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "io/read/database.hpp"
#include "io/write/vector_file.hpp"

namespace lifecircle {
namespace {

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
      return wrong_use("cli_out_of_range", words.where(), {"--minutes", part, "0.00002", "10080"});
  }
  std::ranges::sort(limits);
  limits.erase(std::unique(limits.begin(), limits.end()), limits.end());
  return limits;
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

Result<RoadOptions> road_options(const GivenWords& words) {
  const bool layer = words.has("--roads");
  if (layer == words.has("--osm"))
    return wrong_use(layer ? "cli_osm_and_roads" : "cli_no_roads", words.where(), {words.verb});
  RoadOptions roads;
  roads.osm = words.texts("--osm");
  if (words.has("--barriers")) roads.barriers = layer_named(words.text("--barriers"));
  for (const auto& file : roads.osm)
    if (!is_osm_file(file)) return wrong_use("cli_not_osm", words.where(), {file});
  for (const char* name : {"--layer", "--crs", "--class", "--oneway", "--speed-limit", "--level",
                           "--bridge", "--tunnel", "--join", "--tolerance"})
    if (!layer && words.has(name)) return wrong_use("cli_only_with_roads", words.where(), {name});
  if (!layer) return roads;

  const std::string file = words.text("--roads");
  if (is_osm_file(file)) return wrong_use("cli_osm_as_roads", words.where(), {file});
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
      return wrong_use("cli_unknown_choice", words.where(), {"--join", join, "ends, crossings"});
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
  if (words.texts("--mode").size() > 1)
    return wrong_use("cli_given_twice", words.where(), {"--mode"});
  if (words.has("--mode")) matrix.mode = words.text("--mode");
  const auto minutes = number(words, "--minutes", 0, kLongestMinutes, true);
  if (!minutes) return minutes.error();
  matrix.limit = Duration::minutes(minutes.value());
  matrix.out = words.text("--out");
  matrix.cache = words.text("--cache");
  matrix.network = words.text("--network");
  if (!std::string_view{matrix.out}.ends_with(".csv"))
    return wrong_use("cli_not_csv", words.where(), {matrix.out});
  return matrix;
}

Result<CirclesOptions> circles_options(const GivenWords& words) {
  auto roads = road_options(words);
  if (!roads) return roads.error();
  if (words.has("--at") == words.has("--places"))
    return wrong_use(words.has("--at") ? "cli_at_and_places" : "cli_no_places", words.where(), {});
  if (const auto all = need(words, {"--minutes", "--out"}); !all) return all.error();
  CirclesOptions circles;
  circles.roads = std::move(roads).value();
  circles.at = words.texts("--at");
  for (const char* name : {"--id", "--places-crs"})
    if (!words.has("--places") && words.has(name))
      return wrong_use("cli_only_with", words.where(), {name, "--places"});
  for (const char* name : {"--count", "--people-crs"})
    if (!words.has("--people") && words.has(name))
      return wrong_use("cli_only_with", words.where(), {name, "--people"});
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
    return wrong_use("cli_given_twice", words.where(), {"--mode"});
  if (words.has("--direction")) {
    const std::string direction = words.text("--direction");
    if (direction != "to" && direction != "from")
      return wrong_use("cli_unknown_choice", words.where(), {"--direction", direction, "to, from"});
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
      return wrong_use(
          "cli_unknown_choice", words.where(),
          {"--what", words.text("--what"), "each, dissolved, split, overlaps, alone, roads"});
    circles.product = static_cast<CircleProduct>(product - std::begin(kProducts));
  }
  circles.rings = words.flag("--rings");
  if (circles.rings && circles.product != CircleProduct::each &&
      circles.product != CircleProduct::dissolved)
    return wrong_use("cli_only_with", words.where(), {"--rings", "--what each, --what dissolved"});
  if (words.has("--people") && circles.product == CircleProduct::roads)
    return wrong_use("cli_people_of_roads", words.where(), {});
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

}  // namespace lifecircle
