#include "tools/make_town/facility_facts.hpp"

#include <array>

#include "tools/make_town/random.hpp"

namespace lifecircle::county {
namespace {

/// Words that people write: most, many, some, few of each hundred, and the rest says nothing.
struct Habits {
  std::array<const char*, 4> words;
  std::array<int, 4> percent;
};

constexpr Habits kTownOffice{{"每天 8:00-18:00", "周一至周五 8:30-17:30",
                              "周一至周日 上午8:30-12:00 下午2:00-6:00", "每天 8:00-20:00"},
                             {38, 24, 14, 18}};
constexpr Habits kVillageOffice{{"周一至周五 上午8:30-12:00 下午2:00-6:00", "每天 8:00-18:00",
                                 "工作日 9:00-17:00", "周一、三、五 9:00-16:00"},
                                {34, 28, 16, 10}};
constexpr Habits kCounter{{"周一至周五 8:30-12:00, 14:00-18:00", "工作日 9:00-17:00",
                           "周一至周六 9:00-17:00", "每天 9:00-17:00"},
                          {44, 28, 14, 8}};
constexpr Habits kClinic{{"每天 8:00-18:00", "周一至周六 8:00-17:30",
                          "周一至周五 上午8:00-12:00 下午2:30-6:00", "24小时"},
                         {40, 22, 20, 6}};
constexpr Habits kDayAndNight{{"24小时", "每天 全天", "", ""}, {90, 10, 0, 0}};
constexpr Habits kPharmacy{{"每天 8:00-21:00", "每天 8:30-20:30", "24小时", ""}, {60, 24, 6, 0}};
constexpr Habits kMarket{
    {"每天 6:00-19:00", "每天 5:30-12:00, 15:00-19:00", "周一至周日 7点-18点半", ""},
    {50, 24, 16, 0}};

const Habits* habits_of(Kind kind, bool town) {
  switch (kind) {
    case Kind::service_center:
      return town ? &kTownOffice : &kVillageOffice;
    case Kind::gov_service_station:
    case Kind::gov_service_center:
    case Kind::gov_service_hall:
      return &kCounter;
    case Kind::clinic:
      return &kClinic;
    case Kind::health_center:
    case Kind::hospital:
      return &kDayAndNight;
    case Kind::pharmacy:
      return &kPharmacy;
    case Kind::market:
      return &kMarket;
    default:
      return nullptr;
  }
}

const char* hours_of(const Habits& habits, int draw) {
  for (std::size_t k = 0; k < habits.words.size(); ++k) {
    draw -= habits.percent[k];
    if (draw < 0) return habits.words[k];
  }
  return "";
}

}  // namespace

void state_facts(FacilityRow& row, bool town, std::uint64_t draw) {
  Random random{draw};
  if (const Habits* habits = habits_of(row.kind, town))
    row.hours = hours_of(*habits, random.below(100));
  if (row.kind == Kind::service_center)
    row.activity_area = row.floor_area * random.between(44, 76) / 100;
  if (row.kind == Kind::primary_school || row.kind == Kind::middle_school)
    row.sports_open = random.chance(town ? 55 : 35);
}

}  // namespace lifecircle::county
