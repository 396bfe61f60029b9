// Which unit has which services. Shares are plausible, not taken from any statistics.

#include "tools/make_town/facilities.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <tuple>

#include "tools/make_town/county.hpp"
#include "tools/make_town/random.hpp"

namespace lifecircle::county {
namespace {

constexpr std::array<FacilityKind, kKinds> kAll{{
    {"clinic", "卫生服务站", "卫生室", 60, 400, 2, 8},
    {"health_center", "卫生院", "卫生院", 1500, 6000, 20, 99},
    {"hospital", "医院", "医院", 12'000, 60'000, 120, 800},
    {"pharmacy", "药店", "药店", 40, 180, 0, 0},
    {"kindergarten", "幼儿园", "幼儿园", 600, 4000, 60, 360},
    {"primary_school", "小学", "小学", 1500, 9000, 80, 1600},
    {"middle_school", "中学", "中学", 6000, 30'000, 400, 2400},
    {"eldercare", "日间照料中心", "互助幸福院", 200, 3000, 10, 120},
    {"market", "菜市场", "集贸市场", 500, 5000, 20, 240},
    {"park", "口袋公园", "文化广场", 0, 0, 0, 0},
    {"fitness_site", "健身点", "健身广场", 0, 0, 0, 0},
    {"culture_station", "文化站", "文化活动室", 120, 2000, 20, 200},
    {"bus_stop", "站", "站", 0, 0, 0, 0},
    {"service_center", "党群服务中心", "党群服务中心", 150, 1500, 0, 0},
    {"fire_station", "消防救援站", "消防救援站", 800, 4000, 2, 8},
    {"gov_terminal", "政务自助服务一体机", "政务自助服务一体机", 0, 0, 0, 0},
    {"gov_service_station", "便民服务站", "便民服务站", 30, 120, 0, 0},
    {"gov_service_center", "政务服务中心", "政务服务中心", 200, 900, 0, 0},
    {"gov_service_hall", "县政务服务大厅", "县政务服务大厅", 2000, 6000, 0, 0},
    {"township_service_center", "社区服务中心", "社区服务中心", 300, 1200, 0, 0},
    {"social_work_station", "社工站", "社工站", 60, 200, 0, 0},
    {"service_point", "小区服务点", "服务点", 20, 80, 0, 0},
    {"volunteer_station", "志愿服务站", "志愿服务站", 20, 80, 0, 0},
    {"parent_school", "家长学校", "家长学校", 30, 120, 0, 0},
    {"legal_home", "法律之家", "法律之家", 15, 60, 0, 0},
    {"police_room", "警务室", "警务室", 20, 80, 0, 0},
    {"micro_fire_station", "微型消防站", "微型消防点", 10, 40, 0, 0},
    {"shelter", "应急避难场所", "应急避难点", 0, 0, 200, 3000},
    {"eldercare_center", "养老服务中心", "养老服务中心", 600, 3000, 20, 120},
    {"eldercare_disability", "综合养老助残服务中心", "养老助残服务点", 150, 900, 6, 40},
    {"childcare", "托育中心", "托育点", 200, 800, 20, 90},
    {"supermarket", "超市", "超市", 200, 2500, 0, 0},
    {"convenience_store", "便利店", "小卖部", 20, 120, 0, 0},
    {"restaurant", "早餐店", "餐馆", 30, 200, 0, 0},
    {"hairdresser", "理发店", "理发店", 20, 80, 0, 0},
    {"repair", "便民维修点", "维修点", 10, 50, 0, 0},
    {"housekeeping", "家政服务点", "家政服务点", 20, 90, 0, 0},
    {"parcel_station", "快递驿站", "快递代收点", 15, 90, 0, 0},
}};

class Provider {
 public:
  explicit Provider(County& county) : county_{county}, random_{hash(county.options.seed, 81)} {}

  /// A community of a county town.
  void community(int unit) {
    add(unit, Kind::service_center, 100);
    add(unit, Kind::clinic, 62);
    add(unit, Kind::kindergarten, 70);
    add(unit, Kind::primary_school, 38);
    add(unit, Kind::middle_school, 14);
    add(unit, Kind::eldercare, 42);
    add(unit, Kind::market, 34);
    add(unit, Kind::culture_station, 30);
    add(unit, Kind::park, 35);
    for (int k = 0; k < 2; ++k) add(unit, Kind::fitness_site, 70), add(unit, Kind::pharmacy, 65);
  }

  /// A township's main place.
  void seat(int unit) {
    add(unit, Kind::service_center, 100);
    add(unit, Kind::health_center, 100);
    add(unit, Kind::primary_school, 100);
    add(unit, Kind::kindergarten, 95);
    add(unit, Kind::middle_school, 60);
    add(unit, Kind::market, 85);
    add(unit, Kind::eldercare, 75);
    add(unit, Kind::culture_station, 100);
    add(unit, Kind::pharmacy, 90);
    add(unit, Kind::fitness_site, 90);
    add(unit, Kind::park, 40);
    add(unit, Kind::bus_stop, 100);
    add(unit, Kind::fire_station, 20);
  }

  /// A village committee.
  void village(int unit) {
    add(unit, Kind::service_center, 96);
    add(unit, Kind::clinic, 78);
    add(unit, Kind::fitness_site, 66);
    add(unit, Kind::culture_station, 34);
    add(unit, Kind::park, 22);
    add(unit, Kind::bus_stop, 58);
    add(unit, Kind::primary_school, 11);
    add(unit, Kind::kindergarten, 13);
    add(unit, Kind::eldercare, 19);
    add(unit, Kind::pharmacy, 5);
    add(unit, Kind::market, 3);
  }

  /// What a county has a few of, however small it is.
  void county_town(const std::vector<int>& units) {
    const int count = static_cast<int>(units.size());
    const auto some = [&](Kind kind, int many) {
      for (int k = 0; k < many; ++k)
        add(units[static_cast<std::size_t>(random_.below(count))], kind, 100);
    };
    some(Kind::hospital, 1 + count / 12);
    some(Kind::fire_station, 1 + count / 15);
    some(Kind::bus_stop, 1 + count);
    if (count < 8) {
      for (const Kind kind : {Kind::clinic, Kind::pharmacy, Kind::kindergarten,
                              Kind::primary_school, Kind::middle_school, Kind::eldercare,
                              Kind::market, Kind::culture_station, Kind::park, Kind::fitness_site})
        some(kind, 1);
    }
  }

 private:
  void add(int unit, Kind kind, int percent) {
    const auto& homes = county_.units[static_cast<std::size_t>(unit)].homes;
    const bool wanted = random_.chance(percent);
    if (!wanted || homes.empty()) return;
    const int cell = homes[static_cast<std::size_t>(random_.below(static_cast<int>(homes.size())))];
    county_.facilities.push_back({cell, unit, static_cast<std::uint8_t>(kind)});
  }

  County& county_;
  Random random_;
};

}  // namespace

std::span<const FacilityKind> facility_kinds() {
  return kAll;
}

void place_facilities(County& county) {
  Provider provider{county};
  for (int u = 0; u < static_cast<int>(county.units.size()); ++u) {
    const UnitPlan& unit = county.units[static_cast<std::size_t>(u)];
    if (!unit.town)
      provider.village(u);
    else if (unit.township < static_cast<int>(county.towns.size()))
      provider.community(u);
    else
      provider.seat(u);
  }
  for (const TownPlan& town : county.towns) {
    std::vector<int> units;
    for (const int c : town.cells) {
      const int u = county.unit[static_cast<std::size_t>(c)];
      if (!county.units[static_cast<std::size_t>(u)].homes.empty()) units.push_back(u);
    }
    std::sort(units.begin(), units.end());
    units.erase(std::unique(units.begin(), units.end()), units.end());
    if (!units.empty()) provider.county_town(units);
  }
  std::stable_sort(county.facilities.begin(), county.facilities.end(),
                   [](const FacilityPlan& p, const FacilityPlan& q) {
                     return std::tie(p.cell, p.kind) < std::tie(q.cell, q.kind);
                   });
}

}  // namespace lifecircle::county
