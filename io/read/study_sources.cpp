#include "io/read/study_sources.hpp"

#include <algorithm>
#include <filesystem>
#include <set>
#include <string_view>
#include <system_error>

#include "engine/places/opening_hours.hpp"
#include "io/read/database.hpp"
#include "io/read/gdal_open.hpp"
#include "io/read/profile_file.hpp"

namespace lifecircle {

namespace {

namespace fs = std::filesystem;

const std::vector<std::string> kLayerKeys{"file",  "layer", "crs", "axes", "encoding",
                                          "where", "x",     "y",   "wkt",  "columns"};

/// The keys of a layer, of an OSM file, and `more`.
std::vector<std::string> layer_keys(std::vector<std::string> more) {
  more.insert(more.begin(), kLayerKeys.begin(), kLayerKeys.end());
  return more;
}
std::vector<std::string> feature_keys(std::vector<std::string> more) {
  more.insert(more.begin(), {"osm", "locate"});
  return layer_keys(std::move(more));
}

std::string section(const char* name, std::size_t number) {
  return "[[" + std::string{name} + "]] " + std::to_string(number);
}

}  // namespace

bool is_osm_file(const std::string& path) {
  std::string name = path;
  for (const std::string_view packed : {".gz", ".bz2"})
    if (name.ends_with(packed)) name.resize(name.size() - packed.size());
  return name.ends_with(".osm") || path.ends_with(".pbf");
}

std::string StudySources::file(TomlTable& table, const char* key) {
  const std::string stated = table.need_text(key);
  return stated.empty() ? stated : resolved(stated, table, key);
}

std::string StudySources::resolved(const std::string& stated, const TomlTable& table,
                                   const char* key) {
  if (is_database(stated)) return stated;
  if (stated.find("://") != std::string::npos) {
    faults_.add("file_name_refused", table.line_of(key), table.section(), {});
    return stated;
  }
  const fs::path path = fs::path{faults_.file_at(table.line_of(key))}.parent_path() /
                        stated;  // an absolute path stays what it is
  if (files_must_exist_) {
    std::error_code failed;
    if (!fs::exists(path, failed)) {
      const std::string meant = files_meant(path.string());
      const std::string looked = path.lexically_normal().string();
      if (meant.empty())
        faults_.add("study_no_file", table.line_of(key), table.section(), {stated, looked},
                    Fault::storage);
      else
        faults_.add("study_no_file_meant", table.line_of(key), table.section(),
                    {stated, looked, meant}, Fault::storage);
    }
  }
  return path.lexically_normal().string();
}

void StudySources::read_where(TomlTable& table, LayerSource& layer) {
  const TomlValue* where = table.table("where");
  if (where == nullptr) return;
  const auto as_text = [](const TomlValue& value) -> std::string {
    if (value.is(TomlValue::Kind::integer)) return std::to_string(value.integer);
    return value.is(TomlValue::Kind::text) ? value.text : std::string{};
  };
  for (const auto& [column, value] : where->entries) {
    std::vector<std::string> admitted;
    if (value.is(TomlValue::Kind::list))
      for (const TomlValue& item : value.items) admitted.push_back(as_text(item));
    else
      admitted.push_back(as_text(value));
    if (admitted.empty() || std::ranges::count(admitted, std::string{}) != 0)
      faults_.add("study_bad_where", value.line, table.section(), {column});
    layer.where[column] = admitted;
  }
}

LayerSource StudySources::layer(TomlTable& table) {
  LayerSource source;
  source.file = file(table, "file");
  source.layer = table.text("layer");
  source.crs = table.text("crs");
  const std::string axes = table.text("axes", "as_written");
  table.one_of("axes", axes, {"as_written", "swapped"});
  source.axes = axes == "swapped" ? Axes::swapped : Axes::as_written;
  source.encoding = table.text("encoding");
  source.columns = table.texts("columns");
  if (!source.columns.empty()) {
    const std::set<std::string> names{source.columns.begin(), source.columns.end()};
    const auto family = family_of(source.file);
    if (family && family.value() != FileFamily::csv && family.value() != FileFamily::tsv)
      table.fault("study_columns_of_csv", "columns", {source.file});
    if (names.size() != source.columns.size() || names.contains(std::string{}))
      table.fault("study_columns_differ", "columns", {});
  }
  source.x = table.text("x");
  source.y = table.text("y");
  source.wkt = table.text("wkt");
  if (source.x.empty() != source.y.empty())
    table.fault("study_x_without_y", source.x.empty() ? "y" : "x", {});
  read_where(table, source);
  return source;
}

FeatureSource StudySources::features(TomlTable& table) {
  FeatureSource source;
  source.layer = layer(table);
  source.stated_at = table.stated_at();
  for (auto& filter : table.texts("osm")) {
    source.osm.push_back({filter});
    if (const auto good = check_tag_filter(source.osm.back()); !good)
      table.fault(good.error().key, "osm", good.error().args);
  }
  const bool osm_file = is_osm_file(source.layer.file);
  if (source.is_osm() && !osm_file && !source.layer.file.empty())
    table.fault("study_osm_of_layer", "osm", {source.layer.file});
  if (osm_file && !table.has("osm"))
    table.fault("study_osm_needs_tags", "file", {source.layer.file});
  if (osm_file)
    for (const auto& key : kLayerKeys)
      if (key != "file" && table.has(key.c_str()))
        table.fault("study_not_for_osm", key.c_str(), {key});
  read_locate(table, source);
  return source;
}

void StudySources::read_locate(TomlTable& table, FeatureSource& source) {
  const TomlValue* locate = table.table("locate");
  if (locate == nullptr) return;
  TomlTable inner{*locate, table.section() + " locate", feature_keys({"match"}), faults_};
  LocateSource where{features(inner), {}};
  for (const auto& [ours, theirs] : inner.text_map("match")) where.match.emplace_back(ours, theirs);
  if (where.match.empty()) inner.missing("match");
  if (!where.from.locate.empty()) inner.fault("study_locate_twice", "locate", {});
  if (source.is_osm()) table.fault("study_not_for_osm", "locate", {"locate"});
  source.locate.push_back(std::move(where));
}

void StudySources::read_area(const TomlValue& value, StudyFile& study) {
  TomlTable table{value, "[area]", feature_keys({}), faults_};
  study.area = features(table);
}

void StudySources::read_network(const TomlValue& value, StudyFile& study) {
  TomlTable table{value, "[network]", {"roads", "osm", "elevation"}, faults_};
  std::size_t number = 0;
  for (const TomlValue* roads : table.tables("roads")) read_roads(*roads, ++number, study);
  number = 0;
  for (const TomlValue* osm : table.tables("osm")) read_osm_roads(*osm, ++number, study);
  if (!table.has("roads") && !table.has("osm")) table.fault("study_no_network", "", {});
  read_elevation(table, study);
}

/// A file, a table, or a list of either.
void StudySources::read_elevation(TomlTable& network, StudyFile& study) {
  const TomlValue* value = network.any("elevation");
  if (value == nullptr) return;
  const bool is_list = value->is(TomlValue::Kind::list);
  const std::vector<TomlValue> rasters = is_list ? value->items : std::vector{*value};
  if (rasters.empty()) network.fault("study_bad_elevation", "elevation", {});
  std::size_t number = 0;
  for (const TomlValue& raster : rasters) {
    ++number;
    LayerSource source;
    if (raster.is(TomlValue::Kind::text) && !raster.text.empty()) {
      source.file = resolved(raster.text, network, "elevation");
    } else if (raster.is(TomlValue::Kind::table)) {
      TomlTable table{raster, section("network.elevation", number), {"file", "crs"}, faults_};
      source.file = file(table, "file");
      source.crs = table.text("crs");
    } else {
      network.fault("study_bad_elevation", "elevation", {});
      return;
    }
    study.elevation.push_back(std::move(source));
  }
}

void StudySources::read_roads(const TomlValue& value, std::size_t number, StudyFile& study) {
  TomlTable table{value, section("network.roads", number),
                  layer_keys({"class", "speed_limit", "oneway", "level", "bridge", "tunnel", "id",
                              "forward_seconds", "backward_seconds", "default_class", "modes",
                              "join", "tolerance"}),
                  faults_};
  RoadSource roads;
  roads.stated_at = table.stated_at();
  roads.layer = layer(table);
  if (is_osm_file(roads.layer.file)) table.fault("study_osm_as_roads", "file", {roads.layer.file});

  RoadColumns& columns = roads.columns;
  columns.road_class = table.text("class");
  columns.speed_limit = table.text("speed_limit");
  columns.oneway = table.text("oneway");
  columns.level = table.text("level");
  columns.bridge = table.text("bridge");
  columns.tunnel = table.text("tunnel");
  columns.id = table.text("id");
  columns.forward_seconds = table.text("forward_seconds");
  columns.backward_seconds = table.text("backward_seconds");
  columns.default_class = table.text("default_class", columns.default_class);
  if (!columns.backward_seconds.empty() && columns.forward_seconds.empty())
    table.fault("study_backward_alone", "backward_seconds", {});

  if (table.has("modes")) {
    columns.modes = Modes::none();
    for (const auto& name : table.texts("modes"))
      if (table.one_of("modes", name, mode_names()))
        columns.modes = columns.modes | Modes::of(*mode_named(name));
  }
  const std::string join = table.text("join", "ends");
  table.one_of("join", join, {"ends", "crossings"});
  columns.node_crossings = join == "crossings";
  columns.tolerance_m = table.number("tolerance", 0);
  if (!(columns.tolerance_m >= 0 && columns.tolerance_m <= 100))
    table.fault("study_bad_tolerance", "tolerance", {"100", "tolerance"});
  study.roads.push_back(std::move(roads));
}

void StudySources::read_osm_roads(const TomlValue& value, std::size_t number, StudyFile& study) {
  TomlTable table{value, section("network.osm", number), {"file", "ferries"}, faults_};
  OsmRoadSource osm;
  osm.stated_at = table.stated_at();
  osm.file = file(table, "file");
  osm.ferries = table.flag("ferries", false);
  if (!osm.file.empty() && !is_osm_file(osm.file)) table.fault("study_not_osm", "file", {osm.file});
  study.osm_roads.push_back(std::move(osm));
}

void StudySources::read_barriers(const TomlValue& value, StudyFile& study) {
  TomlTable table{value, "[barriers]", {"osm", "layers"}, faults_};
  study.barriers_from_osm = table.flag("osm", true);
  if (table.has("osm") && study.barriers_from_osm && study.osm_roads.empty())
    table.fault("study_barriers_without_osm", "osm", {});
  std::size_t number = 0;
  for (const TomlValue* one : table.tables("layers")) {
    TomlTable inner{*one, section("barriers.layers", ++number), feature_keys({}), faults_};
    study.barriers.push_back(features(inner));
  }
}

std::string StudySources::hours_otherwise(TomlTable& table) {
  std::string stated = table.text("hours_otherwise");
  if (!stated.empty() && !OpeningHours::parse(stated))
    table.fault("study_bad_hours", "hours_otherwise", {stated});
  return stated;
}

void StudySources::read_gates(const TomlValue& value, std::size_t number, StudyFile& study) {
  TomlTable table{
      value, section("gates", number),
      feature_keys({"hours", "hours_otherwise", "who", "within", "compound", "residents_hours"}),
      faults_};
  GateSource gates;
  gates.from = features(table);
  gates.hours = table.text("hours", gates.from.is_osm() ? "opening_hours" : "");
  gates.hours_otherwise = hours_otherwise(table);
  gates.who = table.text("who");
  gates.compound = table.text("compound");
  gates.residents_hours = table.text("residents_hours");
  for (const auto& [key, column] :
       {std::pair{"compound", gates.compound}, {"residents_hours", gates.residents_hours}})
    if (!column.empty() && study.compounds.empty()) table.fault("study_no_compounds", key, {key});
  gates.within_m = table.number("within", gates.within_m);
  if (!(gates.within_m >= 0 && gates.within_m <= 100))
    table.fault("study_bad_tolerance", "within", {"100", "within"});
  study.gates.push_back(std::move(gates));
}

void StudySources::read_compounds(const TomlValue& value, std::size_t number, StudyFile& study) {
  TomlTable table{value, section("compounds", number), feature_keys({"code", "walls"}), faults_};
  CompoundSource compounds;
  compounds.from = features(table);
  compounds.code = table.text("code");
  compounds.walls = table.flag("walls", false);
  study.compounds.push_back(std::move(compounds));
}

void StudySources::read_units(const TomlValue& value, StudyFile& study) {
  TomlTable table{value, "[units]",
                  feature_keys({"code", "name", "setting", "point_x", "point_y", "points", "group",
                                "township_name", "numbers", "yes"}),
                  faults_};
  UnitSource units;
  units.from = features(table);
  const bool osm = units.from.is_osm();
  units.code = osm ? table.text("code", "osm_id") : table.need_text("code");
  units.name = table.text("name", osm ? "name" : "");
  units.setting = table.text("setting");
  units.group = table.text("group");
  units.township_name = table.text("township_name");
  units.stated = {table.text_map("numbers"), table.text_map("yes")};
  units.point_x = table.text("point_x");
  units.point_y = table.text("point_y");
  if (units.point_x.empty() != units.point_y.empty())
    table.fault("study_x_without_y", units.point_x.empty() ? "point_y" : "point_x", {});
  if (const TomlValue* points = table.table("points")) {
    TomlTable inner{*points, "[units] points", layer_keys({"code"}), faults_};
    units.points = layer(inner);
    units.points_code = inner.need_text("code");
    if (!units.point_x.empty()) table.fault("study_points_twice", "points", {});
  }
  study.units = std::move(units);
}

void StudySources::read_counts(TomlTable& table, PeopleSource& people) {
  if (table.has("people"))
    people.counts.push_back({{"people", "people"}, table.text("people")});
  else
    people.counts.push_back({{"places", "places"}, ""});
  for (const auto& [measure, column] : table.text_map("groups"))
    people.counts.push_back({{measure, "people"}, column});
  for (const auto& [measure, column] : table.text_map("counts"))
    people.counts.push_back({{measure, measure}, column});
  std::set<std::string> seen;
  for (const auto& count : people.counts)
    if (!seen.insert(count.measure.name).second)
      table.fault("study_measure_twice", "groups", {count.measure.name});
}

void StudySources::read_people(const TomlValue& value, std::size_t number, StudyFile& study) {
  const std::string here = section("people", number);
  PeopleSource people;
  if (value.entries.contains("raster")) {
    TomlTable table{value, here, {"raster", "crs"}, faults_};
    people.raster = true;
    people.from.stated_at = table.stated_at();
    people.from.layer.file = file(table, "raster");
    people.from.layer.crs = table.text("crs");
    people.counts.push_back({{"people", "people"}, ""});
    study.people.push_back(std::move(people));
    return;
  }
  TomlTable table{
      value, here,
      feature_keys({"raster", "id", "people", "groups", "counts", "unit", "spread", "buildings"}),
      faults_};
  people.from = features(table);
  people.id = table.text("id", people.from.is_osm() ? "osm_id" : "");
  people.unit_code = table.text("unit");
  if (!people.unit_code.empty() && !study.units)
    table.fault("study_unit_without_units", "unit", {});
  read_counts(table, people);

  const std::string spread = table.text("spread", "points");
  table.one_of("spread", spread, {"points", "area", "buildings"});
  people.spread = spread == "area"        ? Spread::area
                  : spread == "buildings" ? Spread::buildings
                                          : Spread::points;
  if (people.spread != Spread::points && !table.has("people"))
    table.fault("study_spread_without_people", "spread", {spread});
  if ((people.spread == Spread::buildings) != table.has("buildings"))
    table.fault("study_spread_and_buildings", table.has("buildings") ? "buildings" : "spread", {});
  if (const TomlValue* buildings = table.table("buildings")) {
    TomlTable inner{*buildings, here + " buildings", feature_keys({}), faults_};
    people.buildings = features(inner);
  }
  study.people.push_back(std::move(people));
}

void StudySources::read_facilities(const TomlValue& value, std::size_t number, StudyFile& study) {
  const std::string here = section("facilities", number);
  TomlTable table{value, here,
                  feature_keys({"kind", "id", "name", "entrances", "gates", "hours",
                                "hours_otherwise", "unit", "numbers", "yes", "opens", "closes"}),
                  faults_};
  FacilitySource facilities;
  facilities.kind = table.need_text("kind");
  facilities.from = features(table);
  const bool osm = facilities.from.is_osm();
  facilities.id = table.text("id", osm ? "osm_id" : "");
  facilities.name = table.text("name", osm ? "name" : "");
  facilities.hours = table.text("hours", osm ? "opening_hours" : "");
  facilities.hours_otherwise = hours_otherwise(table);
  facilities.unit_code = table.text("unit");
  if (!facilities.unit_code.empty() && !study.units)
    table.fault("study_unit_without_units", "unit", {});
  facilities.stated = {table.text_map("numbers"), table.text_map("yes")};
  facilities.opens = table.text("opens");
  facilities.closes = table.text("closes");
  const auto doors = [&](const char* key) -> std::optional<EntranceSource> {
    const TomlValue* value_of = table.table(key);
    if (value_of == nullptr) return {};
    TomlTable inner{*value_of, here + " " + key, layer_keys({"facility"}), faults_};
    if (facilities.id.empty()) table.fault("study_entrances_without_id", key, {key});
    return EntranceSource{layer(inner), inner.need_text("facility")};
  };
  facilities.entrances = doors("entrances");
  facilities.gates = doors("gates");
  study.facilities.push_back(std::move(facilities));
}

void StudySources::read_land(const TomlValue& value, std::size_t number, StudyFile& study) {
  TomlTable table{value, section("land", number), feature_keys({"name"}), faults_};
  LandSource land;
  land.name = table.need_text("name");
  land.from = features(table);
  study.land.push_back(std::move(land));
}

}  // namespace lifecircle
