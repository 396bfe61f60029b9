#include "tools/lifecircle/report_tables.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "algorithms/study/code_words.hpp"
#include "algorithms/study/result_tables.hpp"
#include "algorithms/study/table_builder.hpp"
#include "engine/search/label.hpp"
#include "tools/lifecircle/supply_section.hpp"

namespace lifecircle {

namespace {

const TableColumn& column_of(const Table& table, const std::string& name) {
  return *std::ranges::find(table.columns, name, &TableColumn::name);
}

}  // namespace

const std::vector<std::string>& texts_of(const Table& table, const std::string& name) {
  return std::get<std::vector<std::string>>(column_of(table, name).values);
}

const std::vector<std::int64_t>& integers_of(const Table& table, const std::string& name) {
  return std::get<std::vector<std::int64_t>>(column_of(table, name).values);
}

const std::vector<double>& numbers_of(const Table& table, const std::string& name) {
  return std::get<std::vector<double>>(column_of(table, name).values);
}

Table rows_where(const Table& table, const std::function<bool(std::size_t row)>& holds) {
  std::vector<std::size_t> rows;
  for (std::size_t r = 0; r < table.rows(); ++r)
    if (holds(r)) rows.push_back(r);
  Table picked{.name = table.name,
               .title_en = table.title_en,
               .title_zh = table.title_zh,
               .columns = {},
               .shapes = {},
               .has_shapes = table.has_shapes};
  for (const TableColumn& column : table.columns) {
    TableColumn some{column.name, column.title_en, column.title_zh, {}, column.decimals};
    std::visit(
        [&](const auto& values) {
          std::decay_t<decltype(values)> kept;
          for (const std::size_t r : rows) kept.push_back(values[r]);
          some.values = std::move(kept);
        },
        column.values);
    picked.columns.push_back(std::move(some));
  }
  picked.shapes.kind = table.shapes.kind;
  if (table.has_shapes)
    for (const std::size_t r : rows) picked.shapes.add_from(table.shapes, r);
  return picked;
}

Table columns_only(const Table& table, const std::vector<std::string>& names) {
  Table picked{.name = table.name,
               .title_en = table.title_en,
               .title_zh = table.title_zh,
               .columns = {},
               .shapes = table.shapes,
               .has_shapes = table.has_shapes};
  for (const std::string& name : names)
    for (const TableColumn& column : table.columns)
      if (column.name == name) picked.columns.push_back(column);
  return picked;
}

std::vector<ReportColumn> columns_named(const Table& table,
                                        std::initializer_list<const char*> names) {
  std::vector<ReportColumn> columns;
  for (const char* name : names)
    for (std::size_t c = 0; c < table.columns.size(); ++c)
      if (table.columns[c].name == name) columns.push_back({c});
  return columns;
}

Table problem_counts(const Reported& of) {
  const Language language = of.session.language;
  const CodeWords words{of.study.rules, language};
  TableBuilder t{"problems", "Problems", "问题"};
  const auto count = t.integer("count", "how many", "数量");
  const auto aside = t.text("set_aside", "rows set aside", "是否剔除");
  const auto where = t.text("where", "file", "文件");
  const auto what = t.text("what", "what, for example", "问题(举例)");
  const auto remedy = t.text("what_to_do", "what to do", "建议");
  for (const auto& [key, n] : of.problems.counts()) {
    const auto example = std::ranges::find(of.problems.list(), key, &Problem::key);
    const bool any = example != of.problems.list().end();
    t.put(count, static_cast<std::int64_t>(n));
    t.put(aside, say(any && example->set_aside ? "indicator_yes" : "indicator_no", language));
    t.put(where, any ? shown_path(example->file, of.study) : "");
    t.put(what,
          say(key, language, any ? words.args_of(key, example->args) : std::vector<std::string>{}));
    t.put(remedy, say_remedy(key, language, any ? example->args : std::vector<std::string>{}));
  }
  return t.finish();
}

Table sources_table(const Reported& of) {
  const Language language = of.session.language;
  TableBuilder t{"sources", "Data", "数据来源"};
  const auto file = t.text("file", "file", "文件");
  const auto bytes = t.integer("bytes", "bytes", "字节");
  const auto sum = t.text("sha256", "SHA-256", "校验值(SHA-256)");
  const auto frame = t.text("coordinates", "coordinates and texts: as stated, found, done",
                            "坐标与文字:声明、文件说明与处理");
  for (const InputFile& input : of.inputs) {
    std::string done;
    for (const Conversion& c : of.problems.conversions()) {
      if (shown_path(c.file, of.study) != input.shown) continue;
      std::string one = c.layer;
      for (const std::string& part : {c.stated, c.found})
        if (!part.empty()) one += (one.empty() ? "" : ", ") + part;
      for (const Conversion::Step& step : c.steps)
        one += (one.empty() ? "" : " -> ") + say(step.key, language, step.args);
      done += (done.empty() ? "" : "; ") + one;
    }
    t.put(file, input.shown);
    t.put(bytes, static_cast<std::int64_t>(input.bytes));
    t.put(sum, input.sha256);
    t.put(frame, done);
  }
  return t.finish();
}

Table rules_table(const Reported& of) {
  const StudyRules& rules = of.study.rules;
  const Language language = of.session.language;
  const CodeWords words{rules, language};
  TableBuilder t{"rules", "Rules", "口径说明"};
  const auto what = t.text("rule", "rule", "口径");
  const auto value = t.text("value", "value", "取值");
  const auto put = [&](const char* key, std::string text) {
    t.put(what, say(key, language));
    t.put(value, std::move(text));
  };
  put("report_rule_threshold", say("report_rule_closed", language));
  for (const auto& [name, profile] : rules.profiles) {
    std::string text = words.speeds(speeds_text({name}, rules.profiles));
    if (name.find('/') == std::string::npos)
      text +=
          fmt::format("; {}: {:.2f} km/h", say("report_rule_access", language), profile.access_kmh);
    put("report_rule_speed", std::move(text));
  }
  for (const auto& [one, other] : rules.beside)
    put("report_rule_beside", words.modes(one) + " -> " + words.modes(other));
  put("report_rule_limits", fmt::format("{} / {} / {} m", rules.access.town_m,
                                        rules.access.country_m, rules.access.unknown_m));
  put("report_rule_gaps",
      fmt::format("{} / {} / {} m", rules.gaps.town_m, rules.gaps.country_m, rules.gaps.unknown_m));
  put("report_rule_region", words.plain(region_name(rules.region)));
  put("report_rule_time", rules.time ? rules.time->text : say("report_rule_no_time", language));
  if (rules.year) {
    OtherYears all;
    for (const auto& [kind, others] : of.loaded.town.other_years) {
      all.open_later += others.open_later;
      all.closed_by_then += others.closed_by_then;
    }
    put("report_rule_year", say("report_rule_year_of", language,
                                {std::to_string(*rules.year), std::to_string(all.open_later),
                                 std::to_string(all.closed_by_then)}));
  }
  const Homes& homes = of.loaded.town.homes;
  for (std::size_t m = 0; m < homes.measures.size(); ++m) {
    std::int64_t sum = 0;
    for (const std::int64_t count : homes.count[m]) sum += count;
    put("report_rule_counted",
        words.counted(homes.measures[m].name) + ": " + fmt::format("{:.0f}", whole(sum)));
  }
  for (const Standard& standard : rules.standards)
    put("report_rule_standard",
        (language == Language::zh ? standard.name.zh : standard.name.en) + ", " + standard.source);
  return t.finish();
}

Words measure_words(const Reported& of, const std::string& measure) {
  return {CodeWords{of.study.rules, Language::zh}.counted(measure),
          CodeWords{of.study.rules, Language::en}.counted(measure)};
}

std::vector<Words> map_notes(const Reported& of, const Service& service) {
  std::string files;
  for (const InputFile& input : of.inputs)
    if (input.shown.find("standards/") == std::string::npos)
      files += (files.empty() ? "" : ", ") + input.shown;
  const auto note = [&](Language language) {
    const CodeWords words{of.study.rules, language};
    return say(
        "report_map_note", language,
        {fmt::format("{}", service.limit.minutes()),
         words.speeds(speeds_text(service.modes, of.study.rules.profiles)),
         words.plain(direction_name(service.direction)), words.kinds(names_text(service.kinds))});
  };
  std::vector<Words> notes{{note(Language::zh), note(Language::en)}};
  if (const auto year = of.study.rules.year)
    notes.push_back({say("report_map_year", Language::zh, {std::to_string(*year)}),
                     say("report_map_year", Language::en, {std::to_string(*year)})});
  notes.push_back({say("report_map_data", Language::zh, {files}),
                   say("report_map_data", Language::en, {files})});
  return notes;
}

IndicatorSheets indicator_sheets(const Reported& of) {
  IndicatorSheets made;
  const auto& all =
      of.session.language == Language::zh ? of.result.indicators_zh : of.result.indicators_en;
  if (!all) return made;
  const auto& standard = texts_of(*all, "standard");
  const auto& level = texts_of(*all, "level");
  const auto& official = integers_of(*all, "official");
  const auto& needs = texts_of(*all, "needs");
  std::vector<Words> titles;
  const auto add = [&](Words title, Table table) {
    titles.push_back(std::move(title));
    made.tables.push_back(in_words(std::move(table), of.study.rules, of.session.language));
  };
  // What is handed in has the columns a page can hold; the others stand in indicators.csv.
  for (const Standard& plan : of.study.rules.standards)
    add(plan.name, columns_only(rows_where(*all,
                                           [&](std::size_t r) {
                                             return standard[r] == plan.code &&
                                                    level[r] == "whole" && official[r] == 1;
                                           }),
                                {"code", "name", "reading", "shown", "target", "target_year",
                                 "each_target", "reached", "numerator", "denominator", "missing",
                                 "base", "base_year", "change", "binding", "verified", "needs"}));
  const auto words = [](const char* key) {
    return Words{say(key, Language::zh), say(key, Language::en)};
  };
  add(words("report_sheet_areas"), rows_where(*all, [&](std::size_t r) {
        return official[r] == 1 && level[r] != "whole" && level[r] != "unit" && needs[r].empty();
      }));
  add(words("report_sheet_units"),
      rows_where(*all, [&](std::size_t r) { return official[r] == 1 && level[r] == "unit"; }));
  add(words("report_sheet_others"),
      rows_where(*all, [&](std::size_t r) { return official[r] == 0; }));
  if (const auto& joint =
          of.session.language == Language::zh ? of.result.joint_zh : of.result.joint_en;
      joint && joint->rows() > 0)
    add(words("report_joint"), *joint);
  for (Table& table : supply_sheets(of)) {
    Words title{table.title_zh, table.title_en};
    titles.push_back(std::move(title));
    made.tables.push_back(std::move(table));
  }
  add(words("report_sheet_missing"),
      rows_where(*all, [&](std::size_t r) { return !needs[r].empty(); }));
  add(words("report_sheet_sources"), sources_table(of));
  add(words("report_sheet_rules"), rules_table(of));
  for (std::size_t i = 0; i < made.tables.size(); ++i) {
    Sheet sheet;
    sheet.title = titles[i];
    made.sheets.push_back(std::move(sheet));
  }
  for (std::size_t i = 0; i < made.tables.size(); ++i) made.sheets[i].table = &made.tables[i];
  return made;
}

}  // namespace lifecircle
