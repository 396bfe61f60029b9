#include "tools/lifecircle/circle_work.hpp"

#include <algorithm>
#include <memory>
#include <mutex>
#include <type_traits>

#include "algorithms/study/result_tables.hpp"
#include "engine/base/loop_teller.hpp"
#include "engine/base/parallel.hpp"

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

std::vector<const NearestField*> pointers_to(const std::vector<NearestField>& fields) {
  std::vector<const NearestField*> pointers;
  for (const NearestField& field : fields) pointers.push_back(&field);
  return pointers;
}

/// Calls f(name, area) for the names 0, 1, ... below `count`; what has no area gets an empty one.
template <class Name, class F>
void for_each_area(std::vector<std::pair<Name, Shape>>& areas, std::size_t count, F f) {
  std::vector<Shape> by_name(count, Shape{ShapeKind::area, {}});
  for (auto& [name, area] : areas) {
    if constexpr (std::is_integral_v<Name>)
      by_name[static_cast<std::size_t>(name)] = std::move(area);
    else
      by_name[name.index()] = std::move(area);
  }
  for (std::size_t n = 0; n < count; ++n) f(n, by_name[n]);
}

}  // namespace

CircleWork::CircleWork(const CirclesOptions& options, const CommandRoads& roads,
                       ReadyNetwork network, const std::map<std::string, Profile>& profiles,
                       std::vector<Facility> places, PeoplePoints people)
    : options_{options},
      places_{std::move(places)},
      people_{std::move(people)},
      network_{std::move(network)},
      ground_{*network_.network, roads.barriers},
      rules_{.direction = options.direction,
             .limits = options.limits,
             .tolerance_m = options.tolerance_m,
             .simplify_m = options.simplify_m,
             .rings = options.rings},
      speeds_{speeds_text(options.modes, profiles)} {
  graphs_.reserve(options.modes.size());
  std::vector<const ModeGraph*> pointers;
  for (const auto& mode : options.modes)
    pointers.push_back(&graphs_.emplace_back(graph_of(network_, profiles.at(mode))));
  base_.emplace(ground_, pointers, AccessMap{options.access_m});
  if (!people_.at.empty() && options.product != CircleProduct::roads)
    homes_.emplace(*base_, rules_.direction, people_.at);
}

std::size_t CircleWork::lone_places() const {
  std::vector<char> alone(places_.size());
  parallel_for(
      places_.size(), [] { return 0; },
      [&](std::size_t p, int) {
        alone[p] = std::ranges::all_of(legs_of(p), [](const auto& legs) { return legs.empty(); });
      },
      16);
  return static_cast<std::size_t>(std::ranges::count(alone, 1));
}

std::int64_t CircleWork::lone_people() const {
  std::int64_t sum = 0;
  if (!homes_) return sum;
  for (std::size_t h = 0; h < people_.at.size(); ++h)
    if (!homes_->joined(h)) sum += people_.count[h];
  return sum;
}

std::int64_t CircleWork::all_people() const {
  std::int64_t sum = 0;
  for (const std::int64_t count : people_.count) sum += count;
  return sum;
}

Result<Done> CircleWork::draw(double earth_radius_m, const Progress& progress, const Put& put) {
  CircleRows rows{options_, homes_.has_value(), earth_radius_m, speeds_};
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
      draw_overlaps(rows, progress);
      break;
    case CircleProduct::alone:
      draw_alone(rows, progress);
      break;
  }
  return put(rows.take());
}

std::vector<std::vector<Leg>> CircleWork::legs_of(std::size_t place) const {
  std::vector<std::vector<Leg>> legs;
  for (const ModeGraph& graph : graphs_)
    legs.push_back(join_facility(ground_, graph, places_[place], options_.access_m).legs);
  return legs;
}

/// Of a ring, those beyond the limit before.
std::int64_t CircleWork::people_within(const std::vector<Reached>& reached, std::size_t l) const {
  std::int64_t sum = 0;
  for (const auto& [home, time] : reached)
    if (time <= options_.limits[l] && !(options_.rings && l > 0 && time <= options_.limits[l - 1]))
      sum += people_.count[home];
  return sum;
}

/// draw(place, search) for every place on all cores, then add_rows(place, what it gave) in order.
template <class Drawn, class Draw, class AddRows>
Result<Done> CircleWork::in_batches(CircleRows& rows, const Progress& progress, const Put& put,
                                    Draw draw, AddRows add_rows) {
  std::vector<Drawn> drawn(kBatch);
  Searches searches{*base_, rules_};
  LoopTeller teller{progress, "stage_circles", places_.size()};
  for (std::size_t first = 0; first < places_.size(); first += kBatch) {
    const std::size_t count = std::min(kBatch, places_.size() - first);
    parallel_for(
        count, [&] { return searches.borrow(); },
        [&](std::size_t i, Searches::Loan& loan) {
          if (!teller.go_on()) return;
          (*loan).search(legs_of(first + i));
          drawn[i] = draw(*loan);
        });
    if (teller.stopped()) return Error{Fault::interrupted, "interrupted", ""};
    for (std::size_t i = 0; i < count; ++i) add_rows(first + i, drawn[i]);
    if (auto done = put(rows.take()); !done) return done;
  }
  return Done{};
}

Result<Done> CircleWork::draw_each(CircleRows& rows, const Progress& progress, const Put& put) {
  struct Circle {
    std::vector<Shape> shapes;
    std::vector<std::int64_t> people;
  };
  const std::size_t limits = options_.limits.size();
  return in_batches<Circle>(
      rows, progress, put,
      [&](CircleSearch& search) {
        Circle circle{search.circles(), std::vector<std::int64_t>(limits, 0)};
        if (!homes_) return circle;
        const auto reached = homes_->reached(search, options_.limits.back());
        for (std::size_t l = 0; l < limits; ++l) circle.people[l] = people_within(reached, l);
        return circle;
      },
      [&](std::size_t place, const Circle& circle) {
        // The largest first: programs draw the smaller ones over it.
        for (std::size_t l = limits; l-- > 0;)
          rows.add(places_[place].id, l, 0, circle.people[l], circle.shapes[l]);
      });
}

Result<Done> CircleWork::draw_roads(CircleRows& rows, const Progress& progress, const Put& put) {
  using ByGraph = std::vector<std::vector<ReachedRoad>>;
  const Duration limit = options_.limits.back();
  return in_batches<ByGraph>(
      rows, progress, put,
      [&](CircleSearch& search) {
        ByGraph roads;
        for (std::size_t g = 0; g < graphs_.size(); ++g)
          roads.push_back(reached_roads(search.reaches()[g], search.edges(g, limit), limit));
        return roads;
      },
      [&](std::size_t place, const ByGraph& roads) {
        for (std::size_t g = 0; g < graphs_.size(); ++g)
          for (const ReachedRoad& road : roads[g])
            rows.add_road(places_[place].id, graphs_[g].profile().name,
                          network().kind(road.edge).road_class, road);
      });
}

std::vector<NearestField> CircleWork::fields() const {
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

void CircleWork::draw_dissolved(CircleRows& rows, const Progress& progress) {
  const auto all = fields();
  const auto shapes = dissolved_circles(*base_, pointers_to(all), rules_, progress);
  const auto nearest = nearest_to_homes(*base_, pointers_to(all), people_.at);
  std::vector<Reached> reached;
  for (std::uint32_t h = 0; h < nearest.size(); ++h)
    if (!nearest[h].is_never()) reached.push_back({h, nearest[h].time()});
  for (std::size_t l = shapes.size(); l-- > 0;)
    rows.add({}, l, 0, people_within(reached, l), shapes[l]);
}

void CircleWork::draw_split(CircleRows& rows, const Progress& progress) {
  const auto all = fields();
  auto areas = split_by_nearest(*base_, pointers_to(all), rules_, progress);
  const auto nearest = nearest_to_homes(*base_, pointers_to(all), people_.at);
  std::vector<std::int64_t> people(places_.size(), 0);
  for (std::size_t h = 0; h < nearest.size(); ++h)
    if (nearest[h].time() <= options_.limits.back())
      people[nearest[h].facility().index()] += people_.count[h];
  // Every place has a row, whatever is left to it.
  for_each_area(areas, places_.size(), [&](std::size_t p, const Shape& area) {
    rows.add(places_[p].id, options_.limits.size() - 1, 0, people[p], area);
  });
}

void CircleWork::draw_overlaps(CircleRows& rows, const Progress& progress) {
  const LegsOf legs = [this](std::size_t p) { return legs_of(p); };
  std::vector<std::int64_t> people(places_.size() + 1, 0);
  if (homes_) {
    const auto reaching = places_reaching(*base_, places_.size(), legs, rules_, *homes_, progress);
    for (std::size_t h = 0; h < reaching.size(); ++h) people[reaching[h].count] += people_.count[h];
  }
  auto areas = overlaps(*base_, places_.size(), legs, rules_, progress);
  for_each_area(areas, people.size(), [&](std::size_t count, const Shape& area) {
    if (count > 0 && (!area.parts.empty() || people[count] > 0))
      rows.add({}, options_.limits.size() - 1, static_cast<std::int64_t>(count), people[count],
               area);
  });
}

void CircleWork::draw_alone(CircleRows& rows, const Progress& progress) {
  const LegsOf legs = [this](std::size_t p) { return legs_of(p); };
  std::vector<std::int64_t> people(places_.size(), 0);
  if (homes_) {
    const auto reaching = places_reaching(*base_, places_.size(), legs, rules_, *homes_, progress);
    for (std::size_t h = 0; h < reaching.size(); ++h)
      if (reaching[h].count == 1) people[reaching[h].last] += people_.count[h];
  }
  auto areas = marginal_areas(*base_, places_.size(), legs, rules_, progress);
  for_each_area(areas, places_.size(), [&](std::size_t p, const Shape& area) {
    rows.add(places_[p].id, options_.limits.size() - 1, 1, people[p], area);
  });
}

}  // namespace lifecircle
