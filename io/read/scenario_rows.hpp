#pragma once

#include <string>
#include <vector>

#include "io/read/row_edits.hpp"
#include "io/read/toml.hpp"

namespace lifecircle {

/// The rows an [[edit]] names under `key`, by texts or whole numbers: one, or a list.
std::vector<std::string> names_of(TomlTable& table, const char* key);

/// What a table of an [[edit]] says of a row: set = { column = value }, and its place as
/// at = [x, y], line = [[x, y], ...] or wkt = "...".
RowEdits::Row row_of(TomlTable& table);

}  // namespace lifecircle
