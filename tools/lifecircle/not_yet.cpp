#include "tools/lifecircle/console.hpp"
#include "tools/lifecircle/verbs.hpp"

// The work of the verbs, until it is there: says so, and does nothing.

namespace lifecircle {

namespace {

int not_yet(Session& session) {
  print_error(session.err, {Fault::input, "program_not_yet", "", {}}, session.language, session.colour);
  return kOurFault;
}

int not_yet(const std::vector<std::string>& modes, Session& session) {
  for (const auto& mode : modes)
    if (const auto profile = profile_named(mode, session); !profile)
      return complain(profile.error(), session);
  return not_yet(session);
}

}  // namespace

int run_study(const StudyFile&, const RunOptions&, Session& session) { return not_yet(session); }

int matrix_verb(const MatrixOptions& options, Session& session) {
  return not_yet({options.mode}, session);
}

int network_verb(const NetworkOptions& options, Session& session) {
  return not_yet(options.modes, session);
}

}  // namespace lifecircle
