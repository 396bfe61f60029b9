#include <malloc.h>

#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "algorithms/siting/exact/solver_process.hpp"
#include "io/read/child/reader_process.hpp"
#include "tools/lifecircle/interrupt.hpp"
#include "tools/lifecircle/program.hpp"
#include "tools/lifecircle/supervise.hpp"

int main(int count, char** words) {
  try {
    std::ios::sync_with_stdio(false);
    // Large arrays that are used up while others grow must not stay in the heap.
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    // Called so by itself, to read a stranger's file apart from everything else.
    static constexpr std::string_view kReads = "__read";
    if (count == 2 && words[1] == kReads) return lifecircle::serve_readers(0);
    // And so to solve an integer program apart: the solver may run on, or take its process down.
    static constexpr std::string_view kSolves = "__solve";
    if (count == 2 && words[1] == kSolves) return lifecircle::siting::serve_solver(0);
    const std::vector<std::string> said{words + (count > 0 ? 1 : 0), words + count};
    const auto terminal = lifecircle::terminal_of_process();
    const auto work = [&] {
      lifecircle::read_in_children({"/proc/self/exe", std::string{kReads}});
      lifecircle::siting::solve_in_children({"/proc/self/exe", std::string{kSolves}});
      lifecircle::listen_for_interrupts();
      return lifecircle::run_program(said, std::cout, std::cerr, terminal);
    };
    return lifecircle::limits_memory(said) ? lifecircle::supervise(said, work) : work();
  } catch (...) {
    return lifecircle::explain(std::current_exception(), std::cerr, lifecircle::Language::en,
                               false);
  }
}
