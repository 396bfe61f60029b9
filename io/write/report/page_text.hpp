#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "engine/base/messages.hpp"
#include "engine/study/indicator.hpp"
#include "engine/study/report.hpp"

namespace lifecircle::page {

/// The words in a language, or in the other where there are none.
const std::string& in(const Words& words, Language language);

/// Text as a page may show it: clean (clean_text), in one line, and without what turns the
/// direction of its surroundings or ends a line of script; that is shown as '?', as in messages.
std::string shown(std::string_view text);

/// The first `characters` of shown text, with an ellipsis where there are more.
std::string shortened(std::string_view text, std::size_t characters);

/// Shown text as HTML, in an element or between quotes of either kind.
std::string html(std::string_view text);
std::string html(const Words& words, Language language);

/// Shown text as a JSON string, quotes included, that ends no <script> it stands in.
std::string json(std::string_view text);

/// Shown text as a string of CSS, quotes included: nothing but letters and escapes.
std::string css(std::string_view text);

std::string base64(std::string_view bytes);

/// A value of a table as it is read: numbers with their decimals; empty where it is missing.
std::string cell(const TableColumn& column, std::size_t row, int decimals = -1);
bool is_number(const TableColumn& column);

}  // namespace lifecircle::page
