#pragma once

#include <memory>

#include "io/read/layer_rows.hpp"

namespace lifecircle {

/// The rows of `rows` in the order of all they hold (values as texts, then WKB), numbered from 1:
/// for a table whose rows have no number of their own and come in whatever order its server likes.
/// Equal tables so give equal rows with equal numbers, whichever columns are wanted. Rows that are
/// equal in everything cannot be told apart, and need not be. Holds the table in memory.
std::unique_ptr<RawRows> sorted_rows(std::unique_ptr<RawRows> rows);

}  // namespace lifecircle
