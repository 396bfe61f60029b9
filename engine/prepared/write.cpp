#include <algorithm>

#include "engine/prepared/arrays.hpp"
#include "engine/prepared/prepared.hpp"
#include "engine/prepared/sound.hpp"

namespace lifecircle {
namespace {

/// The sections of a file, and what was made for it alone.
class Sections {
 public:
  Sections(const Network& network, std::span<const ModeGraph* const> graphs,
           const ProfileKeys& keys) {
    add_network(network.parts());
    std::vector<const Topology*> topologies;
    std::vector<ModeName> modes;
    for (const ModeGraph* graph : graphs) {
      const Topology* const topology = graph->hierarchy()->shared_topology().get();
      const auto known = std::ranges::find(topologies, topology);
      const std::string& name = graph->profile().name;
      const auto key = keys.find(name);
      modes.push_back({name, key == keys.end() ? std::string{} : key->second,
                       static_cast<std::uint32_t>(known - topologies.begin())});
      if (known == topologies.end()) topologies.push_back(topology);
    }
    keep("modes", kOfNetwork, bytes_of(modes));
    for (std::size_t t = 0; t < topologies.size(); ++t)
      for_each_array_of_topology(topologies[t]->parts(), adder(of_topology(t)));
    for (std::size_t m = 0; m < graphs.size(); ++m) {
      const ModeGraph::Parts& parts = graphs[m]->parts();
      for_each_array_of_graph(parts, adder(of_mode(m)));
      keep("extra_entries", of_mode(m), words_of(parts.extra_entries));
      keep("extra_exits", of_mode(m), words_of(parts.extra_exits));
      kept_.push_back(graphs[m]->hierarchy());
      const Hierarchy& hierarchy = *graphs[m]->hierarchy();
      for_each_array_of_steps(hierarchy.climbing(), hierarchy.descending(), adder(of_mode(m)));
    }
  }
  const std::vector<Section>& all() const { return sections_; }

 private:
  void add_network(const Network::Parts& parts) {
    for_each_array_of_network(parts, adder(kOfNetwork));
    keep("kinds", kOfNetwork, bytes_of(parts.kinds));
    keep("turn_bans", kOfNetwork, words_of(parts.turn_bans));
    keep("unplaced_turn_rules", kOfNetwork,
         Array<std::uint64_t>{std::uint64_t{parts.unplaced_turn_rules}});
  }
  struct Adder {
    Sections* to;
    std::uint32_t owner;
    template <class T>
    void operator()(const char* name, const Array<T>& values) const {
      to->sections_.push_back(section_of(name, owner, values));
    }
    template <class Id, class T>
    void operator()(const char* name, const FixedColumn<Id, T>& column) const {
      (*this)(name, column.values());
    }
  };
  Adder adder(std::uint32_t owner) { return {this, owner}; }
  /// Sections look at bytes that others keep: these have no others.
  template <class T>
  void keep(const char* name, std::uint32_t owner, Array<T> values) {
    kept_.push_back(std::make_shared<Array<T>>(values));
    sections_.push_back(section_of(name, owner, values));
  }

  std::vector<Section> sections_;
  std::vector<std::shared_ptr<const void>> kept_;
};

Error not_kept(const std::string& what) {
  return Error{Fault::limit, "prepared_not_kept", "", {what}};
}

}  // namespace

Result<Done> write_prepared(const PreparedHead& head, const Network& network,
                            std::span<const ModeGraph* const> graphs, const ProfileKeys& keys,
                            const std::function<Result<Done>(std::string_view)>& put) {
  // One after the other: what is at fault is not looked into any further.
  std::string fault = network_fault(network.parts());
  if (fault.empty()) fault = ends_fault(network.parts());
  for (const ModeGraph* graph : graphs) {
    const auto hierarchy = graph->hierarchy();
    const Topology::Parts& topology = hierarchy->topology().parts();
    if (fault.empty()) fault = mode_fault(network.parts(), graph->parts());
    if (fault.empty()) fault = topology_fault(topology);
    if (fault.empty()) fault = steps_fault(topology, hierarchy->climbing());
    if (fault.empty()) fault = steps_fault(topology, hierarchy->descending());
  }
  if (!fault.empty()) return not_kept(fault);
  return write_sections(head, Sections{network, graphs, keys}.all(), put);
}

std::uint64_t prepared_bytes(const Network& network, std::span<const ModeGraph* const> graphs,
                             const ProfileKeys& keys) {
  return size_of_file(Sections{network, graphs, keys}.all());
}

}  // namespace lifecircle
