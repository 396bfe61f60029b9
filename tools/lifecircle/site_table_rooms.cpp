#include "tools/lifecircle/site_table_rooms.hpp"

#include "algorithms/study/siting_rooms.hpp"
#include "algorithms/study/table_builder.hpp"
#include "tools/lifecircle/site_work.hpp"

namespace lifecircle {

Result<SitingResult> answer_tables_with_room(const SitingTables& tables,
                                             const siting::Relation& relation,
                                             const siting::Problem& problem, SitingPlan& plan,
                                             const SiteOptions& options, Session& session) {
  if (options.aim != SitingAim::cover_most && options.aim != SitingAim::least_time)
    return Error{
        Fault::usage, "siting_not_for_aim", "--aim", {"room", siting_aim_name(options.aim)}};
  if (options.backup > 0)
    return Error{Fault::usage, "siting_two_of_who", "--backup", {"--backup", "room"}};
  siting::Wide all_cost = 0;
  for (const std::int64_t cost : problem.cost) all_cost += cost;
  if (problem.budget && all_cost > siting::kMostSpent)
    return Error{Fault::limit,
                 "siting_numbers_large",
                 options.tables.candidates,
                 {options.tables.candidates}};
  plan.aim = options.aim;
  plan.weights = {{"load", 1000}};
  SitingQuestion q;
  q.plan = &plan;
  q.relation = relation;
  q.problem = problem;
  q.load = tables.load;
  q.room = tables.room;
  return answer_with_rooms(std::move(q), effort_of(options), true, session.progress);
}

Table sites_with_room(const SitingResult& result, const SitingTables& tables) {
  TableBuilder b{"sites", "Sites, those that take most first", "新建点（按安排量）"};
  const auto order = b.integer("order", "order", "次序");
  const auto id = b.text("id", "id", "编号");
  const auto name = b.text("name", "name", "名称");
  const auto cost = b.number("cost", "cost", "成本", 3);
  const auto in_reach = b.number("in_reach", "load in reach", "可达需求量", 3);
  const auto room = b.number("room", "room", "容量", 3);
  const auto taken = b.number("taken", "load sent there", "安排到此的量", 3);
  const auto only =
      b.number("only", "of it, what finds no free place elsewhere", "其中在别处找不到空位的量", 3);
  const std::vector<std::int64_t>& costs = result.question.problem.cost;
  std::int64_t number = 0;
  for (const SiteOfAnswer& site : result.sites) {
    b.put(order, ++number);
    b.put(id, tables.candidate[site.candidate]);
    b.put(name, tables.candidate_name[site.candidate]);
    b.put(cost, costs.empty() ? kNoNumber : whole(costs[site.candidate]));
    b.put(in_reach, whole(site.in_reach[0]));
    b.put(room, whole(tables.room[site.candidate]));
    b.put(taken, whole(site.taken));
    b.put(only, whole(site.only[0]));
  }
  return b.finish();
}

}  // namespace lifecircle
