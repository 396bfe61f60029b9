#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/study/indicator.hpp"
#include "engine/study/standard_words.hpp"

namespace lifecircle {

/// Reads a plan or standard of `data/standards`; data/standards/README.md has every key. Strict: an
/// indicator has the keys of its type, all that it needs and no other; kinds, columns, classes and
/// modes are those of `words`; codes differ; numbers are finite and in their range; what is
/// verified quotes its source, and what is not says in a note where it comes from. The file is
/// called after the standard. Errors name file, line and the indicator's code.
Result<Standard> read_standard_file(const std::string& path, const StandardWords& words);
/// The same from bytes; `name` is what messages call the file.
Result<Standard> parse_standard(std::string_view bytes, const std::string& name,
                                const StandardWords& words);

/// The codes of the standards of a folder, sorted; empty where there is none.
std::vector<std::string> standard_codes(const std::string& folder);
std::string standard_path(const std::string& folder, const std::string& code);

}  // namespace lifecircle
