#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include <fmt/format.h>

#include "io/read/check/shifts.hpp"
#include "io/read/plain_name.hpp"

namespace lifecircle::check_sources {

namespace {

constexpr std::size_t kFewest = 5;
constexpr double kApart_m = 300;  ///< apart whatever they are read as: a namesake, or cut off
constexpr std::size_t kFewestLetters = 4;  ///< of a part of a name that may stand for all of it

/// Where the characters of a UTF-8 text begin, and its end.
std::vector<std::size_t> characters(const std::string& text) {
  std::vector<std::size_t> at;
  for (std::size_t i = 0; i < text.size(); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) at.push_back(i);
  at.push_back(text.size());
  return at;
}

using ByName = std::map<std::string, std::vector<std::size_t>>;

/// A thing and what is known of its name: the shapes it may be measured against.
struct Pair {
  Point at;
  std::vector<const Shape*> shapes;

  double distance_m(Point p) const {
    double best = -1;
    for (const Shape* shape : shapes) {
      const double d = shape->kind == ShapeKind::area && covers(*shape, p)
                           ? 0
                           : nearest_on_outline(*shape, p).distance_mm;
      if (best < 0 || d < best) best = d;
    }
    return best / 1e3;
  }
};

/// "北京市海淀区中关村第一小学" is "中关村第一小学": the one known thing whose name is a thing's
/// name, or its end or beginning.
class Names {
 public:
  explicit Names(const std::vector<Known>& known) {
    for (std::size_t i = 0; i < known.size(); ++i)
      if (known[i].shape.kind != ShapeKind::line) by_name_[plain_name(known[i].name)].push_back(i);
    // Only names that stand once say which thing is meant.
    std::erase_if(by_name_, [](const auto& entry) { return entry.second.size() > 1; });
  }
  std::optional<std::size_t> of(const std::string& name) const {
    const auto whole = by_name_.find(name);
    if (whole != by_name_.end()) return whole->second.front();
    const auto at = characters(name);
    for (std::size_t cut = 1; cut + kFewestLetters < at.size(); ++cut)
      if (const auto found = by_name_.find(name.substr(at[cut])); found != by_name_.end())
        return found->second.front();
    return std::nullopt;
  }

 private:
  ByName by_name_;
};

std::vector<Pair> pairs_by_name(const std::vector<Thing>& things, const std::vector<Known>& known) {
  const Names names{known};
  std::map<std::size_t, std::vector<const Thing*>> found;
  for (const Thing& thing : things)
    if (!thing.name.empty())
      if (const auto at = names.of(plain_name(thing.name))) found[*at].push_back(&thing);
  std::vector<Pair> pairs;
  for (const auto& [at, mine] : found)
    if (mine.size() == 1) pairs.push_back({mine.front()->at, {&known[at].shape}});
  return pairs;
}

/// "澳门路188号" lies in 澳门路.
std::vector<Pair> pairs_by_street(const std::vector<Thing>& things,
                                  const std::vector<Known>& known) {
  ByName streets;
  std::set<std::size_t> lengths;
  for (std::size_t i = 0; i < known.size(); ++i) {
    const std::size_t letters = characters(known[i].name).size() - 1;
    if (known[i].shape.kind != ShapeKind::line || letters < 3) continue;
    streets[known[i].name].push_back(i);
    lengths.insert(known[i].name.size());
  }
  std::vector<Pair> pairs;
  for (const Thing& thing : things) {
    std::set<std::size_t> named;
    for (const std::string& text : thing.texts)
      for (std::size_t i = 0; i < text.size(); ++i)
        for (const std::size_t length : lengths)
          if (i + length <= text.size())
            if (const auto found = streets.find(text.substr(i, length)); found != streets.end())
              named.insert(found->second.begin(), found->second.end());
    if (named.empty()) continue;
    Pair pair{thing.at, {}};
    for (const std::size_t i : named) pair.shapes.push_back(&known[i].shape);
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

std::optional<Verdict> judge(std::vector<Pair> pairs, Degrees stated, const Shifts& shifts,
                             const char* evidence) {
  std::erase_if(pairs, [&](const Pair& p) {
    return std::ranges::none_of(kDegrees, [&](Degrees as) {
      return p.distance_m(shifts.moved(p.at, stated, as)) <= kApart_m;
    });
  });
  if (pairs.size() < kFewest) return std::nullopt;
  const auto distances = [&](Degrees as) {
    std::vector<double> all;
    for (const Pair& pair : pairs)
      all.push_back(pair.distance_m(shifts.moved(pair.at, stated, as)));
    return all;
  };
  const std::vector<double> as_read = distances(stated);
  const double before = median(as_read);
  std::optional<Degrees> best;
  std::vector<double> then;
  for (const Degrees as : kDegrees) {
    if (as == stated) continue;
    auto found = distances(as);
    if (best && median(found) >= median(then)) continue;
    best = as;
    then = std::move(found);
  }
  std::size_t nearer = 0;
  for (std::size_t i = 0; i < then.size(); ++i)
    if (then[i] < as_read[i]) ++nearer;
  if (before < 100 || median(then) > before / 2 || nearer * 4 < then.size() * 3)
    return std::nullopt;
  return Verdict{*best,
                 {{evidence,
                   {std::to_string(pairs.size()), fmt::format("{:.0f}", before),
                    fmt::format("{:.0f}", median(then)), name_of(*best)}}}};
}

}  // namespace

std::optional<Verdict> ask_names(const std::vector<Thing>& things, Degrees stated,
                                 const std::vector<Known>& known, const Shifts& shifts) {
  if (auto verdict = judge(pairs_by_name(things, known), stated, shifts, "check_names_nearer"))
    return verdict;
  return judge(pairs_by_street(things, known), stated, shifts, "check_streets_nearer");
}

}  // namespace lifecircle::check_sources
