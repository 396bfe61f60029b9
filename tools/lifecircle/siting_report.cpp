#include "tools/lifecircle/siting_report.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string_view>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "algorithms/study/code_words.hpp"
#include "io/write/report/report_html.hpp"
#include "io/write/sheet/sheet.hpp"
#include "tools/lifecircle/report_tables.hpp"
#include "tools/lifecircle/site_work.hpp"
#include "tools/lifecircle/text_table.hpp"

namespace lifecircle {
namespace {

/// Of plans that are asked ground by ground, so many grounds get a curve.
constexpr std::size_t kMostCurves = 12;

Words said(const char* key, const std::vector<std::string>& args = {}) {
  return {say(key, Language::zh, args), say(key, Language::en, args)};
}

/// "elderly 1 200.000; people 1 80.500" with each measure's own name.
std::string groups_by_name(const std::string& groups, const CodeWords& words) {
  std::string all;
  for (std::size_t at = 0; at < groups.size();) {
    const std::size_t end = std::min(groups.find("; ", at), groups.size());
    const std::size_t space = groups.find(' ', at);
    all += (all.empty() ? "" : "; ") + words.counted(groups.substr(at, space - at)) +
           groups.substr(space, end - space);
    if (all.ends_with(".000")) all.resize(all.size() - 4);
    at = end + 2;
  }
  return all;
}

/// Whether a column says anything in any row.
bool says_nothing(const TableColumn& column) {
  if (const auto* texts = std::get_if<std::vector<std::string>>(&column.values))
    return std::ranges::all_of(*texts, &std::string::empty);
  if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&column.values))
    return std::ranges::all_of(*whole, [](std::int64_t v) { return v == kNoInteger; });
  return std::ranges::all_of(std::get<std::vector<double>>(column.values),
                             [](double v) { return std::isnan(v); });
}

Table with_words(Table table, const StudyRules& rules, Language language) {
  const CodeWords words{rules, language};
  for (TableColumn& column : table.columns) {
    if (column.name == "measure")
      for (std::string& measure : std::get<std::vector<std::string>>(column.values))
        measure = words.counted(measure);
    for (const char* of : {"in_reach_", "gained_", "only_", "adds_"})
      if (column.name.starts_with(of)) {
        const std::string measure = column.name.substr(std::string_view{of}.size());
        for (std::string* title : {&column.title_en, &column.title_zh})
          if (const auto colon = title->rfind(measure); colon != std::string::npos)
            title->replace(colon, measure.size(), words.counted(measure));
      }
    if (column.name == "by_order" || column.name == "bound_by_order")
      for (std::string& groups : std::get<std::vector<std::string>>(column.values))
        groups = groups_by_name(groups, words);
    if (column.name != "aim" && column.name != "proof" && column.name != "value_unit" &&
        column.name != "standing")
      continue;
    for (std::string& code : std::get<std::vector<std::string>>(column.values))
      if (const char* key = siting_word_key(code)) code = say(key, language);
  }
  return in_words(std::move(table), rules, language);
}

Layer* named(std::vector<Layer>& layers, std::string_view name) {
  const auto at = std::ranges::find(layers, name, [](const Layer& l) { return l.table.name; });
  return at == layers.end() ? nullptr : &*at;
}

class Page {
 public:
  explicit Page(const SitingReported& of) : of_{of} {}

  Result<std::string> make() {
    const StudyRules& rules = of_.study.rules;
    page_.title = {rules.name, rules.name};
    page_.subtitle = said("site_report_subtitle");
    page_.provenance = {said("report_program", {of_.session.version}),
                        said("report_frame", {of_.study.crs})};
    if (!rules.date.empty())
      page_.provenance.insert(page_.provenance.begin(), said("report_date", {rules.date}));
    page_.headline = sentence(of_.results.front());
    add_answers();
    std::size_t first = 0;
    for (std::size_t plan = 0; plan < of_.layers.size(); ++plan) {
      std::size_t last = first;
      while (last < of_.results.size() &&
             of_.results[last].question.plan == of_.results[first].question.plan)
        ++last;
      if (auto done = add_plan(plan, first, last); !done) return done.error();
      first = last;
    }
    add_rules();
    return report_html(page_, of_.loaded.frame, of_.session.language);
  }

 private:
  const Table* keep(Table table) {
    tables_.push_back(std::make_unique<Table>(
        with_words(std::move(table), of_.study.rules, of_.session.language)));
    return tables_.back().get();
  }

  Words sentence(const SitingResult& r) const {
    const std::string name =
        r.question.plan->name + (r.question.ground.empty() ? "" : " " + r.question.ground);
    if (!r.solved.answer.feasible)
      return {say("site_sentence_hopeless", Language::zh,
                  {name, hopeless_words(r.needed, Language::zh)}),
              say("site_sentence_hopeless", Language::en,
                  {name, hopeless_words(r.needed, Language::en)})};
    const SitedPeople& people = r.people.front();
    const auto rate = [&](std::int64_t covered) {
      return people.total == 0 ? std::string{"-"}
                               : fmt::format("{:.2f} %", 100 * static_cast<double>(covered) /
                                                             static_cast<double>(people.total));
    };
    const auto closed = std::ranges::count(r.existing, false, &SiteOfAnswer::is_open);
    const char* key = r.placed ? "site_sentence_rooms"
                      : r.question.plan->existing == ExistingSites::ignore
                          ? "site_sentence_ignoring"
                      : closed > 0 ? "site_sentence_closing"
                                   : "site_sentence";
    Words words;
    for (const Language language : {Language::zh, Language::en}) {
      const std::vector<std::string> args{
          name,
          std::to_string(r.sites.size()),
          CodeWords{of_.study.rules, language}.counted(people.measure),
          rate(people.before),
          rate(people.after),
          say(proof_key(proof_name(r.solved)), language),
          fmt::format("{:.2f}", gap_percent(r, r.solved.answer.value, r.solved.answer.bound)),
          fmt::format("{:.0f}", static_cast<double>(people.rerun) / 1e3),
          fmt::format("{:.0f}", static_cast<double>(people.after) / 1e3),
          std::to_string(closed),
          std::to_string(r.existing.size() + r.aside.size()),
          fmt::format("{:.0f}", static_cast<double>(people.by_choice_rerun) / 1e3),
          fmt::format("{:.0f}", static_cast<double>(people.by_choice_before) / 1e3)};
      (language == Language::zh ? words.zh : words.en) = say(key, language, args);
    }
    return words;
  }

  void add_answers() {
    ReportSection section{"answers", said("site_report_answers"), {said("site_report_how")}};
    if (std::ranges::any_of(of_.results,
                            [](const SitingResult& r) { return r.placed.has_value(); }))
      section.paragraphs.push_back(said("site_report_rooms"));
    const bool grounds = std::ranges::any_of(
        of_.results, [](const SitingResult& r) { return !r.question.ground.empty(); });
    const auto add = [&](const Table* all, std::initializer_list<const char*> names,
                         const char* caption) {
      ReportTable table{all, said(caption)};
      table.columns = columns_named(*all, names);
      std::erase_if(table.columns, [&](const ReportColumn& column) {
        return (!grounds && all->columns[column.column].name == "ground") ||
               says_nothing(all->columns[column.column]);
      });
      for (ReportColumn& column : table.columns) {
        const std::string& name = all->columns[column.column].name;
        if (name == "after" || name == "rerun" || name == "total" || name == "minutes")
          column.decimals = 0;
        if (name.starts_with("value") || name == "bound" || name == "gap_percent")
          column.decimals = 2;
        column.bar = name == "before_percent" || name == "after_percent";
      }
      section.tables.push_back(std::move(table));
    };
    const Table* all = keep(siting_table(of_.results, of_.study.rules));
    add(all,
        {"siting", "ground", "service", "minutes", "speeds_kmh", "measure", "before_percent",
         "after_percent", "after", "rerun", "total"},
        "site_table_covered");
    // Said once of each, though there is a row for every measure.
    std::vector<char> first(all->rows(), 0);
    std::size_t row = 0;
    for (const SitingResult& r : of_.results) {
      first[row] = 1;
      row += r.people.size();
    }
    add(keep(rows_where(siting_table(of_.results, of_.study.rules),
                        [&](std::size_t r) { return first[r] != 0; })),
        {"siting", "ground", "aim", "candidates", "existing", "closed", "sites", "spent", "value",
         "bound", "value_unit", "value_people", "value_wishes", "gap_percent", "proof"},
        "site_table_proof");
    page_.sections.push_back(std::move(section));
  }

  /// Columns of the curve that say the same in each row, or what another says, are for files.
  static Table as_read(Table curve, const std::vector<SitingResult>& results) {
    const bool by_cost = results.front().curve.along == siting::Along::cost;
    const bool stay = results.front().question.plan->existing == ExistingSites::may_close;
    std::erase_if(curve.columns, [&](const TableColumn& column) {
      if (column.name == "left_out") {
        const auto& numbers = std::get<std::vector<std::int64_t>>(column.values);
        return std::ranges::all_of(numbers, [](std::int64_t n) { return n == 0; });
      }
      return column.name == "along" || (column.name == "new_sites" && !stay) ||
             (column.name == "sites" && !by_cost && !stay);
    });
    for (TableColumn& column : curve.columns)
      if (column.name == "most") {
        const Words words = said(by_cost ? (stay ? "site_chart_cost_stay" : "site_chart_cost")
                                         : (stay ? "site_chart_sites_stay" : "site_chart_sites"));
        column.title_en = words.en;
        column.title_zh = words.zh;
      }
    return curve;
  }

  Result<Done> add_plan(std::size_t plan, std::size_t first, std::size_t last) {
    const std::string n = std::to_string(plan + 1);
    std::vector<SitingResult> results(of_.results.begin() + static_cast<std::ptrdiff_t>(first),
                                      of_.results.begin() + static_cast<std::ptrdiff_t>(last));
    const std::string& name = results.front().question.plan->name;
    ReportSection section{"siting-" + n, {name, name}};
    for (std::size_t i = 0; i < results.size() && i < kMostCurves; ++i)
      section.paragraphs.push_back(sentence(results[i]));
    auto map = map_of(plan, results.front());
    if (!map) return map.error();
    section.pictures.push_back({said("site_map", {name}), std::move(map).value()});
    for (std::size_t i = 0; i < results.size() && i < kMostCurves; ++i)
      if (results[i].curve.points.size() > 1) {
        Chart chart = gain_chart(results[i], of_.study.rules);
        section.pictures.push_back({chart.title, svg_chart(chart, of_.session.language)});
      }
    section.tables.push_back(
        {keep(sites_table(results)),
         said(results.front().placed ? "site_table_sites_rooms" : "site_table_sites")});
    if (Table curve = gain_table(results); curve.rows() > 0)
      section.tables.push_back({keep(as_read(std::move(curve), results)), said("site_table_gain")});
    if (Table existing = existing_table(results); existing.rows() > 0)
      section.tables.push_back({keep(std::move(existing)), said("site_table_existing")});
    for (ReportTable& table : section.tables)
      for (std::size_t c = 0; c < table.table->columns.size(); ++c)
        if (const std::string& column = table.table->columns[c].name;
            column != "siting" && (column != "ground" || results.size() > 1) &&
            !says_nothing(table.table->columns[c]))
          table.columns.push_back(
              {c, std::holds_alternative<std::vector<double>>(table.table->columns[c].values) &&
                          column != "gap_percent" && column != "value" && column != "bound"
                      ? 0
                      : -1});
    page_.sections.push_back(std::move(section));
    return Done{};
  }

  /// Who is covered before and after, what exists and what would be built.
  Result<std::string> map_of(std::size_t plan, const SitingResult& result) {
    std::vector<Layer> layers = of_.layers[plan];
    MapSheet sheet;
    Layer units;
    units.table.name = "units";
    units.table.title_en = "Borders of units";
    units.table.title_zh = "单元边界";
    units.table.has_shapes = true;
    units.table.shapes.kind = ShapeKind::area;
    TableColumn names{"name", "name", "名称", std::vector<std::string>{}, 0};
    for (const Unit& unit : of_.loaded.town.units)
      if (!unit.area.parts.empty()) {
        std::get<std::vector<std::string>>(names.values).push_back(unit.name);
        units.table.shapes.add(unit.area);
      }
    units.table.columns.push_back(std::move(names));
    units.style = {.colour = "#ffffff", .size = 0.15, .opacity = 0.45};
    if (units.table.rows() > 0) sheet.layers.push_back({&units, true, ""});
    for (const auto& [name, size] :
         {std::pair{"homes", 0.5}, std::pair{"existing", 1.4}, std::pair{"sites_lines", 0.8},
          std::pair{"sites_areas", 0.8}, std::pair{"sites", 2.6}})
      if (Layer* layer = named(layers, name); layer != nullptr && layer->table.rows() > 0) {
        layer->style.size = size;
        sheet.layers.push_back(
            {layer, true, std::string_view{name}.starts_with("sites") ? "name" : ""});
      }
    sheet.language = of_.session.language;
    sheet.paper = {210, 148};  // A5: beside a chart it is shown small, and its words are read
    sheet.parts = SheetParts::map;
    sheet.title = {result.question.plan->name, result.question.plan->name};
    return sheet_bytes(sheet, of_.loaded.frame, SheetFormat::svg);
  }

  void add_rules() {
    static const StudyResult nothing;
    static const std::vector<InputFile> none;
    const Reported reported{of_.study, of_.loaded, nothing, of_.problems, none, of_.session};
    ReportSection section{"rules", said("report_sources"), {said("report_sources_how")}};
    section.tables.push_back({keep(rules_table(reported))});
    page_.sections.push_back(std::move(section));
    ReportTable table{keep(problem_counts(reported))};
    table.when_empty = said("report_no_problems");
    page_.sections.push_back({"problems",
                              said("report_problems"),
                              {said("report_problems_how")},
                              {},
                              {std::move(table)}});
  }

  const SitingReported& of_;
  ReportPage page_;
  std::vector<std::unique_ptr<Table>> tables_;
};

}  // namespace

const char* siting_word_key(std::string_view code) {
  constexpr std::pair<std::string_view, const char*> kWords[] = {
      {"cover_most", "site_aim_cover_most"},
      {"cover_all", "site_aim_cover_all"},
      {"least_time", "site_aim_least_time"},
      {"least_worst", "site_aim_least_worst"},
      {"people", "site_in_people"},
      {"people and wishes", "site_in_people_and_wishes"},
      {"people by factor", "site_in_people_by_factor"},
      {"people by factor and wishes", "site_in_factor_and_wishes"},
      {"cost", "site_in_cost"},
      {"sites", "site_in_sites"},
      {"mean minutes", "site_in_mean_minutes"},
      {"minutes", "site_in_minutes"},
      {"required", "site_required"},
      {"chosen", "site_chosen"},
      {"proven", "proof_proven"},
      {"solver", "proof_solver"},
      {"bounded", "proof_bounded"},
      {"hopeless", "proof_hopeless"}};
  for (const auto& [known, key] : kWords)
    if (known == code) return key;
  return nullptr;
}

Result<std::string> siting_report(const SitingReported& of) {
  return Page{of}.make();
}

}  // namespace lifecircle
