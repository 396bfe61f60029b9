#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <ostream>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/study/indicator_text.hpp"
#include "io/read/standard_file.hpp"
#include "io/read/standard_keys.hpp"
#include "io/read/standard_words.hpp"
#include "io/read/toml.hpp"
#include "tools/lifecircle/console.hpp"
#include "tools/lifecircle/text_table.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {

namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Words& words) {
  return {{"zh", words.zh}, {"en", words.en}};
}

/// How far the figures of an indicator were seen in its source.
enum class Seen : std::uint8_t { all, in_part, not_seen };

Seen seen(const Indicator& one) {
  return !one.verified ? Seen::not_seen : one.assumed.empty() ? Seen::all : Seen::in_part;
}

std::ptrdiff_t count_of(const Standard& standard, Seen how) {
  return std::ranges::count_if(standard.indicators,
                               [&](const Indicator& one) { return seen(one) == how; });
}

Json head_of(const Standard& standard) {
  return {{"code", standard.code},
          {"name", json_of(standard.name)},
          {"place", json_of(standard.place)},
          {"source", standard.source},
          {"note", json_of(standard.note)},
          {"indicators", standard.indicators.size()},
          {"verified", count_of(standard, Seen::all)},
          {"verified_in_part", count_of(standard, Seen::in_part)},
          {"not_verified", count_of(standard, Seen::not_seen)}};
}

Json target_of(const Indicator& one) {
  if (!one.target) return nullptr;
  constexpr const char* kNames[] = {"at_least", "at_most", "about", "exactly"};
  Json target{{"comparison", kNames[static_cast<std::size_t>(one.target->comparison)]},
              {"value", one.target->value}};
  if (one.target->comparison == Comparison::about)
    target["tolerance_percent"] = one.target->tolerance_percent;
  target["year"] = one.target->year ? Json(*one.target->year) : Json(nullptr);
  return target;
}

Json line_of(const Indicator& one) {
  return {{"code", one.code},
          {"name", json_of(one.name)},
          {"reading", json_of(one.reading)},
          {"type", keys_of(one.type).name},
          {"target", target_of(one)},
          {"unit", json_of(one.unit)},
          {"attribute", one.bindingness == Bindingness::binding    ? "binding"
                        : one.bindingness == Bindingness::expected ? "expected"
                                                                   : "not_stated"},
          {"verified", one.verified},
          {"assumed", one.assumed}};
}

std::string verified_text(const Indicator& one, Language language) {
  constexpr const char* kKeys[] = {"verified_yes", "verified_in_part", "verified_no"};
  return say(kKeys[static_cast<std::size_t>(seen(one))], language);
}

std::vector<std::string> heads(std::initializer_list<const char*> keys, Language language) {
  std::vector<std::string> all;
  for (const char* key : keys) all.push_back(say(key, language));
  return all;
}

/// Names of files and texts of strangers, made harmless for a terminal.
std::string shown(const std::string& text) {
  return fill("{0}", {text});
}

std::string name_with_reading(const Indicator& one, Language language) {
  const std::string& reading = in(language, one.reading);
  return reading.empty() ? shown(in(language, one.name))
                         : say("standards_reading", language, {in(language, one.name), reading});
}

/// The standard of a code, or of a file.
Result<Standard> standard_named(const std::string& name, const StandardWords& words,
                                const Session& session) {
  if (name.ends_with(".toml")) return read_standard_file(name, words);
  const auto codes = standard_codes(session.standard_folder());
  if (std::ranges::find(codes, name) != codes.end())
    return read_standard_file(standard_path(session.standard_folder(), name), words);
  const auto meant = did_you_mean(name, codes);
  return Error{Fault::usage,
               meant.empty() ? "cli_unknown_standard" : "cli_unknown_standard_meant",
               "lifecircle standards",
               {name, joined(meant)}};
}

int list_all(const StandardWords& words, Session& session) {
  const std::string folder = session.standard_folder();
  std::vector<std::vector<std::string>> rows;
  Json all = Json::array();
  for (const auto& code : standard_codes(folder)) {
    const auto read = read_standard_file(standard_path(folder, code), words);
    if (!read) return complain(read.error(), session);
    const Standard& one = read.value();
    all.push_back(head_of(one));
    const std::string& place = in(session.language, one.place);
    const auto count = [&](Seen how) { return std::to_string(count_of(one, how)); };
    rows.push_back({shown(one.code), std::to_string(one.indicators.size()), count(Seen::all),
                    count(Seen::in_part), count(Seen::not_seen), place.empty() ? "-" : shown(place),
                    shown(in(session.language, one.name))});
  }
  if (rows.empty()) return complain({Fault::storage, "standard_none", folder, {folder}}, session);
  session.end_progress();
  if (session.json)
    print_json(session.out, Json{{"standards", all}});
  else
    print_table(session.out,
                heads({"head_code", "head_indicators", "head_verified", "head_in_part",
                       "head_unverified", "head_place", "head_name"},
                      session.language),
                {false, true, true, true, true, false, false}, rows);
  return kDone;
}

void print_head(const Standard& standard, Session& session) {
  const Language language = session.language;
  session.out << say("standards_named", language, {standard.code, in(language, standard.name)})
              << '\n'
              << say("standards_source", language, {standard.source}) << '\n';
  if (const auto& note = in(language, standard.note); !note.empty())
    session.out << say("standards_note", language, {note}) << '\n';
  session.out << '\n';
}

int list_one(const Standard& standard, Session& session) {
  const Language language = session.language;
  session.end_progress();
  if (session.json) {
    Json document = head_of(standard);
    document["indicators"] = Json::array();
    for (const Indicator& one : standard.indicators) document["indicators"].push_back(line_of(one));
    print_json(session.out, document);
    return kDone;
  }
  print_head(standard, session);
  std::vector<std::vector<std::string>> rows;
  bool assumed = false;
  for (const Indicator& one : standard.indicators) {
    assumed = assumed || seen(one) == Seen::in_part;
    rows.push_back({shown(one.code), type_text(one.type, language),
                    shown(target_text(one, language)),
                    one.target ? bindingness_text(one.bindingness, language) : "-",
                    verified_text(one, language), name_with_reading(one, language)});
  }
  print_table(session.out,
              heads({"head_code", "head_type", "head_target", "head_attribute", "head_verified",
                     "head_name"},
                    language),
              {false, false, false, false, false, false}, rows);
  if (assumed) remark("standards_legend", {standard.code}, session);
  return kDone;
}

/// The indicator of a code, or all whose codes go on from it: "N8" has "N8-a" and "N8-b", "N28-2"
/// has "N28-2a".
std::vector<const Indicator*> indicators_named(const Standard& standard, const std::string& code) {
  std::vector<const Indicator*> found;
  for (const Indicator& one : standard.indicators)
    if (one.code == code) return {&one};
  for (const Indicator& one : standard.indicators) {
    if (!one.code.starts_with(code)) continue;
    const char next = one.code[code.size()];
    if (next == '-' || (code.find('-') != std::string::npos && next >= 'a' && next <= 'z'))
      found.push_back(&one);
  }
  return found;
}

int explain_indicators(const Standard& standard, const std::string& code,
                       const StandardWords& words, Session& session) {
  const auto found = indicators_named(standard, code);
  if (found.empty()) {
    std::vector<std::string> codes;
    for (const Indicator& one : standard.indicators) codes.push_back(one.code);
    const auto meant = did_you_mean(code, codes);
    return complain({Fault::usage,
                     meant.empty() ? "cli_unknown_indicator" : "cli_unknown_indicator_meant",
                     "lifecircle standards",
                     {code, standard.code, joined(meant)}},
                    session);
  }
  session.end_progress();
  const Language language = session.language;
  Json document = head_of(standard);
  document["indicators"] = Json::array();
  if (!session.json) print_head(standard, session);
  bool first = true;
  for (const Indicator* one : found) {
    const auto facts = facts_of(*one, words, language);
    Json in_json = line_of(*one);
    in_json["quote"] = one->quote;
    in_json["clause"] = one->clause;
    in_json["facts"] = Json::array();
    for (const Fact& fact : facts)
      in_json["facts"].push_back({{"key", fact.key}, {"label", fact.label}, {"text", fact.text}});
    document["indicators"].push_back(in_json);
    if (session.json) continue;
    if (!first) session.out << '\n';
    first = false;
    session.out << say("standards_named", language, {one->code, in(language, one->name)}) << '\n';
    int width = 0;
    for (const Fact& fact : facts) width = std::max(width, shown_width(fact.label));
    for (const Fact& fact : facts)
      session.out << "  " << fact.label
                  << std::string(static_cast<std::size_t>(width + 2 - shown_width(fact.label)), ' ')
                  << shown(fact.text) << '\n';
  }
  if (session.json) print_json(session.out, document);
  return kDone;
}

}  // namespace

int standards_verb(const StandardsOptions& options, Session& session) {
  const auto words = read_standard_words(session.standard_folder(), session.profile_folder());
  if (!words) return complain(words.error(), session);
  if (options.standard.empty()) return list_all(words.value(), session);
  const auto standard = standard_named(options.standard, words.value(), session);
  if (!standard) return complain(standard.error(), session);
  if (options.indicator.empty()) return list_one(standard.value(), session);
  return explain_indicators(standard.value(), options.indicator, words.value(), session);
}

}  // namespace lifecircle
