#include "algorithms/study/siting_columns.hpp"

#include <set>

namespace lifecircle::siting_columns {

std::vector<std::vector<std::string>> told_apart(const std::vector<SitingResult>& results) {
  std::set<std::string> known;
  for (const SitingResult& r : results)
    for (const SiteOfAnswer& site : r.sites) known.insert(r.question.places[site.candidate].id);
  std::set<std::string> taken;
  std::vector<std::vector<std::string>> all;
  for (const SitingResult& r : results) {
    all.emplace_back();
    for (const SiteOfAnswer& site : r.sites) {
      const std::string& id = r.question.places[site.candidate].id;
      std::string own = id;
      for (std::size_t n = 2; (own != id && known.contains(own)) || !taken.insert(own).second; ++n)
        own = id + " (" + std::to_string(n) + ")";
      all.back().push_back(std::move(own));
    }
  }
  return all;
}

bool any_has_rooms(const std::vector<SitingResult>& results) {
  return std::ranges::any_of(results, [](const SitingResult& r) { return r.question.has_rooms(); });
}

OfRooms::OfRooms(TableBuilder& t, const std::vector<SitingResult>& results) : t_{t} {
  if (!any_has_rooms(results)) return;
  columns_ = {t.number("supply", "what it has, as the study counts it", "供给量（研究口径）", 3),
              t.number("room", "people it has room for", "可容纳人数", 3),
              t.number("taken", "people who have a place there", "安排到此的人数", 3)};
}

void OfRooms::put(const SitingResult& r, const SiteOfAnswer& site) {
  if (!columns_) return;
  const bool has = r.question.has_rooms();
  const Facility& place = r.question.places[site.candidate];
  const auto stated = place.stated.find(r.question.plan->rooms);
  t_.put(columns_->supply, has && stated != place.stated.end() ? whole(stated->second) : kNoNumber);
  t_.put(columns_->room, has ? whole(r.question.room[site.candidate]) : kNoNumber);
  t_.put(columns_->taken, has ? whole(site.taken) : kNoNumber);
}

void put_sites(const std::vector<SitingResult>& results, TableBuilder& t,
               const std::optional<DrawnSites>& drawn) {
  const OfSiting of{t};
  const auto order = t.integer("order", "order of building", "建设次序");
  const auto id = t.text("id", "id", "编号");
  const auto called = t.text("name", "name", "名称");
  const auto standing = t.text("standing", "standing", "性质");
  const auto cost = t.number("cost", "cost", "成本", 3);
  OfPeople in_reach{t, results, "in_reach", "people in reach", "可达人口"};
  OfPeople gained{t, results, "gained", "newly covered at its turn", "按次序新增覆盖"};
  const bool rooms_count = any_has_rooms(results);
  OfPeople only{t, results, "only",
                rooms_count ? "covered by no other; of places: who find none free elsewhere"
                            : "covered by no other",
                rooms_count ? "仅由其覆盖；计名额时为在别处找不到空位者" : "仅由其覆盖"};
  OfRooms rooms{t, results};
  std::optional<TableBuilder::Text> called_alone, unit;
  std::vector<std::vector<std::string>> apart;
  if (drawn) {
    called_alone = t.text("site", "id, each once", "编号(唯一)");
    unit = t.text("unit_code", "unit", "单元代码");
    apart = told_apart(results);
  }
  Shapes* shapes = drawn ? &t.shapes(drawn->kind) : nullptr;
  for (std::size_t n = 0; n < results.size(); ++n) {
    const SitingResult& r = results[n];
    for (std::size_t i = 0; i < r.sites.size(); ++i) {
      const SiteOfAnswer& site = r.sites[i];
      const Facility& place = r.question.places[site.candidate];
      if (drawn && place.shape.kind != drawn->kind) continue;
      of.put(t, r);
      t.put(order, static_cast<std::int64_t>(i + 1));
      t.put(id, place.id);
      t.put(called, place.name);
      t.put(standing, place.stated.contains(kSiteRequired) ? "required" : "chosen");
      t.put(cost, r.question.problem.cost.empty() ? kNoNumber
                                                  : whole(r.question.problem.cost[site.candidate]));
      in_reach.put(r, site.in_reach);
      gained.put(r, site.gained);
      only.put(r, site.only);
      rooms.put(r, site);
      if (!drawn) continue;
      t.put(*called_alone, apart[n][i]);
      t.put(*unit, place.unit ? drawn->town.units[place.unit->index()].code : "");
      shapes->add(place.shape);
    }
  }
}

void put_existing(const std::vector<SitingResult>& results, TableBuilder& t, Shapes* shapes) {
  const OfSiting of{t};
  const auto id = t.text("id", "id", "编号");
  const auto called = t.text("name", "name", "名称");
  const auto kind = t.text("kind", "kind", "类别");
  const auto stays = t.integer("stays", "stays open (empty: ignored)", "是否保留（空：不计）");
  OfPeople in_reach{t, results, "in_reach", "people in reach", "可达人口"};
  OfPeople only{t, results, "only", "lost if it alone closes", "若关闭则失去覆盖"};
  OfPeople adds{t, results, "adds", "gained if it reopens, or is not ignored",
                "若重新开放或计入可新增覆盖"};
  OfRooms rooms{t, results};
  const std::vector<std::int64_t> unsaid;
  for (const SitingResult& r : results) {
    for (const SiteOfAnswer& site : r.existing) {
      const Facility& place = r.question.places[site.candidate];
      of.put(t, r);
      t.put(id, place.id);
      t.put(called, place.name);
      t.put(kind, place.kind);
      t.put(stays, site.is_open ? 1 : 0);
      in_reach.put(r, site.in_reach);
      only.put(r, site.is_open ? site.only : unsaid);
      adds.put(r, site.is_open ? unsaid : site.only);
      rooms.put(r, site);
      if (shapes != nullptr) shapes->add(place_of(place.shape));
    }
    for (const ExistingAside& aside : r.aside) {
      of.put(t, r);
      t.put(id, aside.place.id);
      t.put(called, aside.place.name);
      t.put(kind, aside.place.kind);
      t.put(stays, aside.stays ? 1 : kNoInteger);
      in_reach.put(r, aside.in_reach);
      only.put(r, aside.only);
      adds.put(r, aside.stays ? unsaid : aside.adds);
      if (shapes != nullptr) shapes->add(place_of(aside.place.shape));
    }
  }
}

}  // namespace lifecircle::siting_columns
