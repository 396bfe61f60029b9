#include "tools/lifecircle/compare_report.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <numeric>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "algorithms/study/code_words.hpp"
#include "algorithms/study/result_tables.hpp"
#include "algorithms/study/table_builder.hpp"
#include "engine/study/report.hpp"
#include "io/read/row_edits.hpp"
#include "io/write/report/report_html.hpp"
#include "tools/lifecircle/compare_map.hpp"
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

/// Rows in an order, the first few.
Table in_order(const Table& table, const std::vector<std::size_t>& order) {
  Table sorted = table;
  for (TableColumn& column : sorted.columns)
    std::visit(
        [&](auto& values) {
          const auto all = std::exchange(values, {});
          for (const std::size_t r : order) values.push_back(all[r]);
        },
        column.values);
  return sorted;
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

  void add_headline() {
    const Service& service = rules_.services.front();
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

  /// A row for each thing counted, a pair of columns for each scenario.
  void add_rates() {
    const std::vector<const char*> about{"service", "counted",   "scope",
                                         "travel",  "direction", "facilities"};
    const auto& scenario = texts_of(of_.services, "scenario");
    const auto& headline = integers_of(of_.services, "headline");
    std::map<std::vector<std::string>, std::size_t> known;
    std::vector<std::vector<std::size_t>> rows;  // [what][scenario], of compare.csv
    constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    for (std::size_t r = 0; r < of_.services.rows(); ++r) {
      if (headline[r] != 1) continue;
      std::vector<std::string> key;
      for (const char* name : about) key.push_back(texts_of(of_.services, name)[r]);
      const auto [at, is_new] = known.emplace(std::move(key), rows.size());
      if (is_new) rows.emplace_back(of_.scenarios(), kNone);
      for (std::size_t i = 0; i < of_.scenarios(); ++i)
        if (name_of(i) == scenario[r]) rows[at->second][i] = r;
    }
    TableBuilder t{"rates", "Rates side by side", "覆盖率对比"};
    std::vector<TableBuilder::Text> words;
    words.push_back(t.text("service", "service", "服务"));
    words.push_back(t.text("counted", "counted", "统计对象"));
    const auto base = t.number("base_percent", "as it is (%)", "现状(%)", 2);
    std::vector<std::pair<TableBuilder::Number, TableBuilder::Number>> of_scenario;
    for (std::size_t i = 0; i < of_.scenarios(); ++i) {
      const std::string n = std::to_string(i + 1);
      const auto percent = t.number("percent_" + n, name_of(i) + " (%)", name_of(i) + "(%)", 2);
      of_scenario.emplace_back(percent,
                               t.number("points_" + n, "change (points)", "变化(百分点)", 2));
    }
    ReportTable table;
    for (const auto& of_row : rows) {
      const std::size_t first =
          *std::ranges::find_if(of_row, [](std::size_t r) { return r != kNone; });
      for (std::size_t w = 0; w < words.size(); ++w)
        t.put(words[w], texts_of(of_.services, about[w])[first]);
      t.put(base, numbers_of(of_.services, "base_percent")[first]);
      for (std::size_t i = 0; i < of_row.size(); ++i) {
        const auto number = [&](const char* name) {
          return of_row[i] == kNone ? kNoNumber : numbers_of(of_.services, name)[of_row[i]];
        };
        t.put(of_scenario[i].first, number("percent"));
        t.put(of_scenario[i].second, number("change_points"));
      }
    }
    table.table = keep(t.finish());
    page_.sections.push_back(
        {"rates", said("compare_rates"), {said("compare_rates_how")}, {}, {std::move(table)}});
  }

  void add_range() {
    if (!of_.range) return;
    const auto& headline = integers_of(of_.range->services, "headline");
    Table rows = rows_where(of_.range->services, [&](std::size_t r) { return headline[r] == 1; });
    for (const char* name : {"lowest_in", "highest_in"})
      for (TableColumn& column : rows.columns)
        if (column.name == name)
          for (std::string& text : std::get<std::vector<std::string>>(column.values))
            if (text == "as_it_is") text = say("word_as_it_is", session_.language);
    ReportTable table{keep(std::move(rows))};
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

  /// "county.gpkg facilities: +2 -1 ~3", a line for each layer a scenario edits.
  std::string edits_of(const Told& told) const {
    std::set<const RowEdits*> known;
    std::string text;
    StudyFile study = told.study;
    for_each_layer(study, [&](LayerSource& layer) {
      if (!layer.edits || !known.insert(layer.edits.get()).second) return;
      text += (text.empty() ? "" : "; ") + shown_path(layer.file, told.study) +
              (layer.layer.empty() ? "" : " " + layer.layer) + ": " +
              say("compare_edits", session_.language,
                  {std::to_string(layer.edits->added.size()),
                   std::to_string(layer.edits->removed.size()),
                   std::to_string(layer.edits->changed.size())});
    });
    return text;
  }

  void add_scenarios() {
    TableBuilder t{"scenarios", "What each scenario says", "各情景的内容"};
    const auto name = t.text("scenario", "scenario", "情景"), file = t.text("file", "file", "文件"),
               edits = t.text("edits", "rows of layers", "图层要素的编辑"),
               settings = t.text("rules", "otherwise than as it is", "与现状不同的口径");
    for (std::size_t i = 0; i < of_.scenarios(); ++i) {
      const Told& told = of_.scenario(i);
      t.put(name, told.study.scenario);
      t.put(file, shown_path(told.study.scenario_path, told.study));
      t.put(edits, edits_of(told));
      t.put(settings, settings_of(i));
    }
    page_.sections.push_back(
        {"scenarios", said("compare_scenarios"), {}, {}, {{keep(t.finish())}}});
  }

  /// Road classes whose speed is another, by from which to which: "4.8 km/h" to "4 km/h".
  static std::map<std::pair<std::string, std::string>, std::string> changed_speeds(
      const Profile& before, const Profile& after) {
    const auto text = [](const std::optional<double>& kmh) {
      return kmh ? fmt::format("{:g} km/h", *kmh) : std::string{"-"};
    };
    std::map<std::pair<std::string, std::string>, std::string> changes;
    for (const auto& [road_class, speed] : after.speed) {
      const auto known = before.speed.find(road_class);
      const std::string from = known == before.speed.end() ? "-" : text(known->second.kmh);
      if (from == text(speed.kmh)) continue;
      std::string& classes = changes[{from, text(speed.kmh)}];
      classes += (classes.empty() ? "" : " ") + road_class;
    }
    return changes;
  }

  /// Data files of one study that another has not.
  static std::string files_without(const Told& of, const Told& other) {
    std::string files;
    const auto theirs = other.study.input_files();
    for (const std::string& file : of.study.input_files())
      if (std::ranges::find(theirs, file) == theirs.end())
        files += (files.empty() ? "" : ", ") + shown_path(file, of.study);
    return files.empty() ? "-" : files;
  }

  /// Rules, speeds and files that are others in a scenario.
  std::string settings_of(std::size_t i) const {
    const Told& told = of_.scenario(i);
    const Language language = session_.language;
    const CodeWords words{rules_, language};
    std::vector<std::string> all;
    const auto add = [&](const std::string& what, const std::string& from, const std::string& to) {
      if (from == to) return;
      const std::string text = what + ": " + from + " → " + to;
      if (std::ranges::find(all, text) == all.end()) all.push_back(text);
    };
    const auto year = [&](const StudyRules& rules) {
      return rules.year ? std::to_string(*rules.year) : "-";
    };
    add(say("report_rule_year", language), year(rules_), year(told.study.rules));
    const auto limits = [](const AccessLimits& access) {
      return fmt::format("{} / {} / {} m", access.town_m, access.country_m, access.unknown_m);
    };
    add(say("report_rule_limits", language), limits(rules_.access),
        limits(told.study.rules.access));
    for (const auto& [name, profile] : rules_.profiles)
      if (const auto other = told.study.rules.profiles.find(name);
          other != told.study.rules.profiles.end())
        add(words.modes(name) + ", " + say("report_rule_access", language),
            fmt::format("{:.2f} km/h", profile.access_kmh),
            fmt::format("{:.2f} km/h", other->second.access_kmh));
    for (const auto& [name, profile] : rules_.profiles)
      if (const auto other = told.study.rules.profiles.find(name);
          other != told.study.rules.profiles.end())
        for (const auto& [change, classes] : changed_speeds(profile, other->second))
          add(words.modes(name) + ", " + classes, change.first, change.second);
    add(say("report_sheet_sources", language), files_without(of_.base(), told),
        files_without(told, of_.base()));
    const auto& names = texts_of(of_.services, "scenario");
    const auto& headline = integers_of(of_.services, "headline");
    for (std::size_t r = 0; r < of_.services.rows(); ++r) {
      if (headline[r] != 1 || names[r] != told.study.scenario) continue;
      const auto text = [&](const char* column) { return texts_of(of_.services, column)[r]; };
      if (text("base_rule").empty() || text("rule").empty()) continue;
      const std::string service = words.service(text("service"));
      add(service, words.rule(text("base_rule")), words.rule(text("rule")));
      add(service, words.speeds(text("base_speeds_kmh")), words.speeds(text("speeds_kmh")));
    }
    std::string text;
    for (const std::string& one : all) text += (text.empty() ? "" : "; ") + one;
    return text;
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
    const Table& all = of_.units;
    const auto& scenario = texts_of(all, "scenario");
    std::vector<double> change(all.rows());
    for (std::size_t r = 0; r < all.rows(); ++r) {
      const double now = numbers_of(all, "covered")[r], was = numbers_of(all, "base_covered")[r];
      change[r] = (std::isfinite(now) ? now : 0) - (std::isfinite(was) ? was : 0);
    }
    // The rows of all together stand above, among the rates.
    const auto is_unit = [&](std::size_t r) { return texts_of(all, "unit_name")[r] != "(all)"; };
    std::size_t of_units = 0;
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < of_.scenarios(); ++i) {
      std::vector<std::size_t> own;
      for (std::size_t r = 0; r < all.rows(); ++r)
        if (scenario[r] == name_of(i) && is_unit(r)) own.push_back(r);
      of_units += own.size();
      std::ranges::stable_sort(own, std::greater<>{},
                               [&](std::size_t r) { return std::abs(change[r]); });
      own.resize(std::min(own.size(), kUnits));
      order.insert(order.end(), own.begin(), own.end());
    }
    Table sorted = in_order(all, order);
    std::vector<double> people;
    for (const std::size_t r : order) people.push_back(change[r]);
    sorted.columns.push_back(
        {"change_covered", "change of those covered", "覆盖数变化", std::move(people), 0});
    ReportTable table{keep(std::move(sorted))};
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
    if (order.size() < of_units)
      section.paragraphs.push_back(
          said("compare_units_first",
               {std::to_string(kUnits), std::to_string(order.size()), std::to_string(all.rows())}));
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
