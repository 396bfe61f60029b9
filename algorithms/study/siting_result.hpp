#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "algorithms/siting/curve.hpp"
#include "algorithms/siting/needed.hpp"
#include "algorithms/siting/solve.hpp"
#include "algorithms/study/siting_question.hpp"
#include "engine/study/table.hpp"

namespace lifecircle {

/// People of one measure a siting speaks of, in thousandths; in the service's scope, on its ground.
struct SitedPeople {
  std::string measure;
  std::int64_t before = 0;  ///< covered as it is
  std::int64_t after = 0;   ///< covered by what is open then, as the relation has it
  std::int64_t rerun = 0;   ///< covered in the study computed anew with the sites of all grounds
  std::int64_t total = 0;
  /// Where sites have room the above have a place; so many if everyone goes to the nearest that has
  /// one left (take_at_next): as it is, and in the rerun.
  std::int64_t by_choice_before = 0, by_choice_rerun = 0;
};

/// A site of an answer, chosen or existing.
struct SiteOfAnswer {
  std::uint32_t candidate;
  bool is_open = true;                 ///< false: an existing one that closes
  std::vector<std::int64_t> in_reach;  ///< [measure of the plan] people within the limit
  std::vector<std::int64_t> gained;    ///< covered first by it, in the order of building
  std::vector<std::int64_t> only;      ///< covered by no other: lost if it were not there
  std::int64_t taken = 0;              ///< where sites have room: who has a place here
};

/// A facility that exists and that the question leaves out: see siting_existing.hpp.
struct ExistingAside {
  Facility place;
  bool stays = true;                   ///< false: the plan is made as if it were not there
  std::vector<std::int64_t> in_reach;  ///< [measure of the plan] people within the limit
  std::vector<std::int64_t>
      only;  ///< whom nothing else serves that exists, or is built and it stays
  std::vector<std::int64_t> adds;  ///< whom no new site serves
};

/// A siting answered.
struct SitingResult {
  SitingQuestion question;
  siting::Solved solved;
  std::vector<SitedPeople> people;     ///< [measure of the plan]
  std::vector<SiteOfAnswer> sites;     ///< new ones, the one that gains most first
  std::vector<SiteOfAnswer> existing;  ///< as places are
  siting::GainCurve curve;
  std::vector<siting::Needed> needed;  ///< where not everybody can be reached: see needed.hpp
  std::vector<ExistingAside> aside;    ///< where `existing` is empty for it
  /// Where sites have room: who goes where, the answer and its proof; and who goes where as it is.
  std::optional<siting::RoomAnswer> placed = {};
  std::vector<std::uint32_t> placed_before = {};  ///< [demand] candidate or kNowhere
};

/// Answers a question, the curve of what fewer sites give (curve.hpp) included if `with_curve`.
/// `answers` are those the question was made of.
SitingResult answer_siting(SitingQuestion question, const Answers& answers,
                           const siting::Effort& effort, bool with_curve,
                           const Progress& progress = {});

/// The town with what the results build and without what they close: results of one plan.
Town town_with_sites(const Town& town, const StudyRules& rules,
                     const std::vector<SitingResult>& results);
/// Fills in `rerun` from that town's answers; for sitings with room see siting_rooms.hpp.
void take_rerun(const Answers& rerun, std::vector<SitingResult>& results);

/// Rows: one for each result and measure.
Table siting_table(const std::vector<SitingResult>& results, const StudyRules& rules);
/// The sites themselves, in the order of building.
Table sites_table(const std::vector<SitingResult>& results);
/// One for each result and point of its curve.
Table gain_table(const std::vector<SitingResult>& results);
/// Every existing facility of a siting: what is lost if it closes, what becomes of it.
Table existing_table(const std::vector<SitingResult>& results);
/// Layers: the sites of an answer as points, lines or areas ("sites", "sites_lines",
/// "sites_areas": those that are there), their entrances and gates (if there are any), candidates,
/// existing facilities, homes. `town` is as it is.
std::vector<Layer> siting_layers(const std::vector<SitingResult>& results, const Answers& answers,
                                 const Town& town);
/// "sites", "sites_lines" or "sites_areas": the layer a site is in.
const char* layer_of_site(const Facility& site);

/// "proven": nothing is better, by the certificate; "solver": says the solver of integer programs;
/// "bounded": the bound says by how much at most; "hopeless": what is required is already too much.
const char* proof_name(const siting::Solved& solved);
/// How far the value may be from the best, in percent of it; of several groups of the first.
double gap_percent(const SitingResult& result, std::int64_t value, std::int64_t bound);
/// A value as people read it: people (by factor), cost, mean minutes or minutes. See value_words.
double shown_value(const SitingQuestion& question, std::int64_t value);
/// Of a question in strict order, what each group has, in thousandths of people; of a bound, the
/// most the first can have, the most the second can have then, and so on.
std::vector<std::int64_t> people_by_group(const SitingQuestion& question, std::int64_t value);
/// Whether some candidates are wished for (beside.worth): then the value holds what they are worth.
bool has_wishes(const SitingQuestion& question);
/// That part of a value of cover_most which is wishes that `sites` fulfil, as shown_value() shows.
double shown_wishes(const SitingQuestion& question, const std::vector<std::uint32_t>& sites);
/// The same in words: "elderly 1200.000; people 80.500"; empty without an order.
std::string groups_in_words(const SitingQuestion& question, std::int64_t value);
/// "people", "people and wishes", "cost", "sites", "mean minutes", "minutes".
const char* value_unit(const SitingQuestion& question);
/// Of the points of a result's curve, which are of people where everybody is to be covered.
double shown_gain(const SitingResult& result, std::int64_t value);
const char* gain_unit(const SitingResult& result);

}  // namespace lifecircle
