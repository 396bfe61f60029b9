#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lifecircle::test {

/// A piece of an HTML page, read as the standard's tokenizer reads it (13.2.5), as far as our pages
/// go: tags with attributes in double quotes or none, comments, text, raw text of script and style.
struct HtmlToken {
  enum class Kind { open, close, text, comment };
  Kind kind = Kind::text;
  std::string name = {};  ///< of a tag
  std::map<std::string, std::string> attributes = {};
  std::string text = {};  ///< of text, its character references resolved; of raw text as it is
};

std::vector<HtmlToken> html_tokens(std::string_view page);

/// The cells of the tables of a page: table by table, row by row, head and foot included.
using HtmlTable = std::vector<std::vector<std::string>>;
std::vector<HtmlTable> html_tables(const std::vector<HtmlToken>& tokens);

/// The text of the element of an id, tags left out.
std::string html_text_of(const std::vector<HtmlToken>& tokens, const std::string& id);

}  // namespace lifecircle::test
