#include "tools/lifecircle/siting_words.hpp"

#include "tools/lifecircle/site_work.hpp"

namespace lifecircle {
namespace {

using Json = nlohmann::ordered_json;

}  // namespace

Result<Done> write_siting_tables(Outputs& out, const std::vector<SitingResult>& results,
                                 const StudyRules& rules) {
  if (auto done = out.csv("siting.csv", siting_table(results, rules)); !done) return done;
  if (auto done = out.csv("sites.csv", sites_table(results)); !done) return done;
  if (auto done = out.csv("gain.csv", gain_table(results)); !done) return done;
  return out.csv("existing.csv", existing_table(results));
}

nlohmann::ordered_json siting_document(const std::vector<SitingResult>& results) {
  Json all = Json::array();
  for (const SitingResult& r : results) {
    const SitingQuestion& q = r.question;
    const siting::Answer& answer = r.solved.answer;
    Json sites = Json::array(), people = Json::array(), curve = Json::array();
    for (const SiteOfAnswer& site : r.sites)
      sites.push_back(
          {{"id", q.places[site.candidate].id}, {"name", q.places[site.candidate].name}});
    for (const SitedPeople& p : r.people) {
      Json said{{"measure", p.measure},
                {"before", static_cast<double>(p.before) / 1e3},
                {"after", static_cast<double>(p.after) / 1e3},
                {"rerun", static_cast<double>(p.rerun) / 1e3},
                {"total", static_cast<double>(p.total) / 1e3}};
      if (q.has_rooms()) {
        said["before_by_choice"] = static_cast<double>(p.by_choice_before) / 1e3;
        said["rerun_by_choice"] = static_cast<double>(p.by_choice_rerun) / 1e3;
      }
      people.push_back(std::move(said));
    }
    const bool by_cost = r.curve.along == siting::Along::cost;
    for (const siting::GainPoint& point : r.curve.points) {
      curve.push_back(
          {{by_cost ? "cost_at_most" : "sites_at_most",
            by_cost ? static_cast<double>(point.most) / 1e3 : static_cast<double>(point.most)},
           {"sites", point.sites.size()},
           {"value", shown_gain(r, point.value)},
           {"bound", shown_gain(r, point.bound)},
           {"value_in", gain_unit(r)}});
      if (q.order) curve.back()["by_order"] = groups_in_words(q, point.value);
    }
    all.push_back({{"siting", q.plan->name},
                   {"ground", q.ground},
                   {"aim", siting_aim_name(q.plan->aim)},
                   {"service", q.plan->service},
                   {"rooms", q.plan->rooms},
                   {"minutes", q.problem.limit.minutes()},
                   {"candidates", q.places.size() - q.existing},
                   {"existing", q.existing},
                   {"demands", q.demands.size()},
                   {"pairs", q.relation.size()},
                   {"feasible", answer.feasible},
                   {"value", shown_value(q, answer.value)},
                   {"bound", shown_value(q, answer.bound)},
                   {"value_in", value_unit(q)},
                   {"proof", proof_name(r.solved)},
                   {"stopped_by_clock", r.solved.cut},
                   {"sites", std::move(sites)},
                   {"people", std::move(people)},
                   {"curve", std::move(curve)}});
    if (answer.feasible && has_wishes(q)) {
      const double wishes = shown_wishes(q, answer.sites);
      all.back()["value_people"] = shown_value(q, answer.value) - wishes;
      all.back()["value_wishes"] = wishes;
    }
    if (!r.needed.empty()) all.back()["needed_for_all"] = needed_document(r.needed);
  }
  return {{"results", std::move(all)}};
}

std::string siting_record(const StudyFile& study, const std::vector<SitingResult>& results,
                          const Problems& problems, const std::vector<InputFile>& inputs,
                          const Session& session) {
  Json files = Json::array();
  for (const InputFile& input : inputs)
    files.push_back({{"file", input.shown}, {"sha256", input.sha256}, {"bytes", input.bytes}});
  Json record{{"program", {{"name", "lifecircle"}, {"version", session.version}}},
              {"study", study.rules.name},
              {"inputs", std::move(files)}};
  record["results"] = siting_document(results)["results"];
  record["problems"] = problems.counts();
  return record.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace lifecircle
