#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace lifecircle {

/// How many columns of a terminal a text takes: two for a Chinese character.
int shown_width(const std::string& text);

/// A number as tables show it; "-" where there is none.
std::string fixed(double value, int decimals);
/// The same with two decimals and " %".
std::string percent(double value);

/// Prints rows under heads, columns as wide as they need, but for the odd text of more than 100
/// columns, which pushes what follows; `right`: numbers, set to the right.
void print_table(std::ostream& out, const std::vector<std::string>& heads,
                 const std::vector<bool>& right, const std::vector<std::vector<std::string>>& rows);

}  // namespace lifecircle
