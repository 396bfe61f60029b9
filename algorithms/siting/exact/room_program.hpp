#pragma once

#include <optional>
#include <vector>

#include "algorithms/siting/exact/integer_program.hpp"
#include "algorithms/siting/rooms.hpp"

namespace lifecircle::siting {

/// A question with rooms as an integer program, `known` to begin with; none where its numbers are
/// too large for doubles (2^40) or it has more than half a million pairs.
std::optional<IntegerProgram> program_of(const Relation& relation, const RoomProblem& question,
                                         const RoomAnswer& known);

/// Takes over a solution of that program if it holds and is better.
void take_solution(const Relation& relation, const RoomProblem& question,
                   const std::vector<double>& solution, RoomAnswer& answer);

}  // namespace lifecircle::siting
