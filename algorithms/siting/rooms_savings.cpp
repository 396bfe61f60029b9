#include "algorithms/siting/rooms_savings.hpp"

#include <algorithm>

namespace lifecircle::siting {

RoomSavings::RoomSavings(const Relation& relation, const RoomProblem& question,
                         const RoomState& state)
    : relation_{relation},
      question_{question},
      state_{state},
      saving_(relation.candidates(), 0),
      waiting_(relation.candidates()),
      is_old_(relation.candidates(), 0),
      next_(relation.candidates(), 0),
      next_stamp_(relation.candidates(), 0),
      is_counted_(relation.demands(), 0) {
  for (std::uint32_t c = 0; c < relation.candidates(); ++c) note(c);
}

void RoomSavings::note(std::uint32_t c) {
  if (is_old_[c]) return;
  is_old_[c] = 1;
  old_.push_back(c);
}

void RoomSavings::note_steps() {
  for (; noted_ < state_.steps().size(); ++noted_) {
    const RoomState::Step& step = state_.steps()[noted_];
    if (step.demand == RoomState::kNobody) {
      note(step.site);
      continue;
    }
    const auto row = relation_.of_demand(step.demand);
    work_ += static_cast<std::int64_t>(row.size());
    for (const Pair& pair : row) note(pair.other);
  }
}

void RoomSavings::before_forget() {
  note_steps();
  noted_ = 0;
}

void RoomSavings::before_undo() {
  noted_ = 0;
  before_forget();
}

void RoomSavings::look_again() {
  note_steps();
  // Who waits first, for the savings are counted with them.
  for (std::size_t k = 0; k < old_.size(); ++k) {
    const std::uint32_t c = old_[k];
    if (!state_.is_open(c)) continue;
    is_old_[c] = 0;
    look_who_waits(c);
    for (const std::uint32_t d : state_.at(c)) {
      const auto row = relation_.of_demand(d);
      work_ += static_cast<std::int64_t>(row.size());
      for (const Pair& pair : row)
        if (!state_.is_open(pair.other)) note(pair.other);
    }
  }
  for (const std::uint32_t c : old_) {
    if (state_.is_open(c)) continue;
    is_old_[c] = 0;
    saving_[c] = question_.problem.standing_of(c) == Standing::choice ? saving(c) : 0;
  }
  old_.clear();
}

void RoomSavings::look_who_waits(std::uint32_t c) {
  std::vector<Waiting>& waiting = waiting_[c];
  waiting.clear();
  const auto column = relation_.of_candidate(c);
  work_ += 2 * static_cast<std::int64_t>(column.size());
  for (const Pair& pair : column) {
    const std::uint32_t d = pair.other;
    const std::int64_t load = question_.load[d];
    if (pair.time > question_.problem.limit || load <= state_.left(c) || load > question_.room[c])
      continue;
    const std::int64_t gain = state_.loses(d) - state_.cost(d, pair.time);
    if (gain > 0) waiting.push_back({static_cast<double>(gain) / static_cast<double>(load), d});
  }
  std::ranges::sort(waiting, [](const Waiting& a, const Waiting& b) {
    return a.rate != b.rate ? a.rate > b.rate : a.demand < b.demand;
  });
}

/// What they save at `e` whom the room of `d` lets in there.
double RoomSavings::of_those_who_leave_room(std::uint32_t d, std::uint32_t e) {
  if (next_stamp_[e] != stamp_) next_[e] = 0;
  next_stamp_[e] = stamp_;
  double saved = 0;
  for (auto left = static_cast<double>(question_.load[d]);
       left > 0 && next_[e] < waiting_[e].size();) {
    const Waiting& w = waiting_[e][next_[e]++];
    ++work_;
    if (is_counted_[w.demand] == stamp_) continue;
    is_counted_[w.demand] = stamp_;
    const auto load = static_cast<double>(question_.load[w.demand]);
    saved += w.rate * load;
    left -= load;
  }
  return saved;
}

double RoomSavings::knapsack(double room) {
  double loads = 0, gains = 0;
  for (const Offer& o : offers_) {
    loads += o.load;
    gains += o.gain;
  }
  if (loads <= room) return gains;
  std::ranges::sort(offers_, [](const Offer& a, const Offer& b) { return a.rate > b.rate; });
  gains = 0;
  for (const Offer& o : offers_) {
    if (o.load > room) return gains + o.gain * room / o.load;
    gains += o.gain;
    room -= o.load;
  }
  return gains;
}

double RoomSavings::saving(std::uint32_t c) {
  offers_.clear();
  ++stamp_;
  const auto column = relation_.of_candidate(c);
  work_ += 2 * static_cast<std::int64_t>(column.size());
  const auto fits = [&](const Pair& pair) {
    return pair.time <= question_.problem.limit && question_.load[pair.other] <= question_.room[c];
  };
  const auto gain_of = [&](const Pair& pair) {
    return static_cast<double>(state_.loses(pair.other) - state_.cost(pair.other, pair.time));
  };
  const auto offer = [&](std::uint32_t d, double gain) {
    const auto load = static_cast<double>(question_.load[d]);
    offers_.push_back({gain / std::max(load, 1.0), gain, load});
  };
  for (const Pair& pair : column) {
    if (!fits(pair) || gain_of(pair) <= 0) continue;
    is_counted_[pair.other] = stamp_;
    offer(pair.other, gain_of(pair));
  }
  for (const Pair& pair : column) {
    const std::uint32_t d = pair.other, e = state_.site_of(d);
    if (e == RoomAnswer::kNowhere || is_counted_[d] == stamp_ || !fits(pair)) continue;
    if (waiting_[e].empty()) continue;
    const double gain = gain_of(pair) + of_those_who_leave_room(d, e);
    if (gain > 0) offer(d, gain);
  }
  return knapsack(static_cast<double>(question_.room[c]));
}

}  // namespace lifecircle::siting
