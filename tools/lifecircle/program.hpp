#pragma once

#include <cstdint>
#include <exception>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"

#include "tools/lifecircle/console.hpp"

namespace lifecircle {

/// The whole program but for its process: `words` are those after "lifecircle". Gives the exit
/// code: 0 done, 1 a check failed, 2 usage, 3 input, 4 reading or writing, 5 a limit, 70 our
/// fault, 130 interrupted. Throws nothing.
int run_program(const std::vector<std::string>& words, std::ostream& out, std::ostream& err,
                const Terminal& terminal);

/// What is said of an exception that nobody caught, and its exit code: no memory is a limit
/// (5), everything else a fault of ours (70).
int explain(std::exception_ptr failure, std::ostream& err, Language language, bool colour);

/// What is said where so many bytes of --max-memory are full; `stage`: a message, or nothing.
Error memory_full(std::uint64_t allowed, std::string_view stage, Language language);

/// The version of the program.
std::string program_version();

}  // namespace lifecircle
