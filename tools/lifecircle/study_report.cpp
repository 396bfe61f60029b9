#include "tools/lifecircle/study_report.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

#include <fmt/format.h>

#include "algorithms/study/code_words.hpp"
#include "engine/study/report.hpp"
#include "io/write/report/report_html.hpp"
#include "tools/lifecircle/file_words.hpp"
#include "tools/lifecircle/report_map.hpp"
#include "tools/lifecircle/report_tables.hpp"
#include "tools/lifecircle/supply_section.hpp"

namespace lifecircle {

namespace {

using Look = ReportMark::Look;

/// The same sentence in both languages.
Words said(const char* key, const std::vector<std::string>& args = {}) {
  return {say(key, Language::zh, args), say(key, Language::en, args)};
}

std::string percent(double value) {
  return std::isfinite(value) ? fmt::format("{:.1f}", value) : "-";
}
std::string counted(double value) {
  return fmt::format("{:.0f}", value);
}

/// How many official indicators reach their target, miss it, have none, and cannot be computed.
struct Score {
  int reached = 0, missed = 0, without_target = 0, not_computed = 0;
};

/// Marks of the rows of an indicator table, and how many of each.
Score mark_rows(const Table& table, Language language, ReportTable& to) {
  Score score;
  to.marks = {{Look::good, said("report_reached")},
              {Look::bad, said("report_missed")},
              {Look::plain, said("report_no_target")},
              {Look::doubtful, said("report_not_computed")}};
  to.marks_title = said("report_outcome");
  const auto& reached = texts_of(table, "reached");
  const auto& needs = texts_of(table, "needs");
  const std::string yes = say("indicator_yes", language);
  for (std::size_t r = 0; r < table.rows(); ++r) {
    std::uint8_t mark = 2;
    if (!needs[r].empty())
      mark = 3;
    else if (!reached[r].empty())
      mark = reached[r] == yes ? 0 : 1;
    ++(mark == 0   ? score.reached
       : mark == 1 ? score.missed
       : mark == 2 ? score.without_target
                   : score.not_computed);
    to.row_marks.push_back(mark);
  }
  return score;
}

/// Holds the tables and layers that a page points at.
class Page {
 public:
  explicit Page(const Reported& of) : of_{of} {}

  Result<std::string> make() {
    const StudyRules& rules = of_.study.rules;
    page_.title = {rules.name, rules.name};
    page_.subtitle = said("report_subtitle");
    page_.provenance = {said("report_program", {of_.session.version}),
                        said("report_frame", {of_.study.crs})};
    if (!rules.date.empty())
      page_.provenance.insert(page_.provenance.begin(), said("report_date", {rules.date}));
    add_indicators();
    add_joint();
    add_headline();
    add_services();
    for (ReportSection& section :
         supply_sections(of_, [this](Table table) { return keep(std::move(table)); }))
      page_.sections.push_back(std::move(section));
    if (auto done = add_maps(); !done) return done.error();
    add_gaps();
    add_units();
    add_sources();
    add_problems();
    add_map();
    return report_html(page_, of_.loaded.frame, of_.session.language);
  }

 private:
  /// In words: nobody knows the codes of a file.
  const Table* keep(Table table) {
    tables_.push_back(
        std::make_unique<Table>(in_words(std::move(table), of_.study.rules, of_.session.language)));
    return tables_.back().get();
  }

  /// Where there is one plan its name in every row says nothing.
  void leave_out_only_standard(ReportTable& table) const {
    if (of_.study.rules.standards.size() == 1)
      std::erase_if(table.columns, [&](const ReportColumn& column) {
        return table.table->columns[column.column].name == "standard";
      });
  }

  void add_indicators() {
    const auto& all =
        of_.session.language == Language::zh ? of_.result.indicators_zh : of_.result.indicators_en;
    if (!all) return;
    const auto& standard = texts_of(*all, "standard");
    const auto& level = texts_of(*all, "level");
    const auto& official = integers_of(*all, "official");
    ReportSection section{"indicators", said("report_indicators"), {said("report_indicators_how")}};
    for (const Standard& plan : of_.study.rules.standards) {
      ReportTable table{keep(rows_where(*all,
                                        [&](std::size_t r) {
                                          return standard[r] == plan.code && level[r] == "whole" &&
                                                 official[r] == 1;
                                        })),
                        plan.name};
      table.columns =
          columns_named(*table.table, {"code", "name", "reading", "shown", "target", "target_year",
                                       "numerator", "denominator", "missing", "base", "base_year",
                                       "change", "binding", "verified", "needs"});
      for (ReportColumn& column : table.columns) {
        const std::string& name = table.table->columns[column.column].name;
        if (name == "numerator" || name == "denominator" || name == "missing") column.decimals = 0;
        if (name == "base" || name == "change") column.decimals = 1;
      }
      const Score score = mark_rows(*table.table, of_.session.language, table);
      score_.reached += score.reached;
      score_.missed += score.missed;
      score_.without_target += score.without_target;
      score_.not_computed += score.not_computed;
      ReportTable how{table.table, said("report_how_counted")};
      how.columns = columns_named(*table.table, {"code", "name", "counted", "rule", "modes",
                                                 "speeds_kmh", "scope", "clause", "remarks"});
      section.tables.push_back(std::move(table));
      section.tables.push_back(std::move(how));
    }
    page_.sections.push_back(std::move(section));
    ReportSection areas{"townships", said("report_townships"), {said("report_townships_how")}};
    ReportTable table{keep(rows_where(*all, [&](std::size_t r) {
      return official[r] == 1 && (level[r] == "township" || level[r] == "setting");
    }))};
    if (table.table->rows() == 0) return;
    table.columns = columns_named(
        *table.table, {"standard", "code", "name", "level", "area", "area_code", "shown", "target",
                       "target_year", "numerator", "denominator", "verified"});
    for (ReportColumn& column : table.columns) {
      const std::string& name = table.table->columns[column.column].name;
      if (name == "numerator" || name == "denominator") column.decimals = 0;
    }
    mark_rows(*table.table, of_.session.language, table);
    leave_out_only_standard(table);
    areas.tables.push_back(std::move(table));
    page_.sections.push_back(std::move(areas));
  }

  /// Of everything, and which circle is missing most.
  void add_joint() {
    const auto& all =
        of_.session.language == Language::zh ? of_.result.joint_zh : of_.result.joint_en;
    if (!all || all->rows() == 0) return;
    const auto& level = texts_of(*all, "level");
    ReportTable table{keep(rows_where(*all, [&](std::size_t r) { return level[r] == "whole"; }))};
    table.columns =
        columns_named(*table.table, {"standard", "code", "name", "row", "what", "rule", "people",
                                     "total", "percent", "missing_rank", "verified"});
    for (ReportColumn& column : table.columns) {
      const std::string& name = table.table->columns[column.column].name;
      if (name == "people" || name == "total") column.decimals = 0;
      column.bar = name == "percent";
    }
    leave_out_only_standard(table);
    page_.sections.push_back(
        {"joint", said("report_joint"), {said("report_joint_how")}, {}, {std::move(table)}});
  }

  void add_headline() {
    const auto lines = headlines(of_.result.services);
    if (lines.empty()) return;
    const Headline& h = lines.front();
    const Words service = of_.study.rules.services.front().called();
    const Words counted_in = measure_words(of_, h.counted);
    const auto said_of = [&](const char* key) {
      return Words{say(key, Language::zh, {service.zh, counted_in.zh}),
                   say(key, Language::en, {service.en, counted_in.en})};
    };
    const auto rule = [&](Language language) {
      return CodeWords{of_.study.rules, language}.rule(h.rule);
    };
    const auto headline = [&](Language language) {
      return say(
          "report_headline", language,
          {in_language(service, language), in_language(counted_in, language), rule(language),
           percent(h.percent), counted(h.covered), counted(h.total), counted(h.total - h.covered)});
    };
    page_.headline = {headline(Language::zh), headline(Language::en)};
    page_.figures.push_back(
        {{percent(h.percent) + " %", percent(h.percent) + " %"}, said_of("report_figure_covered")});
    page_.figures.push_back({{counted(h.total - h.covered), counted(h.total - h.covered)},
                             said_of("report_figure_uncovered")});
    if (of_.study.rules.standards.empty()) return;
    const auto figure = [&](int count, const char* key) {
      page_.figures.push_back({{std::to_string(count), std::to_string(count)}, said(key)});
    };
    figure(score_.reached, "report_figure_reached");
    figure(score_.missed, "report_figure_missed");
    figure(score_.not_computed, "report_figure_not_computed");
  }

  void add_services() {
    const Table& all = of_.result.services;
    const auto& headline = integers_of(all, "headline");
    ReportTable table{keep(rows_where(all, [&](std::size_t r) { return headline[r] == 1; }))};
    table.columns =
        columns_named(*table.table, {"service", "counted", "rate_percent", "covered", "total",
                                     "uncovered", "unconnected", "rule", "modes", "speeds_kmh",
                                     "direction", "scope", "facilities", "kinds"});
    for (ReportColumn& column : table.columns) {
      const std::string& name = table.table->columns[column.column].name;
      column.bar = name == "rate_percent";
      for (const char* people : {"covered", "total", "uncovered", "unconnected"})
        if (name == people) column.decimals = 0;
    }
    page_.sections.push_back({"services",
                              said("report_services"),
                              {said("report_services_how")},
                              {},
                              {std::move(table)}});
  }

  Result<Done> add_maps() {
    ReportSection section{"maps", said("report_maps"), {}};
    for (std::size_t s = 0; s < of_.study.rules.services.size(); ++s) {
      if (!tell(of_.session.progress, "stage_report", s, of_.study.rules.services.size()))
        return Error{Fault::interrupted, "interrupted", ""};
      ServiceMap map = service_map(of_, s);
      map.sheet.parts = SheetParts::map;
      map.sheet.paper = {190, 140};  // so that its letters can be read beside another
      map.sheet.dots_per_inch = 170;
      auto bytes = sheet_bytes(map.sheet, of_.loaded.frame, SheetFormat::png);
      if (!bytes) return bytes.error();
      section.pictures.push_back({map.sheet.title, std::move(bytes).value()});
    }
    page_.sections.push_back(std::move(section));
    return Done{};
  }

  /// Of each service those with most people: one with few people beside another with many has its
  /// place as well.
  void add_gaps() {
    constexpr std::int64_t kOfEach = 10;
    const Table& all = of_.result.gaps;
    const auto& rank = integers_of(all, "rank");
    const auto& service = texts_of(all, "service");
    ReportTable table{keep(rows_where(all, [&](std::size_t r) { return rank[r] <= kOfEach; }))};
    std::vector<const char*> names{"service", "counted", "rank", "unit_name", "unit_code"};
    for (const Measure& measure : of_.loaded.town.homes.measures)
      names.push_back(measure.name.c_str());
    for (const char* name : {"home_count", "nearest_name", "nearest_minutes", "farthest_minutes",
                             "missing_minutes", "unreachable", "straight_m"})
      names.push_back(name);
    for (const char* name : names)
      for (const ReportColumn& column : columns_named(*table.table, {name}))
        table.columns.push_back(column);
    for (ReportColumn& column : table.columns) {
      const std::string& name = table.table->columns[column.column].name;
      column.decimals = name.ends_with("_minutes") ? 1 : 0;
    }
    ReportSection section{"gaps", said("report_gaps"), {}};
    if (table.table->rows() < all.rows())
      section.paragraphs.push_back(
          said("report_gaps_first", {std::to_string(kOfEach), std::to_string(table.table->rows()),
                                     std::to_string(all.rows())}));
    if (const Words none = without_gap(service); none != Words{})
      section.paragraphs.push_back({say("report_gaps_none", Language::zh, {none.zh}),
                                    say("report_gaps_none", Language::en, {none.en})});
    section.tables.push_back(std::move(table));
    page_.sections.push_back(std::move(section));
  }

  Words without_gap(const std::vector<std::string>& with) const {
    Words none;
    for (const Service& service : of_.study.rules.services) {
      if (std::ranges::find(with, service.name) != with.end()) continue;
      const Words called = service.called();
      none.zh += (none.zh.empty() ? "" : "、") + in_language(called, Language::zh);
      none.en += (none.en.empty() ? "" : ", ") + in_language(called, Language::en);
    }
    return none;
  }

  void add_units() {
    for (const Layer& layer : of_.result.layers) {
      if (layer.table.name != "units" || layer.table.rows() == 0) continue;
      Table plain = layer.table;
      plain.shapes = {};
      plain.has_shapes = false;
      ReportTable table{keep(std::move(plain))};
      for (std::size_t c = 0; c < layer.table.columns.size(); ++c) {
        const std::string& name = layer.table.columns[c].name;
        if (name == "code" || name == "name" || name == "setting" || name.ends_with("_percent"))
          table.columns.push_back({c, -1, name.ends_with("_percent")});
      }
      page_.sections.push_back(
          {"units", said("report_units"), {said("report_units_how")}, {}, {std::move(table)}});
    }
  }

  void add_sources() {
    ReportSection section{"sources", said("report_sources"), {said("report_sources_how")}};
    section.tables.push_back({keep(sources_table(of_))});
    section.tables.push_back({keep(rules_table(of_))});
    page_.sections.push_back(std::move(section));
  }

  void add_problems() {
    ReportTable table{keep(problem_counts(of_))};
    table.when_empty = said("report_no_problems");
    page_.sections.push_back({"problems",
                              said("report_problems"),
                              {said("report_problems_how")},
                              {},
                              {std::move(table)}});
  }

  void add_map() {
    page_.map = interactive_map(of_, map_layers_);
    for (const Service& service : of_.study.rules.services)
      page_.map_choices.push_back(service.called());
    page_.map_choice_title = said("report_map_choice");
    page_.map_before = "maps";
  }

  const Reported& of_;
  ReportPage page_;
  Score score_;
  std::vector<std::unique_ptr<Table>> tables_;
  std::vector<std::unique_ptr<Layer>> map_layers_;
};

}  // namespace

Result<std::string> study_report(const Reported& of) {
  return Page{of}.make();
}

Result<Done> write_report(Outputs& out, const Reported& of, const RunOptions& options,
                          Problems& problems) {
  const bool has_standards = !of.study.rules.standards.empty();
  if (has_standards) {
    const IndicatorSheets made = indicator_sheets(of);
    if (auto done = out.workbook("indicators.xlsx", made.sheets, of.session.language, problems,
                                 of.session.progress);
        !done)
      return done;
  }
  std::vector<std::string> services;
  for (const Service& service : of.study.rules.services) services.push_back(service.name);
  const std::vector<std::string> words = file_words(services);
  for (const std::string& format : options.map_formats)
    for (std::size_t s = 0; s < words.size(); ++s) {
      const ServiceMap map = service_map(of, s);
      const std::string name = "map_" + words[s] + "." + format;
      const auto as = sheet_format_of(name);
      if (!as) return as.error();
      const auto bytes = sheet_bytes(map.sheet, of.loaded.frame, as.value());
      if (!bytes) return bytes.error();
      if (auto done = out.text(name, bytes.value()); !done) return done;
    }
  if (!has_standards && !options.report) return Done{};
  const auto page = study_report(of);
  return page ? out.text("report.html", page.value()) : page.error();
}

}  // namespace lifecircle
