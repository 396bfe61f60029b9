#include "tools/lifecircle/verb_options.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "tools/lifecircle/help.hpp"

namespace lifecircle {
namespace {

bool belongs_everywhere(std::string_view name) {
  const auto option = std::ranges::find(option_list(), name, &OptionSpec::name);
  return option != option_list().end() && option->verbs.empty();
}
/// Whether an option says which roads, or how to read them.
bool option_is_of_roads(std::string_view name) {
  const auto option = std::ranges::find(option_list(), name, &OptionSpec::name);
  return option != option_list().end() && option->verbs == "matrix circles network";
}

Result<NetworkOptions> network_options(const GivenWords& words) {
  for (const char* name : {"--out", "--cache"})
    if (words.has(name)) return wrong_use("cli_only_with", words.where(), {name, "network build"});
  auto roads = road_options(words);
  if (!roads) return roads.error();
  return NetworkOptions{std::move(roads).value(), words.texts("--mode")};
}

Result<NetworkBuildOptions> network_build_options(const GivenWords& words,
                                                  const std::vector<std::string>& files) {
  if (files.size() > 1) return wrong_use("cli_too_many_words", words.where(), {files[1]});
  NetworkBuildOptions build;
  if (!files.empty()) {
    build.study = files.front();
    for (const auto& [name, values] : words.given)
      if (name == "--mode" || option_is_of_roads(name))
        return wrong_use("cli_study_and_roads", words.where(), {name});
  } else {
    auto roads = road_options(words);
    if (!roads) return roads.error();
    build.roads = std::move(roads).value();
    build.modes = words.texts("--mode");
    if (std::set(build.modes.begin(), build.modes.end()).size() < build.modes.size())
      return wrong_use("cli_given_twice", words.where(), {"--mode"});
  }
  build.out = words.text("--out");
  build.cache = words.text("--cache");
  if (!build.out.empty() && !build.cache.empty())
    return wrong_use("cli_out_and_cache", words.where(), {});
  return build;
}

Result<NetworkCheckOptions> network_check_options(const GivenWords& words,
                                                  const std::vector<std::string>& files) {
  if (files.empty()) return wrong_use("cli_no_prepared_file", words.where(), {});
  if (files.size() > 1) return wrong_use("cli_too_many_words", words.where(), {files[1]});
  for (const auto& [name, values] : words.given)
    if (name != kNetworkWords && !belongs_everywhere(name))
      return wrong_use("cli_only_with", words.where(), {name, "network, network build"});
  return NetworkCheckOptions{files.front()};
}

}  // namespace

Result<Command> network_command(const GivenWords& words, Command command) {
  std::vector<std::string> files = words.texts(kNetworkWords);
  const auto keep = [&](auto&& verb) -> Result<Command> {
    if (!verb) return verb.error();
    command.verb = verb.value();
    return command;
  };
  if (files.empty()) return keep(network_options(words));
  const std::string action = files.front();
  files.erase(files.begin());
  if (action == "build") return keep(network_build_options(words, files));
  if (action == "check") return keep(network_check_options(words, files));
  return wrong_use("cli_unknown_choice", words.where(), {"network", action, "build, check"});
}

}  // namespace lifecircle
