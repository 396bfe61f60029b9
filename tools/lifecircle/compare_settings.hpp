#pragma once

#include "engine/base/messages.hpp"
#include "engine/study/table.hpp"
#include "tools/lifecircle/side_by_side.hpp"

namespace lifecircle {

/// What each scenario says, in words: rows of layers it adds, removes and changes, and what is
/// otherwise than as it is of year, access, speeds, rules of services and files.
Table scenarios_table(const SideBySide& of, Language language);

}  // namespace lifecircle
