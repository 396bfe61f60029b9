#include "engine/study/indicator_phrases.hpp"

#include <charconv>
#include <cstddef>

namespace lifecircle {

std::string amount_word(const Amount& amount) {
  constexpr const char* kOf[] = {"people", "units", "facilities", "land"};
  const std::string of = kOf[static_cast<std::size_t>(amount.of)];
  return amount.name.empty() ? of : of + "." + amount.name;
}

std::string figure(double value) {
  char text[400];  // 1e308 has 309 digits
  const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::fixed).ptr;
  return {text, end};
}

std::string Phrases::join(const std::vector<std::string>& parts) const {
  std::string all;
  for (const auto& part : parts)
    all += (all.empty() ? "" : language_ == Language::zh ? "、" : ", ") + part;
  return all;
}

std::string Phrases::with_code(const std::string& name, const std::string& code) const {
  return codes_ == Codes::left_out ? name : say("said_word", {name, code});
}

std::string Phrases::named(const std::string& word,
                           const std::map<std::string, Words>& names) const {
  const auto found = names.find(word);
  return found == names.end() ? word : with_code(in(language_, found->second), word);
}

std::string Phrases::kinds(const std::vector<std::string>& kinds) const {
  std::vector<std::string> parts;
  parts.reserve(kinds.size());
  for (const auto& kind : kinds) parts.push_back(named(kind, words_.kinds));
  return join(parts);
}

std::string Phrases::classes(const std::vector<std::string>& classes) const {
  std::vector<std::string> parts;
  parts.reserve(classes.size());
  for (const auto& name : classes) parts.push_back(named(name, words_.classes));
  return join(parts);
}

std::string Phrases::level(Level level) const {
  constexpr const char* kKeys[] = {"level_unit", "level_township", "level_county", "level_city"};
  return say(kKeys[static_cast<std::size_t>(level)]);
}

const ColumnWords* Phrases::column(const Amount& amount) const {
  const auto& columns = amount.of == Amount::Of::people       ? words_.people
                        : amount.of == Amount::Of::units      ? words_.units
                        : amount.of == Amount::Of::facilities ? words_.facilities
                                                              : words_.land;
  const auto found = columns.find(amount.name);
  return found == columns.end() ? nullptr : &found->second;
}

std::string Phrases::amount(const Amount& amount) const {
  std::string text;
  if (const ColumnWords* words = column(amount)) {
    text = in(language_, words->name);
    if (amount.of == Amount::Of::land) text = say("said_land", {text});
    text = with_code(text, amount_word(amount));
  } else if (amount.name.empty() && amount.of == Amount::Of::facilities) {
    text = say("said_facilities");
  } else if (amount.name.empty() && amount.of == Amount::Of::units) {
    text = say("said_units");
  } else {
    text = amount_word(amount);
  }
  return amount.kinds.empty() ? text : say("said_of_kinds", {text, kinds(amount.kinds)});
}

std::string Phrases::sum(const std::vector<Amount>& sum) const {
  std::string all;
  for (const Amount& one : sum) all += (all.empty() ? "" : " + ") + amount(one);
  return all;
}

std::string Phrases::yes_column(const std::string& column_name) const {
  const Amount as_column{Amount::Of::facilities, column_name, {}};
  const ColumnWords* words = column(as_column);
  return words == nullptr ? column_name
                          : with_code(in(language_, words->name), amount_word(as_column));
}

std::string Phrases::size(const Amount& size, double at_least) const {
  const ColumnWords* words = column(size);
  return say("said_size", {amount(size), figure(at_least),
                           words == nullptr ? std::string{} : in(language_, words->unit)});
}

std::string Phrases::limit(const NearEnough& circle) const {
  const double metres = circle.network_m.value_or(circle.radius_m.value_or(0));
  const std::string amount = circle.minutes ? say("said_minutes", {figure(*circle.minutes)})
                                            : say("said_metres", {figure(metres)});
  return say(circle.closed ? "said_closed" : "said_open", {amount});
}

std::string Phrases::distance(const NearEnough& circle) const {
  return say(circle.minutes     ? "said_time_distance"
             : circle.network_m ? "said_network_distance"
                                : "said_radius_distance");
}

std::string Phrases::modes(const NearEnough& circle) const {
  std::vector<std::string> parts;
  for (const auto& mode : circle.modes) parts.push_back(named(mode, words_.modes));
  return parts.size() < 2 ? join(parts) : say("said_best_of", {join(parts)});
}

std::string Phrases::direction(const NearEnough& circle) const {
  if (circle.radius_m) return {};
  return say(circle.direction == Direction::to_facility ? "said_to_facility"
                                                        : "said_from_facility");
}

}  // namespace lifecircle
