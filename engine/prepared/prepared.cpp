#include "engine/prepared/prepared.hpp"

#include <algorithm>

#include "engine/base/parallel.hpp"
#include "engine/prepared/arrays.hpp"
#include "engine/prepared/sound.hpp"

namespace lifecircle {
namespace {

/// Takes arrays of one owner out of a file, and remembers the first that is not there.
class Taker {
 public:
  Taker(const SectionFile& file, std::uint32_t owner) : file_{&file}, owner_{owner} {}

  template <class T>
  void operator()(const char* name, Array<T>& values) {
    auto found = file_->array<T>(name, owner_);
    if (found)
      values = std::move(*found);
    else
      miss(name);
  }
  template <class Id, class T>
  void operator()(const char* name, FixedColumn<Id, T>& column) {
    Array<T> values;
    (*this)(name, values);
    column = std::move(values);
  }
  /// Something that is no array in memory.
  template <class T, class Things>
  void few(const char* name, std::optional<Things> (*read)(const Array<T>&), Things& things) {
    Array<T> values;
    (*this)(name, values);
    if (auto read_things = read(values))
      things = std::move(*read_things);
    else
      miss(name);
  }
  const std::string& missing() const { return missing_; }

 private:
  void miss(const char* name) {
    if (missing_.empty()) missing_ = name;
  }
  const SectionFile* file_;
  std::uint32_t owner_;
  std::string missing_;
};

/// The bytes of one owner, brought near by all threads: they are about to be looked at.
void bring_near_all_of(const SectionFile& file, std::uint32_t owner) {
  constexpr std::size_t kBlock = std::size_t{4} << 20;
  std::vector<std::span<const std::byte>> blocks;
  for (const auto& entry : file.entries()) {
    if (entry.owner != owner) continue;
    for (auto rest = file.bytes(entry); !rest.empty();
         rest = rest.subspan(std::min(kBlock, rest.size())))
      blocks.push_back(rest.first(std::min(kBlock, rest.size())));
  }
  std::size_t all = 0;
  for (const auto& block : blocks) all += block.size();
  if (all < kBlock) return;
  parallel_for(
      blocks.size(), [] { return 0; }, [&](std::size_t i, int&) { bring_near(blocks[i]); });
}

}  // namespace

Result<PreparedNetwork> PreparedNetwork::open(const std::string& path) {
  auto bytes = map_file(path);
  if (!bytes) return bytes.error();
  return open(std::move(bytes).value(), path);
}

Result<PreparedNetwork> PreparedNetwork::open(Bytes bytes, const std::string& where) {
  auto file = SectionFile::open(std::move(bytes), where);
  if (!file) return file.error();
  PreparedNetwork prepared{std::move(file).value()};
  if (auto done = prepared.take_network(); !done) return done.error();
  return prepared;
}

Error PreparedNetwork::damaged(const std::string& what) const {
  return Error{Fault::storage, "prepared_damaged", file_.where(), {what}};
}

Result<Done> PreparedNetwork::take_network() {
  bring_near_all_of(file_, kOfNetwork);
  Network::Parts parts;
  Taker taker{file_, kOfNetwork};
  for_each_array_of_network(parts, std::ref(taker));
  taker.few("kinds", kinds_of, parts.kinds);
  taker.few("turn_bans", bans_of, parts.turn_bans);
  taker.few("modes", modes_of, modes_);
  Array<std::uint64_t> unplaced;
  taker("unplaced_turn_rules", unplaced);
  if (!taker.missing().empty()) return damaged(taker.missing());
  if (unplaced.size() != 1) return damaged("unplaced_turn_rules");
  parts.unplaced_turn_rules = unplaced.front();
  if (const auto fault = network_fault(parts); !fault.empty()) return damaged(fault);
  network_ = std::make_shared<const Network>(std::move(parts));
  topologies_.resize(modes_.size());
  for (const ModeName& mode : modes_)
    if (mode.topology >= topologies_.size()) return damaged("modes");
  return Done{};
}

std::vector<std::string> PreparedNetwork::profiles() const {
  std::vector<std::string> names;
  for (const ModeName& mode : modes_) names.push_back(mode.profile);
  return names;
}

ProfileKeys PreparedNetwork::profile_keys() const {
  ProfileKeys keys;
  for (const ModeName& mode : modes_) keys.emplace(mode.profile, mode.key);
  return keys;
}

std::string PreparedNetwork::owner_name(std::uint32_t owner) const {
  for (std::size_t i = 0; i < modes_.size(); ++i) {
    if (owner == of_mode(i)) return modes_[i].profile;
    if (owner == of_topology(i)) return "topology " + std::to_string(i + 1);
  }
  return owner == kOfNetwork ? "network" : std::to_string(owner);
}

Result<std::shared_ptr<const Topology>> PreparedNetwork::topology(std::uint32_t number) {
  if (topologies_[number]) return topologies_[number];
  bring_near_all_of(file_, of_topology(number));
  Topology::Parts parts;
  Taker taker{file_, of_topology(number)};
  for_each_array_of_topology(parts, std::ref(taker));
  if (!taker.missing().empty()) return damaged(taker.missing());
  if (const auto fault = topology_fault(parts); !fault.empty()) return damaged(fault);
  topologies_[number] = std::make_shared<const Topology>(std::move(parts));
  return topologies_[number];
}

Result<ModeGraph> PreparedNetwork::graph(const Profile& profile) {
  const auto mode = std::ranges::find(modes_, profile.name, &ModeName::profile);
  if (mode == modes_.end())
    return Error{Fault::input, "prepared_no_profile", file_.where(), {profile.name}};
  const std::uint32_t owner = of_mode(static_cast<std::size_t>(mode - modes_.begin()));
  auto topology = this->topology(mode->topology);
  if (!topology) return topology.error();
  bring_near_all_of(file_, owner);
  ModeGraph::Parts parts;
  Hierarchy::Steps climbing, descending;
  Taker taker{file_, owner};
  for_each_array_of_graph(parts, std::ref(taker));
  for_each_array_of_steps(climbing, descending, std::ref(taker));
  taker.few("extra_entries", arcs_of, parts.extra_entries);
  taker.few("extra_exits", arcs_of, parts.extra_exits);
  if (!taker.missing().empty()) return damaged(taker.missing());
  const Topology::Parts& order = topology.value()->parts();
  for (const auto& fault : {mode_fault(network_->parts(), parts), steps_fault(order, climbing),
                            steps_fault(order, descending)})
    if (!fault.empty()) return damaged(fault);
  ModeGraph graph{*network_, profile, std::move(parts)};
  if (graph.state_count() != topology.value()->size()) return damaged("vertex");
  graph.carry(std::make_shared<const Hierarchy>(topology.value(), std::move(climbing),
                                                std::move(descending)));
  return graph;
}

Result<Done> PreparedNetwork::check() {
  if (const auto* entry = file_.damaged()) return damaged(entry->name);
  if (const auto fault = ends_fault(network_->parts()); !fault.empty()) return damaged(fault);
  for (const ModeName& mode : modes_) {
    Profile profile;
    profile.name = mode.profile;
    if (auto graph = this->graph(profile); !graph) return graph.error();
  }
  return Done{};
}

}  // namespace lifecircle
