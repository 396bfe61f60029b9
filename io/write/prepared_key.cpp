#include <cstring>
#include <string_view>
#include <type_traits>

#include "io/write/prepared_file.hpp"
#include "io/write/sha256.hpp"

namespace lifecircle {
namespace {

/// Adds values so that no two different things add the same bytes: what can be longer or shorter
/// says how long it is.
class Summed {
 public:
  template <class T>
  requires std::is_arithmetic_v<T> || std::is_enum_v<T>
  void add(T value) {
    char bytes[sizeof(T)];
    std::memcpy(bytes, &value, sizeof(T));
    add_bytes({bytes, sizeof(T)});
  }
  void add(Modes modes) { add(modes.bits); }
  void add(Point p) {
    add(p.x);
    add(p.y);
  }
  void add(const std::string& text) {
    add(text.size());
    add_bytes(text);
  }
  template <class T>
  void add(const std::optional<T>& value) {
    add(value.has_value());
    if (value) add(*value);
  }
  void add(const StatedTimes& times) {
    add(times.forward_s);
    add(times.backward_s);
  }
  template <class A, class B>
  void add(const std::pair<A, B>& pair) {
    add(pair.first);
    add(pair.second);
  }
  void add(const RoadKind& kind) {
    add(kind.road_class);
    for (const Modes m : {kind.allowed, kind.forbidden, kind.not_forward, kind.not_backward})
      add(m);
    add(kind.speed_limit_kmh);
    add(kind.level);
    add(kind.bridge);
    add(kind.tunnel);
  }
  void add(const TurnRule& rule) {
    add(rule.vertices);
    add(rule.only);
    add(rule.modes);
  }
  template <class T>
  void add(const std::vector<T>& values) {
    add(values.size());
    for (const T& value : values) add(value);
  }
  std::string hex() {
    sum_.add(waiting_);
    return sum_.hex();
  }

 private:
  void add_bytes(std::string_view bytes) {
    constexpr std::size_t kBlock = std::size_t{1} << 16;
    waiting_ += bytes;
    if (waiting_.size() < kBlock) return;
    sum_.add(waiting_);
    waiting_.clear();
  }
  Sha256 sum_;
  std::string waiting_;
};

void add_slope(Summed& sum, const Slope& slope) {
  sum.add(slope.law);
  sum.add(slope.grades);
  sum.add(slope.steepest);
  sum.add(slope.not_on);
}

/// Without what is only said of it, and how fast one is on open ground.
void add_profile(Summed& sum, const Profile& profile) {
  sum.add(profile.name);
  sum.add(profile.mode);
  sum.add(profile.speed.size());
  for (const auto& [road_class, speed] : profile.speed) {
    sum.add(road_class);
    sum.add(speed.kmh);
  }
  sum.add(profile.allowed_kmh);
  sum.add(profile.obeys_speed_limits);
  sum.add(profile.obeys_turn_rules);
  sum.add(profile.no_access);
  sum.add(profile.speed_limit_factor);
  add_slope(sum, profile.slope);
}

}  // namespace

std::string prepared_key(const Roads& roads, const std::vector<std::string>& further,
                         const std::string& program) {
  Summed sum;
  sum.add(std::string{"lifecircle prepared network"});
  sum.add(kPreparedFormat);
  sum.add(program);
  sum.add(roads.position);
  sum.add(roads.closed);
  sum.add(roads.kinds);
  sum.add(roads.line_kind);
  sum.add(roads.line_first);
  sum.add(roads.line_vertex);
  sum.add(roads.line_times);
  sum.add(roads.turn_rules);
  sum.add(further);
  return sum.hex();
}

ProfileKeys profile_keys(const std::map<std::string, Profile>& profiles) {
  ProfileKeys keys;
  for (const auto& [name, profile] : profiles) {
    Summed sum;
    sum.add(std::string{"lifecircle profile"});
    add_profile(sum, profile);
    keys.emplace(name, sum.hex());
  }
  return keys;
}

std::string key_of_all(const ProfileKeys& keys) {
  Summed sum;
  sum.add(keys.size());
  for (const auto& [name, key] : keys) {
    sum.add(name);
    sum.add(key);
  }
  return sum.hex();
}

std::string ground_sum(const Network& network, const RoadHeights& heights) {
  Summed sum;
  for (std::size_t e = 0; e < network.edge_count(); ++e)
    for (std::size_t piece = 0; piece < network.piece_count(EdgeId{e}); ++piece) {
      const auto along = heights.along(network.first_point(EdgeId{e}) + piece);
      sum.add(along.size());
      for (const std::int32_t height : along) sum.add(height);
    }
  return sum.hex();
}

}  // namespace lifecircle
