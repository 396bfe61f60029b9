#include "tools/lifecircle/console.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <ostream>

#include <sys/ioctl.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

namespace lifecircle {

namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string{} : std::string{value};
}

/// A character of at most three bytes as JSON writes it by its number.
std::string numbered(const std::string& character) {
  unsigned value = static_cast<unsigned char>(character[0]);
  if (character.size() > 1) value &= character.size() == 2 ? 0x1FU : 0x0FU;
  for (std::size_t i = 1; i < character.size(); ++i)
    value = (value << 6) | (static_cast<unsigned char>(character[i]) & 0x3FU);
  char text[8];
  std::snprintf(text, sizeof text, "\\u%04x", value & 0xFFFFU);
  return text;
}

int width_of(int descriptor) {
  winsize size{};
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

}  // namespace

Language language_of_locale(std::string_view locale) {
  return locale.starts_with("zh") ? Language::zh : Language::en;
}

Terminal terminal_of_process() {
  Terminal terminal;
  terminal.err_is_terminal = isatty(STDERR_FILENO) != 0;
  const bool dumb = variable("TERM") == "dumb";
  terminal.colour = terminal.err_is_terminal && variable("NO_COLOR").empty() && !dumb;
  if (dumb) terminal.err_is_terminal = false;
  terminal.width = std::max(20, width_of(STDERR_FILENO));
  // The first that is set decides, as in every program.
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"})
    if (const std::string locale = variable(name); !locale.empty()) {
      terminal.language = language_of_locale(locale);
      break;
    }
  terminal.data_folder = variable("LIFECIRCLE_DATA");
  terminal.cache_folder = variable("LIFECIRCLE_CACHE");
  if (terminal.cache_folder.empty()) {
    const std::string own = variable("XDG_CACHE_HOME"), home = variable("HOME");
    if (!own.empty())
      terminal.cache_folder = own + "/lifecircle";
    else if (!home.empty())
      terminal.cache_folder = home + "/.cache/lifecircle";
  }
  return terminal;
}

void print_error(std::ostream& err, const Error& error, Language language, bool colour) {
  const auto head = [&](std::string_view key, const char* code) {
    const std::string label = say(key, language);
    return colour ? code + label + "\033[0m" : label;
  };
  err << head("label_error", "\033[1;31m") << say(error.key, language, error.args) << '\n';
  // fill() makes names of files harmless.
  if (!error.where.empty())
    err << head("label_where", "\033[1m") << fill("{0}", {error.where}) << '\n';
  const std::string remedy = say_remedy(error.key, language, error.args);
  if (!remedy.empty()) err << head("label_remedy", "\033[1m") << remedy << '\n';
  err.flush();
}

void print_json(std::ostream& out, const nlohmann::ordered_json& document) {
  using Json = nlohmann::ordered_json;
  const std::string text = document.dump(1, ' ', false, Json::error_handler_t::replace);
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i + 1;  // of a character
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    const std::string one = text.substr(i, end - i);
    // All of it is in the first plane; C0 is escaped already, and ends lines between texts.
    if (one != "\n" && one != "?" && fill("{0}", {one}) == "?")
      out << numbered(one);
    else
      out << one;
    i = end;
  }
  out << '\n';
}

int complain(const Error& told, Session& session) {
  const auto instead = session.doubts ? session.doubts(told) : std::nullopt;
  const Error& error = instead ? *instead : told;
  session.end_progress();
  print_error(session.err, error, session.language, session.colour);
  const int code = static_cast<int>(error.fault);
  if (session.json) {
    const nlohmann::ordered_json document{
        {"ok", false},
        {"exit_code", code},
        {"error",
         {{"key", error.key},
          {"what", say(error.key, session.language, error.args)},
          {"where", fill("{0}", {error.where})},
          {"remedy", say_remedy(error.key, session.language, error.args)}}}};
    print_json(session.out, document);
  }
  return code;
}

void remark(std::string_view key, const std::vector<std::string>& args, Session& session) {
  if (session.quiet) return;
  session.end_progress();
  session.err << say(key, session.language, args) << '\n' << std::flush;
}

}  // namespace lifecircle
