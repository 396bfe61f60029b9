#include "tools/lifecircle/program.hpp"

#include <algorithm>
#include <new>
#include <ostream>

#include "engine/base/parallel.hpp"
#include "io/read/database.hpp"
#include "io/read/profile_file.hpp"
#include "io/read/toml.hpp"
#include "tools/lifecircle/help.hpp"
#include "tools/lifecircle/interrupt.hpp"
#include "tools/lifecircle/options.hpp"
#include "tools/lifecircle/progress_line.hpp"

namespace lifecircle {

namespace {

int perform(const RunOptions& options, Session& session) {
  return run_verb(options, session);
}
int perform(const CompareOptions& options, Session& session) {
  return compare_verb(options, session);
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

int work(const std::vector<std::string>& words, const Command& command, Session& session,
         const Terminal& terminal) {
  set_threads(command.threads);
  allow_databases(command.allow_database);
  session.quiet = command.quiet;
  session.json = command.json;
  session.command = words;
  ProgressLine line{session.err, session.language, terminal.err_is_terminal, terminal.width};
  const bool shows = !command.quiet && !command.no_progress;
  session.progress = [&line, shows](std::string_view stage, std::uint64_t done, std::uint64_t all) {
    if (shows) line.tell(stage, done, all);
    return !interrupted();
  };
  session.clear_line = [&line] { line.finish(); };
  const int code =
      std::visit([&](const auto& verb) { return perform(verb, session); }, command.verb);
  session.progress = {};
  session.clear_line = {};
  return code;
}

}  // namespace

std::string program_version() {
  return LIFECIRCLE_VERSION;
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
