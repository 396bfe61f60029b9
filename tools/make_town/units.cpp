// Communities and villages: every cell inside the county belongs to one.

#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <queue>
#include <set>
#include <string>
#include <utility>

#include "tools/make_town/county.hpp"
#include "tools/make_town/names.hpp"
#include "tools/make_town/random.hpp"

namespace lifecircle::county {
namespace {

/// Grows every label from its cells over the allowed ones that have none yet, over low
/// passes last: borders tend to run on ridges. What grows from one cell hangs together by sides.
template <class Allowed>
void grow(const County& county, std::vector<int>& label, const std::vector<int>& starts,
          Allowed allowed) {
  const Lattice& net = county.lattice;
  std::vector<std::int32_t> cost(net.cells(), INT32_MAX);
  using Entry = std::pair<std::int32_t, int>;
  std::priority_queue<Entry, std::vector<Entry>, std::greater<>> queue;
  for (const int c : starts) {
    cost[static_cast<std::size_t>(c)] = 0;
    queue.emplace(0, c);
  }
  while (!queue.empty()) {
    const auto [reached, here] = queue.top();
    queue.pop();
    if (reached > cost[static_cast<std::size_t>(here)]) continue;
    for (int direction = 0; direction < 4; ++direction) {
      const int next = net.cell_neighbour(here, direction);
      if (next < 0 || !allowed(next)) continue;
      const auto at = static_cast<std::size_t>(next);
      // A cell with a label keeps it: it is a start itself.
      if (label[at] >= 0 && cost[at] == 0) continue;
      const auto whim = static_cast<std::int32_t>(hash(county.options.seed, 71, at) % 6);
      const std::int32_t sum = reached + 8 + whim +
                               std::abs(net.cell_height(next) - net.cell_height(here)) / 8 +
                               (county.use_of(next) == Use::corridor ? 12 : 0);
      if (sum >= cost[at]) continue;
      cost[at] = sum;
      label[at] = label[static_cast<std::size_t>(here)];
      queue.emplace(sum, next);
    }
  }
}

struct Townships {
  std::vector<int> of_cell;  ///< towns first, then seats
  std::vector<int> county;
  std::vector<std::string> name, code;  ///< code: 9 digits
};

Townships name_townships(const County& county) {
  Townships t;
  t.of_cell.assign(county.lattice.cells(), -1);
  std::vector<int> starts, in_county(county.towns.size(), 0);
  const auto add = [&](const std::vector<int>& cells, int in, const std::string& name, int number) {
    for (const int c : cells) {
      t.of_cell[static_cast<std::size_t>(c)] = static_cast<int>(t.name.size());
      starts.push_back(c);
    }
    // Province 69 is given to none, so no code can be taken for that of a real place.
    t.code.push_back(fmt::format("69{:04}{:03}", 101 + in, number));
    t.county.push_back(in);
    t.name.push_back(name);
  };
  for (std::size_t k = 0; k < county.towns.size(); ++k)
    add(county.towns[k].cells, static_cast<int>(k), "城关街道", 1);
  for (const SeatPlan& seat : county.seats) {
    const auto draw = hash(county.options.seed, 72, static_cast<std::uint64_t>(seat.cells[0]));
    const bool is_town = draw % 10 < 6;
    const int number = in_county[static_cast<std::size_t>(seat.county)]++;
    add(seat.cells, seat.county, township_name(draw / 10, is_town), (is_town ? 100 : 200) + number);
  }
  grow(county, t.of_cell, starts, [](int) { return true; });
  return t;
}

class Divider {
 public:
  explicit Divider(County& county) : county_{county}, townships_{name_townships(county)} {
    last_town_.assign(townships_.name.size(), 0);
    last_village_.assign(townships_.name.size(), 199);
  }

  /// A community in each part of a town, seeded at random among its cells.
  void divide_towns() {
    std::vector<int> starts;
    for (const TownPlan& town : county_.towns) {
      Random random{hash(county_.options.seed, 73, static_cast<std::uint64_t>(town.cells[0]))};
      for (const int c : town.cells)
        if (random.chance(24))
          starts.push_back(add(c, true, new_name(c, random.next(), community_name)));
    }
    const auto is_town = [&](int c) { return county_.use_of(c) == Use::town; };
    grow(county_, county_.unit, starts, is_town);
    for (const TownPlan& town : county_.towns) {
      for (const int c : town.cells) {  // parts no community was seeded in
        if (county_.unit[static_cast<std::size_t>(c)] >= 0) continue;
        const auto draw = hash(county_.options.seed, 74, static_cast<std::uint64_t>(c));
        grow(county_, county_.unit, {add(c, true, new_name(c, draw, community_name))},
             [&](int d) { return is_town(d) && county_.unit[static_cast<std::size_t>(d)] < 0; });
      }
    }
  }

  void divide_seats() {
    for (std::size_t k = 0; k < county_.seats.size(); ++k) {
      const auto& cells = county_.seats[k].cells;
      const std::string& seat = townships_.name[county_.towns.size() + k];
      add(cells[0], true, seat.substr(0, seat.size() - 3) + "社区");
      for (const int c : cells)
        county_.unit[static_cast<std::size_t>(c)] =
            county_.unit[static_cast<std::size_t>(cells[0])];
    }
  }

  /// About every second village has a committee; the others lie in the land of the next one.
  void divide_country() {
    std::vector<int> starts;
    for (const VillagePlan& village : county_.villages) {
      const auto draw = hash(county_.options.seed, 75, static_cast<std::uint64_t>(village.cell));
      if (draw % 100 < 52 || starts.empty())
        starts.push_back(
            add(village.cell, false, new_name(village.cell, draw / 100, village_name)));
    }
    grow(county_, county_.unit, starts,
         [&](int c) { return county_.is_inside(c) && !county_.is_street_cell(c); });
    // What towns shut in, such as a river's banks, goes to whoever lies beside it.
    starts.clear();
    for (int c = 0; c < static_cast<int>(county_.unit.size()); ++c)
      if (county_.unit[static_cast<std::size_t>(c)] >= 0) starts.push_back(c);
    grow(county_, county_.unit, starts, [&](int c) {
      return county_.is_inside(c) && county_.unit[static_cast<std::size_t>(c)] < 0;
    });
  }

  void find_homes() {
    for (int c = 0; c < static_cast<int>(county_.unit.size()); ++c) {
      const Style style = county_.style[static_cast<std::size_t>(c)];
      if (style == Style::none || style == Style::park) continue;
      county_.units[static_cast<std::size_t>(county_.unit[static_cast<std::size_t>(c)])]
          .homes.push_back(c);
    }
  }

 private:
  /// A name that no unit of the township has yet, as long as there are any.
  std::string new_name(int cell, std::uint64_t draw, std::string (*make)(std::uint64_t)) {
    auto& taken = names_[townships_.of_cell[static_cast<std::size_t>(cell)]];
    for (int k = 0;; ++k, draw = mix(draw)) {
      std::string name = make(draw);
      if (taken.insert(name).second || k == 50) return name;
    }
  }

  /// Founds a unit in a cell and returns the cell.
  int add(int cell, bool town, const std::string& name) {
    const int township = townships_.of_cell[static_cast<std::size_t>(cell)];
    int& last = (town ? last_town_ : last_village_)[static_cast<std::size_t>(township)];
    const std::string number = fmt::format("{:03}", ++last % 1000);
    county_.unit[static_cast<std::size_t>(cell)] = static_cast<int>(county_.units.size());
    county_.units.push_back({townships_.code[static_cast<std::size_t>(township)] + number,
                             name,
                             town,
                             township,
                             townships_.name[static_cast<std::size_t>(township)],
                             {}});
    return cell;
  }

  County& county_;
  Townships townships_;
  std::vector<int> last_town_, last_village_;
  std::map<int, std::set<std::string>> names_;
};

}  // namespace

void divide_into_units(County& county) {
  Divider divider{county};
  divider.divide_towns();
  divider.divide_seats();
  divider.divide_country();
  divider.find_homes();
}

}  // namespace lifecircle::county
