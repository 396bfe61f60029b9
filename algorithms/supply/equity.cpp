#include "algorithms/supply/equity.hpp"

#include <algorithm>

namespace lifecircle {
namespace {

__extension__ typedef __int128 Wide;

/// What those people have whose place among all, poorest first, is between two tenths of them. In
/// thousandths of people times tenths, so that a tenth of them is a whole number.
double between_tenths(const std::vector<Share>& sorted, Wide everyone, int from, int to) {
  double sum = 0;
  Wide before = 0;  // of ten times the people
  for (const Share& share : sorted) {
    const Wide after = before + Wide{10} * share.people;
    const Wide first = std::max(before, everyone * from), last = std::min(after, everyone * to);
    if (first < last) sum += share.value * static_cast<double>(last - first);
    before = after;
  }
  return sum;
}

}  // namespace

Equity equity_of(std::vector<Share> shares) {
  std::erase_if(shares, [](const Share& s) { return s.people == 0; });
  std::ranges::sort(shares, {}, &Share::value);
  // Equal values are one: nothing then depends on their order, and all alike is exactly 0.
  std::vector<Share> sorted;
  for (const Share& share : shares) {
    if (!sorted.empty() && sorted.back().value == share.value)
      sorted.back().people += share.people;
    else
      sorted.push_back(share);
  }
  Wide everyone = 0;
  for (const Share& share : sorted) everyone += share.people;
  if (everyone == 0) return {};
  double all = 0, differences = 0;
  Wide before = 0;
  for (const Share& share : sorted) {
    const double has = share.value * static_cast<double>(share.people);
    all += has;
    differences += has * static_cast<double>(2 * before + share.people - everyone);
    before += share.people;
  }
  Equity answer{.gini = {}, .palma = {}, .mean = all / static_cast<double>(everyone)};
  before = 0;
  for (const Share& share : sorted) {
    before += share.people;
    if (2 * before < everyone) continue;
    answer.median = share.value;
    break;
  }
  if (!(all > 0)) return answer;
  answer.gini = std::max(0.0, differences / (static_cast<double>(everyone) * all));
  const double least = between_tenths(sorted, everyone, 0, 4);
  if (least > 0) answer.palma = between_tenths(sorted, everyone, 9, 10) / least;
  return answer;
}

}  // namespace lifecircle
