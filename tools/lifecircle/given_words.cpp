#include "tools/lifecircle/given_words.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <utility>

#include <CLI/CLI.hpp>

#include "io/read/layer.hpp"
#include "io/read/toml.hpp"
#include "tools/lifecircle/help.hpp"

namespace lifecircle {
namespace {

constexpr int kMostPlaces = 1 << 20;

std::vector<std::string> option_names(std::string_view verb) {
  std::vector<std::string> names;
  for (const OptionSpec& option : option_list())
    if (option.name.starts_with("--") && belongs_to(option, verb)) names.emplace_back(option.name);
  return names;
}

/// The name CLI11 begins its sentences with: "--out: 1 required TEXT missing".
std::string option_in(const std::string& sentence) {
  const auto start = sentence.find("--");
  if (start == std::string::npos) return {};
  return sentence.substr(start, sentence.find_first_of(": =", start) - start);
}

Error unknown_option(const std::string& word, const std::string& verb) {
  const std::string name = word.substr(0, word.find('='));
  const auto elsewhere = std::ranges::find(option_list(), name, &OptionSpec::name);
  if (!verb.empty() && elsewhere != option_list().end()) {
    std::vector<std::string> others;
    for (const auto& other : verb_names())
      if (belongs_to(*elsewhere, other)) others.push_back(other);
    return wrong_use("cli_option_of_other_verb", "lifecircle " + verb,
                     {name, verb, joined(others)});
  }
  const auto known = option_names(verb);
  const auto meant = did_you_mean(name, known);
  const std::string where = verb.empty() ? "lifecircle" : "lifecircle " + verb;
  if (meant.empty())
    return wrong_use("cli_unknown_option", where, {name, verb.empty() ? "" : " " + verb});
  return wrong_use("cli_unknown_option_meant", where, {name, joined(meant)});
}

Error unknown_verb(const std::string& word) {
  const auto meant = did_you_mean(word, verb_names());
  return wrong_use("cli_unknown_verb", "lifecircle",
                   {word, joined(meant.empty() ? verb_names() : meant)});
}

}  // namespace

Error wrong_use(std::string key, std::string where, std::vector<std::string> args) {
  return Error{Fault::usage, std::move(key), std::move(where), std::move(args)};
}

Result<GivenWords> take_apart(const std::vector<std::string>& given) {
  GivenWords result;
  // What stands after "--" is the name of a file, whatever it looks like.
  const auto end = std::ranges::find(given, "--");
  const std::vector<std::string> words(given.begin(), end);
  const std::vector<std::string> files(end == given.end() ? end : end + 1, given.end());
  std::map<std::string, std::vector<std::string>, std::less<>> values;
  std::map<std::string, bool, std::less<>> flags;
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  app.require_subcommand(0, 1);
  const auto bind = [&](CLI::App& to, const OptionSpec& option) {
    const std::string name{option.name};
    const bool place = !name.starts_with("--");
    if (option.value.empty() && !place)
      to.add_flag(name, flags[name]);
    else if (place && option.repeatable)
      to.add_option(name, values[name])->expected(1, kMostPlaces);
    else
      to.add_option(name, values[name])->expected(1)->take_all()->allow_extra_args(false);
  };
  for (const OptionSpec& option : option_list())
    if (option.verbs.empty()) bind(app, option);
  for (const auto& verb : verb_names()) {
    CLI::App& sub = *app.add_subcommand(verb);
    sub.set_help_flag();
    sub.allow_extras();
    for (const OptionSpec& option : option_list())
      if (belongs_to(option, verb)) bind(sub, option);
  }

  // CLI11 would take --quiet=7 for yes.
  for (const auto& word : words) {
    const auto flag = std::ranges::find(
        option_list(), std::string_view{word}.substr(0, word.find('=')), &OptionSpec::name);
    if (word.starts_with("--") && word.find('=') != std::string::npos &&
        flag != option_list().end() && flag->value.empty())
      return wrong_use("cli_flag_with_value", "lifecircle", {std::string{flag->name}});
  }
  try {
    // CLI11 takes the words from the back.
    app.parse(std::vector<std::string>(words.rbegin(), words.rend()));
  } catch (const CLI::ParseError& error) {
    const std::string sentence = error.what();
    const std::string name = option_in(sentence);
    const auto verb = std::ranges::find_first_of(words, verb_names());
    const std::string where = verb == words.end() ? "lifecircle" : "lifecircle " + *verb;
    const auto known = std::ranges::find(option_list(), name, &OptionSpec::name);
    if (known == option_list().end()) return wrong_use("cli_cannot_read", where, {sentence});
    if (known->value.empty()) return wrong_use("cli_flag_with_value", where, {name});
    return wrong_use("cli_value_missing", where, {name, std::string{known->value}});
  }

  const auto subcommands = app.get_subcommands();
  result.verb = subcommands.empty() ? "" : subcommands.front()->get_name();
  const auto extras = app.remaining(true);
  if (result.verb.empty()) {
    for (const auto& word : extras)
      if (!word.starts_with("-")) return unknown_verb(word == "help" ? words.back() : word);
    if (!extras.empty()) return unknown_option(extras.front(), "");
    return wrong_use("cli_no_verb", "lifecircle", {joined(verb_names())});
  }
  for (const auto& word : extras)
    if (word.size() > 1 && word.starts_with("-")) return unknown_option(word, result.verb);
  if (!extras.empty()) return wrong_use("cli_too_many_words", result.where(), {extras.front()});

  const auto place = std::ranges::find_if(option_list(), [&](const OptionSpec& option) {
    return !option.name.starts_with("--") && belongs_to(option, result.verb);
  });
  if (place == option_list().end() && !files.empty())
    return wrong_use("cli_too_many_words", result.where(), {files.front()});
  if (place != option_list().end()) {
    auto& places = values[std::string{place->name}];
    places.insert(places.end(), files.begin(), files.end());
  }
  for (auto& [name, texts] : values)
    if (!texts.empty()) {
      for (const auto& text : texts)
        if (text.empty()) return wrong_use("cli_empty_value", result.where(), {name});
      const auto spec = std::ranges::find(option_list(), name, &OptionSpec::name);
      // --out --strict: a value is missing, not a folder called --strict.
      for (const auto& text : texts)
        if (std::ranges::find(option_list(), std::string_view{text}, &OptionSpec::name) !=
                option_list().end() &&
            text.starts_with("--"))
          return wrong_use("cli_value_missing", result.where(), {name, std::string{spec->value}});
      if (texts.size() > 1 && !spec->repeatable)
        return wrong_use(name.starts_with("--") ? "cli_given_twice" : "cli_too_many_words",
                         result.where(), {name.starts_with("--") ? name : texts[1]});
      result.given[name] = texts;
    }
  for (const auto& [name, is_given] : flags)
    if (is_given) result.flags.insert(name);
  return result;
}

Result<double> number(const GivenWords& words, const char* name, double least, double most,
                      bool open) {
  const std::string text = words.text(name);
  double value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
    return wrong_use("cli_not_a_number", words.where(), {name, text});
  if (value < least || value > most || (open && value == least)) {
    const auto shown = [](double bound) {
      char digits[32];
      std::snprintf(digits, sizeof digits, "%g", bound);
      return std::string{digits};
    };
    return wrong_use(open ? "cli_out_of_range_open" : "cli_out_of_range", words.where(),
                     {name, text, shown(least), shown(most)});
  }
  return value;
}

std::vector<std::string> parts(const std::string& text) {
  std::vector<std::string> found{""};
  for (const char c : text)
    if (c == ',')
      found.emplace_back();
    else
      found.back() += c;
  return found;
}

Result<Done> need(const GivenWords& words, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (words.has(name)) continue;
    const auto spec = std::ranges::find(option_list(), std::string_view{name}, &OptionSpec::name);
    const bool place = !spec->name.starts_with("--");
    return wrong_use(place ? "cli_missing_place" : "cli_missing_option", words.where(),
                     place ? std::vector<std::string>{name, words.verb}
                           : std::vector<std::string>{name, std::string{spec->value}, words.verb});
  }
  return Done{};
}

Result<std::optional<std::uint32_t>> whole_number(const GivenWords& words, const char* name) {
  if (!words.has(name)) return std::optional<std::uint32_t>{};
  const auto value = number(words, name, 0, 1'000'000, false);
  if (!value) return value.error();
  if (value.value() != std::floor(value.value()))
    return wrong_use("cli_not_whole", words.where(), {name, words.text(name)});
  return std::optional{static_cast<std::uint32_t>(value.value())};
}

}  // namespace lifecircle
