#include "algorithms/siting/branch.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <queue>

#include "algorithms/siting/dual.hpp"
#include "algorithms/siting/swap.hpp"
#include "engine/base/parallel.hpp"

namespace lifecircle::siting {
namespace {

constexpr std::uint32_t kNone = 0xffffffff;
constexpr std::size_t kBatch = 8;

/// A node of the tree: numbers of the root's core.
struct Node {
  std::uint32_t parent = kNone;
  Wide bound = std::numeric_limits<std::int64_t>::min();  ///< scaled
  std::vector<std::uint32_t> opened, closed;  ///< where it begins, beside what its parents say
  ProofNode proof;                            ///< prices and decisions, once it is processed
  std::uint32_t first = kNone, second = kNone;
  int depth = 0;
};

/// What processing a node gives: one or more steps of proof in a row, then a candidate to branch on
/// or none.
struct Processed {
  struct Step {
    std::vector<ProofNode::Price> prices;
    std::int64_t budget_price = 0;
    std::vector<std::uint32_t> opened, closed;
    Wide bound = 0;
  };
  std::vector<Step> steps;
  std::uint32_t branch = kNone;
  std::vector<std::uint32_t> found;  ///< a choice
  std::int64_t loss = 0;
};

/// Prices of the root's demands, and what is opened and closed.
struct Situation {
  Prices prices;
  std::vector<std::uint32_t> opened, closed;
};

/// The candidate whose being open is least clear.
std::uint32_t least_sure(const std::vector<double>& share, const Proof& proof) {
  std::uint32_t best = kNone;
  double least = 2;
  for (std::uint32_t c = 0; c < share.size(); ++c) {
    const double unsure = std::abs(share[c] - 0.5);
    if (best == kNone || unsure < least ||
        (unsure == least && proof.reduced[c] < proof.reduced[best])) {
      least = unsure;
      best = c;
    }
  }
  return best;
}

class Tree {
 public:
  Tree(const Core& core, int bits, std::vector<std::uint32_t> start, const Effort& effort,
       std::int64_t cutoff, const Better& better)
      : core_{core}, bits_{bits}, effort_{effort}, better_{better}, best_{std::move(start)} {
    root_ = {.rounds = effort.root_rounds,
             .step = 0.2,
             .deflection = 0.95,
             .decay = 0.7,
             .patience = 30,
             .hear = {}};
    node_ = {.rounds = effort.node_rounds, .hear = {}};
    loss_ = std::min(cutoff, core.fixed + loss_of(core, best_));
  }

  Branched grow(const Progress& progress) {
    nodes_.emplace_back();
    open_.push({0, 0});
    Branched result;
    while (!open_.empty() && result.counted < effort_.nodes) {
      std::vector<std::uint32_t> batch;
      while (!open_.empty() && batch.size() < kBatch) {
        const std::uint32_t n = open_.top().node;
        open_.pop();
        if (n != 0 && nodes_[n].bound >= target()) continue;  // a better choice came meanwhile
        batch.push_back(n);
      }
      std::vector<Processed> done(batch.size());
      parallel_for(
          batch.size(), [] { return 0; }, [&](std::size_t k, int) { done[k] = process(batch[k]); });
      for (std::size_t k = 0; k < batch.size(); ++k) take(batch[k], std::move(done[k]));
      result.counted += static_cast<int>(batch.size());
      if (!tell(progress, "stage_siting", static_cast<std::uint64_t>(result.counted), 0)) {
        result.cut = true;
        break;
      }
    }
    finish(result);
    return result;
  }

 private:
  struct Open {
    Wide bound;
    std::uint32_t node;
  };
  struct Later {
    bool operator()(const Open& a, const Open& b) const {
      return a.bound != b.bound ? a.bound > b.bound : a.node > b.node;
    }
  };

  /// The least scaled bound that leaves no room for a better choice than the best.
  Wide target() const { return (Wide{loss_ - 1} << bits_) + 1; }

  Situation situation(std::uint32_t n) const {
    Situation s;
    s.prices.demand = std::vector<std::int64_t>(core_.demands(), -1);
    bool has_budget_price = false;
    for (bool itself = true; n != kNone; n = nodes_[n].parent, itself = false) {
      const Node& node = nodes_[n];
      s.opened.insert(s.opened.end(), node.opened.begin(), node.opened.end());
      s.closed.insert(s.closed.end(), node.closed.begin(), node.closed.end());
      if (itself) continue;
      for (const ProofNode::Price& p : node.proof.prices)
        if (s.prices.demand[p.demand] < 0) s.prices.demand[p.demand] = p.price;
      if (!has_budget_price) s.prices.budget = node.proof.budget_price;
      has_budget_price = true;
    }
    return s;
  }

  Processed process(std::uint32_t n) const {
    Processed result;
    const auto now = [&] {
      return result.found.empty() ? target() : (Wide{result.loss - 1} << bits_) + 1;
    };
    Situation s = situation(n);
    const bool is_root = n == 0;
    // Prices to begin with: what serving a demand would save at most, shared out.
    for (std::size_t d = 0; d < core_.demands(); ++d)
      if (s.prices.demand[d] < 0)
        s.prices.demand[d] =
            (core_.first[d] << bits_) / static_cast<std::int64_t>(std::max<std::size_t>(
                                            core_.timed ? 2 : core_.row(d).size(), 1));
    std::vector<std::uint32_t> from_demand;
    for (int pass = 0;; ++pass) {
      Core here = restricted(core_, s.opened, s.closed, from_demand);
      std::vector<std::uint32_t> root_of(here.candidates());
      for (std::uint32_t c = 0, r = 0; c < here.candidates(); ++c, ++r) {
        while (core_.candidate[r] != here.candidate[c]) ++r;
        root_of[c] = r;
      }
      if ((here.has_budget && here.budget < 0) || !has_choice(here)) {
        result.steps.push_back({.prices = {},
                                .budget_price = s.prices.budget,
                                .opened = {},
                                .closed = {},
                                .bound = now()});
        return result;
      }
      Prices prices;
      prices.budget = s.prices.budget;
      for (std::size_t d = 0; d < here.demands(); ++d)
        prices.demand.push_back(std::min(s.prices.demand[from_demand[d]], here.first[d] << bits_));
      Proof proof;
      std::vector<double> share;
      AscentLimits limits = is_root && pass == 0 ? root_ : node_;
      if (is_root && pass == 0)
        limits.hear = [&](const Proof& heard) {
          try_choice(s, here, root_of, heard, result);
          return now();
        };
      if (here.sites == 0 || here.candidates() == 0) {
        for (std::size_t d = 0; d < here.demands(); ++d) prices.demand[d] = here.first[d] << bits_;
        prices.budget = 0;
        limits.rounds = 0;
      }
      ascend(here, bits_, now(), limits, prices, proof, share);
      if (is_root && pass == 0 && better_ && proof.bound < now())
        keep(better_(result.found.empty() ? best_ : result.found, rounded_up(proof.bound)), result);
      Processed::Step step;
      for (std::size_t d = 0; d < here.demands(); ++d) {
        std::int64_t& known = s.prices.demand[from_demand[d]];
        if (known != prices.demand[d] || (is_root && pass == 0))
          step.prices.push_back({from_demand[d], prices.demand[d]});
        known = prices.demand[d];
      }
      s.prices.budget = step.budget_price = prices.budget;
      step.bound = proof.bound;
      if (proof.bound >= now()) {
        result.steps.push_back(std::move(step));
        return result;
      }
      try_choice(s, here, root_of, proof, result);
      if (here.sites == 0 || here.candidates() == 0) {  // nothing to choose: the bound is the loss
        result.steps.push_back(std::move(step));
        return result;
      }
      std::vector<std::uint8_t> is_chosen(here.candidates(), 0);
      for (const std::uint32_t c : proof.chosen) is_chosen[c] = 1;
      std::size_t decided = 0;
      for (std::uint32_t c = 0; c < here.candidates(); ++c) {
        if (is_chosen[c] && bound_without(here, proof, c) >= now()) {
          step.opened.push_back(root_of[c]);
        } else if ((!is_chosen[c] && bound_with(here, proof, c) >= now()) ||
                   (here.has_budget && here.price[c] > here.budget)) {
          step.closed.push_back(root_of[c]);
        } else {
          continue;
        }
        ++decided;
      }
      s.opened.insert(s.opened.end(), step.opened.begin(), step.opened.end());
      s.closed.insert(s.closed.end(), step.closed.begin(), step.closed.end());
      result.steps.push_back(std::move(step));
      const bool is_much = decided * 20 >= here.candidates() || !result.steps.back().opened.empty();
      if (here.candidates() == decided || (is_much && pass < (is_root ? 10 : 4))) continue;
      const std::uint32_t unsure = [&] {
        // Of those not decided.
        std::vector<double> left = share;
        for (std::uint32_t c = 0; c < here.candidates(); ++c)
          if (std::ranges::binary_search(result.steps.back().opened, root_of[c]) ||
              std::ranges::binary_search(result.steps.back().closed, root_of[c]))
            left[c] = 9;
        return least_sure(left, proof);
      }();
      result.branch = root_of[unsure];
      return result;
    }
  }

  /// Losses are whole.
  std::int64_t rounded_up(Wide scaled) const {
    return static_cast<std::int64_t>((scaled + (Wide{1} << bits_) - 1) >> bits_);
  }

  /// A choice from what the prices chose, bettered.
  void try_choice(const Situation& s, const Core& here, const std::vector<std::uint32_t>& root_of,
                  const Proof& proof, Processed& result) const {
    std::vector<std::uint32_t> chosen;
    Wide budget = here.budget;
    for (const std::uint32_t c : proof.chosen) {
      if (here.has_budget && here.price[c] > budget) continue;
      if (here.has_budget) budget -= here.price[c];
      chosen.push_back(c);
    }
    const CoreColumns columns{here};
    if (!is_choice(here, chosen)) return;
    chosen = improve(here, columns, chosen, 0, 0);
    std::vector<std::uint32_t> all = s.opened;
    for (const std::uint32_t c : chosen) all.push_back(root_of[c]);
    keep(std::move(all), result);
  }

  void keep(std::vector<std::uint32_t> all, Processed& result) const {
    std::ranges::sort(all);
    if (!is_choice(core_, all)) return;
    const std::int64_t loss = core_.fixed + loss_of(core_, all);
    if (loss < loss_ && (result.found.empty() || loss < result.loss)) {
      result.found = std::move(all);
      result.loss = loss;
    }
  }

  void take(std::uint32_t n, Processed done) {
    if (!done.found.empty() && done.loss < loss_) {
      loss_ = done.loss;
      best_ = done.found;
    }
    for (std::size_t k = 0; k < done.steps.size(); ++k) {
      Processed::Step& step = done.steps[k];
      ProofNode& proof = nodes_[n].proof;
      proof.prices = std::move(step.prices);
      proof.budget_price = step.budget_price;
      proof.opened = step.opened;
      proof.closed = step.closed;
      nodes_[n].bound = std::max(nodes_[n].bound, step.bound);
      if (k + 1 == done.steps.size()) break;
      proof.then = ProofNode::Then::again;
      n = nodes_[n].first = child(n);
    }
    if (done.branch == kNone) return;
    nodes_[n].proof.then = ProofNode::Then::either;
    nodes_[n].proof.branch = done.branch;
    const std::uint32_t in = child(n), out = child(n);
    nodes_[n].first = in;
    nodes_[n].second = out;
    nodes_[in].opened.push_back(done.branch);
    nodes_[out].closed.push_back(done.branch);
    open_.push({nodes_[in].bound, in});
    open_.push({nodes_[out].bound, out});
  }

  std::uint32_t child(std::uint32_t n) {
    Node node;
    node.parent = n;
    node.bound = nodes_[n].bound;
    node.opened = nodes_[n].proof.opened;
    node.closed = nodes_[n].proof.closed;
    node.proof.budget_price = nodes_[n].proof.budget_price;  // as long as it has none of its own
    nodes_.push_back(std::move(node));
    return static_cast<std::uint32_t>(nodes_.size() - 1);
  }

  /// The tree in order, with the bound it comes to: of leaves the least.
  void finish(Branched& result) const {
    Wide least = Wide{loss_} << bits_;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> stack{{0, kNone}};
    const auto relation_numbers = [&](std::vector<std::uint32_t> numbers) {
      for (std::uint32_t& c : numbers) c = core_.candidate[c];
      return numbers;
    };
    while (!stack.empty()) {
      const auto [n, either] = stack.back();
      stack.pop_back();
      const auto number = static_cast<std::uint32_t>(result.nodes.size());
      if (either != kNone) result.nodes[either].second = number;
      ProofNode proof = nodes_[n].proof;
      proof.opened = relation_numbers(proof.opened);
      proof.closed = relation_numbers(proof.closed);
      if (nodes_[n].first == kNone) {
        least = std::min(least, nodes_[n].bound);
      } else if (nodes_[n].second != kNone) {
        proof.branch = core_.candidate[proof.branch];
        stack.push_back({nodes_[n].second, number});
        stack.push_back({nodes_[n].first, kNone});
      } else {
        stack.push_back({nodes_[n].first, kNone});
      }
      result.nodes.push_back(std::move(proof));
    }
    result.chosen = best_;
    result.loss = loss_;
    for (std::uint32_t n = 0; n != kNone; n = nodes_[n].second == kNone ? nodes_[n].first : kNone) {
      const ProofNode& p = nodes_[n].proof;
      result.opened.insert(result.opened.end(), p.opened.begin(), p.opened.end());
      result.closed.insert(result.closed.end(), p.closed.begin(), p.closed.end());
    }
    result.bound = std::min(rounded_up(least), loss_);
  }

  const Core& core_;
  int bits_;
  Effort effort_;
  const Better& better_;
  AscentLimits root_, node_;
  std::vector<Node> nodes_;
  std::priority_queue<Open, std::vector<Open>, Later> open_;
  std::vector<std::uint32_t> best_;
  std::int64_t loss_ = 0;
};

}  // namespace

Branched branch_and_bound(const Core& core, int bits, std::vector<std::uint32_t> start,
                          const Effort& effort, const Progress& progress, std::int64_t cutoff,
                          const Better& better) {
  std::ranges::sort(start);
  return Tree{core, bits, std::move(start), effort, cutoff, better}.grow(progress);
}

}  // namespace lifecircle::siting
