#include <algorithm>

#include "io/read/toml.hpp"

namespace lifecircle {
namespace {

void mark_lines(TomlValue& value) {
  value.line = -value.line;
  for (TomlValue& item : value.items) mark_lines(item);
  for (auto& [key, entry] : value.entries) mark_lines(entry);
}

bool is_list_of_tables(const TomlValue& value) {
  return value.is(TomlValue::Kind::list) && !value.items.empty() &&
         std::ranges::all_of(value.items,
                             [](const TomlValue& v) { return v.is(TomlValue::Kind::table); });
}

/// What is meant by [key] where [[key]] may stand.
void make_list(TomlValue& value) {
  if (!value.is(TomlValue::Kind::table)) return;
  TomlValue list;
  list.kind = TomlValue::Kind::list;
  list.line = value.line;
  list.items.push_back(std::move(value));
  value = std::move(list);
}

void merge(TomlValue& base, TomlValue&& overlay, const std::string& section, TomlFaults& faults);

/// The one of a list that an item of the overlay speaks of, or null: it is new.
TomlValue* spoken_of(std::vector<TomlValue>& items, std::size_t count, TomlValue& overlay,
                     const std::string& section, TomlFaults& faults) {
  if (const auto number = overlay.entries.find("number"); number != overlay.entries.end()) {
    const TomlValue which = number->second;
    overlay.entries.erase(number);
    if (which.is(TomlValue::Kind::integer) && which.integer >= 1 &&
        which.integer <= static_cast<std::int64_t>(count))
      return &items[static_cast<std::size_t>(which.integer - 1)];
    faults.add("scenario_no_such_number", which.line, "[[" + section + "]]",
               {section, std::to_string(count)});
    return nullptr;
  }
  const auto name = overlay.entries.find("name");
  if (name == overlay.entries.end() || !name->second.is(TomlValue::Kind::text)) return nullptr;
  for (std::size_t i = 0; i < count; ++i) {
    const auto other = items[i].entries.find("name");
    // A facility's `name` is a column, and many have the same: only what is called so is meant.
    if (section != "facilities" && section != "units" && other != items[i].entries.end() &&
        other->second.text == name->second.text)
      return &items[i];
  }
  return nullptr;
}

void merge(TomlValue& base, TomlValue&& overlay, const std::string& section, TomlFaults& faults) {
  const bool lists = is_list_of_tables(base) || is_list_of_tables(overlay);
  if (!lists && base.is(TomlValue::Kind::table) && overlay.is(TomlValue::Kind::table)) {
    for (auto& [key, value] : overlay.entries) {
      const auto found = base.entries.find(key);
      if (found == base.entries.end())
        base.entries.emplace(key, std::move(value));
      else
        merge(found->second, std::move(value), key, faults);
    }
    return;
  }
  if (!lists) {
    base = std::move(overlay);
    return;
  }
  make_list(base);
  make_list(overlay);
  const std::size_t count = base.items.size();
  for (TomlValue& item : overlay.items)
    if (TomlValue* other = spoken_of(base.items, count, item, section, faults))
      merge(*other, std::move(item), section, faults);
    else
      base.items.push_back(std::move(item));
}

}  // namespace

void lay_over(TomlValue& base, TomlValue overlay, TomlFaults& faults) {
  mark_lines(overlay);
  merge(base, std::move(overlay), "", faults);
}

}  // namespace lifecircle
