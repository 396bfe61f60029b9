// Joint circles home by home and unit by unit, against plain loops over random towns.

#include <algorithm>
#include <cmath>
#include <iostream>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "algorithms/indicators/joint_columns.hpp"
#include "algorithms/indicators/joint_table.hpp"
#include "tests/support/effort.hpp"

namespace lifecircle {
namespace {

using namespace indicators;

template <class Values>
const Values& column(const Table& table, const std::string& name) {
  const auto at = std::ranges::find(table.columns, name, &TableColumn::name);
  if (at == table.columns.end()) throw std::runtime_error("no column " + name);
  return std::get<Values>(at->values);
}
using Integers = std::vector<std::int64_t>;
using Numbers = std::vector<double>;
using Texts = std::vector<std::string>;

Indicator joint(const std::string& code, std::vector<NearEnough> circles) {
  Indicator one;
  one.code = code;
  one.type = IndicatorType::joint_circle;
  one.circles = std::move(circles);
  one.counted = {Amount::Of::people, "people", {}};
  return one;
}

NearEnough radius(std::vector<std::string> kinds, double metres, double weight = 1) {
  NearEnough circle;
  circle.kinds = std::move(kinds);
  circle.radius_m = metres;
  circle.weight = weight;
  return circle;
}

/// A town without roads: circles are radii. Half of the words have names.
struct Fields {
  Town town;
  StudyRules rules;
  Answers answers;
  std::mt19937 random;

  explicit Fields(unsigned seed) : random{seed} {
    rules.standards = {Standard{}};
    rules.standards[0].code = "plan";
    rules.words.kinds["clinic"] = {"卫生室", "village clinic"};
    rules.words.kinds["market"] = {"菜市场", "market"};
    town.homes.measures = {{"people", "people"}};
    town.homes.count.resize(1);
  }
  std::size_t below(std::size_t n) { return random() % n; }
  Point somewhere() {
    return {static_cast<std::int32_t>(below(1'000'000)),
            static_cast<std::int32_t>(below(1'000'000))};
  }
  void unit(Setting setting) {
    Unit u;
    u.code = std::to_string(town.units.size());
    u.setting = setting;
    town.units.push_back(u);
  }
  void home(std::optional<std::size_t> unit, Point at, std::int64_t people) {
    Homes& homes = town.homes;
    homes.id.push_back(std::to_string(homes.id.size()));
    homes.at.push_back(at);
    homes.unit.push_back(unit ? std::optional{UnitId{*unit}} : std::nullopt);
    homes.setting.push_back(unit ? town.units[*unit].setting : Setting::unknown);
    homes.count[0].push_back(people * 1000);
  }
  void facility(const std::string& kind, Point at) {
    Facility f;
    f.kind = kind;
    f.id = std::to_string(town.facilities.size());
    f.shape = Shape::of(at);
    town.stated.facilities[kind];
    town.facilities.push_back(std::move(f));
  }
  void make() {
    for (std::size_t u = 1 + below(6); u > 0; --u)
      unit(below(2) == 0 ? Setting::town : Setting::country);
    for (std::size_t h = below(80); h > 0; --h)
      home(below(8) == 0 ? std::nullopt : std::optional{below(town.units.size())}, somewhere(),
           static_cast<std::int64_t>(below(300)));
    for (const char* kind : {"clinic", "market", "plaza", "school"}) {
      town.stated.facilities[kind];
      for (std::size_t f = below(8); f > 0; --f) facility(kind, somewhere());
    }
  }
  Known known() {
    answers.homes = town.homes;
    answers.home_count = town.homes.size();
    answers.unit_point = Column<UnitId, std::optional<DemandId>>(town.units.size());
    return {town, rules, answers};
  }
};

/// Tables of as many rows as there are homes and units, with another column.
struct Asked {
  Table people;
  Layer units;
  Table csv;
  std::vector<JointCircle> joints;
  explicit Asked(Fields& fields) {
    const Known known = fields.known();
    people.columns = {{"id", "", "", Texts(fields.town.homes.size()), 0}};
    units.table.columns = {{"code", "", "", Texts(fields.town.units.size()), 0}};
    units.style = {.look = Style::Look::ramp, .by = "code"};
    joints = joint_circles(evaluate_indicators(known), known);
    add_joint_columns_of_homes(people, joints, known);
    add_joint_columns_of_units(units, joints, known);
    csv = joint_table(joints, known, fields.rules.language);
  }
};

/// A row of what a plain loop says of a home; nothing: the indicator is not for it.
struct Said {
  std::int64_t has = 0;
  std::string lacks;
  bool met = false;
  std::vector<bool> within;
};

std::optional<Said> said_of(const Fields& fields, const Indicator& one, std::size_t home) {
  if (one.setting && fields.town.homes.setting[home] != *one.setting) return std::nullopt;
  const bool zh = fields.rules.language == Language::zh;
  Said said;
  for (const NearEnough& circle : one.circles) {
    bool near = false;
    std::string name;
    for (const std::string& kind : circle.kinds) {
      for (const Facility& f : fields.town.facilities) {
        const Point a = f.shape.parts[0][0], b = fields.town.homes.at[home];
        near =
            near || (f.kind == kind && std::hypot(double{1} * a.x - b.x, double{1} * a.y - b.y) <=
                                           *circle.radius_m * 1000);
      }
      if (!name.empty()) name += "/";
      name += kind == "clinic"   ? (zh ? "卫生室" : "village clinic")
              : kind == "market" ? (zh ? "菜市场" : "market")
                                 : kind;
    }
    said.within.push_back(near);
    said.has += near ? 1 : 0;
    if (!near) said.lacks += (said.lacks.empty() ? "" : zh ? "；" : "; ") + name;
  }
  said.met = said.has >= one.circles_needed.value_or(static_cast<int>(one.circles.size()));
  return said;
}

TEST(JointCircles, OfHomesAndUnitsAreWhatPlainLoopsSay) {
  const unsigned seed = std::random_device{}();
  std::cout << "[   seed   ] " << seed << '\n';
  std::size_t rows = 0, outside = 0, incomplete = 0;
  for (int run = 0; run < test::by_effort(1000); ++run) {
    Fields fields{seed + static_cast<unsigned>(run)};
    SCOPED_TRACE("seed " + std::to_string(seed + static_cast<unsigned>(run)));
    fields.make();
    fields.rules.language = fields.below(2) == 0 ? Language::en : Language::zh;
    std::vector<std::vector<std::string>> kinds{
        {"clinic"}, {"market", "plaza"}, {"school"}, {"plaza"}};
    std::ranges::shuffle(kinds, fields.random);
    kinds.resize(2 + fields.below(3));
    std::vector<NearEnough> circles;
    for (const auto& of : kinds)
      circles.push_back(radius(of, static_cast<double>(fields.below(700)),
                               1 + static_cast<double>(fields.below(3))));
    Indicator one = joint("Z-1", circles);
    if (fields.below(2) == 0) one.circles_needed = 1 + static_cast<int>(fields.below(kinds.size()));
    if (fields.below(2) == 0) one.setting = fields.below(2) == 0 ? Setting::town : Setting::country;
    fields.rules.standards[0].indicators = {one};
    const Asked asked{fields};
    if (asked.joints.empty()) {  // nobody lives where the indicator asks
      EXPECT_TRUE(one.setting && std::ranges::none_of(fields.town.units, [&](const Unit& u) {
                    return u.setting != Setting::unknown;
                  }));
      continue;
    }

    const auto& has = column<Integers>(asked.people, "z_1_has");
    const auto& lacks = column<Texts>(asked.people, "z_1_lacks");
    const auto& met = column<Integers>(asked.people, "z_1_met");
    const std::size_t homes = fields.town.homes.size(), units = fields.town.units.size();
    ASSERT_EQ(has.size(), homes);
    std::vector<double> people(units, 0), complete(units, 0);
    std::vector<std::vector<double>> without(units, std::vector<double>(kinds.size(), 0));
    double all = 0, all_met = 0, weights = 0;
    for (const NearEnough& circle : one.circles) weights += circle.weight;
    for (std::size_t h = 0; h < homes; ++h) {
      ++rows;
      const auto said = said_of(fields, one, h);
      if (!said) {
        ++outside;
        EXPECT_EQ(has[h], kNoInteger);
        EXPECT_EQ(met[h], kNoInteger);
        EXPECT_EQ(lacks[h], "");
        continue;
      }
      EXPECT_EQ(has[h], said->has);
      EXPECT_EQ(lacks[h], said->lacks);
      EXPECT_EQ(met[h], said->met ? 1 : 0);
      const double count = static_cast<double>(fields.town.homes.count[0][h]) / 1000;
      all += count;
      all_met += said->met ? count : 0;
      if (!fields.town.homes.unit[h]) continue;
      const std::size_t u = fields.town.homes.unit[h]->index();
      people[u] += count;
      for (std::size_t c = 0; c < kinds.size(); ++c) {
        if (said->within[c])
          complete[u] += count * one.circles[c].weight / weights;
        else
          without[u][c] += count;
      }
    }
    const auto& share = column<Numbers>(asked.units.table, "z_1_complete");
    const auto& most = column<Texts>(asked.units.table, "z_1_lacks");
    ASSERT_EQ(share.size(), units);
    for (std::size_t u = 0; u < units; ++u) {
      if (people[u] == 0) {
        EXPECT_TRUE(std::isnan(share[u]));
        EXPECT_EQ(most[u], "");
        continue;
      }
      EXPECT_NEAR(share[u], 100 * complete[u] / people[u], 1e-9);
      // The first circle that nobody lacks less often: its name is that of who lacks it alone.
      const auto worst = std::ranges::max_element(without[u]);
      std::string name;
      if (*worst > 0) {
        ++incomplete;
        Indicator alone = one;
        alone.setting.reset();
        alone.circles = {one.circles[static_cast<std::size_t>(worst - without[u].begin())]};
        alone.circles[0].radius_m = -1;
        name = said_of(fields, alone, 0)->lacks;
      }
      EXPECT_EQ(most[u], name);
    }
    // And the table of areas sums up the same.
    const auto& row = column<Texts>(asked.csv, "row");
    const auto& level = column<Texts>(asked.csv, "level");
    for (std::size_t r = 0; r < row.size(); ++r) {
      if (level[r] != "whole" || row[r] != "rule") continue;
      EXPECT_DOUBLE_EQ(column<Numbers>(asked.csv, "people")[r], all_met);
      EXPECT_DOUBLE_EQ(column<Numbers>(asked.csv, "total")[r], all);
    }
    // One more style, and the layer keeps its own.
    ASSERT_EQ(asked.units.others.size(), 1u);
    EXPECT_EQ(asked.units.others[0].style.by, "z_1_complete");
    EXPECT_EQ(asked.units.style.by, "code");
  }
  EXPECT_GT(outside, rows / 10);
  EXPECT_LT(outside, rows / 2);
  EXPECT_GT(incomplete, 0u);
}

TEST(JointCircles, HaveColumnsOfTheirOwnWhateverTheirCodes) {
  Fields fields{1};
  fields.unit(Setting::town);
  fields.home(0, {0, 0}, 5);
  fields.facility("clinic", {0, 0});
  fields.facility("market", {900'000, 0});
  const auto two = [](const std::string& code) {
    return joint(code, {radius({"clinic"}, 100), radius({"market"}, 100)});
  };
  auto& plans = fields.rules.standards;
  plans.resize(2);
  plans[0].code = "ningde-2023";
  plans[1].code = "甲-2021";
  plans[0].indicators = {two("N13"), two("S1-a"), two("15分钟"), two("圈")};
  plans[1].indicators = {two("N13"), two("s1 (a)"), two("一"), two("二")};
  Table people;
  people.columns = {{"I15_HAS", "", "", Texts{"mine"}, 0}};
  const Known known = fields.known();
  const auto joints = joint_circles(evaluate_indicators(known), known);
  add_joint_columns_of_homes(people, joints, known);
  std::vector<std::string> names;
  std::set<std::string> different;
  for (const TableColumn& c : people.columns) {
    std::string small = c.name;
    for (char& letter : small) letter = static_cast<char>(std::tolower(letter));
    EXPECT_TRUE(different.insert(small).second) << c.name;
    if (c.name.ends_with("_has")) names.push_back(c.name);
  }
  EXPECT_EQ(names, (std::vector<std::string>{"ningde_2023_n13_has", "ningde_2023_s1_a_has",
                                             "i15_2_has", "ningde_2023_i_has", "i2021_n13_has",
                                             "i2021_s1_a_has", "i2021_i_has", "i2021_i_2_has"}));
  EXPECT_EQ(column<Texts>(people, "i15_2_lacks"), (Texts{"market"}));
  // What cannot be computed has no columns, and takes nobody else's name.
  plans[1].indicators[0].circles[0].kinds = {"library"};
  Table less;
  const Known other = fields.known();
  add_joint_columns_of_homes(less, joint_circles(evaluate_indicators(other), other), other);
  EXPECT_EQ(less.columns.size(), 7u * 3);
  EXPECT_EQ(less.columns[0].name, "ningde_2023_n13_has");
}

TEST(JointCircles, OfOneKindAreToldApartByTheirLimits) {
  Fields fields{1};
  fields.unit(Setting::town);
  fields.home(0, {0, 0}, 5);
  fields.facility("clinic", {200'000, 0});
  fields.rules.standards[0].indicators = {
      joint("Z1", {radius({"clinic"}, 100), radius({"clinic"}, 300), radius({"clinic"}, 150)})};
  EXPECT_EQ(column<Texts>(Asked{fields}.people, "z1_lacks"),
            (Texts{"village clinic (100 m); village clinic (150 m)"}));
  fields.rules.language = Language::zh;
  EXPECT_EQ(column<Integers>(Asked{fields}.people, "z1_has"), (Integers{1}));
}

TEST(JointCircles, AreTheLookOfALayerThatHasNone) {
  Fields fields{1};
  fields.unit(Setting::town);
  fields.home(0, {0, 0}, 5);
  fields.facility("clinic", {0, 0});
  fields.facility("market", {900'000, 0});
  fields.rules.standards[0].indicators = {
      joint("Z1", {radius({"clinic"}, 100), radius({"market"}, 100)})};
  const Known known = fields.known();
  const auto joints = joint_circles(evaluate_indicators(known), known);
  Layer units;
  add_joint_columns_of_units(units, joints, known);
  EXPECT_EQ(units.style.by, "z1_complete");
  EXPECT_TRUE(units.others.empty());
  EXPECT_EQ(column<Numbers>(units.table, "z1_complete"), (Numbers{50}));
  EXPECT_EQ(column<Texts>(units.table, "z1_lacks"), (Texts{"market"}));
}

}  // namespace
}  // namespace lifecircle
