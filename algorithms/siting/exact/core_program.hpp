#pragma once

#include <optional>
#include <span>
#include <vector>

#include "algorithms/siting/core.hpp"
#include "algorithms/siting/exact/integer_program.hpp"

namespace lifecircle::siting {

/// A core as an integer program, `known` the choice to begin with; none where its numbers are too
/// large for a solver that counts in doubles (2^40) or it has more than `most_entries`. Columns:
/// the candidates, then what the demands lose.
std::optional<IntegerProgram> program_of(const Core& core, std::span<const std::uint32_t> known,
                                         std::size_t most_entries = 2'000'000);

/// The choice in a solution, if it is one: numbers of the core, within sites and budget.
std::optional<std::vector<std::uint32_t>> choice_of(const Core& core,
                                                    const std::vector<double>& solution);

}  // namespace lifecircle::siting
