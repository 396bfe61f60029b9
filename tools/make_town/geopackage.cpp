#include "tools/make_town/geopackage.hpp"

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <cmath>
#include <filesystem>
#include <stdexcept>
#include <utility>

namespace lifecircle::county {
namespace {

/// Millimetres east and north of the middle of every county in its zone: about 107.6 E, 35.0 N.
constexpr std::int64_t kMiddleEast = 463'500'000, kMiddleNorth = 3'874'600'000;
constexpr int kBatch = 200'000;  ///< rows a transaction

struct FieldOf {
  const char* name;
  OGRFieldType type;
  int width = 0;
};

[[noreturn]] void fail(const std::string& what) {
  const char* why = CPLGetLastErrorMsg();
  throw std::runtime_error{what + (why != nullptr && *why != '\0' ? std::string{": "} + why : "")};
}

/// One layer and the feature that is filled again and again.
class OutLayer {
 public:
  OutLayer(GDALDataset& dataset, const char* name, OGRwkbGeometryType type,
           OGRSpatialReference& crs, const std::vector<FieldOf>& fields)
      : name_{name} {
    char** options = CSLSetNameValue(nullptr, "SPATIAL_INDEX", "NO");
    options = CSLSetNameValue(options, "GEOMETRY_NAME", "geom");
    layer_ = dataset.CreateLayer(name, &crs, type, options);
    CSLDestroy(options);
    if (layer_ == nullptr) fail(std::string{"cannot make layer "} + name);
    for (const FieldOf& field : fields) {
      OGRFieldDefn definition{field.name, field.type};
      if (field.width > 0) definition.SetWidth(field.width);
      if (layer_->CreateField(&definition) != OGRERR_NONE)
        fail(std::string{"cannot make field "} + field.name);
    }
    feature_.reset(OGRFeature::CreateFeature(layer_->GetLayerDefn()));
  }

  void clear() {
    feature_->Reset();
    next_ = 0;
  }
  OutLayer& text(std::string_view value) {
    if (value.empty()) return skip();
    feature_->SetField(next_++, std::string{value}.c_str());
    return *this;
  }
  OutLayer& number(std::int64_t value) {
    feature_->SetField(next_++, static_cast<GIntBig>(value));
    return *this;
  }
  OutLayer& positive(std::int64_t value) { return value > 0 ? number(value) : skip(); }
  OutLayer& yes_no(std::optional<bool> value) { return value ? number(*value ? 1 : 0) : skip(); }
  OutLayer& skip() {
    feature_->SetFieldNull(next_++);
    return *this;
  }
  void write(std::unique_ptr<OGRGeometry> geometry) {
    feature_->SetGeometryDirectly(geometry.release());
    if (layer_->CreateFeature(feature_.get()) != OGRERR_NONE)
      fail("cannot write to layer " + name_);
    ++rows_;
  }

  const std::string& name() const { return name_; }
  std::int64_t rows() const { return rows_; }

 private:
  std::string name_;
  OGRLayer* layer_ = nullptr;
  OGRFeatureUniquePtr feature_;
  int next_ = 0;
  std::int64_t rows_ = 0;
};

}  // namespace

struct CountyFile::State {
  std::string path, draft;
  std::int64_t west = 0, south = 0;  ///< mm, of the lattice's corner
  OGRSpatialReference crs;
  GDALDatasetUniquePtr dataset;
  std::vector<std::unique_ptr<OutLayer>> layers;
  OutLayer *area = nullptr, *units = nullptr, *roads = nullptr, *barriers = nullptr,
           *gates = nullptr;
  OutLayer *dwellings = nullptr, *facilities = nullptr, *parks = nullptr, *entrances = nullptr;
  Totals totals;
  int in_batch = 0;
  bool finished = false;

  OutLayer* add(const char* name, OGRwkbGeometryType type, const std::vector<FieldOf>& fields) {
    layers.push_back(std::make_unique<OutLayer>(*dataset, name, type, crs, fields));
    return layers.back().get();
  }
  void begin() {
    if (dataset->StartTransaction() != OGRERR_NONE) fail("cannot begin to write " + draft);
  }
  void commit() {
    if (dataset->CommitTransaction() != OGRERR_NONE) fail("cannot write " + draft);
  }
  void count_row() {
    if (++in_batch < kBatch) return;
    in_batch = 0;
    commit();
    begin();
  }

  /// Metres, to the nearest double of the whole millimetre.
  double east(Spot p) const { return static_cast<double>(west + p.x) / 1000; }
  double north(Spot p) const { return static_cast<double>(south + p.y) / 1000; }
  std::unique_ptr<OGRGeometry> point(Spot p) const {
    return std::make_unique<OGRPoint>(east(p), north(p));
  }
  template <class Curve>
  std::unique_ptr<Curve> curve(const Line& line) const {
    auto shape = std::make_unique<Curve>();
    shape->setNumPoints(static_cast<int>(line.size()), FALSE);
    for (std::size_t k = 0; k < line.size(); ++k)
      shape->setPoint(static_cast<int>(k), east(line[k]), north(line[k]));
    return shape;
  }
  std::unique_ptr<OGRGeometry> polygon(const Outline& outline) const {
    auto shape = std::make_unique<OGRPolygon>();
    for (const Line& ring : outline.rings)
      shape->addRingDirectly(curve<OGRLinearRing>(ring).release());
    return shape;
  }
};

CountyFile::CountyFile(const std::string& path, const Lattice& lattice, bool roads_only)
    : state_{std::make_unique<State>()} {
  State& s = *state_;
  s.path = path;
  const std::filesystem::path target{path};
  s.draft = (target.parent_path() / ("." + target.stem().string() + ".part.gpkg")).string();
  std::error_code ignored;
  if (!target.parent_path().empty())
    std::filesystem::create_directories(target.parent_path(), ignored);
  std::filesystem::remove(s.draft, ignored);
  s.west = kMiddleEast - lattice.columns() * static_cast<std::int64_t>(Lattice::kStep) / 2;
  s.south = kMiddleNorth - lattice.rows() * static_cast<std::int64_t>(Lattice::kStep) / 2;

  GDALAllRegister();
  CPLSetConfigOption("OGR_CURRENT_DATE", "2024-01-01T00:00:00.000Z");
  // The file is a draft until it is renamed: no journal and no syncing is needed on the way.
  CPLSetConfigOption("OGR_SQLITE_SYNCHRONOUS", "OFF");
  CPLSetConfigOption("OGR_SQLITE_JOURNAL", "OFF");
  CPLPushErrorHandler(CPLQuietErrorHandler);
  if (s.crs.importFromEPSG(4545) != OGRERR_NONE) fail("PROJ does not know EPSG:4545");
  s.crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("GPKG");
  if (driver == nullptr) fail("GDAL has no GeoPackage driver");
  s.dataset.reset(driver->Create(s.draft.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  if (!s.dataset) fail("cannot make " + s.draft);
  const auto add_roads = [&s] {
    s.roads = s.add("roads", wkbLineString,
                    {{"id", OFTInteger64},
                     {"class", OFTString},
                     {"maxspeed", OFTInteger},
                     {"oneway", OFTString},
                     {"level", OFTInteger},
                     {"bridge", OFTInteger},
                     {"tunnel", OFTInteger},
                     {"name", OFTString}});
  };
  if (roads_only) {
    add_roads();
    s.begin();
    return;
  }
  s.area = s.add("area", wkbPolygon, {{"name", OFTString}});
  std::vector<FieldOf> of_units{{"code", OFTString, 12},
                                {"name", OFTString},
                                {"setting", OFTString},
                                {"group", OFTString},
                                {"township", OFTString}};
  for (const char* column : kUnitColumns) of_units.push_back({column, OFTInteger64});
  s.units = s.add("units", wkbPolygon, of_units);
  add_roads();
  s.barriers = s.add("barriers", wkbLineString, {{"id", OFTInteger64}, {"kind", OFTString}});
  s.gates =
      s.add("gates", wkbPoint, {{"id", OFTInteger64}, {"kind", OFTString}, {"name", OFTString}});
  s.dwellings = s.add("dwellings", wkbPoint,
                      {{"id", OFTInteger64},
                       {"people", OFTInteger},
                       {"elderly", OFTInteger},
                       {"children", OFTInteger},
                       {"households", OFTInteger},
                       {"dwellings", OFTInteger},
                       {"code", OFTString, 12}});
  s.facilities = s.add("facilities", wkbPoint,
                       {{"id", OFTInteger64},
                        {"kind", OFTString},
                        {"name", OFTString},
                        {"floor_area_m2", OFTInteger},
                        {"capacity", OFTInteger},
                        {"code", OFTString, 12},
                        {"activity_area_m2", OFTInteger},
                        {"hours", OFTString},
                        {"co_located", OFTInteger},
                        {"sports_open", OFTInteger}});
  s.parks = s.add(
      "parks", wkbPolygon,
      {{"id", OFTInteger64}, {"kind", OFTString}, {"name", OFTString}, {"area_m2", OFTInteger64}});
  s.entrances =
      s.add("park_entrances", wkbPoint, {{"id", OFTInteger64}, {"facility", OFTInteger64}});
  s.begin();
}

CountyFile::~CountyFile() {
  if (!state_->finished) {
    state_->layers.clear();
    if (state_->dataset) state_->dataset->RollbackTransaction();
    state_->dataset.reset();
    std::error_code ignored;
    std::filesystem::remove(state_->draft, ignored);
  }
  CPLPopErrorHandler();
}

void CountyFile::area(const Outline& outline, std::string_view name) {
  if (state_->area == nullptr) return;
  state_->area->clear();
  state_->area->text(name).write(state_->polygon(outline));
}

void CountyFile::unit(const Outline& outline, const UnitPlan& unit, const UnitFacts& facts) {
  if (state_->units == nullptr) return;
  OutLayer& layer = *state_->units;
  layer.clear();
  layer.text(unit.code).text(unit.name).text(unit.town ? "town" : "country").text(facts.group);
  layer.text(unit.township_name);
  for (const std::int64_t value : facts.values) layer.number(value);
  layer.write(state_->polygon(outline));
  state_->count_row();
}

void CountyFile::road(const RoadLine& road) {
  State& s = *state_;
  Totals& t = s.totals;
  for (std::size_t k = 0; k + 1 < road.line.size(); ++k) {
    const auto dx = static_cast<double>(road.line[k + 1].x - road.line[k].x);
    const auto dy = static_cast<double>(road.line[k + 1].y - road.line[k].y);
    t.road_km += std::sqrt(dx * dx + dy * dy) / 1e6;
  }
  OutLayer& layer = *s.roads;
  layer.clear();
  layer.number(++t.road_lines).text(word(road.road));
  layer.positive(speed_limit(road.road))
      .text(road.oneway)
      .number(road.level)
      .number(road.bridge ? 1 : 0)
      .number(road.tunnel ? 1 : 0)
      .text(road.name);
  layer.write(s.curve<OGRLineString>(road.line));
  s.count_row();
}

void CountyFile::barrier(const Line& line, const char* kind) {
  State& s = *state_;
  ++s.totals.barriers;
  if (s.barriers == nullptr) return;
  s.barriers->clear();
  s.barriers->number(s.totals.barriers).text(kind).write(s.curve<OGRLineString>(line));
  s.count_row();
}

void CountyFile::gate(Spot at, std::string_view name) {
  State& s = *state_;
  ++s.totals.gates;
  if (s.gates == nullptr) return;
  s.gates->clear();
  s.gates->number(s.totals.gates).text("gate").text(name).write(s.point(at));
  s.count_row();
}

void CountyFile::dwelling(const Dwelling& d) {
  State& s = *state_;
  Totals& t = s.totals;
  t.remote += d.remote;
  t.people += d.people;
  t.elderly += d.elderly;
  t.children += d.children;
  t.households += d.households;
  ++t.dwellings;
  if (s.dwellings == nullptr) return;
  OutLayer& layer = *s.dwellings;
  layer.clear();
  layer.number(t.dwellings)
      .number(d.people)
      .number(d.elderly)
      .number(d.children)
      .number(d.households);
  layer.number(d.dwellings).text(d.unit_code).write(s.point(d.at));
  s.count_row();
}

void CountyFile::facility(const FacilityRow& row) {
  State& s = *state_;
  const auto kind = static_cast<std::size_t>(row.kind);
  ++s.totals.facilities_by_kind[kind];
  ++s.totals.facilities;
  if (s.facilities == nullptr) return;
  OutLayer& layer = *s.facilities;
  layer.clear();
  layer.number(s.totals.facilities).text(facility_kinds()[kind].word).text(row.name);
  layer.positive(row.floor_area).positive(row.capacity).text(row.unit_code);
  layer.positive(row.activity_area).text(row.hours);
  layer.yes_no(row.co_located).yes_no(row.sports_open).write(s.point(row.at));
  s.count_row();
}

void CountyFile::park(const Line& ring, std::string_view name, const std::vector<Spot>& entrances) {
  State& s = *state_;
  // Far above any number in the layer of facilities: the two are used together.
  const std::int64_t id = 900'000'000 + ++s.totals.parks;
  if (s.parks == nullptr) {
    s.totals.entrances += static_cast<std::int64_t>(entrances.size());
    return;
  }
  double twice = 0;
  for (std::size_t k = 0; k + 1 < ring.size(); ++k)
    twice +=
        static_cast<double>(ring[k].x - ring[0].x) *
            static_cast<double>(ring[k + 1].y - ring[0].y) -
        static_cast<double>(ring[k + 1].x - ring[0].x) * static_cast<double>(ring[k].y - ring[0].y);
  s.parks->clear();
  s.parks->number(id).text("park").text(name).number(static_cast<std::int64_t>(twice / 2e6));
  s.parks->write(s.polygon(Outline{{ring}}));
  for (const Spot p : entrances) {
    s.entrances->clear();
    s.entrances->number(++s.totals.entrances).number(id).write(s.point(p));
  }
  s.count_row();
}

const Totals& CountyFile::totals() const {
  return state_->totals;
}

void CountyFile::finish() {
  State& s = *state_;
  s.commit();
  std::vector<std::pair<std::string, std::int64_t>> rows;
  for (const auto& layer : s.layers) rows.emplace_back(layer->name(), layer->rows());
  s.layers.clear();
  s.dataset.reset();
  // GDAL may lose rows without a word when a disk is full.
  const GDALDatasetUniquePtr again{
      GDALDataset::Open(s.draft.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY)};
  if (!again) fail("cannot read back " + s.draft);
  for (const auto& [name, count] : rows) {
    OGRLayer* layer = again->GetLayerByName(name.c_str());
    // A filter makes it count the rows instead of believing the count it keeps.
    if (layer == nullptr || layer->SetAttributeFilter("fid >= 0") != OGRERR_NONE ||
        layer->GetFeatureCount() != count)
      fail("rows were lost in layer " + name);
  }
  std::error_code error;
  std::filesystem::rename(s.draft, s.path, error);
  if (error) throw std::runtime_error{"cannot rename " + s.draft + ": " + error.message()};
  s.finished = true;
}

}  // namespace lifecircle::county
