#pragma once

#include <initializer_list>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"

namespace lifecircle {

/// The words of one command line by option, before they mean anything.
struct GivenWords {
  std::string verb;
  std::map<std::string, std::vector<std::string>, std::less<>> given;
  std::set<std::string, std::less<>> flags;

  bool has(std::string_view name) const { return given.contains(name); }
  bool flag(std::string_view name) const { return flags.contains(name); }
  std::string text(std::string_view name) const {
    const auto found = given.find(name);
    return found == given.end() ? std::string{} : found->second.front();
  }
  std::vector<std::string> texts(std::string_view name) const {
    const auto found = given.find(name);
    return found == given.end() ? std::vector<std::string>{} : found->second;
  }
  std::string where() const { return "lifecircle " + verb; }
};

/// Takes the words apart with CLI11; nothing is required and everything is text there, so that what
/// is wrong is said in our own words. Errors: an unknown verb or option, with the names that may
/// have been meant.
Result<GivenWords> take_apart(const std::vector<std::string>& given);

/// A wrong use.
Error wrong_use(std::string key, std::string where, std::vector<std::string> args);
/// A number within [least, most], of `name`. `open`: not least itself.
Result<double> number(const GivenWords& words, const char* name, double least, double most,
                      bool open);
/// A whole number, not negative, if it is there.
Result<std::optional<std::uint32_t>> whole_number(const GivenWords& words, const char* name);
/// What stands between commas.
std::vector<std::string> parts(const std::string& text);
/// Whether all that must be there are; the first that is not is the Error.
Result<Done> need(const GivenWords& words, std::initializer_list<const char*> names);

/// "build" or "check" and a file, of `network`.
inline constexpr const char* kNetworkWords = "ACTION";
inline constexpr double kLongestMinutes = 24 * 60;

}  // namespace lifecircle
