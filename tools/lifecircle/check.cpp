#include <algorithm>
#include <filesystem>
#include <ostream>
#include <sstream>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <nlohmann/json.hpp>

#include "algorithms/check/check.hpp"
#include "algorithms/study/table_builder.hpp"
#include "engine/base/memory.hpp"
#include "engine/network/join.hpp"
#include "io/read/check/check_sources.hpp"
#include "io/read/people_count.hpp"
#include "io/read/town.hpp"
#include "io/write/outputs.hpp"
#include "tools/lifecircle/console.hpp"
#include "tools/lifecircle/heights.hpp"
#include "tools/lifecircle/record.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {

namespace {

struct Checked {
  std::vector<Finding> findings;
  std::string measure;         ///< the headline: what findings count
  std::optional<Frame> frame;  ///< of findings' examples; none: the study could not be loaded
};

std::string people_in_words(const Finding& finding, const std::string& measure, Language language) {
  if (finding.stops) return say("check_stops", language);
  if (!finding.people) return say("check_people_unknown", language);
  const std::string people = people_text(*finding.people);
  return measure == "people" ? say("check_people", language, {people})
                             : say("check_people_of", language, {people, measure});
}

std::optional<std::string> example_of(const Finding& finding, const Checked& checked) {
  if (!finding.at || !checked.frame) return std::nullopt;
  const LonLat at = checked.frame->to_lonlat(*finding.at);
  return fmt::format("{:.6f}, {:.6f}", at.lon, at.lat);
}

std::vector<std::string> lines_of(const std::string& fix) {
  std::vector<std::string> lines;
  std::istringstream in{fix};
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

void print_text(const Checked& checked, Session& session) {
  const Language language = session.language;
  std::ostream& out = session.out;
  const auto line = [&](const char* head, const std::string& text) {
    out << "     " << say(head, language) << ": " << fill("{0}", {text}) << '\n';
  };
  std::size_t number = 0;
  for (const Finding& f : checked.findings) {
    out << fmt::format("{:3}. [", ++number) << people_in_words(f, checked.measure, language) << "] "
        << say(f.what.key, language, f.what.args) << '\n';
    if (!f.where.empty()) line("check_where", f.where);
    for (const Finding::Sentence& e : f.evidence)
      line("check_evidence", say(e.key, language, e.args));
    if (const auto example = example_of(f, checked))
      line("check_evidence", say("check_example", language, {*example}));
    for (const std::string& key : lines_of(f.fix)) line("check_fix", key);
    if (const auto remedy = say_remedy(f.what.key, language, f.what.args); !remedy.empty())
      line("check_remedy", remedy);
  }
  if (number > 0) out << '\n';
  if (!checked.frame) out << say("check_not_all", language) << '\n';
  out << (number == 0 ? say("check_nothing", language)
                      : say("check_found", language, {std::to_string(number)}))
      << '\n';
}

void print_document(const Checked& checked, Session& session) {
  nlohmann::ordered_json findings = nlohmann::ordered_json::array();
  for (const Finding& f : checked.findings) {
    nlohmann::ordered_json one{{"key", f.what.key},
                               {"what", say(f.what.key, session.language, f.what.args)},
                               {"where", fill("{0}", {f.where})},
                               {"stops", f.stops}};
    one["people"] = f.people ? nlohmann::ordered_json(static_cast<double>(*f.people) / 1000)
                             : nlohmann::ordered_json(nullptr);
    one["evidence"] = nlohmann::ordered_json::array();
    for (const Finding::Sentence& e : f.evidence)
      one["evidence"].push_back(say(e.key, session.language, e.args));
    if (const auto example = example_of(f, checked)) one["example"] = *example;
    one["fix"] = lines_of(f.fix);
    one["remedy"] = say_remedy(f.what.key, session.language, f.what.args);
    findings.push_back(std::move(one));
  }
  const nlohmann::ordered_json document{{"complete", checked.frame.has_value()},
                                        {"counted", checked.measure},
                                        {"findings", findings}};
  print_json(session.out, document);
}

/// The findings as a table, for those who mend them.
Table findings_table(const Checked& checked, Language language) {
  TableBuilder t{"findings", "Findings", "检查结果"};
  const auto rank = t.integer("rank", "rank", "序号");
  const auto people = t.number("concerned", checked.measure + " concerned", "涉及数量", 3);
  const auto stops = t.text("stops", "stops the study", "研究无法进行");
  const auto what = t.text("what", "what", "问题");
  const auto where = t.text("where", "where", "位置");
  const auto evidence = t.text("evidence", "evidence", "依据");
  const auto example = t.text("example", "for instance at (lon, lat)", "示例位置(经度, 纬度)");
  const auto fix = t.text("fix", "line to write", "改法");
  const auto remedy = t.text("what_to_do", "what to do", "建议");
  std::int64_t number = 0;
  for (const Finding& f : checked.findings) {
    std::string all;
    for (const Finding::Sentence& e : f.evidence)
      all += (all.empty() ? "" : "; ") + say(e.key, language, e.args);
    t.put(rank, ++number);
    t.put(people, f.people ? whole(*f.people) : kNoNumber);
    t.put(stops, f.stops ? "yes" : "no");
    t.put(what, say(f.what.key, language, f.what.args));
    t.put(where, fill("{0}", {f.where}));
    t.put(evidence, all);
    t.put(example, example_of(f, checked).value_or(""));
    t.put(fix, fmt::format("{}", fmt::join(lines_of(f.fix), " | ")));
    t.put(remedy, say_remedy(f.what.key, language, f.what.args));
  }
  return t.finish();
}

/// Into a CSV file, whole or not at all.
Result<Done> write_findings(Outputs& outputs, const std::string& path, const Checked& checked,
                            Language language) {
  if (auto done = outputs.csv(std::filesystem::path{path}.filename().string(),
                              findings_table(checked, language));
      !done)
    return done;
  const auto paths = outputs.commit();
  return paths ? Result<Done>{Done{}} : paths.error();
}

void append(std::vector<Finding>& to, std::vector<Finding> from) {
  for (Finding& finding : from) to.push_back(std::move(finding));
}

/// What a source's own numbers say of its system, where its fix is known from all sources together;
/// facilities that stand twice by their ids, where all that do are found by their names: two
/// findings of one fault would only differ in what they say to do.
void drop_echoes(std::vector<Finding>& findings) {
  std::vector<Finding> told;
  std::uint64_t twins = 0, repeated = 0;
  for (const Finding& finding : findings) {
    if (finding.what.key == "check_facilities_twice") twins += std::stoull(finding.what.args[0]);
    if (finding.what.key == "facility_repeated") repeated += std::stoull(finding.what.args[0]);
  }
  for (const Finding& finding : findings)
    if ((finding.what.key == "check_elsewhere" || finding.what.key == "check_crs_found") &&
        !finding.fix.empty())
      told.push_back(finding);
  const auto is_echo = [&](const Finding& finding) {
    if (finding.what.key == "facility_repeated") return twins >= repeated;
    if (!finding.what.key.starts_with("crs_") || finding.where.empty()) return false;
    return std::ranges::any_of(told, [&](const Finding& of) {
      return of.where.find(finding.where) != std::string::npos ||
             finding.where.starts_with(of.what.args.front());
    });
  };
  std::erase_if(findings, is_echo);
}

/// What cannot be loaded: every source alone, and where they lie.
void check_unloaded(const StudyFile& study, const Error& error, const Problems& problems,
                    Checked& checked, const Session& session) {
  append(checked.findings, check_readable(study, session.progress));
  append(checked.findings, check_where(study, session.progress));
  if (checked.findings.empty())
    checked.findings.push_back(
        {.what = {error.key, error.args}, .where = error.where, .stops = true});
  append(checked.findings, check_problems(problems));
}

Result<Done> check_loaded(const StudyFile& study, const LoadedTown& loaded, Problems& problems,
                          Checked& checked, const Session& session) {
  const Town& town = loaded.town;
  const Network network{town.roads};
  const Ground ground{network, town.barriers};
  const auto heights = heights_of(study, network, loaded.frame, problems, session.progress);
  if (!heights) return heights.error();
  const Answers answers = compute_answers(ground, town, study.rules, session.progress,
                                          heights.value() ? &*heights.value() : nullptr);
  if (!tell(session.progress, "stage_check", 0, 0))
    return Error{Fault::interrupted, "interrupted", ""};

  append(checked.findings, check_where(study, session.progress));
  append(checked.findings, check_town(ground, town, study.rules, answers, session.progress));
  std::vector<SourceFinding> of_sources = check_rows(study, loaded, problems, session.progress);
  for (SourceFinding& found : check_texts(study, loaded, session.progress))
    of_sources.push_back(std::move(found));
  for (SourceFinding& found : check_web_maps(study, loaded, ground, session.progress))
    of_sources.push_back(std::move(found));
  for (SourceFinding& found : of_sources) {
    if (!found.kind.empty())
      found.finding.people = people_around(town, answers, found.kind, found.places);
    checked.findings.push_back(std::move(found.finding));
  }
  checked.frame = loaded.frame;
  return Done{};
}

}  // namespace

int check_verb(const CheckOptions& options, Session& session) {
  const auto read = read_study_file(options.study, session.profile_folder());
  if (!read) return complain(read.error(), session);
  const StudyFile& study = read.value();
  std::optional<Outputs> out;
  if (!options.out.empty()) {  // before the work: what cannot be written need not be found
    auto outputs = Outputs::begin_file(options.out);
    if (!outputs) return complain(outputs.error(), session);
    outputs.value().protect(files_of(study));
    out.emplace(std::move(outputs).value());
  }
  Checked checked;
  checked.measure = study.measures.front().name;
  Problems problems;
  const auto loaded = load_town(study, problems, session.progress);
  if (!loaded) {
    if (loaded.error().fault == Fault::interrupted) return complain(loaded.error(), session);
    check_unloaded(study, loaded.error(), problems, checked, session);
  } else if (const auto done = check_loaded(study, loaded.value(), problems, checked, session);
             !done) {
    return complain(done.error(), session);
  }
  if (!tell(session.progress, "stage_check", 0, 0))
    return complain(Error{Fault::interrupted, "interrupted", ""}, session);
  if (loaded) place_road_fixes(study, loaded.value(), checked.findings);
  drop_echoes(checked.findings);
  rank_findings(checked.findings);
  insist_on_memory();
  session.end_progress();
  if (out)
    if (const auto done = write_findings(*out, options.out, checked, session.language); !done)
      return complain(done.error(), session);
  if (session.json)
    print_document(checked, session);
  else
    print_text(checked, session);
  return checked.findings.empty() ? kDone : kCheckFailed;
}

}  // namespace lifecircle
