#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/messages.hpp"

namespace lifecircle {

/// One option of the command line, and the verbs that have it. The one list: the parser
/// and the help are made from it, so the help cannot be wrong about a name.
struct OptionSpec {
  std::string_view name;   ///< "--out"; a word without dashes stands by its place
  std::string_view value;  ///< "DIR"; empty: a flag
  std::string_view verbs;  ///< "run matrix"; empty: every verb, and before the verb too
  bool repeatable = false;
  std::string_view help_en, help_zh;
};
std::span<const OptionSpec> option_list();
bool belongs_to(const OptionSpec& option, std::string_view verb);

const std::vector<std::string>& verb_names();

/// What `--help` prints: of the program, with its exit codes, or of a verb, with examples.
std::string program_help(Language language);
std::string verb_help(std::string_view verb, Language language);

/// The answer to "help", "help VERB", "VERB --help", "-h", "--version" or no words at all;
/// nothing where the words ask for work. Touches no library: it answers in milliseconds.
std::optional<std::string> quick_answer(const std::vector<std::string>& words, Language language,
                                        std::string_view version);

/// The language of the words: --lang zh, --lang=en, or `otherwise`. Looked for before
/// anything else, so that even a wrong use is explained in it.
Language language_of(const std::vector<std::string>& words, Language otherwise);

}  // namespace lifecircle
