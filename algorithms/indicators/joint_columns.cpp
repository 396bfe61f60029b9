#include "algorithms/indicators/joint_columns.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "engine/study/indicator_phrases.hpp"

namespace lifecircle {

using namespace indicators;

namespace {

std::string plain(const std::string& code) {
  std::string stem;
  for (char c : code) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      stem += c;
    else if (!stem.empty() && stem.back() != '_')
      stem += '_';
  }
  while (stem.ends_with('_')) stem.pop_back();
  return stem.empty() || (stem[0] >= '0' && stem[0] <= '9') ? "i" + stem : stem;
}

const std::string& word_of(const std::string& word, const std::map<std::string, Words>& words,
                           Language language) {
  const auto at = words.find(word);
  return at == words.end() ? word : in(language, at->second);
}

/// "walk, 15 min": what tells circles of the same kinds apart.
std::string reach_of(const NearEnough& circle, const Known& known) {
  const Language language = known.rules.language;
  std::string text;
  for (const std::string& mode : circle.modes)
    text += word_of(mode, known.rules.words.modes, language) + ", ";
  const double metres = circle.network_m.value_or(circle.radius_m.value_or(0));
  return text + (circle.minutes ? say("said_minutes", language, {figure(*circle.minutes)})
                                : say("said_metres", language, {figure(metres)}));
}

/// "市场/超市": a circle by its kinds; where another has the same, by its reach as well.
std::vector<std::string> circle_names(const Indicator& indicator, const Known& known) {
  std::vector<std::string> names;
  for (const NearEnough& circle : indicator.circles) {
    std::string name;
    for (const std::string& kind : circle.kinds)
      name +=
          (name.empty() ? "" : "/") + word_of(kind, known.rules.words.kinds, known.rules.language);
    const bool alone = std::ranges::count(indicator.circles, circle.kinds, &NearEnough::kinds) == 1;
    names.push_back(alone ? name : name + " (" + reach_of(circle, known) + ")");
  }
  return names;
}

/// Gives columns to a table whose names it has not yet.
class Columns {
 public:
  explicit Columns(Table& table) : table_{table} {
    for (const TableColumn& column : table.columns) taken_.insert(lower(column.name));
  }
  /// `stem`, or that with a number, so that none of the columns is there yet.
  std::string free(const std::string& stem, const std::vector<std::string>& ends) {
    for (int n = 1;; ++n) {
      const std::string name = n == 1 ? stem : fmt::format("{}_{}", stem, n);
      if (std::ranges::none_of(ends, [&](const auto& end) { return taken_.contains(name + end); }))
        return name;
    }
  }
  template <class Values>
  void add(const std::string& name, const std::string& en, const std::string& zh, Values values,
           int decimals = 0) {
    taken_.insert(lower(name));
    table_.columns.push_back({name, en, zh, std::move(values), decimals});
  }

 private:
  static std::string lower(std::string name) {
    for (char& c : name)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return name;
  }
  Table& table_;
  std::set<std::string> taken_;
};

const Indicator& indicator_of(const JointCircle& joint, const Known& known) {
  return known.rules.standards[joint.standard].indicators[joint.indicator];
}

std::string title_of(const JointCircle& joint, const Known& known) {
  return known.rules.standards[joint.standard].code + " " + indicator_of(joint, known).code;
}

Style completeness_style(const std::string& column) {
  return {.look = Style::Look::ramp,
          .by = column,
          .classes = {{"25", "up to 25 %", "25%以下", "#d7301f"},
                      {"50", "25-50 %", "25%-50%", "#fc8d59"},
                      {"75", "50-75 %", "50%-75%", "#fdcc8a"},
                      {"99.99", "75-99.99 %", "75%-99.99%", "#bdd7e7"},
                      {"100", "all circles", "各圈齐备", "#3182bd"},
                      {"", "not asked", "不在范围内", "#999999"}},
          .size = 0.2};
}

}  // namespace

std::vector<std::string> joint_stems(const std::vector<JointCircle>& joints,
                                     const std::vector<Standard>& standards) {
  std::map<std::string, int> alike;
  const auto each = [&](auto&& act) {
    for (std::size_t s = 0; s < standards.size(); ++s)
      for (std::size_t i = 0; i < standards[s].indicators.size(); ++i)
        if (standards[s].indicators[i].type == IndicatorType::joint_circle)
          act(s, i, plain(standards[s].indicators[i].code));
  };
  each([&](std::size_t, std::size_t, const std::string& stem) { ++alike[stem]; });
  std::set<std::string> taken;
  std::map<std::pair<std::size_t, std::size_t>, std::string> stems;
  each([&](std::size_t s, std::size_t i, std::string stem) {
    if (alike[stem] > 1) stem = plain(standards[s].code) + "_" + stem;
    std::string name = stem;
    for (int n = 2; !taken.insert(name).second; ++n) name = fmt::format("{}_{}", stem, n);
    stems[{s, i}] = name;
  });
  std::vector<std::string> all;
  for (const JointCircle& joint : joints)
    all.push_back(stems.at({joint.standard, joint.indicator}));
  return all;
}

void add_joint_columns_of_homes(Table& people, const std::vector<JointCircle>& joints,
                                const Known& known) {
  Columns columns{people};
  const std::vector<std::string> stems = joint_stems(joints, known.rules.standards);
  const char* between = known.rules.language == Language::zh ? "；" : "; ";
  for (std::size_t j = 0; j < joints.size(); ++j) {
    const JointCircle& joint = joints[j];
    const auto names = circle_names(indicator_of(joint, known), known);
    const std::size_t homes = joint.asked.size();
    std::vector<std::int64_t> has(homes, kNoInteger), met(homes, kNoInteger);
    std::vector<std::string> lacks(homes);
    for (std::size_t h = 0; h < homes; ++h) {
      if (joint.asked[h] == 0) continue;
      const std::size_t number = joint.number(h);
      has[h] = static_cast<std::int64_t>(number);
      met[h] = number >= joint.needed ? 1 : 0;
      for (std::size_t c = 0; c < names.size(); ++c)
        if (joint.within[c][h] == 0) lacks[h] += (lacks[h].empty() ? "" : between) + names[c];
    }
    const std::string stem = columns.free(stems[j], {"_has", "_lacks", "_met"});
    const std::string title = title_of(joint, known);
    const std::size_t all = names.size();
    columns.add(stem + "_has", fmt::format("{}: circles it has, of {}", title, all),
                fmt::format("{}:具备圈数(共{}个)", title, all), std::move(has));
    columns.add(stem + "_lacks", title + ": circles it lacks", title + ":缺少的圈",
                std::move(lacks));
    columns.add(stem + "_met", fmt::format("{}: has {} of {}", title, joint.needed, all),
                fmt::format("{}:是否具备{}个以上(共{}个)", title, joint.needed, all),
                std::move(met));
  }
}

void add_joint_columns_of_units(Layer& units, const std::vector<JointCircle>& joints,
                                const Known& known) {
  Columns columns{units.table};
  const std::vector<std::string> stems = joint_stems(joints, known.rules.standards);
  for (std::size_t j = 0; j < joints.size(); ++j) {
    const JointCircle& joint = joints[j];
    const Indicator& indicator = indicator_of(joint, known);
    const auto names = circle_names(indicator, known);
    std::vector<double> complete(known.units(), kNoNumber);
    std::vector<std::string> lacks(known.units());
    for (std::size_t u = 0; u < known.units(); ++u) {
      const JointShare share = joint_share(joint, indicator, {u});
      if (share.total == 0) continue;
      complete[u] = 100 * share.complete / (static_cast<double>(share.total) / 1e3);
      if (const auto most = share.missing_most()) lacks[u] = names[*most];
    }
    const std::string stem = columns.free(stems[j], {"_complete", "_lacks"});
    const std::string title = title_of(joint, known);
    columns.add(stem + "_complete", title + ": completeness of circles, %",
                title + ":各圈完备率(%)", std::move(complete), 2);
    columns.add(stem + "_lacks", title + ": circle that most people lack",
                title + ":缺少人数最多的圈", std::move(lacks));
    const Style style = completeness_style(stem + "_complete");
    if (units.style.by.empty())
      units.style = style;
    else
      units.others.push_back(
          {stem + "_complete", title + ": completeness of circles", title + ":各圈完备率", style});
  }
}

}  // namespace lifecircle
