#include "algorithms/study/compare_range.hpp"

#include <algorithm>
#include <array>
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

std::string name_of(const Computed& one) {
  return one.name.empty() ? "as_it_is" : one.name;
}

/// The same row of every alternative; nothing where it has none.
using Across = std::vector<std::optional<std::size_t>>;

/// Rows that are about the same, those of the first alternative first, then what only later ones
/// have.
std::vector<Across> across(const std::vector<const Table*>& tables,
                           const std::vector<const char*>& key) {
  std::vector<RowsByKey> rows;
  rows.reserve(tables.size());
  for (const Table* table : tables) rows.emplace_back(*table, key);
  std::vector<Across> all;
  for (std::size_t a = 0; a < tables.size(); ++a)
    for (std::size_t r = 0; r < tables[a]->rows(); ++r) {
      const auto& about = rows[a].key(r);
      bool is_new = true;
      for (std::size_t b = 0; b < a && is_new; ++b) is_new = !rows[b].row(about);
      if (!is_new) continue;
      Across one(tables.size());
      for (std::size_t b = a; b < tables.size(); ++b) one[b] = rows[b].row(about);
      all.push_back(std::move(one));
    }
  return all;
}

std::size_t first_of(const Across& rows) {
  return static_cast<std::size_t>(
      std::ranges::find_if(rows, [](const auto& row) { return row.has_value(); }) - rows.begin());
}

/// What one service is to one home over the alternatives.
enum class Verdict { not_asked, never, flips, always };

/// A column of homes in every alternative.
using Covered = std::vector<const std::vector<std::int64_t>*>;
Covered covered_of(const std::vector<const Table*>& people, const std::string& service) {
  Covered all;
  for (const Table* table : people) all.push_back(&integers(*table, service + "_covered"));
  return all;
}

Verdict verdict_of(const Covered& covered, const Across& home) {
  bool yes = false, no = false;
  for (std::size_t a = 0; a < home.size(); ++a) {
    if (!home[a]) continue;
    const std::int64_t is = (*covered[a])[*home[a]];
    yes = yes || is == 1;
    no = no || is == 0;
  }
  return yes && no ? Verdict::flips
         : yes     ? Verdict::always
         : no      ? Verdict::never
                   : Verdict::not_asked;
}

/// Homes over the alternatives.
struct HomesAcross {
  explicit HomesAcross(std::span<const Computed> alternatives) {
    for (const Computed& one : alternatives) people.push_back(&layer_of(*one.result, "people"));
    homes = across(people, {"id"});
  }
  std::vector<const Table*> people;
  std::vector<Across> homes;
};

bool has_number(const Table& table, const std::string& name) {
  const TableColumn* found = column(table, name);
  return found != nullptr && std::holds_alternative<std::vector<double>>(found->values);
}

struct Flips {
  std::int64_t places = 0;
  double count = 0;
};

/// Nothing where the answers of homes do not come to the rows.
std::optional<Flips> flips_of(const HomesAcross& all, const std::vector<const Table*>& services,
                              const Across& rows, const std::string& service,
                              const std::string& measure) {
  std::vector<const std::vector<double>*> counts;
  for (std::size_t a = 0; a < rows.size(); ++a) {
    const Table& people = *all.people[a];
    if (!rows[a] || column(people, service + "_covered") == nullptr || !has_number(people, measure))
      return std::nullopt;
    counts.push_back(&numbers(people, measure));
  }
  const Covered covered = covered_of(all.people, service);
  for (std::size_t a = 0; a < rows.size(); ++a) {
    double sum = 0;
    for (std::size_t r = 0; r < counts[a]->size(); ++r)
      if ((*covered[a])[r] == 1) sum += (*counts[a])[r];
    if (!adds_up(sum, numbers(*services[a], "covered")[*rows[a]])) return std::nullopt;
  }
  Flips flips;
  for (const Across& home : all.homes) {
    if (verdict_of(covered, home) != Verdict::flips) continue;
    const std::size_t first = first_of(home);
    ++flips.places;
    flips.count += (*counts[first])[*home[first]];
  }
  return flips;
}

/// The lowest and the highest rate of a row.
class RangeColumns {
 public:
  explicit RangeColumns(TableBuilder& t)
      : alternatives_{t.integer("alternatives", "alternatives with a rate", "有结果的方案数")},
        base_{t.number("base_percent", "rate as it is (%)", "现状覆盖率(%)", 2)},
        spread_{t.number("spread_points", "from lowest to highest (percentage points)",
                         "最低至最高(百分点)", 2)},
        ends_{End{t, "lowest", "最低"}, End{t, "highest", "最高"}} {}

  void put(TableBuilder& t, std::span<const Computed> alternatives,
           const std::vector<const Table*>& tables, const Across& rows) {
    std::optional<std::size_t> low, high;
    std::int64_t with = 0;
    const auto rate = [&](std::size_t a) { return numbers(*tables[a], "rate_percent")[*rows[a]]; };
    for (std::size_t a = 0; a < rows.size(); ++a) {
      if (!rows[a] || std::isnan(rate(a))) continue;
      ++with;
      if (!low || rate(a) < rate(*low)) low = a;
      if (!high || rate(a) > rate(*high)) high = a;
    }
    t.put(alternatives_, with);
    t.put(base_, rows.front() ? rate(0) : kNoNumber);
    t.put(spread_, low ? rate(*high) - rate(*low) : kNoNumber);
    for (const auto& [end, at] : {std::pair{&ends_[0], low}, {&ends_[1], high}}) {
      t.put(end->percent, at ? rate(*at) : kNoNumber);
      t.put(end->in, at ? name_of(alternatives[*at]) : "");
      t.put(end->covered, at ? numbers(*tables[*at], "covered")[*rows[*at]] : kNoNumber);
      t.put(end->total, at ? numbers(*tables[*at], "total")[*rows[*at]] : kNoNumber);
    }
  }

 private:
  struct End {
    End(TableBuilder& t, const std::string& en, const std::string& zh)
        : percent{t.number(en + "_percent", en + " rate (%)", zh + "覆盖率(%)", 2)},
          in{t.text(en + "_in", en + " in", zh + "值所在方案")},
          covered{t.number(en + "_covered", en + ": covered", zh + "值的覆盖数", 3)},
          total{t.number(en + "_total", en + ": all", zh + "值的总数", 3)} {}
    TableBuilder::Number percent;
    TableBuilder::Text in;
    TableBuilder::Number covered, total;
  };
  TableBuilder::Integer alternatives_;
  TableBuilder::Number base_, spread_;
  std::array<End, 2> ends_;
};

bool is_headline(const std::vector<const Table*>& tables, const Across& rows) {
  const std::size_t first = first_of(rows);
  return integers(*tables[first], "headline")[*rows[first]] == 1;
}

const std::string& of_first(const std::vector<const Table*>& tables, const Across& rows,
                            const char* name) {
  const std::size_t first = first_of(rows);
  return texts(*tables[first], name)[*rows[first]];
}

}  // namespace

Table range_of_services(std::span<const Computed> alternatives) {
  TableBuilder t{"compare_range", "Rates over the alternatives", "各方案下的覆盖率区间"};
  const std::vector<TableBuilder::Text> about = about_columns(t);
  RangeColumns range{t};
  const auto places = t.integer("flip_places", "places that flip", "结果不一致的居住点"),
             headline = t.integer("headline", "headline", "主要结果");
  const auto flips = t.number("flips", "live at places that flip", "结果不一致的居住点人数", 3);
  std::vector<const Table*> tables;
  for (const Computed& one : alternatives) tables.push_back(&one.result->services);
  const HomesAcross homes{alternatives};
  for (const Across& rows : across(tables, kServiceKey)) {
    for (std::size_t i = 0; i < about.size(); ++i)
      t.put(about[i], of_first(tables, rows, kServiceKey[i]));
    range.put(t, alternatives, tables, rows);
    std::optional<Flips> found;
    if (is_headline(tables, rows))
      found = flips_of(homes, tables, rows, of_first(tables, rows, "service"),
                       of_first(tables, rows, "counted"));
    t.put(places, found ? found->places : kNoInteger);
    t.put(flips, found ? found->count : kNoNumber);
    t.put(headline, is_headline(tables, rows) ? 1 : 0);
  }
  return t.finish();
}

Table range_of_units(std::span<const Computed> alternatives) {
  TableBuilder t{"compare_range_units", "Rates of units over the alternatives",
                 "各单元在各方案下的覆盖率区间"};
  const auto code = t.text("unit_code", "unit code", "单元代码"),
             name = t.text("unit_name", "unit", "单元"),
             service = t.text("service", "service", "服务"),
             counted = t.text("counted", "counted", "统计对象");
  RangeColumns range{t};
  std::vector<const Table*> tables;
  for (const Computed& one : alternatives) tables.push_back(&one.result->units);
  std::vector<const char*> key{"unit_code"};
  key.insert(key.end(), kServiceKey.begin(), kServiceKey.end());
  for (const Across& rows : across(tables, key)) {
    if (!is_headline(tables, rows)) continue;
    std::set<double> rates;
    for (std::size_t a = 0; a < rows.size(); ++a)
      if (rows[a])
        if (const double rate = numbers(*tables[a], "rate_percent")[*rows[a]]; !std::isnan(rate))
          rates.insert(rate);
    if (rates.size() < 2) continue;
    t.put(code, of_first(tables, rows, "unit_code"));
    t.put(name, of_first(tables, rows, "unit_name"));
    t.put(service, of_first(tables, rows, "service"));
    t.put(counted, of_first(tables, rows, "counted"));
    range.put(t, alternatives, tables, rows);
  }
  return t.finish();
}

Style style_of_flips(const std::string& column_name) {
  return {.look = Style::Look::categories,
          .by = column_name,
          .classes = {{"flips", "covered in some alternatives", "部分方案下覆盖", "#d55e00"},
                      {"always", "covered in all", "各方案均覆盖", "#0072b2"},
                      {"never", "covered in none", "各方案均未覆盖", "#999999"}},
          .size = 1.6};
}

Layer flipping_homes(std::span<const Computed> alternatives, const std::string& name) {
  const HomesAcross all{alternatives};
  TableBuilder t{name, "Places where alternatives differ", "各方案结果不一致的居住点"};
  const auto id = t.text("id", "id", "编号"), unit = t.text("unit_code", "unit code", "单元代码");
  const auto there = t.integer("in_alternatives", "alternatives with this place", "含该点的方案数");
  std::vector<std::pair<std::string, TableBuilder::Number>> measures;
  for (const TableColumn& c : all.people.front()->columns) {
    if (c.name.ends_with("_seconds")) break;
    if (std::holds_alternative<std::vector<double>>(c.values))
      measures.emplace_back(c.name, t.number(c.name, c.title_en, c.title_zh, 3));
  }
  struct OfService {
    Covered covered;
    std::vector<const std::vector<double>*> seconds;
    TableBuilder::Text flips, in;
    TableBuilder::Number least, most;
  };
  std::vector<OfService> services;
  std::vector<OtherStyle> styles;
  for (const std::string& s : services_of(all.people)) {
    const TableColumn& words = *column(*all.people.front(), s + "_covered");
    const std::string en = words.title_en.substr(0, words.title_en.find(": covered")),
                      zh = words.title_zh.substr(0, words.title_zh.find(":是否覆盖"));
    std::vector<const std::vector<double>*> seconds;
    for (const Table* table : all.people) seconds.push_back(&numbers(*table, s + "_seconds"));
    services.push_back(
        {covered_of(all.people, s), std::move(seconds),
         t.text(s + "_flips", en + ": over the alternatives", zh + ":各方案"),
         t.text(s + "_in", en + ": covered in", zh + ":覆盖的方案"),
         t.number(s + "_seconds_least", en + ": seconds, least", zh + ":最短秒数", 3),
         t.number(s + "_seconds_most", en + ": seconds, most", zh + ":最长秒数", 3)});
    styles.push_back({s, en, zh, style_of_flips(s + "_flips")});
  }
  Shapes& shapes = t.shapes(ShapeKind::point);
  for (const Across& home : all.homes) {
    std::vector<Verdict> verdicts;
    for (const OfService& s : services) verdicts.push_back(verdict_of(s.covered, home));
    if (std::ranges::find(verdicts, Verdict::flips) == verdicts.end()) continue;
    const std::size_t first = first_of(home), row = *home[first];
    const Table& people = *all.people[first];
    t.put(id, texts(people, "id")[row]);
    t.put(unit, texts(people, "unit_code")[row]);
    t.put(there, std::ranges::count_if(home, [](const auto& r) { return r.has_value(); }));
    for (const auto& [measure, number] : measures)
      t.put(number, has_number(people, measure) ? numbers(people, measure)[row] : kNoNumber);
    for (std::size_t s = 0; s < services.size(); ++s) {
      std::string in;
      double least = kNoNumber, most = 0;
      for (std::size_t a = 0; a < home.size(); ++a) {
        if (!home[a]) continue;
        if ((*services[s].covered[a])[*home[a]] == 1)
          in += (in.empty() ? "" : "; ") + name_of(alternatives[a]);
        const double seconds = (*services[s].seconds[a])[*home[a]];
        if (!(seconds >= least)) least = std::isnan(seconds) ? least : seconds;
        most = std::isnan(seconds) || std::isnan(most) ? kNoNumber : std::max(most, seconds);
      }
      const Verdict verdict = verdicts[s];
      t.put(services[s].flips, verdict == Verdict::flips    ? "flips"
                               : verdict == Verdict::always ? "always"
                               : verdict == Verdict::never  ? "never"
                                                            : "");
      t.put(services[s].in, in);
      t.put(services[s].least, least);
      t.put(services[s].most, most);
    }
    shapes.add_from(people.shapes, row);
  }
  Style style = styles.empty() ? Style{} : styles.front().style;
  if (!styles.empty()) styles.erase(styles.begin());
  return {t.finish(), std::move(style), std::move(styles)};
}

SharedHomes shared_homes(std::span<const Computed> alternatives) {
  SharedHomes shared;
  for (const Across& home : HomesAcross{alternatives}.homes)
    ++(std::ranges::all_of(home, [](const auto& row) { return row.has_value(); }) ? shared.in_all
                                                                                  : shared.in_some);
  return shared;
}

}  // namespace lifecircle
