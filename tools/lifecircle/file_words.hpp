#pragma once

#include <string>
#include <vector>

namespace lifecircle {

/// Names as parts of file names, one for each: '_' for spaces, control characters, marks of
/// direction, bytes that are no UTF-8 and what Windows or a shell would mind (/\:*?"'`<>|$&;!); at
/// most 120 bytes, cut between characters; no two the same, whatever the case of A-Z ("name_2").
/// Plain names stay as they are.
std::vector<std::string> file_words(const std::vector<std::string>& names);

}  // namespace lifecircle
