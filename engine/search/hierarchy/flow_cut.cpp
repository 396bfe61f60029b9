#include "engine/search/hierarchy/flow_cut.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace lifecircle {

CutGraph CutGraph::part(const std::vector<char>& side, char which) const {
  CutGraph part;
  std::vector<std::uint32_t> number(size(), 0), arc_number(to.size(), 0);
  for (std::uint32_t v = 0; v < size(); ++v)
    if (side[v] == which) {
      number[v] = part.size();
      part.vertex.push_back(vertex[v]);
    }
  std::uint32_t arcs = 0;
  for (std::uint32_t v = 0; v < size(); ++v) {
    if (side[v] != which) continue;
    for (std::uint32_t a = first[v]; a < first[v + 1]; ++a)
      if (side[to[a]] == which) {
        arc_number[a] = arcs++;
        part.to.push_back(number[to[a]]);
        part.back.push_back(back[a]);
      }
    part.first.push_back(arcs);
  }
  for (std::uint32_t& other : part.back) other = arc_number[other];
  return part;
}

std::vector<std::uint32_t> CutGraph::components(std::uint32_t& count) const {
  constexpr std::uint32_t none = ~std::uint32_t{0};
  std::vector<std::uint32_t> of(size(), none), queue;
  count = 0;
  for (std::uint32_t start = 0; start < size(); ++start) {
    if (of[start] != none) continue;
    of[start] = count;
    queue.assign(1, start);
    while (!queue.empty()) {
      const std::uint32_t v = queue.back();
      queue.pop_back();
      for (std::uint32_t a = first[v]; a < first[v + 1]; ++a)
        if (of[to[a]] == none) {
          of[to[a]] = count;
          queue.push_back(to[a]);
        }
    }
    ++count;
  }
  return of;
}

namespace {

class UnitFlow {
 public:
  UnitFlow(const CutGraph& graph, const std::vector<std::uint32_t>& line, std::uint32_t ends,
           std::size_t most)
      : graph_{graph},
        end_(graph.size(), 0),
        flow_(graph.to.size(), 0),
        level_(graph.size()),
        next_(graph.size()) {
    sources_.assign(line.begin(), line.begin() + ends);
    sinks_.assign(line.end() - ends, line.end());
    for (const std::uint32_t v : sources_) end_[v] = kSource;
    for (const std::uint32_t v : sinks_) end_[v] = kSink;
    while (size_ <= most && lay_levels()) {
      std::copy(graph.first.begin(), graph.first.end() - 1, next_.begin());
      for (const std::uint32_t v : sources_)
        while (push_from(v)) ++size_;
    }
  }
  std::size_t size() const { return size_; }

  /// Vertices that more flow could still reach from the sources (or from which it could reach the
  /// sinks).
  std::vector<char> reached(bool from_sources) const {
    std::vector<char> seen(graph_.size(), 0);
    std::vector<std::uint32_t> queue = from_sources ? sources_ : sinks_;
    for (const std::uint32_t v : queue) seen[v] = 1;
    while (!queue.empty()) {
      const std::uint32_t v = queue.back();
      queue.pop_back();
      for (std::uint32_t a = graph_.first[v]; a < graph_.first[v + 1]; ++a) {
        const bool open = from_sources ? flow_[a] < 1 : flow_[a] > -1;
        if (!open || seen[graph_.to[a]]) continue;
        seen[graph_.to[a]] = 1;
        queue.push_back(graph_.to[a]);
      }
    }
    return seen;
  }

 private:
  static constexpr char kSource = 1, kSink = 2;
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  bool lay_levels() {
    std::ranges::fill(level_, kNone);
    queue_ = sources_;
    for (const std::uint32_t v : queue_) level_[v] = 0;
    bool found = false;
    std::uint32_t last = kNone;
    for (std::size_t at = 0; at < queue_.size(); ++at) {
      const std::uint32_t v = queue_[at];
      if (level_[v] >= last) break;
      for (std::uint32_t a = graph_.first[v]; a < graph_.first[v + 1]; ++a) {
        const std::uint32_t w = graph_.to[a];
        if (flow_[a] >= 1 || level_[w] != kNone) continue;
        level_[w] = level_[v] + 1;
        if (end_[w] == kSink) found = true, last = level_[w];
        queue_.push_back(w);
      }
    }
    return found;
  }

  /// One way more along the levels, if there is one.
  bool push_from(std::uint32_t source) {
    way_.clear();
    std::uint32_t v = source;
    for (;;) {
      if (end_[v] == kSink) {
        for (const std::uint32_t a : way_) ++flow_[a], --flow_[graph_.back[a]];
        return true;
      }
      std::uint32_t& a = next_[v];
      while (a < graph_.first[v + 1] && (flow_[a] >= 1 || level_[graph_.to[a]] != level_[v] + 1))
        ++a;
      if (a < graph_.first[v + 1]) {
        way_.push_back(a);
        v = graph_.to[a];
        continue;
      }
      if (way_.empty()) return false;
      v = graph_.to[graph_.back[way_.back()]];
      way_.pop_back();
      ++next_[v];
    }
  }

  const CutGraph& graph_;
  std::size_t size_ = 0;
  std::vector<char> end_;
  std::vector<signed char> flow_;
  std::vector<std::uint32_t> level_, next_, sources_, sinks_, queue_, way_;
};

Separation without_ends_of_cut(const CutGraph& graph, const std::vector<char>& inside) {
  Separation result;
  result.side.resize(graph.size());
  std::uint32_t ends[2] = {0, 0}, all[2] = {0, 0};
  std::vector<char> is_end(graph.size(), 0);
  for (std::uint32_t v = 0; v < graph.size(); ++v) {
    result.side[v] = inside[v] ? 0 : 1;
    ++all[inside[v] ? 0 : 1];
    for (std::uint32_t a = graph.first[v]; a < graph.first[v + 1]; ++a)
      if ((inside[v] != 0) != (inside[graph.to[a]] != 0)) is_end[v] = 1;
    if (is_end[v]) ++ends[inside[v] ? 0 : 1];
  }
  const char fewer = ends[0] <= ends[1] ? 0 : 1;
  for (std::uint32_t v = 0; v < graph.size(); ++v)
    if (is_end[v] && result.side[v] == fewer) result.side[v] = 2;
  result.separator = ends[static_cast<std::size_t>(fewer)];
  all[static_cast<std::size_t>(fewer)] -= result.separator;
  result.smaller = std::min(all[0], all[1]);
  return result;
}

}  // namespace

bool better(const Separation& a, const Separation& b) {
  return std::pair{a.separator, b.smaller} < std::pair{b.separator, a.smaller};
}

std::optional<Separation> cut_along(const CutGraph& graph, const std::vector<std::int64_t>& key,
                                    double share, std::size_t most) {
  const auto ends = std::max<std::uint32_t>(
      1, std::min(graph.size() / 2, static_cast<std::uint32_t>(share * graph.size())));
  // Only who is among the first and the last matters, not in what order.
  std::vector<std::uint32_t> line(graph.size());
  std::iota(line.begin(), line.end(), 0u);
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    return std::pair{key[a], a} < std::pair{key[b], b};
  };
  std::nth_element(line.begin(), line.begin() + ends, line.end(), before);
  std::nth_element(line.begin() + ends, line.end() - ends, line.end(), before);
  const UnitFlow flow{graph, line, ends, most};
  if (flow.size() > most) return std::nullopt;
  const Separation near = without_ends_of_cut(graph, flow.reached(true));
  std::vector<char> far_side = flow.reached(false);
  for (char& inside : far_side) inside = !inside;
  const Separation far = without_ends_of_cut(graph, far_side);
  return better(far, near) ? far : near;
}

}  // namespace lifecircle
