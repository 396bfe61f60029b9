#include "io/read/siting_places.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <utility>

#include "engine/places/shape_distance.hpp"
#include "io/read/town_parts.hpp"

namespace lifecircle {
namespace {

using town_parts::Reading;
using town_parts::Whereabouts;

void doubt(Problems& problems, const CandidateSource& source, const char* key,
           std::vector<std::string> args) {
  problems.add({.key = key,
                .file = source.places ? source.places->from.layer.file : std::string{},
                .layer = source.places ? source.places->from.layer.layer : std::string{},
                .args = std::move(args),
                .set_aside = true});
}

/// Rows of a layer, read as facilities are.
Result<std::vector<Facility>> places_of_layer(const StudyFile& study, const FacilitySource& source,
                                              const LoadedTown& loaded, const Whereabouts& where,
                                              const Reading& reading) {
  StudyFile asked;
  asked.path = study.path;
  asked.facilities.push_back(source);
  Town town;
  town.units = loaded.town.units;
  if (auto done = town_parts::read_facilities(asked, where, reading, town); !done)
    return done.error();
  return std::move(town.facilities);
}

/// Places along the roads people may join: in every square of a grid the one nearest to its middle,
/// which hangs on nothing but the roads. Inside the study area alone.
std::vector<Facility> places_along(const ModeGraph& graph, double spacing_m, const Town& town,
                                   const Whereabouts& where) {
  const auto side = static_cast<std::int64_t>(spacing_m * 1000);
  struct Nearest {
    std::int64_t square_distance;
    Point at;
    auto operator<=>(const Nearest&) const = default;
  };
  std::map<std::pair<std::int64_t, std::int64_t>, Nearest> squares;
  const auto cell = [side](std::int64_t v) { return v >= 0 ? v / side : -((side - 1 - v) / side); };
  const auto offer = [&](Point p) {
    const std::pair square{cell(p.x), cell(p.y)};
    const std::int64_t dx = 2 * p.x - (2 * square.first + 1) * side,
                       dy = 2 * p.y - (2 * square.second + 1) * side;
    const Nearest here{dx * dx + dy * dy, p};
    const auto [at, is_new] = squares.try_emplace(square, here);
    if (!is_new) at->second = std::min(at->second, here);
  };
  const Network& network = graph.network();
  for (std::size_t e = 0; e < network.edge_count(); ++e) {
    const EdgeId edge{e};
    if (!graph.usable(edge) || !graph.joinable(edge)) continue;
    const auto shape = network.shape(edge);
    for (std::size_t i = 0; i + 1 < shape.size(); ++i) {
      const Point a = shape[i], b = shape[i + 1];
      const auto steps = std::max<std::int64_t>(
          1, std::llround(4 * distance_mm(a, b) / static_cast<double>(side)));
      for (std::int64_t k = 0; k <= steps; ++k) {
        const auto between = [&](std::int32_t from, std::int32_t to) {
          return static_cast<std::int32_t>(from + (std::int64_t{to} - from) * k / steps);
        };
        offer({between(a.x, b.x), between(a.y, b.y)});
      }
    }
  }
  std::vector<Facility> places;
  std::uint64_t shared = 0;
  for (const auto& [square, nearest] : squares) {
    if (!where.inside(nearest.at)) continue;
    Facility f;
    f.id = "road " + std::to_string(places.size() + 1);
    f.shape = Shape::of(nearest.at);
    f.unit = where.unit_at(nearest.at, shared);
    if (f.unit) f.setting = town.units[f.unit->index()].setting;
    places.push_back(std::move(f));
  }
  return places;
}

std::vector<Facility> places_of_kind(const std::string& kind, const Town& town) {
  std::vector<Facility> places;
  for (const Facility& f : town.facilities)
    if (f.kind == kind) {
      places.push_back(f);
      places.back().stated.clear();
    }
  return places;
}

bool is_beside(const Facility& place, const CandidateSource& source, const Town& town) {
  return std::ranges::any_of(town.facilities, [&](const Facility& f) {
    return f.kind == source.beside && is_within(place.shape, f.shape, source.beside_m * 1e3);
  });
}

/// Leaves out what may not be built on, is too far from what it should stand beside, or would count
/// for nobody.
Result<Done> filter(const StudyFile& study, const CandidateSource& source, const LoadedTown& loaded,
                    const Reading& reading, std::vector<Facility>& places) {
  const auto leave_out = [&](const char* key, std::vector<std::string> more, auto stays) {
    const std::size_t all = places.size();
    std::erase_if(places, [&](const Facility& f) { return !stays(f); });
    if (places.size() == all) return;
    std::vector<std::string> args{std::to_string(all - places.size()), std::to_string(all)};
    args.insert(args.end(), more.begin(), more.end());
    doubt(reading.problems, source, key, std::move(args));
  };
  if (source.within) {
    auto read = town_parts::read(*source.within, {}, false, reading);
    if (!read) return read.error();
    std::vector<const Shape*> ground;
    for (const Shape& shape : read.value().features.shape)
      if (shape.kind == ShapeKind::area) ground.push_back(&shape);
    const AreaIndex permitted{std::move(ground)};
    leave_out("siting_candidates_off_ground", {},
              [&](const Facility& f) { return !permitted.holding(place_of(f.shape)).empty(); });
  }
  if (!source.beside.empty() && source.beside_worth == 0)
    leave_out("siting_candidates_not_beside",
              {std::to_string(static_cast<int>(source.beside_m)), source.beside},
              [&](const Facility& f) { return is_beside(f, source, loaded.town); });
  if (study.rules.region == Region::own)
    leave_out("siting_candidates_outside", {}, [](const Facility& f) { return f.own; });
  return Done{};
}

/// What a candidate costs, and whether it may and must be chosen.
void settle(const CandidateSource& source, const SitingPlan& plan, bool has_costs,
            Problems& problems, const LoadedTown& loaded, std::vector<Facility>& places) {
  std::erase_if(places, [&](Facility& f) {
    if (source.cost) f.stated[kSiteCost] = *source.cost;
    const auto cost = f.stated.find(kSiteCost);
    if (has_costs && (cost == f.stated.end() || cost->second < 0)) {
      doubt(problems, source, "siting_without_cost", {f.id});
      return true;
    }
    if (!plan.rooms.empty()) {
      if (source.room) f.stated[plan.rooms] = *source.room;
      const auto room = f.stated.find(plan.rooms);
      if (room == f.stated.end() || room->second < 0) {
        doubt(problems, source, "siting_without_room", {f.id, plan.rooms});
        return true;
      }
    }
    for (const char* name : {kSiteRequired, kSiteForbidden})
      if (const auto said = f.stated.find(name); said != f.stated.end() && said->second == 0)
        f.stated.erase(said);
    if (f.stated.contains(kSiteRequired) && f.stated.contains(kSiteForbidden)) {
      doubt(problems, source, "siting_required_and_forbidden", {f.id});
      return true;
    }
    if (source.beside_worth > 0 && is_beside(f, source, loaded.town))
      f.stated[kSiteWish] = source.beside_worth;
    f.hours = Openness::open;
    return false;
  });
}

}  // namespace

Result<SitingPlaces> read_siting_places(const StudyFile& study, const SitingSource& source,
                                        const LoadedTown& loaded, const ModeGraph& along,
                                        Problems& problems, const Progress& progress) {
  const Reading reading{loaded.frame, loaded.box, problems, progress};
  const Whereabouts where{loaded.town.area, loaded.town.units};
  SitingPlaces all;
  for (const CandidateSource& from : source.candidates)
    all.has_costs = all.has_costs || from.cost ||
                    (from.places && from.places->stated.numbers.contains(kSiteCost));
  for (const CandidateSource& from : source.candidates) {
    std::vector<Facility> places;
    if (from.places) {
      FacilitySource named = *from.places;
      named.kind = source.plan.name;
      auto read = places_of_layer(study, named, loaded, where, reading);
      if (!read) return read.error();
      places = std::move(read).value();
    } else if (from.spacing_m > 0) {
      places = places_along(along, from.spacing_m, loaded.town, where);
    } else {
      places = places_of_kind(from.kind, loaded.town);
    }
    if (auto done = filter(study, from, loaded, reading, places); !done) return done.error();
    settle(from, source.plan, all.has_costs, problems, loaded, places);
    for (Facility& f : places) all.candidates.push_back(std::move(f));
  }
  sort_facilities(all.candidates);
  const auto same = [](const Facility& a, const Facility& b) {
    return a.id == b.id && a.shape == b.shape && a.stated == b.stated;
  };
  const std::size_t before = all.candidates.size();
  all.candidates.erase(std::unique(all.candidates.begin(), all.candidates.end(), same),
                       all.candidates.end());
  if (const std::size_t twice = before - all.candidates.size(); twice > 0)
    problems.add({.key = "siting_candidate_repeated",
                  .file = {},
                  .layer = {},
                  .args = {std::to_string(twice)},
                  .set_aside = true});
  if (all.candidates.empty())
    return Error{Fault::input, "siting_no_candidates", source.stated_at, {source.plan.name}};
  for (const SitingAreaSource& from : source.areas) {
    auto read = town_parts::read(from.from, {}, false, reading);
    if (!read) return read.error();
    SitingArea area{{}, from.factor, from.first};
    for (Shape& shape : read.value().features.shape)
      if (shape.kind == ShapeKind::area && !shape.parts.empty())
        area.parts.push_back(std::move(shape));
    all.areas.push_back(std::move(area));
  }
  if (source.adjacent) {
    auto read = town_parts::read(source.adjacent->from, {}, false, reading);
    if (!read) return read.error();
    all.adjacent.within_mm = source.adjacent->metres * 1e3;
    for (Shape& shape : read.value().features.shape)
      if (shape.kind == ShapeKind::area && !shape.parts.empty())
        all.adjacent.outlines.push_back(std::move(shape));
    if (all.adjacent.outlines.empty())
      return Error{
          Fault::input, "siting_no_outlines", source.adjacent->from.layer.file, {source.plan.name}};
  }
  return all;
}

}  // namespace lifecircle
