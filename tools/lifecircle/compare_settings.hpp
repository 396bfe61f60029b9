#pragma once

#include <cstddef>
#include <string>

#include "engine/base/messages.hpp"
#include "engine/study/table.hpp"
#include "tools/lifecircle/side_by_side.hpp"

namespace lifecircle {

/// What each scenario says, in words: rows of layers it adds, removes and changes, and what is
/// otherwise than as it is of year, access, speeds, rules of services and files.
Table scenarios_table(const SideBySide& of, Language language);

/// The same of one scenario in one line.
std::string scenario_in_words(const SideBySide& of, std::size_t scenario, Language language);

}  // namespace lifecircle
