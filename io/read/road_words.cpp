#include "io/read/road_words.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "io/read/text.hpp"

namespace lifecircle {
namespace {

template <std::size_t N>
bool one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr std::array<std::string_view, 11> kForward{"yes",     "true", "1",    "y",    "f",  "ft",
                                                    "forward", "是",   "单行", "单向", "1.0"};
constexpr std::array<std::string_view, 8> kBackward{"-1",       "t",    "tf",   "reverse",
                                                    "backward", "逆向", "反向", "-1.0"};
constexpr std::array<std::string_view, 11> kBoth{"",     "no", "false", "0",    "n",  "b",
                                                 "both", "否", "双行",  "双向", "0.0"};
constexpr std::array<std::string_view, 9> kNo{"", "no", "false", "0", "n", "f", "none", "否", "无"};

struct Unit {
  std::string_view name;
  double kmh;
};
constexpr std::array<Unit, 9> kUnits{{{"km/h", 1},
                                      {"kmh", 1},
                                      {"kph", 1},
                                      {"公里/小时", 1},
                                      {"千米/小时", 1},
                                      {"公里/时", 1},
                                      {"千米/时", 1},
                                      {"公里", 1},
                                      {"mph", 1.609344}}};

}  // namespace

std::optional<Oneway> oneway_of(std::string_view text) {
  const std::string word = lowered(trimmed(text));
  if (one_of(word, kBoth)) return Oneway::no;
  if (one_of(word, kForward)) return Oneway::forward;
  if (one_of(word, kBackward)) return Oneway::backward;
  return {};
}

bool says_yes(std::string_view text) {
  return !one_of(lowered(trimmed(text)), kNo);
}

std::optional<double> speed_of(std::string_view text) {
  constexpr double kFastest = 400;
  std::string word = lowered(trimmed(text));
  if (word.empty()) return 0;
  double factor = 1;
  for (const Unit& unit : kUnits)
    if (word.ends_with(unit.name)) {
      factor = unit.kmh;
      word.resize(word.size() - unit.name.size());
      break;
    }
  const auto number = parse_number(word);
  if (!number || !(*number >= 0) || *number * factor > kFastest) return {};
  return *number * factor;
}

}  // namespace lifecircle
