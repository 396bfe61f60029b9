#pragma once

#include "algorithms/siting/exact/solver_process.hpp"

namespace lifecircle::test {

/// The word that makes the program of these tests a solver (solver_test.cpp).
inline constexpr const char* kSolves = "__solve";

/// As long as it lives, integer programs are solved.
struct SolverOfTests {
  SolverOfTests() { siting::solve_in_children({"/proc/self/exe", kSolves}); }
  SolverOfTests(const SolverOfTests&) = delete;
  SolverOfTests& operator=(const SolverOfTests&) = delete;
  ~SolverOfTests() { siting::solve_in_children({}); }
};

}  // namespace lifecircle::test
