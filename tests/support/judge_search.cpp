#include <algorithm>
#include <deque>
#include <numeric>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>

#include "tests/support/judge.hpp"

namespace lifecircle::test {

template <class F>
void Judge::go_on(std::size_t piece, bool along, const History& history, F f) const {
  const std::uint32_t here = stop(piece, along);
  const bool gate = closed_[here].has(profile_.mode);
  for (const std::size_t next : pieces_at_[here])
    for (const bool next_along : {false, true}) {
      if (!pieces_[next].open[next_along ? 1 : 0] || start(next, next_along) != here) continue;
      const bool back = next == piece;
      if (gate && !back) continue;             // a closed vertex ends every piece that comes to it
      if (back && !junction_[here]) continue;  // nobody turns in the middle of a road
      const std::uint32_t there = stop(next, next_along);
      if (!forbidden(history, there)) f(next, next_along, remember(history, there));
    }
}

Judge::PieceGraph Judge::graph_of(const std::vector<End>& ends) const {
  // Everywhere one can be: on a directed piece, having come along some vertices.
  using State = std::tuple<std::size_t, bool, History>;
  std::map<State, std::size_t> states;
  std::deque<State> queue;
  const auto meet = [&](const State& state) {
    if (states.emplace(state, states.size()).second) queue.push_back(state);
  };
  const auto fresh = [&](std::size_t p, bool along) {
    return State{p, along, remember(remember({}, start(p, along)), stop(p, along))};
  };
  for (std::size_t p = 0; p < pieces_.size(); ++p)
    for (const bool along : {false, true})
      if (pieces_[p].open[along ? 1 : 0]) meet(fresh(p, along));
  std::vector<std::pair<State, State>> turns;
  for (; !queue.empty(); queue.pop_front()) {
    const auto [piece, along, history] = queue.front();
    go_on(piece, along, history, [&](std::size_t p, bool a, History h) {
      State next{p, a, std::move(h)};
      turns.emplace_back(queue.front(), next);
      meet(next);
    });
  }

  // The places on each piece in order; each state has a start, its places, and an end.
  std::vector<std::vector<double>> places[2];
  for (auto& side : places) side.resize(pieces_.size());
  for (const End& end : ends)
    for (const Leg& leg : end.legs)
      for (const bool along : {false, true})
        places[along ? 1 : 0][leg.piece].push_back(order(leg.piece, along, leg.share));
  for (auto& side : places)
    for (auto& there : side) {
      std::ranges::sort(there);
      there.erase(std::unique(there.begin(), there.end()), there.end());
    }
  std::map<State, std::size_t> first;
  std::size_t nodes = 0;
  for (const auto& [state, number] : states) {
    const auto& [piece, along, history] = state;
    first[state] = nodes;
    nodes += places[along ? 1 : 0][piece].size() + 2;
  }
  const auto start_of = [&](const State& s) { return first.at(s); };
  const auto end_of = [&](const State& s) {
    return first.at(s) + places[std::get<1>(s) ? 1 : 0][std::get<0>(s)].size() + 1;
  };
  // From the first node of a state on a directed piece to that of a place on it.
  const auto steps_to = [&](std::size_t piece, bool along, double share) {
    const auto& there = places[along ? 1 : 0][piece];
    return 1 + static_cast<std::size_t>(
                   std::ranges::lower_bound(there, order(piece, along, share)) - there.begin());
  };
  const std::size_t sources = nodes, sinks = nodes + ends.size();
  PieceGraph result{.nodes = nodes + 2 * ends.size(), .sources = sources, .sinks = sinks};
  const auto add = [&](std::size_t from, std::size_t to, Time time) {
    result.arcs.emplace_back(from, to);
    result.weights.push_back(time);
  };
  std::vector<std::vector<std::size_t>> on_piece(pieces_.size() * 2);  // first nodes of its states
  std::vector<std::size_t> fresh_on(pieces_.size() * 2);
  for (std::size_t p = 0; p < pieces_.size(); ++p)
    for (const bool along : {false, true})
      if (pieces_[p].open[along ? 1 : 0])
        fresh_on[p * 2 + (along ? 1 : 0)] = first.at(fresh(p, along));
  for (const auto& [state, number] : states) {
    const auto& [piece, along, history] = state;
    on_piece[piece * 2 + (along ? 1 : 0)].push_back(first.at(state));
    std::size_t at = first.at(state);
    Time before = 0;
    for (const double place : places[along ? 1 : 0][piece]) {
      const Time here = offset(piece, along, std::abs(place));
      add(at, at + 1, here - before);
      before = here;
      ++at;
    }
    add(at, at + 1, pieces_[piece].time[along ? 1 : 0] - before);
  }
  for (const auto& [from, to] : turns) add(end_of(from), start_of(to), 0);
  for (std::size_t e = 0; e < ends.size(); ++e) {
    for (const Leg& leg : ends[e].legs)
      for (const bool along : {false, true}) {
        if (!pieces_[leg.piece].open[along ? 1 : 0]) continue;
        const std::size_t steps = steps_to(leg.piece, along, leg.share),
                          directed = leg.piece * 2 + (along ? 1 : 0);
        add(sources + e, fresh_on[directed] + steps, leg.time);
        for (const std::size_t state : on_piece[directed]) add(state + steps, sinks + e, leg.time);
      }
    for (const std::uint32_t v : ends[e].vertices)
      for (const std::size_t p : pieces_at_[v])
        for (const bool along : {false, true}) {
          if (!pieces_[p].open[along ? 1 : 0]) continue;
          if (start(p, along) == v && !closed_[v].has(profile_.mode))
            add(sources + e, start_of(fresh(p, along)), 0);
          if (stop(p, along) == v)
            for (const std::size_t state : on_piece[p * 2 + (along ? 1 : 0)])
              add(state + places[along ? 1 : 0][p].size() + 1, sinks + e, 0);
        }
  }
  return result;
}

namespace {
using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property,
                                    boost::property<boost::edge_weight_t, Judge::Time>>;
}

std::vector<std::vector<Judge::Time>> Judge::times(const std::vector<End>& ends) const {
  const PieceGraph pieces = graph_of(ends);
  const Graph graph(pieces.arcs.begin(), pieces.arcs.end(), pieces.weights.begin(), pieces.nodes);

  std::vector<std::vector<Time>> times(ends.size(), std::vector<Time>(ends.size(), kNever));
  std::vector<Time> distance(boost::num_vertices(graph));
  for (std::size_t e = 0; e < ends.size(); ++e) {
    boost::dijkstra_shortest_paths(graph, pieces.sources + e,
                                   boost::distance_map(distance.data()).distance_inf(kNever));
    for (std::size_t to = 0; to < ends.size(); ++to) times[e][to] = distance[pieces.sinks + to];
    // One who is at a vertex is there, whatever road leads to it.
    for (std::size_t to = 0; to < ends.size(); ++to)
      for (const std::uint32_t v : ends[to].vertices)
        if (std::ranges::count(ends[e].vertices, v) > 0) times[e][to] = 0;
  }
  return times;
}

std::vector<Judge::Time> Judge::nearest(const std::vector<End>& homes,
                                        const std::vector<End>& facilities,
                                        Direction direction) const {
  std::vector<std::size_t> all(facilities.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  std::vector<Time> times;
  for (const auto& [time, facility] : Search{*this, homes, facilities, direction}.nearest(all))
    times.push_back(time);
  return times;
}

struct Judge::Search::Arcs {
  explicit Arcs(const PieceGraph& pieces)
      : graph(pieces.arcs.begin(), pieces.arcs.end(), pieces.weights.begin(), pieces.nodes) {}
  Graph graph;
  std::vector<std::size_t> homes, facilities;  ///< their nodes
};

namespace {
/// Times are counted in parts, and the parts of a facility are its place among those asked about:
/// so the nearest is the least number, and of equal times the first.
constexpr Judge::Time kParts = 1U << 20;
}  // namespace

Judge::Search::Search(const Judge& judge, const std::vector<End>& homes,
                      const std::vector<End>& facilities, Direction direction) {
  std::vector<End> ends = homes;
  ends.insert(ends.end(), facilities.begin(), facilities.end());
  PieceGraph pieces = judge.graph_of(ends);
  const bool to = direction == Direction::to_facility;
  // From all facilities at once, and the other way round when people travel to them.
  if (to)
    for (auto& [from, until] : pieces.arcs) std::swap(from, until);
  for (Time& weight : pieces.weights) weight *= kParts;
  arcs_ = std::make_unique<Arcs>(pieces);
  for (std::size_t h = 0; h < homes.size(); ++h)
    arcs_->homes.push_back((to ? pieces.sources : pieces.sinks) + h);
  for (std::size_t f = 0; f < facilities.size(); ++f)
    arcs_->facilities.push_back((to ? pieces.sinks : pieces.sources) + homes.size() + f);
}

Judge::Search::~Search() = default;

std::vector<Judge::Search::Nearest> Judge::Search::nearest(
    const std::vector<std::size_t>& facilities) {
  // No arc leads to a question's own node, so it is nothing to the questions after it.
  const std::size_t all = boost::add_vertex(arcs_->graph);
  for (std::size_t i = 0; i < facilities.size(); ++i)
    boost::add_edge(all, arcs_->facilities.at(facilities[i]), Time{i}, arcs_->graph);
  std::vector<Time> distance(boost::num_vertices(arcs_->graph));
  boost::dijkstra_shortest_paths(arcs_->graph, all,
                                 boost::distance_map(distance.data()).distance_inf(kNever));
  std::vector<Nearest> found;
  for (const std::size_t home : arcs_->homes)
    found.push_back(distance[home] == kNever
                        ? Nearest{}
                        : Nearest{distance[home] / kParts, distance[home] % kParts});
  return found;
}

}  // namespace lifecircle::test
