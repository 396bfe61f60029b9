#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace lifecircle {

/// The most people one row or cell may hold: more is a slip or a sign for "no data".
inline constexpr double kMostPeople = 1e12;

/// The most thousandths a measure may sum up to: below 2^53, so a double holds every sum too.
inline constexpr std::int64_t kMostThousandths = 9'000'000'000'000'000;

/// A number of people in thousandths, rounded half up; nothing if it is not finite, negative or
/// more than kMostPeople.
std::optional<std::int64_t> thousandths(double people);

/// The same of a number as a file writes it; nothing either if it is none.
std::optional<std::int64_t> thousandths(const std::string& text);

/// "12.5": for messages, with as many decimals as there are, three at most.
std::string people_text(std::int64_t thousandths);

}  // namespace lifecircle
