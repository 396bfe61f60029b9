#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "algorithms/siting/branch.hpp"
#include "algorithms/siting/needed.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {

/// The two forms of `site`: the sitings of a study, and a question in tables.
int site_study(const SiteOptions& options, Session& session);
int site_tables(const SiteOptions& options, Session& session);

/// How hard to look: counts of work, the same on every machine.
siting::Effort effort_of(const SiteOptions& options);

/// Why there is no answer, in a sentence: what is required is too much, or so few do not reach all.
std::string hopeless_words(const std::vector<siting::Needed>& needed, Language language);
/// The same numbers as JSON.
nlohmann::ordered_json needed_document(const std::vector<siting::Needed>& needed);

/// "proven", ... (proof_name) as an entry of the message catalogue.
const char* proof_key(std::string_view proof);

}  // namespace lifecircle
