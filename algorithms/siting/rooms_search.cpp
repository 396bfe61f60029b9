#include "algorithms/siting/rooms_search.hpp"

#include <algorithm>
#include <limits>

#include "algorithms/siting/rooms_savings.hpp"
#include "algorithms/siting/swap.hpp"

namespace lifecircle::siting {
namespace {

constexpr std::uint32_t kNobody = RoomState::kNobody;

class RoomSearch {
 public:
  RoomSearch(const Relation& relation, const RoomProblem& question)
      : relation_{relation},
        question_{question},
        state_{relation, question},
        savings_{relation, question, state_},
        stay_{must_stay(question.problem, relation.candidates())} {
    best_.sent.value = std::numeric_limits<std::int64_t>::max();
  }

  void build() {
    const Problem& p = question_.problem;
    std::vector<std::pair<std::int64_t, std::uint32_t>> existing;
    std::vector<std::uint32_t> fixed;
    for (std::uint32_t c = 0; c < relation_.candidates(); ++c) {
      const Standing s = p.standing_of(c);
      if (s == Standing::kept || s == Standing::required) fixed.push_back(c);
      if (s == Standing::choice && p.exists(c)) existing.emplace_back(p.cost_of(c), c);
    }
    // Of those that have to stay the cheapest, where money counts, so that there is enough for all.
    std::ranges::sort(existing);
    for (std::size_t k = 0; p.budget && static_cast<std::int64_t>(k) < stay_; ++k)
      fixed.push_back(existing[k].second);
    start(fixed);
    recreate(0);
    polish();
    accept();
  }

  void start(const std::vector<std::uint32_t>& sites) {
    for (const std::uint32_t c : sites) open(c);
    for (const std::uint32_t c : sites) state_.fill(c);
    push_to(sites, 100);
  }

  void search(std::int64_t work, std::int64_t enough, std::uint64_t seed,
              const Progress& progress) {
    // Tried so often for each site, few sites have shown what there is.
    constexpr double kOfEach = 1000;
    // What an average site serves, a tenth of it: the first loss that is borne.
    constexpr double kBorne = 0.1;
    accept();
    const Problem& p = question_.problem;
    std::int64_t all = 0, choices = 0, closed = 0;
    for (std::uint32_t d = 0; d < relation_.demands(); ++d) all += state_.cost(d, p.far);
    for (std::uint32_t c = 0; c < relation_.candidates(); ++c)
      if (p.standing_of(c) == Standing::choice) ++(state_.is_open(c) ? choices : closed);
    if (choices == 0 || closed == 0) return;
    const double borne =
        kBorne * static_cast<double>(all - state_.value()) / static_cast<double>(choices);
    const std::int64_t from = work_done();
    random_ = seed;
    for (double tried = 0, passed = 0; passed < 1 && best_.sent.value > enough; ++tried) {
      if (!tell(progress, "stage_siting", 0, 0)) return;
      passed = std::max(static_cast<double>(work_done() - from) / static_cast<double>(work),
                        tried / (kOfEach * static_cast<double>(choices)));
      const std::int64_t before = state_.value();
      const Counts counts = counts_;
      ruin();
      recreate(2);
      const bool is_choice = counts_.staying >= stay_;
      if (is_choice) polish();
      const auto limit =
          best_.sent.value + static_cast<std::int64_t>(borne * std::max(0.0, 1 - passed));
      if (is_choice && state_.value() <= std::max(before, limit)) {
        accept();
      } else {
        savings_.before_undo();
        state_.undo();
        counts_ = counts;
      }
    }
  }

  RoomFound take() { return std::move(best_); }

 private:
  struct Counts {
    std::int64_t open = 0, staying = 0;  ///< all but the kept; existing ones by choice
    Wide spent = 0;
  };

  std::int64_t work_done() const { return work_ + state_.work() + savings_.work(); }

  bool may_open(std::uint32_t c) const {
    const Problem& p = question_.problem;
    if (state_.is_open(c) || p.standing_of(c) != Standing::choice) return false;
    if (p.sites && counts_.open >= std::int64_t{*p.sites}) return false;
    if (p.budget && counts_.spent + p.cost_of(c) > *p.budget) return false;
    return counts_.staying >= stay_ || p.exists(c);
  }

  void count(std::uint32_t c, int by) {
    const Problem& p = question_.problem;
    if (p.standing_of(c) == Standing::kept) return;
    counts_.open += by;
    counts_.spent += by * Wide{p.cost_of(c)};
    counts_.staying += p.exists(c) && p.standing_of(c) == Standing::choice ? by : 0;
  }
  void open(std::uint32_t c) {
    state_.open(c);
    count(c, 1);
  }
  void close(std::uint32_t c) {
    state_.close(c);
    count(c, -1);
  }

  bool may_close(std::uint32_t c) const {
    return state_.is_open(c) && question_.problem.standing_of(c) == Standing::choice;
  }

  /// One that may close, drawn, and others around it, nearest first by who is between them.
  std::vector<std::uint32_t> neighbours(std::size_t count) {
    std::vector<std::uint32_t> found, all;
    for (std::uint32_t c = 0; c < relation_.candidates(); ++c)
      if (may_close(c)) all.push_back(c);
    if (all.empty()) return found;
    std::vector<std::uint8_t> is_seen(relation_.candidates(), 0), is_asked(relation_.demands(), 0);
    std::vector<std::uint32_t> reached{all[next_random(random_) % all.size()]};
    is_seen[reached.front()] = 1;
    work_ += static_cast<std::int64_t>(relation_.candidates() + relation_.demands() / 16);
    for (std::size_t next = 0; next < reached.size() && found.size() < count; ++next) {
      const std::uint32_t c = reached[next];
      if (may_close(c)) found.push_back(c);
      for (const Pair& pair : relation_.of_candidate(c)) {
        ++work_;
        if (is_asked[pair.other] || pair.time > question_.problem.limit) continue;
        is_asked[pair.other] = 1;
        for (const Pair& other : relation_.of_demand(pair.other)) {
          if (other.time > question_.problem.limit) break;
          ++work_;
          if (is_seen[other.other]) continue;
          is_seen[other.other] = 1;
          reached.push_back(other.other);
        }
      }
    }
    return found;
  }

  /// Closes up to five sites, half of the time in two neighbourhoods.
  void ruin() {
    const std::size_t sites = 1 + next_random(random_) % 5;
    const std::size_t parts = sites > 1 ? 1 + next_random(random_) % 2 : 1;
    std::vector<std::uint32_t> freed;
    for (std::size_t part = 0; part < parts; ++part)
      for (const std::uint32_t c : neighbours(sites / parts)) {
        freed.insert(freed.end(), state_.at(c).begin(), state_.at(c).end());
        close(c);
      }
    std::ranges::sort(freed, [&](std::uint32_t a, std::uint32_t b) {
      return state_.loses(a) != state_.loses(b) ? state_.loses(a) > state_.loses(b) : a < b;
    });
    for (const std::uint32_t d : freed) state_.place(d);
  }

  /// Opens what may be and saves most; who is drawn, so many of 16, is overlooked.
  void recreate(std::uint64_t overlooked) {
    const Problem& p = question_.problem;
    const bool by_cost = p.budget && (!p.sites || next_random(random_) % 2 == 0);
    for (;;) {
      savings_.look_again();
      work_ += static_cast<std::int64_t>(relation_.candidates());
      std::uint32_t best = kNobody;
      double most = 0;
      for (std::uint32_t c = 0; c < relation_.candidates(); ++c) {
        if (!may_open(c)) continue;
        const auto cost = static_cast<double>(std::max<std::int64_t>(p.cost_of(c), 1));
        const double saves = by_cost ? savings_.of(c) / cost : savings_.of(c);
        if (saves <= most && (best != kNobody || counts_.staying >= stay_)) continue;
        if (next_random(random_) % 16 < overlooked) continue;
        best = c;
        most = saves;
      }
      if (best == kNobody) return;
      open(best);
      settle(best);
    }
  }

  /// Sends people to a new site, and others to the room that those leave.
  void settle(std::uint32_t c) {
    state_.fill(c);
    std::vector<std::uint32_t> sites;
    for (const Pair& pair : relation_.of_candidate(c))
      if (const std::uint32_t e = state_.site_of(pair.other); e != RoomAnswer::kNowhere && e != c)
        sites.push_back(e);
    std::ranges::sort(sites);
    sites.erase(std::unique(sites.begin(), sites.end()), sites.end());
    push_to(sites, 1);
  }

  void polish() {
    std::vector<std::uint32_t> sites;
    for (const RoomState::Step& step : state_.steps()) {
      if (step.site != RoomAnswer::kNowhere) sites.push_back(step.site);
      if (step.demand == kNobody) continue;
      if (const std::uint32_t c = state_.site_of(step.demand); c != RoomAnswer::kNowhere)
        sites.push_back(c);
    }
    std::ranges::sort(sites);
    sites.erase(std::unique(sites.begin(), sites.end()), sites.end());
    push_to(sites, 100);
  }

  /// Exchanges for the better at `sites`, until there is none.
  void push_to(const std::vector<std::uint32_t>& sites, int rounds) {
    for (bool better = true; better && rounds > 0; --rounds) {
      better = false;
      for (const std::uint32_t c : sites) {
        if (!state_.is_open(c)) continue;
        const auto column = relation_.of_candidate(c);
        work_ += static_cast<std::int64_t>(column.size());
        for (const Pair& pair : column)
          if (pair.time <= question_.problem.limit &&
              state_.cost(pair.other, pair.time) < state_.loses(pair.other))
            better = state_.push(pair.other) || better;
      }
    }
  }

  /// Goes on from here, and keeps it if it is the best so far.
  void accept() {
    savings_.before_forget();
    state_.forget();
    if (state_.value() >= best_.sent.value) return;
    best_.sent = {state_.sites_of_all(), state_.value()};
    best_.open.clear();
    for (std::uint32_t c = 0; c < relation_.candidates(); ++c)
      if (state_.is_open(c)) best_.open.push_back(c);
  }

  const Relation& relation_;
  const RoomProblem& question_;
  RoomState state_;
  RoomSavings savings_;
  std::int64_t stay_ = 0;  ///< so many existing ones have to be open
  Counts counts_;
  std::uint64_t random_ = 0;
  RoomFound best_;
  std::int64_t work_ = 0;
};

}  // namespace

RoomFound build_with_room(const Relation& relation, const RoomProblem& question) {
  RoomSearch search{relation, question};
  search.build();
  return search.take();
}

RoomFound search_with_room(const Relation& relation, const RoomProblem& question,
                           const std::vector<std::uint32_t>& open, std::int64_t work,
                           std::int64_t enough, std::uint64_t seed, const Progress& progress) {
  RoomSearch search{relation, question};
  search.start(open);
  search.search(work, enough, seed, progress);
  return search.take();
}

}  // namespace lifecircle::siting
