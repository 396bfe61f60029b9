#include "tools/lifecircle/compare_report.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "algorithms/study/code_words.hpp"
#include "algorithms/study/result_tables.hpp"
#include "engine/study/report.hpp"
#include "io/write/report/report_html.hpp"
#include "tools/lifecircle/compare_live_map.hpp"
#include "tools/lifecircle/compare_map.hpp"
#include "tools/lifecircle/compare_settings.hpp"
#include "tools/lifecircle/compare_tables.hpp"
#include "tools/lifecircle/report_tables.hpp"
#include "tools/lifecircle/text_table.hpp"

namespace lifecircle {
namespace {

constexpr std::size_t kFigures = 6;
constexpr std::size_t kUnits = 60;  // those that change most, of each scenario

Words said(const char* key, const std::vector<std::string>& args = {}) {
  return {say(key, Language::zh, args), say(key, Language::en, args)};
}
Words plain(const std::string& text) {
  return {text, text};
}

std::string figure_of(double value, int decimals) {
  return std::isfinite(value) ? fixed(value, decimals) : "-";
}
std::string with_sign(double value, int decimals) {
  const std::string text = figure_of(value, decimals);
  return value > 0 && text.find_first_not_of("0.") != std::string::npos ? "+" + text : text;
}

class Page {
 public:
  Page(const SideBySide& of, const Session& session)
      : of_{of}, session_{session}, rules_{of.base().study.rules}, views_{change_views(of)} {}

  Result<std::string> make() {
    page_.title = plain(rules_.name);
    page_.subtitle = said("compare_report_subtitle");
    page_.provenance = {said("report_program", {session_.version}),
                        said("report_frame", {of_.base().study.crs})};
    if (!rules_.date.empty())
      page_.provenance.insert(page_.provenance.begin(), said("report_date", {rules_.date}));
    add_headline();
    add_rates();
    add_range();
    add_scenarios();
    add_gains();
    if (auto done = add_maps(); !done) return done.error();
    add_units();
    add_sources();
    add_problems();
    add_map();
    return report_html(page_, of_.base().loaded.frame, session_.language);
  }

 private:
  const Table* keep(Table table) {
    tables_.push_back(
        std::make_unique<Table>(in_words(std::move(table), rules_, session_.language)));
    return tables_.back().get();
  }
  const std::string& name_of(std::size_t scenario) const {
    return of_.scenario(scenario).study.scenario;
  }

  /// The first headline row of a service in a scenario, if any.
  std::optional<std::size_t> headline_row(std::size_t scenario, const std::string& service) const {
    const auto& names = texts_of(of_.services, "scenario");
    const auto& services = texts_of(of_.services, "service");
    const auto& headline = integers_of(of_.services, "headline");
    for (std::size_t r = 0; r < of_.services.rows(); ++r)
      if (names[r] == name_of(scenario) && services[r] == service && headline[r] == 1) return r;
    return std::nullopt;
  }

  /// Between which rates the first service lies, where the scenarios are alternatives.
  Words range_headline(const Service& service) const {
    if (!of_.range) return {};
    const Table& all = of_.range->services;
    for (std::size_t r = 0; r < all.rows(); ++r) {
      if (texts_of(all, "service")[r] != service.name || integers_of(all, "headline")[r] != 1 ||
          !std::isfinite(numbers_of(all, "lowest_percent")[r]))
        continue;
      const auto sentence = [&](Language language) {
        const auto in = [&](const char* column) {
          const std::string& name = texts_of(all, column)[r];
          return name == "as_it_is" ? say("word_as_it_is", language) : name;
        };
        return say("compare_headline_range", language,
                   {in_language(service.called(), language),
                    CodeWords{rules_, language}.counted(texts_of(all, "counted")[r]),
                    figure_of(numbers_of(all, "lowest_percent")[r], 2), in("lowest_in"),
                    figure_of(numbers_of(all, "highest_percent")[r], 2), in("highest_in"),
                    std::to_string(of_.all.size()), figure_of(numbers_of(all, "flips")[r], 0)});
      };
      return {sentence(Language::zh), sentence(Language::en)};
    }
    return {};
  }

  void add_headline() {
    const Service& service = rules_.services.front();
    page_.headline = range_headline(service);
    for (std::size_t i = 0; i < of_.scenarios(); ++i) {
      const auto row = headline_row(i, service.name);
      if (!row) continue;
      const auto number = [&](const char* column) {
        return numbers_of(of_.services, column)[*row];
      };
      const std::string& measure = texts_of(of_.services, "counted")[*row];
      const auto sentence = [&](Language language) {
        const CodeWords words{rules_, language};
        std::string text =
            say("compare_headline", language,
                {name_of(i), in_language(service.called(), language), words.counted(measure),
                 figure_of(number("base_percent"), 2), figure_of(number("percent"), 2),
                 with_sign(number("change_points"), 2)});
        if (std::isfinite(number("gained")))
          text += say("compare_headline_moves", language,
                      {words.counted(measure), figure_of(number("gained"), 0),
                       figure_of(number("lost"), 0)});
        return text;
      };
      if (page_.headline == Words{})
        page_.headline = {sentence(Language::zh), sentence(Language::en)};
      if (page_.figures.size() == kFigures) continue;
      page_.figures.push_back({plain(with_sign(number("change_points"), 2)),
                               {say("compare_figure", Language::zh,
                                    {name_of(i), in_language(service.called(), Language::zh)}),
                                say("compare_figure", Language::en,
                                    {name_of(i), in_language(service.called(), Language::en)})}});
    }
  }

  void add_rates() {
    page_.sections.push_back({"rates",
                              said("compare_rates"),
                              {said("compare_rates_how")},
                              {},
                              {{keep(rates_table(of_))}}});
  }

  void add_range() {
    if (!of_.range) return;
    ReportTable table{keep(range_table(*of_.range, session_.language))};
    table.columns = columns_named(
        *table.table, {"service", "counted", "base_percent", "lowest_percent", "lowest_in",
                       "highest_percent", "highest_in", "spread_points", "flips", "flip_places"});
    for (ReportColumn& column : table.columns)
      if (table.table->columns[column.column].name == "flips") column.decimals = 0;
    ReportSection section{"range",
                          said("compare_range"),
                          {said("compare_range_how", {std::to_string(of_.all.size())})},
                          {},
                          {std::move(table)}};
    if (of_.range->shared.in_some > 0)
      section.paragraphs.push_back(said(
          "compare_range_shared",
          {std::to_string(of_.range->shared.in_all), std::to_string(of_.range->shared.in_some)}));
    page_.sections.push_back(std::move(section));
  }

  void add_scenarios() {
    page_.sections.push_back({"scenarios",
                              said("compare_scenarios"),
                              {},
                              {},
                              {{keep(scenarios_table(of_, session_.language))}}});
  }

  void leave_out_only_scenario(ReportTable& table) const {
    if (of_.scenarios() == 1)
      std::erase_if(table.columns, [&](const ReportColumn& column) {
        return table.table->columns[column.column].name == "scenario";
      });
  }

  void add_gains() {
    const auto& headline = integers_of(of_.services, "headline");
    const auto& counted = texts_of(of_.services, "counted");
    ReportTable table{keep(rows_where(of_.services, [&](std::size_t r) {
      return headline[r] == 1 && !counted[r].starts_with("units_");  // who, and not which units
    }))};
    table.columns =
        columns_named(*table.table, {"scenario", "service", "counted", "gained", "lost", "came",
                                     "went", "base_covered", "covered", "base_total", "total"});
    for (ReportColumn& column : table.columns)
      if (table.table->columns[column.column].name != "scenario") column.decimals = 0;
    leave_out_only_scenario(table);
    table.marks = {{ReportMark::Look::plain, said("compare_same")},
                   {ReportMark::Look::good, said("compare_more")},
                   {ReportMark::Look::bad, said("compare_less")}};
    table.marks_title = said("compare_outcome");
    for (std::size_t r = 0; r < table.table->rows(); ++r) {
      const double change =
          numbers_of(*table.table, "covered")[r] - numbers_of(*table.table, "base_covered")[r];
      table.row_marks.push_back(change > 0 ? 1 : change < 0 ? 2 : 0);
    }
    page_.sections.push_back(
        {"gains", said("compare_gains"), {said("compare_gains_how")}, {}, {std::move(table)}});
  }

  Result<Done> add_maps() {
    ReportSection section{"maps", said("compare_maps"), {}};
    for (std::size_t v = 0; v < views_.size(); ++v) {
      if (!tell(session_.progress, "stage_report", v, views_.size()))
        return Error{Fault::interrupted, "interrupted", ""};
      ChangeMap map = change_map(of_, views_[v], session_);
      map.sheet.parts = SheetParts::map;
      map.sheet.paper = {190, 140};
      map.sheet.dots_per_inch = 170;
      auto bytes = sheet_bytes(map.sheet, of_.base().loaded.frame, SheetFormat::png);
      if (!bytes) return bytes.error();
      section.pictures.push_back({map.sheet.title, std::move(bytes).value()});
    }
    if (const Words none = without_change(); none != Words{})
      section.paragraphs.push_back({say("compare_maps_none", Language::zh, {none.zh}),
                                    say("compare_maps_none", Language::en, {none.en})});
    page_.sections.push_back(std::move(section));
    return Done{};
  }

  /// Services of which no view shows anything.
  Words without_change() const {
    Words none;
    for (std::size_t s = 0; s < rules_.services.size(); ++s) {
      if (std::ranges::find(views_, s, &ChangeView::service) != views_.end()) continue;
      const Words called = rules_.services[s].called();
      none.zh += (none.zh.empty() ? "" : "、") + in_language(called, Language::zh);
      none.en += (none.en.empty() ? "" : ", ") + in_language(called, Language::en);
    }
    return none;
  }

  /// Of each scenario those where most people gain or lose, one row a service and measure.
  void add_units() {
    const ChangedUnits units = changed_units(of_, kUnits);
    ReportTable table{keep(units.rows)};
    table.columns =
        columns_named(*table.table, {"scenario", "unit_name", "unit_code", "service", "counted",
                                     "change_covered", "base_percent", "percent", "change_points",
                                     "base_covered", "covered", "total"});
    for (ReportColumn& column : table.columns)
      for (const char* people_of : {"base_covered", "covered", "total"})
        if (table.table->columns[column.column].name == people_of) column.decimals = 0;
    leave_out_only_scenario(table);
    table.when_empty = said("compare_no_unit");
    ReportSection section{"units", said("compare_units"), {said("compare_units_how")}};
    if (units.rows.rows() < units.all)
      section.paragraphs.push_back(said(
          "compare_units_first",
          {std::to_string(kUnits), std::to_string(units.rows.rows()), std::to_string(units.all)}));
    section.tables.push_back(std::move(table));
    page_.sections.push_back(std::move(section));
  }

  void add_sources() {
    ReportSection section{"sources", said("report_sources"), {said("compare_sources_how")}};
    for (const Told& told : of_.all) {
      ReportTable table{keep(sources_table(told.reported(session_)))};
      if (!told.study.scenario.empty()) table.caption = plain(told.study.scenario);
      section.tables.push_back(std::move(table));
    }
    section.tables.push_back({keep(rules_table(of_.base().reported(session_)))});
    page_.sections.push_back(std::move(section));
  }

  void add_problems() {
    ReportSection section{"problems", said("report_problems"), {said("compare_problems_how")}};
    for (const Told& told : of_.all) {
      const bool is_base = told.study.scenario.empty();
      if (!is_base)
        own_.push_back(std::make_unique<Problems>(beside(of_.base().problems, told.problems)));
      const Problems& problems = is_base ? told.problems : *own_.back();
      if (!is_base && problems.empty()) continue;
      ReportTable table{keep(
          problem_counts({told.study, told.loaded, told.result, problems, told.inputs, session_}))};
      if (!is_base) table.caption = plain(told.study.scenario);
      table.when_empty = said("report_no_problems");
      section.tables.push_back(std::move(table));
    }
    page_.sections.push_back(std::move(section));
  }

  void add_map() {
    page_.map = interactive_change_map(of_, views_, session_, map_layers_);
    for (const ChangeView& view : views_) page_.map_choices.push_back(title_of(of_, view));
    page_.map_choice_title = said("compare_map_choice");
    page_.map_before = "maps";
    if (views_.empty()) page_.map.clear();
  }

  const SideBySide& of_;
  const Session& session_;
  const StudyRules& rules_;
  std::vector<ChangeView> views_;
  ReportPage page_;
  std::vector<std::unique_ptr<Table>> tables_;
  std::vector<std::unique_ptr<Layer>> map_layers_;
  std::vector<std::unique_ptr<Problems>> own_;
};

}  // namespace

Result<std::string> compare_report(const SideBySide& of, const Session& session) {
  return Page{of, session}.make();
}

}  // namespace lifecircle
