#pragma once

#include <optional>
#include <string_view>

namespace lifecircle {

/// What road layers write in their columns, in English, Chinese and the codes of OSM extracts,
/// HERE and TomTom. Case and blanks around do not matter; nothing: not understood.

enum class Oneway { no, forward, backward };

/// forward: yes, true, 1, y, F, FT, forward, 是, 单行, 单向. backward: -1, T, TF, reverse,
/// backward, 逆向, 反向. no: empty, no, false, 0, n, B, both, 否, 双行, 双向. (F and T are "from"
/// and "to" its first end, B is both.)
std::optional<Oneway> oneway_of(std::string_view text);

/// False: empty, no, false, 0, n, f, none, 否, 无. Anything else is true: bridges are also
/// "viaduct", tunnels "culvert".
bool says_yes(std::string_view text);

/// Kilometres per hour of "50", "50 km/h", "30 mph", "60公里/小时"; 0 where empty or 0, nothing
/// where it is no speed of a road (negative, past 400, other words).
std::optional<double> speed_of(std::string_view text);

}  // namespace lifecircle
