#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lifecircle {

enum class Language { en, zh };

/// One sentence a person may read, in both languages. Places {0}, {1}, ... are
/// filled with the arguments. `what` says what is so; `remedy` says what to do and
/// is empty where nothing needs doing.
struct Message {
  std::string_view key;
  std::string_view what_en, remedy_en;
  std::string_view what_zh, remedy_zh;
};

/// Every message of the program, sorted by key. The one catalogue: errors,
/// problems, table heads and talk. A test holds that each key named in the source
/// is here, and that both languages use the same places.
std::span<const Message> message_catalogue();

/// The entry of `key`, or null.
const Message* find_message(std::string_view key);

/// Fills the places of `text`; control characters of arguments are shown as '?', so
/// that a name in a file can never steer a terminal, and passwords are left out (secrets.hpp).
std::string fill(std::string_view text, const std::vector<std::string>& args);

/// What `key` says in `language`; an unknown key is shown as it is (and a test fails).
std::string say(std::string_view key, Language language, const std::vector<std::string>& args = {});
std::string say_remedy(std::string_view key, Language language,
                       const std::vector<std::string>& args = {});

}  // namespace lifecircle
