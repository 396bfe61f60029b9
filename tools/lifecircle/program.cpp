#include "tools/lifecircle/program.hpp"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <new>
#include <optional>
#include <ostream>

#include "engine/base/memory.hpp"
#include "engine/base/parallel.hpp"
#include "io/read/database.hpp"
#include "io/read/profile_file.hpp"
#include "io/read/toml.hpp"
#include "tools/lifecircle/help.hpp"
#include "tools/lifecircle/interrupt.hpp"
#include "tools/lifecircle/memory_hold.hpp"
#include "tools/lifecircle/options.hpp"
#include "tools/lifecircle/progress_line.hpp"
#include "tools/lifecircle/supervise.hpp"

namespace lifecircle {

namespace {

int perform(const RunOptions& options, Session& session) {
  return run_verb(options, session);
}
int perform(const CompareOptions& options, Session& session) {
  return compare_verb(options, session);
}
int perform(const SiteOptions& options, Session& session) {
  return site_verb(options, session);
}
int perform(const VerifyOptions& options, Session& session) {
  return verify_verb(options, session);
}
int perform(const CheckOptions& options, Session& session) {
  return check_verb(options, session);
}
int perform(const MatrixOptions& options, Session& session) {
  return matrix_verb(options, session);
}
int perform(const CirclesOptions& options, Session& session) {
  return circles_verb(options, session);
}
int perform(const NetworkOptions& options, Session& session) {
  return network_verb(options, session);
}
int perform(const NetworkBuildOptions& options, Session& session) {
  return network_build_verb(options, session);
}
int perform(const NetworkCheckOptions& options, Session& session) {
  return network_check_verb(options, session);
}
int perform(const StandardsOptions& options, Session& session) {
  return standards_verb(options, session);
}

/// All threads at once: a library that cannot start one later ends the process.
void start_threads() {
  parallel_for(
      static_cast<std::size_t>(threads()), [] { return 0; }, [](std::size_t, int) {});
}

/// Words that say there was no memory, of libraries that say it as of any other failure.
bool is_want_of_memory(const Error& error) {
  return std::ranges::any_of(error.args, [](std::string words) {
    std::ranges::transform(words, words.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::ranges::any_of(
        std::initializer_list<const char*>{"out of memory", "not enough memory", "bad_alloc",
                                           "cannot allocate", "malloc", "resource temporarily"},
        [&](const char* some) { return words.find(some) != std::string::npos; });
  });
}

/// The verb within its memory. What fails for want of that says so.
int perform_within(const Command& command, Session& session, const std::string_view& stage) {
  const auto perform_it = [&] {
    return std::visit([&](const auto& verb) { return perform(verb, session); }, command.verb);
  };
  if (command.max_memory == 0) return perform_it();
  std::optional<Error> short_of;
  start_threads();
  session.doubts = [&](const Error& error) -> std::optional<Error> {
    if (error.fault == Fault::limit || error.fault == Fault::interrupted) return std::nullopt;
    // Where so little is left that not even a reader could be started, that is why.
    if (!memory_was_refused() && !is_want_of_memory(error) && error.key != "reader_gone")
      return std::nullopt;
    Error full = memory_full(command.max_memory, stage, session.language);
    full.where = error.where;
    return full;
  };
  try {
    const MemoryHold hold{command.max_memory};
    return perform_it();
  } catch (const MemoryShort& known) {
    short_of = known.error();
  } catch (const std::bad_alloc&) {
    short_of = memory_full(command.max_memory, stage, session.language);
  }
  return complain(*short_of, session);
}

int work(const std::vector<std::string>& words, const Command& command, Session& session,
         const Terminal& terminal) {
  set_threads(command.threads);
  allow_databases(command.allow_database);
  session.quiet = command.quiet;
  session.json = command.json;
  session.command = words;
  ProgressLine line{session.err, session.language, terminal.err_is_terminal, terminal.width};
  const bool shows = !command.quiet && !command.no_progress;
  std::string_view stage_now;
  session.progress = [&line, &stage_now, shows](std::string_view stage, std::uint64_t done,
                                                std::uint64_t all) {
    if (stage != stage_now) tell_supervisor(stage_now = stage);
    if (shows) line.tell(stage, done, all);
    return !interrupted();
  };
  session.clear_line = [&line] { line.finish(); };
  const int code = perform_within(command, session, stage_now);
  session.progress = {};
  session.doubts = {};
  session.clear_line = {};
  return code;
}

}  // namespace

std::string program_version() {
  return LIFECIRCLE_VERSION;
}

Error memory_full(std::uint64_t allowed, std::string_view stage, Language language) {
  if (find_message(stage) == nullptr)
    return {Fault::limit, "program_memory_full", "", {memory_text(allowed)}};
  return {Fault::limit, "program_memory_full_at", "", {memory_text(allowed), say(stage, language)}};
}

int explain(std::exception_ptr failure, std::ostream& err, Language language, bool colour) {
  try {
    std::rethrow_exception(failure);
  } catch (const std::bad_alloc&) {
    print_error(err, {Fault::limit, "program_no_memory", "", {}}, language, colour);
    return static_cast<int>(Fault::limit);
  } catch (const std::exception& problem) {
    print_error(err, {Fault::input, "program_fault", "", {problem.what()}}, language, colour);
  } catch (...) {
    print_error(err, {Fault::input, "program_fault", "", {"?"}}, language, colour);
  }
  return kOurFault;
}

int run_program(const std::vector<std::string>& words, std::ostream& out, std::ostream& err,
                const Terminal& terminal) {
  const Language language = language_of(words, terminal.language);
  try {
    Session session{out, err};
    session.language = language;
    session.language_stated = language_of(words, Language::en) == language_of(words, Language::zh);
    session.colour = terminal.colour;
    session.version = program_version();
    session.data_folder = terminal.data_folder.empty() ? LIFECIRCLE_DATA_DIR : terminal.data_folder;
    session.cache_folder = terminal.cache_folder;

    // Before the words are understood: a wrong one is told the same way.
    session.json = std::ranges::find(words.begin(), std::ranges::find(words, "--"), "--json") !=
                   std::ranges::find(words, "--");

    int code = kDone;
    if (const auto answer = quick_answer(words, language, session.version)) {
      out << *answer;
    } else {
      const auto command = read_command(words);
      code = command ? work(words, command.value(), session, terminal)
                     : complain(command.error(), session);
    }
    out.flush();
    // Results that did not arrive are no success, however well they were computed.
    if (!out && (code == kDone || code == kCheckFailed))
      return complain({Fault::storage, "program_cannot_write_out", "", {}}, session);
    return code;
  } catch (...) {
    return explain(std::current_exception(), err, language, terminal.colour);
  }
}

Result<Profile> profile_named(const std::string& name, const Session& session) {
  const std::string folder = session.profile_folder();
  const auto known = profile_names(folder);
  if (known.empty()) return Error{Fault::storage, "study_no_profiles", folder, {folder}};
  for (const auto& one : known)
    if (one == name) return read_profile_file(profile_path(folder, name));
  const auto meant = did_you_mean(name, known);
  return Error{
      Fault::usage, "cli_unknown_profile", "--mode", {name, joined(meant.empty() ? known : meant)}};
}

}  // namespace lifecircle
