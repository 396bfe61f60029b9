#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "algorithms/study/siting_result.hpp"
#include "algorithms/study/table_builder.hpp"

/// Columns that tables and layers of sitings have in common. Not for other rooms.
namespace lifecircle::siting_columns {

/// Columns that say which siting a row is of.
struct OfSiting {
  TableBuilder::Text siting, ground;
  explicit OfSiting(TableBuilder& t)
      : siting{t.text("siting", "siting", "选址")},
        ground{t.text("ground", "planned for (digits of the code)", "规划单元（代码前几位）")} {}
  void put(TableBuilder& t, const SitingResult& r) const {
    t.put(siting, r.question.plan->name);
    t.put(ground, r.question.ground);
  }
};

/// Columns of people, one a measure of any result.
class OfPeople {
 public:
  OfPeople(TableBuilder& t, const std::vector<SitingResult>& results, const std::string& name,
           const std::string& en, const std::string& zh)
      : t_{t} {
    for (const SitingResult& r : results)
      for (const auto& [measure, factor] : r.question.plan->weights)
        if (std::ranges::find(names_, measure) == names_.end()) {
          names_.push_back(measure);
          columns_.push_back(
              t.number(name + "_" + measure, en + ": " + measure, zh + ":" + measure, 3));
        }
  }
  void put(const SitingResult& r, const std::vector<std::int64_t>& people) {
    for (std::size_t i = 0; i < names_.size(); ++i) {
      double value = kNoNumber;
      for (std::size_t m = 0; m < people.size(); ++m)
        if (r.question.plan->weights[m].first == names_[i]) value = whole(people[m]);
      t_.put(columns_[i], value);
    }
  }

 private:
  TableBuilder& t_;
  std::vector<std::string> names_;
  std::vector<TableBuilder::Number> columns_;
};

bool any_has_rooms(const std::vector<SitingResult>& results);

/// Columns of sites that have room, where any has.
class OfRooms {
 public:
  OfRooms(TableBuilder& t, const std::vector<SitingResult>& results);
  void put(const SitingResult& r, const SiteOfAnswer& site);

 private:
  struct Columns {
    TableBuilder::Number supply, room, taken;
  };
  TableBuilder& t_;
  std::optional<Columns> columns_;
};

/// What sites are called where no two may be called alike: [result][site], their ids as far as
/// these differ.
std::vector<std::vector<std::string>> told_apart(const std::vector<SitingResult>& results);
/// How the sites of a kind of shape are drawn.
struct DrawnSites {
  ShapeKind kind;
  const Town& town;
};
/// All sites, not drawn, or those of a kind, drawn, with what a study reads them by (site,
/// unit_code); in the order of building.
void put_sites(const std::vector<SitingResult>& results, TableBuilder& t,
               const std::optional<DrawnSites>& drawn);
/// Existing facilities; `shapes` where they are drawn.
void put_existing(const std::vector<SitingResult>& results, TableBuilder& t, Shapes* shapes);

}  // namespace lifecircle::siting_columns
