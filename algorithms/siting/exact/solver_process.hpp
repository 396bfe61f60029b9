#pragma once

#include <string>
#include <vector>

#include "algorithms/siting/exact/integer_program.hpp"

namespace lifecircle::siting {

/// From now on integer programs are solved, each by a process of its own, which `command` starts:
/// a program that calls serve_solver() with its standard input. Without this call nothing is
/// solved (ProgramAnswer::How::none). Once for the process; an empty command takes it back.
void solve_in_children(std::vector<std::string> command);
bool solves_in_children();

/// Has the program solved. What the solver does to its process (a crash, work without end, all the
/// memory) ends in How::none after limits.seconds at the latest: the process is killed. No shell,
/// no files; the program goes over a socket and its answer comes back, and is checked for size.
ProgramAnswer solve_apart(const IntegerProgram& program, const SolverLimits& limits = {});

/// The other side: reads one program from the socket, solves it, answers, returns.
int serve_solver(int socket);

}  // namespace lifecircle::siting
