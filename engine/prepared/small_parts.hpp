#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/base/array.hpp"
#include "engine/network/network.hpp"

namespace lifecircle {

// The parts of a network and its modes that are few, and no plain arrays in memory: as bytes, and
// back. What is read comes from outside: nothing is returned where the bytes are no such thing.

Array<std::byte> bytes_of(const std::vector<RoadKind>& kinds);
std::optional<std::vector<RoadKind>> kinds_of(const Array<std::byte>& bytes);

Array<std::uint32_t> words_of(const std::vector<TurnBan>& bans);
std::optional<std::vector<TurnBan>> bans_of(const Array<std::uint32_t>& words);

using ArcStates = std::vector<std::pair<Arc, StateId>>;
Array<std::uint32_t> words_of(const ArcStates& arcs);
std::optional<ArcStates> arcs_of(const Array<std::uint32_t>& words);

/// A profile in the file: who, of what its graph was made (64 hex digits, or nothing is known of
/// it), and which topology its hierarchy is of.
struct ModeName {
  std::string profile;
  std::string key;
  std::uint32_t topology = 0;
};
Array<std::byte> bytes_of(const std::vector<ModeName>& modes);
std::optional<std::vector<ModeName>> modes_of(const Array<std::byte>& bytes);

}  // namespace lifecircle
