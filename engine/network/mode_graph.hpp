#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/array.hpp"
#include "engine/network/network.hpp"
#include "engine/network/profile.hpp"
#include "engine/network/road_heights.hpp"

namespace lifecircle {

class Hierarchy;  // engine/search/hierarchy: a graph carries its own, and knows no more of it

/// A place on the roads: on piece `piece` of an edge, `share` of the way from the
/// lexicographically smaller end of the piece to the other (from the end nearer the edge's tail,
/// where both ends lie at one point). 0 <= share <= 1.
struct Place {
  EdgeId edge;
  std::uint32_t piece = 0;
  double share = 0;
};

/// A place in the times of one mode: how long from the edge's tail to it going forward,
/// and from it to the tail going backward; `position` orders the places of an edge from its tail
/// (exactly: piece, and share or minus share; no rounding may join two places).
struct PlaceTimes {
  Duration forward;
  Duration backward;
  std::pair<std::uint32_t, double> position;
};

/// The network as one profile travels it: what is open, in which direction, and how
/// long it takes. What a search runs on.
///
/// States are the junctions (StateId = NodeId) followed, where turn bans hold for the mode,
/// by copies that remember the way one came (see TurnMemory). Steps between states are whole arcs.
/// A junction that is closed to the mode (a locked gate) can be reached but not passed. Turning
/// back at a junction, closed or not, is allowed unless a ban says otherwise; turning back in the
/// middle of an edge is not.
///
/// Each straight piece has its time once per direction, rounded half up; the time of an arc is
/// their exact sum. With heights and a profile that slope matters to, a piece takes its level time
/// times slowness(), each way its own, unless its time is stated. Memory, held by a
/// test: 4 bytes a point (8 where directions differ), 1 an edge, 16 a state and 16 a step; no more
/// while it is made.
class ModeGraph {
 public:
  /// `network` must outlive it. Without `heights`, of this network and only looked at here, all
  /// roads are level. O(n + m).
  ModeGraph(const Network& network, Profile profile, const RoadHeights* heights = nullptr);

  /// One arc taken, from a state to a state.
  struct Step {
    StateId to;  ///< forwards: where it leads; backwards: where it comes from
    Duration time;
    friend bool operator==(const Step&, const Step&) = default;
  };
  /// What it consists of, beside network and profile: for who keeps it in a file.
  struct Parts {
    FixedColumn<EdgeId, std::uint8_t> open;  ///< 1 forward, 2 backward, 4 joinable
    Array<Duration> forward;                 ///< one a point: running time from the edge's tail
    Array<Duration> backward;                ///< the same against the edge; empty if equal
    Array<std::uint64_t> first_out{0}, first_in{0};  ///< one a state, and the end
    Array<Step> out, in;
    Array<NodeId> copy_node;  ///< one a state that is no junction itself
    std::vector<std::pair<Arc, StateId>>
        extra_entries;  ///< sorted; copies from which an arc may be entered
    std::vector<std::pair<Arc, StateId>> extra_exits;  ///< sorted; arcs that end in a copy
    friend bool operator==(const Parts&, const Parts&) = default;
  };
  /// Of parts that were made of these, or for which the same holds.
  ModeGraph(const Network& network, Profile profile, Parts parts)
      : network_{&network}, profile_{std::move(profile)}, parts_{std::move(parts)} {}
  const Parts& parts() const { return parts_; }

  const Network& network() const { return *network_; }
  const Profile& profile() const { return profile_; }

  std::size_t state_count() const { return parts_.first_out.size() - 1; }
  std::size_t step_count() const { return parts_.out.size(); }

  std::span<const Step> leaving(StateId s) const {
    return {parts_.out.data() + parts_.first_out[s.index()],
            parts_.out.data() + parts_.first_out[s.index() + 1]};
  }
  std::span<const Step> arriving(StateId s) const {
    return {parts_.in.data() + parts_.first_in[s.index()],
            parts_.in.data() + parts_.first_in[s.index() + 1]};
  }
  NodeId node(StateId s) const {
    return s.index() < network_->node_count()
               ? NodeId{s.index()}
               : parts_.copy_node[s.index() - network_->node_count()];
  }

  bool open(Arc arc) const { return (parts_.open[arc.edge] & (arc.forward ? 1 : 2)) != 0; }
  bool usable(EdgeId edge) const { return parts_.open[edge] != 0; }
  /// Usable, and one may get on and off at the roadside: not in a tunnel, not on a
  /// bridge, not of a class the profile names in `no_access`.
  bool joinable(EdgeId edge) const { return (parts_.open[edge] & 4) != 0; }

  /// Where one stands after travelling the rest of `arc` from a place on it.
  StateId exit(Arc arc) const;
  /// Calls f(state) for every state from which `arc` may be entered.
  template <class F>
  void for_each_entry(Arc arc, F f) const {
    if (!open(arc) || network_->closed(network_->tail(arc)).has(profile_.mode)) return;
    f(StateId{network_->tail(arc).index()});
    if (!parts_.extra_entries.empty()) for_each_extra_entry(arc, f);
  }

  /// Time over the whole arc; only for open ones.
  Duration time(Arc arc) const {
    return arc.forward ? forward_total(arc.edge) : backward_total(arc.edge);
  }
  Duration forward_total(EdgeId e) const {
    return parts_.forward[network_->first_point(e) + network_->piece_count(e)];
  }
  Duration backward_total(EdgeId e) const {
    return backward()[network_->first_point(e) + network_->piece_count(e)];
  }
  /// Time from the edge's tail to each of its points going forward, or from each back to the tail.
  std::span<const Duration> running(EdgeId e, bool forward) const {
    return std::span{forward ? parts_.forward : backward()}.subspan(network_->first_point(e),
                                                                    network_->piece_count(e) + 1);
  }
  /// Time of a piece alone.
  Duration piece_time(EdgeId e, std::uint32_t piece, bool forward) const {
    const auto& run = forward ? parts_.forward : backward();
    const std::uint64_t at = network_->first_point(e) + piece;
    return run[at + 1] - run[at];
  }
  PlaceTimes times(const Place& place) const;

  /// Shortcuts over this very graph, if somebody had them made: searches take them where they pay.
  /// Answers are the same with and without. Copies of a graph share theirs.
  std::shared_ptr<const Hierarchy> hierarchy() const {
    const std::lock_guard lock{carried_->mutex};
    return carried_->hierarchy;
  }
  void carry(std::shared_ptr<const Hierarchy> hierarchy) const {
    const std::lock_guard lock{carried_->mutex};
    carried_->hierarchy = std::move(hierarchy);
  }

 private:
  void price_pieces(const RoadHeights* heights);
  void open_edges(const RoadHeights* heights);
  void make_states();
  template <class F>
  void for_each_extra_entry(Arc arc, F f) const;
  const Array<Duration>& backward() const {
    return parts_.backward.empty() ? parts_.forward : parts_.backward;
  }

  const Network* network_;
  Profile profile_;
  Parts parts_;
  struct Carried {
    std::mutex mutex;
    std::shared_ptr<const Hierarchy> hierarchy;
  };
  std::shared_ptr<Carried> carried_ = std::make_shared<Carried>();
};

template <class F>
void ModeGraph::for_each_extra_entry(Arc arc, F f) const {
  auto at = std::lower_bound(parts_.extra_entries.begin(), parts_.extra_entries.end(),
                             std::pair{arc, StateId{0}});
  for (; at != parts_.extra_entries.end() && at->first == arc; ++at) f(at->second);
}

}  // namespace lifecircle
