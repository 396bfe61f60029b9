#include <algorithm>
#include <memory>
#include <optional>
#include <ostream>
#include <set>

#include <nlohmann/json.hpp>

#include "algorithms/study/result_tables.hpp"
#include "algorithms/study/siting_existing.hpp"
#include "algorithms/study/siting_result.hpp"
#include "algorithms/study/siting_rooms.hpp"
#include "io/read/siting_places.hpp"
#include "io/read/toml.hpp"
#include "io/write/outputs.hpp"
#include "tools/lifecircle/console.hpp"
#include "tools/lifecircle/record.hpp"
#include "tools/lifecircle/roads_of.hpp"
#include "tools/lifecircle/site_work.hpp"
#include "tools/lifecircle/siting_proof.hpp"
#include "tools/lifecircle/siting_report.hpp"
#include "tools/lifecircle/siting_scenario.hpp"
#include "tools/lifecircle/siting_words.hpp"
#include "tools/lifecircle/study_network.hpp"
#include "tools/lifecircle/text_table.hpp"

namespace lifecircle {
namespace {

using Json = nlohmann::ordered_json;

/// One [[siting]] answered, and what its layers are made of.
struct Sited {
  const SitingSource* source;
  std::unique_ptr<StudyRules> rules;  ///< in its place: answers point at its service
  Answers answers;
  AdjacentOutlines adjacent;
  std::vector<SitingResult> results;
  std::vector<Layer> layers = {};
};

Error stopped() {
  return Error{Fault::interrupted, "interrupted", ""};
}

/// Everything is as it is on the roads: what is asked changes, they do not.
struct OnRoads {
  const Ground& ground;
  const LoadedTown& loaded;
  const ReadyNetwork& ready;
  const RoadHeights* heights() const { return ready.heights ? &*ready.heights : nullptr; }
};

/// Grounds where people live and nothing may be built: no answer is told of them.
void tell_grounds_without(const SitingPlan& plan, const Town& town,
                          const std::vector<SitingQuestion>& questions, Problems& problems) {
  if (plan.by == SitingBy::whole) return;
  const std::size_t digits = plan.by == SitingBy::county     ? 6
                             : plan.by == SitingBy::township ? 9
                                                             : std::string::npos;
  std::set<std::string> without;
  for (const auto& unit : town.homes.unit)
    without.insert(unit ? town.units[unit->index()].code.substr(0, digits) : std::string{});
  for (const SitingQuestion& question : questions) without.erase(question.ground);
  if (!without.empty())
    problems.add({.key = "siting_grounds_without",
                  .file = {},
                  .layer = {},
                  .args = {plan.name, std::to_string(without.size()), *without.begin()},
                  .set_aside = false});
}

Result<Sited> answer(const StudyFile& study, const SitingSource& source, const OnRoads& roads,
                     const SiteOptions& options, Problems& problems, Session& session) {
  const Town& town = roads.loaded.town;
  Sited sited{
      &source, std::make_unique<StudyRules>(rules_of_siting(study.rules, source.plan)), {}, {}, {}};
  const StudyRules& rules = *sited.rules;
  sited.answers = compute_answers(roads.ground, town, rules, session.progress, roads.heights(),
                                  nullptr, &roads.ready.graphs);
  if (!tell(session.progress, "stage_siting", 0, 0)) return stopped();
  const auto& along = sited.answers.modes.at(rules.services.front().modes.front()).graph;
  const auto places =
      read_siting_places(study, source, roads.loaded, along, problems, session.progress);
  if (!places) return places.error();
  auto questions = siting_questions(roads.ground, sited.answers, town, rules, source.plan,
                                    places.value(), session.progress);
  if (!questions) return questions.error();
  sited.adjacent = places.value().adjacent;
  if (questions.value().empty())
    return Error{Fault::input, "siting_nobody", source.stated_at, {source.plan.name}};
  tell_grounds_without(source.plan, town, questions.value(), problems);
  for (SitingQuestion& question : questions.value()) {
    sited.results.push_back(answer_siting(std::move(question), sited.answers, effort_of(options),
                                          true, session.progress));
    if (!tell(session.progress, "stage_siting", 0, 0)) return stopped();
    if (!sited.results.back().solved.fits)
      return Error{Fault::limit, "siting_numbers_large", source.stated_at, {source.plan.name}};
  }
  if (!tell_existing_aside(roads.ground, sited.answers, town, rules, sited.results,
                           session.progress))
    return stopped();
  return sited;
}

/// Computes the study with the sites added and the closed ones gone: what was promised must come
/// out, to the person; where grounds are planned for one by one, at least that.
Result<Done> rerun(const OnRoads& roads, Sited& sited, Session& session) {
  const Town town = town_with_sites(roads.loaded.town, *sited.rules, sited.results);
  const Answers answers = compute_answers(roads.ground, town, *sited.rules, session.progress,
                                          roads.heights(), nullptr, &roads.ready.graphs);
  if (!tell(session.progress, "stage_siting", 0, 0)) return stopped();
  if (sited.source->plan.rooms.empty()) {
    take_rerun(answers, sited.results);
  } else {
    SitingPlan as_built = sited.source->plan;
    as_built.existing = ExistingSites::keep;
    as_built.closings.reset();
    SitingPlaces as_they_stand;
    as_they_stand.adjacent = sited.adjacent;
    const auto anew = siting_questions(roads.ground, answers, town, *sited.rules, as_built,
                                       as_they_stand, session.progress);
    if (!anew) return anew.error();
    const auto by_choice = [&](const Answers& of, const Town& there) {
      return people_by_choice(roads.ground, of, there, *sited.rules, session.progress);
    };
    const std::int64_t before = by_choice(sited.answers, roads.loaded.town);
    for (SitingResult& r : sited.results)
      if (r.solved.answer.feasible)
        take_rerun_with_rooms(anew.value().front(), before, by_choice(answers, town), r);
      else
        r.people.front().by_choice_before = before;
    if (!tell(session.progress, "stage_siting", 0, 0)) return stopped();
  }
  const bool alone = sited.source->plan.by == SitingBy::whole;
  for (const SitingResult& r : sited.results)
    for (const SitedPeople& people : r.people)
      if (r.solved.answer.feasible &&
          (alone ? people.rerun != people.after : people.rerun < people.after))
        return Error{Fault::input,
                     "siting_rerun_differs",
                     sited.source->stated_at,
                     {r.question.plan->name, fixed(static_cast<double>(people.after) / 1e3, 3),
                      fixed(static_cast<double>(people.rerun) / 1e3, 3)}};
  return Done{};
}

Result<Done> write_proof(Outputs& out, const std::string& name, const SitingResult& r,
                         const Answers& answers, const StudyFile& study) {
  const SitingQuestion& q = r.question;
  SitingProof proof{&q.relation, &q.problem, &r.solved, {}, {}, {}, {}};
  for (const Facility& place : q.places) proof.candidates.push_back({place.id, place.name});
  for (const SitingQuestion::Demand& demand : q.demands)
    proof.demands.push_back(
        {demand.home == SitingQuestion::kWish ? "wish" : answers.homes.id[demand.home], ""});
  if (r.placed) proof.rooms = SitingProof::Rooms{&q.load, &q.room, &*r.placed};
  proof.about = {{"study", study.rules.name},
                 {"siting", q.plan->name},
                 {"ground", q.ground},
                 {"service", q.plan->service},
                 {"weight_unit", q.weight_unit}};
  return write_siting_proof(out, name, proof);
}

/// All results in one row. Layers are made one siting at a time, tables of all.
std::vector<SitingResult> together(std::vector<Sited>& sited) {
  std::vector<SitingResult> all;
  for (Sited& s : sited)
    for (SitingResult& r : s.results) all.push_back(std::move(r));
  return all;
}

void print_results(const std::vector<SitingResult>& all, Session& session) {
  const auto head = [&](const char* key) { return say(key, session.language); };
  std::vector<std::vector<std::string>> rows;
  for (const SitingResult& r : all) {
    const SitedPeople& people = r.people.front();
    const auto rate = [&](std::int64_t covered) {
      return percent(people.total == 0
                         ? kNoNumber
                         : 100 * static_cast<double>(covered) / static_cast<double>(people.total));
    };
    const bool has = r.solved.answer.feasible;
    rows.push_back(
        {fill("{0}",
              {r.question.plan->name + (r.question.ground.empty() ? "" : " " + r.question.ground)}),
         fill("{0}", {people.measure}), std::to_string(r.sites.size()), rate(people.before),
         has ? rate(people.after) : "-", has ? rate(people.rerun) : "-",
         has ? fixed(gap_percent(r, r.solved.answer.value, r.solved.answer.bound), 2) + " %" : "-",
         say(proof_key(proof_name(r.solved)), session.language)});
  }
  print_table(session.out,
              {head("head_siting"), head("head_counted"), head("head_sites"), head("head_base"),
               head("head_after"), head("head_rerun"), head("head_gap"), head("head_proof")},
              {false, false, true, true, true, true, true, false}, rows);
  for (const SitingResult& r : all)
    if (!r.solved.answer.feasible)
      session.out << say("site_sentence_hopeless", session.language,
                         {fill("{0}", {r.question.plan->name +
                                       (r.question.ground.empty() ? "" : " " + r.question.ground)}),
                          hopeless_words(r.needed, session.language)})
                  << '\n';
}

}  // namespace

int site_study(const SiteOptions& options, Session& session) {
  const auto read =
      options.scenario.empty()
          ? read_study_file(options.study, session.profile_folder())
          : read_study_file(options.study, options.scenario, session.profile_folder());
  if (!read) return complain(read.error(), session);
  const StudyFile& study = read.value();
  if (study.language && !session.language_stated) session.language = *study.language;
  std::vector<const SitingSource*> asked;
  for (const SitingSource& source : study.sitings)
    if (options.names.empty() ||
        std::ranges::find(options.names, source.plan.name) != options.names.end())
      asked.push_back(&source);
  std::vector<std::string> known;
  for (const SitingSource& source : study.sitings) known.push_back(source.plan.name);
  if (known.empty()) return complain(Error{Fault::input, "site_none", study.path, {}}, session);
  for (const std::string& name : options.names)
    if (std::ranges::find(known, name) == known.end())
      return complain(Error{Fault::usage, "site_unknown", "--siting", {name, joined(known)}},
                      session);

  auto outputs = Outputs::begin(options.out);
  if (!outputs) return complain(outputs.error(), session);
  Outputs& out = outputs.value();
  out.protect(files_of(study));
  if (!options.network.empty()) out.protect({options.network});
  const auto cache = network_cache(options.cache, options.network, session);
  if (!cache) return complain(cache.error(), session);
  const auto inputs = take_inputs(study);
  if (!inputs) return complain(inputs.error(), session);
  Problems problems;
  auto loaded = load_town(study, problems, session.progress);
  if (!loaded) {
    remark_problems(problems, session);
    return complain(loaded.error(), session);
  }
  if (!tell(session.progress, "stage_network", 0, 0)) return complain(stopped(), session);
  const auto ready =
      network_of_study(std::move(loaded.value().town.roads), study, loaded.value().frame,
                       inputs.value(), cache.value(), problems, session);
  if (!ready) return complain(ready.error(), session);
  const Ground ground{*ready.value().network, loaded.value().town.barriers};
  const OnRoads roads{ground, loaded.value(), ready.value()};

  std::vector<Sited> sited;
  sited.reserve(asked.size());
  std::set<std::pair<std::string, Duration>> doubted;  // services, told once
  const auto write = [&]() -> Result<Done> {
    std::size_t number = 0, file = 0;
    for (const SitingSource* source : asked) {
      auto one = answer(study, *source, roads, options, problems, session);
      if (!one) return one.error();
      sited.push_back(std::move(one).value());
      Sited& s = sited.back();
      const Service& service = s.rules->services.front();
      if (doubted.emplace(service.name, service.limit).second)
        find_doubts(s.answers, loaded.value().town, *s.rules, ground.network(), problems);
      if (auto done = rerun(roads, s, session); !done) return done;
      for (const SitingResult& r : s.results)
        if (r.placed) find_room_doubts(r, s.adjacent, problems);
      const std::string n = std::to_string(++file);
      s.layers = siting_layers(s.results, s.answers, loaded.value().town);
      if (auto done = out.geopackage("sites_" + n + ".gpkg", s.layers, {}, loaded.value().frame,
                                     study.crs, session.language, session.progress);
          !done)
        return done;
      if (auto done = out.text("scenario_" + n + ".toml",
                               scenario_of_sites({study, *s.rules, loaded.value().town, s.results,
                                                  "sites_" + n + ".gpkg", options.out}));
          !done)
        return done;
      for (const SitingResult& r : s.results)
        if (auto done = write_proof(out, "proof_" + std::to_string(++number), r, s.answers, study);
            !done)
          return done;
      s.answers = {};
    }
    const std::vector<SitingResult> all = together(sited);
    if (auto done = write_siting_tables(out, all, study.rules); !done) return done;
    problems.sort();
    std::vector<std::vector<Layer>> layers;
    for (Sited& s : sited) layers.push_back(std::move(s.layers));
    const auto page = siting_report({study, loaded.value(), all, layers, problems, session});
    if (!page) return page.error();
    if (auto done = out.text("report.html", page.value()); !done) return done;
    for (std::size_t r = 0; r < all.size(); ++r) {
      // Of grounds planned for one by one the curves are in the report and in gain.csv.
      if (all[r].curve.points.size() < 2 || !all[r].question.ground.empty()) continue;
      if (auto done = out.text("gain_" + std::to_string(r + 1) + ".svg",
                               svg_chart(gain_chart(all[r], study.rules), session.language));
          !done)
        return done;
    }
    if (auto done = out.csv("problems.csv", problems_table(problems, study, session.language));
        !done)
      return done;
    if (auto done =
            out.text("siting.json", siting_record(study, all, problems, inputs.value(), session));
        !done)
      return done;
    if (auto done = check_unchanged(inputs.value()); !done) return done;
    const auto paths = out.commit();
    if (!paths) return paths.error();
    session.end_progress();
    if (session.json) {
      Json document = siting_document(all);
      document["problems"] = problems.counts();
      document["files"] = paths.value();
      print_json(session.out, document);
    } else if (!session.quiet) {
      print_results(all, session);
      print_problems(problems, session.out, session);
      session.out << say("run_results_at", session.language) << '\n';
      for (const auto& path : paths.value()) session.out << "  " << fill("{0}", {path}) << '\n';
    }
    return Done{};
  };
  if (const auto done = write(); !done) {
    remark_problems(problems, session);  // where no candidate is left, they say why
    return complain(done.error(), session);
  }
  return kDone;
}

}  // namespace lifecircle
