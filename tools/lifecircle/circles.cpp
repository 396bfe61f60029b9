#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>

#include <nlohmann/json.hpp>

#include "engine/base/parallel.hpp"
#include "io/read/people_count.hpp"
#include "io/write/outputs.hpp"
#include "io/write/svg.hpp"
#include "tools/lifecircle/circle_places.hpp"
#include "tools/lifecircle/circle_rows.hpp"
#include "tools/lifecircle/console.hpp"

namespace lifecircle {
namespace {

/// Places are drawn so many at a time: what is in memory does not hang on how many there are.
constexpr std::size_t kBatch = 256;

/// Searches that threads borrow: what one has learnt of the ground stays from batch to batch.
class Searches {
 public:
  Searches(const CircleBase& base, const CircleRules& rules) : base_{&base}, rules_{rules} {}

  class Loan {
   public:
    explicit Loan(Searches& from) : from_{&from}, search_{from.take()} {}
    Loan(Loan&&) = default;
    ~Loan() {
      if (search_) from_->give(std::move(search_));
    }
    CircleSearch& operator*() { return *search_; }

   private:
    Searches* from_;
    std::unique_ptr<CircleSearch> search_;
  };
  Loan borrow() { return Loan{*this}; }

 private:
  std::unique_ptr<CircleSearch> take() {
    const std::scoped_lock lock{mutex_};
    if (free_.empty()) return std::make_unique<CircleSearch>(*base_, rules_);
    auto search = std::move(free_.back());
    free_.pop_back();
    return search;
  }
  void give(std::unique_ptr<CircleSearch> search) {
    const std::scoped_lock lock{mutex_};
    free_.push_back(std::move(search));
  }

  const CircleBase* base_;
  CircleRules rules_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<CircleSearch>> free_;
};

/// The work of one command: what was read, joined and is to be drawn.
class CircleWork {
 public:
  CircleWork(const CirclesOptions& options, const CommandRoads& roads,
             std::vector<Profile> profiles, std::vector<Facility> places, PeoplePoints people)
      : options_{options},
        places_{std::move(places)},
        people_{std::move(people)},
        network_{roads.roads},
        ground_{network_, roads.barriers} {
    graphs_.reserve(profiles.size());
    for (Profile& profile : profiles) graphs_.emplace_back(network_, std::move(profile));
    std::vector<const ModeGraph*> pointers;
    for (const ModeGraph& graph : graphs_) pointers.push_back(&graph);
    base_.emplace(ground_, pointers, AccessMap{options.access_m});
    rules_ = {.direction = options.direction,
              .limits = options.limits,
              .tolerance_m = options.tolerance_m,
              .simplify_m = options.simplify_m,
              .rings = options.rings};
    if (!people_.at.empty() && options.product != CircleProduct::roads)
      homes_.emplace(*base_, people_.at);
  }

  /// How many places, and people in thousandths, no road comes near.
  std::size_t lone_places() const {
    std::vector<char> alone(places_.size());
    parallel_for(
        places_.size(), [] { return 0; },
        [&](std::size_t p, int) {
          alone[p] = std::ranges::all_of(legs_of(p), [](const auto& legs) { return legs.empty(); });
        },
        16);
    return static_cast<std::size_t>(std::ranges::count(alone, 1));
  }
  std::int64_t lone_people() const {
    std::int64_t sum = 0;
    if (!homes_) return sum;
    for (std::size_t h = 0; h < people_.at.size(); ++h)
      if (!homes_->joined(h)) sum += people_.count[h];
    return sum;
  }
  std::int64_t all_people() const {
    std::int64_t sum = 0;
    for (const std::int64_t count : people_.count) sum += count;
    return sum;
  }
  std::size_t place_count() const { return places_.size(); }
  const std::vector<Facility>& places() const { return places_; }
  const Network& network() const { return network_; }

  Layer layer() const { return circle_layer(options_, homes_.has_value(), speeds()); }

  /// Hands out the rows, batch by batch: put(Table). False where `progress` asked to stop.
  template <class Put>
  Result<Done> draw(double earth_radius_m, const Progress& progress, Put put) {
    CircleRows rows{options_, homes_.has_value(), earth_radius_m, speeds()};
    switch (options_.product) {
      case CircleProduct::each:
        return draw_each(rows, progress, put);
      case CircleProduct::roads:
        return draw_roads(rows, progress, put);
      case CircleProduct::dissolved:
        draw_dissolved(rows, progress);
        break;
      case CircleProduct::split:
        draw_split(rows, progress);
        break;
      case CircleProduct::overlaps:
      case CircleProduct::alone:
        draw_counted(rows, progress);
        break;
    }
    return put(rows.take());
  }

 private:
  std::string speeds() const {
    std::string text;
    for (const ModeGraph& graph : graphs_)
      text += (text.empty() ? "" : "; ") + graph.profile().name;
    return text;
  }
  std::vector<std::vector<Leg>> legs_of(std::size_t p) const {
    std::vector<std::vector<Leg>> legs;
    for (const ModeGraph& graph : graphs_)
      legs.push_back(join_facility(ground_, graph, places_[p], options_.access_m).legs);
    return legs;
  }
  std::int64_t people_within(const std::vector<std::pair<std::uint32_t, Duration>>& reached,
                             std::size_t l) const {
    std::int64_t sum = 0;
    for (const auto& [home, time] : reached)
      if (time <= options_.limits[l] &&
          !(options_.rings && l > 0 && time <= options_.limits[l - 1]))
        sum += people_.count[home];
    return sum;
  }

  template <class Put>
  Result<Done> draw_each(CircleRows& rows, const Progress& progress, Put put) {
    struct Drawn {
      std::vector<Shape> shapes;
      std::vector<std::int64_t> people;
    };
    std::vector<Drawn> drawn(kBatch);
    Searches searches{*base_, rules_};
    for (std::size_t first = 0; first < places_.size(); first += kBatch) {
      if (!tell(progress, "stage_circles", first, places_.size())) return interruption();
      const std::size_t count = std::min(kBatch, places_.size() - first);
      parallel_for(
          count,
          [&] {
            return CircleSearch{*base_, rules_};
          },
          [&](std::size_t i, CircleSearch& search) {
            search.search(legs_of(first + i));
            drawn[i].shapes = search.circles();
            drawn[i].people.assign(options_.limits.size(), 0);
            if (!homes_) return;
            const auto reached = homes_->reached(search, options_.limits.back());
            for (std::size_t l = 0; l < options_.limits.size(); ++l)
              drawn[i].people[l] = people_within(reached, l);
          });
      for (std::size_t i = 0; i < count; ++i)
        for (std::size_t l = 0; l < options_.limits.size(); ++l)
          rows.add(places_[first + i].id, l, 0, drawn[i].people[l], drawn[i].shapes[l]);
      if (auto done = put(rows.take()); !done) return done;
    }
    return Done{};
  }

  template <class Put>
  Result<Done> draw_roads(CircleRows& rows, const Progress& progress, Put put) {
    std::vector<std::vector<std::vector<ReachedRoad>>> roads(kBatch);
    Searches searches{*base_, rules_};
    for (std::size_t first = 0; first < places_.size(); first += kBatch) {
      if (!tell(progress, "stage_reached", first, places_.size())) return interruption();
      const std::size_t count = std::min(kBatch, places_.size() - first);
      parallel_for(
          count,
          [&] {
            return CircleSearch{*base_, rules_};
          },
          [&](std::size_t i, CircleSearch& search) {
            search.search(legs_of(first + i));
            roads[i].clear();
            for (std::size_t g = 0; g < graphs_.size(); ++g)
              roads[i].push_back(reached_roads(search.reaches()[g],
                                               search.edges(g, options_.limits.back()),
                                               options_.limits.back()));
          });
      for (std::size_t i = 0; i < count; ++i)
        for (std::size_t g = 0; g < graphs_.size(); ++g)
          for (const ReachedRoad& road : roads[i][g])
            rows.add_road(places_[first + i].id, graphs_[g].profile().name,
                          network_.kind(road.edge).road_class, road);
      if (auto done = put(rows.take()); !done) return done;
    }
    return Done{};
  }

  std::vector<NearestField> fields() const {
    std::vector<std::vector<Seed>> seeds(graphs_.size());
    for (std::size_t p = 0; p < places_.size(); ++p) {
      const auto legs = legs_of(p);
      for (std::size_t g = 0; g < graphs_.size(); ++g)
        for (const Leg& leg : legs[g])
          if (leg.time <= options_.limits.back())
            seeds[g].push_back({leg.place, Label{leg.time, FacilityId{p}}});
    }
    std::vector<NearestField> fields;
    for (std::size_t g = 0; g < graphs_.size(); ++g)
      fields.emplace_back(graphs_[g], options_.direction, std::move(seeds[g]),
                          options_.limits.back());
    return fields;
  }

  void draw_dissolved(CircleRows& rows, const Progress& progress) {
    const auto all = fields();
    std::vector<const NearestField*> pointers;
    for (const NearestField& field : all) pointers.push_back(&field);
    const auto shapes = dissolved_circles(*base_, pointers, rules_, progress);
    const auto nearest = nearest_to_homes(*base_, pointers, people_.at);
    std::vector<std::pair<std::uint32_t, Duration>> reached;
    for (std::uint32_t h = 0; h < nearest.size(); ++h)
      if (!nearest[h].is_never()) reached.emplace_back(h, nearest[h].time());
    for (std::size_t l = 0; l < shapes.size(); ++l)
      rows.add({}, l, 0, people_within(reached, l), shapes[l]);
  }

  void draw_split(CircleRows& rows, const Progress& progress) {
    const auto all = fields();
    std::vector<const NearestField*> pointers;
    for (const NearestField& field : all) pointers.push_back(&field);
    const auto areas = split_by_nearest(*base_, pointers, rules_, progress);
    const auto nearest = nearest_to_homes(*base_, pointers, people_.at);
    std::vector<std::int64_t> people(places_.size(), 0);
    for (std::size_t h = 0; h < nearest.size(); ++h)
      if (nearest[h].time() <= options_.limits.back())
        people[nearest[h].facility().index()] += people_.count[h];
    // Every place has a row, whatever is left to it.
    auto area = areas.begin();
    for (std::size_t p = 0; p < places_.size(); ++p) {
      const bool has = area != areas.end() && area->first.index() == p;
      rows.add(places_[p].id, options_.limits.size() - 1, 0, people[p],
               has ? (area++)->second : Shape{ShapeKind::area, {}});
    }
  }

  void draw_counted(CircleRows& rows, const Progress& progress) {
    const LegsOf legs = [this](std::size_t p) { return legs_of(p); };
    const std::size_t last = options_.limits.size() - 1;
    std::vector<ReachingPlaces> reaching;
    if (homes_) reaching = places_reaching(*base_, places_.size(), legs, rules_, *homes_, progress);
    if (options_.product == CircleProduct::overlaps) {
      std::vector<std::int64_t> people(places_.size() + 1, 0);
      for (std::size_t h = 0; h < reaching.size(); ++h)
        people[reaching[h].count] += people_.count[h];
      const auto areas = overlaps(*base_, places_.size(), legs, rules_, progress);
      auto area = areas.begin();
      for (std::size_t n = 1; n <= places_.size(); ++n) {
        const bool has = area != areas.end() && area->first == static_cast<int>(n);
        if (!has && people[n] == 0) continue;
        rows.add({}, last, static_cast<std::int64_t>(n), people[n],
                 has ? (area++)->second : Shape{ShapeKind::area, {}});
      }
      return;
    }
    std::vector<std::int64_t> people(places_.size(), 0);
    for (std::size_t h = 0; h < reaching.size(); ++h)
      if (reaching[h].count == 1) people[reaching[h].last] += people_.count[h];
    const auto areas = marginal_areas(*base_, places_.size(), legs, rules_, progress);
    auto area = areas.begin();
    for (std::size_t p = 0; p < places_.size(); ++p) {
      const bool has = area != areas.end() && area->first == p;
      rows.add(places_[p].id, last, 1, people[p],
               has ? (area++)->second : Shape{ShapeKind::area, {}});
    }
  }

  static Error interruption() { return Error{Fault::interrupted, "interrupted", ""}; }

  CirclesOptions options_;
  std::vector<Facility> places_;
  PeoplePoints people_;
  Network network_;
  Ground ground_;
  std::vector<ModeGraph> graphs_;
  std::optional<CircleBase> base_;
  CircleRules rules_;
  std::optional<HomesByEdge> homes_;
};

void tell_lone(const CircleWork& work, const CirclesOptions& options, Problems& problems) {
  const std::string access = std::to_string(static_cast<int>(options.access_m));
  const auto add = [&](const char* key, std::string some, std::string all) {
    problems.add({.key = key,
                  .file = {},
                  .layer = {},
                  .args = {std::move(some), std::move(all), access},
                  .set_aside = false});
  };
  if (const std::size_t lone = work.lone_places(); lone > 0)
    add("circles_unconnected", std::to_string(lone), std::to_string(work.place_count()));
  if (const std::int64_t lone = work.lone_people(); lone > 0)
    add("circles_people_unconnected", people_text(lone), people_text(work.all_people()));
}

/// A picture: the areas or roads over all roads and barriers, the places on top.
std::string picture_of(const Layer& rows, const CircleWork& work, const Barriers& barriers,
                       const CirclesOptions& options, const Session& session) {
  Layer streets{{}, {.colour = "#b0b0b0", .size = 0.15}},
      walls{{}, {.colour = "#1c4e80", .size = 0.5}}, places{{}, {.colour = "#d7301f", .size = 1.5}};
  const Network& network = work.network();
  streets.table.shapes.kind = walls.table.shapes.kind = ShapeKind::line;
  for (std::size_t e = 0; e < network.edge_count(); ++e)
    streets.table.shapes.add(network.shape(EdgeId{e}));
  walls.table.shapes = barriers;
  places.table.title_en = "place";
  places.table.title_zh = "地点";
  for (const Facility& place : work.places())
    places.table.shapes.add(place.shape.kind == ShapeKind::point ? place.shape.parts[0][0]
                                                                 : centroid(place.shape));
  const PictureLayer layers[] = {{.layer = &rows},
                                 {.layer = &streets, .in_legend = false},
                                 {.layer = &walls, .in_legend = false},
                                 {.layer = &places}};
  std::string modes;
  for (const auto& mode : options.modes) modes += (modes.empty() ? "" : ", ") + mode;
  const auto metres = [](double m) {
    char text[32];
    std::snprintf(text, sizeof text, "%g", m);
    return std::string{text};
  };
  return svg_picture(
      layers, "",
      {say("circles_picture_note", session.language,
           {modes,
            say(options.direction == Direction::to_facility ? "circles_to" : "circles_from",
                session.language),
            metres(options.access_m), metres(options.tolerance_m + options.simplify_m)})},
      session.language);
}

}  // namespace

int circles_verb(const CirclesOptions& options, Session& session) {
  std::vector<Profile> profiles;
  for (const auto& mode : options.modes) {
    auto profile = profile_named(mode, session);
    if (!profile) return complain(profile.error(), session);
    profiles.push_back(std::move(profile).value());
  }
  const std::filesystem::path file{options.out};
  auto outputs = Outputs::begin(file.has_parent_path() ? file.parent_path().string() : ".");
  if (!outputs) return complain(outputs.error(), session);
  Problems problems;
  const auto fail = [&](const Error& error) {
    remark_problems(problems, session);  // where nothing is left, they say why
    return complain(error, session);
  };
  const auto roads = read_command_roads(options.roads, problems, session);
  if (!roads) return fail(roads.error());
  auto places = read_circle_places(options, roads.value(), problems, session);
  if (!places) return fail(places.error());
  auto people = read_circle_people(options, roads.value(), problems, session);
  if (!people) return fail(people.error());
  if (!tell(session.progress, "stage_network", 0, 0))
    return complain(Error{Fault::interrupted, "interrupted", ""}, session);
  CircleWork work{options, roads.value(), std::move(profiles), std::move(places).value(),
                  std::move(people).value()};
  tell_lone(work, options, problems);

  CircleSums sums;
  const Frame& frame = roads.value().frame;
  const auto write_layer = [&]() -> Result<Written> {
    return outputs.value().vector(
        file.filename().string(), work.layer(),
        options.product == CircleProduct::roads ? Parts::one : Parts::many, frame, options.out_crs,
        session.language, [&](VectorFile& to) {
          return work.draw(frame.radius_m(), session.progress, [&](const Table& rows) {
            sums.add(rows);
            return to.add(rows);
          });
        });
  };
  const auto write_picture = [&]() -> Result<Written> {
    Layer all = work.layer();
    const auto drawn = work.draw(frame.radius_m(), session.progress, [&](const Table& rows) {
      sums.add(rows);
      append(all.table, rows);
      return Result<Done>{Done{}};
    });
    if (!drawn) return drawn.error();
    if (auto done =
            outputs.value().text(file.filename().string(),
                                 picture_of(all, work, roads.value().barriers, options, session));
        !done)
      return done.error();
    return Written{.rows = all.table.rows()};
  };
  const auto written = options.out.ends_with(".svg") ? write_picture() : write_layer();
  if (!written) return fail(written.error());
  if (!tell(session.progress, "stage_write", 0, 0))
    return complain(Error{Fault::interrupted, "interrupted", ""}, session);
  for (const Problem& remark : remarks_on(written.value(), options.out)) problems.add(remark);
  const auto paths = outputs.value().commit();
  if (!paths) return complain(paths.error(), session);

  session.end_progress();
  if (session.json) {
    std::vector<double> minutes;
    for (const Duration limit : options.limits) minutes.push_back(limit.minutes());
    const nlohmann::ordered_json document{{"rows", written.value().rows},
                                          {"places", work.place_count()},
                                          {"modes", options.modes},
                                          {"minutes", minutes},
                                          {"access_limit_m", options.access_m},
                                          {"tolerance_m", options.tolerance_m},
                                          {"simplify_m", options.simplify_m},
                                          {"area_m2", sums.area_m2},
                                          {"problems", problems.counts()},
                                          {"files", paths.value()}};
    session.out << document.dump(1) << '\n';
  } else if (!session.quiet) {
    const std::string rows = std::to_string(written.value().rows),
                      count = std::to_string(work.place_count());
    char tolerance[32], area[32];
    std::snprintf(tolerance, sizeof tolerance, "%g", options.tolerance_m);
    std::snprintf(area, sizeof area, "%.3f", sums.area_m2 / 1e6);
    session.out << (options.product == CircleProduct::roads
                        ? say("circles_roads_done", session.language, {rows, count})
                        : say("circles_done", session.language, {rows, count, tolerance, area}))
                << '\n';
    for (const auto& path : paths.value()) session.out << "  " << fill("{0}", {path}) << '\n';
  }
  remark_problems(problems, session);
  return kDone;
}

}  // namespace lifecircle
