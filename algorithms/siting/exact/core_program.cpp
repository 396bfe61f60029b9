#include "algorithms/siting/exact/core_program.hpp"

#include <algorithm>

namespace lifecircle::siting {
namespace {

bool has_small_numbers(const Core& core) {
  constexpr Wide kMost = Wide{1} << 40;
  Wide sum = 0;
  for (std::size_t d = 0; d < core.demands(); ++d) sum += core.first[d] + core.second[d];
  for (const std::int64_t c : core.cost) sum += c;
  Wide prices = core.has_budget ? core.budget : 0;
  for (const std::int64_t p : core.price) prices = std::max(prices, Wide{p});
  return sum < kMost && prices < kMost;
}

double number(Wide n) {
  return static_cast<double>(n);
}

}  // namespace

std::optional<IntegerProgram> program_of(const Core& core, std::span<const std::uint32_t> known,
                                         std::size_t most_entries) {
  if (!has_small_numbers(core) || core.entries.size() > most_entries) return std::nullopt;
  IntegerProgram p;
  const auto n = static_cast<int>(core.candidates());
  for (int c = 0; c < n; ++c)
    p.add_column(number(core.cost[static_cast<std::size_t>(c)]), 0, 1, true);
  for (const std::uint32_t c : known) {
    p.known.resize(core.candidates(), 0);
    p.known[c] = 1;
  }
  for (int c = 0; c < n; ++c) p.add(c, 1);
  p.end_row(-kUnlimited, core.sites);
  if (core.has_budget) {
    for (int c = 0; c < n; ++c) p.add(c, number(core.price[static_cast<std::size_t>(c)]));
    p.end_row(-kUnlimited, number(core.budget));
  }
  if (core.stay > 0) {
    for (int c = 0; c < n; ++c)
      if (core.must_count(static_cast<std::size_t>(c))) p.add(c, 1);
    p.end_row(core.stay, kUnlimited);
  }
  std::vector<int> served;  // columns of the demand's row
  for (std::size_t d = 0; d < core.demands(); ++d) {
    const auto row = core.row(d);
    if (core.timed) {
      // Served by whom, or by nobody.
      served.clear();
      for (const CoreEntry& e : row)
        served.push_back(p.add_column(number(core.weight[d] * e.time), 0, 1, false));
      served.push_back(p.add_column(number(core.first[d]), 0, 1, false));
      for (const int x : served) p.add(x, 1);
      p.end_row(1, 1);
      for (std::size_t k = 0; k < row.size(); ++k) {
        p.add(served[k], 1);
        p.add(static_cast<int>(row[k].candidate), -1);
        p.end_row(-kUnlimited, 0);
      }
      continue;
    }
    // Who is short of one, or of two; the second is the cheaper one to be short of.
    for (const CoreEntry& e : row) p.add(static_cast<int>(e.candidate), 1);
    p.add(p.add_column(number(core.first[d]), 0, 1, false), 1);
    const bool twice = core.second[d] > 0;
    if (twice) p.add(p.add_column(number(core.second[d]), 0, 1, false), 1);
    p.end_row(twice ? 2 : 1, kUnlimited);
  }
  if (!p.known.empty()) {
    // The rest of a solution follows from the candidates.
    p.known.resize(p.cost.size(), 0);
    std::size_t next = core.candidates();
    for (std::size_t d = 0; d < core.demands(); ++d) {
      const auto row = core.row(d);
      if (core.timed) {
        std::size_t k = 0;
        while (k < row.size() && p.known[row[k].candidate] == 0) ++k;
        p.known[next + k] = 1;
        next += row.size() + 1;
        continue;
      }
      int reached = 0;
      for (const CoreEntry& e : row) reached += p.known[e.candidate] > 0 ? 1 : 0;
      const int wanted = core.second[d] > 0 ? 2 : 1;
      if (wanted == 2) p.known[next + 1] = reached < 2 ? 1 : 0;
      p.known[next] = reached == 0 ? 1 : 0;
      next += static_cast<std::size_t>(wanted);
    }
  }
  return p;
}

std::optional<std::vector<std::uint32_t>> choice_of(const Core& core,
                                                    const std::vector<double>& solution) {
  if (solution.size() < core.candidates()) return std::nullopt;
  std::vector<std::uint32_t> chosen;
  for (std::uint32_t c = 0; c < core.candidates(); ++c)
    if (solution[c] > 0.5) chosen.push_back(c);
  if (!is_choice(core, chosen)) return std::nullopt;
  return chosen;
}

}  // namespace lifecircle::siting
