#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/problems.hpp"
#include "engine/base/result.hpp"
#include "engine/search/matrix.hpp"

namespace lifecircle {

/// What may be done with a candidate of a table.
enum class TableStanding : std::uint8_t { choice, kept, required, forbidden };

/// A question of siting without a map: who reaches whom, who counts how much, what may be built.
/// Candidates and demands are sorted by id, whole numbers by their size and before words: the order
/// of the rows leaves no trace.
struct SitingTables {
  std::vector<std::string> candidate, candidate_name;  ///< ids and names
  std::vector<std::string> candidate_place;  ///< in a proof, whose ids are numbers: the place's
  std::vector<TableStanding> standing;
  std::vector<std::int64_t> cost;      ///< thousandths; empty: none is stated
  std::vector<std::uint8_t> existing;  ///< 1: exists today; empty: none is said to
  /// Thousandths, where sites have room; empty: they take everybody.
  std::vector<std::int64_t> room, load;
  std::vector<std::string> demand;
  std::vector<std::int64_t> weight;  ///< [demand]
  std::int64_t one = 1000;           ///< what a weight of 1 is: of a table with `units` 1
  std::vector<TimeBetween> rows;     ///< from candidate to demand, sorted, each pair once
  std::uint64_t rows_set_aside = 0;  ///< of all files: what is answered knows nothing of them
};

/// Names of the files: CSV or TSV, as io/read/csv.hpp reads them.
struct SitingTableFiles {
  /// candidate, demand, seconds; or from_id, to_id, seconds as `lifecircle matrix` writes them.
  std::string matrix;
  bool sites_are_from = false;  ///< of from_id and to_id, which is the candidate
  /// id; weight (none: 1 each), or units, whole numbers; and, where sites have room, load: what
  /// each takes of it (none: its weight).
  std::string demand;
  /// id; name, cost, standing (choice, kept, required, forbidden; 可选 保留 必选 禁选), existing
  /// (yes or no, 是 否, 1 0), room (what each takes at most) if they are there. Empty: the
  /// candidates of the matrix, each a choice.
  std::string candidates;
  std::string encoding =
      {};  ///< "GBK", ... of all three; empty: found as io/read/row_text.hpp says
};

/// Reads them. Rows that cannot be used, or name who is not in the other tables, are set aside; of
/// a pair that stands twice the least time counts, and that is told, as is where nobody has a
/// weight and how texts are read that are not UTF-8. Errors: no such file or column, nothing left.
/// O(rows log rows); 20 bytes a pair.
Result<SitingTables> read_siting_tables(const SitingTableFiles& files, Problems& problems);

}  // namespace lifecircle
