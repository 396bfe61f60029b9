#include "algorithms/study/supply.hpp"
#include "algorithms/study/supply_question.hpp"
#include "algorithms/study/table_builder.hpp"

namespace lifecircle {

Table load_table(const std::vector<SupplyAnswer>& supply, const Answers& answers,
                 const Town& town) {
  TableBuilder t{"load", "Load of facilities", "设施服务负荷"};
  const auto id = t.text("facility_id", "facility id", "设施编号");
  const auto name = t.text("facility_name", "facility", "设施名称");
  const auto kind = t.text("kind", "kind", "类别");
  const auto unit = t.text("unit_code", "unit code", "单元代码");
  const auto own = t.integer("own", "in the study area", "在研究范围内");
  const SupplyQuestion question{t};
  const auto stated = t.number("supply", "supply", "供给量", 3);
  const auto room = t.number("room", "people it has room for", "可容纳人数", 3);
  const auto reach = t.number("in_reach", "people within reach", "可达人口", 3);
  const auto nearest = t.number("nearest", "people for whom it is nearest", "以其为最近的人口", 3);
  const auto taken = t.number("taken", "of them with room", "其中有容量", 3);
  const auto turned = t.number("turned_away", "of them without room", "其中无容量", 3);
  const auto taken_next =
      t.number("taken_next", "taken, when people go on to the next nearest", "允许改往时接收", 3);
  const auto load = t.number("load_percent", "nearest over room, %", "负荷率(%)", 2);
  const auto per_supply =
      t.number("people_per_unit", "nearest people for one of the supply", "每单位供给服务人数", 3);
  const auto per_1000 =
      t.number("supply_per_1000", "supply for 1,000 nearest people", "每千人供给(最近人口)", 4);
  const auto to_norm = t.number("ratio_to_norm", "over the norm", "与标准之比", 4);
  const auto ratio =
      t.number("ratio_2sfca", "supply for 1,000 within reach", "每千可达人口供给", 4);
  const auto ratio_e = t.number("ratio_e2sfca", "supply for 1,000 within reach, weighted",
                                "每千可达人口供给(加权)", 4);
  const auto over = [](double a, double b) { return b > 0 ? a / b : kNoNumber; };
  for (const SupplyAnswer& a : supply)
    for (std::size_t f = 0; f < town.facilities.size(); ++f) {
      if (a.admitted[FacilityId{f}] == 0) continue;
      const Facility& facility = town.facilities[f];
      const bool known = a.supply[f].has_value();
      const double has = known ? whole(*a.supply[f]) : kNoNumber;
      const double came = whole(a.nearest.came[f]);
      t.put(id, facility.id);
      t.put(name, facility.name);
      t.put(kind, facility.kind);
      t.put(unit, facility.unit ? town.units[facility.unit->index()].code : "");
      t.put(own, facility.own ? 1 : 0);
      question.put(t, a, answers.homes.measures[a.measure].name);
      t.put(stated, has);
      t.put(room, known ? whole(*a.room[f]) : kNoNumber);
      t.put(reach, whole(a.people_in_reach[f]));
      t.put(nearest, came);
      t.put(taken, known ? whole(a.nearest.taken[f]) : kNoNumber);
      t.put(turned, known ? whole(a.nearest.came[f] - a.nearest.taken[f]) : kNoNumber);
      t.put(taken_next, known ? whole(a.next.taken[f]) : kNoNumber);
      t.put(load, known ? over(100 * came, whole(*a.room[f])) : kNoNumber);
      t.put(per_supply, known ? over(came, has) : kNoNumber);
      t.put(per_1000, known ? over(1000 * has, came) : kNoNumber);
      t.put(to_norm, known ? over(1000 * has, came * norm_of(*a.plan)) : kNoNumber);
      t.put(ratio, a.plain.ratio[f] ? *a.plain.ratio[f] * 1000 : kNoNumber);
      t.put(ratio_e, a.enhanced.ratio[f] ? *a.enhanced.ratio[f] * 1000 : kNoNumber);
    }
  return t.finish();
}

}  // namespace lifecircle
