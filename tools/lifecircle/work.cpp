#include <iostream>
#include <string>
#include <vector>

#include "tools/lifecircle/interrupt.hpp"
#include "tools/lifecircle/program.hpp"

int main(int count, char** words) {
  try {
    std::ios::sync_with_stdio(false);
    lifecircle::listen_for_interrupts();
    return lifecircle::run_program({words + (count > 0 ? 1 : 0), words + count}, std::cout,
                                   std::cerr, lifecircle::terminal_of_process());
  } catch (...) {
    return lifecircle::explain(std::current_exception(), std::cerr, lifecircle::Language::en,
                               false);
  }
}
