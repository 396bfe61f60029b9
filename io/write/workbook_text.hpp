#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/messages.hpp"

namespace lifecircle {

/// A text as a cell of a workbook holds it.
struct SheetText {
  std::string text;
  std::size_t letters = 0;  ///< of the whole text, in UTF-16 units, as Excel counts
  bool cut = false;         ///< they were too many: the end is missing, and a mark stands for it
};

/// Clean text (clean_text) with every line end a "\n", at most 32,767 UTF-16 units of it: Excel
/// calls a file with a longer text damaged. What Excel would read as the code of a character
/// ("_x0041_" is its "A") is written so that it stays what it is. O(bytes).
SheetText sheet_text(std::string_view text, Language language);

/// How many digits wide the widest line of a text is shown: Chinese characters count two.
std::size_t sheet_width(std::string_view text);

/// How many lines a text takes when wrapped at `width` digits: between words, and anywhere in
/// Chinese; longer words are broken. At least one.
std::size_t sheet_lines(std::string_view text, std::size_t width);

/// The name of a sheet called `title`, and different from `taken` whatever the case: at most 31
/// UTF-16 units, cut between words or at least characters, without []:*?/\ (nor their full-width
/// forms) and apostrophes, neither empty nor a name that Excel keeps for itself, nor one that reads
/// as a cell (such a "A1" becomes "(A1)"). A name taken before gets a number: "(2)".
std::string sheet_name(std::string_view title, const std::vector<std::string>& taken);

}  // namespace lifecircle
