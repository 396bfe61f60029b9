#include "engine/network/network.hpp"

#include <algorithm>
#include <cassert>
#include <map>
#include <numeric>
#include <optional>
#include <tuple>
#include <unordered_map>

#include "engine/base/memory.hpp"
#include "engine/base/ranked_bits.hpp"
#include "engine/network/alike.hpp"
#include "engine/network/stated.hpp"

namespace lifecircle {
namespace {

constexpr std::uint32_t kNone = ~std::uint32_t{0};
constexpr std::size_t kMostVertices = std::size_t{1} << 31;

/// A piece as one meets it while walking. A piece is known by the place of its first vertex among
/// those of all lines, of which there are less than kMostVertices.
struct Step {
  std::uint32_t bits = 0;

  Step() = default;
  Step(std::uint32_t piece, bool forward) : bits{piece << 1 | (forward ? 1U : 0U)} {}
  std::uint32_t piece() const { return bits >> 1; }
  bool forward() const { return (bits & 1) != 0; }
  Step turned() const { return {piece(), !forward()}; }
};

template <class T>
void drop(std::vector<T>& values) {
  std::vector<T>{}.swap(values);
}

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

/// Which directions of a line the file closes, where it states times: 1 forward, 2 backward.
unsigned closed_by_times(const Roads& roads, std::size_t line) {
  if (roads.line_times.empty() || !roads.line_times[line]) return 0;
  return (roads.line_times[line]->forward_s ? 0U : 1U) |
         (roads.line_times[line]->backward_s ? 0U : 2U);
}

/// What the file says of closed directions beside its times is part of a line's kind.
RoadKind closed_kind(RoadKind kind, unsigned closed) {
  if ((closed & 1) != 0) kind.not_forward = Modes::all();
  if ((closed & 2) != 0) kind.not_backward = Modes::all();
  return kind;
}

}  // namespace

/// Builds a Network: junctions, chains, canonical order. Works on the lines as they lie, and holds
/// each thing once. Of roads that are used up, and those counted: at first at most 13 bytes a
/// vertex, 16 a piece, 8 a line and 8 an edge; in the end the network itself and 8 a vertex, 4 a
/// piece and 4 an edge. Of roads that are kept: 4 a vertex, 12 a piece and 8 an edge beside them.
class NetworkBuilder {
 public:
  /// `own`: the same roads, where nobody needs them afterwards; columns go when their work is done.
  NetworkBuilder(const Roads& roads, Roads* own)
      : roads_{roads}, own_{own}, kinds_{all_kinds(roads)} {
    expect_memory("memory_network", least_bytes(), {roads.line_count(), roads.vertex_count()});
    if (own_ != nullptr) drop(own_->line_source);
    find_kinds();
    share_stated_times();
    find_lines();
    find_incidence();
    find_junctions();
    follow_chains();
    keep_rules();
    if (own_ != nullptr) {
      drop(own_->line_kind);
      drop(own_->line_times);
    }
    order_and_store();
    place_turn_rules();
  }
  Network::Parts take() { return std::move(out_); }

 private:
  /// An edge before it has its place: the steps from junction to junction, drawn in canonical
  /// direction.
  struct Chain {
    std::uint32_t first, last;  ///< into steps_
    std::uint32_t kind;
  };
  std::uint32_t chain_count() const { return static_cast<std::uint32_t>(chain_kind_.size()); }
  Chain chain(std::uint32_t c) const {
    return {chain_first_[c], chain_first_[c + std::size_t{1}], chain_kind_[c]};
  }

  /// Beside the roads, while all is known of the pieces and nothing of the edges.
  std::uint64_t least_bytes() const {
    const std::uint64_t pieces = roads_.line_vertex.size() - roads_.line_count(),
                        needed = 4 * roads_.vertex_count() + 12 * pieces,
                        released = own_ != nullptr ? 16 * roads_.line_count() : 0;
    return needed - std::min(needed, released);
  }

  static std::vector<RoadKind> all_kinds(const Roads& roads) {
    std::vector<RoadKind> kinds = roads.kinds;
    std::vector<bool> known(roads.kinds.size() * 4, false);
    for (std::size_t i = 0; i < roads.line_times.size(); ++i) {
      const unsigned closed = closed_by_times(roads, i);
      const std::size_t place = roads.line_kind[i] * std::size_t{4} + closed;
      if (known[place]) continue;
      known[place] = true;
      kinds.push_back(closed_kind(roads.kinds[roads.line_kind[i]], closed));
    }
    return kinds;
  }

  void find_kinds() {
    for (const RoadKind& kind : roads_.kinds)
      for (const unsigned closed : {0U, 1U, 2U, 3U})
        // Where no line is closed so, the kind may not be there, and nobody asks for it.
        kind_place_.push_back(kinds_.of(closed_kind(kind, closed)));
  }
  std::uint32_t kind_of_line(std::size_t line) const {
    return kind_place_[roads_.line_kind[line] * std::size_t{4} + closed_by_times(roads_, line)];
  }

  /// Where lines begin among the vertices of all, in a bit each instead of a number a line.
  void find_lines() {
    assert(roads_.line_vertex.size() < kMostVertices);
    const std::span<const std::uint64_t> first{roads_.line_first.data(), roads_.line_count()};
    begins_ = RankedBits{roads_.line_vertex.size(), first};
    if (own_ != nullptr) drop(own_->line_first);
  }
  std::size_t line_of(std::uint32_t piece) const {
    return begins_.count_below(piece) - (begins_.has(piece) ? 0 : 1);
  }
  /// Whether a vertex of a line is followed by another of that line, elsewhere.
  bool is_piece(std::uint32_t p) const {
    return p + std::size_t{1} < roads_.line_vertex.size() && !begins_.has(p + std::size_t{1}) &&
           roads_.line_vertex[p] != roads_.line_vertex[p + std::size_t{1}];
  }

  /// Calls f(piece) for all pieces of a line that lead anywhere.
  template <class F>
  void for_each_piece(std::size_t line, F f) const {
    const auto last = static_cast<std::uint32_t>(roads_.line_first[line + 1]);
    for (auto p = static_cast<std::uint32_t>(roads_.line_first[line]); p + 1 < last; ++p)
      if (roads_.line_vertex[p] != roads_.line_vertex[p + 1]) f(p);
  }

  void share_stated_times() {
    if (roads_.line_times.empty()) return;
    stated_forward_.assign(roads_.line_vertex.size(), Duration::never());
    stated_backward_.assign(roads_.line_vertex.size(), Duration::never());
    for (std::size_t line = 0; line < roads_.line_count(); ++line) {
      if (!roads_.line_times[line]) continue;
      std::vector<Point> places;
      for_each_piece(line, [&](std::uint32_t p) {
        if (places.empty()) places.push_back(roads_.position[roads_.line_vertex[p]]);
        places.push_back(roads_.position[roads_.line_vertex[p + 1]]);
      });
      if (places.empty()) continue;
      const SharedTimes shared = share_out(*roads_.line_times[line], places);
      std::size_t next = 0;
      for_each_piece(line, [&](std::uint32_t p) {
        stated_forward_[p] = shared.forward[next];
        stated_backward_[p] = shared.backward[next++];
      });
    }
  }

  void find_incidence() {
    incident_first_.assign(roads_.vertex_count() + 1, 0);
    const auto vertices = static_cast<std::uint32_t>(roads_.line_vertex.size());
    for (std::uint32_t p = 0; p < vertices; ++p) {
      if (!is_piece(p)) continue;
      ++incident_first_[roads_.line_vertex[p]];
      ++incident_first_[roads_.line_vertex[p + 1]];
      ++piece_count_;
    }
    // The ends of all; filled from the back they become the beginnings.
    std::partial_sum(incident_first_.begin(), incident_first_.end(), incident_first_.begin());
    incident_.resize(piece_count_ * 2);
    for (std::uint32_t p = vertices; p-- > 0;) {
      if (!is_piece(p)) continue;
      incident_[--incident_first_[roads_.line_vertex[p + 1]]] = {p, false};
      incident_[--incident_first_[roads_.line_vertex[p]]] = {p, true};
    }
  }
  /// The pieces at a vertex, each as one leaves along it.
  std::span<const Step> leaving(std::uint32_t vertex) const {
    return {incident_.data() + incident_first_[vertex],
            incident_.data() + incident_first_[vertex + 1]};
  }
  std::uint32_t start(Step s) const {
    return roads_.line_vertex[s.piece() + (s.forward() ? 0 : 1)];
  }
  std::uint32_t end(Step s) const { return roads_.line_vertex[s.piece() + (s.forward() ? 1 : 0)]; }
  std::uint32_t kind(Step s) const {
    const std::uint32_t k = kind_of_line(line_of(s.piece()));
    return s.forward() ? k : kinds_.reverse[k];
  }
  std::uint32_t from(const Chain& chain) const { return start(steps_[chain.first]); }
  std::uint32_t to(const Chain& chain) const { return end(steps_[chain.last - std::size_t{1}]); }

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
      } else if (!are_one_line(steps[0], steps[1]) &&
                 kinds_.reverse[kind(steps[0])] != kind(steps[1])) {
        junction_[v] = true;
      }
    }
  }

  /// Whether two steps that leave a vertex are the two ways along one line through it.
  bool are_one_line(Step a, Step b) const {
    const Step lower = a.piece() < b.piece() ? a : b, upper = a.piece() < b.piece() ? b : a;
    // The one ends where the other begins: a line's vertices lie side by side.
    return lower.piece() + 1 == upper.piece() && !lower.forward() && upper.forward();
  }

  void follow_chains() {
    const std::size_t expected = count_chains();
    // And a few rings.
    chain_first_.reserve(expected + expected / 64 + 16);
    chain_kind_.reserve(expected + expected / 64 + 16);
    chain_first_.push_back(0);
    steps_.reserve(piece_count_);
    std::vector<bool> used(roads_.line_vertex.size(), false);
    const auto onward = [&](Step step) {
      const auto next = leaving(end(step));
      return next[0].bits == step.turned().bits ? next[1] : next[0];
    };
    const auto follow = [&](Step step) {
      const auto first = static_cast<std::uint32_t>(steps_.size());
      const std::uint32_t chain_kind = kind(step);
      for (;; step = onward(step)) {
        used[step.piece()] = true;
        steps_.push_back(step);
        if (!junction_[end(step)]) continue;
        add_chain({first, static_cast<std::uint32_t>(steps_.size()), chain_kind});
        return;
      }
    };
    const auto follow_all_from = [&](std::uint32_t v) {
      for (const Step step : leaving(v))
        if (!used[step.piece()]) follow(step);
    };
    for (std::uint32_t v = 0; v < roads_.vertex_count(); ++v)
      if (junction_[v]) follow_all_from(v);
    if (steps_.size() == piece_count_) return;
    // What is left are rings without a junction: each gets one at its first place.
    for (std::uint32_t p = 0; p < used.size(); ++p) {
      if (used[p] || !is_piece(p)) continue;
      std::vector<Step> ring;
      Step step{p, true};
      do {
        ring.push_back(step);
        step = onward(step);
      } while (step.piece() != p);
      const std::uint32_t first = first_of_ring(ring);
      junction_[first] = true;
      follow_all_from(first);
    }
  }
  /// But for rings without a junction.
  std::size_t count_chains() const {
    std::size_t ends = 0;
    for (std::uint32_t v = 0; v < roads_.vertex_count(); ++v)
      if (junction_[v]) ends += leaving(v).size();
    return ends / 2;
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
          way.push_back(onward ? ring[(i + k) % n] : ring[(i + n - 1 - k) % n].turned());
        Look seen = look(way, kind(way.front()));
        if (best && !(seen < *best)) continue;
        best = std::move(seen);
        first = start(ring[i]);
      }
    }
    return first;
  }

  /// Adds the chain of all steps since the last one, turned so that its shape reads smaller; with
  /// equal shapes, its kind.
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
                stated_times(begin[static_cast<std::ptrdiff_t>(n - 1 - i)].turned());
    if (order == 0) symmetric_.push_back(chain_count());
    if (order > 0) turn(chain);
    chain_first_.push_back(chain.last);
    chain_kind_.push_back(chain.kind);
  }
  void turn(Chain& chain) {
    const auto begin = steps_.begin() + static_cast<std::ptrdiff_t>(chain.first);
    const auto after = steps_.begin() + static_cast<std::ptrdiff_t>(chain.last);
    std::reverse(begin, after);
    for (auto s = begin; s != after; ++s) *s = s->turned();
    chain.kind = kinds_.reverse[chain.kind];
  }
  std::tuple<std::uint32_t, std::uint32_t> stated_times(Step s) const {
    const auto forth = stated_forward_[s.piece()].ticks(),
               back = stated_backward_[s.piece()].ticks();
    return s.forward() ? std::tuple{forth, back} : std::tuple{back, forth};
  }

  void order_and_store() {
    {
      const std::vector<std::uint32_t> vertex = nodes_in_order();
      drop(incident_first_);
      drop(incident_);
      begins_ = {};
      node_.assign(roads_.vertex_count(), kNone);
      std::vector<Point> position;
      std::vector<Modes> closed;
      position.reserve(vertex.size());
      closed.reserve(vertex.size());
      for (std::uint32_t n = 0; n < vertex.size(); ++n) {
        node_[vertex[n]] = n;
        position.push_back(roads_.position[vertex[n]]);
        closed.push_back(roads_.closed[vertex[n]]);
      }
      out_.position = std::move(position);
      out_.closed = std::move(closed);
    }
    if (own_ != nullptr) drop(own_->closed);

    // What reads the same from both ends begins at the smaller node.
    for (const std::uint32_t c : symmetric_) {
      Chain both_ways = chain(c);
      if (node_[to(both_ways)] >= node_[from(both_ways)]) continue;
      turn(both_ways);
      chain_kind_[c] = both_ways.kind;
    }
    store_edges(chains_in_order());
  }

  /// By their first nodes, counted into place; then those of one node among themselves.
  std::vector<std::uint32_t> chains_in_order() const {
    std::vector<std::uint32_t> first(out_.position.size() + 1, 0);
    for (std::uint32_t c = 0; c < chain_count(); ++c) ++first[node_[from(chain(c))]];
    std::partial_sum(first.begin(), first.end(), first.begin());
    std::vector<std::uint32_t> order(chain_count());
    for (std::uint32_t c = chain_count(); c-- > 0;) order[--first[node_[from(chain(c))]]] = c;
    for (std::size_t n = 0; n + 1 < first.size(); ++n)
      // Those that are alike in everything stay as they came.
      std::stable_sort(
          order.begin() + first[n], order.begin() + first[n + 1],
          [&](std::uint32_t a, std::uint32_t b) { return before(chain(a), chain(b)); });
    return order;
  }

  /// A road as one who stands at its end sees it: its places, kind and stated times.
  using Look = std::tuple<std::vector<Point>, std::uint32_t,
                          std::vector<std::tuple<std::uint32_t, std::uint32_t>>>;
  Look look(std::span<const Step> way, std::uint32_t kind_of_way) const {
    Look seen;
    auto& [shape, of_kind, times] = seen;
    of_kind = kind_of_way;
    for (const Step step : way) {
      shape.push_back(roads_.position[end(step)]);
      if (!stated_forward_.empty()) times.push_back(stated_times(step));
    }
    return seen;
  }
  Look look(const Chain& of, bool from_start) const {
    std::vector<Step> way(steps_.begin() + static_cast<std::ptrdiff_t>(of.first),
                          steps_.begin() + static_cast<std::ptrdiff_t>(of.last));
    if (!from_start) {
      std::ranges::reverse(way);
      for (Step& step : way) step = step.turned();
    }
    return look(way, from_start ? of.kind : kinds_.reverse[of.kind]);
  }

  /// Nodes by place and gate; those alike in that by the roads one sees from them, near and far.
  std::vector<std::uint32_t> nodes_in_order() const {
    std::vector<std::uint32_t> vertex;
    vertex.reserve(static_cast<std::size_t>(std::ranges::count(junction_, true)));
    for (std::uint32_t v = 0; v < roads_.vertex_count(); ++v)
      if (junction_[v]) vertex.push_back(v);
    const auto key = [&](std::uint32_t v) {
      return std::pair{roads_.position[v], roads_.closed[v]};
    };
    // Those of one key by their numbers, as they were.
    std::ranges::sort(vertex, {}, [&](std::uint32_t v) { return std::pair{key(v), v}; });
    const auto alike = [&](std::uint32_t v, std::uint32_t w) { return key(v) == key(w); };
    if (std::ranges::adjacent_find(vertex, alike) == vertex.end()) return vertex;
    std::vector<std::size_t> rank(roads_.vertex_count());
    std::map<std::uint32_t, std::vector<View>> views;  // few: of nodes where others are
    for (std::size_t i = 0; i < vertex.size(); ++i) {
      const bool again = i > 0 && alike(vertex[i - 1], vertex[i]);
      rank[vertex[i]] = again ? rank[vertex[i - 1]] : i;
      if (again) views[vertex[i - 1]], views[vertex[i]];
    }
    std::map<Look, std::size_t> roads;
    const auto for_each_view = [&](auto&& found) {
      for (std::uint32_t c = 0; c < chain_count(); ++c) {
        const Chain one = chain(c);
        for (const bool from_start : {true, false})
          if (const auto at = views.find(from_start ? from(one) : to(one)); at != views.end())
            found(at->second, look(one, from_start), from_start ? to(one) : from(one));
      }
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
    const auto key = [&](const Chain& c) { return std::tuple{node_[from(c)], node_[to(c)]}; };
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

  /// A column of the edges, of what `of` says of a chain.
  template <class T, class F>
  std::vector<T> column(const std::vector<std::uint32_t>& order, F of) const {
    std::vector<T> values;
    values.reserve(order.size());
    for (const std::uint32_t c : order) values.push_back(of(chain(c)));
    return values;
  }

  /// Column by column: what a column is made of goes as soon as none that follows needs it.
  void store_edges(std::vector<std::uint32_t> order) {
    out_.kinds = kinds_.all;
    out_.tail = column<NodeId>(order, [&](const Chain& c) { return NodeId{node_[from(c)]}; });
    out_.head = column<NodeId>(order, [&](const Chain& c) { return NodeId{node_[to(c)]}; });
    drop(node_);
    out_.kind = column<std::uint32_t>(order, [](const Chain& c) { return c.kind; });
    keep_edges_of_ruled_pieces(order);
    store_stated_times(order);

    std::vector<std::uint64_t> first_point;
    first_point.reserve(order.size() + 1);
    first_point.push_back(0);
    for (const std::uint32_t c : order) {
      const Chain one = chain(c);
      first_point.push_back(first_point.back() + 1 + one.last - one.first);
    }
    const auto first_step = column<std::uint32_t>(order, [](const Chain& c) { return c.first; });
    drop(order);
    drop(chain_first_);
    drop(chain_kind_);
    // From here on only the vertex matters to which a step leads.
    for (Step& step : steps_) step.bits = end(step);
    if (own_ != nullptr) drop(own_->line_vertex);

    std::vector<Point> points;
    points.reserve(first_point.back());
    for (std::size_t e = 0; e < first_step.size(); ++e) {
      points.push_back(out_.position[out_.tail[EdgeId{e}]]);
      const std::size_t last = first_step[e] + (first_point[e + 1] - first_point[e] - 1);
      for (std::size_t s = first_step[e]; s < last; ++s)
        points.push_back(roads_.position[steps_[s].bits]);
    }
    drop(steps_);
    if (own_ != nullptr) drop(own_->position);
    out_.first_point = std::move(first_point);
    out_.points = std::move(points);
  }

  void keep_edges_of_ruled_pieces(const std::vector<std::uint32_t>& order) {
    if (ruled_.empty()) return;
    for (std::uint32_t e = 0; e < order.size(); ++e) {
      const Chain of_edge = chain(order[e]);
      for (std::uint32_t s = of_edge.first; s < of_edge.last; ++s)
        if (ruled_[steps_[s].piece()]) edge_of_piece_[steps_[s].piece()] = {e, steps_[s].forward()};
    }
  }

  void store_stated_times(const std::vector<std::uint32_t>& order) {
    if (stated_forward_.empty()) return;
    std::vector<Duration> forward, backward;
    forward.reserve(piece_count_ + order.size());
    backward.reserve(piece_count_ + order.size());
    for (const std::uint32_t c : order) {
      const Chain of_edge = chain(c);
      for (std::uint32_t s = of_edge.first; s < of_edge.last; ++s) {
        const auto [forth, back] = stated_times(steps_[s]);
        forward.push_back(Duration::from_ticks(forth));
        backward.push_back(Duration::from_ticks(back));
      }
      forward.push_back(Duration::never());  // the last point begins no piece
      backward.push_back(Duration::never());
    }
    drop(stated_forward_);
    drop(stated_backward_);
    out_.stated_forward = std::move(forward);
    out_.stated_backward = std::move(backward);
  }

  /// The pieces at the vertices of turn rules, which are needed to the end.
  void keep_rules() {
    if (roads_.turn_rules.empty()) return;
    ruled_.assign(roads_.line_vertex.size(), false);
    for (const TurnRule& rule : roads_.turn_rules)
      for (const std::uint32_t v : rule.vertices) {
        auto& here = steps_at_rules_[v];
        if (!here.empty()) continue;
        for (const Step step : leaving(v)) {
          here.push_back({step, end(step)});
          ruled_[step.piece()] = true;
        }
      }
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
    for (const auto& [step, far] : steps_at_rules_.at(from)) {
      if (far != to) continue;
      const auto [edge, forward] = edge_of_piece_.at(step.piece());
      arcs.push_back({EdgeId{edge}, step.forward() == forward});
    }
    return arcs;
  }

  const Roads& roads_;
  Roads* own_;
  Network::Parts out_;
  Kinds kinds_;
  std::vector<std::uint32_t> kind_place_;  ///< among kinds_: 4 a kind of the roads
  RankedBits begins_;                      ///< of lines, among their vertices
  std::size_t piece_count_ = 0;
  std::vector<Duration> stated_forward_, stated_backward_;  ///< by piece, in drawn direction
  std::vector<std::uint32_t> incident_first_;
  std::vector<Step> incident_;
  std::vector<bool> junction_;
  std::vector<Step> steps_;
  std::vector<std::uint32_t> chain_first_;  ///< one a chain, and the end
  std::vector<std::uint32_t> chain_kind_;
  std::vector<std::uint32_t> symmetric_;  ///< chains that read the same from both ends
  std::vector<std::uint32_t> node_;       ///< of a vertex
  std::vector<bool> ruled_;               ///< pieces at vertices of turn rules; empty: no rules
  std::map<std::uint32_t, std::vector<std::pair<Step, std::uint32_t>>>
      steps_at_rules_;                                                               ///< and ends
  std::unordered_map<std::uint32_t, std::pair<std::uint32_t, bool>> edge_of_piece_;  ///< of those
};

Network::Network(const Roads& roads) : parts_{NetworkBuilder{roads, nullptr}.take()} {}

Network::Network(Roads&& roads) : parts_{NetworkBuilder{roads, &roads}.take()} {
  roads = {};
}

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
