#include "tools/lifecircle/supply_section.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "algorithms/study/code_words.hpp"
#include "algorithms/study/result_tables.hpp"
#include "tools/lifecircle/report_tables.hpp"

namespace lifecircle {
namespace {

constexpr std::size_t kShown = 20;  // worst units, most loaded facilities
constexpr std::size_t kNamed = 3;   // in a sentence

std::string figure_of(double value, int decimals) {
  return std::isfinite(value) ? fmt::format("{:.{}f}", value, decimals) : "-";
}

/// Rows of a table in an order, the first few.
Table rows_in_order(const Table& table, const std::vector<std::size_t>& order) {
  Table sorted = table;
  for (TableColumn& column : sorted.columns)
    std::visit(
        [&](auto& values) {
          auto all = std::exchange(values, {});
          for (const std::size_t r : order) values.push_back(all[r]);
        },
        column.values);
  return sorted;
}

/// One question, and the rows of both tables that answer it.
class Question {
 public:
  Question(const Reported& of, const SupplyPlan& plan, const Table& supply, const Table& load)
      : of_{of}, plan_{plan}, supply_{supply}, load_{load} {
    const auto& level = texts_of(supply_, "level");
    all_ = static_cast<std::size_t>(std::ranges::find(level, "all") - level.begin());
  }

  ReportSection section(std::size_t number, const std::function<const Table*(Table)>& keep) const {
    ReportSection section;
    section.id = fmt::format("supply-{}", number + 1);
    section.title = said("report_supply", [&](const CodeWords& words, Language) {
      return Args{words.service(plan_.service), words.column(plan_.column)};
    });
    section.paragraphs = {coverage(), access(), least(), loaded(), assumed()};
    std::erase(section.paragraphs, Words{});
    section.tables = {coverage_table(keep), access_table(keep), units_table(keep),
                      facilities_table(keep)};
    return section;
  }

 private:
  using Args = std::vector<std::string>;

  /// The same sentence in both languages, its words in each.
  template <class ArgsOf>
  Words said(const char* key, ArgsOf args_of) const {
    Words words;
    for (const Language language : {Language::zh, Language::en})
      (language == Language::zh ? words.zh : words.en) =
          say(key, language, args_of(CodeWords{of_.study.rules, language}, language));
    return words;
  }
  double whole(const char* column) const { return numbers_of(supply_, column)[all_]; }

  Words coverage() const {
    return said("report_supply_coverage", [&](const CodeWords& words, Language) {
      return Args{words.counted(plan_.measure),
                  figure_of(whole("total"), 0),
                  figure_of(whole("covered"), 0),
                  figure_of(whole("rate_percent"), 1),
                  figure_of(whole("with_room"), 0),
                  figure_of(whole("room_rate_percent"), 1),
                  figure_of(whole("room_rate_next_percent"), 1)};
    });
  }

  Words access() const {
    return said("report_supply_access", [&](const CodeWords& words, Language) {
      return Args{figure_of(whole("median_2sfca"), 1),
                  figure_of(whole("median_e2sfca"), 1),
                  fmt::format("{:g}", whole("norm_per_1000")),
                  words.column(plan_.column),
                  words.counted(plan_.measure),
                  figure_of(whole("gini_2sfca"), 2),
                  figure_of(whole("palma_2sfca"), 2)};
    });
  }

  /// Units from the least supplied on.
  std::vector<std::size_t> worst() const {
    const auto& rank = integers_of(supply_, "worst_rank");
    std::vector<std::size_t> order;
    for (std::size_t r = 0; r < rank.size(); ++r)
      if (rank[r] != kNoInteger) order.push_back(r);
    std::ranges::sort(order, {}, [&](std::size_t r) { return rank[r]; });
    return order;
  }

  Words least() const {
    const auto order = worst();
    if (order.empty()) return {};
    return said("report_supply_least", [&](const CodeWords&, Language language) {
      std::string names;
      for (std::size_t i = 0; i < std::min(order.size(), kNamed); ++i)
        names += (i == 0                     ? ""
                  : language == Language::zh ? "、"
                                             : ", ") +
                 texts_of(supply_, "unit_name")[order[i]];
      return Args{names, std::to_string(order.size())};
    });
  }

  /// Facilities from the most loaded on; those of unknown supply are not among them.
  std::vector<std::size_t> most_loaded() const {
    const auto& load = numbers_of(load_, "load_percent");
    std::vector<std::size_t> order;
    for (std::size_t r = 0; r < load.size(); ++r)
      if (std::isfinite(load[r])) order.push_back(r);
    std::ranges::stable_sort(order,
                             [&](std::size_t a, std::size_t b) { return load[a] > load[b]; });
    return order;
  }

  Words loaded() const {
    const auto order = most_loaded();
    const auto& load = numbers_of(load_, "load_percent");
    const auto over = std::ranges::count_if(order, [&](std::size_t r) { return load[r] > 100; });
    return said("report_supply_loaded", [&](const CodeWords& words, Language) {
      return Args{std::to_string(over), std::to_string(order.size()), words.column(plan_.column),
                  std::to_string(load_.rows() - order.size())};
    });
  }

  Words assumed() const {
    return said("report_supply_assumed", [&](const CodeWords& words, Language language) {
      std::string bands;
      for (const DistanceBand& band : plan_.bands)
        bands += (bands.empty()              ? ""
                  : language == Language::zh ? "、"
                                             : ", ") +
                 say("report_supply_band", language,
                     {fmt::format("{:g}", band.until.minutes()),
                      fmt::format("{:g}", static_cast<double>(band.weight) / 1e6)});
      return Args{fmt::format("{:g}", whole("minutes")),
                  words.speeds(texts_of(supply_, "speeds_kmh")[all_]),
                  words.plain(texts_of(supply_, "direction")[all_]),
                  words.plain(texts_of(supply_, "facilities")[all_]),
                  bands,
                  fmt::format("{:g}", whole("norm_per_1000")),
                  words.column(plan_.column),
                  words.counted(plan_.measure)};
    });
  }

  /// Everything, town and country, groups, other people.
  Table together() const {
    const auto& level = texts_of(supply_, "level");
    const auto& total = numbers_of(supply_, "total");
    std::vector<std::size_t> order;
    for (const bool whole : {true, false})
      for (std::size_t r = 0; r < level.size(); ++r)
        if (level[r] != "unit" && (level[r] == "all") == whole && total[r] > 0) order.push_back(r);
    Table table = rows_in_order(supply_, order);
    for (TableColumn& column : table.columns)
      if (column.name == "unit_name") column.title_en = "of", column.title_zh = "范围";
    return table;
  }

  static void look_like_figures(ReportTable& table) {
    for (ReportColumn& column : table.columns) {
      const std::string& name = table.table->columns[column.column].name;
      for (const char* people : {"total", "covered", "with_room", "with_room_next", "no_room",
                                 "room_unknown", "without_way", "room", "nearest", "turned_away"})
        if (name == people) column.decimals = 0;
      for (const char* rate : {"rate_percent", "room_rate_percent", "room_rate_next_percent"})
        if (name == rate) column.decimals = 1, column.bar = true;
      if (name == "load_percent" || name == "supply") column.decimals = name == "supply" ? 0 : 1;
      if (name.find("sfca") != std::string::npos || name == "ratio_to_norm" ||
          name == "supply_per_1000")
        column.decimals = 2;
      if (name == "mean_minutes") column.decimals = 1;
    }
  }

  ReportTable table_of(const Table* kept, const char* caption,
                       std::initializer_list<const char*> columns) const {
    ReportTable table{kept, {say(caption, Language::zh), say(caption, Language::en)}};
    table.columns = columns_named(*kept, columns);
    look_like_figures(table);
    return table;
  }

  ReportTable coverage_table(const std::function<const Table*(Table)>& keep) const {
    return table_of(keep(together()), "report_supply_table_coverage",
                    {"unit_name", "counted", "total", "covered", "rate_percent", "with_room",
                     "room_rate_percent", "room_rate_next_percent", "no_room", "room_unknown"});
  }
  ReportTable access_table(const std::function<const Table*(Table)>& keep) const {
    return table_of(
        keep(together()), "report_supply_table_access",
        {"unit_name", "counted", "median_2sfca", "per_1000_2sfca", "ratio_to_norm", "gini_2sfca",
         "palma_2sfca", "median_e2sfca", "per_1000_e2sfca", "gini_e2sfca", "palma_e2sfca"});
  }
  ReportTable units_table(const std::function<const Table*(Table)>& keep) const {
    auto order = worst();
    order.resize(std::min(order.size(), kShown));
    return table_of(keep(rows_in_order(supply_, order)), "report_supply_table_units",
                    {"worst_rank", "unit_name", "unit_code", "total", "rate_percent",
                     "room_rate_percent", "per_1000_2sfca", "per_1000_e2sfca", "ratio_to_norm"});
  }
  ReportTable facilities_table(const std::function<const Table*(Table)>& keep) const {
    auto order = most_loaded();
    order.resize(std::min(order.size(), kShown));
    return table_of(keep(rows_in_order(load_, order)), "report_supply_table_facilities",
                    {"facility_name", "kind", "unit_code", "supply", "room", "nearest",
                     "load_percent", "turned_away", "supply_per_1000", "ratio_to_norm"});
  }

  const Reported& of_;
  const SupplyPlan& plan_;
  Table supply_, load_;
  std::size_t all_ = 0;
};

/// The rows of each question: they stand together, the whole of other people last.
std::vector<Table> by_question(const Table& supply) {
  const auto& level = texts_of(supply, "level");
  std::vector<std::size_t> question(level.size());
  for (std::size_t r = 1; r < level.size(); ++r) {
    const bool ended = level[r - 1] == "all" || level[r - 1] == "people";
    question[r] = question[r - 1] + (ended && level[r] != "people" ? 1 : 0);
  }
  std::vector<Table> tables;
  for (std::size_t q = 0; !question.empty() && q <= question.back(); ++q)
    tables.push_back(rows_where(supply, [&](std::size_t r) { return question[r] == q; }));
  return tables;
}

}  // namespace

std::vector<ReportSection> supply_sections(const Reported& of,
                                           const std::function<const Table*(Table)>& keep) {
  std::vector<ReportSection> sections;
  if (!of.result.supply || !of.result.load) return sections;
  const Table& load = *of.result.load;
  const std::vector<Table> tables = by_question(*of.result.supply);
  const auto& plans = of.study.rules.supply;
  for (std::size_t q = 0; q < std::min(plans.size(), tables.size()); ++q) {
    const auto& service = texts_of(load, "service");
    const auto& column = texts_of(load, "supply_of");
    const auto& counted = texts_of(load, "counted");
    const Table own = rows_where(load, [&](std::size_t r) {
      return service[r] == plans[q].service && column[r] == plans[q].column &&
             counted[r] == plans[q].measure;
    });
    sections.push_back(Question{of, plans[q], tables[q], own}.section(q, keep));
  }
  return sections;
}

std::vector<Table> supply_sheets(const Reported& of) {
  std::vector<Table> tables;
  for (const auto* table : {&of.result.supply, &of.result.load})
    if (*table) tables.push_back(in_words(**table, of.study.rules, of.session.language));
  return tables;
}

}  // namespace lifecircle
