#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace lifecircle::test {

/// A name as a file has it, and as every result is to hold it: one end of a line for all, '?' for
/// what steers, U+FFFD for bytes that are no text.
struct HostileName {
  std::string written, held;
};

/// Names that would be something else than text, had a format or a terminal a hole: markup, ends of
/// scripts, comments and CDATA, formulas, control characters, marks of direction, bytes that are no
/// UTF-8, paths, and two of more than 10,000 characters. Two pairs differ only in what no file name
/// can hold.
const std::vector<HostileName>& hostile_town_names();

/// As many plain ones: what the town gives with these is what it gives with those, but for texts.
std::vector<HostileName> plain_town_names();

/// Writes a little town that has these names for its study, facilities, units, dwellings, roads,
/// services and titles, and for the indicators of its own plan: `study.toml` and what it reads. A
/// service for each of the first `services` names.
void write_hostile_town(const std::filesystem::path& folder, const std::vector<HostileName>& names,
                        std::size_t services);

/// The name of its study, as written and as held where a line of text is shown: all of them.
HostileName hostile_study_name(const std::vector<HostileName>& names);

}  // namespace lifecircle::test
