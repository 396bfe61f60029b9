#include "tests/support/random_town.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <ostream>
#include <sstream>

#include <rapidcheck.h>

namespace lifecircle::test {
namespace {

constexpr const char* kOddNames[kOdd] = {
    "one_ways",     "modes",      "classes",     "structures", "gates",        "stated_times",
    "speed_limits", "turn_rules", "rings",       "repeats",    "zero_lengths", "twins",
    "parallels",    "far_part",   "fine_places", "barriers",   "areas",        "entrances"};

Modes some_modes(Dice& dice) {
  return dice.chance(40) ? Modes::all() : Modes{static_cast<std::uint8_t>(dice.below(1 << kModes))};
}

/// Builds one town. Every oddity rolls dice of its own.
class Maker {
 public:
  explicit Maker(const Recipe& recipe) : recipe_{recipe}, shape_{recipe.seed, 1} {
    constexpr std::array<std::int32_t, 4> kSteps{1'000, 7'000, 20'000, 50'000};
    town_.step_mm = shape_.one_of(kSteps);
    width_ = 2 + static_cast<std::int32_t>(std::sqrt(2.0 * recipe.lines));
    constexpr std::array<int, 5> kLimits{1, 2, 3, 4, 8};
    const auto limit = [&] { return shape_.one_of(kLimits) * town_.step_mm / 1e3; };
    town_.access.town_m = limit();
    town_.access.country_m = limit();
    town_.access.unknown_m = limit();
    lay_roads();
    if (recipe.has(Odd::gates)) close_gates();
    if (recipe.has(Odd::stated_times)) state_times();
    if (recipe.has(Odd::turn_rules)) rule_turns();
    if (recipe.has(Odd::barriers)) raise_barriers();
    place_facilities();
    place_homes();
  }
  RandomTown take() { return std::move(town_); }

 private:
  Dice dice(Odd odd) const { return Dice{recipe_.seed, 100 + static_cast<std::uint64_t>(odd)}; }

  Point on_grid(Dice& dice) {
    return {
        static_cast<std::int32_t>(dice.below(static_cast<std::size_t>(width_))) * town_.step_mm,
        static_cast<std::int32_t>(dice.below(static_cast<std::size_t>(width_))) * town_.step_mm};
  }
  Point near(Point p, Dice& dice) {
    const auto off = [&] { return (static_cast<std::int32_t>(dice.below(5)) - 2) * town_.step_mm; };
    return {p.x + off(), p.y + off()};
  }

  RoadKind some_kind(Dice& dice, std::array<Dice, 5>& odd) {
    RoadKind kind;
    kind.road_class = "street";
    auto& [classes, one_ways, modes, structures, limits] = odd;
    constexpr std::array<const char*, 6> kClasses{"street", "street",   "path",
                                                  "steps",  "motorway", "unheard"};
    if (const char* name = classes.one_of(kClasses); recipe_.has(Odd::classes))
      kind.road_class = name;
    if (one_ways.chance(35) && recipe_.has(Odd::one_ways))
      (one_ways.chance(50) ? kind.not_forward : kind.not_backward) = some_modes(one_ways);
    if (modes.chance(40) && recipe_.has(Odd::modes)) {
      kind.allowed = some_modes(modes);
      kind.forbidden = (modes.chance(50) ? some_modes(modes) : Modes::none()) - kind.allowed;
    }
    if (structures.chance(30) && recipe_.has(Odd::structures)) {
      kind.bridge = structures.chance(50);
      kind.tunnel = structures.chance(30);
      kind.level = static_cast<int>(structures.below(3)) - 1;
    }
    if (limits.chance(40) && recipe_.has(Odd::speed_limits))
      kind.speed_limit_kmh = 7.5 * limits.below(9);
    static_cast<void>(dice);
    return kind;
  }

  std::uint32_t some_vertex(Dice& dice) { return dice.below(town_.roads.vertex_count()); }
  /// A vertex not far from `from`, or any.
  std::uint32_t next_vertex(std::uint32_t from, Dice& dice) {
    std::uint32_t best = some_vertex(dice);
    for (int tries = 0; tries < 4; ++tries) {
      const std::uint32_t other = some_vertex(dice);
      const Point here = town_.roads.position[from];
      if (best == from || (other != from && distance_mm(here, town_.roads.position[other]) <
                                                distance_mm(here, town_.roads.position[best])))
        best = other;
    }
    return best;
  }

  void lay_roads() {
    Roads& roads = town_.roads;
    Dice fine = dice(Odd::fine_places), far = dice(Odd::far_part), twins = dice(Odd::twins),
         zero = dice(Odd::zero_lengths), rings = dice(Odd::rings), repeats = dice(Odd::repeats),
         parallels = dice(Odd::parallels);
    std::array<Dice, 5> odd{dice(Odd::classes), dice(Odd::one_ways), dice(Odd::modes),
                            dice(Odd::structures), dice(Odd::speed_limits)};
    const int vertices = 2 + recipe_.lines * 3 / 2;
    for (int v = 0; v < vertices; ++v) {
      Point p = on_grid(shape_);
      const std::int32_t dx = static_cast<std::int32_t>(fine.below(7)) - 3,
                         dy = static_cast<std::int32_t>(fine.below(7)) - 3;
      if (recipe_.has(Odd::fine_places)) p = {p.x + dx, p.y + dy};
      roads.add_vertex(p);
    }
    const auto vertex_at_another = [&](Dice& d) {
      return roads.add_vertex(roads.position[some_vertex(d)]);
    };
    if (recipe_.has(Odd::twins))
      for (int i = 0; i < 2 + recipe_.lines / 6; ++i) vertex_at_another(twins);

    for (int i = 0; i < recipe_.lines; ++i) {
      const std::uint32_t kind = roads.add_kind(some_kind(shape_, odd));
      std::vector<std::uint32_t> line{some_vertex(shape_)};
      const std::size_t pieces = 1 + shape_.below(4);
      while (line.size() <= pieces) line.push_back(next_vertex(line.back(), shape_));
      if (repeats.chance(30) && recipe_.has(Odd::repeats)) {
        const auto at = line.begin() + repeats.below(line.size());
        const std::uint32_t v = *at;
        line.insert(at, v);
        if (repeats.chance(30)) line.push_back(line[line.size() - 2]);  // up and down again
      }
      if (rings.chance(20) && recipe_.has(Odd::rings)) line.push_back(line.front());
      if (zero.chance(25) && recipe_.has(Odd::zero_lengths)) {
        const auto at = line.begin() + 1 + zero.below(line.size());
        const std::uint32_t twin = roads.add_vertex(roads.position[*std::prev(at)]);
        line.insert(at, twin);
      }
      roads.add_line(kind, line, i);
      if (parallels.chance(20) && recipe_.has(Odd::parallels)) {
        if (parallels.chance(50)) std::ranges::reverse(line);
        if (parallels.chance(40)) line.resize(2);
        roads.add_line(parallels.chance(50) ? kind : parallels.below(roads.kinds.size()), line,
                       1000 + i);
      }
    }
    if (recipe_.has(Odd::rings)) {  // a ring that meets nothing
      std::vector<std::uint32_t> ring;
      for (std::size_t n = 2 + rings.below(3); ring.size() < n;)
        ring.push_back(roads.add_vertex(on_grid(rings)));
      ring.push_back(ring.front());
      roads.add_line(rings.below(roads.kinds.size()), ring, 2000);
    }
    if (recipe_.has(Odd::far_part)) {
      std::vector<std::uint32_t> line;
      for (int n = 0; n < 3; ++n) {
        const Point p = on_grid(far);
        line.push_back(roads.add_vertex({p.x + 5'000'000, p.y - 3'000'000}));
      }
      roads.add_line(far.below(roads.kinds.size()), line, 3000);
    }
  }

  void close_gates() {
    Dice d = dice(Odd::gates);
    for (Modes& closed : town_.roads.closed)
      if (d.chance(12)) closed = some_modes(d);
  }

  void state_times() {
    Dice d = dice(Odd::stated_times);
    town_.roads.line_times.resize(town_.roads.line_count());
    constexpr std::array<double, 8> kSeconds{0, 0, 0.001, 0.0025, 1, 7.3, 60, 333.3335};
    for (auto& times : town_.roads.line_times) {
      if (!d.chance(50)) continue;
      const auto some = [&] {
        return d.chance(12) ? std::nullopt : std::optional{d.one_of(kSeconds)};
      };
      times = StatedTimes{some(), some()};
      if (d.chance(50)) times->backward_s = times->forward_s;
    }
  }

  void rule_turns() {
    Dice d = dice(Odd::turn_rules);
    const Roads& roads = town_.roads;
    std::vector<std::vector<std::uint32_t>> next(roads.vertex_count());
    for (std::size_t i = 0; i < roads.line_count(); ++i)
      for (std::size_t v = 0; v + 1 < roads.line(i).size(); ++v) {
        const std::uint32_t a = roads.line(i)[v], b = roads.line(i)[v + 1];
        if (a != b) next[a].push_back(b), next[b].push_back(a);
      }
    for (int i = 0; i < 2 + recipe_.lines / 2; ++i) {
      TurnRule rule;
      rule.only = d.chance(35);
      rule.modes = some_modes(d);
      // Now and then with the beginning of an earlier rule, so that rules overlap.
      if (!roads.turn_rules.empty() && d.chance(30)) {
        rule.vertices = d.one_of(roads.turn_rules).vertices;
        rule.vertices.pop_back();
        if (rule.vertices.size() > 1 && d.chance(30)) rule.vertices.erase(rule.vertices.begin());
        if (rule.vertices.empty()) continue;
      } else {
        rule.vertices = {some_vertex(d)};
      }
      const std::size_t length =
          std::max<std::size_t>(3 + (d.chance(40) ? d.below(3) : 0), rule.vertices.size() + 1);
      while (rule.vertices.size() < length && !next[rule.vertices.back()].empty())
        rule.vertices.push_back(d.chance(3) ? some_vertex(d)
                                            : d.one_of(next[rule.vertices.back()]));
      if (rule.vertices.size() >= 4 && d.chance(15))
        rule.vertices[2] = rule.vertices[0];  // turns back on the way
      town_.roads.turn_rules.push_back(rule);
    }
  }

  void raise_barriers() {
    Dice d = dice(Odd::barriers);
    town_.barriers.kind = ShapeKind::line;
    for (int i = 0; i < 2 + recipe_.lines / 4; ++i) {
      std::vector<Point> line{d.chance(50) ? on_grid(d) : some_place(d)};
      for (std::size_t n = 1 + d.below(3); line.size() <= n;)
        line.push_back(d.chance(10) ? line.back() : near(line.back(), d));
      town_.barriers.add(line);
    }
  }

  /// On a vertex, inside a piece, on the grid, off it, or far from everything.
  Point some_place(Dice& d) {
    const Roads& roads = town_.roads;
    const auto line = roads.line(d.below(roads.line_count()));
    const std::size_t at = d.below(line.size() - 1);
    const Point a = roads.position[line[at]], b = roads.position[line[at + 1]];
    switch (d.below(12)) {
      case 0:
      case 1:
        return a;
      case 2:
      case 3:
        return {a.x + (b.x - a.x) / 2, a.y + (b.y - a.y) / 2};
      case 4:
        return {a.x + (b.x - a.x) / 4, a.y + (b.y - a.y) / 4};
      case 5:
        return {b.x + 1, b.y};
      case 6:
        return {a.x - town_.step_mm / 2, a.y + town_.step_mm / 2};
      case 7:
        return {a.x + static_cast<std::int32_t>(d.below(static_cast<std::size_t>(town_.step_mm))),
                b.y + static_cast<std::int32_t>(d.below(static_cast<std::size_t>(town_.step_mm)))};
      case 8:
        return d.chance(20) ? Point{90'000'000, 90'000'000} : on_grid(d);
      default:
        return on_grid(d);
    }
  }
  Setting some_setting(Dice& d) { return static_cast<Setting>(d.below(3)); }

  Shape some_shape(Dice& d) {
    const Point p = on_grid(d), q = near(p, d), r = near(q, d);
    switch (d.below(5)) {
      case 0:
        return {ShapeKind::line, {{p, q}}};
      case 1:
        return {ShapeKind::line, {{p, q, r}, {q, near(q, d)}}};
      case 2:
        return {ShapeKind::area, {{p, {q.x, p.y}, q, {p.x, q.y}, p}}};
      case 3:
        return {ShapeKind::area, {{p, q, r, p}}};
      default: {
        const std::int32_t s = town_.step_mm / 4;
        return {ShapeKind::area,
                {{{p.x + s, p.y + s},
                  {p.x + 2 * s, p.y + s},
                  {p.x + 2 * s, p.y + 2 * s},
                  {p.x + s, p.y + s}}}};
      }
    }
  }

  void place_facilities() {
    Dice d{recipe_.seed, 2};
    Dice areas = dice(Odd::areas), entrances = dice(Odd::entrances);
    for (int i = 0; i < recipe_.facilities; ++i) {
      Facility f;
      f.id = std::to_string(d.below(12));
      f.kind = d.chance(50) ? "clinic" : "school";
      f.shape = Shape::of(some_place(d));
      f.setting = some_setting(d);
      if (d.chance(10)) f.shape.parts.push_back({some_place(d)});
      if (Shape shape = some_shape(areas); areas.chance(60) && recipe_.has(Odd::areas))
        f.shape = shape;
      if (entrances.chance(50) && recipe_.has(Odd::entrances))
        for (std::uint32_t n = entrances.below(3); n > 0; --n)
          (entrances.chance(50) ? f.entrances : f.gates).push_back(some_place(entrances));
      town_.facilities.push_back(f);
    }
    sort_facilities(town_.facilities);
  }

  void place_homes() {
    Dice d{recipe_.seed, 3};
    town_.homes.measures = {{"people", "people"}};
    town_.homes.count.resize(1);
    for (int i = 0; i < recipe_.homes; ++i) {
      town_.homes.id.push_back(std::to_string(i));
      town_.homes.at.push_back(some_place(d));
      town_.homes.setting.push_back(some_setting(d));
      town_.homes.unit.push_back(std::nullopt);
      town_.homes.count[0].push_back(static_cast<std::int64_t>(1000 * d.below(50)));
    }
  }

  Recipe recipe_;
  Dice shape_;
  RandomTown town_;
  std::int32_t width_ = 4;
};

std::ostream& operator<<(std::ostream& out, Point p) {
  return out << '(' << p.x << ' ' << p.y << ')';
}
std::string names(Modes modes) {
  std::string text;
  for (int m = 0; m < kModes; ++m)
    if (modes.has(static_cast<Mode>(m))) text += "fwbmc"[m];
  return text.empty() ? "-" : text;
}

void describe_roads(const Roads& roads, std::ostream& out) {
  for (std::size_t v = 0; v < roads.vertex_count(); ++v) {
    out << "v" << v << ' ' << roads.position[v];
    if (roads.closed[v] != Modes::none()) out << " closed to " << names(roads.closed[v]);
    out << '\n';
  }
  for (std::size_t i = 0; i < roads.line_count(); ++i) {
    const RoadKind& kind = roads.kinds[roads.line_kind[i]];
    out << "line " << i << ' ' << kind.road_class << ':';
    for (const std::uint32_t v : roads.line(i)) out << " v" << v;
    if (kind.not_forward != Modes::none()) out << " not_forward=" << names(kind.not_forward);
    if (kind.not_backward != Modes::none()) out << " not_backward=" << names(kind.not_backward);
    if (kind.allowed != Modes::none()) out << " allowed=" << names(kind.allowed);
    if (kind.forbidden != Modes::none()) out << " forbidden=" << names(kind.forbidden);
    if (kind.speed_limit_kmh > 0) out << " limit=" << kind.speed_limit_kmh;
    if (kind.level != 0) out << " level=" << kind.level;
    out << (kind.bridge ? " bridge" : "") << (kind.tunnel ? " tunnel" : "");
    if (!roads.line_times.empty() && roads.line_times[i]) {
      const auto show = [](std::optional<double> s) { return s ? std::to_string(*s) : "closed"; };
      out << " forward_s=" << show(roads.line_times[i]->forward_s)
          << " backward_s=" << show(roads.line_times[i]->backward_s);
    }
    out << '\n';
  }
  for (const TurnRule& rule : roads.turn_rules) {
    out << (rule.only ? "only" : "no") << " turn for " << names(rule.modes) << ':';
    for (const std::uint32_t v : rule.vertices) out << " v" << v;
    out << '\n';
  }
}

}  // namespace

Recipe Recipe::without(std::initializer_list<Odd> unwanted) const {
  Recipe other = *this;
  for (const Odd o : unwanted) other.odd[static_cast<std::size_t>(o)] = false;
  return other;
}
Recipe Recipe::with(std::initializer_list<Odd> wanted) const {
  Recipe other = *this;
  for (const Odd o : wanted) other.odd[static_cast<std::size_t>(o)] = true;
  return other;
}

std::ostream& operator<<(std::ostream& out, const Recipe& recipe) {
  out << "Recipe{seed " << recipe.seed << ", " << recipe.lines << " lines, " << recipe.homes
      << " homes, " << recipe.facilities << " facilities,";
  for (std::size_t o = 0; o < kOdd; ++o)
    if (recipe.odd[o]) out << ' ' << kOddNames[o];
  return out << '}';
}

RandomTown make_town(const Recipe& recipe) {
  return Maker{recipe}.take();
}

std::string describe(const RandomTown& town) {
  std::ostringstream out;
  out << '\n';
  describe_roads(town.roads, out);
  const Barriers& b = town.barriers;
  for (std::size_t part = 0; part + 1 < b.part_first.size(); ++part) {
    out << "barrier";
    for (std::uint64_t i = b.part_first[part]; i < b.part_first[part + 1]; ++i)
      out << ' ' << b.points[i];
    out << '\n';
  }
  for (std::size_t i = 0; i < town.facilities.size(); ++i) {
    const Facility& f = town.facilities[i];
    out << "facility " << i
        << (f.shape.kind == ShapeKind::point  ? " point"
            : f.shape.kind == ShapeKind::line ? " line"
                                              : " area");
    for (const auto& part : f.shape.parts) {
      out << " [";
      for (const Point p : part) out << p;
      out << ']';
    }
    for (const Point p : f.entrances) out << " entrance " << p;
    for (const Point p : f.gates) out << " gate " << p;
    out << " limit " << town.access.of(f.setting) << " m\n";
  }
  for (std::size_t i = 0; i < town.homes.size(); ++i)
    out << "home " << i << ' ' << town.homes.at[i] << " limit "
        << town.access.of(town.homes.setting[i]) << " m\n";
  return out.str();
}

std::vector<Profile> random_town_profiles() {
  Profile foot;
  foot.name = "foot";
  foot.mode = Mode::foot;
  foot.speed = {{"street", {4.8, ""}},
                {"path", {4.1, ""}},
                {"steps", {1.7, ""}},
                {"motorway", {std::nullopt, ""}}};
  foot.allowed_kmh = 4.8;
  Profile bicycle = foot;
  bicycle.name = "bicycle";
  bicycle.mode = Mode::bicycle;
  bicycle.speed = {{"street", {15, ""}},
                   {"path", {11, ""}},
                   {"steps", {std::nullopt, ""}},
                   {"motorway", {std::nullopt, ""}}};
  bicycle.allowed_kmh = 6;
  bicycle.obeys_turn_rules = true;
  Profile car = foot;
  car.name = "car";
  car.mode = Mode::car;
  car.speed = {{"street", {30, ""}},
               {"path", {std::nullopt, ""}},
               {"steps", {std::nullopt, ""}},
               {"motorway", {80, ""}}};
  car.allowed_kmh = 0;
  car.obeys_turn_rules = true;
  car.obeys_speed_limits = true;
  car.speed_limit_factor = 0.9;
  car.no_access = {"motorway"};
  return {foot, bicycle, car};
}

}  // namespace lifecircle::test

rc::Gen<lifecircle::test::Recipe> rc::Arbitrary<lifecircle::test::Recipe>::arbitrary() {
  using lifecircle::test::kOdd;
  using lifecircle::test::Recipe;
  // A seed of full width whatever RapidCheck's size; sizes grow with it.
  return rc::gen::build<Recipe>(
      rc::gen::set(&Recipe::seed,
                   rc::gen::noShrink(rc::gen::resize(
                       rc::kNominalSize, rc::gen::inRange<std::uint64_t>(
                                             0, std::numeric_limits<std::uint32_t>::max())))),
      rc::gen::set(&Recipe::lines, rc::gen::inRange(1, 61)),
      rc::gen::set(&Recipe::homes, rc::gen::inRange(1, 11)),
      rc::gen::set(&Recipe::facilities, rc::gen::inRange(1, 9)),
      rc::gen::set(&Recipe::odd,
                   rc::gen::container<std::array<bool, kOdd>>(rc::gen::arbitrary<bool>())));
}
