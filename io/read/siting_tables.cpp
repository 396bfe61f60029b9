#include "io/read/siting_tables.hpp"

#include <algorithm>
#include <charconv>
#include <unordered_map>
#include <utility>

#include "io/read/layer.hpp"
#include "io/read/named_table.hpp"
#include "io/read/people_count.hpp"
#include "io/read/stated.hpp"
#include "io/read/text.hpp"
#include "io/read/toml.hpp"

namespace lifecircle {
namespace {

std::optional<std::int64_t> whole_number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool before(const std::string& a, const std::string& b) {
  const auto x = whole_number(a), y = whole_number(b);
  if (x && y) return *x != *y ? *x < *y : a < b;
  if (x || y) return x.has_value();
  return a < b;
}

std::optional<TableStanding> standing_named(const std::string& name) {
  const std::pair<const char*, TableStanding> names[] = {
      {"", TableStanding::choice},       {"choice", TableStanding::choice},
      {"可选", TableStanding::choice},   {"kept", TableStanding::kept},
      {"保留", TableStanding::kept},     {"required", TableStanding::required},
      {"必选", TableStanding::required}, {"forbidden", TableStanding::forbidden},
      {"禁选", TableStanding::forbidden}};
  for (const auto& [known, standing] : names)
    if (name == known) return standing;
  return std::nullopt;
}

using Numbers = std::unordered_map<std::string, std::uint32_t>;

struct CandidateRow {
  std::string id, name, place;
  TableStanding standing = TableStanding::choice;
  std::int64_t cost = 0, room = 0;
  bool exists = false;
};

Result<Done> read_candidates(const SitingTableFiles& files, Problems& problems,
                             SitingTables& tables) {
  const std::string& path = files.candidates;
  auto opened = NamedTable::open(path, files.encoding, problems);
  if (!opened) return opened.error();
  NamedTable& table = opened.value();
  const auto id = table.need("id");
  if (!id) return id.error();
  const auto name = table.find("name"), cost = table.find("cost"),
             standing = table.find("standing"), existing = table.find("existing"),
             room = table.find("room"), place = table.find("place");
  std::vector<CandidateRow> rows;
  const auto done = table.each([&](std::int64_t) {
    CandidateRow row{table.field(id.value()), table.field(name), table.field(place)};
    const auto how = standing_named(table.field(standing));
    const auto price = cost ? thousandths(table.field(cost)) : std::optional<std::int64_t>{0};
    const auto exists = table.field(existing).empty() ? std::optional<std::int64_t>{0}
                                                      : yes_or_no(table.field(existing));
    const auto holds = room ? thousandths(table.field(room)) : std::optional<std::int64_t>{0};
    if (row.id.empty() || !how || !price || !exists || !holds)
      return table.set_aside("siting_row_unusable", {row.id.empty() ? "id"
                                                     : !how         ? "standing"
                                                     : !price       ? "cost"
                                                     : !exists      ? "existing"
                                                                    : "room"});
    row.standing = *how;
    row.exists = *exists != 0;
    row.cost = *price;
    row.room = *holds;
    rows.push_back(std::move(row));
  });
  if (!done) return done.error();
  tables.rows_set_aside += table.rows_set_aside();
  std::ranges::stable_sort(
      rows, [](const CandidateRow& a, const CandidateRow& b) { return before(a.id, b.id); });
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i > 0 && rows[i].id == rows[i - 1].id)
      return Error{Fault::input, "siting_id_twice", path, {rows[i].id}};
    tables.candidate.push_back(rows[i].id);
    tables.candidate_name.push_back(rows[i].name);
    tables.candidate_place.push_back(rows[i].place);
    tables.standing.push_back(rows[i].standing);
    if (cost) tables.cost.push_back(rows[i].cost);
    if (room) tables.room.push_back(rows[i].room);
    if (existing) tables.existing.push_back(rows[i].exists ? 1 : 0);
  }
  return Done{};
}

Result<Done> read_demand(const SitingTableFiles& files, Problems& problems, SitingTables& tables) {
  const std::string& path = files.demand;
  auto opened = NamedTable::open(path, files.encoding, problems);
  if (!opened) return opened.error();
  NamedTable& table = opened.value();
  const auto id = table.need("id");
  if (!id) return id.error();
  const auto weight = table.find("weight"), units = table.find("units");
  const auto load = tables.room.empty() ? std::nullopt : table.find("load");
  if (tables.room.empty() && table.find("load"))
    problems.add({.key = "siting_load_without_room",
                  .file = path,
                  .layer = {},
                  .args = {},
                  .set_aside = false});
  if (units) tables.one = 1;
  if (!units && !weight)
    problems.add({.key = "siting_each_counts_one",
                  .file = path,
                  .layer = {},
                  .args = {table.columns()},
                  .set_aside = false});
  struct Row {
    std::string id;
    std::int64_t weight, load;
  };
  std::vector<Row> rows;
  const auto done = table.each([&](std::int64_t) {
    const std::string name = table.field(id.value());
    std::optional<std::int64_t> value = 1000;
    if (units)
      value = whole_number(table.field(units));
    else if (weight)
      value = thousandths(table.field(weight));
    const bool bad = !value || *value < 0;
    const auto takes = load ? thousandths(table.field(load)) : value;
    if (name.empty() || bad || !takes)
      return table.set_aside("siting_row_unusable", {name.empty() ? "id"
                                                     : !bad       ? "load"
                                                     : units      ? "units"
                                                                  : "weight"});
    rows.push_back({name, *value, *takes});
  });
  if (!done) return done.error();
  tables.rows_set_aside += table.rows_set_aside();
  std::ranges::stable_sort(rows, [](const Row& a, const Row& b) { return before(a.id, b.id); });
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (i > 0 && rows[i].id == rows[i - 1].id)
      return Error{Fault::input, "siting_id_twice", path, {rows[i].id}};
    tables.demand.push_back(rows[i].id);
    tables.weight.push_back(rows[i].weight);
    if (!tables.room.empty()) tables.load.push_back(rows[i].load);
  }
  if (rows.empty()) return Error{Fault::input, "siting_empty_table", path, {}};
  return Done{};
}

void keep_least(SitingTables& tables, const std::string& path, Problems& problems) {
  std::ranges::sort(tables.rows);
  const std::size_t all = tables.rows.size();
  tables.rows.erase(std::unique(tables.rows.begin(), tables.rows.end(),
                                [](const TimeBetween& a, const TimeBetween& b) {
                                  return a.from == b.from && a.to == b.to;
                                }),
                    tables.rows.end());
  if (tables.rows.size() < all)
    problems.add({.key = "siting_pair_twice",
                  .file = path,
                  .layer = {},
                  .args = {std::to_string(all - tables.rows.size())},
                  .set_aside = false});
}

Numbers numbered(const std::vector<std::string>& ids) {
  Numbers numbers;
  for (std::uint32_t i = 0; i < ids.size(); ++i) numbers.emplace(ids[i], i);
  return numbers;
}

}  // namespace

Result<SitingTables> read_siting_tables(const SitingTableFiles& files, Problems& problems) {
  SitingTables tables;
  if (!files.candidates.empty())
    if (auto done = read_candidates(files, problems, tables); !done) return done.error();
  if (auto done = read_demand(files, problems, tables); !done) return done.error();
  const Numbers demands = numbered(tables.demand);
  Numbers candidates = numbered(tables.candidate);
  const bool named = !files.candidates.empty();

  auto opened = NamedTable::open(files.matrix, files.encoding, problems);
  if (!opened) return opened.error();
  NamedTable& table = opened.value();
  const bool own = table.find("candidate") && table.find("demand");
  const auto from = table.need(own ? "candidate" : files.sites_are_from ? "from_id" : "to_id");
  if (!from) return from.error();
  const auto to = table.need(own ? "demand" : files.sites_are_from ? "to_id" : "from_id");
  if (!to) return to.error();
  const auto seconds = table.need("seconds");
  if (!seconds) return seconds.error();
  std::vector<std::string> found;  // candidates as the matrix names them, if nobody else does
  const auto done = table.each([&](std::int64_t) {
    const std::string site = table.field(from.value()), place = table.field(to.value());
    const auto time = thousandths(table.field(seconds.value()));
    if (site.empty() || !time || *time >= std::int64_t{Duration::never().ticks()})
      return table.set_aside("siting_row_unusable", {site.empty() ? "id" : "seconds"});
    const auto demand = demands.find(place);
    if (demand == demands.end())
      return table.set_aside("siting_pair_of_nobody", {place, files.demand});
    auto candidate = candidates.find(site);
    if (candidate == candidates.end()) {
      if (named) return table.set_aside("siting_pair_of_nobody", {site, files.candidates});
      candidate = candidates.emplace(site, static_cast<std::uint32_t>(found.size())).first;
      found.push_back(site);
    }
    tables.rows.push_back({candidate->second, demand->second,
                           Duration::from_ticks(static_cast<Duration::Ticks>(*time))});
  });
  if (!done) return done.error();
  tables.rows_set_aside += table.rows_set_aside();
  if (!named) {
    std::vector<std::uint32_t> order(found.size()), place(found.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::sort(order,
                      [&](std::uint32_t a, std::uint32_t b) { return before(found[a], found[b]); });
    for (std::uint32_t i = 0; i < order.size(); ++i) {
      place[order[i]] = i;
      tables.candidate.push_back(found[order[i]]);
    }
    for (TimeBetween& row : tables.rows) row.from = place[row.from];
    tables.candidate_name.assign(found.size(), "");
    tables.candidate_place.assign(found.size(), "");
    tables.standing.assign(found.size(), TableStanding::choice);
  }
  if (tables.candidate.empty()) return Error{Fault::input, "siting_empty_table", files.matrix, {}};
  keep_least(tables, files.matrix, problems);
  return tables;
}

}  // namespace lifecircle
