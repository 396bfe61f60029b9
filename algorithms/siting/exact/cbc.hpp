#pragma once

#include "algorithms/siting/exact/integer_program.hpp"

namespace lifecircle::siting {

/// Branch and cut by CBC (EPL-2.0), in this process and on this thread. It may overrun its time by
/// much, write to standard output, and end the process where it fails: see solver_process.hpp.
ProgramAnswer solve_by_cbc(const IntegerProgram& program, const SolverLimits& limits);

}  // namespace lifecircle::siting
