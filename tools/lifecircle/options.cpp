#include "tools/lifecircle/options.hpp"

#include <cmath>

#include "tools/lifecircle/given_words.hpp"
#include "tools/lifecircle/memory_hold.hpp"
#include "tools/lifecircle/verb_options.hpp"

namespace lifecircle {
namespace {

constexpr int kMostThreads = 1024;

}  // namespace

Result<Command> read_command(const std::vector<std::string>& given) {
  auto taken = take_apart(given);
  if (!taken) return taken.error();
  const GivenWords& words = taken.value();
  Command command;
  command.quiet = words.flag("--quiet");
  command.json = words.flag("--json");
  command.no_progress = words.flag("--no-progress");
  command.allow_database = words.flag("--allow-database");
  if (words.has("--lang") && words.text("--lang") != "zh" && words.text("--lang") != "en")
    return wrong_use("cli_unknown_choice", words.where(),
                     {"--lang", words.text("--lang"), "zh, en"});
  if (words.has("--threads")) {
    const auto threads = number(words, "--threads", 1, kMostThreads, false);
    if (!threads) return threads.error();
    if (threads.value() != std::floor(threads.value()))
      return wrong_use("cli_not_whole", words.where(), {"--threads", words.text("--threads")});
    command.threads = static_cast<int>(threads.value());
  }
  if (words.has("--max-memory")) {
    const auto bytes = memory_size(words.text("--max-memory"));
    if (!bytes)
      return wrong_use("cli_not_a_size", words.where(),
                       {"--max-memory", words.text("--max-memory")});
    command.max_memory = *bytes;
  }
  const auto keep = [&](auto&& verb) -> Result<Command> {
    if (!verb) return verb.error();
    command.verb = verb.value();
    return command;
  };
  if (words.verb == "run") return keep(run_options(words));
  if (words.verb == "compare") return keep(compare_options(words));
  if (words.verb == "site") return keep(site_options(words));
  if (words.verb == "verify") return keep(verify_options(words));
  if (words.verb == "check") return keep(check_options(words));
  if (words.verb == "matrix") return keep(matrix_options(words));
  if (words.verb == "circles") return keep(circles_options(words));
  if (words.verb == "standards") return keep(standards_options(words));
  return network_command(words, command);
}

}  // namespace lifecircle
