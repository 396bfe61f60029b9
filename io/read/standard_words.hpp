#pragma once

#include <string>

#include "engine/base/result.hpp"
#include "engine/study/standard_words.hpp"
#include "io/read/toml.hpp"

namespace lifecircle {

/// Reads the words of a folder of standards, and the modes that a folder of profiles has.
///
///     kinds.toml:    [kinds]
///                    clinic = { zh = "卫生室", en = "clinic" }
///     columns.toml:  [facilities]                # and [units], [people], [land]
///                    floor_area = { zh = "建筑面积", en = "floor area", unit_zh = "平方米",
///                    unit_en = "m²" } accessible = { zh = "无障碍", en = "without steps", yes_no =
///                    true } [classes] new = { zh = "新建", en = "new" }
Result<StandardWords> read_standard_words(const std::string& folder,
                                          const std::string& profile_folder);

/// The same from files already parsed, without modes. Faults go to those of each file.
void parse_kinds(const TomlValue& file, TomlFaults& faults, StandardWords& words);
void parse_columns(const TomlValue& file, TomlFaults& faults, StandardWords& words);

}  // namespace lifecircle
