#include "io/read/study_file.hpp"
#include "tools/lifecircle/console.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {

int run_verb(const RunOptions& options, Session& session) {
  auto study = read_study_file(options.study, session.profile_folder());
  if (!study) return complain(study.error(), session);
  if (study.value().facility_region == FacilityRegion::own) study.value().rules.region = Region::own;
  return run_study(study.value(), options, session);
}

}  // namespace lifecircle
