#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/network/gates.hpp"
#include "io/read/own_gates.hpp"
#include "io/read/text.hpp"
#include "io/read/town_parts.hpp"

namespace lifecircle::town_parts {
namespace {

/// A gate as its row states it, to visitors at the study's time.
struct StatedGate {
  Point at;
  Modes closed, unknown;
  Modes residents;  ///< whom it is open to among residents
  std::size_t row = 0;
};

/// Whom a gate is for.
enum class Who { all, residents, pedestrians };

std::optional<Who> who_of(const std::string& text) {
  const std::string word = lowered(trimmed(text));
  const auto is = [&](std::initializer_list<std::string_view> known) {
    return std::ranges::find(known, std::string_view{word}) != known.end();
  };
  if (is({"", "all", "everyone", "public", "visitors", "yes", "所有人", "公众", "公共", "访客",
          "不限"}))
    return Who::all;
  if (is({"residents", "resident", "private", "居民", "业主", "住户", "内部", "仅居民"}))
    return Who::residents;
  if (is({"pedestrians", "pedestrian", "foot", "行人", "人行", "步行"})) return Who::pedestrians;
  return std::nullopt;
}

class GateReader {
 public:
  GateReader(const GateSource& source, const std::optional<StudyTime>& time, const Reading& reading,
             OwnGateFinder& own)
      : source_{source}, time_{time}, reading_{reading}, own_{own} {}

  Result<Done> read(Town& town) {
    auto read = town_parts::read(source_.from,
                                 {time_ ? source_.hours : "", source_.who, source_.compound,
                                  time_ ? source_.residents_hours : ""},
                                 false, reading_);
    if (!read) return read.error();
    features_ = std::move(read.value().features);
    std::vector<StatedGate> gates;
    for (std::size_t i = 0; i < features_.size(); ++i)
      if (const auto gate = stated(i)) gates.push_back(*gate);
    std::ranges::sort(gates, {}, [](const StatedGate& g) {
      return std::tuple{g.at, g.closed, g.unknown, g.row};
    });
    put_on_roads(gates, town);
    return Done{};
  }

 private:
  std::string value(const std::string& column, std::size_t i) const {
    const int c = column.empty() ? -1 : features_.column(column);
    return c < 0 ? std::string{} : features_.columns[static_cast<std::size_t>(c)][i];
  }
  void doubt(std::size_t i, std::string key, std::vector<std::string> args, bool set_aside) {
    reading_.problems.add({.key = std::move(key),
                           .file = features_.file,
                           .layer = features_.layer,
                           .row = features_.row[i],
                           .args = std::move(args),
                           .set_aside = set_aside});
  }

  std::optional<StatedGate> stated(std::size_t i) {
    const Shape& shape = features_.shape[i];
    if (shape.parts.empty()) return std::nullopt;  // told by the reader
    if (shape.kind != ShapeKind::point) {
      doubt(i, "gate_is_no_point", {}, true);
      return std::nullopt;
    }
    StatedGate gate{
        .at = shape.parts.front().front(), .closed = {}, .unknown = {}, .residents = {}, .row = i};
    const auto who = who_of(value(source_.who, i));
    if (!who) doubt(i, "gate_who_not_understood", {value(source_.who, i)}, false);
    if (who == Who::residents) gate.closed = Modes::all();
    if (who == Who::pedestrians)
      gate.closed = Modes::all() - Modes::of(Mode::foot) - Modes::of(Mode::wheelchair);
    gate.residents = who == Who::pedestrians ? Modes::all() - gate.closed : Modes::all();
    if (time_ && !open_to_residents(i)) gate.residents = Modes::none();
    if (time_) {
      const Openness hours = hours_of(i, gate.closed != Modes::all());
      if (hours == Openness::closed) gate.closed = Modes::all();
      if (hours == Openness::unknown || !who) gate.unknown = Modes::all() - gate.closed;
    }
    return gate;
  }

  bool open_to_residents(std::size_t i) {
    const std::string text = value(source_.residents_hours, i);
    if (trimmed(text).empty()) return true;
    const Openness state = OpeningHours::state_at(text, time_->at);
    if (state == Openness::unknown) doubt(i, "gate_residents_hours_not_understood", {text}, false);
    return state == Openness::open;
  }

  /// `asked`: hours matter; nobody asks when residents' gates are open to visitors.
  Openness hours_of(std::size_t i, bool asked) {
    if (!asked) return Openness::closed;
    std::string text = value(source_.hours, i);
    if (text.find_first_not_of(" \t\r\n") == std::string::npos) text = source_.hours_otherwise;
    if (text.empty()) return Openness::unknown;
    const Openness state = OpeningHours::state_at(text, time_->at);
    if (state == Openness::unknown) doubt(i, "gate_hours_not_understood", {text}, false);
    return state;
  }

  void put_on_roads(const std::vector<StatedGate>& gates, Town& town) {
    std::vector<Point> places;
    for (const StatedGate& gate : gates) places.push_back(gate.at);
    const auto vertices = place_gates(town.roads, places, source_.within_m);
    for (std::size_t g = 0; g < gates.size(); ++g) {
      const StatedGate& gate = gates[g];
      if (vertices[g].empty()) {
        doubt(gate.row, "gate_on_no_road", {number_text(source_.within_m)}, true);
        continue;
      }
      town.gates.add(gate.closed, gate.unknown);
      for (const std::uint32_t v : vertices[g]) {
        town.roads.closed[v] = town.roads.closed[v] | gate.closed;
        if (gate.unknown != Modes::none()) town.unknown_gates.push_back({v, gate.unknown});
      }
      give_to_residents(gate, vertices[g], town.roads);
    }
  }

  void give_to_residents(const StatedGate& gate, const std::vector<std::uint32_t>& vertices,
                         const Roads& roads) {
    const std::string code = value(source_.compound, gate.row);
    for (const std::uint32_t v : vertices) {
      const OwnGate own{roads.position[v], gate.residents};
      if (own.modes == Modes::none()) continue;
      if (code.empty())
        own_.give_by_place(own);
      else if (!own_.give_by_code(own, code))
        return doubt(gate.row, "gate_of_unknown_compound", {code}, false);
    }
  }

  const GateSource& source_;
  const std::optional<StudyTime>& time_;
  const Reading& reading_;
  OwnGateFinder& own_;
  Features features_;
};

/// One entry a vertex, without those that are closed for certain.
void tidy(Town& town) {
  auto& gates = town.unknown_gates;
  std::ranges::sort(gates, {}, &UnknownGate::vertex);
  std::vector<UnknownGate> tidied;
  for (UnknownGate gate : gates) {
    gate.modes = gate.modes - town.roads.closed[gate.vertex];
    if (gate.modes == Modes::none()) continue;
    if (!tidied.empty() && tidied.back().vertex == gate.vertex)
      tidied.back().modes = tidied.back().modes | gate.modes;
    else
      tidied.push_back(gate);
  }
  gates = std::move(tidied);
}

}  // namespace

Result<Done> read_gates(const StudyFile& study, const std::vector<Point>& osm_gates,
                        const Reading& reading, Town& town) {
  const auto& time = study.rules.time;
  OwnGateFinder own{town.compounds};
  for (const Point gate : osm_gates) own.give_by_place({gate, Modes::all()});
  for (const GateSource& source : study.gates) {
    GateReader reader{source, time, reading, own};
    if (auto done = reader.read(town); !done) return done.error();
  }
  tidy(town);
  if (const std::size_t without = own.tidy(); without > 0)
    reading.problems.add({.key = "compounds_without_gates",
                          .file = {},
                          .layer = {},
                          .args = {std::to_string(without), std::to_string(town.compounds.size())},
                          .set_aside = false});
  if (!time || town.unknown_gates.empty()) return Done{};
  set_unknown_gates(town.roads, town.unknown_gates, time->unknown_open);
  reading.problems.add({.key = time->unknown_open ? "gates_unknown_open" : "gates_unknown_closed",
                        .file = {},
                        .layer = {},
                        .args = {std::to_string(town.unknown_gates.size()), time->text},
                        .set_aside = false});
  return Done{};
}

}  // namespace lifecircle::town_parts
