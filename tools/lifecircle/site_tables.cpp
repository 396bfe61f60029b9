#include <algorithm>
#include <filesystem>
#include <numeric>
#include <ostream>

#include <nlohmann/json.hpp>

#include "algorithms/siting/core.hpp"
#include "algorithms/siting/curve.hpp"
#include "algorithms/study/siting_result.hpp"
#include "algorithms/study/table_builder.hpp"
#include "io/write/outputs.hpp"
#include "tools/lifecircle/console.hpp"
#include "tools/lifecircle/record.hpp"
#include "tools/lifecircle/roads_of.hpp"
#include "tools/lifecircle/site_table_rooms.hpp"
#include "tools/lifecircle/site_work.hpp"
#include "tools/lifecircle/siting_proof.hpp"
#include "tools/lifecircle/text_table.hpp"

namespace lifecircle {
namespace {

using Json = nlohmann::ordered_json;

/// The question of tables, its weights without what all have in common.
struct Question {
  siting::Relation relation;
  siting::Problem problem;
  std::int64_t unit = 1;    ///< of weight
  std::int64_t one = 1000;  ///< what a weight of 1 is

  double weight(std::int64_t amount) const {
    return static_cast<double>(amount) / static_cast<double>(one);
  }

  /// A value as the user counts: weight, cost or sites, mean seconds, seconds.
  double shown(std::int64_t value) const { return shown(value, problem.aim); }
  double shown(std::int64_t value, siting::Aim aim) const {
    const auto number = static_cast<double>(value);
    switch (aim) {
      case siting::Aim::cover_most:
        return number * weight(unit) / static_cast<double>(problem.aim == aim ? problem.once : 1);
      case siting::Aim::cover_all:
        return problem.cost.empty() ? number : number / 1e3;
      case siting::Aim::least_time:
        return number * weight(unit) / 1e3;
      case siting::Aim::least_worst:
        break;
    }
    return number / 1e3;
  }
  const char* counted_in() const { return counted_in(problem.aim); }
  const char* counted_in(siting::Aim aim) const {
    switch (aim) {
      case siting::Aim::cover_most:
        return "weight";
      case siting::Aim::cover_all:
        return problem.cost.empty() ? "sites" : "cost";
      case siting::Aim::least_time:
        return "weight x seconds";
      case siting::Aim::least_worst:
        break;
    }
    return "seconds";
  }
};

Result<Question> question_of(const SitingTables& t, const SiteOptions& options) {
  Question q{siting::Relation{t.candidate.size(), t.demand.size(), t.rows}, {}};
  siting::Problem& p = q.problem;
  p.aim = aim_of(options.aim);
  if (options.limit) p.limit = *options.limit;
  std::int64_t common = 0;
  for (const std::int64_t w : t.weight) common = std::gcd(common, w);
  q.unit = std::max<std::int64_t>(common, 1);
  q.one = t.one;
  Duration farthest;
  for (const TimeBetween& row : t.rows)
    if (row.time <= p.limit) farthest = std::max(farthest, row.time);
  p.far = options.limit ? p.limit : farthest;
  siting::Wide sum = 0;
  for (const std::int64_t w : t.weight) {
    p.weight.push_back(w / q.unit);
    sum += p.weight.back();
  }
  p.cost = t.cost;
  for (const TableStanding standing : t.standing)
    p.standing.push_back(static_cast<siting::Standing>(standing));
  p.existing = t.existing;
  p.closings = options.closings;
  p.sites = options.sites;
  p.budget = options.budget;
  if (p.cost.empty() && p.budget) p.cost.assign(t.candidate.size(), 1000);
  if (options.backup > 0) {
    const std::int64_t both = std::gcd(options.backup, std::int64_t{1000});
    p.once = 1000 / both;
    p.twice = options.backup / both;
  }
  const siting::Wide each = p.aim == siting::Aim::least_time ? siting::Wide{p.far.ticks()}
                                                             : siting::Wide{p.once + p.twice};
  if (sum * each > siting::Wide{1} << 58)
    return Error{
        Fault::limit, "siting_numbers_large", options.tables.demand, {options.tables.demand}};
  return q;
}

std::vector<char> open_ones(const Question& q, const siting::Answer& answer) {
  std::vector<char> open(q.relation.candidates(), 0);
  for (std::size_t c = 0; c < open.size(); ++c)
    open[c] = q.problem.standing[c] == siting::Standing::kept;
  for (const std::uint32_t c : answer.sites) open[c] = 1;
  return open;
}

Table sites_of(const Question& q, const SitingTables& t, const siting::Answer& answer) {
  TableBuilder b{"sites", "Sites in the order of building", "新建点（按建设次序）"};
  const auto order = b.integer("order", "order of building", "建设次序");
  const auto id = b.text("id", "id", "编号");
  const auto name = b.text("name", "name", "名称");
  const auto cost = b.number("cost", "cost", "成本", 3);
  const auto in_reach = b.number("in_reach", "weight in reach", "可达权重", 3);
  const auto gained = b.number("gained", "newly served at its turn", "按次序新增", 3);
  const auto only = b.number("only", "served by no other", "仅由其服务", 3);
  const auto open = open_ones(q, answer);
  std::vector<char> kept(open.size()), served(q.relation.demands(), 0);
  for (std::size_t c = 0; c < kept.size(); ++c)
    kept[c] = q.problem.standing[c] == siting::Standing::kept;
  const auto counts = [&](const siting::Pair& p) { return p.time <= q.problem.limit; };
  for (std::size_t d = 0; d < served.size(); ++d)
    for (const siting::Pair& p : q.relation.of_demand(d))
      if (counts(p) && kept[p.other] != 0) served[d] = 1;
  std::int64_t number = 0;
  for (const std::uint32_t c :
       siting::order_of_building(q.relation, q.problem, answer.sites, kept)) {
    std::int64_t all = 0, first = 0, alone = 0;
    for (const siting::Pair& pair : q.relation.of_candidate(c)) {
      if (!counts(pair)) continue;
      const std::int64_t w = q.problem.weight[pair.other] * q.unit;
      all += w;
      if (served[pair.other] == 0) first += w;
      served[pair.other] = 1;
      const auto row = q.relation.of_demand(pair.other);
      if (std::ranges::none_of(row, [&](const siting::Pair& p) {
            return p.other != c && counts(p) && open[p.other] != 0;
          }))
        alone += w;
    }
    b.put(order, ++number);
    b.put(id, t.candidate[c]);
    b.put(name, t.candidate_name[c]);
    b.put(cost, q.problem.cost.empty() ? kNoNumber : whole(q.problem.cost[c]));
    b.put(in_reach, q.weight(all));
    b.put(gained, q.weight(first));
    b.put(only, q.weight(alone));
  }
  return b.finish();
}

double gap_of(const Question& q, std::int64_t value, std::int64_t bound, siting::Aim aim) {
  if (value == bound) return 0;
  const double v = q.shown(value, aim);
  return v != 0 ? 100 * std::abs(q.shown(bound, aim) - v) / std::abs(v) : 100;
}

Table curve_of(const Question& q, const siting::GainCurve& curve) {
  TableBuilder b{"gain", "What fewer sites, or less cost, give", "点数或投入与收益"};
  const bool by_cost = curve.along == siting::Along::cost;
  const auto along = b.text("along", "limited: sites or cost", "所限制的量（点数或成本）");
  const auto most = b.number("most", "at most", "上限", 3);
  const auto sites = b.integer("sites", "sites of the best found", "最优方案点数");
  const auto stay = b.integer("stay", "of these existing ones that stay", "其中保留的现有设施");
  const auto spent = b.number("spent", "their cost", "其成本", 3);
  const auto value = b.number("value", "best found", "已得最优值", 3);
  const auto bound = b.number("bound", "none can beat", "已证明的界", 3);
  const auto unit = b.text("value_unit", "in", "单位");
  const auto gap = b.number("gap_percent", "gap in %", "差距(%)", 4);
  const auto left_out =
      b.integer("left_out", "numbers of sites between this row and the one before, not computed",
                "与上一行之间未计算的点数个数");
  for (std::size_t i = 0; i < curve.points.size(); ++i) {
    const siting::GainPoint& point = curve.points[i];
    std::int64_t cost = 0;
    for (const std::uint32_t c : point.sites) cost += q.problem.cost_of(c);
    b.put(along, by_cost ? "cost" : "sites");
    b.put(most, by_cost ? whole(point.most) : static_cast<double>(point.most));
    b.put(sites, static_cast<std::int64_t>(point.sites.size()));
    b.put(stay, q.problem.existing.empty()
                    ? kNoInteger
                    : std::ranges::count_if(point.sites,
                                            [&](std::uint32_t c) { return q.problem.exists(c); }));
    b.put(spent, q.problem.cost.empty() ? kNoNumber : whole(cost));
    b.put(value, q.shown(point.value, curve.aim));
    b.put(bound, q.shown(point.bound, curve.aim));
    b.put(unit, q.counted_in(curve.aim));
    b.put(gap, gap_of(q, point.value, point.bound, curve.aim));
    b.put(left_out, curve.left_out_before(i));
  }
  return b.finish();
}

Json document_of(const Question& q, const SitingTables& t, const siting::Solved& solved,
                 const Problems& problems) {
  const siting::Answer& answer = solved.answer;
  Json sites = Json::array();
  for (const std::uint32_t c : answer.sites) sites.push_back(t.candidate[c]);
  return {{"candidates", t.candidate.size()},
          {"demands", t.demand.size()},
          {"pairs", q.relation.size()},
          {"feasible", answer.feasible},
          {"value", q.shown(answer.value)},
          {"bound", q.shown(answer.bound)},
          {"value_in", q.counted_in()},
          {"gap_percent", gap_of(q, answer.value, answer.bound, q.problem.aim)},
          {"proof", proof_name(solved)},
          {"stopped_by_clock", solved.cut},
          {"rooms", !t.room.empty()},
          {"sites", std::move(sites)},
          {"rows_set_aside", t.rows_set_aside},
          {"problems", problems.counts()}};
}

}  // namespace

int site_tables(const SiteOptions& options, Session& session) {
  auto outputs = Outputs::begin(options.out);
  if (!outputs) return complain(outputs.error(), session);
  Outputs& out = outputs.value();
  std::vector<std::string> files{options.tables.matrix, options.tables.demand};
  if (!options.tables.candidates.empty()) files.push_back(options.tables.candidates);
  out.protect(files);
  Problems problems;
  const auto tables = read_siting_tables(options.tables, problems);
  if (!tables) {
    remark_problems(problems, session);
    return complain(tables.error(), session);
  }
  const SitingTables& t = tables.value();
  const auto question = question_of(t, options);
  if (!question) return complain(question.error(), session);
  const Question& q = question.value();
  const siting::Effort effort = effort_of(options);
  SitingPlan plan;
  std::optional<SitingResult> rooms;
  if (!t.room.empty()) {
    auto answered = answer_tables_with_room(t, q.relation, q.problem, plan, options, session);
    if (!answered) return complain(answered.error(), session);
    rooms = std::move(answered).value();
  }
  const siting::Solved solved =
      rooms ? rooms->solved : siting::solve(q.relation, q.problem, effort, session.progress);
  if (!tell(session.progress, "stage_siting", 0, 0))
    return complain(Error{Fault::interrupted, "interrupted", ""}, session);
  if (!solved.fits)
    return complain(
        Error{Fault::limit, "siting_numbers_large", options.tables.demand, {options.tables.demand}},
        session);
  const siting::Answer& answer = solved.answer;
  const auto needed =
      rooms ? std::vector<siting::Needed>{}
            : siting::needed_for_all(q.relation, q.problem, answer, effort, session.progress);
  const auto curve =
      rooms ? rooms->curve
            : siting::gain_curve(q.relation, q.problem, answer, effort, session.progress);
  if (!tell(session.progress, "stage_siting", 0, 0))
    return complain(Error{Fault::interrupted, "interrupted", ""}, session);
  problems.sort();
  StudyFile nowhere;  // file names as the user wrote them
  nowhere.path = options.tables.matrix;
  SitingProof proof{&q.relation, &q.problem, &solved, {}, {}, {}, {}};
  for (std::size_t c = 0; c < t.candidate.size(); ++c)
    proof.candidates.push_back({t.candidate[c], t.candidate_name[c]});
  for (const std::string& id : t.demand) proof.demands.push_back({id, ""});
  if (rooms) proof.rooms = SitingProof::Rooms{&t.load, &t.room, &*rooms->placed};
  proof.about = {{"weight_unit", q.weight(q.unit)}};
  Json document = document_of(q, t, solved, problems);
  if (!needed.empty()) document["needed_for_all"] = needed_document(needed);
  const auto write = [&]() -> Result<Done> {
    if (auto done =
            out.csv("sites.csv", rooms ? sites_with_room(*rooms, t) : sites_of(q, t, answer));
        !done)
      return done;
    if (auto done = out.csv("gain.csv", curve_of(q, curve)); !done) return done;
    if (auto done = write_siting_proof(out, "proof_1", proof); !done) return done;
    if (auto done = out.csv("problems.csv", problems_table(problems, nowhere, session.language));
        !done)
      return done;
    return out.text("siting.json",
                    document.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
  };
  if (const auto done = write(); !done) return complain(done.error(), session);
  const auto paths = out.commit();
  if (!paths) return complain(paths.error(), session);
  session.end_progress();
  if (session.json) {
    Json said = document;
    said["files"] = paths.value();
    print_json(session.out, said);
    return kDone;
  }
  if (session.quiet) return kDone;
  if (answer.feasible)
    session.out << say(rooms ? "site_done_rooms" : "site_done", session.language,
                       {std::to_string(answer.sites.size()), fixed(q.shown(answer.value), 3),
                        q.counted_in(), fixed(q.shown(answer.bound), 3),
                        fixed(gap_of(q, answer.value, answer.bound, q.problem.aim), 2),
                        say(proof_key(proof_name(solved)), session.language)})
                << '\n';
  else
    session.out << hopeless_words(needed, session.language) << '\n';
  if (t.rows_set_aside > 0)
    session.out << say("site_rows_set_aside", session.language, {std::to_string(t.rows_set_aside)})
                << '\n';
  print_problems(problems, session.out, session);
  session.out << say("run_results_at", session.language) << '\n';
  for (const auto& path : paths.value()) session.out << "  " << fill("{0}", {path}) << '\n';
  return kDone;
}

}  // namespace lifecircle
