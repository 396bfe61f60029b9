#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/network/profile.hpp"
#include "io/read/toml.hpp"

namespace lifecircle {

/// Reads one file of `data/profiles`. Strict: every key and every source a value names is
/// there, speeds are "not here" or between 0.1 and 300 km/h, and the file is called
/// after its profile.
///
///     name = "walk"
///     title_en = "Walking"
///     title_zh = "步行"
///     mode = "foot"                                         # foot wheelchair bicycle motorcycle
///     car access_kmh = { kmh = "4.8 / 1.3", source = "access" }  # a number, or a division
///     slope = { law = "tobler", not_on = ["steps"], source = "slope" }  # where heights are known:
///             # "none" (as without the key), "tobler", "by_grade" with factors = [[percent,
///             # factor], ...] (engine/network/slope.hpp); steepest_percent: closed beyond it
///     [sources]
///     access = "where the number comes from, or assumption: ..."
///     [speed]
///     residential = { kmh = 4.8, source = "pace" }
///     motorway = { kmh = "not here", source = "law" }
Result<Profile> read_profile_file(const std::string& path);
Result<Profile> parse_profile(const TomlValue& file, const std::string& file_name);

/// Changes values of a profile as a study says ([profiles.walk]): the keys of a profile
/// file, none of them required, a speed as a bare number or with its source. Says in the
/// sources where each value was changed. Faults go to `faults`.
void override_profile(const TomlValue& table, const std::string& section, TomlFaults& faults,
                      Profile& profile);

/// The names of the profiles of a folder, sorted; empty where there is none.
std::vector<std::string> profile_names(const std::string& folder);
std::string profile_path(const std::string& folder, const std::string& name);

/// "foot", "wheelchair", ...: in the order of Mode.
const std::vector<std::string>& mode_names();
std::optional<Mode> mode_named(const std::string& name);

}  // namespace lifecircle
