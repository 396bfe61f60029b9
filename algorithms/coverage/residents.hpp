#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/base/column.hpp"
#include "engine/base/progress.hpp"
#include "engine/network/join.hpp"
#include "engine/places/compound.hpp"
#include "engine/places/places.hpp"
#include "engine/search/nearest.hpp"
#include "engine/study/study.hpp"

namespace lifecircle {

/// Who lives in which compound.
struct Residents {
  std::vector<const Compound*> compounds;
  std::vector<std::vector<DemandId>> homes;  ///< [compound]; no home in two
};

/// The compounds of homes: of several that hold one, the first. Borrows.
Residents residents_of(const std::vector<Compound>& compounds, const std::vector<Point>& homes);

/// A field that homes have read as visitors, and where what they read stands.
struct ReadField {
  const NearestField* field;
  Column<DemandId, Label>* nearest = nullptr;  ///< one of the two
  Column<DemandId, Duration>* to_edge = nullptr;
};

/// Lowers what homes in compounds have read to what they reach through their own gates: exactly as
/// if for each home its compound's gates were open, and those of all other compounds as they are to
/// visitors. A resident's way may so lead out, round and in again by any own gate; not through
/// someone else's compound where visitors may not go. (Turn rules through an own gate: see
/// engine/search/opened.hpp.) Legs are as they are.
///
/// Costs a look around each home in a compound with a closed gate of its own, and the streets that
/// come nearer by them. The same for any number of threads. False if `progress` asks to stop.
bool let_residents_pass(const Ground& ground, std::span<const ReadField> fields, const Homes& homes,
                        const AccessLimits& access, const Residents& residents,
                        const Progress& progress);

}  // namespace lifecircle
