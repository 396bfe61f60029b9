#include <ostream>

#include "tools/lifecircle/console.hpp"
#include "tools/lifecircle/siting_proof.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {

namespace {

const char* flaw_key(siting::Flaw flaw) {
  switch (flaw) {
    case siting::Flaw::sites:
      return "flaw_sites";
    case siting::Flaw::unserved:
      return "flaw_unserved";
    case siting::Flaw::value:
      return "flaw_value";
    case siting::Flaw::unit:
      return "flaw_unit";
    case siting::Flaw::dropped:
      return "flaw_dropped";
    case siting::Flaw::classes:
      return "flaw_classes";
    case siting::Flaw::tree:
      return "flaw_tree";
    case siting::Flaw::bound:
      return "flaw_bound";
    default:
      return "flaw_hopeless";
  }
}

/// The first of them: of hundreds the files tell.
std::string ids_of(std::vector<std::string> ids) {
  constexpr std::size_t kMost = 20;
  const bool more = ids.size() > kMost;
  if (more) ids.resize(kMost);
  std::string text;
  for (const std::string& id : ids) text += (text.empty() ? "" : ", ") + fill("{0}", {id});
  return text.empty() ? "-" : text + (more ? ", ..." : "");
}

}  // namespace

int verify_verb(const VerifyOptions& options, Session& session) {
  using Json = nlohmann::ordered_json;
  Json document{{"proofs", Json::array()}};
  int code = kDone;
  for (const std::string& path : options.proofs) {
    const auto verified = verify_siting_proof(path);
    if (!verified) return complain(verified.error(), session);
    const VerifiedProof& v = verified.value();
    const bool holds = v.flaw == siting::Flaw::none;
    if (!holds) code = kCheckFailed;
    if (session.json) {
      document["proofs"].push_back({{"proof", path},
                                    {"holds", holds},
                                    {"flaw", siting::flaw_name(v.flaw)},
                                    {"feasible", v.feasible},
                                    {"value", v.value},
                                    {"bound", v.bound},
                                    {"sites", v.sites.size()},
                                    {"site_ids", v.site_ids},
                                    {"rooms", v.has_rooms},
                                    {"candidates", v.candidates},
                                    {"demands", v.demands},
                                    {"pairs", v.pairs},
                                    {"about", v.about}});
      continue;
    }
    if (session.quiet) continue;
    const std::vector<std::string> args{path,
                                        std::to_string(v.sites.size()),
                                        std::to_string(v.value),
                                        std::to_string(v.bound),
                                        std::to_string(v.candidates),
                                        std::to_string(v.demands),
                                        std::to_string(v.pairs),
                                        ids_of(v.site_ids)};
    if (!holds)
      session.out << say("verify_rejected", session.language,
                         {path, say(flaw_key(v.flaw), session.language)})
                  << '\n';
    else if (!v.feasible)
      session.out << say("verify_hopeless", session.language, args) << '\n';
    else if (v.value == v.bound)
      session.out << say("verify_best", session.language, args) << '\n';
    else
      session.out << say("verify_bounded", session.language, args) << '\n';
  }
  session.end_progress();
  if (session.json) print_json(session.out, document);
  return code;
}

}  // namespace lifecircle
