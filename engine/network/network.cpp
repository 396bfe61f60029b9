#include "engine/network/network.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <tuple>

#include "engine/network/alike.hpp"
#include "engine/network/stated.hpp"

namespace lifecircle {
namespace {

constexpr std::uint32_t kNone = ~std::uint32_t{0};

/// One straight piece of the input, in the direction it was drawn.
struct Piece {
  std::uint32_t from, to;
  std::uint32_t kind;  ///< oriented from -> to
  std::uint64_t line;
};

/// A piece as one meets it while walking.
struct Step {
  std::uint32_t piece;
  bool forward;
};

/// Kinds without repetition, in the order of their content, and each one's reverse.
struct Kinds {
  std::vector<RoadKind> all;
  std::vector<std::uint32_t> reverse;

  explicit Kinds(const std::vector<RoadKind>& given) {
    for (const RoadKind& kind : given) {
      all.push_back(kind);
      all.push_back(kind.reversed());
    }
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    for (const RoadKind& kind : all) reverse.push_back(of(kind.reversed()));
  }
  std::uint32_t of(const RoadKind& kind) const {
    return static_cast<std::uint32_t>(std::ranges::lower_bound(all, kind) - all.begin());
  }
};

/// The kind of a line: what the file says of closed directions beside its times is part of it.
RoadKind kind_of_line(const Roads& roads, std::size_t line) {
  RoadKind kind = roads.kinds[roads.line_kind[line]];
  if (!roads.line_times.empty() && roads.line_times[line]) {
    if (!roads.line_times[line]->forward_s) kind.not_forward = Modes::all();
    if (!roads.line_times[line]->backward_s) kind.not_backward = Modes::all();
  }
  return kind;
}

}  // namespace

/// Builds a Network: pieces, junctions, chains, canonical order.
class NetworkBuilder {
 public:
  explicit NetworkBuilder(const Roads& roads) : roads_{roads}, kinds_{all_kinds(roads)} {
    make_pieces();
    share_stated_times();
    find_incidence();
    find_junctions();
    follow_chains();
    order_and_store();
    place_turn_rules();
  }
  Network::Parts take() { return std::move(out_); }

 private:
  /// An edge before it has its place: the steps from junction to junction, drawn in canonical
  /// direction.
  struct Chain {
    std::uint32_t from, to;  ///< vertices
    std::uint32_t kind;
    std::uint64_t first, last;  ///< into steps_
    bool symmetric = false;     ///< reads the same from both ends
  };

  static std::vector<RoadKind> all_kinds(const Roads& roads) {
    std::vector<RoadKind> kinds = roads.kinds;
    for (std::size_t i = 0; i < roads.line_times.size(); ++i)
      if (roads.line_times[i]) kinds.push_back(kind_of_line(roads, i));
    return kinds;
  }

  void make_pieces() {
    for (std::size_t i = 0; i < roads_.line_count(); ++i) {
      const std::uint32_t kind = kinds_.of(kind_of_line(roads_, i));
      const auto line = roads_.line(i);
      for (std::size_t v = 0; v + 1 < line.size(); ++v)
        if (line[v] != line[v + 1]) pieces_.push_back({line[v], line[v + 1], kind, i});
    }
  }

  void share_stated_times() {
    if (roads_.line_times.empty()) return;
    stated_forward_.assign(pieces_.size(), Duration::never());
    stated_backward_.assign(pieces_.size(), Duration::never());
    for (std::size_t first = 0; first < pieces_.size();) {
      const std::uint64_t line = pieces_[first].line;
      std::vector<Point> places{roads_.position[pieces_[first].from]};
      std::size_t last = first;
      for (; last < pieces_.size() && pieces_[last].line == line; ++last)
        places.push_back(roads_.position[pieces_[last].to]);
      if (roads_.line_times[line]) {
        const SharedTimes shared = share_out(*roads_.line_times[line], places);
        std::ranges::copy(shared.forward,
                          stated_forward_.begin() + static_cast<std::ptrdiff_t>(first));
        std::ranges::copy(shared.backward,
                          stated_backward_.begin() + static_cast<std::ptrdiff_t>(first));
      }
      first = last;
    }
  }

  void find_incidence() {
    incident_first_.assign(roads_.vertex_count() + 1, 0);
    for (const Piece& p : pieces_) ++incident_first_[p.from + 1], ++incident_first_[p.to + 1];
    std::partial_sum(incident_first_.begin(), incident_first_.end(), incident_first_.begin());
    incident_.resize(pieces_.size() * 2);
    std::vector<std::uint64_t> at(incident_first_.begin(), incident_first_.end() - 1);
    for (std::uint32_t i = 0; i < pieces_.size(); ++i) {
      incident_[at[pieces_[i].from]++] = {i, true};
      incident_[at[pieces_[i].to]++] = {i, false};
    }
  }
  /// The pieces at a vertex, each as one leaves along it.
  std::span<const Step> leaving(std::uint32_t vertex) const {
    return {incident_.data() + incident_first_[vertex],
            incident_.data() + incident_first_[vertex + 1]};
  }
  std::uint32_t start(Step s) const {
    return s.forward ? pieces_[s.piece].from : pieces_[s.piece].to;
  }
  std::uint32_t end(Step s) const {
    return s.forward ? pieces_[s.piece].to : pieces_[s.piece].from;
  }
  std::uint32_t kind(Step s) const {
    const std::uint32_t k = pieces_[s.piece].kind;
    return s.forward ? k : kinds_.reverse[k];
  }

  void find_junctions() {
    junction_.assign(roads_.vertex_count(), false);
    for (const TurnRule& rule : roads_.turn_rules)
      if (rule.vertices.size() >= 3) {
        junction_[rule.vertices[1]] = true;
        junction_[rule.vertices[rule.vertices.size() - 2]] = true;
      }
    for (std::uint32_t v = 0; v < roads_.vertex_count(); ++v) {
      const auto steps = leaving(v);
      if (steps.empty()) {
        junction_[v] = false;
      } else if (steps.size() != 2 || roads_.closed[v] != Modes::none()) {
        junction_[v] = true;
      } else if (kinds_.reverse[kind(steps[0])] != kind(steps[1])) {
        junction_[v] = true;
      }
    }
  }

  void follow_chains() {
    std::vector<bool> used(pieces_.size(), false);
    const auto follow = [&](std::uint32_t from, Step step) {
      const std::uint64_t first = steps_.size();
      const std::uint32_t chain_kind = kind(step);
      for (;;) {
        used[step.piece] = true;
        steps_.push_back(step);
        const std::uint32_t here = end(step);
        if (junction_[here]) {
          add_chain({from, here, chain_kind, first, steps_.size(), false});
          return;
        }
        const auto next = leaving(here);
        step = next[0].piece == step.piece && next[0].forward != step.forward ? next[1] : next[0];
      }
    };
    const auto follow_all_from = [&](std::uint32_t v) {
      for (const Step step : leaving(v))
        if (!used[step.piece]) follow(v, step);
    };
    for (std::uint32_t v = 0; v < roads_.vertex_count(); ++v)
      if (junction_[v]) follow_all_from(v);
    // What is left are rings without a junction: each gets one at its first place.
    for (std::uint32_t p = 0; p < pieces_.size(); ++p) {
      if (used[p]) continue;
      std::vector<Step> ring;
      Step step{p, true};
      do {
        ring.push_back(step);
        const auto next = leaving(end(step));
        step = next[0].piece == step.piece && next[0].forward != step.forward ? next[1] : next[0];
      } while (step.piece != p);
      const std::uint32_t first = first_of_ring(ring);
      junction_[first] = true;
      follow_all_from(first);
    }
  }

  /// The vertex of a ring from which it reads smallest, one way round or the other.
  std::uint32_t first_of_ring(const std::vector<Step>& ring) const {
    const auto place = [&](Step s) { return roads_.position[start(s)]; };
    const Point low = place(*std::ranges::min_element(ring, {}, place));
    std::optional<Look> best;
    std::uint32_t first = kNone;
    const std::size_t n = ring.size();
    for (std::size_t i = 0; i < n; ++i) {
      if (place(ring[i]) != low) continue;
      for (const bool onward : {true, false}) {
        std::vector<Step> way;
        for (std::size_t k = 0; k < n; ++k)
          way.push_back(onward ? ring[(i + k) % n] : turned(ring[(i + n - 1 - k) % n]));
        Look seen = look(way);
        if (best && !(seen < *best)) continue;
        best = std::move(seen);
        first = start(ring[i]);
      }
    }
    return first;
  }

  /// Turns the chain so that its shape reads smaller; with equal shapes, its kind.
  void add_chain(Chain chain) {
    const auto begin = steps_.begin() + static_cast<std::ptrdiff_t>(chain.first);
    const auto at = [&](Step s, bool of_start) {
      return roads_.position[of_start ? start(s) : end(s)];
    };
    const std::size_t n = chain.last - chain.first;
    std::strong_ordering order = std::strong_ordering::equal;
    for (std::size_t i = 0; i <= n && order == 0; ++i) {
      const Point forth = i < n ? at(begin[static_cast<std::ptrdiff_t>(i)], true)
                                : at(begin[static_cast<std::ptrdiff_t>(n - 1)], false);
      const std::size_t j = n - i;
      const Point back = j < n ? at(begin[static_cast<std::ptrdiff_t>(j)], true)
                               : at(begin[static_cast<std::ptrdiff_t>(n - 1)], false);
      order = forth <=> back;
    }
    if (order == 0) order = chain.kind <=> kinds_.reverse[chain.kind];
    if (order == 0 && !stated_forward_.empty())
      for (std::size_t i = 0; i < n && order == 0; ++i)
        order = stated_times(begin[static_cast<std::ptrdiff_t>(i)]) <=>
                stated_times(turned(begin[static_cast<std::ptrdiff_t>(n - 1 - i)]));
    chain.symmetric = order == 0;
    if (order > 0) turn(chain);
    chains_.push_back(chain);
  }
  void turn(Chain& chain) {
    const auto begin = steps_.begin() + static_cast<std::ptrdiff_t>(chain.first);
    const auto after = steps_.begin() + static_cast<std::ptrdiff_t>(chain.last);
    std::reverse(begin, after);
    for (auto s = begin; s != after; ++s) *s = turned(*s);
    std::swap(chain.from, chain.to);
    chain.kind = kinds_.reverse[chain.kind];
  }
  static Step turned(Step s) { return {s.piece, !s.forward}; }
  std::tuple<std::uint32_t, std::uint32_t> stated_times(Step s) const {
    const auto forth = stated_forward_[s.piece].ticks(), back = stated_backward_[s.piece].ticks();
    return s.forward ? std::tuple{forth, back} : std::tuple{back, forth};
  }

  void order_and_store() {
    const std::vector<std::uint32_t> vertex = nodes_in_order();
    node_.assign(roads_.vertex_count(), kNone);
    std::vector<Point> position;
    std::vector<Modes> closed;
    for (std::uint32_t n = 0; n < vertex.size(); ++n) {
      node_[vertex[n]] = n;
      position.push_back(roads_.position[vertex[n]]);
      closed.push_back(roads_.closed[vertex[n]]);
    }
    out_.position = std::move(position);
    out_.closed = std::move(closed);

    // What reads the same from both ends begins at the smaller node.
    for (Chain& chain : chains_)
      if (chain.symmetric && node_[chain.to] < node_[chain.from]) turn(chain);
    std::ranges::stable_sort(chains_, [&](const Chain& a, const Chain& b) { return before(a, b); });
    store_edges();
  }

  /// A road as one who stands at its end sees it: its places, kind and stated times.
  using Look = std::tuple<std::vector<Point>, std::uint32_t,
                          std::vector<std::tuple<std::uint32_t, std::uint32_t>>>;
  Look look(std::span<const Step> way) const {
    Look seen;
    auto& [shape, of_kind, times] = seen;
    of_kind = kind(way.front());
    for (const Step step : way) {
      shape.push_back(roads_.position[end(step)]);
      if (!stated_forward_.empty()) times.push_back(stated_times(step));
    }
    return seen;
  }
  Look look(const Chain& chain, bool from_start) const {
    std::vector<Step> way(steps_.begin() + static_cast<std::ptrdiff_t>(chain.first),
                          steps_.begin() + static_cast<std::ptrdiff_t>(chain.last));
    if (!from_start) {
      std::ranges::reverse(way);
      for (Step& step : way) step = turned(step);
    }
    return look(way);
  }

  /// Nodes by place and gate; those alike in that by the roads one sees from them, near and far.
  std::vector<std::uint32_t> nodes_in_order() const {
    std::vector<std::uint32_t> vertex;
    for (std::uint32_t v = 0; v < roads_.vertex_count(); ++v)
      if (junction_[v]) vertex.push_back(v);
    const auto key = [&](std::uint32_t v) {
      return std::pair{roads_.position[v], roads_.closed[v]};
    };
    std::ranges::stable_sort(vertex, {}, key);
    std::vector<std::size_t> rank(roads_.vertex_count());
    std::map<std::uint32_t, std::vector<View>> views;  // few: of nodes where others are
    for (std::size_t i = 0; i < vertex.size(); ++i) {
      const bool alike = i > 0 && key(vertex[i - 1]) == key(vertex[i]);
      rank[vertex[i]] = alike ? rank[vertex[i - 1]] : i;
      if (alike) views[vertex[i - 1]], views[vertex[i]];
    }
    if (views.empty()) return vertex;
    std::map<Look, std::size_t> roads;
    const auto for_each_view = [&](auto&& found) {
      for (const Chain& chain : chains_)
        for (const bool from_start : {true, false})
          if (const auto at = views.find(from_start ? chain.from : chain.to); at != views.end())
            found(at->second, look(chain, from_start), from_start ? chain.to : chain.from);
    };
    for_each_view([&](auto&, Look seen, std::uint32_t) { roads.emplace(std::move(seen), 0); });
    std::size_t number = 0;
    for (auto& [seen, place] : roads) place = number++;
    for_each_view([&](std::vector<View>& here, const Look& seen, std::uint32_t far) {
      here.push_back({roads.at(seen), far});
    });
    order_alike(vertex, std::move(rank), views);
    return vertex;
  }

  bool before(const Chain& a, const Chain& b) const {
    const auto key = [&](const Chain& c) { return std::tuple{node_[c.from], node_[c.to]}; };
    if (key(a) != key(b)) return key(a) < key(b);
    const std::size_t n = a.last - a.first, m = b.last - b.first;
    for (std::size_t i = 0; i < std::min(n, m); ++i) {
      const Point p = roads_.position[end(steps_[a.first + i])];
      const Point q = roads_.position[end(steps_[b.first + i])];
      if (p != q) return p < q;
    }
    if (n != m) return n < m;
    if (a.kind != b.kind) return a.kind < b.kind;
    if (stated_forward_.empty()) return false;
    for (std::size_t i = 0; i < n; ++i) {
      const auto s = stated_times(steps_[a.first + i]), t = stated_times(steps_[b.first + i]);
      if (s != t) return s < t;
    }
    return false;
  }

  void store_edges() {
    edge_of_piece_.assign(pieces_.size(), {});
    std::vector<NodeId> tail, head;
    std::vector<std::uint32_t> kind_of_edge;
    std::vector<std::uint64_t> first_point{0};
    std::vector<Point> points;
    std::vector<Duration> forward, backward;
    points.reserve(pieces_.size() + chains_.size());
    for (std::uint32_t e = 0; e < chains_.size(); ++e) {
      const Chain& chain = chains_[e];
      tail.push_back(NodeId{node_[chain.from]});
      head.push_back(NodeId{node_[chain.to]});
      kind_of_edge.push_back(chain.kind);
      points.push_back(roads_.position[chain.from]);
      for (std::uint64_t s = chain.first; s < chain.last; ++s) {
        const Step step = steps_[s];
        points.push_back(roads_.position[end(step)]);
        edge_of_piece_[step.piece] = {e, step.forward};
        if (!stated_forward_.empty()) {
          const auto [forth, back] = stated_times(step);
          forward.push_back(Duration::from_ticks(forth));
          backward.push_back(Duration::from_ticks(back));
        }
      }
      if (!stated_forward_.empty()) {  // the last point begins no piece
        forward.push_back(Duration::never());
        backward.push_back(Duration::never());
      }
      first_point.push_back(points.size());
    }
    out_.tail = std::move(tail);
    out_.head = std::move(head);
    out_.kind = std::move(kind_of_edge);
    out_.first_point = std::move(first_point);
    out_.points = std::move(points);
    out_.stated_forward = std::move(forward);
    out_.stated_backward = std::move(backward);
    out_.kinds = kinds_.all;
  }

  void place_turn_rules() {
    for (const TurnRule& rule : roads_.turn_rules) {
      const auto ways = ways_along(rule.vertices);
      if (ways.empty()) ++out_.unplaced_turn_rules;
      for (const auto& way : ways)
        out_.turn_bans.push_back({.arcs = way, .only = rule.only, .modes = rule.modes});
    }
    std::ranges::sort(out_.turn_bans);
    out_.turn_bans.erase(std::unique(out_.turn_bans.begin(), out_.turn_bans.end()),
                         out_.turn_bans.end());
  }
  /// Every sequence of arcs along the vertices: several where lines run side by side. None
  /// where two are no neighbours, where one would turn back in the middle of an edge, or past
  /// kMost.
  std::vector<std::vector<Arc>> ways_along(const std::vector<std::uint32_t>& vertices) const {
    constexpr std::size_t kMost = 256;
    if (vertices.size() < 3) return {};
    std::vector<std::vector<Arc>> ways{{}};
    for (std::size_t i = 0; i + 1 < vertices.size(); ++i) {
      std::vector<std::vector<Arc>> longer;
      for (const Arc arc : arcs_between(vertices[i], vertices[i + 1]))
        for (const auto& way : ways) {
          const bool begins_arc = way.empty() || junction_[vertices[i]];
          // Pieces of one edge follow each other without a choice.
          if (!begins_arc && way.back() != arc) continue;
          longer.push_back(way);
          if (begins_arc) longer.back().push_back(arc);
        }
      if (longer.size() > kMost) return {};
      ways = std::move(longer);
    }
    return ways;
  }
  std::vector<Arc> arcs_between(std::uint32_t from, std::uint32_t to) const {
    std::vector<Arc> arcs;
    for (const Step step : leaving(from)) {
      if (end(step) != to) continue;
      const auto [edge, forward] = edge_of_piece_[step.piece];
      arcs.push_back({EdgeId{edge}, step.forward == forward});
    }
    return arcs;
  }

  const Roads& roads_;
  Network::Parts out_;
  Kinds kinds_;
  std::vector<Piece> pieces_;
  std::vector<Duration> stated_forward_, stated_backward_;  ///< one a piece, in drawn direction
  std::vector<std::uint64_t> incident_first_;
  std::vector<Step> incident_;
  std::vector<bool> junction_;
  std::vector<Step> steps_;
  std::vector<Chain> chains_;
  std::vector<std::uint32_t> node_;  ///< of a vertex
  std::vector<std::pair<std::uint32_t, bool>> edge_of_piece_;
};

Network::Network(const Roads& roads) : parts_{NetworkBuilder{roads}.take()} {}

double Network::length_m() const {
  double sum_mm = 0;
  for (std::size_t e = 0; e < edge_count(); ++e) {
    const auto points = shape(EdgeId{e});
    for (std::size_t i = 0; i + 1 < points.size(); ++i)
      sum_mm += distance_mm(points[i], points[i + 1]);
  }
  return sum_mm / 1e3;
}

}  // namespace lifecircle
