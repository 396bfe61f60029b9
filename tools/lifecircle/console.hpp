#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "engine/base/messages.hpp"
#include "engine/base/result.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {

/// Where the program talks to: what main reads from the environment, and a test sets.
struct Terminal {
  bool err_is_terminal = false;
  bool colour = false;
  int width = 80;
  Language language = Language::en;  ///< of LC_ALL, LC_MESSAGES or LANG
  std::string data_folder;
  std::string cache_folder;  ///< of prepared networks; empty: none
};

/// The terminal of this process. NO_COLOR, TERM=dumb and a redirected standard error switch colour
/// off.
Terminal terminal_of_process();

/// The language of a locale name: zh_CN.UTF-8 is Chinese, everything else English.
Language language_of_locale(std::string_view locale);

/// An error in three lines: what is so, where, what to do. Control characters are shown as '?'.
void print_error(std::ostream& err, const Error& error, Language language, bool colour);

/// Prints a JSON document. What would steer a terminal stands in it by its number ("\u202e"), which
/// readers of JSON take for the same; bytes that are no UTF-8 are U+FFFD.
void print_json(std::ostream& out, const nlohmann::ordered_json& document);

/// Prints an error (with --json a document on `out`, too) and gives the exit code that goes with
/// it.
int complain(const Error& error, Session& session);

/// One line of talk on `err`, unless --quiet.
void remark(std::string_view key, const std::vector<std::string>& args, Session& session);

}  // namespace lifecircle
