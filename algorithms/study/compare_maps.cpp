#include "algorithms/study/compare_maps.hpp"

#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <variant>
#include <vector>

#include "algorithms/study/compare_rows.hpp"
#include "algorithms/study/table_builder.hpp"

namespace lifecircle {

using namespace compared;

namespace {

/// What became of one home with one service.
struct Home {
  std::int64_t covered;
  double seconds, count;
};

const char* change_of(const std::optional<Home>& was, const std::optional<Home>& is) {
  if (!was) return is->covered == 1 ? "came" : is->covered == 0 ? "came_without" : "";
  if (!is) return was->covered == 1 ? "went" : was->covered == 0 ? "went_without" : "";
  if (was->covered != 1 && is->covered == 1) return "gained";
  if (was->covered == 1 && is->covered != 1) return "lost";
  // Who gets nowhere is as far as can be.
  const double before = std::isnan(was->seconds) ? HUGE_VAL : was->seconds,
               after = std::isnan(is->seconds) ? HUGE_VAL : is->seconds;
  if (after != before) return after < before ? "nearer" : "farther";
  return is->count > was->count ? "more" : is->count < was->count ? "fewer" : "";
}

/// Number columns that stand before the services: what is counted.
std::vector<const TableColumn*> measures_of(const Table& people) {
  std::vector<const TableColumn*> measures;
  for (const TableColumn& c : people.columns) {
    if (c.name.ends_with("_seconds")) break;
    if (std::holds_alternative<std::vector<double>>(c.values)) measures.push_back(&c);
  }
  return measures;
}

std::string title_before(std::string text, const char* cut) {
  const auto at = text.find(cut);
  return at == std::string::npos ? text : text.substr(0, at);
}

/// A column of numbers, or null.
const std::vector<double>* values_of(const Table& table, const std::string& name) {
  const TableColumn* found = column(table, name);
  return found == nullptr ? nullptr : std::get_if<std::vector<double>>(&found->values);
}

double number_or_none(const std::vector<double>* values, const std::optional<std::size_t>& row) {
  return values == nullptr || !row ? kNoNumber : (*values)[*row];
}

}  // namespace

Style style_of_changed_homes(const std::string& column_name) {
  return {.look = Style::Look::categories,
          .by = column_name,
          .classes = {{"gained", "gain the service", "新增覆盖", "#009e73"},
                      {"came", "come, covered", "迁入(已覆盖)", "#56b4e9"},
                      {"nearer", "nearer than before", "比现状更近", "#a6d96a"},
                      {"more", "more people", "人口增加", "#9ecae1"},
                      {"fewer", "fewer people", "人口减少", "#bdbdbd"},
                      {"farther", "farther than before", "比现状更远", "#e69f00"},
                      {"came_without", "come, not covered", "迁入(未覆盖)", "#cc79a7"},
                      {"went_without", "leave, were not covered", "迁出(原未覆盖)", "#969696"},
                      {"went", "leave, were covered", "迁出(原已覆盖)", "#636363"},
                      {"lost", "lose the service", "失去覆盖", "#d7301f"}},
          .size = 1.6};
}

Style style_of_changed_facilities() {
  return {.look = Style::Look::categories,
          .by = "change",
          .classes = {{"new", "new facility", "新增设施", "#0072b2"},
                      {"moved_here", "moved here", "迁至此处", "#56b4e9"},
                      {"moved_away", "moved away", "由此迁出", "#e69f00"},
                      {"closed", "closed facility", "撤销设施", "#000000"}},
          .size = 2.8};
}

Layer changed_homes(const Computed& base, const Computed& scenario, const std::string& name) {
  const Homes2 homes{*base.result, *scenario.result};
  const Table &before = homes.before, &after = homes.after;
  TableBuilder t{name, "Homes that " + scenario.name + " changes",
                 scenario.name + "：有变化的居住点"};
  const auto id = t.text("id", "id", "编号"), unit = t.text("unit_code", "unit code", "单元代码");
  const auto measures = measures_of(after);
  std::vector<TableBuilder::Number> counts;
  for (const TableColumn* c : measures)
    counts.push_back(t.number(c->name, c->title_en, c->title_zh, 3));
  const std::string headline = measures.empty() ? "" : measures.front()->name;
  std::optional<TableBuilder::Number> count_before;
  if (!measures.empty())
    count_before = t.number(headline + "_before", measures.front()->title_en + " as it is",
                            "现状" + measures.front()->title_zh, 3);
  struct OfHomes {
    const std::vector<std::int64_t>& covered;
    const std::vector<double>& seconds;
  };
  struct OfService {
    OfHomes was, is;
    TableBuilder::Text change;
    TableBuilder::Number before, after;
  };
  std::vector<OfService> services;
  std::vector<OtherStyle> others;
  for (const std::string& s : services_of({&after, &before})) {
    const TableColumn& words = *column(after, s + "_covered");
    const std::string en = title_before(words.title_en, ": covered"),
                      zh = title_before(words.title_zh, ":是否覆盖");
    services.push_back({{integers(before, s + "_covered"), numbers(before, s + "_seconds")},
                        {integers(after, s + "_covered"), numbers(after, s + "_seconds")},
                        t.text(s + "_change", en + ": change", zh + ":变化"),
                        t.number(s + "_seconds_before", en + ": seconds before", zh + ":现状秒", 3),
                        t.number(s + "_seconds_after", en + ": seconds after", zh + ":情景秒", 3)});
    others.push_back({s, en, zh, style_of_changed_homes(s + "_change")});
  }
  const auto home_of = [&](const OfHomes& answers, const std::vector<double>* people,
                           const std::optional<std::size_t>& row) -> std::optional<Home> {
    if (!row) return std::nullopt;
    return Home{answers.covered[*row], answers.seconds[*row],
                people == nullptr ? kNoNumber : (*people)[*row]};
  };
  const auto *people_before = values_of(before, headline),
             *people_after = values_of(after, headline);
  Shapes& shapes = t.shapes(ShapeKind::point);
  const auto put = [&](const Pair& pair) {
    const auto& [b, a] = pair;
    std::vector<std::string> changes;
    bool any = false;
    for (const OfService& s : services) {
      changes.emplace_back(
          change_of(home_of(s.was, people_before, b), home_of(s.is, people_after, a)));
      any = any || !changes.back().empty();
    }
    if (!any) return;
    const Table& there = a ? after : before;
    const std::size_t row = a ? *a : *b;
    t.put(id, texts(there, "id")[row]);
    t.put(unit, texts(there, "unit_code")[row]);
    for (std::size_t m = 0; m < measures.size(); ++m)
      t.put(counts[m], number_or_none(values_of(there, measures[m]->name), row));
    if (count_before) t.put(*count_before, number_or_none(people_before, b));
    for (std::size_t s = 0; s < services.size(); ++s) {
      t.put(services[s].change, changes[s]);
      t.put(services[s].before, b ? services[s].was.seconds[*b] : kNoNumber);
      t.put(services[s].after, a ? services[s].is.seconds[*a] : kNoNumber);
    }
    shapes.add_from(there.shapes, row);
  };
  for (const Pair& pair : homes.pairs)
    if (pair.second) put(pair);
  for (const Pair& pair : homes.pairs)
    if (!pair.second) put(pair);
  Style style = others.empty() ? Style{} : others.front().style;
  if (!others.empty()) others.erase(others.begin());
  return {t.finish(), std::move(style), std::move(others)};
}

namespace {

constexpr std::int64_t kSamePlaceMm = 1000;

Point place_in(const Table& facilities, std::size_t row) {
  return facilities.shapes.points[facilities.shapes.part_first[facilities.shapes.shape_first[row]]];
}

bool is_same_place(Point a, Point b) {
  return std::abs(std::int64_t{a.x} - b.x) < kSamePlaceMm &&
         std::abs(std::int64_t{a.y} - b.y) < kSamePlaceMm;
}

}  // namespace

Layer changed_facilities(const Computed& base, const Computed& scenario, const std::string& name) {
  const Table &before = layer_of(*base.result, "facilities"),
              &after = layer_of(*scenario.result, "facilities");
  TableBuilder t{name, "Facilities that " + scenario.name + " changes",
                 scenario.name + "：有变化的设施"};
  const auto change = t.text("change", "change", "变化"), id = t.text("id", "id", "编号"),
             called = t.text("name", "name", "名称"), kind = t.text("kind", "kind", "类别"),
             unit = t.text("unit_code", "unit code", "单元代码");
  Shapes& shapes = t.shapes(ShapeKind::point);
  const auto put = [&](const char* what, const Table& table, std::size_t row) {
    t.put(change, what);
    t.put(id, texts(table, "id")[row]);
    t.put(called, texts(table, "name")[row]);
    t.put(kind, texts(table, "kind")[row]);
    t.put(unit, texts(table, "unit_code")[row]);
    shapes.add_from(table.shapes, row);
  };
  // Several may have one id: those that stand where they stood are the same, and of the others the
  // first is the first.
  using Key = std::pair<std::string, std::string>;
  std::map<Key, std::vector<std::size_t>> waiting;
  for (std::size_t r = 0; r < before.rows(); ++r)
    waiting[{texts(before, "kind")[r], texts(before, "id")[r]}].push_back(r);
  std::vector<std::size_t> left;
  for (std::size_t r = 0; r < after.rows(); ++r) {
    auto& of = waiting[{texts(after, "kind")[r], texts(after, "id")[r]}];
    const auto same = std::ranges::find_if(
        of, [&](std::size_t b) { return is_same_place(place_in(before, b), place_in(after, r)); });
    if (same == of.end())
      left.push_back(r);
    else
      of.erase(same);
  }
  for (const std::size_t r : left) {
    auto& of = waiting[{texts(after, "kind")[r], texts(after, "id")[r]}];
    put(of.empty() ? "new" : "moved_here", after, r);
    if (of.empty()) continue;
    put("moved_away", before, of.front());
    of.erase(of.begin());
  }
  std::set<std::size_t> closed;
  for (const auto& [key, of] : waiting) closed.insert(of.begin(), of.end());
  for (const std::size_t r : closed) put("closed", before, r);
  return {t.finish(), style_of_changed_facilities(), {}};
}

}  // namespace lifecircle
