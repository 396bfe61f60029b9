#include "algorithms/study/code_words.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

namespace lifecircle {
namespace {

std::vector<std::string> parts_of(const std::string& text, std::string_view between) {
  std::vector<std::string> parts;
  std::size_t from = 0;
  for (std::size_t at; (at = text.find(between, from)) != std::string::npos;
       from = at + between.size())
    parts.push_back(text.substr(from, at - from));
  parts.push_back(text.substr(from));
  return parts;
}

/// Codes with one meaning wherever they stand, and the message that says it.
constexpr std::array kPlain{
    std::pair{"all", "word_all"},
    std::pair{"circle", "word_circle"},
    std::pair{"city", "word_city"},
    std::pair{"closed", "word_closed"},
    std::pair{"completeness", "word_completeness"},
    std::pair{"country", "word_country"},
    std::pair{"county", "word_county"},
    std::pair{"everyone", "word_everyone"},
    std::pair{"exactly", "word_exactly"},
    std::pair{"facilities", "word_facilities"},
    std::pair{"from", "word_from"},
    std::pair{"group", "word_group"},
    std::pair{"no_unit", "word_no_unit"},
    std::pair{"open", "word_open"},
    std::pair{"own", "word_own"},
    std::pair{"people", "word_other_people"},
    std::pair{"places", "word_places"},
    std::pair{"rule", "word_rule"},
    std::pair{"setting", "word_setting"},
    std::pair{"to", "word_to"},
    std::pair{"town", "word_town"},
    std::pair{"township", "word_township"},
    std::pair{"unit", "word_unit"},
    std::pair{"unit_group", "word_group"},
    std::pair{"units", "word_units"},
    std::pair{"unknown", "word_unknown"},
    std::pair{"whole", "word_whole"},
    std::pair{"with_neighbours", "word_with_neighbours"},
};

/// Which arguments of a problem are codes, and of what.
enum class Code : std::uint8_t { service, counted, column, kind, mode };
struct CodeArg {
  const char* key;
  std::size_t place;
  Code code;
};
constexpr std::array kCodeArgs{
    CodeArg{"class_not_in_profile", 1, Code::mode},
    CodeArg{"facilities_of_other_years", 1, Code::kind},
    CodeArg{"facilities_unconnected", 0, Code::mode},
    CodeArg{"homes_unconnected", 0, Code::mode},
    CodeArg{"homes_unconnected", 3, Code::counted},
    CodeArg{"residents_pass_own_gates", 1, Code::counted},
    CodeArg{"roads_end_within_reach", 0, Code::service},
    CodeArg{"roads_end_within_reach", 2, Code::counted},
    CodeArg{"service_closed", 0, Code::service},
    CodeArg{"service_without_facilities", 0, Code::service},
    CodeArg{"setting_unknown", 0, Code::service},
    CodeArg{"setting_unknown", 2, Code::counted},
    CodeArg{"source_without_facilities", 0, Code::kind},
    CodeArg{"supply_as_visitors", 0, Code::service},
    CodeArg{"supply_as_visitors", 2, Code::counted},
    CodeArg{"supply_unstated", 0, Code::service},
    CodeArg{"supply_unstated", 3, Code::column},
};

}  // namespace

std::string CodeWords::plain(const std::string& code) const {
  const auto found = std::ranges::find_if(kPlain, [&](const auto& p) { return p.first == code; });
  return found == kPlain.end() ? code : say(found->second);
}

std::string CodeWords::in_list(const std::string& text,
                               std::string (CodeWords::*word)(const std::string&) const) const {
  if (text.empty()) return {};
  std::string all;
  for (const std::string& part : parts_of(text, "|"))
    all += (all.empty() ? "" : language_ == Language::zh ? "、" : ", ") + (this->*word)(part);
  return all;
}

std::string CodeWords::service(const std::string& name) const {
  const auto found = std::ranges::find(rules_.services, name, &Service::name);
  return found == rules_.services.end() ? name : in_language(found->called(), language_);
}

std::string CodeWords::counted(const std::string& name) const {
  const auto& people = rules_.words.people;
  if (const auto known = people.find(name); known != people.end())
    return in_language(known->second.name, language_);
  if (name == "people") return say("report_counted_people");
  if (name == "units_by_own_point") return say("word_units_by_own_point");
  constexpr std::string_view kWith = "units_with_", kPercentOf = "_percent_of_", kLand = "land:";
  if (const auto at = name.find(kPercentOf); name.starts_with(kWith) && at != std::string::npos)
    return say("word_units_by_share", {name.substr(kWith.size(), at - kWith.size()),
                                       counted(name.substr(at + kPercentOf.size()))});
  if (name.starts_with(kLand)) {
    const std::string land = name.substr(kLand.size());
    const auto known = rules_.words.land.find(land);
    return say(
        "word_land",
        {known == rules_.words.land.end() ? land : in_language(known->second.name, language_)});
  }
  return plain(name);
}

std::string CodeWords::column(const std::string& name) const {
  const auto known = rules_.words.facilities.find(name);
  return known == rules_.words.facilities.end() ? name : in_language(known->second.name, language_);
}

std::string CodeWords::kind(const std::string& name) const {
  const auto known = rules_.words.kinds.find(name);
  return known == rules_.words.kinds.end() ? name : in_language(known->second, language_);
}

std::string CodeWords::kinds(const std::string& text) const {
  return in_list(text, &CodeWords::kind);
}

std::string CodeWords::mode(const std::string& profile) const {
  const std::size_t end = profile.find_first_of("@/");
  const std::string base = profile.substr(0, end);
  std::string word = base;
  if (const auto own = rules_.profiles.find(profile); own != rules_.profiles.end())
    word = in_language({own->second.title_zh, own->second.title_en}, language_);
  else if (const auto of_base = rules_.words.modes.find(base); of_base != rules_.words.modes.end())
    word = in_language(of_base->second, language_);
  if (word.empty()) word = base;
  if (end == std::string::npos) return word;
  return profile[end] == '/' ? say("word_mode_metres", {word})
                             : say("word_mode_speed", {word, profile.substr(end + 1)});
}

std::string CodeWords::modes(const std::string& text) const {
  return in_list(text, &CodeWords::mode);
}

std::string CodeWords::speeds(const std::string& text) const {
  if (text.empty()) return {};
  constexpr std::string_view kBySlope = " by slope: ";
  std::string all;
  for (std::string part : parts_of(text, "; ")) {
    const bool by_slope = part.find(kBySlope) != std::string::npos;
    part = part.substr(0, part.find(kBySlope));
    const std::size_t space = part.find(' ');
    if (space == std::string::npos) return text;  // not what speeds_text writes
    const std::string profile = part.substr(0, space), speed = part.substr(space + 1);
    const std::size_t range = speed.find(" (");
    const std::string word = mode(profile.substr(0, profile.find('@')));
    std::string one =
        profile.find('/') != std::string::npos ? word
        : range == std::string::npos
            ? say("word_speed", {word, speed})
            : say("word_speed_range", {word, speed.substr(0, range),
                                       speed.substr(range + 2, speed.size() - range - 3)});
    if (by_slope) one = say("word_by_slope", {one});
    all += (all.empty() ? "" : language_ == Language::zh ? ";" : "; ") + one;
  }
  return all;
}

std::string CodeWords::scope_part(const std::string& name) const {
  const auto known = rules_.words.classes.find(name);
  return known == rules_.words.classes.end() ? plain(name) : in_language(known->second, language_);
}

std::string CodeWords::scope(const std::string& text) const {
  return in_list(text, &CodeWords::scope_part);
}

std::string CodeWords::rule(const std::string& text) const {
  constexpr std::string_view kUpTo = "t <= ", kMinutes = " min", kAt = " at ";
  const std::size_t end = text.find(kMinutes);
  if (!text.starts_with(kUpTo) || end == std::string::npos) return text;
  const std::string minutes = text.substr(kUpTo.size(), end - kUpTo.size()),
                    rest = text.substr(end + kMinutes.size());
  if (rest.empty()) return say("word_within_minutes", {minutes});
  return rest.starts_with(kAt) ? say("word_within_minutes_at", {minutes, rest.substr(kAt.size())})
                               : text;
}

std::string CodeWords::travel(const std::string& name) const {
  if (name.empty()) return {};
  return name == "stated"   ? say("word_travel_stated")
         : name == "beside" ? say("word_travel_beside")
                            : say("word_travel_group", {counted(name)});
}

std::vector<std::string> CodeWords::args_of(const std::string& problem_key,
                                            std::vector<std::string> args) const {
  for (const CodeArg& one : kCodeArgs) {
    if (problem_key != one.key || one.place >= args.size()) continue;
    std::string& arg = args[one.place];
    arg = one.code == Code::service   ? service(arg)
          : one.code == Code::counted ? counted(arg)
          : one.code == Code::column  ? column(arg)
          : one.code == Code::kind    ? kind(arg)
                                      : modes(arg);
    // A title begins with a capital, a word inside a sentence does not.
    if (one.code == Code::mode && !arg.empty() && arg[0] >= 'A' && arg[0] <= 'Z')
      arg[0] = static_cast<char>(arg[0] - 'A' + 'a');
  }
  return args;
}

}  // namespace lifecircle
