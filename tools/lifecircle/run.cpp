#include "io/read/study_file.hpp"
#include "tools/lifecircle/console.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {

int run_verb(const RunOptions& options, Session& session) {
  const auto study =
      options.scenario.empty()
          ? read_study_file(options.study, session.profile_folder())
          : read_study_file(options.study, options.scenario, session.profile_folder());
  if (!study) return complain(study.error(), session);
  if (study.value().language && !session.language_stated)
    session.language = *study.value().language;
  return run_study(study.value(), options, session);
}

}  // namespace lifecircle
