#pragma once

#include <string_view>

#include "algorithms/siting/branch.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {

/// The two forms of `site`: the sitings of a study, and a question in tables.
int site_study(const SiteOptions& options, Session& session);
int site_tables(const SiteOptions& options, Session& session);

/// How hard to look: counts of work, the same on every machine.
siting::Effort effort_of(const SiteOptions& options);

/// "proven", ... (proof_name) as an entry of the message catalogue.
const char* proof_key(std::string_view proof);

}  // namespace lifecircle
