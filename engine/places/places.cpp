#include "engine/places/places.hpp"

#include <algorithm>
#include <tuple>

namespace lifecircle {
namespace {

/// A stated id as it is compared: whole numbers by value (longer is larger once
/// leading zeros are gone), before words, which compare byte by byte.
struct IdOrder {
  bool is_word;
  std::size_t digits;
  std::string text;
  std::string as_stated;  ///< "07" and "7" are different ids
  friend auto operator<=>(const IdOrder&, const IdOrder&) = default;
};

IdOrder order_of(const std::string& id) {
  const bool number =
      !id.empty() && std::ranges::all_of(id, [](char c) { return c >= '0' && c <= '9'; });
  if (!number) return {true, 0, id, id};
  const std::size_t zeros = std::min(id.find_first_not_of('0'), id.size() - 1);
  return {false, id.size() - zeros, id.substr(zeros), id};
}

}  // namespace

void sort_facilities(std::vector<Facility>& facilities) {
  std::vector<std::pair<IdOrder, std::size_t>> order;
  for (std::size_t i = 0; i < facilities.size(); ++i)
    order.emplace_back(order_of(facilities[i].id), i);
  std::ranges::stable_sort(order, [&](const auto& a, const auto& b) {
    if (a.first != b.first) return a.first < b.first;
    const Facility &f = facilities[a.second], &g = facilities[b.second];
    return std::tie(f.shape.parts, f.shape.kind, f.kind, f.name, f.entrances, f.gates, f.setting,
                    f.own, f.unit, f.hours, f.open_minutes, f.open_on_holidays, f.stated) <
           std::tie(g.shape.parts, g.shape.kind, g.kind, g.name, g.entrances, g.gates, g.setting,
                    g.own, g.unit, g.hours, g.open_minutes, g.open_on_holidays, g.stated);
  });
  std::vector<Facility> sorted;
  sorted.reserve(facilities.size());
  for (const auto& entry : order) sorted.push_back(std::move(facilities[entry.second]));
  facilities = std::move(sorted);
}

}  // namespace lifecircle
