#pragma once

#include <optional>

#include "algorithms/siting/problem.hpp"
#include "algorithms/study/siting_result.hpp"
#include "engine/base/result.hpp"
#include "io/read/siting_tables.hpp"
#include "tools/lifecircle/verbs.hpp"

namespace lifecircle {

/// A question of tables whose candidates have a column `room`, answered as that of a study
/// (algorithms/study/siting_rooms.hpp). `plan` must outlive the result. Errors: an aim or a second
/// cover that rooms have no answer for.
Result<SitingResult> answer_tables_with_room(const SitingTables& tables,
                                             const siting::Relation& relation,
                                             const siting::Problem& problem, SitingPlan& plan,
                                             const SiteOptions& options, Session& session);

/// Its sites with what each takes, those that take most first.
Table sites_with_room(const SitingResult& result, const SitingTables& tables);

}  // namespace lifecircle
