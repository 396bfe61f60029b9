#include "tools/lifecircle/site_work.hpp"
#include "tools/lifecircle/verbs.hpp"

#include <fmt/format.h>

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

std::string hopeless_words(const std::vector<siting::Needed>& needed, Language language) {
  if (needed.empty()) return say("site_hopeless", language);
  std::string words;
  for (const siting::Needed& one : needed) {
    const bool by_cost = one.along == siting::Along::cost;
    const auto shown = [&](std::int64_t amount) {
      return by_cost ? fmt::format("{:.10g}", static_cast<double>(amount) / 1e3)
                     : std::to_string(amount);
    };
    const char* key = by_cost ? (one.is_impossible() ? "site_needs_cost" : "site_found_no_cost")
                              : (one.is_impossible() ? "site_needs_sites" : "site_found_no_sites");
    if (!words.empty() && language == Language::en) words += ' ';
    words += say(key, language, {shown(one.allowed), shown(one.at_least), shown(one.enough)});
  }
  return words;
}

nlohmann::ordered_json needed_document(const std::vector<siting::Needed>& needed) {
  auto all = nlohmann::ordered_json::array();
  for (const siting::Needed& one : needed) {
    const double unit = one.along == siting::Along::cost ? 1e3 : 1;
    all.push_back({{"along", one.along == siting::Along::cost ? "cost" : "sites"},
                   {"allowed", static_cast<double>(one.allowed) / unit},
                   {"at_least", static_cast<double>(one.at_least) / unit},
                   {"enough", static_cast<double>(one.enough) / unit}});
  }
  return all;
}

int site_verb(const SiteOptions& options, Session& session) {
  return options.study.empty() ? site_tables(options, session) : site_study(options, session);
}

}  // namespace lifecircle
