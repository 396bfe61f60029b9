#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace lifecircle::siting {

inline constexpr double kUnlimited = std::numeric_limits<double>::max();

/// Least cost of columns between bounds under rows between bounds, some columns whole numbers.
struct IntegerProgram {
  std::vector<double> cost, lower, upper;  ///< [column]
  std::vector<char> whole;                 ///< [column] 1: whole numbers only
  std::vector<std::int32_t> start{0};      ///< [row]
  std::vector<std::int32_t> column;        ///< of the entries of each row
  std::vector<double> factor;
  std::vector<double> row_lower, row_upper;  ///< [row]
  std::vector<double> known;                 ///< a solution to begin with, or empty
  double cutoff = kUnlimited;                ///< only what costs at most that is looked for

  int add_column(double price, double from, double to, bool is_whole) {
    cost.push_back(price);
    lower.push_back(from);
    upper.push_back(to);
    whole.push_back(is_whole ? 1 : 0);
    return static_cast<int>(cost.size()) - 1;
  }
  void add(int of_column, double by) {
    column.push_back(of_column);
    factor.push_back(by);
  }
  void end_row(double from, double to) {
    row_lower.push_back(from);
    row_upper.push_back(to);
    start.push_back(static_cast<std::int32_t>(column.size()));
  }
  bool is_sound() const;  ///< sizes and column numbers fit together, numbers are finite
};

/// What a solver says about it. Doubles: nothing here is proof, see Solved::bound_by_solver.
struct ProgramAnswer {
  enum class How : std::uint8_t {
    none,     ///< no solver, or it died, or was stopped: nothing is known
    stopped,  ///< by the limit of nodes: what is known so far
    done      ///< `solution` is the best, or there is none (below the cutoff)
  };
  How how = How::none;
  bool by_clock = false;         ///< stopped because of time, so another run may know more or less
  std::vector<double> solution;  ///< [column]; empty: none was found
  double value = 0, bound = 0;
};

/// What a solver may use. Nodes are work and the same everywhere; time and memory guard against
/// what goes wrong.
struct SolverLimits {
  int nodes = 20'000;
  int seconds = 300;  ///< on the clock
  int memory_mb = 4096;
};

}  // namespace lifecircle::siting
