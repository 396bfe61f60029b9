#include "tools/lifecircle/site_work.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {

siting::Effort effort_of(const SiteOptions& options) {
  siting::Effort effort;
  if (options.quick) {
    effort.kicks = 20;
    effort.root_rounds = 300;
    effort.nodes = 8;
    effort.solver.nodes = 0;
  }
  return effort;
}

const char* proof_key(std::string_view proof) {
  return proof == "proven"    ? "proof_proven"
         : proof == "solver"  ? "proof_solver"
         : proof == "bounded" ? "proof_bounded"
                              : "proof_hopeless";
}

int site_verb(const SiteOptions& options, Session& session) {
  return options.study.empty() ? site_tables(options, session) : site_study(options, session);
}

}  // namespace lifecircle
