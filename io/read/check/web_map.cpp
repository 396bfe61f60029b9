#include <map>
#include <set>

#include "io/read/check/check_sources.hpp"
#include "io/read/check/shifts.hpp"
#include "io/read/layer_rows.hpp"
#include "io/read/people_count.hpp"
#include "io/read/town_parts.hpp"

namespace lifecircle {

namespace {

using namespace check_sources;

/// One source and who speaks for or against it.
struct Suspect {
  std::string stated_at, file, kind;
  Degrees stated = Degrees::wgs84;
  std::string read_as = {};  ///< the system its numbers are in
  bool of_angles = true;     ///< else no web map's degrees can be stated for them
  std::vector<Thing> things = {};
  std::vector<Known> located_by = {};  ///< what rows without coordinates are located by
  std::int64_t people = 0;
};

std::vector<Known> known_of(const Features& features, const std::string& name) {
  std::vector<Known> known;
  for (std::size_t i = 0; i < features.size(); ++i)
    if (!features.shape[i].parts.empty() && !features.text(name, i).empty())
      known.push_back({features.text(name, i), features.shape[i]});
  return known;
}

/// One row of a name for all shapes of that name: the villages' many built-up areas.
std::vector<Known> joined_by_name(const std::vector<Known>& known) {
  std::map<std::string, Shape> by_name;
  for (const Known& one : known) {
    Shape& shape = by_name.try_emplace(one.name, Shape{one.shape.kind, {}}).first->second;
    if (shape.kind == one.shape.kind)
      shape.parts.insert(shape.parts.end(), one.shape.parts.begin(), one.shape.parts.end());
  }
  std::vector<Known> joined;
  for (auto& [name, shape] : by_name) joined.push_back({name, std::move(shape)});
  return joined;
}

class Gatherer {
 public:
  Gatherer(const LoadedTown& loaded, const Shifts& shifts, const Progress& progress)
      : reading_{loaded.frame, loaded.box, ignored_, progress}, shifts_{shifts} {}

  std::vector<Known> names_of_osm(const StudyFile& study) {
    std::set<std::string> files;
    for (const OsmRoadSource& roads : study.osm_roads) files.insert(roads.file);
    for (const FacilitySource& facilities : study.facilities)
      if (facilities.from.is_osm()) files.insert(facilities.from.layer.file);
    std::vector<Known> known;
    for (const std::string& file : files) {
      const auto found = read_osm_features(file, reading_.frame, {{"name=*"}}, {"name"}, ignored_,
                                           reading_.progress);
      if (!found) continue;
      for (Known& one : known_of(found.value().features, "name")) known.push_back(std::move(one));
    }
    return known;
  }

  std::optional<Suspect> suspect(const FeatureSource& from, std::string name,
                                 const std::string& count, const std::string& kind) {
    if (from.is_osm()) return std::nullopt;
    if (!from.locate.empty()) name = from.locate.front().match.front().first;
    // Rows that are located have no numbers of their own, so the layer alone is read. Of facilities
    // with all they say, which may be an address; people are too many for that.
    std::vector<std::string> columns;
    if (kind.empty()) {
      columns = {count.empty() ? name : count, name};
      std::erase(columns, std::string{});
    }
    const auto read =
        read_features(from.layer, reading_.frame, columns, true, ignored_, reading_.progress);
    if (!read) return std::nullopt;
    const Features& features = read.value();
    const auto rows = LayerRows::open(
        from.layer, {.columns = {}, .geometry_optional = !from.locate.empty()}, ignored_);
    if (!rows) return std::nullopt;
    const ToLonLat& crs = rows.value().to_lonlat();
    Suspect one{.stated_at = from.stated_at,
                .file = from.layer.file,
                .kind = kind,
                .stated = degrees_stated(from.layer.crs),
                .read_as = crs.name(),
                .of_angles = crs.of_angles()};
    if (!from.locate.empty()) {
      const std::string& theirs = from.locate.front().match.front().second;
      const auto others = town_parts::read(from.locate.front().from, {theirs}, false, reading_);
      if (others) one.located_by = joined_by_name(known_of(others.value().features, theirs));
    }
    for (std::size_t i = 0; i < features.size(); ++i) {
      const Shape& shape = features.shape[i];
      if (shape.parts.empty()) continue;
      one.people += count.empty() ? 1000 : thousandths(features.text(count, i)).value_or(0);
      const Point at =
          shape.kind == ShapeKind::point ? shape.parts.front().front() : centroid(shape);
      if (!shifts_.inside_china(at)) continue;
      Thing thing{at, features.text(name, i), {}};
      if (!kind.empty())
        for (const auto& column : features.columns) thing.texts.push_back(column[i]);
      one.things.push_back(std::move(thing));
    }
    return one;
  }

 private:
  Problems ignored_;
  town_parts::Reading reading_;
  const Shifts& shifts_;
};

}  // namespace

std::vector<SourceFinding> check_web_maps(const StudyFile& study, const LoadedTown& loaded,
                                          const Ground& ground, const Progress& progress) {
  const Shifts shifts{loaded.frame, ground};
  Gatherer gatherer{loaded, shifts, progress};
  const std::vector<Known> of_osm = gatherer.names_of_osm(study);

  std::vector<SourceFinding> findings;
  const auto ask = [&](const std::optional<Suspect>& one) {
    if (!one || !tell(progress, "stage_check", 0, 0)) return;
    auto verdict = ask_names(one->things, one->stated, of_osm, shifts);
    if (!verdict) verdict = ask_names(one->things, one->stated, one->located_by, shifts);
    if (!verdict) verdict = ask_roads(one->things, one->stated, shifts);
    if (!verdict) return;
    SourceFinding found{
        {.what = {one->of_angles ? "check_web_map" : "check_web_map_projected",
                  {one->file, one->of_angles ? name_of(one->stated) : one->read_as,
                   name_of(verdict->is)}},
         .where = one->stated_at,
         .evidence = verdict->evidence,
         .fix = one->of_angles ? std::string{"crs = \""} + crs_key(verdict->is) + "\"" : ""},
        one->kind};
    if (one->kind.empty())
      found.finding.people = one->people;
    else
      for (const Thing& thing : one->things) found.places.push_back(thing.at);
    findings.push_back(std::move(found));
  };
  for (const PeopleSource& people : study.people)
    if (!people.raster) ask(gatherer.suspect(people.from, "", people.counts.front().column, ""));
  for (const FacilitySource& facilities : study.facilities)
    ask(gatherer.suspect(facilities.from, facilities.name, "", facilities.kind));
  return findings;
}

}  // namespace lifecircle
