#include "io/read/osm_turns.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>

#include "io/read/osm_sorted.hpp"
#include "io/read/osm_tags.hpp"

namespace lifecircle::osm {
namespace {

constexpr std::size_t kMostVias = 16;
constexpr std::size_t kMostPairs = 256;
constexpr int kMostSteps = 1000;

constexpr Modes kMotor = Modes::of(Mode::motorcycle) | Modes::of(Mode::car);

/// The modes a word of "restriction:<word>" or "except" names; none for lorries and buses.
Modes modes_named(std::string_view word) {
  if (word == "motorcar") return Modes::of(Mode::car);
  if (is_one_of(word, {"motorcycle", "moped"})) return Modes::of(Mode::motorcycle);
  if (word == "bicycle") return Modes::of(Mode::bicycle);
  if (word == "motor_vehicle") return kMotor;
  if (word == "vehicle") return kMotor | Modes::of(Mode::bicycle);
  return Modes::none();
}

/// What a relation says: the value that holds for each mode.
struct Said {
  std::array<std::string, kModes> value;
  bool conditional = false;
};

Said what_is_said(const osmium::TagList& tags) {
  constexpr std::string_view kKey = "restriction";
  Said said;
  const auto put = [&](Modes modes, std::string_view value) {
    for (int i = 0; i < kModes; ++i)
      if (modes.has(static_cast<Mode>(i))) said.value[static_cast<std::size_t>(i)] = value;
  };
  const bool timed = !value_of(tags, "day_on").empty() || !value_of(tags, "hour_on").empty();
  if (const std::string_view value = value_of(tags, "restriction"); !value.empty()) {
    if (timed) {
      said.conditional = true;
    } else {
      put(kMotor, value);
    }
  }
  // From the general to the specific, whatever the order of the tags.
  for (const std::string_view word :
       {"vehicle", "motor_vehicle", "moped", "motorcycle", "motorcar", "bicycle"}) {
    const std::string key = std::string{kKey} + ":" + std::string{word};
    const std::string_view value = value_of(tags, key.c_str());
    if (value.empty()) continue;
    if (timed) {
      said.conditional = true;
    } else {
      put(modes_named(word), value);
    }
  }
  for (const osmium::Tag& tag : tags) {
    const std::string_view key = tag.key();
    if (key.starts_with(kKey) && key.ends_with(":conditional")) said.conditional = true;
  }
  if (const std::string_view excepted = value_of(tags, "except"); !excepted.empty()) {
    for_each_part(excepted, ';', [&](std::string_view word) { put(modes_named(word), {}); });
  }
  return said;
}

struct Members {
  std::vector<std::int64_t> from, to, via_ways, via_nodes;
};

Members members_of(const osmium::Relation& relation) {
  Members members;
  for (const osmium::RelationMember& member : relation.members()) {
    const std::string_view role = member.role();
    const bool is_way = member.type() == osmium::item_type::way;
    if (role == "from" && is_way) members.from.push_back(member.ref());
    if (role == "to" && is_way) members.to.push_back(member.ref());
    if (role == "via" && is_way) members.via_ways.push_back(member.ref());
    if (role == "via" && member.type() == osmium::item_type::node)
      members.via_nodes.push_back(member.ref());
  }
  return members;
}

/// Why there is no rule: the key of its problem.
constexpr std::string_view kIncomplete = "osm_turn_incomplete";
constexpr std::string_view kAmbiguous = "osm_turn_ambiguous";

/// The nodes from which one comes to `node` along a way, or to which one goes on.
/// At an end of the way there is one; inside, both, unless the way is one-way for `modes`.
std::vector<std::int64_t> neighbours(const TurnRoads& roads, const WayTable::Way& way,
                                     std::int64_t node, bool coming, Modes modes) {
  const std::span<const std::int64_t> refs = roads.ways.refs_of(way);
  std::vector<std::int64_t> before, after;
  for (std::size_t i = 0; i < refs.size(); ++i) {
    if (refs[i] != node) continue;
    if (i > 0) before.push_back(refs[i - 1]);
    if (i + 1 < refs.size()) after.push_back(refs[i + 1]);
  }
  const RoadKind& kind = roads.ways.kinds[way.kind];
  const bool forward = (modes - kind.not_forward) != Modes::none();
  const bool backward = (modes - kind.not_backward) != Modes::none();
  const bool inside = !before.empty() && !after.empty();
  if (inside && forward && !backward) return coming ? before : after;
  if (inside && backward && !forward) return coming ? after : before;
  before.insert(before.end(), after.begin(), after.end());
  sort_unique(before);
  return before;
}

/// One relation's rules in the making.
class Rules {
 public:
  Rules(const TurnRoads& roads, bool only, Modes modes)
      : roads_{roads}, only_{only}, modes_{modes} {}

  /// Adds the rule of one from-way and one to-way, or returns why it cannot.
  std::string_view add(std::int64_t from, std::int64_t to, const Members& members) {
    const WayTable::Way* from_way = road(from);
    const WayTable::Way* to_way = road(to);
    if (from_way == nullptr || to_way == nullptr) return kIncomplete;
    std::vector<std::vector<std::int64_t>> paths;
    if (members.via_ways.empty()) {
      if (members.via_nodes.size() != 1)
        return members.via_nodes.empty() ? kIncomplete : kAmbiguous;
      paths.push_back({members.via_nodes.front()});
    } else {
      if (members.via_ways.size() > kMostVias) return kAmbiguous;
      const std::string_view fault = find_paths(*from_way, *to_way, members.via_ways, paths);
      if (!fault.empty()) return fault;
    }
    if (paths.size() != 1) return paths.empty() ? kIncomplete : kAmbiguous;
    const std::vector<std::int64_t>& path = paths.front();
    const auto before = neighbours(roads_, *from_way, path.front(), true, modes_);
    const auto after = neighbours(roads_, *to_way, path.back(), false, modes_);
    if (before.empty() || after.empty()) return kIncomplete;
    if (before.size() > 1 || after.size() > 1) return kAmbiguous;
    TurnRule rule;
    rule.only = only_;
    rule.modes = modes_;
    const auto append = [&](std::int64_t node) {
      const auto vertex = roads_.vertex(node);
      if (vertex) rule.vertices.push_back(*vertex);
      return vertex.has_value();
    };
    bool complete = append(before.front());
    for (const std::int64_t node : path) complete = append(node) && complete;
    complete = append(after.front()) && complete;
    if (!complete) return kIncomplete;
    rules.push_back(std::move(rule));
    return {};
  }

  std::vector<TurnRule> rules;

 private:
  const WayTable::Way* road(std::int64_t id) const {
    const WayTable::Way* way = roads_.ways.find(id);
    return way != nullptr && way->is_road() && way->count >= 2 ? way : nullptr;
  }

  bool lies_on(std::int64_t node, const WayTable::Way& way) const {
    const auto refs = roads_.ways.refs_of(way);
    return std::ranges::find(refs, node) != refs.end();
  }

  /// All chains of the via ways, end to end, from the from-way to the to-way; the
  /// members' order is a habit, not a promise. Stops at two: that is ambiguous already.
  std::string_view find_paths(const WayTable::Way& from, const WayTable::Way& to,
                              const std::vector<std::int64_t>& via,
                              std::vector<std::vector<std::int64_t>>& paths) {
    std::vector<const WayTable::Way*> ways;
    for (const std::int64_t id : via) {
      ways.push_back(road(id));
      if (ways.back() == nullptr) return kIncomplete;
      const auto refs = roads_.ways.refs_of(*ways.back());
      if (refs.front() == refs.back()) return kAmbiguous;
    }
    int steps = 0;
    std::vector<std::int64_t> path;
    std::vector<bool> used(ways.size(), false);
    const std::function<void(std::size_t)> go_on = [&](std::size_t count) {
      if (++steps > kMostSteps || paths.size() > 1) return;
      if (count == ways.size()) {
        if (lies_on(path.back(), to)) paths.push_back(path);
        return;
      }
      for (std::size_t i = 0; i < ways.size(); ++i) {
        if (used[i]) continue;
        const auto refs = roads_.ways.refs_of(*ways[i]);
        for (const bool along : {true, false}) {
          const std::int64_t start = along ? refs.front() : refs.back();
          if (path.empty() ? !lies_on(start, from) : path.back() != start) continue;
          const std::vector<std::int64_t> before = path;
          if (path.empty()) path.push_back(start);
          if (along) {
            path.insert(path.end(), refs.begin() + 1, refs.end());
          } else {
            path.insert(path.end(), refs.rbegin() + 1, refs.rend());
          }
          used[i] = true;
          go_on(count + 1);
          used[i] = false;
          path = before;
        }
      }
    };
    go_on(0);
    return steps > kMostSteps ? kAmbiguous : std::string_view{};
  }

  const TurnRoads& roads_;
  bool only_;
  Modes modes_;
};

bool counts_allow(const Members& members, std::string_view value) {
  if (members.from.size() * members.to.size() > kMostPairs) return false;
  return (members.from.size() == 1 || value == "no_entry") &&
         (members.to.size() == 1 || value == "no_exit");
}

void add_rules(const osmium::Relation& relation, const TurnRoads& roads,
               std::vector<TurnRule>& rules, Problems& problems) {
  // A rule for certain hours is sound, and every extract cuts rules at its edge: only a rule that
  // nobody could understand is a fault of the file.
  const auto doubt = [&](std::string_view key, std::vector<std::string> args) {
    const bool sound = key == kIncomplete || key == "osm_turn_conditional";
    problems.add(
        {std::string{key}, roads.path, "relation", relation.id(), std::move(args), !sound});
  };
  const Said said = what_is_said(relation.tags());
  if (said.conditional) doubt("osm_turn_conditional", {});
  std::map<std::string, Modes> modes_of;
  for (int i = 0; i < kModes; ++i) {
    const std::string& value = said.value[static_cast<std::size_t>(i)];
    if (!value.empty()) modes_of[value] = modes_of[value] | Modes::of(static_cast<Mode>(i));
  }
  const Members members = members_of(relation);
  for (const auto& [value, modes] : modes_of) {
    const bool only = value.starts_with("only_");
    if (!only && !value.starts_with("no_")) {
      if (value != "none") doubt("osm_turn_unknown", {clean_text(value)});
      continue;
    }
    if (members.from.empty() || members.to.empty()) {
      doubt(kIncomplete, {});
      continue;
    }
    if (!counts_allow(members, value)) {
      doubt(kAmbiguous, {});
      continue;
    }
    Rules made{roads, only, modes};
    std::string_view fault;
    for (const std::int64_t from : members.from)
      for (const std::int64_t to : members.to)
        if (const std::string_view one = made.add(from, to, members); !one.empty()) fault = one;
    if (!fault.empty()) doubt(fault, {});
    rules.insert(rules.end(), made.rules.begin(), made.rules.end());
  }
}

}  // namespace

bool is_restriction(const osmium::TagList& tags) {
  const std::string_view type = value_of(tags, "type");
  return type == "restriction" || type.starts_with("restriction:");
}

std::vector<TurnRule> turn_rules(const std::vector<const osmium::Relation*>& relations,
                                 const TurnRoads& roads, Problems& problems) {
  std::vector<TurnRule> rules;
  for (const osmium::Relation* relation : relations) add_rules(*relation, roads, rules, problems);
  std::ranges::sort(rules, [](const TurnRule& a, const TurnRule& b) {
    return std::tie(a.vertices, a.only, a.modes) < std::tie(b.vertices, b.only, b.modes);
  });
  // Two relations with one path are one rule for the modes of both.
  std::size_t kept = 0;
  for (TurnRule& rule : rules) {
    if (kept > 0 && rules[kept - 1].vertices == rule.vertices &&
        rules[kept - 1].only == rule.only) {
      rules[kept - 1].modes = rules[kept - 1].modes | rule.modes;
    } else if (&rules[kept] != &rule) {
      rules[kept++] = std::move(rule);
    } else {
      ++kept;
    }
  }
  rules.resize(kept);
  return rules;
}

}  // namespace lifecircle::osm
